"""Stages that are arithmetic on arrays: graph, pooling, suppression, average precision."""

from dataclasses import replace

import numpy as np
import torch

from pgcn_core.config import DetectionSettings, GraphSettings
from pgcn_core.detections import Detections, suppress
from pgcn_core.evaluation.average_precision import LabelledSegments, average_precision
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph, draw_trees, official_slots
from pgcn_core.proposals.nms import best_first
from pgcn_core.proposals.pooling import pool_ticks
from pgcn_core.proposals.products import ProposalFeatures, ProposalSet
from pgcn_core.proposals.units import official_ticks
from tests.bench.crowds import FRAME_RATE, features_of, in_frames, proposals_of
from tests.bench.reference import arrays
from tests.bench.reference import graph as plain
from tests.bench.reference import pooling as pooling_reference
from tests.bench.timing import Row, side_by_side

OFFICIAL = GraphSettings(mode="official")


def graph(n: int = 1000, turns: int = 3) -> Row:
    """N crowded proposals: neighbour lists against dense matrices and a sort per proposal."""
    segments = proposals_of(n, 240.0)
    frames = in_frames(segments)
    difference = int((official_slots(frames, OFFICIAL) != plain.all_slots(frames)).sum())
    build_graph(segments, OFFICIAL, fps=FRAME_RATE)
    row = side_by_side(
        lambda: build_graph(segments, OFFICIAL, fps=FRAME_RATE),
        lambda: plain.all_slots(frames),
        turns,
    )
    return {**row, "difference": difference, "what": f"ten slots of {n} proposals"}


def graph_sampled(n: int = 1000, turns: int = 3) -> Row:
    """The same with the released code's random trees drawn from it."""
    frames = in_frames(proposals_of(n, 240.0))

    def ours() -> np.ndarray:
        return draw_trees(official_slots(frames, OFFICIAL), 4, np.random.RandomState(777))

    difference = int((ours() != plain.sampled_trees(frames)).sum())
    row = side_by_side(ours, lambda: plain.sampled_trees(frames), turns)
    return {**row, "difference": difference, "what": f"21-node trees of {n} proposals"}


def pooling(n: int = 600, n_units: int = 750, turns: int = 15) -> Row:
    """Features of N proposals: maxima of blocks against a maximum per range, in torch and NumPy."""
    values = features_of(n_units, 1024)
    starts = np.arange(n_units) * 8 / FRAME_RATE
    n_frames = 8 * (n_units - 1) + 64
    sequence = FeatureSequence(
        "rgb",
        values,
        starts,
        starts + 64 / FRAME_RATE,
        n_frames,
        FRAME_RATE,
        8,
        64,
        np.zeros((n_units, 0), np.float32),
        "",
    )
    frames = in_frames(proposals_of(n, n_frames / FRAME_RATE)).astype(np.int64)
    ticks = official_ticks(frames, n_frames, 0.5)
    tensor = torch.from_numpy(values)
    ours, plain = pool_ticks(sequence, ticks), pooling_reference.pooled_proposals(tensor, ticks)
    difference = max(
        float(np.abs(ours.activity - plain[0].numpy()).max()),
        float(np.abs(ours.completeness - plain[1].numpy()).max()),
    )

    def pool() -> ProposalFeatures:
        return pool_ticks(sequence, ticks)

    in_numpy = side_by_side(pool, lambda: arrays.pooled_proposals(values, ticks), turns)
    row = side_by_side(pool, lambda: pooling_reference.pooled_proposals(tensor, ticks), turns)
    return {
        **row,
        "difference": difference,
        "numpy_s": in_numpy["reference_s"],
        "numpy_ratio": in_numpy["ratio"],
        "what": f"{n} proposals over {n_units} units; {in_numpy['ratio']:.1f} to NumPy",
    }


def suppression(n: int = 600, n_labels: int = 20, turns: int = 15) -> Row:
    """Class-wise suppression of N proposals, those of the recorded case, scored for K labels."""
    draw = np.random.RandomState(9)
    start = 0.9 * draw.random_sample(n)
    segments = np.stack([start, start + 0.01 + 0.09 * draw.random_sample(n)], axis=1)
    scores = np.random.default_rng(1).random((n, n_labels))
    settings = replace(DetectionSettings(), nms_before_regression=True, top_k=n * n_labels)
    proposals = ProposalSet(segments, np.ones(n, np.float32))

    flat = scores.ravel()
    order = best_first(flat)
    proposal_idx, label_idx = np.divmod(order, n_labels)
    best = flat[order].astype(np.float32)
    found = Detections(segments[proposal_idx], label_idx, best, proposal_idx)
    rows = np.column_stack([found.segments, flat[order], order])

    def ours() -> Detections:
        return suppress(found, proposals, settings)

    def theirs() -> list[np.ndarray]:
        return arrays.suppressed_by_label(rows, label_idx, settings.nms_tiou)

    kept = ours()
    mine = set((kept.proposal_idx * n_labels + kept.label_idx).tolist())
    other = {int(one) for rows in theirs() for one in rows[:, 3]}
    row = side_by_side(ours, theirs, turns)
    return {**row, "difference": len(mine ^ other), "what": f"{n} proposals, {n_labels} labels"}


def mean_ap(n: int = 40_000, n_labels: int = 20, turns: int = 3) -> Row:
    """Average precision of N detections in all, K labels, five thresholds."""
    tious = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    rng = np.random.default_rng(3)
    cases = [_label_case(rng, n // n_labels) for _ in range(n_labels)]
    rows = [
        tuple(
            np.column_stack([one.video_idx, one.segments, one.score]).tolist()
            for one in (truth, found)
        )
        for truth, found in cases
    ]

    def ours() -> np.ndarray:
        return np.stack([average_precision(truth, found, tious) for truth, found in cases])

    def theirs() -> np.ndarray:
        return np.stack([arrays.average_precision(t, f, tious.tolist()) for t, f in rows])

    difference = float(np.abs(ours() - theirs()).max())
    row = side_by_side(ours, theirs, turns)
    return {**row, "difference": difference, "what": f"{n} detections, {n_labels} labels, 5 tIoU"}


def _label_case(
    rng: np.random.Generator, n_found: int, n_videos: int = 200
) -> tuple[LabelledSegments, LabelledSegments]:
    """About two actions in each video, and detections half of which lie near one."""
    n_truth = 2 * n_videos
    video = rng.integers(0, n_videos, n_truth)
    truth = rng.uniform(0, 200, (n_truth, 1)) + np.array([0.0, 1.0]) * rng.uniform(
        2, 20, (n_truth, 1)
    )
    near = rng.integers(0, n_truth, n_found)
    found = truth[near] + rng.normal(0, 3, (n_found, 2))
    found = np.stack([found.min(axis=1), found.max(axis=1) + 0.1], axis=1)
    where = np.where(rng.random(n_found) < 0.5, video[near], rng.integers(0, n_videos, n_found))
    return (
        LabelledSegments(video, truth, np.zeros(n_truth)),
        LabelledSegments(where, found, rng.permutation(n_found) / n_found),
    )
