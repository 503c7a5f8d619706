"""The engine's stages beside a plain way: ``python -m tests.bench.engine [--json OUT]``.

Both ways run in turn in one process and do the same work, so that a busy machine slows both alike:
the ratio is the median of the turns' ratios. Absolute times are this machine's, at this moment.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from pgcn_core.config import (
    DetectionSettings,
    FlowSettings,
    GraphSettings,
    ModelSettings,
    ProposalSettings,
    Settings,
)
from pgcn_core.detections import Detections, suppress
from pgcn_core.features.flow import compute_flow, to_grey
from pgcn_core.features.flow_tvl1_torch import tvl1_flow_batch
from pgcn_core.features.loading import load_backbone
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn, graph_tensors
from pgcn_core.pipeline import load_engine, localize
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.segments import centres_s, durations_s, pairwise_tiou
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames
from tests.footage import sample_video
from tests.places import shared_dir

CPU = torch.device("cpu")
FRAME_RATE = 25.0
Act = Callable[[], object]
Row = dict[str, float | int | str]


def side_by_side(ours: Act, peer: Act, turns: int) -> Row:
    """Return the medians of both, ms, and of peer over ours in each turn."""
    ours(), peer()
    mine, theirs = [], []
    for _ in range(turns):
        mine.append(_ms(ours))
        theirs.append(_ms(peer))
    ratios = [b / a for a, b in zip(mine, theirs, strict=True)]
    return {
        "ours_ms": round(statistics.median(mine), 2),
        "peer_ms": round(statistics.median(theirs), 2),
        "times_faster": round(statistics.median(ratios), 1),
        "turns": turns,
    }


def _ms(act: Act) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


def proposals_of(n: int, duration_s: float, seed: int = 0) -> NDArray[np.float64]:
    """Return (n, 2) segments as crowded as a watershed leaves them: bundles around 40 actions."""
    rng = np.random.default_rng(seed)
    action = rng.integers(0, 40, n)
    length_s = rng.uniform(2.0, 12.0, 40)[action] * rng.lognormal(0.0, 0.3, n)
    centre_s = rng.uniform(0.0, duration_s, 40)[action] + rng.normal(0.0, 0.3, n) * length_s
    start_s = np.clip(centre_s - length_s / 2, 0.0, duration_s - 1.0)
    return np.stack([start_s, np.clip(start_s + length_s, 0.5, duration_s)], axis=1)


def graph() -> Row:
    """1,000 proposals: neighbour lists against whole N x N matrices in NumPy."""
    segments = proposals_of(1000, 240.0)
    settings = GraphSettings()

    def matrices() -> tuple[NDArray[np.int64], ...]:
        tiou = pairwise_tiou(segments, segments)
        np.fill_diagonal(tiou, 0.5)
        apart_s = np.abs(centres_s(segments)[:, None] - centres_s(segments)[None, :])
        length_s = durations_s(segments)
        near = apart_s < settings.surrounding_distance * (length_s[:, None] + length_s[None, :])
        return (*np.nonzero(tiou > settings.contextual_tiou), *np.nonzero((tiou == 0) & near))

    found = matrices()
    assert build_graph(segments, settings).neighbours.size == found[0].size + found[2].size
    return side_by_side(lambda: build_graph(segments, settings), matrices, 15)


def pooling() -> Row:
    """600 proposals on 750 vectors of 1,024: block maxima against a maximum per range in NumPy."""
    length = 750
    starts = np.arange(length) * 8 / FRAME_RATE
    values = np.random.default_rng(0).random((length, 1024), np.float32)
    logits = np.zeros((length, 400), np.float32)
    end_s = starts + 16 / FRAME_RATE
    one = FeatureSequence(
        "rgb", values, starts, end_s, 8 * length + 8, FRAME_RATE, 8, 16, logits, "bench"
    )
    segments = proposals_of(600, 240.0)
    middles = 0.5 * (starts + end_s)

    def largest(start_s: float, end_s: float) -> NDArray[np.float32]:
        first, last = np.searchsorted(middles, [start_s, end_s])
        if first == last:
            nearest = int(np.abs(middles - 0.5 * (start_s + end_s)).argmin())
            return values[nearest]
        return values[first:last].max(axis=0)

    def plain() -> NDArray[np.float32]:
        rows = []
        for a, b in segments:
            before, after = max(a - 0.5 * (b - a), 0.0), min(b + 0.5 * (b - a), one.ends_s[-1])
            rows.append(np.concatenate([largest(before, a), largest(a, b), largest(b, after)]))
        return np.stack(rows)

    settings = ProposalSettings()
    np.testing.assert_array_equal(pool_features(one, segments, settings).completeness, plain())
    return side_by_side(lambda: pool_features(one, segments, settings), plain, 15)


def forward() -> Row:
    """One stream of 1,000 proposals: the whole graph against a 21-node tree per proposal."""
    n = 1000
    segments = proposals_of(n, 240.0)
    generator = torch.Generator().manual_seed(0)
    activity, completeness = (torch.rand((n, dim), generator=generator) for dim in (1024, 3072))
    model = Pgcn(ModelSettings(edge_relu=True)).eval()
    official = GraphSettings(mode="official")
    whole = graph_tensors(build_graph(segments, official, fps=FRAME_RATE))
    sampled = build_graph(segments, replace(official, sampled_slots=4), fps=FRAME_RATE)
    trees = torch.from_numpy(sampled.trees)

    def by_tree() -> torch.Tensor:
        with torch.inference_mode():
            return torch.cat(
                [_tree_pass(model, activity, completeness, t) for t in trees.split(32)]
            )

    def at_once() -> torch.Tensor:
        with torch.inference_mode():
            return model(activity, completeness, whole).activity_logits

    return side_by_side(at_once, by_tree, 5)


def _tree_pass(
    model: Pgcn, activity: torch.Tensor, completeness: torch.Tensor, trees: torch.Tensor
) -> torch.Tensor:
    """Score the roots of (B, 21) trees, each with a dense 21 x 21 adjacency matrix."""
    mask = torch.zeros(21, 21)
    for parent in range(5):
        mask[parent, 1 + 4 * parent : 5 + 4 * parent] = 0.25
    parts = []
    for gcn, features in ((model.Act_GCN, activity), (model.Comp_GCN, completeness)):
        nodes = features[trees]
        unit = functional.normalize(nodes, dim=2)
        adjacency = torch.eye(21) + mask * (unit @ unit.transpose(1, 2)).relu()
        hidden = (adjacency @ nodes @ gcn.gc1.weight + gcn.gc1.bias).relu()
        out = adjacency @ hidden @ gcn.gc2.weight + gcn.gc2.bias
        parts.append(torch.cat([out[:, 0], nodes[:, 0]], dim=1))
    model.completeness_fc(parts[1]), model.regressor_fc(parts[1])
    return model.activity_fc(parts[0])


def suppression() -> Row:
    """600 detections of each of 20 labels: compiled against greedy in NumPy."""
    n, n_labels = 600, 20
    segments = np.tile(proposals_of(n, 240.0), (n_labels, 1))
    score = np.sort(np.random.default_rng(1).random(n * n_labels).astype(np.float32))[::-1]
    label_idx = np.random.default_rng(2).permutation(np.repeat(np.arange(n_labels), n))
    idx = np.arange(n * n_labels)
    found = Detections(segments, label_idx, score.copy(), idx)
    proposals = ProposalSet(segments, score.copy())
    settings = DetectionSettings()

    def greedy() -> int:
        kept = 0
        for label in range(n_labels):
            left = segments[label_idx == label]
            while len(left):
                kept += 1
                left = left[1:][pairwise_tiou(left[:1], left[1:])[0] <= settings.nms_tiou]
        return kept

    assert len(suppress(found, proposals, settings)) == greedy()
    return side_by_side(lambda: suppress(found, proposals, settings), greedy, 15)


def flow(video: Path) -> dict[str, Row]:
    """TV-L1 of four real pairs, compiled against torch on this CPU, and DIS beside it."""
    batch = next(iter(read_frames(open_video(video), short_side_px=256, fps=FRAME_RATE)))
    grey = to_grey(batch.pixels[:5, :256, :256])
    floats = torch.from_numpy(grey).float()

    def with_torch() -> torch.Tensor:
        with torch.inference_mode():
            return tvl1_flow_batch(floats[:-1], floats[1:])

    def ours(method: str) -> Act:
        return lambda: compute_flow(grey, FlowSettings(method=method), device=CPU)

    return {
        "tvl1_4_pairs_256x256": side_by_side(ours("tvl1"), with_torch, 3),
        "dis_4_pairs_256x256_beside_tvl1": side_by_side(ours("dis"), ours("tvl1"), 5),
    }


def network() -> Row:
    """A clip of 64 frames of 224 x 224 through I3D: OpenVINO against eager torch."""
    clip = np.random.default_rng(0).uniform(-1, 1, (1, 3, 64, 224, 224)).astype(np.float32)
    ours, peer = (load_backbone("rgb", device=CPU, backend=name) for name in ("openvino", "torch"))
    return side_by_side(lambda: ours.features(clip), lambda: peer.features(clip), 5)


def whole_path(video: Path) -> Row:
    """From an opened engine to the first suggestions, features and all, nothing cached."""
    engines = [
        load_engine(replace(paper, features=replace(paper.features, backend=backend)), device="cpu")
        for paper in [Settings.paper().with_flow("dis")]
        for backend in ("openvino", "torch")
    ]
    row = side_by_side(*(lambda e=e: localize(video, e) for e in engines), 3)
    return {**row, "video": video.name, "video_s": round(open_video(video).info.duration_s, 2)}


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write the numbers here.")
def main(out: Path | None) -> None:
    """Measure every stage that can be measured with what is here."""
    stages: dict[str, Callable[[], Row]] = {
        "graph_1000": graph,
        "pool_600_on_750": pooling,
        "forward_1000": forward,
        "nms_600_by_20": suppression,
        "i3d_64_frames": network,
    }
    numbers: dict[str, object] = {
        "machine": {"cores": os.cpu_count(), "torch_threads": torch.get_num_threads()}
    }
    for name, stage in stages.items():
        numbers[name] = stage()
        click.echo(f"{name:34}{json.dumps(numbers[name])}")
    video = ten_seconds()
    if video is not None:
        numbers |= {**flow(video), "first_suggestions": whole_path(video)}
        for name in list(numbers)[len(stages) + 1 :]:
            click.echo(f"{name:34}{json.dumps(numbers[name])}")
    if out is not None:
        out.write_text(json.dumps(numbers, indent=1), encoding="utf-8")


def ten_seconds() -> Path | None:
    """Return a real clip of ten seconds, else the sample, else None."""
    shared = shared_dir()
    clip = shared / "data" / "real_clips" / "demo.mp4" if shared else None
    return clip if clip is not None and clip.is_file() else sample_video()


if __name__ == "__main__":
    main()
