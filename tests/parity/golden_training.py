"""Parity of training on the official four-class set: pools, targets, losses, gradients, steps."""

import dataclasses
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import ModelSettings
from pgcn_core.graph import official_slots
from pgcn_core.model import Pgcn, tree_tensors
from pgcn_core.proposals.files import ListedVideo, read_proposal_list
from pgcn_core.proposals.pooling import pool_ticks
from pgcn_core.training.losses import (
    Losses,
    Targets,
    completeness_loss,
    pgcn_losses,
    regression_loss,
)
from pgcn_core.training.optimiser import make_optimiser
from pgcn_core.training.pools import (
    BACKGROUND,
    FOREGROUND,
    INCOMPLETE,
    Pools,
    make_pools,
    training_ticks,
)
from pgcn_core.training.settings import OptimiserSettings, PoolSettings
from pgcn_core.training.targets import pool_targets, target_statistics
from tests.parity.findings import P_GCN_TOLERANCE, Finding, largest_error
from tests.parity.golden_pgcn import OFFICIAL, sequence_of

Arrays = dict[str, NDArray[Any]]
KINDS = {"fg": FOREGROUND, "incomplete": INCOMPLETE, "background": BACKGROUND}
SETTINGS = OptimiserSettings(rgb_rate=0.01)
NODES = 21


def check_training(folder: Path, recipe: ModuleType) -> list[Finding]:
    info = json.loads((folder / "mini_info.json").read_text())
    listed = {one.video_id: one for one in read_proposal_list(folder / "train_proposals.txt")}
    videos = {name: listed[name] for name in info["per_video"]}
    pools = {name: make_pools(one, PoolSettings()) for name, one in videos.items()}
    targets = {name: pool_targets(pools[name], videos[name].truth_frames) for name in videos}
    stats = target_statistics(targets.values(), pools.values())
    found = _check_pools(info, videos, pools, targets)
    found.append(Finding("mini target statistics", largest_error(stats, info["stats"]), 1e-12))
    if (folder / "train_losses.npz").exists():
        golden = dict(np.load(folder / "train_losses.npz"))
        if (folder / "train_nodes.json").exists():
            nodes = json.loads((folder / "train_nodes.json").read_text())
            found += _check_nodes(nodes, pools)
            found += _check_batch(nodes, golden, info, recipe, videos)
            found += _check_targets(nodes, golden, pools, targets, stats)
        found += _check_steps(golden, recipe, info)
        found += _check_units(golden)
    return found


def _check_pools(info: Any, videos: Any, pools: dict[str, Pools], targets: Any) -> list[Finding]:
    members = offsets = ticks = 0.0
    for name, case in info["per_video"].items():
        for key, kind in KINDS.items():
            rows = pools[name].of(kind)
            golden = np.array(case[key], float).reshape(-1, 5 if key == "fg" else 3)
            ours = np.column_stack([pools[name].frames[rows], pools[name].label_idx[rows] + 1])
            if key == "fg":
                offsets = max(offsets, largest_error(targets[name][rows], golden[:, 3:]))
            if key == "background":
                golden, ours = golden[:, :2], ours[:, :2]
            members = max(members, largest_error(ours, golden[:, :3]))
    first = next(iter(videos.values()))
    rows = np.array(info["train_ticks_video0"])
    ticks = largest_error(training_ticks(rows[:, :2], first.n_frames, 0.5), rows[:, 2:])
    return [
        Finding("mini pools", members, 0),
        Finding("mini training ticks", ticks, 0),
        Finding("mini offset targets", offsets, 1e-12),
    ]


def _check_nodes(nodes: Any, pools: dict[str, Pools]) -> list[Finding]:
    """Every node of every sampled tree is one of the slots of its parent."""
    wrong = 0
    for case in nodes:
        frames = pools[case["video"]].frames
        slots = official_slots(frames.astype(float), OFFICIAL)
        trees = np.array(case["nodes"]).reshape(-1, NODES, 3)[:, :, :2]
        for tree in trees:
            for parent in range(5):
                same = (frames == tree[parent]).all(axis=1)
                allowed = {tuple(row) for row in frames[slots[same].ravel()].tolist()}
                # Of equals the official order depends on the CPU: only clear rows are compared.
                drawn = {tuple(row) for row in tree[1 + 4 * parent : 5 + 4 * parent].tolist()}
                wrong += same.sum() == 1 and not drawn <= allowed and _clear(frames, same)
    return [Finding("mini sampled neighbours", wrong, 0)]


def _clear(frames: NDArray[np.int64], row: NDArray[np.bool_]) -> bool:
    from tests.parity.golden_pgcn import tie_rows  # noqa: PLC0415

    return not bool(tie_rows(frames)[row].any())


def _check_batch(
    nodes: Any, golden: Arrays, info: Any, recipe: ModuleType, videos: dict[str, ListedVideo]
) -> list[Finding]:
    """The features of every node, pooled at the training ticks."""
    activity = completeness = 0.0
    for row, case in enumerate(nodes):
        video = videos[case["video"]]
        n_units = info["feature_units"][case["video"]][1]
        values = recipe.features(f"mini-rgb/{case['video']}", n_units, info["dim"])
        frames = np.array(case["nodes"])[:, :2]
        ticks = training_ticks(frames, video.n_frames, 0.5)
        ours = pool_ticks(sequence_of(values, video.n_frames), ticks)
        activity = max(activity, largest_error(ours.activity, golden["train_act"][row]))
        completeness = max(
            completeness, largest_error(ours.completeness, golden["train_comp"][row])
        )
    return [
        Finding("mini batch activity features", activity, 0),
        Finding("mini batch completeness features", completeness, 0),
    ]


def _check_targets(
    nodes: Any, golden: Arrays, pools: dict[str, Pools], targets: Any, stats: NDArray[np.float64]
) -> list[Finding]:
    offsets = labels = 0.0
    for row, case in enumerate(nodes):
        mine = pools[case["video"]]
        for place in range(8):
            at = place * NODES
            start, end, _ = case["nodes"][at]
            kind = golden["prop_type"][row, at]
            same = np.flatnonzero((mine.frames == [start, end]).all(axis=1) & (mine.kind == kind))
            normal = (targets[case["video"]][same] - stats[0]) / stats[1]
            if kind == FOREGROUND:
                error = np.abs(normal - golden["reg_targets"][row, at]).max(axis=1).min()
                offsets = max(offsets, float(error))
            labels += golden["labels"][row, at] not in mine.label_idx[same] + 1
    return [
        Finding("mini batch targets", offsets, P_GCN_TOLERANCE),
        Finding("mini batch labels", labels, 0),
    ]


def batch_targets(golden: Arrays) -> Targets:
    """The centres' targets of the golden batch; the first seven places count for completeness."""
    kind = torch.from_numpy(golden["prop_type"][:, ::NODES].reshape(-1))
    n_videos = len(golden["prop_type"])
    place = torch.tensor([1, -1, -1, -1, -1, -1, -1, 0]).repeat(n_videos)
    return Targets(
        torch.from_numpy(golden["labels"][:, ::NODES].reshape(-1)) - 1,
        kind != INCOMPLETE,
        kind == FOREGROUND,
        place,
        torch.arange(n_videos).repeat_interleave(8),
        torch.from_numpy(golden["reg_targets"][:, ::NODES].reshape(-1, 2)),
    )


def golden_network(recipe: ModuleType, info: Any) -> Pgcn:
    """The four-class network of the batch, without dropout."""
    dim, n_labels = info["dim"], info["num_class"]
    settings = ModelSettings(
        n_labels=n_labels, feature_dim=dim, edge_relu=True, gcn_dropout=0.0, activity_dropout=0.0
    )
    model = Pgcn(settings)
    state = recipe.pgcn_state("mini-rgb", num_class=n_labels, act_dim=dim, comp_dim=3 * dim)
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    return model


def _check_steps(golden: Arrays, recipe: ModuleType, info: Any) -> list[Finding]:
    model, targets = golden_network(recipe, info), batch_targets(golden)
    activity = torch.from_numpy(golden["train_act"]).flatten(0, 1)
    completeness = torch.from_numpy(golden["train_comp"]).flatten(0, 1)
    graph = tree_tensors(torch.arange(len(activity)).reshape(-1, NODES))
    optimiser = make_optimiser(model, SETTINGS, "rgb")
    found, trajectory = [], []
    for step in range(len(golden["loss_traj"])):
        output = model(activity, completeness, graph)
        losses = pgcn_losses(output, targets, SETTINGS)
        optimiser.zero_grad()
        losses.total.backward()
        if step == 0:
            found += _check_outputs(output, targets, golden)
            found.append(_compare(golden, "grad", {k: v.grad for k, v in model.named_parameters()}))
        optimiser.step()
        trajectory.append(_row(losses))
    error = largest_error(trajectory, golden["loss_traj"], relative=True)
    found.append(Finding("mini losses of the steps", error, P_GCN_TOLERANCE))
    found.append(_compare(golden, "param3", dict(model.state_dict())))
    return found


def _row(losses: Losses) -> list[float]:
    parts = (losses.activity, losses.completeness, losses.regression, losses.total)
    return [part.item() for part in parts]


def _check_outputs(output: Any, targets: Targets, golden: Arrays) -> list[Finding]:
    counted = {
        "out_act": output.activity_logits[targets.is_classified],
        "out_comp": output.completeness_logits[targets.completeness != 0],
        "out_reg": output.offsets[targets.is_regressed],
    }
    error = max(largest_error(one.detach(), golden[key]) for key, one in counted.items())
    return [Finding("mini training outputs", error, P_GCN_TOLERANCE)]


def _compare(golden: Arrays, prefix: str, ours: dict[str, Any]) -> Finding:
    """Whole tensors, or three sums of one: plain, absolute, of squares."""
    error = 0.0
    for key, value in ours.items():
        wanted = golden[f"{prefix}_{key}"]
        mine = value.detach().double()
        if wanted.shape != tuple(value.shape):
            mine = torch.stack([mine.sum(), mine.abs().sum(), mine.square().sum()])
        error = max(error, largest_error(mine, wanted, relative=True))
    name = "gradients" if prefix == "grad" else "weights after the steps"
    return Finding(f"mini {name}", error, P_GCN_TOLERANCE)


def _check_units(golden: Arrays) -> list[Finding]:
    found = []
    n = len(golden["u_comp_lab"])
    place = torch.tensor([1, *[-1] * 6]).repeat(n // 7)
    none = torch.zeros(n, dtype=torch.bool)
    labels = torch.from_numpy(golden["u_comp_lab"]) - 1
    video = torch.arange(n // 7).repeat_interleave(7)
    targets = Targets(labels, none, none, place, video, torch.zeros(n, 2))
    scores = torch.from_numpy(golden["u_comp_pred"]).requires_grad_()
    loss = completeness_loss(scores, targets, SETTINGS.hard_share)
    found.append(_unit("completeness", loss, scores, golden, "u_comp"))
    labels = torch.from_numpy(golden["u_reg_lab"]) - 1
    every = torch.ones(len(labels), dtype=torch.bool)
    wanted = torch.from_numpy(golden["u_reg_tgt"])
    targets = dataclasses.replace(targets, label_idx=labels, is_regressed=every, offsets=wanted)
    offsets = torch.from_numpy(golden["u_reg_pred"]).requires_grad_()
    found.append(_unit("regression", regression_loss(offsets, targets), offsets, golden, "u_reg"))
    return found


def _unit(name: str, loss: torch.Tensor, inputs: torch.Tensor, golden: Arrays, key: str) -> Finding:
    loss.backward()
    error = max(
        largest_error(loss.detach().reshape(-1), golden[f"{key}_loss"].reshape(-1)),
        largest_error(inputs.grad, golden[f"{key}_grad"]),
    )
    return Finding(f"mini {name} loss alone", error, P_GCN_TOLERANCE)
