"""Frame features with dense labels of two kitchen data sets, as Lea et al. (CVPR 2017) split them.

A folder holds one ``.npz`` per split, since the network behind the features was trained on that
split's training videos, and the lists of videos::

    50salads_mid_split1.npz ... 5   NAME/A (T, 128), NAME/Y (T,); the first also NAME/S (30, T)
    gtea_split1.npz ... 4           NAME/A, NAME/Y
    splits/50Salads/Split_1/train.txt, test.txt ...
    mid_level_actions.txt           the 17 labels of 50Salads, in the order of Y

``A`` are the features of a spatial CNN that sees a picture and its motion, ``S`` the channels of
accelerometers on the kitchen tools, ``Y`` the label of every frame, 0 for none. ``A`` was learned
and is taken from the split's own file; ``S`` was measured, is the same for every split, and stands
in the first file alone.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import FeatureError
from pgcn_core.segments import Segments

KitchenName = Literal["50salads", "gtea"]
Features = NDArray[np.float32]
Indices = NDArray[np.int64]
BACKGROUND = 0


@dataclass(frozen=True, slots=True)
class KitchenVideo:
    """One video: features of every stream and what happens, T frames.

    Attributes:
        video_id: Its name in the lists of its split.
        fps: Frames per second.
        features: (T, D) float32 of each stream. ``rgb`` is the spatial CNN; the accelerometers of
            50Salads take the place of ``flow``, so that they are fused late as flow is.
        frame_labels: (T,) int64, 0 for background, k + 1 for label k.
        segments: (G, 2) float64 seconds: the runs of one label, background left out.
        label_idx: (G,) int64 in [0, K), of the segments.
    """

    video_id: str
    fps: float
    features: Mapping[Stream, Features]
    frame_labels: Indices
    segments: Segments
    label_idx: Indices

    @property
    def n_frames(self) -> int:
        """Frames of the video, T."""
        return len(self.frame_labels)

    @property
    def duration_s(self) -> float:
        """Its length."""
        return self.n_frames / self.fps


@dataclass(frozen=True, slots=True)
class KitchenSplit:
    """One split: what to learn from and what to be measured on.

    Attributes:
        name: Data set and number.
        labels: K names.
        fps: Frames per second of features and frame labels.
        train: Videos to learn from.
        test: Videos to be measured on; none of them is in ``train``.
    """

    name: str
    labels: tuple[str, ...]
    fps: float
    train: tuple[KitchenVideo, ...]
    test: tuple[KitchenVideo, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one data set lies in its folder."""

    files: str  # of the features of a split
    lists: str  # folder of the splits
    n_splits: int
    n_labels: int
    fps: float
    prefix: str  # before a listed name in the features' file
    streams: Mapping[Stream, str]
    label_file: str | None
    in_first: str | None = None  # what only the file of the first split holds


# The files name no rate; it only scales seconds, and no tIoU depends on it. 50Salads was filmed at
# 30 frames per second, and its videos of 4 to 10 minutes have 634 to 1655 rows: one in 12 frames.
# The rows of GTEA are its frames at 15 per second.
_LAYOUTS: Mapping[KitchenName, _Layout] = {
    "50salads": _Layout(
        "50salads_mid_split{}.npz",
        "50Salads",
        5,
        17,
        2.5,
        "rgb-",
        {"rgb": "A", "flow": "S"},
        "mid_level_actions.txt",
        in_first="S",
    ),
    "gtea": _Layout("gtea_split{}.npz", "GTEA", 4, 10, 15.0, "", {"rgb": "A"}, None),
}


def n_splits(name: KitchenName) -> int:
    """Return how many splits a data set has."""
    return _LAYOUTS[name].n_splits


def read_split(folder: Path, name: KitchenName, number: int) -> KitchenSplit:
    """Read one split.

    Args:
        folder: See the top of this file.
        name: Which data set.
        number: Of the split, from 1.

    Raises:
        FeatureError: a file is missing, damaged or not of this form, a video stands in both lists,
            or there is no such split.
    """
    layout = _LAYOUTS[name]
    if not 1 <= number <= layout.n_splits:
        raise FeatureError(
            f"There is no split {number} of {name}.", f"They go from 1 to {layout.n_splits}."
        )
    labels = _labels(folder, layout)
    lists = folder / "splits" / layout.lists / f"Split_{number}"
    train, test = _names(lists / "train.txt"), _names(lists / "test.txt")
    both = sorted({*train} & {*test})
    if both:
        raise FeatureError(
            f"{lists} has {both[0]} in both lists.", "A video to be measured on is never learned."
        )
    arrays = _read_arrays(folder / layout.files.format(number))
    if layout.in_first and number != 1:
        first = _read_arrays(folder / layout.files.format(1), f"/{layout.in_first}")
        arrays = {**first, **arrays}
    return KitchenSplit(
        f"{name} split {number}",
        labels,
        layout.fps,
        tuple(_video(each, arrays, layout) for each in train),
        tuple(_video(each, arrays, layout) for each in test),
    )


def label_runs(frame_labels: Indices) -> tuple[Indices, Indices]:
    """Return the maximal runs of one label, background left out.

    Args:
        frame_labels: (T,) int64, T >= 1.

    Returns:
        (G, 2) int64 first frame and one past the last, and (G,) int64 their labels, at least 1.
    """
    change = np.flatnonzero(np.diff(frame_labels)) + 1
    bounds = np.concatenate([[0], change, [len(frame_labels)]]).astype(np.int64)
    runs = np.stack([bounds[:-1], bounds[1:]], axis=1)
    labels = frame_labels[runs[:, 0]]
    is_action = labels != BACKGROUND
    return runs[is_action], labels[is_action]


def _labels(folder: Path, layout: _Layout) -> tuple[str, ...]:
    if layout.label_file is None:
        # The features' authors name the labels of GTEA nowhere.
        return tuple(f"action {number}" for number in range(1, layout.n_labels + 1))
    labels = _names(folder / layout.label_file)
    if len(labels) != layout.n_labels:
        raise FeatureError(
            f"{layout.label_file} has {len(labels)} labels, not {layout.n_labels}.",
            "Take the one of the data set.",
        )
    return labels


def _names(file: Path) -> tuple[str, ...]:
    """Return the lines of a file that are not blank, at least one."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FeatureError(f"{file} cannot be read: {error}.", "Name the data's folder.") from error
    names = tuple(line.strip() for line in lines if line.strip())
    if not names:
        raise FeatureError(f"{file} names nothing.", "Take the one of the data set.")
    return names


def _read_arrays(file: Path, ending: str = "") -> dict[str, NDArray[Any]]:
    """Return the arrays of a file whose names end so."""
    try:
        with np.load(file, allow_pickle=False) as held:
            return {key: held[key] for key in held.files if key.endswith(ending)}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise FeatureError(f"{file} cannot be read: {error}.", "Name the data's folder.") from error


def _video(name: str, arrays: Mapping[str, NDArray[Any]], layout: _Layout) -> KitchenVideo:
    key = f"{layout.prefix}{name}"
    missing = {each for each in ("Y", *layout.streams.values()) if f"{key}/{each}" not in arrays}
    if missing:
        raise FeatureError(
            f"The features of {name} lack {key}/{min(missing)}.", "Take the file of the data set."
        )
    frame_labels = arrays[f"{key}/Y"].astype(np.int64)
    if frame_labels.ndim != 1 or not len(frame_labels) or frame_labels.max() > layout.n_labels:
        raise FeatureError(
            f"{key}/Y is no row of labels from 0 to {layout.n_labels}.", "Take the data set's file."
        )
    features = {
        stream: _rows(arrays[f"{key}/{array}"], len(frame_labels), f"{key}/{array}")
        for stream, array in layout.streams.items()
    }
    runs, labels = label_runs(frame_labels)
    return KitchenVideo(name, layout.fps, features, frame_labels, runs / layout.fps, labels - 1)


def _rows(values: NDArray[Any], n_frames: int, what: str) -> Features:
    """Return (T, D) features; accelerometers lie the other way."""
    if values.ndim == 2 and values.shape[0] != n_frames:
        values = values.T
    if values.ndim != 2 or len(values) != n_frames or not np.isfinite(values).all():
        raise FeatureError(
            f"{what} does not hold one row of finite numbers for each of {n_frames} frames.",
            "Take the file of the data set.",
        )
    return np.ascontiguousarray(values, np.float32)
