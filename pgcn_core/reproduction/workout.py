"""Real two-stream I3D features of trimmed workout clips, composed into untrimmed sessions.

The archive holds one array per clip, ``EXERCISE_NUMBER`` -> (rows, 2048): flow beside RGB, one row
per 64 frames. The clips are split first, exercise by exercise, so that no clip of a training
session is in a test session. A session is drawn with a seed: some exercises, each in some sets of
one clip, and rests. Rests are clips of exercises that are not detected: real features that look
like workout and count as background, in training and test alike.

Units are 64 frames long and 16 apart, as a window that slides over the session sees it: where it
lies over two rows, their mean weighed by the shares. Cuts between clips are sharper than between
actions of one video, so proposals are easier to find here than in real sessions.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import FeatureError
from pgcn_core.reproduction.products import DataSplit, Part, UntrimmedVideo, feature_sequence

Features = NDArray[np.float32]
ARCHIVE = "workout_i3d_flow_rgb.npz"
BACKGROUND = ("hip thrust", "leg raises", "russian twist", "t bar row", "tricep dips")
N_SPLITS = 3
N_SESSIONS: Mapping[Part, int] = {"train": 40, "test": 20}
ROW_FRAMES, STRIDE_FRAMES, FPS = 64, 16, 30.0
_WIDTH = 1024


@dataclass(frozen=True, slots=True)
class _Clip:
    exercise: str
    name: str
    values: Features  # (rows, 2048), flow beside RGB


def read_split(folder: Path, number: int) -> DataSplit:
    """Compose the sessions of one split.

    Args:
        folder: With the archive.
        number: Of the split, from 1; its number is the seed as well.

    Raises:
        FeatureError: the archive is missing, damaged or not of this form.
    """
    clips = _read_clips(folder / ARCHIVE)
    labels = tuple(sorted({clip.exercise for clip in clips} - set(BACKGROUND)))
    if not labels or not any(clip.exercise in BACKGROUND for clip in clips):
        raise FeatureError(
            f"{ARCHIVE} lacks exercises to detect, or those to rest with.", "Take the whole one."
        )
    tested = [clip for clip in clips if _fold(clip, clips) == number - 1]
    learned = [clip for clip in clips if _fold(clip, clips) != number - 1]
    return DataSplit(
        number,
        labels,
        _sessions(learned, labels, "train", number),
        _sessions(tested, labels, "test", number),
    )


def _read_clips(file: Path) -> list[_Clip]:
    try:
        with np.load(file, allow_pickle=False) as held:
            arrays: dict[str, NDArray[Any]] = {key: held[key] for key in sorted(held.files)}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise FeatureError(f"{file} cannot be read: {error}.", "Name the data's folder.") from error
    for key, values in arrays.items():
        if values.ndim != 2 or values.shape[1] != 2 * _WIDTH or not np.isfinite(values).all():
            raise FeatureError(
                f"{ARCHIVE}: {key} is no table of {2 * _WIDTH} finite numbers a row.",
                "Take the archive of the data set.",
            )
    return [
        _Clip(key.rpartition("_")[0], key, values.astype(np.float32))
        for key, values in arrays.items()
    ]


def _fold(clip: _Clip, clips: Sequence[_Clip]) -> int:
    """Return which third of its exercise a clip is in; by the hash of its name, so well mixed."""
    own = sorted((each.name for each in clips if each.exercise == clip.exercise), key=_hash)
    return own.index(clip.name) % N_SPLITS


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _sessions(
    clips: Sequence[_Clip], labels: tuple[str, ...], part: Part, number: int
) -> tuple[UntrimmedVideo, ...]:
    by_exercise = {
        exercise: [clip for clip in clips if clip.exercise == exercise]
        for exercise in (*labels, *BACKGROUND)
    }
    rests = [clip for exercise in BACKGROUND for clip in by_exercise[exercise]]
    there = [label for label in labels if by_exercise[label]]
    made = []
    for session in range(N_SESSIONS[part]):
        rng = np.random.default_rng([number, part == "test", session])
        drawn = _draw(rng, {label: by_exercise[label] for label in there}, rests)
        made.append(_compose(f"{part}_{session:03d}", drawn, labels))
    return tuple(made)


def _draw(
    rng: np.random.Generator, exercises: Mapping[str, Sequence[_Clip]], rests: Sequence[_Clip]
) -> list[_Clip]:
    """Return the clips of a session: two to four exercises, one to four sets each, with rests."""

    def one_of(clips: Sequence[_Clip]) -> _Clip:
        return clips[int(rng.integers(len(clips)))]

    names = list(exercises)
    session = [one_of(rests)]
    for number in rng.permutation(len(names))[: int(rng.integers(2, 5))].tolist():
        for _ in range(int(rng.integers(1, 5))):
            session += [one_of(exercises[names[number]]), one_of(rests)]
    return session


def _compose(name: str, clips: Sequence[_Clip], labels: tuple[str, ...]) -> UntrimmedVideo:
    rows = np.concatenate([clip.values for clip in clips])
    ends = ROW_FRAMES * np.cumsum([len(clip.values) for clip in clips])
    starts = ends - ROW_FRAMES * np.array([len(clip.values) for clip in clips])
    units = _slide(rows)
    is_action = np.array([clip.exercise in labels for clip in clips])
    spans = np.stack([starts, ends], axis=1)[is_action] / FPS
    found = [labels.index(clip.exercise) for clip in clips if clip.exercise in labels]
    n_frames = ROW_FRAMES * len(rows)
    timing = (STRIDE_FRAMES, ROW_FRAMES)
    halves: Mapping[Stream, Features] = {"rgb": units[:, _WIDTH:], "flow": units[:, :_WIDTH]}
    sequences = {
        stream: feature_sequence(stream, values, n_frames, FPS, timing)
        for stream, values in halves.items()
    }
    return UntrimmedVideo(name, sequences, spans, np.array(found, np.int64), n_frames / FPS)


def _slide(rows: Features) -> Features:
    """Return the units of windows that slide over (R, D) rows: the rows' means by overlap."""
    steps = ROW_FRAMES // STRIDE_FRAMES
    at = np.arange((len(rows) - 1) * steps + 1)
    left, share = at // steps, (at % steps / steps).astype(np.float32)[:, None]
    right = np.minimum(left + 1, len(rows) - 1)
    mixed: Features = rows[left] * (1 - share) + rows[right] * share
    return mixed
