"""The proposals of one video: watersheds and sliding windows, scored, thinned, best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import SettingsError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import ActionnessCurve, actionness_curve, snippet_edges_s
from pgcn_core.proposals.nms import keep_by_nms
from pgcn_core.proposals.posteriors import label_runs
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.proposals.sliding import sliding_segments
from pgcn_core.proposals.tag import tag_runs
from pgcn_core.segments import Segments, durations_s


def propose(
    sequences: Sequence[FeatureSequence], settings: ProposalSettings, duration_s: float
) -> ProposalSet:
    """Return the class-agnostic segments of one video (step 3), at least one.

    Args:
        sequences: The streams of one video, rgb first.
        settings: Makers, their levels and durations, the cap and the thinning.
        duration_s: Length of the video, seconds, above 0.

    Returns:
        Segments inside [0, duration_s], no two with tIoU above ``settings.nms_tiou``, best first.
        Ties go to the earlier, then the shorter. The whole video when nothing else is left.

    Raises:
        SettingsError: ``max_proposals`` is below 1, or the sliding settings are out of range.
    """
    if settings.max_proposals < 1:
        raise SettingsError(
            "At least one proposal per video must be allowed.", "Set max_proposals to 1 or more."
        )
    curve = actionness_curve(sequences, duration_s)
    made = [_made_by(maker, sequences, curve, settings) for maker in settings.makers]
    segments = np.concatenate([np.empty((0, 2)), *made])
    segments = segments[durations_s(segments) >= settings.min_duration_s]
    if len(segments) == 0:
        segments = np.array([[0.0, duration_s]])
    segments = np.unique(segments, axis=0)
    actionness = score_segments(segments, curve, settings.context_ratio)
    order = np.argsort(-actionness, kind="stable").astype(np.int64)
    kept = keep_by_nms(segments, order, settings.nms_tiou, settings.max_proposals)
    return ProposalSet(segments[kept], actionness[kept].astype(np.float32))


def _made_by(
    maker: str,
    sequences: Sequence[FeatureSequence],
    curve: ActionnessCurve,
    settings: ProposalSettings,
) -> Segments:
    levels, ratios = settings.tag_levels, settings.tag_ratios
    if maker == "tag":
        return curve.edges_s[tag_runs(curve.values, levels, ratios)]
    if maker == "labels":
        duration_s = float(curve.edges_s[-1])
        runs = [
            snippet_edges_s(sequence, duration_s)[label_runs(sequence.label_logits, levels, ratios)]
            for sequence in sequences
        ]
        return np.concatenate(runs)
    return sliding_segments(
        float(curve.edges_s[-1]), settings.sliding_durations_s, settings.sliding_overlap
    )


def score_segments(
    segments: Segments, curve: ActionnessCurve, context_ratio: float
) -> NDArray[np.float64]:
    """Return (N,) in [0, 1]: the mean actionness inside, weighed by how it stands out.

    ``inside * (1 + inside - around) / 2``, where ``around`` is the mean over ``context_ratio``
    durations before and after, within the video: a segment that ends where the action ends scores
    above one that cuts it or runs on. With nothing around it, ``around`` is 0.
    """
    start, end = segments.T
    reach = context_ratio * (end - start)
    first, last = curve.edges_s[0], curve.edges_s[-1]
    inside = _integral(curve, end) - _integral(curve, start)
    outer_start, outer_end = np.maximum(start - reach, first), np.minimum(end + reach, last)
    around = _integral(curve, outer_end) - _integral(curve, outer_start) - inside
    around_s = (outer_end - outer_start) - (end - start)
    inside /= end - start
    around = np.divide(around, around_s, out=np.zeros_like(around), where=around_s > 1e-9)
    return np.clip(inside * (1.0 + inside - around) / 2.0, 0.0, 1.0)


def _integral(curve: ActionnessCurve, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the integral of the curve from 0 to each time, actionness seconds."""
    steps = np.concatenate([[0.0], np.cumsum(curve.values * np.diff(curve.edges_s))])
    return np.interp(times_s, curve.edges_s, steps)
