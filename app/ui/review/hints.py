"""What the Review panel says while nothing is selected: where one is, and what to do next."""

from __future__ import annotations

from app.ui.document import Document
from app.ui.language import translate


def hint_words(document: Document, n_reviewed: int, n_all: int) -> str:
    """Return the sentence.

    Args:
        document: Whose video is on the screen, if any.
        n_reviewed: Suggestions of it that are judged.
        n_all: Of how many that count: above the threshold, and not annotated already.
    """
    video = document.video
    if video is None:
        return _without_video(has_videos=bool(document.videos))
    if n_all == 0:
        return _without_suggestions(document)
    if n_reviewed < n_all:
        return translate(
            "Review", "Press N for the first suggestion, or click one on the timeline."
        )
    if any(one.n_pending for one in document.videos if one.id != video.entry.id):
        return translate(
            "Review", "Every suggestion of this video is reviewed. Press PgDown for the next video."
        )
    return translate(
        "Review",
        "Every suggestion of this video is reviewed. T tags what the engine missed while it plays; "
        "Ctrl+E writes the labels to a file.",
    )


def _without_video(*, has_videos: bool) -> str:
    if has_videos:
        return translate("Review", "Choose a video in the library to review it.")
    return translate(
        "Review",
        "Nothing is here yet. Ctrl+I adds videos, Ctrl+Shift+I a folder of them; their suggestions "
        "are reviewed here.",
    )


def _without_suggestions(document: Document) -> str:
    video = document.video
    assert video is not None
    if video.run is None:
        return translate(
            "Review",
            "Suggestions appear here when the analysis is done (Ctrl+D starts it). "
            "Ctrl and drag on the timeline draws a segment by hand.",
        )
    if not video.timeline.suggestions:
        return translate(
            "Review",
            "Nothing was found in this video. Ctrl and drag on the timeline draws a segment; if "
            "nothing happens in it, Ctrl+Shift+0 says so.",
        )
    if all(one.score < document.min_score for one in video.timeline.suggestions.values()):
        return translate(
            "Review", "All suggestions are below the score threshold. Shift+Down lowers it."
        )
    return translate("Review", "All that was found in this video is annotated already.")
