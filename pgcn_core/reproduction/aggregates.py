"""Frame features that carry their surroundings; training features made as hard as new ones.

Everything here is fixed arithmetic but a rotation learned without labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float32]
_SMALLEST_DEVIATION = 1e-3
# Position in the video, in the order of magnitude of the rotated features.
_POSITION_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class AggregateSettings:
    """Which surroundings a frame carries.

    Attributes:
        n_directions: Principal directions kept of the standardised features.
        around: Half widths, frames: means around the frame, and their negatives, so that the
            maximum over a proposal gives the lowest as well as the highest.
        aside: Means over this many frames before and after the frame; None is all of them.
        has_position: Whether the share of the video that is over belongs to the features.
    """

    n_directions: int = 32
    around: tuple[int, ...] = (2, 8)
    aside: tuple[int | None, ...] = (60, None)
    has_position: bool = True


@dataclass(frozen=True, slots=True)
class Rotation:
    """Standardising and rotating onto principal directions, learned from training videos.

    Attributes:
        mean: (D,) float32.
        deviation: (D,) float32.
        directions: (D, Q) float32, scaled so that weaker directions are raised by the square root.
    """

    mean: Features
    deviation: Features
    directions: Features

    def __call__(self, values: Features) -> Features:
        """Return (T, Q) from (T, D)."""
        rotated = ((values - self.mean) / self.deviation) @ self.directions
        return rotated.astype(np.float32)


def fit_rotation(videos: Sequence[Features], n_directions: int) -> Rotation:
    """Learn a rotation from the features of training videos; needs no labels.

    Args:
        videos: (T, D) each.
        n_directions: Q, at most D.
    """
    together = np.concatenate(videos).astype(np.float64)
    mean = together.mean(axis=0)
    deviation = together.std(axis=0) + _SMALLEST_DEVIATION
    variances, vectors = np.linalg.eigh(np.cov(((together - mean) / deviation).T))
    strongest = vectors[:, ::-1][:, :n_directions]
    spread = np.sqrt(np.maximum(variances[::-1][:n_directions], _SMALLEST_DEVIATION**2))
    scaled = strongest / np.sqrt(spread * spread[0])
    return Rotation(
        mean.astype(np.float32), deviation.astype(np.float32), scaled.astype(np.float32)
    )


def aggregate(values: Features, settings: AggregateSettings) -> Features:
    """Return (T, D') features that carry their surroundings.

    Args:
        values: (T, Q) rotated features.
        settings: Which surroundings.
    """
    n_frames = len(values)
    parts: list[Features] = []
    for reach in settings.around:
        around = window_means(values, reach, reach)
        parts += [around, -around]
    for width in settings.aside:
        reach = n_frames if width is None else width
        parts += [window_means(values, reach, 0), window_means(values, 0, reach)]
    if settings.has_position:
        over = np.arange(n_frames) / n_frames
        parts.append((_POSITION_SCALE * np.stack([over, 1.0 - over], axis=1)).astype(np.float32))
    return np.concatenate(parts, axis=1)


def window_means(values: NDArray[np.floating], before: int, after: int) -> Features:
    """Return (T, D) means over each frame, ``before`` frames earlier and ``after`` later ones.

    The window is cut off at the ends of the video.
    """
    n_frames = len(values)
    sums = np.zeros((n_frames + 1, values.shape[1]))
    np.cumsum(values, axis=0, dtype=np.float64, out=sums[1:])
    at = np.arange(n_frames)
    first, end = np.maximum(at - before, 0), np.minimum(at + after + 1, n_frames)
    means: Features = ((sums[end] - sums[first]) / (end - first)[:, None]).astype(np.float32)
    return means


@dataclass(frozen=True, slots=True)
class HardeningSettings:
    """How training features are spoiled.

    The network behind the features has seen the training videos: there, a linear classifier is
    right on 93 to 95 of 100 frames, held-out people included, but the network's own accuracy on
    new people is published as 55 (Lea et al., CVPR 2017). What is chosen or learned on features
    that good does not carry over. So stretches of a video are mixed with stretches of others.

    Attributes:
        least_run: Shortest mean length of a stretch, frames; each video draws its own.
        longest_run: Longest mean length.
        least_share: A stretch takes up to this share of the other's features ...
        largest_share: ... or up to this one; each video draws its own.
    """

    least_run: float = 20.0
    longest_run: float = 60.0
    least_share: float = 0.6
    largest_share: float = 1.0


# What held-out training people are measured on: a linear classifier is then right on about 57 of
# 100 frames, with stretches long enough for an edit score near the published 25.
HELD_OUT = HardeningSettings(40.0, 40.0, 0.92, 0.92)


def harden(
    values: Features,
    others: Sequence[Features],
    settings: HardeningSettings,
    rng: np.random.Generator,
) -> Features:
    """Return a video's features with stretches mixed with other videos'.

    Stretches have exponential lengths; each takes a share, uniform between 0 and the video's
    largest, of as long a stretch of a video drawn from the others.

    Args:
        values: (T, D).
        others: Of training videos.
        settings: Lengths and shares.
        rng: Draws everything.
    """
    mean_run = rng.uniform(settings.least_run, settings.longest_run)
    largest = rng.uniform(settings.least_share, settings.largest_share)
    mixed, first = values.copy(), 0
    while first < len(values):
        end = min(len(values), first + 1 + int(rng.exponential(mean_run)))
        source = others[int(rng.integers(len(others)))]
        at = int(rng.integers(max(1, len(source) - (end - first))))
        stretch = source[at : at + end - first]
        share = np.float32(largest * rng.random())
        if len(stretch) == end - first:
            mixed[first:end] = (1 - share) * values[first:end] + share * stretch
        first = end
    return mixed
