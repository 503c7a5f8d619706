"""What evaluation compares: ground truth and detections of many videos, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.average_precision import LabelledSegments
from pgcn_core.segments import Segments

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled segments of many videos.

    Attributes:
        video_idx: (M,) int64, which video each lies in.
        label_idx: (M,) int64, its label.
        segments: (M, 2) float64, one unit of time for truth and detections alike.
        score: (M,) float64; ones for ground truth.
    """

    video_idx: Indices
    label_idx: Indices
    segments: Segments
    score: Floats

    @classmethod
    def empty(cls) -> Rows:
        """Return no rows."""
        none = np.zeros(0, np.int64)
        return cls(none, none, np.zeros((0, 2)), np.zeros(0))

    def __len__(self) -> int:
        return len(self.segments)

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Rows:
        """Return some of the rows."""
        return Rows(
            self.video_idx[rows], self.label_idx[rows], self.segments[rows], self.score[rows]
        )

    def by_video(self) -> LabelledSegments:
        """Return the rows without their labels."""
        return LabelledSegments(self.video_idx, self.segments, self.score)

    def rows_of_labels(self, n_labels: int) -> list[Indices]:
        """Return the rows of each of ``n_labels`` labels, in order."""
        order = np.argsort(self.label_idx, kind="stable")
        bounds = np.searchsorted(self.label_idx[order], np.arange(n_labels + 1))
        return [order[bounds[k] : bounds[k + 1]] for k in range(n_labels)]


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """What a file says is there, of one subset or of all.

    Attributes:
        video_ids: The V videos of the subset, with or without annotations.
        labels: The K labels of the file, of other subsets too, sorted.
        duration_s: (V,) float64, NaN where the file is silent.
        rows: The G annotations. Empty segments are kept: nothing finds them, as in the toolkit.
        ignored: Stretches labelled Ambiguous, their label_idx 0; they are no ground truth.
        other_videos: Videos of the file outside the subset.
    """

    video_ids: tuple[str, ...]
    labels: tuple[str, ...]
    duration_s: Floats
    rows: Rows
    ignored: Rows
    other_videos: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DetectionTable:
    """What a file says was found.

    Attributes:
        video_ids: Names of ``rows.video_idx``.
        labels: Names of ``rows.label_idx``.
        rows: The M detections, in the order of the file.
    """

    video_ids: tuple[str, ...]
    labels: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ground truth and detections under one numbering of videos and labels.

    Attributes:
        video_ids: Videos of either, sorted.
        labels: Labels of either, sorted.
        duration_s: (V,) float64, NaN where not known.
        truth: The annotations.
        found: The detections.
        ignored: Stretches where a wrong detection does not count (THUMOS14 rule).
        n_in_other_subsets: Detections left out, since their video is of another subset.
        n_in_unknown_videos: Detections that stay and count as wrong: the ground truth does not
            know their video.
    """

    video_ids: tuple[str, ...]
    labels: tuple[str, ...]
    duration_s: Floats
    truth: Rows
    found: Rows
    ignored: Rows
    n_in_other_subsets: int = 0
    n_in_unknown_videos: int = 0

    @property
    def n_unfindable(self) -> int:
        """Annotations that are empty or reversed, or begin after the end of their video."""
        starts, ends = self.truth.segments.T
        outside = starts >= self.duration_s[self.truth.video_idx]
        return int((outside | (ends <= starts)).sum())


def compare(truth: GroundTruth, detections: DetectionTable) -> Comparison:
    """Number the videos and labels of both alike."""
    labels = tuple(sorted({*truth.labels, *detections.labels}))
    found_in = {v for v in detections.video_ids if v not in truth.other_videos}
    video_ids = tuple(sorted({*truth.video_ids, *found_in}))
    label_idx = {label: idx for idx, label in enumerate(labels)}
    video_idx = {video: idx for idx, video in enumerate(video_ids)}
    of_truth = _index(truth.video_ids, video_idx)
    of_label = _index(truth.labels, label_idx)
    duration_s = np.full(len(video_ids), np.nan)
    duration_s[of_truth] = truth.duration_s
    found = _renumbered(
        detections.rows,
        _index(detections.video_ids, video_idx),
        _index(detections.labels, label_idx),
    )
    inside = found.video_idx >= 0
    return Comparison(
        video_ids,
        labels,
        duration_s,
        _renumbered(truth.rows, of_truth, of_label),
        found.take(inside),
        _renumbered(truth.ignored, of_truth, np.zeros(1, np.int64)),
        n_in_other_subsets=int((~inside).sum()),
        n_in_unknown_videos=int((~np.isin(found.video_idx[inside], of_truth)).sum()),
    )


def _index(names: tuple[str, ...], index: dict[str, int]) -> Indices:
    return np.array([index.get(name, -1) for name in names], np.int64)


def _renumbered(rows: Rows, of_video: Indices, of_label: Indices) -> Rows:
    if not len(rows):
        return rows
    return Rows(of_video[rows.video_idx], of_label[rows.label_idx], rows.segments, rows.score)
