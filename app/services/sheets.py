"""Changes what people noted of videos: one video or a thousand, open or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.edits import Edit, Judge, SetSheet, Several
from app.domain.errors import EditRefused
from app.domain.project import VideoEntry
from app.domain.timeline import Sheet, Timeline, Verdict
from app.services.ports import HistoryEntry, NewAct, ProjectStore


@dataclass(frozen=True, slots=True)
class SheetsChanged:
    """What came of a change on several videos.

    Attributes:
        edits: What was done, by video id.
        act: The act stored for it; 0 when nothing was to be changed.
        refused: The ids of videos that it does not fit.
    """

    edits: dict[str, Edit]
    act: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A change of a sheet; only what is given changes.

    Attributes:
        assignee: '' for nobody.
        is_empty: True rejects what waits on the video along with it: none of it happens.
    """

    assignee: str | None = None
    add_tag: str = ""
    drop_tag: str = ""
    is_empty: bool | None = None

    @property
    def needs_all(self) -> bool:
        """Whether the whole timeline must be known."""
        return self.is_empty is True


def sheet_edit(timeline: Timeline, change: SheetChange) -> Edit | None:
    """Return the edit for a change of a video's sheet; None when it says so already.

    Raises:
        EditRefused: a video with annotations is not empty.
    """
    sheet = _changed(timeline.sheet, change)
    if sheet == timeline.sheet:
        return None
    if not change.needs_all:
        return SetSheet(sheet)
    if timeline.annotations:
        raise EditRefused(
            "There are annotations on this video, so it is not empty.", "Delete them first."
        )
    waiting = [
        Judge(one.id, Verdict.REJECTED)
        for one in timeline.suggestions.values()
        if one.verdict in {Verdict.PENDING, Verdict.SNOOZED}
    ]
    return Several((SetSheet(sheet), *waiting)) if waiting else SetSheet(sheet)


def change_sheets(
    store: ProjectStore, video_ids: Iterable[str], change: SheetChange, caption: str
) -> SheetsChanged:
    """Change the sheets of videos in one act.

    Raises:
        ProjectError: the project cannot be changed; nothing is.
    """
    acts: list[NewAct] = []
    refused: list[str] = []
    # The sheets of a thousand videos in one reading; with what lies on them only where need be.
    videos = {video.id: video for video in store.videos()}
    for video_id in video_ids:
        if video_id not in videos:
            continue
        timeline = store.timeline(video_id) if change.needs_all else _bare(videos[video_id])
        try:
            edit = sheet_edit(timeline, change)
        except EditRefused:
            refused.append(video_id)
            continue
        if edit is not None:
            acts.append(NewAct(timeline, edit, edit.apply(timeline)))
    edits = {act.timeline.video_id: act.edit for act in acts}
    if not acts:
        return SheetsChanged(edits, 0, tuple(refused))
    return SheetsChanged(edits, _stored(store, acts, caption).id, tuple(refused))


def _stored(store: ProjectStore, acts: Sequence[NewAct], caption: str) -> HistoryEntry:
    if len(acts) > 1:
        return store.commit_together(acts, caption)
    only = acts[0]
    return store.commit_edit(only.timeline, only.edit, only.inverse, caption)


def _bare(video: VideoEntry) -> Timeline:
    return Timeline(video.id, video.duration_s, sheet=video.sheet)


def tidy_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return tags without blanks around them, each once, empty ones left out."""
    return tuple(dict.fromkeys(tidy for text in texts if (tidy := " ".join(text.split()))))


def _changed(sheet: Sheet, change: SheetChange) -> Sheet:
    tags = [tag for tag in sheet.tags if tag != change.drop_tag]
    return replace(
        sheet,
        tags=tidy_tags([*tags, change.add_tag]),
        assignee=sheet.assignee if change.assignee is None else change.assignee.strip(),
        is_empty=sheet.is_empty if change.is_empty is None else change.is_empty,
    )
