"""The numbers of a segmentation beside those of ED-TCN (Lea et al., CVPR 2017).

ED-TCN saw, and its authors published, every fifth frame. Everything here is measured on those:
then truth and videos are theirs to the frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.average_precision import LabelledSegments, average_precision
from pgcn_core.evaluation.segmental import segmental_scores
from pgcn_core.reproduction.kitchen import KitchenName, label_runs
from pgcn_core.reproduction.matlab import read_mat

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
STRIDE = 5
BACKGROUND = 0
COLUMNS = ("F1@10", "F1@25", "F1@50", "edit", "accuracy", "mAP@.5")
_FOLDERS: Mapping[KitchenName, tuple[str, int]] = {
    "50salads": ("50salads_mid_ed_tcn", 5),
    "gtea": ("video_ED-TCN_L2_C25", 3),
}


@dataclass(frozen=True, slots=True)
class Segmented:
    """One video as somebody segmented it, every fifth frame, U of them.

    Attributes:
        truth: (U,) int64 labels, 0 for background.
        labels: (U,) int64, the same of the segmentation.
        segments: (M, 2) float64 detections in units of five frames.
        label_idx: (M,) int64, at least 1.
        score: (M,) float64.
    """

    truth: Indices
    labels: Indices
    segments: Floats
    label_idx: Indices
    score: Floats


def thin_out(segments: Floats) -> Floats:
    """Return (N, 2) frames as those of every fifth frame that lie in them, half-open."""
    thinned: Floats = np.ceil(np.rint(segments) / STRIDE)
    return thinned


def measure(videos: Sequence[Segmented]) -> tuple[float, ...]:
    """Return the numbers of ``COLUMNS``, percent: over videos, and mAP over labels.

    Args:
        videos: Of all splits together, at least one.
    """
    scores = segmental_scores(
        [video.labels for video in videos], [video.truth for video in videos], background=BACKGROUND
    )
    values = (*scores.f1, scores.edit, scores.accuracy, _mean_ap(videos))
    return tuple(100.0 * value for value in values)


def _mean_ap(videos: Sequence[Segmented]) -> float:
    """Return the mean over labels of AP at tIoU 0.5, detections of all videos in one ranking."""
    runs = [label_runs(video.truth) for video in videos]
    labels = np.unique(np.concatenate([labels for _, labels in runs]))
    values = []
    for label in labels:
        truth = [(segments[its == label], None) for segments, its in runs]
        found = [
            (video.segments[video.label_idx == label], video.score[video.label_idx == label])
            for video in videos
        ]
        values.append(average_precision(_table(truth), _table(found), np.array([0.5]))[0])
    return float(np.mean(values))


def _table(rows: Iterable[tuple[NDArray[np.generic], Floats | None]]) -> LabelledSegments:
    listed = list(rows)
    numbers = np.repeat(np.arange(len(listed)), [len(segments) for segments, _ in listed])
    segments = np.concatenate([segments for segments, _ in listed]).astype(np.float64)
    scores = [np.zeros(len(part)) if score is None else score for part, score in listed]
    return LabelledSegments(numbers, segments, np.concatenate(scores))


def published(folder: Path, name: KitchenName) -> list[list[Segmented]] | None:
    """Return what ED-TCN's authors published, by split; None without the folder ``predictions``.

    A run of one label is a detection, scored by the mean probability of its label.

    Raises:
        EvaluationFileError: a file is damaged.
    """
    place, n_splits = _FOLDERS[name]
    if not (folder / "predictions" / place).is_dir():
        return None
    splits = []
    for number in range(1, n_splits + 1):
        held = read_mat(folder / "predictions" / place / f"{number}.mat")
        columns = [held[key] or [] for key in ("P", "Y", "S")]
        splits.append([_published(*one) for one in zip(*columns, strict=True)])
    return splits


def _published(labels: Indices, truth: Indices, likely: Floats) -> Segmented:
    flat = np.asarray(labels).ravel().astype(np.int64)
    runs, label_idx = label_runs(flat)
    score = [
        likely[start:end, label].mean() for (start, end), label in zip(runs, label_idx, strict=True)
    ]
    return Segmented(
        np.asarray(truth).ravel().astype(np.int64),
        flat,
        runs.astype(np.float64),
        label_idx,
        np.asarray(score, np.float64),
    )


def table(rows: Mapping[str, Sequence[tuple[float, ...]]]) -> str:
    """Return a Markdown table: mean, and standard deviation where there is more than one.

    Args:
        rows: By what stands first in the row: the numbers of ``COLUMNS``, once or once per seed.
    """
    lines = ["| " + " | ".join(("", *COLUMNS)) + " |", "|---|" + "--:|" * len(COLUMNS)]
    for name, values in rows.items():
        cells = [_cell([one[column] for one in values]) for column in range(len(COLUMNS))]
        lines.append("| " + " | ".join((name, *cells)) + " |")
    return "\n".join(lines)


def _cell(values: Sequence[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.1f}"
    return f"{np.mean(values):.1f} ± {np.std(values, ddof=1):.1f}"
