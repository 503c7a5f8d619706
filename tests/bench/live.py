"""Live re-scoring of one changed segment against a full pass over all of them."""

import numpy as np

from pgcn_core.config import Settings
from pgcn_core.detections import decode, suppress
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.rescoring import LiveScores
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
    settings = Settings.paper()
    segments = proposals_of(n, DURATION_S)
    sequences = [sequence_of("rgb"), sequence_of("flow")]
    networks = {one.stream: network_of(edge_relu=False) for one in sequences}
    live = LiveScores(networks, sequences, segments, settings)
    rng = np.random.default_rng(5)
    reached: list[int] = []

    def detect(scores: ProposalScores) -> int:
        proposals = ProposalSet(live.segments, np.ones(len(live.segments), np.float32))
        found = decode(proposals, scores, settings.detections, DURATION_S)
        return len(suppress(found, proposals, settings.detections))

    def ours() -> int:
        index = int(rng.integers(n))
        start, end = live.segments[index]
        reached.append(len(live.change(index, (start + 0.1, end + 0.1))))
        return detect(live.scores)

    def full() -> ProposalScores:
        graph = build_graph(live.segments, settings.graph)
        pooled = [pool_features(one, live.segments, settings.proposals) for one in sequences]
        found = {
            one.stream: run_stream(networks[one.stream], features, graph)
            for one, features in zip(sequences, pooled, strict=True)
        }
        return fuse_streams(found, settings.fusion)

    ours()
    whole = full()
    detect(whole)
    # Sums over many neighbours are large while nothing is trained: relative to the largest.
    difference = max(
        float(np.abs(getattr(live.scores, name) - value).max() / np.abs(value).max())
        for name in ("activity_logits", "completeness_logits", "offsets")
        for value in [getattr(whole, name)]
    )
    row = side_by_side(ours, lambda: detect(full()), turns)
    what = f"{n} proposals, 2 streams; {int(np.median(reached))} scored again"
    return {**row, "difference": difference, "what": what}
