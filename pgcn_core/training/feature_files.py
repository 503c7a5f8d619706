"""Feature files of people: one per video, of several kinds, each checked before it is used.

``ID.safetensors`` is our own, with its times. ``ID.npy``, ``ID.npz``, ``ID.pt``, ``ID.pth`` and the
released code's ``ID`` (a torch file without suffix) are bare (U, D) tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import FeatureError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.features.sequence_files import read_sequence
from pgcn_core.foreign_files import DamagedFile, UnsafeFile, load_array, load_torch

SUFFIXES = (".safetensors", ".npy", ".npz", ".pt", ".pth", "")


@dataclass(frozen=True, slots=True)
class UnitTiming:
    """What one row of a bare table stands for, in frames of the proposal list.

    Attributes:
        stride_frames: Frames between units.
        window_frames: Frames of one unit.
        is_rescaled: Whether the units divide the video evenly, however long it is (ActivityNet).
    """

    stride_frames: int = 8
    window_frames: int = 64
    is_rescaled: bool = False


def find_feature_file(folder: Path, video_id: str) -> Path | None:
    """Return the feature file of a video, or None."""
    paths = [folder / f"{video_id}{suffix}" for suffix in SUFFIXES]
    return next((path for path in paths if path.is_file()), None)


def read_features(path: Path, stream: Stream, n_frames: int, timing: UnitTiming) -> FeatureSequence:
    """Read one video's features.

    A bare table gets a rate of one frame per second, so that its seconds are the list's frames.

    Args:
        path: From ``find_feature_file``.
        stream: What they should be of.
        n_frames: Length of the video in the proposal list.
        timing: For bare tables.

    Raises:
        FeatureError: the file is damaged, unsafe, empty, of another stream, holds numbers that are
            not finite or nothing but zeros, or covers another length than the video has.
    """
    if path.suffix == ".safetensors":
        try:
            sequence = read_sequence(path)
        except (ValueError, OSError) as error:
            raise FeatureError(f"{path} cannot be read: {error}.", "Extract it again.") from error
        if sequence.stream != stream:
            raise FeatureError(
                f"{path.name} holds {sequence.stream} features, not {stream}.",
                f"Choose the folder of the {stream} stream.",
            )
        _checked(path, sequence.values)
        return sequence
    return _with_times(path, _checked(path, _read_table(path)), stream, n_frames, timing)


def _read_table(path: Path) -> NDArray[Any]:
    try:
        if path.suffix in (".npy", ".npz"):
            return load_array(path)
        held = load_torch(path)
    except UnsafeFile as error:
        raise FeatureError(
            f"{path.name} is not a file of plain numbers, so it was not opened: loading it could "
            "run code.",
            "Save the features again as .npy.",
        ) from error
    except DamagedFile as error:
        raise FeatureError(f"{path} cannot be read: {error}.", "Extract it again.") from error
    is_plain = isinstance(held, torch.Tensor) and held.layout == torch.strided
    if not is_plain or held.is_complex():
        raise FeatureError(f"{path.name} holds no tensor.", "Save one tensor of units x features.")
    return held.float().numpy()


def _checked(path: Path, table: NDArray[Any]) -> NDArray[np.float32]:
    """Return a table as float32 when it can be learned from."""
    if table.ndim != 2 or table.dtype.kind not in "fiu":
        raise FeatureError(
            f"{path.name} holds {table.dtype} of shape {table.shape}, not numbers of units x "
            "features.",
            "Save one row per unit.",
        )
    if table.size == 0:
        raise FeatureError(f"{path.name} holds no feature unit.", "Extract it again.")
    with np.errstate(over="ignore"):
        values = np.asarray(table, np.float32)
    finite = np.isfinite(values).all(axis=1)
    if not finite.all():
        raise FeatureError(
            f"{path.name}: row {int(np.argmin(finite))} holds numbers that are not finite.",
            "Extract it again.",
        )
    empty = ~values.any(axis=1)
    if empty.any():
        raise FeatureError(
            f"{path.name}: {int(empty.sum())} of {len(values)} rows are all zero, first row "
            f"{int(np.argmax(empty))}.",
            "Rows of zeros are failed or padded units: cut them off or extract the file again.",
        )
    return values


def _with_times(
    path: Path, values: NDArray[np.float32], stream: Stream, n_frames: int, timing: UnitTiming
) -> FeatureSequence:
    n_units = len(values)
    stride, window = float(timing.stride_frames), float(timing.window_frames)
    if timing.is_rescaled:
        stride = window = n_frames / n_units
    covered = (n_units - 1) * stride + window
    if not 0.5 * n_frames <= covered <= 1.5 * n_frames + 2 * window:
        raise FeatureError(
            f"{path.name}: {n_units} units cover {covered:.0f} frames, but the list gives the "
            f"video {n_frames}.",
            "Set the stride and the window of the features, or correct the list.",
        )
    starts = np.arange(n_units, dtype=np.float64) * stride
    return FeatureSequence(
        stream=stream,
        values=np.ascontiguousarray(values),
        starts_s=starts,
        ends_s=starts + window,
        n_frames=n_frames,
        fps=1.0,
        stride_frames=timing.stride_frames,
        window_frames=timing.window_frames,
        label_logits=np.zeros((n_units, 0), np.float32),
        fingerprint="",
    )
