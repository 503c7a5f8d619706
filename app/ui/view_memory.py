"""Where a person left off in each project and video.

It is kept with the person's settings and not in the project file: it is no act, two people at one
project look at different things, and a project that may only be read is remembered as well.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class VideoView(BaseModel):
    """How one video was looked at.

    Attributes:
        playhead_s: Seconds.
        selected_id: Entry, or ''.
        start_s: First time in view on the lanes.
        span_s: Seconds in view; 0 shows the whole video.
        scroll_px: How far down the lanes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    playhead_s: float = Field(default=0.0, ge=0)
    selected_id: str = ""
    start_s: float = Field(default=0.0, ge=0)
    span_s: float = Field(default=0.0, ge=0)
    scroll_px: int = Field(default=0, ge=0)


class QueueView(BaseModel):
    """How the queue of a project was gone through.

    Attributes:
        order: What came first, as ``review_queue.Order`` names it.
        scope: Which videos, as ``review_queue.Scope`` names it.
        label_id: The only label asked about, or ''.
        at_id: The suggestion a person was at, or ''.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    order: str = ""
    scope: str = ""
    label_id: str = ""
    at_id: str = ""


class LibraryView(BaseModel):
    """How the videos of a project were listed.

    Attributes:
        order: What they were sorted by, as ``library_search.Order`` names it; '' as anywhere else.
        text: Words looked for.
        states: As ``video_state.VideoState`` names them.
        assignee: Whose; '' nobody's, None anybody's.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    order: str = ""
    is_reversed: bool = False
    text: str = ""
    states: list[str] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    assignee: str | None = None
    only_missing: bool = False


class ProjectView(BaseModel):
    """How the videos of a project were looked at.

    Attributes:
        score_share: Where the score threshold stood, of the highest score.
        min_score: The same as a raw score; None in files of older programs.
        queue: How the queue was gone through.
        library: How the videos were listed.
        lanes: How lanes are shown, as ``LaneView`` wrote it; None when never seen.
        videos: By video id.
    """

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    score_share: float = Field(default=0.0, ge=0, le=1)
    min_score: float | None = Field(default=None, ge=0)
    queue: QueueView = QueueView()
    library: LibraryView = LibraryView()
    lanes: dict[str, Any] | None = None
    videos: dict[str, VideoView] = Field(default_factory=dict)
