"""Stages that are networks: P-GCN inference and its training step, flow and I3D."""

import copy
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from pgcn_core.config import FlowSettings, GraphSettings, ModelSettings
from pgcn_core.features.flow import compute_flow, to_grey
from pgcn_core.features.flow_tvl1_torch import tvl1_flow_batch
from pgcn_core.features.loading import load_backbone
from pgcn_core.graph import build_graph, draw_trees, official_slots
from pgcn_core.model import Pgcn, PgcnOutput, graph_tensors, tree_tensors
from pgcn_core.training.losses import Targets, pgcn_losses
from pgcn_core.training.optimiser import make_optimiser
from pgcn_core.training.settings import OptimiserSettings
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames
from tests.bench.crowds import FRAME_RATE, features_of, in_frames, proposals_of
from tests.bench.reference import graph as plain
from tests.bench.reference import losses, network
from tests.bench.timing import Row, side_by_side

CPU = torch.device("cpu")
OFFICIAL = GraphSettings(mode="official")


def network_of(**changes: object) -> Pgcn:
    """A network in official mode, its heads large enough for differences to be seen."""
    torch.manual_seed(0)
    model = Pgcn(replace(ModelSettings(edge_relu=True), **changes))
    for head in (model.activity_fc, model.completeness_fc, model.regressor_fc):
        torch.nn.init.normal_(head.weight, 0.0, 0.01)
    return model.eval()


def largest(one: PgcnOutput, other: PgcnOutput) -> float:
    """Largest difference of two outputs."""
    return max(float((a - b).abs().max()) for a, b in zip(one, other, strict=True))


def inference(n: int = 1000, turns: int = 3) -> Row:
    """Whole graph of all ten slots against the released code's 21-node tree per proposal.

    The difference is that of the network on the very trees of the reference; ``whole_difference``
    that of the whole graph and the 111-node trees of all ten slots, of every 25th proposal.
    """
    segments = proposals_of(n, 240.0)
    activity, completeness = (torch.from_numpy(features_of(n, dim)) for dim in (1024, 3072))
    model = network_of()
    slots = official_slots(in_frames(segments), OFFICIAL)
    trees = torch.from_numpy(draw_trees(slots, 4, np.random.RandomState(777)))

    @torch.inference_mode()
    def ours() -> PgcnOutput:
        return model(activity, completeness, graph_tensors(whole))

    def theirs() -> PgcnOutput:
        return network.score_one_by_one(model, activity, completeness, trees, 4)

    @torch.inference_mode()
    def sampled() -> PgcnOutput:
        return model(activity, completeness, tree_tensors(trees))

    whole = build_graph(segments, OFFICIAL, fps=FRAME_RATE)
    some = np.arange(0, n, 25)
    full = torch.from_numpy(np.stack([plain.full_tree(int(root), slots) for root in some]))
    by_tree = network.score_one_by_one(model, activity, completeness, full, 10)
    at_once = PgcnOutput(*(one[torch.from_numpy(some)] for one in ours()))
    difference = largest(sampled(), theirs())
    row = side_by_side(ours, theirs, turns)
    same_draw = side_by_side(sampled, theirs, 1)
    return {
        **row,
        "difference": difference,
        "whole_difference": largest(at_once, by_tree),
        "same_draw_ratio": same_draw["ratio"],
        "what": f"one stream of {n} proposals",
    }


@dataclass(frozen=True)
class TrainingBatch:
    """The same batch for both: trees over distinct proposals, and what their roots should be."""

    activity: Tensor
    completeness: Tensor
    trees: Tensor
    labels: Tensor
    kinds: Tensor
    offsets: Tensor


def training_batch(n_videos: int, n_proposals: int, dim: int) -> TrainingBatch:
    """Eight centres of each video with the released code's trees, over the proposals in them."""
    trees, low = [], 0
    rng = np.random.RandomState(777)
    for video in range(n_videos):
        frames = in_frames(proposals_of(n_proposals, 120.0, video))
        drawn = draw_trees(official_slots(frames, OFFICIAL), 4, rng)
        drawn = drawn[rng.randint(0, n_proposals, 8)]
        used = np.unique(drawn)
        trees.append(np.searchsorted(used, drawn) + low)
        low += len(used)
    n = 8 * n_videos
    kinds = np.tile([0, 1, 1, 1, 1, 1, 1, 2], n_videos)
    labels = np.where(kinds == 2, 0, rng.randint(1, 21, n))
    offsets = np.where((kinds == 0)[:, None], rng.normal(size=(n, 2)), 0.0)
    return TrainingBatch(
        torch.from_numpy(features_of(low, dim)),
        torch.from_numpy(features_of(low, 3 * dim, 1)),
        torch.from_numpy(np.concatenate(trees)),
        torch.from_numpy(labels),
        torch.from_numpy(kinds),
        torch.from_numpy(offsets.astype(np.float32)),
    )


class Learner:
    """One network and its optimiser; every step starts from the same weights."""

    def __init__(self, model: Pgcn, batch: TrainingBatch) -> None:
        self.model, self.batch = model, batch
        self.start = copy.deepcopy(model.state_dict())
        self.settings = OptimiserSettings(rgb_rate=0.01)

    def step(self, output: PgcnOutput, loss: Tensor) -> dict[str, Tensor]:
        """One step of SGD; the weights after it."""
        del output
        optimiser = make_optimiser(self.model, self.settings, "rgb")
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        return self.model.state_dict()

    def ours(self) -> dict[str, Tensor]:
        """Distinct proposals, multiplied once."""
        one = self.batch
        self.model.load_state_dict(self.start)
        output = self.model(one.activity, one.completeness, tree_tensors(one.trees))
        targets = Targets(
            one.labels - 1,
            one.kinds != 1,
            one.kinds == 0,
            torch.tensor([1, -1, -1, -1, -1, -1, -1, 0]).repeat(len(one.labels) // 8),
            torch.arange(len(one.labels) // 8).repeat_interleave(8),
            one.offsets,
        )
        return self.step(output, pgcn_losses(output, targets, self.settings).total)

    def plain(self, rows: tuple[Tensor, Tensor], mask: Tensor) -> dict[str, Tensor]:
        """A row for every node of every tree, and one dense adjacency matrix over all of them."""
        one = self.batch
        self.model.load_state_dict(self.start)
        output = network.training_output(self.model, *rows, mask)
        loss = losses.total_loss(output, one.labels, one.kinds, one.offsets)
        return self.step(output, loss)


def train_step(n_videos: int = 32, n_proposals: int = 300, dim: int = 1024, turns: int = 2) -> Row:
    """Forward, losses, backward and SGD of 32 videos; dropout is off so that both are comparable.

    The difference is the largest of any weight after the step.
    """
    batch = training_batch(n_videos, n_proposals, dim)
    model = network_of(feature_dim=dim, activity_dropout=0.0, gcn_dropout=0.0).train()
    learner = Learner(model, batch)
    flat = batch.trees.reshape(-1)
    rows, mask = (batch.activity[flat], batch.completeness[flat]), network.batch_mask(8 * n_videos)
    mine = {name: value.clone() for name, value in learner.ours().items()}
    plainly = learner.plain(rows, mask)
    difference = max(float((mine[name] - plainly[name]).abs().max()) for name in mine)
    row = side_by_side(learner.ours, lambda: learner.plain(rows, mask), turns)
    what = f"{n_videos} videos, {len(flat)} tree nodes, {len(batch.activity)} distinct proposals"
    return {**row, "difference": difference, "what": what}


def tvl1(video: Path, n_pairs: int = 2, turns: int = 3) -> Row:
    """TV-L1 of real pairs against OpenCV contrib; the difference: mean end-point error, px."""
    batch = next(iter(read_frames(open_video(video), short_side_px=256, fps=FRAME_RATE)))
    grey = to_grey(batch.pixels[: n_pairs + 1, :256, :340])
    floats = torch.from_numpy(grey).float()
    has_contrib = hasattr(cv2, "optflow")

    def theirs() -> np.ndarray:
        if not has_contrib:
            with torch.inference_mode():
                return tvl1_flow_batch(floats[:-1], floats[1:]).numpy()
        method = cv2.optflow.DualTVL1OpticalFlow_create()
        return np.stack([method.calc(a, b, None) for a, b in pairwise(grey)])

    def ours() -> np.ndarray:
        return compute_flow(grey, FlowSettings(method="tvl1"), device=CPU)

    error = np.linalg.norm(ours() - theirs().reshape(ours().shape), axis=-1).mean()
    row = side_by_side(ours, theirs, turns)
    reference = (
        "OpenCV contrib" if has_contrib else "our torch code: OpenCV contrib is not installed"
    )
    height, width = grey.shape[1:]
    what = f"{n_pairs} pairs of {width} x {height}"
    return {**row, "difference": float(error), "reference": reference, "what": what}


def i3d(n_frames: int = 64, turns: int = 3) -> Row:
    """A clip of 224 x 224 through OpenVINO against eager torch; the difference is relative."""
    clip = np.random.default_rng(0).uniform(-1, 1, (1, 3, n_frames, 224, 224)).astype(np.float32)
    ours, peer = (load_backbone("rgb", device=CPU, backend=name) for name in ("openvino", "torch"))
    mine, theirs = ours.features(clip), peer.features(clip)
    difference = float(np.abs(mine - theirs).max() / np.abs(theirs).max())
    row = side_by_side(lambda: ours.features(clip), lambda: peer.features(clip), turns)
    return {**row, "difference": difference, "what": f"a clip of {n_frames} frames"}
