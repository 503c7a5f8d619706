"""Sentences about an evaluation, and the colours of its errors."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.services.evaluating import ErrorClip, ErrorKind, EvaluationScope, Measured, SizeBin
from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.timeline.geometry import time_text

KIND_WORDS = {
    ErrorKind.TRUE: QT_TRANSLATE_NOOP("Evaluation", "Right"),
    ErrorKind.DOUBLE: QT_TRANSLATE_NOOP("Evaluation", "Double"),
    ErrorKind.WRONG_LABEL: QT_TRANSLATE_NOOP("Evaluation", "Wrong label"),
    ErrorKind.LOCALIZATION: QT_TRANSLATE_NOOP("Evaluation", "Localization"),
    ErrorKind.CONFUSION: QT_TRANSLATE_NOOP("Evaluation", "Confusion"),
    ErrorKind.BACKGROUND: QT_TRANSLATE_NOOP("Evaluation", "Background"),
    ErrorKind.MISSED: QT_TRANSLATE_NOOP("Evaluation", "Missed"),
}
KIND_TIPS = {
    ErrorKind.TRUE: QT_TRANSLATE_NOOP("Evaluation", "Found what is annotated"),
    ErrorKind.DOUBLE: QT_TRANSLATE_NOOP(
        "Evaluation", "Right, but a surer one has taken the annotation"
    ),
    ErrorKind.WRONG_LABEL: QT_TRANSLATE_NOOP("Evaluation", "The right place, another label"),
    ErrorKind.LOCALIZATION: QT_TRANSLATE_NOOP("Evaluation", "The right label, other boundaries"),
    ErrorKind.CONFUSION: QT_TRANSLATE_NOOP("Evaluation", "Another label and other boundaries"),
    ErrorKind.BACKGROUND: QT_TRANSLATE_NOOP("Evaluation", "Nothing is annotated there"),
    ErrorKind.MISSED: QT_TRANSLATE_NOOP("Evaluation", "Annotated, and nothing found it"),
}
# Told apart without red and green; the names stand beside them.
KIND_COLOURS = {
    ErrorKind.TRUE: "#2f9e8f",
    ErrorKind.DOUBLE: "#8e7cc3",
    ErrorKind.WRONG_LABEL: "#d1699c",
    ErrorKind.LOCALIZATION: "#e0a030",
    ErrorKind.CONFUSION: "#c97b3d",
    ErrorKind.BACKGROUND: "#7d8791",
    ErrorKind.MISSED: "#4d7fb8",
}
BIN_WORDS = {
    "coverage": QT_TRANSLATE_NOOP("Evaluation", "Share of the video"),
    "length": QT_TRANSLATE_NOOP("Evaluation", "Length, s"),
    "instances": QT_TRANSLATE_NOOP("Evaluation", "Same label in the video"),
}


def kind_words(kind: ErrorKind) -> str:
    """Return the name of a kind of error."""
    return translate("Evaluation", KIND_WORDS[kind])


def percent(share: float) -> str:
    """Return a share of 1 in percent."""
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


def grid_words(measured: Measured, label: str) -> str:
    """Say how much was found (of a label), and the mean over the grid."""
    at = measured.tious.index(measured.tiou)
    found, mean = float(measured.recall[at]), measured.average_map
    if label:
        one = next((one for one in measured.labels if one.name == label), None)
        share = percent(float(one.found_share[at])) if one else percent(0.0)
        return translate("Evaluation", "{found} of them found").format(found=share)
    return translate("Evaluation", "Mean over tIoU 0.5 to 0.95: {mean}. Found: {found}").format(
        mean=percent(mean), found=percent(found)
    )


def scope_words(scope: EvaluationScope) -> str:
    """Say what is measured and what is left out."""
    told = translate("Evaluation", "Reviewed: {n} of {all} videos. Measured: {measured}.")
    lines = [told.format(n=scope.n_reviewed, all=scope.n_videos, measured=len(scope.measured))]
    n_learned = len(scope.learned)
    if n_learned and scope.counts_learned:
        lines.append(
            translate("Evaluation", "1 of them was learned from, which flatters the model.")
            if n_learned == 1
            else translate(
                "Evaluation", "%n of them were learned from, which flatters the model.", "",
                PLURAL, n_learned,
            )
        )  # fmt: skip
    elif n_learned:
        lines.append(
            translate("Evaluation", "1 video was learned from and is left out.")
            if n_learned == 1
            else translate(
                "Evaluation", "%n videos were learned from and are left out.", "", PLURAL,
                n_learned,
            )
        )  # fmt: skip
    return " ".join(lines)


def without_truth_words(names: Sequence[str]) -> str:
    """Say that labels were found which nobody annotated; '' for none."""
    if not names:
        return ""
    if len(names) == 1:
        told = translate("Evaluation", "{label} was found and never annotated: it is in no mean.")
        return told.format(label=names[0])
    return translate(
        "Evaluation", "%n labels were found and never annotated: they are in no mean.", "",
        PLURAL, len(names),
    )  # fmt: skip


def nothing_words(scope: EvaluationScope) -> str:
    """Say why nothing can be measured, and what to do about it."""
    if not scope.n_videos:
        return translate("Evaluation", "There is no video yet. Add some and review them.")
    if not scope.n_reviewed:
        return translate(
            "Evaluation",
            "What a run is worth is measured on reviewed videos, and none is reviewed yet.\n\n"
            "Judge every suggestion of a video (N, then A or X), or say that nothing happens in "
            "it. Then this panel shows what the engine found, missed and confused.",
        )
    if scope.measured:
        return translate(
            "Evaluation",
            "Nothing is annotated in the reviewed videos, so there is nothing to find.\n\n"
            "Accept or draw a segment in one of them.",
        )
    if scope.learned and not scope.counts_learned:
        return translate(
            "Evaluation",
            "The model has learned from every reviewed video, and would be flattered by them.\n\n"
            "Review one that it has not seen.",
        )
    return translate(
        "Evaluation",
        "No reviewed video has a run of this model.\n\n"
        "Choose another model, or run the detection on them.",
    )


def near_words(clip: ErrorClip) -> str:
    """Say what is nearest to a detection, or to what was missed."""
    if clip.near is None:
        return translate("Evaluation", "nothing near")
    told = translate("Evaluation", "{label} {start} to {end}, tIoU {tiou:.2f}")
    if clip.kind is ErrorKind.MISSED:
        told = translate("Evaluation", "found: {label} {start} to {end}, tIoU {tiou:.2f}")
    return told.format(
        label=clip.near_label,
        start=time_text(clip.near.start_s, 0.1),
        end=time_text(clip.near.end_s, 0.1),
        tiou=clip.tiou,
    )


def clip_words(clip: ErrorClip) -> str:
    """Say all of a clip in one line."""
    score = "" if clip.score is None else f" {clip.score:.2f}"
    return f"{kind_words(clip.kind)}: {clip.label}{score}, {span_words(clip)}; {near_words(clip)}"


def span_words(clip: ErrorClip) -> str:
    """Return the times of a clip."""
    start_s, end_s = clip.segment.start_s, clip.segment.end_s
    return f"{time_text(start_s, 0.1)} \N{EN DASH} {time_text(end_s, 0.1)}"


def range_words(one: SizeBin) -> str:
    """Return the range of a bin."""
    if math.isinf(one.up_to):
        return translate("Evaluation", "{name}: over {low:g}").format(name=one.name, low=one.above)
    if math.isinf(one.above):
        return translate("Evaluation", "{name}: to {high:g}").format(name=one.name, high=one.up_to)
    return f"{one.name}: {one.above:g} \N{EN DASH} {one.up_to:g}"
