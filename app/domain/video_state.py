"""How far a video is: one word for it, worked out of its counts and what people said of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from app.domain.project import VideoEntry


class Work(Enum):
    """What the engine is doing with a video."""

    IDLE = "idle"
    WAITING = "waiting"
    WORKING = "working"
    FAILED = "failed"


class VideoState(Enum):
    """How far a video is, in the order it goes through them."""

    NEW = "new"
    WAITING = "waiting"
    ANALYSING = "analysing"
    FAILED = "failed"
    TO_REVIEW = "to review"
    IN_REVIEW = "in review"
    DONE = "done"
    EMPTY = "nothing here"


def state_of(video: VideoEntry, work: Work = Work.IDLE) -> VideoState:
    """Return how far a video is.

    That nothing is in it is a person's word alone: a run that found nothing is still to review,
    and an annotation on the video says otherwise.
    """
    if work is Work.WORKING:
        return VideoState.ANALYSING
    if says_empty(video):
        return VideoState.EMPTY
    if work is Work.WAITING:
        return VideoState.WAITING
    if work is Work.FAILED:
        return VideoState.FAILED
    return _reviewed(video)


def says_empty(video: VideoEntry) -> bool:
    """Say whether a person's word that nothing is here stands."""
    return video.sheet.is_empty and not video.n_annotations


def _reviewed(video: VideoEntry) -> VideoState:
    if video.last_run_id is None:
        # Nobody but the person knows whether what was drawn by hand is all.
        return VideoState.IN_REVIEW if video.n_annotations else VideoState.NEW
    if video.n_pending:
        return VideoState.IN_REVIEW if video.n_judged else VideoState.TO_REVIEW
    return VideoState.DONE if video.n_judged or video.n_annotations else VideoState.TO_REVIEW


def review_share(video: VideoEntry) -> float:
    """Return how much of a video is reviewed, in [0, 1]; 0 where there is nothing to judge."""
    if says_empty(video):
        return 1.0
    n_all = video.n_judged + video.n_pending
    return video.n_judged / n_all if n_all else 0.0


def review_counts(videos: Iterable[VideoEntry]) -> tuple[int, int]:
    """Return how many suggestions are judged, of how many, over all videos.

    A video that a person called empty counts as judged whole.
    """
    n_judged = n_all = 0
    for video in videos:
        n_here = video.n_judged + video.n_pending
        n_judged += n_here if says_empty(video) else video.n_judged
        n_all += n_here
    return n_judged, n_all
