"""The proposals of one video: from one or more makers or a list, scored, thinned, best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import ProposalFileError, SettingsError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import ActionnessCurve, actionness_curve, snippet_edges_s
from pgcn_core.proposals.lists import ListedProposals
from pgcn_core.proposals.nms import keep_by_nms
from pgcn_core.proposals.posteriors import label_runs
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.proposals.sliding import sliding_segments
from pgcn_core.proposals.soft_nms import soft_nms
from pgcn_core.proposals.tag import tag_runs
from pgcn_core.segments import Segments, durations_s

if TYPE_CHECKING:
    from pgcn_core.proposals.bsn.maker import Bsn  # loads torch


def propose(
    sequences: Sequence[FeatureSequence],
    settings: ProposalSettings,
    duration_s: float,
    bsn: Bsn | None = None,
) -> ProposalSet:
    """Return the class-agnostic segments of one video (step 3), at least one.

    With "bsn" among the makers, BSN scores the segments of all of them; otherwise actionness does.

    Args:
        sequences: The streams of one video, rgb first.
        settings: Makers, their levels and durations, the cap and the thinning.
        duration_s: Length of the video, seconds, above 0.
        bsn: What the maker "bsn" is.

    Returns:
        Segments inside [0, duration_s], no two with tIoU above ``settings.nms_tiou`` unless
        ``suppression`` is soft, best first. Ties go to the earlier, then the shorter. The whole
        video when nothing else is left.

    Raises:
        SettingsError: ``max_proposals`` is below 1, the sliding settings are out of range, or
            "bsn" is among the makers and none was loaded.
        CheckpointError: the BSN takes other features.
    """
    if settings.max_proposals < 1:
        raise SettingsError(
            "At least one proposal per video must be allowed.", "Set max_proposals to 1 or more."
        )
    uses_bsn = "bsn" in settings.makers
    if uses_bsn and bsn is None:
        raise SettingsError(
            "The proposal maker 'bsn' needs a trained BSN.",
            "Name its folder in proposals.bsn_checkpoint; pgcn train-proposals makes one.",
        )
    curve = actionness_curve(sequences, duration_s)
    made = [
        _made_by(maker, sequences, curve, settings) for maker in settings.makers if maker != "bsn"
    ]
    if bsn is None or not uses_bsn:
        segments = _usable(made, settings, duration_s)
        scores = score_segments(segments, curve, settings.context_ratio)
    else:
        curves = bsn.curves(sequences, duration_s)
        segments = _usable([*made, bsn.pairs(curves)], settings, duration_s)
        scores = bsn.score(segments, curves)
    return _thinned(segments, scores, settings)


def take_listed(
    listed: ListedProposals,
    sequences: Sequence[FeatureSequence],
    settings: ProposalSettings,
    duration_s: float,
) -> ProposalSet:
    """Return the proposals that a list holds of one video, instead of making some.

    Nothing is thinned: P-GCN takes lists whole. With scores they are put best first and capped;
    without, they keep their order and take the actionness of their segments.

    Raises:
        ProposalFileError: the list holds none that lies in the video.
    """
    segments, scores = listed.in_seconds(duration_s)
    if len(segments) == 0:
        raise ProposalFileError(
            "The list holds no proposal inside the video.", "Choose another list."
        )
    if scores is None:
        curve = actionness_curve(sequences, duration_s)
        actionness = score_segments(segments, curve, settings.context_ratio)
        return ProposalSet(segments, actionness.astype(np.float32))
    order = np.argsort(-scores, kind="stable")[: settings.max_proposals]
    return ProposalSet(segments[order], scores[order].astype(np.float32))


def _usable(made: Sequence[Segments], settings: ProposalSettings, duration_s: float) -> Segments:
    segments = np.concatenate([np.empty((0, 2)), *made])
    segments = np.clip(segments, 0.0, duration_s)
    segments = segments[durations_s(segments) >= settings.min_duration_s]
    if len(segments) == 0:
        segments = np.array([[0.0, duration_s]])
    return np.unique(segments, axis=0)


def _thinned(
    segments: Segments, scores: NDArray[np.float64], settings: ProposalSettings
) -> ProposalSet:
    if settings.suppression == "soft_nms":
        kept, scores = soft_nms(
            segments,
            scores,
            settings.soft_nms_sigma,
            settings.soft_nms_tiou,
            settings.max_proposals,
        )
        return ProposalSet(segments[kept], scores.astype(np.float32))
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    kept = keep_by_nms(segments, order, settings.nms_tiou, settings.max_proposals)
    return ProposalSet(segments[kept], scores[kept].astype(np.float32))


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
    inside = curve.integral(end) - curve.integral(start)
    outer_start, outer_end = np.maximum(start - reach, first), np.minimum(end + reach, last)
    around = curve.integral(outer_end) - curve.integral(outer_start) - inside
    around_s = (outer_end - outer_start) - (end - start)
    inside /= end - start
    around = np.divide(around, around_s, out=np.zeros_like(around), where=around_s > 1e-9)
    return np.clip(inside * (1.0 + inside - around) / 2.0, 0.0, 1.0)
