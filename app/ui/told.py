"""Sentences about what came of things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import StudioError
from app.domain.project import VideoEntry
from app.services.editing import Turned
from app.services.exchange_values import Made
from app.services.exporting import ExportReport
from app.services.importing import ImportReport
from app.services.ports import Act, ProjectStore, Restored
from app.services.projects import AddedVideos
from app.ui.captions import caption_words, segment_words
from app.ui.language import PLURAL, date_words, translate
from app.ui.refusals import refusal_words

# A folder of a thousand broken files is told in a few lines.
MOST_TOLD = 4


def not_added() -> str:
    """Say that videos were left out."""
    return translate("Window", "The videos were not added.")


def export_words(report: ExportReport) -> str:
    """Say how much was written, what was lost, and that it was read back."""
    told = translate("Window", "{segments} written to {file}").format(
        segments=segment_words(report.n_segments), file=report.file
    )
    if report.checked is not None and report.checked.is_whole:
        told += translate("Window", ", read back: {n} the same").format(n=report.checked.n_same)
    if report.losses:
        lost = " ".join(refusal_words(one.sentence) for one in report.losses[:3])
        told += translate("Window", "; not carried: {losses}").format(losses=lost)
    return told.rstrip(".") + "."


def made_words(made: Made, file: Path) -> str:
    """Say what was made of the videos, and whether it is as it was meant."""
    told = translate("Window", "Files made: {n}, in {folder}").format(
        n=len(made.files), folder=file if file.is_dir() else file.parent
    )
    if made.left_out:
        told += translate("Window", "; left out: {sentences}").format(
            sentences=" ".join(map(refusal_words, made.left_out[:3]))
        )
    if made.differences:
        told += translate("Window", "; not as meant: {sentences}").format(
            sentences=" ".join(map(refusal_words, made.differences[:3]))
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


def turning_words() -> str:
    """Say that acts are being undone or redone."""
    return translate("Window", "Going through the history")


def turned_words(turned: Turned, videos: Sequence[VideoEntry]) -> str:
    """Say what was undone or redone on a video that is not the open one, or on labels."""
    n_acts = len(turned.way.entries)
    if n_acts > 1:
        if turned.way.is_back:
            return translate("Window", "%n acts undone.", "", PLURAL, n_acts)
        return translate("Window", "%n acts done again.", "", PLURAL, n_acts)
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


def few_of(refused: Sequence[StudioError]) -> list[StudioError]:
    """Return failures to tell one by one; of many, the first and how many more there are."""
    if len(refused) <= MOST_TOLD:
        return list(refused)
    n_more = len(refused) - MOST_TOLD + 1
    rest = StudioError(translate("Window", "%n more files were left out.", "", PLURAL, n_more))
    return [rest, *refused[: MOST_TOLD - 1]]


def added_words(result: AddedVideos) -> str:
    """Say which files are no news to the project; '' when all of them are."""
    told: list[str] = []
    if len(result.twins) == 1:
        twin = result.twins[0]
        told.append(
            translate(
                "Window", "{file} has the same content as {video} and was not added again."
            ).format(file=twin.path.name, video=twin.video.name)
        )
    elif result.twins:
        told.append(_twin_words(len(result.twins)))
    if result.found_again:
        told.append(found_words(len(result.found_again), 0))
    n_known = len(result.added) - result.n_new
    n_plain = n_known - len(result.found_again) - len({one.video.id for one in result.twins})
    if n_plain > 0:
        told.append(_known_words(n_plain))
    return " ".join(told)


def _twin_words(n: int) -> str:
    return translate("Window", "%n files had the content of others: left out.", "", PLURAL, n)


def _known_words(n: int) -> str:
    if n == 1:
        return translate("Window", "1 video was in the project already.")
    return translate("Window", "%n videos were in the project already.", "", PLURAL, n)


def stopped_words(n_done: int, n_all: int) -> str:
    """Say that adding was stopped, and how it goes on."""
    told = translate(
        "Window", "Stopped after {done} of {all} files. Add the same folder again to go on."
    )
    return told.format(done=n_done, all=n_all)


def found_words(n_found: int, n_missing: int) -> str:
    """Say how many files were found again, and how many were not."""
    told = translate("Window", "%n missing files were found.", "", PLURAL, n_found)
    if n_found == 1:
        told = translate("Window", "1 missing file was found.")
    if not n_missing:
        return told
    rest = translate("Window", "Still missing: {n}.").format(n=n_missing)
    return f"{told} {rest}"


def file_gone(video: VideoEntry) -> StudioError:
    """Return the failure of a video whose file is not where it was."""
    return StudioError(
        translate("Window", "{name} is not where it was: {folder}.").format(
            name=video.name, folder=video.path.parent
        ),
        translate(
            "Window", "Choose “Find in a folder…” in the library; all that is on it is kept."
        ),
    )
