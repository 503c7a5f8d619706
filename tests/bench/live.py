"""Live re-scoring of one changed segment against a full pass over all of them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pgcn_core.config import Settings
from pgcn_core.detections import decode, suppress
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.rescoring.live import LiveScores
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream
from tests.bench.crowds import FRAME_RATE, features_of, proposals_of
from tests.bench.networks import network_of
from tests.bench.timing import Row, side_by_side

DURATION_S = 240.0


def sequence_of(stream: str) -> FeatureSequence:
    """Features of a whole video, a vector each 8 frames."""
    n = int(DURATION_S * FRAME_RATE / 8) - 7
    starts = np.arange(n) * 8 / FRAME_RATE
    values = features_of(n, 1024, len(stream))
    logits = np.zeros((n, 0), np.float32)
    n_frames = int(DURATION_S * FRAME_RATE)
    return FeatureSequence(
        stream, values, starts, starts + 64 / FRAME_RATE, n_frames, FRAME_RATE, 8, 64, logits, ""
    )


def rescoring(n: int = 1000, turns: int = 9) -> Row:
    """Two streams in paper mode: one segment is moved, scored, decoded and suppressed."""
    rng = np.random.default_rng(5)

    def move(live: LiveScores) -> int:
        index = int(rng.integers(len(live.segments)))
        start, end = live.segments[index]
        return len(live.change(index, (start + 0.1, end + 0.1)))

    return _beside_a_full_pass(Settings.paper(), move, n, turns)


def rescoring_sampled(n: int = 1000, turns: int = 9) -> Row:
    """The same where 4 of 10 slots are drawn: the first is removed, and all have other trees."""
    settings = Settings.official()
    sampled = replace(settings, graph=replace(settings.graph, sampled_slots=4))
    return _beside_a_full_pass(sampled, lambda live: len(live.remove(0)), n, turns)


def _beside_a_full_pass(
    settings: Settings, edit: Callable[[LiveScores], int], n: int, turns: int
) -> Row:
    """Measure an edit, which says how many it scored again."""
    segments = proposals_of(n, DURATION_S)
    sequences = [sequence_of("rgb"), sequence_of("flow")]
    relu = settings.graph.mode == "official"
    networks = {one.stream: network_of(edge_relu=relu) for one in sequences}
    live = LiveScores(networks, sequences, segments, settings)
    reached: list[int] = []

    def detect(scores: ProposalScores) -> int:
        proposals = ProposalSet(live.segments, np.ones(len(live.segments), np.float32))
        found = decode(proposals, scores, settings.detections, DURATION_S)
        return len(suppress(found, proposals, settings.detections))

    def ours() -> int:
        reached.append(edit(live))
        return detect(live.scores)

    def full() -> ProposalScores:
        graph = build_graph(live.segments, settings.graph, fps=FRAME_RATE)
        pooled = [pool_features(one, live.segments, settings.proposals) for one in sequences]
        found = {
            one.stream: run_stream(networks[one.stream], features, graph)
            for one, features in zip(sequences, pooled, strict=True)
        }
        return fuse_streams(found, settings.fusion)

    ours()
    detect(full())
    row = side_by_side(ours, lambda: detect(full()), turns)
    what = f"{n} proposals, 2 streams; {int(np.median(reached))} scored again"
    return {**row, "difference": _difference(live.scores, full()), "what": what}


def _difference(mine: ProposalScores, theirs: ProposalScores) -> float:
    """The largest, relative: sums over many neighbours are large while nothing is trained."""
    return max(
        float(np.abs(getattr(mine, name) - value).max() / np.abs(value).max())
        for name in ("activity_logits", "completeness_logits", "offsets")
        for value in [getattr(theirs, name)]
    )
