"""Sentences about disagreements and what came of reading another's work."""

from __future__ import annotations

from app.domain.disagreements import Disagreement
from app.domain.opinions import Ruling
from app.domain.segment import Segment
from app.services.second_opinions import SecondReport
from app.ui.captions import segment_words, video_words
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.timeline.geometry import time_text

RULINGS = {
    Ruling.MINE: QT_TRANSLATE_NOOP("Agreement", "settled: yours"),
    Ruling.THEIRS: QT_TRANSLATE_NOOP("Agreement", "settled: theirs"),
    Ruling.BOTH: QT_TRANSLATE_NOOP("Agreement", "settled: both"),
}


def what_words(place: Disagreement, annotator: str, mine: str, theirs: str) -> str:
    """Say what differs at a place.

    Args:
        place: The disagreement.
        annotator: Who the other one is.
        mine: Name of my label, '' for none.
        theirs: Name of theirs, '' for none.
    """
    if place.kind == "only-mine":
        return translate("Agreement", "{label}: only you").format(label=mine)
    if place.kind == "only-theirs":
        return translate("Agreement", "{label}: only {name}").format(label=theirs, name=annotator)
    if place.kind == "label":
        return translate("Agreement", "{mine} or {theirs}?").format(mine=mine, theirs=theirs)
    return translate("Agreement", "{label}: other edges").format(label=mine)


def where_words(place: Disagreement, video: str) -> str:
    """Say where a place is, and what was chosen there."""
    at = f"{time_text(place.span.start_s)} · {video}"
    if place.ruling is Ruling.OPEN:
        return at
    return f"{translate('Agreement', RULINGS[place.ruling])} · {at}"


def version_words(label: str, segment: Segment | None) -> str:
    """Say what one of the two has at a place."""
    if segment is None:
        return translate("Agreement", "nothing")
    times = f"{time_text(segment.start_s)} \N{EN DASH} {time_text(segment.end_s)}"
    return f"{label}, {times}"


def difference_words(place: Disagreement) -> str:
    """Say how far the boundaries are apart, theirs less mine; '' where one has nothing."""
    if place.mine is None or place.theirs is None:
        return ""
    mine, theirs = place.mine.segment, place.theirs.segment
    return translate("Agreement", "start {start:+.2f} s, end {end:+.2f} s").format(
        start=theirs.start_s - mine.start_s, end=theirs.end_s - mine.end_s
    )


def progress_words(n_settled: int, n_all: int) -> str:
    """Say how many of all are settled."""
    return translate("Agreement", "{done} of {all} settled").format(done=n_settled, all=n_all)


def done_words(annotator: str, n_settled: int) -> str:
    """Say that nothing is left to settle."""
    if n_settled:
        told = translate("Agreement", "Every disagreement with {name} is settled.")
    else:
        told = translate("Agreement", "You and {name} agree everywhere both have worked.")
    return told.format(name=annotator)


def taken_words(report: SecondReport) -> str:
    """Say what was read of another annotator's work."""
    told = translate("Agreement", "{name}: {segments} in {videos}.")
    return told.format(
        name=report.annotator,
        segments=segment_words(report.n_opinions),
        videos=video_words(report.n_videos),
    )
