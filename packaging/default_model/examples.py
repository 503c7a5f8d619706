"""Videos with their truth as a network sees them: features, proposals, their graph."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import GraphSettings, ProposalSettings, Stream
from pgcn_core.features.products import FeatureSequence
from pgcn_core.finetuning.composing import ComposedVideo
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.pipeline import Engine, read_features
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalFeatures, ProposalSet
from pgcn_core.proposals.propose import propose
from pgcn_core.segments import centres_s, durations_s, pairwise_tiou
from pgcn_core.video.opening import open_video

Floats = NDArray[np.float64]

# What the shipped network sees: the makers of the cold start, means that a classifier can read.
PROPOSALS = ProposalSettings(makers=("tag", "sliding", "labels"), pooling="mean")
GRAPH = GraphSettings()


@dataclass(frozen=True, slots=True)
class Example:
    """One video.

    Attributes:
        video: Its truth.
        duration_s: Its length.
        sequences: Features of each stream.
        proposals: N of them.
        graph: Over them.
        pooled: Features of the proposals, of each stream.
    """

    video: ComposedVideo
    duration_s: float
    sequences: dict[Stream, FeatureSequence]
    proposals: ProposalSet
    graph: ProposalGraph
    pooled: dict[Stream, ProposalFeatures]

    def pooled_as(self, settings: ProposalSettings) -> Example:
        """Return it with the proposals pooled in another way."""
        pooled = {
            stream: pool_features(one, self.proposals.segments, settings)
            for stream, one in self.sequences.items()
        }
        return replace(self, pooled=pooled)


def read_example(video: ComposedVideo, engine: Engine) -> Example:
    """Return a video; features come from the engine's cache where they can."""
    opened = open_video(video.path)
    found = read_features(opened, engine)
    duration_s = opened.info.duration_s
    # Proposals of RGB alone, which is what the shipped network gets.
    proposals = propose(found[:1], PROPOSALS, duration_s)
    graph = build_graph(proposals.segments, GRAPH, fps=found[0].fps)
    sequences = {one.stream: one for one in found}
    bare = Example(video, duration_s, sequences, proposals, graph, {})
    return bare.pooled_as(PROPOSALS)


@dataclass(frozen=True, slots=True)
class Targets:
    """What a network should say of N proposals.

    Attributes:
        tiou: (N,) with the best action.
        inside: (N,) share of the proposal that lies in actions.
        offsets: (N, 2) centre shift and log duration ratio towards the best action; 0 without one.
    """

    tiou: Floats
    inside: Floats
    offsets: Floats


def targets_of(segments: Floats, truth: Floats) -> Targets:
    """Return the targets of (N, 2) proposals for (G, 2) actions that do not overlap."""
    if len(truth) == 0:
        return Targets(
            np.zeros(len(segments)), np.zeros(len(segments)), np.zeros((len(segments), 2))
        )
    tiou = pairwise_tiou(segments, truth)
    best = truth[tiou.argmax(axis=1)]
    shared = np.minimum(segments[:, None, 1], truth[None, :, 1]) - np.maximum(
        segments[:, None, 0], truth[None, :, 0]
    )
    length = durations_s(segments)
    shift = (centres_s(best) - centres_s(segments)) / length
    ratio = np.log(durations_s(best) / length)
    inside = np.clip(shared, 0.0, None).sum(axis=1) / length
    return Targets(tiou.max(axis=1), inside, np.stack([shift, ratio], axis=1))
