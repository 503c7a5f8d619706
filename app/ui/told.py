"""Sentences about what came of things."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.project import VideoEntry
from app.services.editing import Turned
from app.services.exporting import ExportReport
from app.services.importing import ImportReport
from app.services.ports import Act, ProjectStore, Restored


def export_words(report: ExportReport) -> str:
    """Say how much was written, what was lost, and that it was read back."""
    noun = "segment" if report.n_segments == 1 else "segments"
    told = f"{report.n_segments} {noun} written to {report.file}"
    if report.checked is not None and report.checked.is_whole:
        told += f", read back: {report.checked.n_same} the same"
    if report.losses:
        told += f"; not carried: {' '.join(one.sentence for one in report.losses[:3])}"
    return told.rstrip(".") + "."


def import_words(report: ImportReport) -> str:
    """Say what an import brought."""
    counts = (
        (report.n_added, "imported"),
        (report.n_replaced, "moved"),
        (report.n_known, "known already"),
        (report.n_kept, "kept as yours"),
        (report.n_clipped, "cut at the end of their video"),
        (report.n_unusable, "left behind: outside the video or without length"),
        (report.n_skipped, "left out"),
    )
    told = [f"{n} {words}" for n, words in counts[:1]]
    told += [f"{n} {words}" for n, words in counts[1:] if n]
    return f"Annotations: {', '.join(told)}."


def unmatched_words(report: ImportReport) -> str:
    """Say which videos of an imported file the project does not have."""
    names = ", ".join(report.unmatched[:3])
    more = " and others." if len(report.unmatched) > 3 else "."
    return f"No video of this project is called {names}{more}"


def act_words(act: Act | None, open_video_id: str, videos: Sequence[VideoEntry]) -> str:
    """Return an act's caption, with its video when that is not the open one; '' for none."""
    if act is None:
        return ""
    if act.video_id == open_video_id:
        return act.caption
    return f"{act.caption} in {name_of(act.video_id, videos)}"


def turned_words(turned: Turned, videos: Sequence[VideoEntry]) -> str:
    """Say what was undone or redone on a video that is not the open one."""
    verb = "Undone" if turned.way.is_back else "Done again"
    return f"{verb} in {name_of(turned.last.video_id, videos)}: {turned.last.caption}."


def name_of(video_id: str, videos: Sequence[VideoEntry]) -> str:
    """Return a video's name."""
    return next((video.name for video in videos if video.id == video_id), "another video")


def restored_words(restored: Restored) -> str:
    """Say from when a restored project is, and where the damaged file lies."""
    return (
        f"{restored.project.name} is as it was on "
        f"{restored.made_at.astimezone():%d %B %Y at %H:%M}. "
        f"The damaged file is kept: {restored.aside.name}."
    )


def migrated_words(store: ProjectStore) -> str:
    """Say where the copy of an older project lies; '' when it was not older."""
    if store.migration_copy is None:
        return ""
    return (
        f"{store.path.name} was brought up to this version; "
        f"as it was before, it is kept in {store.migration_copy.name}."
    )
