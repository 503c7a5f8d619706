"""Parity of graph, pooling and network with the numbers of the official code."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import GraphSettings, ModelSettings, ProposalSettings
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import draw_trees, graph_from_slots, official_slots
from pgcn_core.model import Gcn, GraphTensors, Pgcn, PgcnOutput, graph_tensors, tree_tensors
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.proposals.units import official_rescaled_units, official_ticks, official_units
from tests.parity.findings import P_GCN_TOLERANCE, Finding, largest_error

OFFICIAL = GraphSettings(mode="official")
SEED = 777
Arrays = dict[str, NDArray[Any]]


def sequence_of(values: NDArray[np.float32], n_frames: int) -> FeatureSequence:
    """A sequence at one frame per second, so that seconds are frames."""
    starts = np.arange(len(values)) * 8.0
    logits = np.zeros((len(values), 2), np.float32)
    return FeatureSequence("rgb", values, starts, starts + 64, n_frames, 1.0, 8, 64, logits, "")


def tie_rows(frames: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows whose candidate slots depend on the order of equal numbers, by brute force."""
    start, end = frames[:, 0].astype(np.float64), frames[:, 1].astype(np.float64)
    shared = np.minimum(end[:, None], end) - np.maximum(start[:, None], start) + 1
    shared = np.maximum(shared, 0)
    length = end - start + 1
    tiou = shared / (length[:, None] + length - shared)
    hull = np.maximum(end[:, None], end) - np.minimum(start[:, None], start) + 1
    distance = np.abs((start + end)[:, None] - (start + end)) / 2 / hull
    ties = np.zeros(len(frames), bool)
    for i in range(len(frames)):
        # The proposal itself is among the contextual ones: a twin ties with it.
        contextual = np.sort(-tiou[i][tiou[i] > 0.7])[:10]
        surrounding = np.sort(distance[i][(tiou[i] <= 0) & (distance[i] > 0)])[:3]
        ties[i] = (np.diff(contextual) == 0).any() or (np.diff(surrounding) == 0).any()
    return ties


def trees_without_ties(trees: NDArray[np.int64], ties: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Trees none of whose expanded nodes (root and children) is a tie row."""
    return ~ties[trees[:, :5]].any(axis=1)


def score(model: Pgcn, features: ProposalFeatures, graph: GraphTensors) -> PgcnOutput:
    with torch.inference_mode():
        return model(
            torch.from_numpy(features.activity), torch.from_numpy(features.completeness), graph
        )


def output_error(output: PgcnOutput, golden: Arrays, suffix: str = "") -> float:
    return max(
        largest_error(
            values.reshape(len(values), -1), golden[name + suffix].reshape(len(values), -1)
        )
        for name, values in zip(("act", "comp", "reg"), output, strict=True)
    )


def check_pgcn_test(path: Path, recipe: ModuleType) -> list[Finding]:
    """One video of the official tester: slots, draws, pooling, network, both ways."""
    golden = dict(np.load(path))
    frames = golden["proposals"]
    values = recipe.features(f"golden_{len(frames)}", int(golden["ft_num"]))
    sequence = sequence_of(values, int(golden["num_frames"]))
    features = pool_features(sequence, frames.astype(float), ProposalSettings(pooling="official"))
    model = _model(recipe, golden)
    return [
        *_check_slots(path.name, golden),
        *_check_pooling(path.name, golden, features),
        *_check_network(path.name, golden, model, features),
        *_check_rows(path.name, golden, model, features),
    ]


def _model(recipe: ModuleType, golden: Arrays) -> Pgcn:
    n_labels = golden["comp"].shape[1]
    state = recipe.pgcn_state("pgcn-rgb", num_class=n_labels)
    model = Pgcn(ModelSettings(n_labels=n_labels, edge_relu=True)).eval()
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    model.offset_stats.copy_(torch.from_numpy(golden["stats"]))
    return model


def _check_slots(name: str, golden: Arrays) -> list[Finding]:
    slots = official_slots(golden["proposals"].astype(float), OFFICIAL)
    ties = golden["tie_rows"]
    found = [Finding(f"{name} slots", largest_error(slots[~ties], golden["cand"][~ties]), 0)]
    if "cand_stable" in golden:
        # The official tester drops the first of equals instead of the proposal itself.
        alone = ~_has_twin(golden["proposals"])
        error = largest_error(slots[alone], golden["cand_stable"][alone])
        note = f"{alone.sum()} of {len(alone)} proposals; the others have a twin"
        found.append(Finding(f"{name} stable slots", error, 0, note))
    for key in sorted(golden):
        if not re.fullmatch(r"selected_seed\d+", key):
            continue
        rng = np.random.RandomState(int(key.removeprefix("selected_seed")))
        # C slots drawn make a tree of 1 + C + C * C.
        n_drawn = int(golden[key].shape[1] ** 0.5)
        drawn = draw_trees(golden["cand"].astype(np.int64), n_drawn, rng)
        found.append(Finding(f"{name} {key}", largest_error(drawn, golden[key]), 0))
    return found


def _check_pooling(name: str, golden: Arrays, features: ProposalFeatures) -> list[Finding]:
    ticks = official_ticks(golden["proposals"], int(golden["num_frames"]), 0.5)
    found = [Finding(f"{name} ticks", largest_error(ticks, golden["ticks"]), 0)]
    pairs = (("act_ft", features.activity), ("comp_ft", features.completeness))
    for key, values in pairs:
        if key in golden:
            found.append(Finding(f"{name} {key}", largest_error(values, golden[key]), 0))
        if f"{key}_sum" in golden:
            sums = values.astype(np.float64).sum(axis=1)
            error = largest_error(sums, golden[f"{key}_sum"], relative=True)
            found.append(Finding(f"{name} {key}_sum", error, P_GCN_TOLERANCE))
    return found


def _has_twin(frames: NDArray[np.int64]) -> NDArray[np.bool_]:
    _, which, count = np.unique(frames, axis=0, return_inverse=True, return_counts=True)
    return count[which] > 1


def _selected(golden: Arrays) -> NDArray[np.int64]:
    """The drawn trees that the scores of the file belong to."""
    key = min(key for key in golden if key.startswith("selected"))
    return golden[key].astype(np.int64)


def _check_network(
    name: str, golden: Arrays, model: Pgcn, features: ProposalFeatures
) -> list[Finding]:
    trees = torch.from_numpy(_selected(golden))
    sampled = score(model, features, tree_tensors(trees))
    ours = model.denormalise(sampled.offsets)
    found = [
        Finding(f"{name} sampled trees", output_error(sampled, golden), P_GCN_TOLERANCE),
        Finding(f"{name} denormalised", largest_error(ours, golden["reg_denorm"]), P_GCN_TOLERANCE),
    ]
    for suffix, key in (("_full10", "cand"), ("_full10_stable", "cand_stable")):
        if f"act{suffix}" in golden and key in golden:
            slots = golden[key].astype(np.int64)
            output = score(model, features, graph_tensors(graph_from_slots(slots, OFFICIAL)))
            error = output_error(output, golden, suffix)
            found.append(Finding(f"{name} whole graph {suffix[1:]}", error, P_GCN_TOLERANCE))
    return found


def _check_rows(
    name: str, golden: Arrays, model: Pgcn, features: ProposalFeatures
) -> list[Finding]:
    """The adjacency and the root's row of single trees."""
    found = []
    for key in sorted(golden):
        match = re.fullmatch(r"(act|comp)_(adj|gcn)_(\d+)", key)
        if match is None:
            continue
        branch, what, number = match.groups()
        values = features.activity if branch == "act" else features.completeness
        gcn = model.Act_GCN if branch == "act" else model.Comp_GCN
        tree = _selected(golden)[[int(number)]]
        graph = tree_tensors(torch.from_numpy(tree))
        with torch.inference_mode():
            ours = _adjacency(gcn, values, graph) if what == "adj" else _root(gcn, values, graph)
        error = largest_error(ours, golden[key], relative=True)
        found.append(Finding(f"{name} {key}", error, P_GCN_TOLERANCE))
    return found


def _adjacency(gcn: Gcn, values: NDArray[np.float32], graph: GraphTensors) -> torch.Tensor:
    """The (21, 21) matrix of one tree, from its first hop: row k's children follow one another."""
    weights = gcn.edge_weights(torch.from_numpy(values), graph.first)
    matrix = torch.zeros(len(weights) + 1, len(weights) + 1)
    rows = graph.first.row
    matrix[rows, torch.arange(1, len(weights) + 1)] = weights
    own = torch.arange(len(graph.first.root))
    matrix[own, own] += graph.first.root_weight
    return matrix


def _root(gcn: Gcn, values: NDArray[np.float32], graph: GraphTensors) -> torch.Tensor:
    return gcn(torch.from_numpy(values), graph)[0]


def check_pooling_units(path: Path) -> list[Finding]:
    """The unit ranges of both pooling variants."""
    golden = json.loads(path.read_text())
    found = []
    for key in ("thumos", "anet100"):
        if not golden.get(key):
            continue
        rows = np.array(golden[key], np.int64)
        ours = [
            official_units(row[None, 2:4], int(row[0]))[0]
            if key == "thumos"
            else official_rescaled_units(row[None, 2:4], int(row[1]), int(row[0]))[0]
            for row in rows
        ]
        found.append(Finding(f"{path.name} {key}", largest_error(ours, rows[:, 4:]), 0))
    return found
