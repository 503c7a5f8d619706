"""What a whole video shows, told by another network (P-GCN* of the paper, section 4.3).

Scores come from a file or from the Kinetics head of the feature network. The best few labels are
given to every proposal of the video.

Files: ``.npy``, a (V, C) table whose row n - 1 belongs to the video whose name ends in the number
n (UntrimmedNet's scores of THUMOS14), with the C label names in a text file beside; ``.json``,
``{video: {label: score}}``; ``.csv`` under the heading ``video,label,score``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import VideoLabelError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.foreign_files import DamagedFile, load_array
from pgcn_core.proposals.posteriors import softmax, with_background
from pgcn_core.text_files import parse_json, read_rows, read_text

Floats = NDArray[np.float64]
# Instead of a file: the feature network's own Kinetics labels.
KINETICS = "kinetics"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One row of label scores per numbered video.

    Attributes:
        name: Of the file.
        labels: C names.
        values: (V, C) float64.
    """

    name: str
    labels: tuple[str, ...]
    values: Floats

    def of(self, video_id: str) -> dict[str, float]:
        """Return the label scores of one video.

        Raises:
            VideoLabelError: its name does not end in a number of the table.
        """
        number = re.search(r"(\d+)$", video_id)
        row = int(number.group(1)) - 1 if number else -1
        if not 0 <= row < len(self.values):
            raise VideoLabelError(
                f"{self.name} has no row for {video_id}: it holds videos 1 to {len(self.values)}.",
                "Name the video with its number at the end.",
            )
        return dict(zip(self.labels, self.values[row].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class ScoreLists:
    """Label scores of videos by their names.

    Attributes:
        name: Of the file.
        videos: Scores by label, by video.
    """

    name: str
    videos: Mapping[str, Mapping[str, float]]

    def of(self, video_id: str) -> dict[str, float]:
        """Return the label scores of one video.

        Raises:
            VideoLabelError: the video is not in the file.
        """
        if video_id not in self.videos:
            raise VideoLabelError(
                f"{self.name} has no labels of {video_id}.", "Name the video as the file does."
            )
        return dict(self.videos[video_id])


def read_video_labels(path: Path, names: Path | None = None) -> ScoreTable | ScoreLists:
    """Read label scores of videos.

    Args:
        path: Of any of the forms; never unpickled.
        names: Of ``.npy`` columns, one a line.

    Raises:
        VideoLabelError: a file cannot be read or does not follow its form.
    """
    suffix = path.suffix.lower()
    if suffix == ".npy":
        return _read_table(path, names)
    if suffix == ".json":
        return ScoreLists(path.name, _from_json(path))
    if suffix == ".csv":
        return ScoreLists(path.name, _from_csv(path))
    raise VideoLabelError(
        f"{path.name} is of no form that holds labels of videos.", "Use .npy, .json or .csv."
    )


def kinetics_video_labels(
    sequences: Sequence[FeatureSequence], labels: Sequence[str]
) -> dict[str, float]:
    """Return the mean probability of each Kinetics label over a video, over its streams.

    Args:
        sequences: With (L, K) ``label_logits``.
        labels: The K names.

    Raises:
        VideoLabelError: the features have no such logits.
    """
    if any(sequence.label_logits.shape[1] != len(labels) for sequence in sequences):
        raise VideoLabelError(
            "The features hold no Kinetics labels.", "Extract them with an I3D, or name a file."
        )
    means = [
        softmax(with_background(sequence.label_logits))[:, 1:].mean(axis=0)
        for sequence in sequences
    ]
    return dict(zip(labels, np.mean(means, axis=0).tolist(), strict=True))


def top_video_scores(scores: Mapping[str, float], labels: Sequence[str], top: int) -> Floats:
    """Return (K,) float64: the scores of the ``top`` best of the K labels, 0 for all others.

    Names are compared without case, spaces, dashes and underscores. Of equal scores the first
    label counts.

    Raises:
        VideoLabelError: none of the labels has a score.
    """
    by_key = {_key(name): score for name, score in scores.items()}
    known = np.array([by_key.get(_key(label), -1.0) for label in labels], np.float64)
    if not (known >= 0).any():
        raise VideoLabelError(
            "The video's labels and those of the checkpoint have no name in common.",
            "Choose the labels of the checkpoint's data set.",
        )
    best = np.argsort(-known, kind="stable")[:top]
    kept = np.zeros(len(labels))
    kept[best] = np.maximum(known[best], 0.0)
    return kept


def _key(label: str) -> str:
    return re.sub(r"[\s_-]+", "", label).casefold()


def _read_table(path: Path, names: Path | None) -> ScoreTable:
    if names is None:
        raise VideoLabelError(
            f"{path.name} does not say what its columns are.",
            "Name a text file with one label a line: --video-label-names FILE.",
        )
    try:
        values = load_array(path)
    except DamagedFile as error:
        raise VideoLabelError(
            f"{path} cannot be read as a plain table of numbers: {error}.", "Save it again."
        ) from error
    if values.ndim != 2:
        raise VideoLabelError(f"{path.name} holds no table of videos x labels.", "Save it again.")
    labels = tuple(line.strip() for line in read_text(names, VideoLabelError).rstrip().split("\n"))
    if values.shape[1] != len(labels):
        raise VideoLabelError(
            f"{path.name} has {values.shape[1]} columns, but {names.name} names {len(labels)} "
            "labels.",
            "Choose the names that belong to the table.",
        )
    if not np.issubdtype(values.dtype, np.floating) or not (values >= 0).all():
        raise VideoLabelError(
            f"{path.name} holds scores that are not numbers of at least 0.", "Save it again."
        )
    return ScoreTable(path.name, labels, values.astype(np.float64))


def _from_json(path: Path) -> dict[str, dict[str, float]]:
    try:
        held = parse_json(read_text(path, VideoLabelError))
    except json.JSONDecodeError as error:
        raise VideoLabelError(
            f"{path.name} is not JSON: line {error.lineno} cannot be read.", "Correct it."
        ) from error
    if not isinstance(held, dict) or not all(isinstance(one, dict) for one in held.values()):
        raise VideoLabelError(
            f"{path.name} should hold one object of labels and scores per video.", "Correct it."
        )
    return {
        video: {
            label: _score(score, f"{path.name}: {video}: {label}") for label, score in one.items()
        }
        for video, one in held.items()
    }


def _from_csv(path: Path) -> dict[str, dict[str, float]]:
    rows = read_rows(path, VideoLabelError)
    if not rows or [name.strip() for name in rows[0]] != ["video", "label", "score"]:
        raise VideoLabelError(
            f"{path.name} does not begin with the heading video,label,score.", "Correct it."
        )
    videos: dict[str, dict[str, float]] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        where = f"{path.name}, line {number}"
        if len(row) != 3:
            raise VideoLabelError(f"{where} should hold three values.", "Correct it.")
        videos.setdefault(row[0], {})[row[1]] = _score(row[2], where)
    return videos


def _score(value: object, where: str) -> float:
    try:
        score = float(value) if isinstance(value, int | float | str) else math.nan
    except ValueError:
        score = math.nan
    if not 0 <= score < math.inf:
        raise VideoLabelError(
            f"{where}: a score should be a number of at least 0, not {value!r}.", "Correct it."
        )
    return score
