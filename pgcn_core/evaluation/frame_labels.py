"""Labels of frames from files: a folder of texts, or segments in ActivityNet JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.products import Comparison, Rows, compare
from pgcn_core.evaluation.reading import read_detections, read_truth
from pgcn_core.proposals.nms import best_first
from pgcn_core.text_files import read_text

Indices = NDArray[np.int64]
# Results of MS-TCN and what followed: this line, then all labels in one line.
_RECOGNISED = "### Frame level recognition: ###"
_TOLD = 3


@dataclass(frozen=True, slots=True)
class LabelledFrames:
    """Predictions and ground truth of the same videos under one numbering of labels.

    Attributes:
        video_ids: V names.
        labels: K names, sorted.
        predicted: (T,) int64 of each video.
        truth: The same of ground truth.
    """

    video_ids: tuple[str, ...]
    labels: tuple[str, ...]
    predicted: tuple[Indices, ...]
    truth: tuple[Indices, ...]


def read_label_folders(predictions: Path, truth: Path) -> LabelledFrames:
    """Read two folders of texts, one file per video, of equal names but for ``.txt``.

    A file holds one label a line; or, as MS-TCN writes its results, the line ``### Frame level
    recognition: ###`` and all labels in the next, with spaces between. A prediction without
    truth is left out.

    Raises:
        EvaluationFileError: a folder holds nothing, a prediction is missing, or a file cannot be
            read.
    """
    wanted, found = _files(truth), _files(predictions)
    missing = sorted({*wanted} - {*found})
    if missing:
        named = ", ".join(missing[:_TOLD]) + (" ..." if len(missing) > _TOLD else "")
        raise EvaluationFileError(
            f"{predictions} holds no labels of {named}.",
            "Take only the videos that were predicted as ground truth.",
        )
    real = {name: _read(path) for name, path in wanted.items()}
    said = {name: _read(found[name]) for name in wanted}
    return _numbered(real, said)


def read_label_segments(
    predictions: Path, truth: Path, subset: str | None, frames: tuple[float, str]
) -> LabelledFrames:
    """Return the labels of frames that segments give.

    A frame has the label of the segment that its middle lies in; of several the one of the highest
    score, of equal scores the later one of the file.

    Args:
        predictions: As ``read_detections``.
        truth: As ``read_truth``; needs durations.
        subset: Of the ground truth; None takes those that detections are in.
        frames: How many a second, and the label of those that lie in no segment.

    Raises:
        EvaluationFileError: a file cannot be read, or a video has no duration.
        SettingsError: there is no such subset.
    """
    detections, listed = read_detections(predictions), read_truth(truth)
    both = compare(listed.of_subsets(listed.choose(subset, detections.video_ids)), detections)
    fps, background = frames
    labels = tuple(sorted({*both.labels, background}))
    numbers = np.array([labels.index(label) for label in both.labels], np.int64)
    found: list[Indices] = []
    real: list[Indices] = []
    durations = _durations(both)
    for idx, duration_s in durations.items():
        middles = (np.arange(max(round(duration_s * fps), 1), dtype=np.float64) + 0.5) / fps
        for rows, into in ((both.found, found), (both.truth, real)):
            mine = rows.take(rows.video_idx == idx)
            into.append(_painted(mine, middles, numbers, labels.index(background)))
    names = tuple(both.video_ids[idx] for idx in durations)
    return LabelledFrames(names, labels, tuple(found), tuple(real))


def _durations(both: Comparison) -> dict[int, float]:
    """Return the duration of every video with ground truth."""
    durations = {}
    for idx in np.unique(both.truth.video_idx):
        duration_s = float(both.duration_s[idx])
        if not duration_s > 0:
            raise EvaluationFileError(
                f"The ground truth has no duration for {both.video_ids[idx]}.", "Add it."
            )
        durations[int(idx)] = duration_s
    if not durations:
        raise EvaluationFileError("The ground truth holds no segment.", "Choose another file.")
    return durations


def _painted(
    rows: Rows, middles: NDArray[np.float64], numbers: Indices, background: int
) -> Indices:
    """Return (T,) labels of frames: the worst segment first, better ones over it."""
    painted = np.full(len(middles), background, np.int64)
    for row in best_first(rows.score)[::-1]:
        first, end = np.searchsorted(middles, rows.segments[row])
        painted[first:end] = numbers[rows.label_idx[row]]
    return painted


def _files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by the name of their video."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvaluationFileError(f"{folder} cannot be read: {reason}.", "Check it.") from error
    named = {path.name.removesuffix(".txt"): path for path in paths if path.name[0] != "."}
    if not named:
        raise EvaluationFileError(f"{folder} holds no file.", "Choose another folder.")
    return named


def _read(path: Path) -> list[str]:
    lines = [line.strip() for line in read_text(path, EvaluationFileError).splitlines()]
    if lines and lines[0] == _RECOGNISED:
        return " ".join(lines[1:]).split()
    return [line for line in lines if line]


def _numbered(
    truth: Mapping[str, Sequence[str]], predicted: Mapping[str, Sequence[str]]
) -> LabelledFrames:
    labels = sorted(
        {label for some in (truth, predicted) for one in some.values() for label in one}
    )
    number = {label: idx for idx, label in enumerate(labels)}

    def rows(of: Mapping[str, Sequence[str]]) -> tuple[Indices, ...]:
        return tuple(np.array([number[label] for label in of[name]], np.int64) for name in truth)

    return LabelledFrames(tuple(truth), tuple(labels), rows(predicted), rows(truth))
