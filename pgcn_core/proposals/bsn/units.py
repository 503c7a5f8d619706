"""One video as BSN sees it: units of equal length, with the features of all its streams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import CheckpointError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import snippet_centres_s
from pgcn_core.proposals.bsn.settings import BsnSettings

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """Features of one video over time.

    Attributes:
        values: (U, D) float32; streams side by side.
        centres_s: (U,) float64 rising seconds.
        step_s: Length of a unit.
    """

    values: NDArray[np.float32]
    centres_s: Floats
    step_s: float


def make_units(
    sequences: Sequence[FeatureSequence],
    streams: Sequence[Stream],
    settings: BsnSettings,
    duration_s: float,
) -> Units:
    """Return the units of one video.

    The first stream gives the times; others are read there, linearly between their snippets.

    Args:
        sequences: Streams of one video, in any order.
        streams: Which of them, in the order their features stand.
        settings: ``lengths``: snippets as they are, or resized to ``window_units``.
        duration_s: Length of the video, seconds.

    Raises:
        CheckpointError: a stream is not there.
    """
    by_name = {sequence.stream: sequence for sequence in sequences}
    missing = [stream for stream in streams if stream not in by_name]
    if missing:
        raise CheckpointError(
            f"The BSN was trained with {missing[0]} features, which are not extracted here.",
            "Ask for that stream, or train a BSN without it.",
        )
    chosen = [by_name[stream] for stream in streams]
    centres_s: Floats
    if settings.lengths == "rescaled":
        step_s = duration_s / settings.window_units
        centres_s = np.arange(settings.window_units, dtype=np.float64) * step_s + 0.5 * step_s
    else:
        centres_s = snippet_centres_s(chosen[0])
        step_s = float(np.median(np.diff(centres_s))) if len(centres_s) > 1 else duration_s
    values = [read_at(one.values, snippet_centres_s(one), centres_s) for one in chosen]
    return Units(np.concatenate(values, axis=1), centres_s, step_s)


def read_at(values: NDArray[np.float32], times_s: Floats, wanted_s: Floats) -> NDArray[np.float32]:
    """Return (W, D) rows at the wanted times, linear between the (L, D) rows at theirs."""
    if np.array_equal(times_s, wanted_s):
        return values
    at = np.interp(wanted_s, times_s, np.arange(len(times_s)))
    left = np.minimum(at.astype(np.int64), max(len(values) - 2, 0))
    right = np.minimum(left + 1, len(values) - 1)
    share = (at - left).astype(np.float32)[:, None]
    mixed: NDArray[np.float32] = values[left] * (1 - share) + values[right] * share
    return mixed
