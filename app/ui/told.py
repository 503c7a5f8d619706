"""Sentences about what came of things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.project import VideoEntry
from app.services.editing import Turned
from app.services.exchange_values import Made
from app.services.exporting import ExportReport
from app.services.importing import ImportReport
from app.services.ports import Act, ProjectStore, Restored
from app.ui.captions import caption_words, segment_words
from app.ui.language import PLURAL, date_words, translate


def export_words(report: ExportReport) -> str:
    """Say how much was written, what was lost, and that it was read back."""
    told = translate("Window", "{segments} written to {file}").format(
        segments=segment_words(report.n_segments), file=report.file
    )
    if report.checked is not None and report.checked.is_whole:
        told += translate("Window", ", read back: {n} the same").format(n=report.checked.n_same)
    if report.losses:
        lost = " ".join(one.sentence for one in report.losses[:3])
        told += translate("Window", "; not carried: {losses}").format(losses=lost)
    return told.rstrip(".") + "."


def made_words(made: Made, file: Path) -> str:
    """Say what was made of the videos, and whether it is as it was meant."""
    told = translate("Window", "Files made: {n}, in {folder}").format(
        n=len(made.files), folder=file if file.is_dir() else file.parent
    )
    if made.left_out:
        told += translate("Window", "; left out: {sentences}").format(
            sentences=" ".join(made.left_out[:3])
        )
    if made.differences:
        told += translate("Window", "; not as meant: {sentences}").format(
            sentences=" ".join(made.differences[:3])
        )
    return told.rstrip(".") + "."


def import_words(report: ImportReport) -> str:
    """Say what an import brought."""
    kinds = (
        (_added, report.n_added),
        (_suggested, report.n_suggested),
        (_noted, report.n_noted),
        (_moved, report.n_replaced),
        (_known, report.n_known),
        (_kept, report.n_kept),
        (_clipped, report.n_clipped),
        (_unusable, report.n_unusable),
        (_skipped, report.n_skipped),
    )
    told = [words(n) for words, n in kinds if n or words is _added]
    return translate("Window", "Annotations: {counts}.").format(counts=", ".join(told))


def _added(n: int) -> str:
    return translate("Window", "%n imported", "", PLURAL, n)


def _suggested(n: int) -> str:
    return translate("Window", "%n suggested, to be reviewed", "", PLURAL, n)


def _noted(n: int) -> str:
    return translate("Window", "%n with a new note", "", PLURAL, n)


def _moved(n: int) -> str:
    return translate("Window", "%n moved", "", PLURAL, n)


def _known(n: int) -> str:
    return translate("Window", "%n known already", "", PLURAL, n)


def _kept(n: int) -> str:
    return translate("Window", "%n kept as yours", "", PLURAL, n)


def _clipped(n: int) -> str:
    return translate("Window", "%n cut at the end of their video", "", PLURAL, n)


def _unusable(n: int) -> str:
    return translate("Window", "%n left behind: outside or without length", "", PLURAL, n)


def _skipped(n: int) -> str:
    return translate("Window", "%n left out", "", PLURAL, n)


def unmatched_words(report: ImportReport) -> str:
    """Say which videos of an imported file the project does not have."""
    names = ", ".join(report.unmatched[:3])
    if len(report.unmatched) > 3:
        told = translate("Window", "No video of this project is called {names} and others.")
    else:
        told = translate("Window", "No video of this project is called {names}.")
    return told.format(names=names)


def act_words(act: Act | None, open_video_id: str, videos: Sequence[VideoEntry]) -> str:
    """Return an act's caption, with its video when that is not the open one; '' for none."""
    if act is None:
        return ""
    if act.video_id in {"", open_video_id}:
        return caption_words(act.caption)
    return translate("Window", "{caption} in {video}").format(
        caption=caption_words(act.caption), video=name_of(act.video_id, videos)
    )


def turned_words(turned: Turned, videos: Sequence[VideoEntry]) -> str:
    """Say what was undone or redone on a video that is not the open one, or on labels."""
    if not turned.last.video_id:
        back, forth = (
            translate("Window", "Undone: {caption}."),
            translate("Window", "Done again: {caption}."),
        )
        told = back if turned.way.is_back else forth
        return told.format(caption=caption_words(turned.last.caption))
    if turned.way.is_back:
        told = translate("Window", "Undone in {video}: {caption}.")
    else:
        told = translate("Window", "Done again in {video}: {caption}.")
    name = name_of(turned.last.video_id, videos)
    return told.format(video=name, caption=caption_words(turned.last.caption))


def name_of(video_id: str, videos: Sequence[VideoEntry]) -> str:
    """Return a video's name; of '' that it is about labels."""
    if not video_id:
        return translate("Window", "Labels")
    return next(
        (video.name for video in videos if video.id == video_id),
        translate("Window", "another video"),
    )


def restored_words(restored: Restored) -> str:
    """Say from when a restored project is, and where the damaged file lies."""
    told = translate(
        "Window", "{project} is as it was on {moment}. The damaged file is kept: {kept}."
    )
    form = translate("Window", "d MMMM yyyy 'at' HH:mm", "as Qt writes dates")
    return told.format(
        project=restored.project.name,
        moment=date_words(restored.made_at, form),
        kept=restored.aside.name,
    )


def migrated_words(store: ProjectStore) -> str:
    """Say where the copy of an older project lies; '' when it was not older."""
    if store.migration_copy is None:
        return ""
    return translate(
        "Window", "{name} was brought up to this version; as it was before, it is kept in {copy}."
    ).format(name=store.path.name, copy=store.migration_copy.name)


def opening(name: str) -> str:
    """Say that something is being opened."""
    return translate("Window", "Opening {name}…").format(name=name)


def restoring(name: str) -> str:
    """Say that a project is being restored."""
    return translate("Window", "Restoring {name}…").format(name=name)


def still_reviewed() -> str:
    """Say what a damaged video is still good for."""
    return translate("Window", "The readable part can be reviewed as usual.")
