"""What is said of the queue."""

from __future__ import annotations

from app.services.calibration import LEAST_OF_LABEL, Calibration
from app.services.pace import Pace
from app.services.review_queue import Choice, Counts, Order, Reason
from app.ui.language import PLURAL, translate
from app.ui.queue.panel import QueueWords
from app.ui.times import time_left


def queue_words(counts: Counts, choice: Choice, pace: Pace) -> QueueWords:
    """Return what is said above and below the list.

    Args:
        counts: How much there is to do.
        choice: Under what.
        pace: How long the person takes.
    """
    return QueueWords(
        title=_title(counts, pace),
        more=_more(counts, pace),
        below=_below(counts),
        offers_start=counts.n_worth > 0 and choice.order is not Order.INFORMATIVE,
    )


def reason_words(reason: Reason, label: str) -> str:
    """Return what a suggestion contradicts; '' for nothing."""
    if reason is Reason.ANNOTATION:
        return translate("Queue", "you: {label}").format(label=label)
    if reason is Reason.REJECTED_BEFORE:
        return translate("Queue", "you rejected it before")
    if reason is Reason.FORMER_RUN:
        return translate("Queue", "earlier run: {label}").format(label=label)
    return ""


def expected_words(n_shown: int, share: float | None, calibration: Calibration) -> tuple[str, str]:
    """Return how many suggestions are above the threshold, how many of them are right, and a tip.

    Args:
        n_shown: Above the threshold, judged or not.
        share: Mean probability that a person says yes; None without enough verdicts.
        calibration: Where it comes from.
    """
    shown = translate("Review", "{n} shown").format(n=n_shown)
    if share is not None:
        words = translate("Review", "{shown}, about {share:.0%} right").format(
            shown=shown, share=share
        )
        return words, translate(
            "Review",
            "Expected precision, learned from {n} verdicts. Labels with {least} verdicts or more "
            "have a curve of their own ({own} so far), the others share one.",
        ).format(n=calibration.n_verdicts, least=LEAST_OF_LABEL, own=len(calibration.of_label))
    if not n_shown:
        return shown, ""
    words = translate("Review", "{shown}, not enough verdicts yet").format(shown=shown)
    return words, translate(
        "Review",
        "Not enough verdicts to say how many of them are right: at least {n} more, some of each "
        "kind.",
    ).format(n=calibration.n_missing)


def _title(counts: Counts, pace: Pace) -> str:
    if counts.n_worth:
        about = time_left(counts.n_worth * pace.seconds)
        return _clips_worth(counts.n_worth).format(about=about)
    if counts.n_waiting:
        about = time_left(counts.n_waiting * pace.seconds)
        return _clips_to_review(counts.n_waiting).format(about=about)
    if counts.n_snoozed:
        return translate("Queue", "Only what you put off is left")
    return translate("Queue", "All reviewed")


def _clips_worth(n: int) -> str:
    if n == 1:
        return translate("Queue", "1 clip worth your time, {about}")
    return translate("Queue", "%n clips worth your time, {about}", "", PLURAL, n)


def _clips_to_review(n: int) -> str:
    if n == 1:
        return translate("Queue", "1 clip to review, {about}")
    return translate("Queue", "%n clips to review, {about}", "", PLURAL, n)


def _more(counts: Counts, pace: Pace) -> str:
    if not counts.n_waiting:
        return ""
    how = (
        translate("Queue", "{seconds:.0f} s each, your own pace")
        if pace.is_own
        else translate("Queue", "{seconds:.0f} s each until your own pace is known")
    ).format(seconds=pace.seconds)
    waiting = translate("Queue", "{n} open in all").format(n=counts.n_waiting)
    return f"{waiting}; {how}"


def _below(counts: Counts) -> str:
    said = (
        (counts.n_disagreeing, translate("Queue", "{n} in disagreement")),
        (counts.n_snoozed, translate("Queue", "{n} put off")),
        (counts.n_covered, translate("Queue", "{n} already annotated")),
    )
    return " · ".join(words.format(n=n) for n, words in said if n)
