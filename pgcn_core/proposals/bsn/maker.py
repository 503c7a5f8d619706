"""A trained BSN at work on one video."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import CheckpointError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.bsn.generation import (
    BoundaryCurves,
    boundary_features,
    boundary_probabilities,
    pair_boundaries,
)
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings
from pgcn_core.proposals.bsn.units import Units, make_units
from pgcn_core.segments import Segments


@dataclass(frozen=True, slots=True)
class Bsn:
    """Both networks and what they were trained for.

    Attributes:
        settings: Lengths and shapes.
        streams: Whose features stand side by side.
        feature_dim: Numbers of one unit, all streams together.
        max_duration_s: The longest action it was trained on.
        temporal: In evaluation mode.
        evaluation: In evaluation mode.
        card: Free facts for a person.
    """

    settings: BsnSettings
    streams: tuple[Stream, ...]
    feature_dim: int
    max_duration_s: float
    temporal: TemporalEvaluation
    evaluation: ProposalEvaluation
    card: Mapping[str, Any] = field(default_factory=dict)

    def curves(self, sequences: Sequence[FeatureSequence], duration_s: float) -> BoundaryCurves:
        """Return what each moment of a video is likely to be.

        The convolutions run over the whole video at once. Cut into windows, as it was trained, it
        differs within two units of a window's edge only.

        Raises:
            CheckpointError: a stream is missing, or its features are of another width.
        """
        units = make_units(sequences, self.streams, self.settings, duration_s)
        if units.values.shape[1] != self.feature_dim:
            raise CheckpointError(
                f"The BSN takes {self.feature_dim} features a unit, here are "
                f"{units.values.shape[1]}.",
                "Use a BSN that was trained on features of this network.",
            )
        return unit_curves(self.temporal, units)

    def pairs(self, curves: BoundaryCurves) -> Segments:
        """Return (N, 2) proposals in seconds, unscored."""
        limit_s = self.max_duration_s
        if self.settings.lengths == "windows":
            limit_s = min(limit_s, self.settings.window_units * curves.step_s)
        return pair_boundaries(curves, self.settings.boundary_share, limit_s)

    def score(self, segments: Segments, curves: BoundaryCurves) -> NDArray[np.float64]:
        """Return (N,) in [0, 1]: confidence times the probabilities of start and end."""
        features = torch.from_numpy(boundary_features(segments, curves, self.settings))
        with torch.inference_mode():
            confidence = self.evaluation(features.to(self.evaluation.last.weight.device))
        return confidence.cpu().numpy().astype(np.float64) * boundary_probabilities(
            segments, curves
        )


def unit_curves(temporal: TemporalEvaluation, units: Units) -> BoundaryCurves:
    """Return the probabilities of start, end and action at every unit."""
    device = temporal.feature_mean.device
    with torch.inference_mode():
        logits = temporal(torch.from_numpy(units.values).to(device)[None])[0]
        start, end, action = torch.sigmoid(logits).cpu().numpy().astype(np.float64)
    return BoundaryCurves(units.centres_s, units.step_s, start, end, action)
