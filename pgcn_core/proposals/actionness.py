"""How likely something happens at each moment, from the backbone's own Kinetics logits.

No network is trained for this, so it works before the first label exists. A classifier of 400
actions is sure of itself where one of them, or something like one, is seen, and spreads its
probability where none is. One minus the normalised entropy of its softmax measures that: it lies in
[0, 1] for any number of classes, uses all logits (a maximum ignores the runner-up: two likely
labels are still an action), and unlike the free energy it does not move with a network's logit
offset. Its level differs between videos more than within one, so each video's curve is stretched
between its own low and high percentiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.features.products import FeatureSequence

Curve = NDArray[np.float64]

SMOOTHING_S = 0.6  # standard deviation of the Gaussian; below the shortest action of interest
LOW_PERCENTILE = 5.0
HIGH_PERCENTILE = 95.0
# A curve that varies less than this is not stretched to full height: that would be noise.
SMALLEST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class ActionnessCurve:
    """Actionness per snippet of one video.

    Attributes:
        values: (L,) float64 in [0, 1]; 0.5 throughout when nothing stands out.
        edges_s: (L + 1,) float64 rising; snippet l stands for [edges_s[l], edges_s[l + 1]). The
            first is 0 and the last the end of the video, so no moment is left out.
        centres_s: (L,) float64, the middle of each snippet's window.
    """

    values: Curve
    edges_s: Curve
    centres_s: Curve

    def integral(self, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (N,) integrals from 0 to each time, actionness seconds."""
        steps = np.concatenate([[0.0], np.cumsum(self.values * np.diff(self.edges_s))])
        return np.interp(times_s, self.edges_s, steps)


def actionness_curve(sequences: Sequence[FeatureSequence], duration_s: float) -> ActionnessCurve:
    """Return the actionness of a video: the mean of its streams, smoothed and stretched.

    Args:
        sequences: One or more streams of one video; the first gives the time grid.
        duration_s: Length of the video, seconds.

    Raises:
        ValueError: no sequence was given.
    """
    if not sequences:
        raise ValueError("actionness needs at least one feature sequence")
    centres = snippet_centres_s(sequences[0])
    raw = np.zeros(centres.size)
    for sequence in sequences:
        certainty = snippet_certainty(sequence.label_logits)
        raw += np.interp(centres, snippet_centres_s(sequence), certainty) / len(sequences)
    step_s = float(np.diff(centres).mean()) if centres.size > 1 else 1.0
    values = stretch(smooth(raw, SMOOTHING_S / step_s))
    return ActionnessCurve(values, snippet_edges_s(sequences[0], duration_s), centres)


def snippet_centres_s(sequence: FeatureSequence) -> Curve:
    """Return the (L,) middle of each snippet, seconds."""
    return 0.5 * (sequence.starts_s + sequence.ends_s)


def snippet_edges_s(sequence: FeatureSequence, duration_s: float) -> Curve:
    """Return (L + 1,) rising seconds: snippet l stands for [edges[l], edges[l + 1]).

    The first is 0 and the last the end of the video.
    """
    centres = snippet_centres_s(sequence)
    between = 0.5 * (centres[1:] + centres[:-1])
    edges = np.concatenate([[0.0], between, [duration_s]])
    return np.maximum.accumulate(np.clip(edges, 0.0, duration_s))


def snippet_certainty(label_logits: NDArray[np.floating]) -> Curve:
    """Return (L,) float64 in [0, 1]: one minus the normalised entropy of the (L, K) logits."""
    logits = label_logits.astype(np.float64)
    if logits.shape[1] < 2:
        return np.ones(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    entropy = -(np.exp(log_p) * log_p).sum(axis=1)
    return np.clip(1.0 - entropy / np.log(logits.shape[1]), 0.0, 1.0)


def smooth(values: Curve, sigma: float) -> Curve:
    """Return the curve under a Gaussian of ``sigma`` snippets; ends repeat their last value."""
    reach = min(int(np.ceil(3.0 * sigma)), max(values.size - 1, 0))
    if reach == 0:
        return values.copy()
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(values, reach, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def stretch(values: Curve) -> Curve:
    """Return the curve moved so that its 5th percentile is 0 and its 95th is 1, clipped.

    A curve flatter than ``SMALLEST_SPREAD`` keeps its slope and lies around 0.5: nothing stands
    out, which is not the same as nothing happens.
    """
    low, high = np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE])
    spread = max(float(high - low), SMALLEST_SPREAD)
    return np.clip(0.5 + (values - 0.5 * (low + high)) / spread, 0.0, 1.0)
