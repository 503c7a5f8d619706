"""How a video's state is told: by word, icon and tone, never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.library_search import Order
from app.domain.project import VideoEntry
from app.domain.video_state import VideoState
from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate

Tone = Literal["plain", "active", "good", "bad", "warn"]

NAMES = {
    VideoState.NEW: QT_TRANSLATE_NOOP("Library", "New"),
    VideoState.WAITING: QT_TRANSLATE_NOOP("Library", "Waiting for analysis"),
    VideoState.ANALYSING: QT_TRANSLATE_NOOP("Library", "Being analysed"),
    VideoState.FAILED: QT_TRANSLATE_NOOP("Library", "Analysis failed"),
    VideoState.TO_REVIEW: QT_TRANSLATE_NOOP("Library", "To review"),
    VideoState.IN_REVIEW: QT_TRANSLATE_NOOP("Library", "In review"),
    VideoState.DONE: QT_TRANSLATE_NOOP("Library", "Done"),
    VideoState.EMPTY: QT_TRANSLATE_NOOP("Library", "Nothing here"),
}
ICONS = {
    VideoState.NEW: "state_new",
    VideoState.WAITING: "state_waiting",
    VideoState.ANALYSING: "detect",
    VideoState.FAILED: "warning",
    VideoState.TO_REVIEW: "state_to_review",
    VideoState.IN_REVIEW: "state_in_review",
    VideoState.DONE: "done",
    VideoState.EMPTY: "state_empty",
}
TONES: dict[VideoState, Tone] = {
    VideoState.NEW: "plain",
    VideoState.WAITING: "plain",
    VideoState.ANALYSING: "active",
    VideoState.FAILED: "bad",
    VideoState.TO_REVIEW: "active",
    VideoState.IN_REVIEW: "warn",
    VideoState.DONE: "good",
    VideoState.EMPTY: "good",
}
ORDERS = {
    Order.ADDED: QT_TRANSLATE_NOOP("Library", "As added"),
    Order.NAME: QT_TRANSLATE_NOOP("Library", "Name"),
    Order.DURATION: QT_TRANSLATE_NOOP("Library", "Duration"),
    Order.WAITING: QT_TRANSLATE_NOOP("Library", "Most to review"),
    Order.PROGRESS: QT_TRANSLATE_NOOP("Library", "Least reviewed"),
}


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state as it is shown."""

    words: str
    icon: str
    tone: Tone


def describe(
    video: VideoEntry, state: VideoState, share: float = 0.0, *, is_stopping: bool = False
) -> StateWords:
    """Return how a video's state is shown.

    Args:
        video: With its counts.
        state: Its state.
        share: How far its run has come, in [0, 1].
        is_stopping: Whether that run is on its way out.
    """
    if video.is_missing:
        return StateWords(translate("Library", "File is missing"), "missing", "bad")
    words = translate("Library", NAMES[state])
    if state is VideoState.ANALYSING:
        words = translate("Library", "Analysing, {share:.0%}").format(share=share)
        words = translate("Library", "Stopping…") if is_stopping else words
    elif state is VideoState.TO_REVIEW:
        words = _to_review(video.n_pending)
    elif state is VideoState.IN_REVIEW:
        words = _in_review(video)
    elif state is VideoState.DONE:
        words = translate("Library", "Done, {annotations}").format(
            annotations=annotation_words(video.n_annotations)
        )
    return StateWords(words, ICONS[state], TONES[state])


def expected_words() -> StateWords:
    """Return how a file is shown that is still to be looked at."""
    return StateWords(translate("Library", "Waiting to be read"), "state_waiting", "plain")


def annotation_words(n: int) -> str:
    """Return how many annotations: "1 annotation", "3 annotations"."""
    if n == 1:
        return translate("Library", "1 annotation")
    return translate("Library", "%n annotations", "", PLURAL, n)


def video_words(n: int) -> str:
    """Return how many videos: "1 video", "3 videos"."""
    if n == 1:
        return translate("Library", "1 video")
    return translate("Library", "%n videos", "", PLURAL, n)


def _to_review(n_pending: int) -> str:
    if not n_pending:
        return translate("Library", "Nothing found: have a look")
    return translate("Library", "%n to review", "", PLURAL, n_pending)


def _in_review(video: VideoEntry) -> str:
    n_all = video.n_judged + video.n_pending
    if not n_all:
        return annotation_words(video.n_annotations)
    told = translate("Library", "{n_judged} of {n_all} reviewed")
    return told.format(n_judged=video.n_judged, n_all=n_all)
