"""Recomputes what "Why?" shows from the files alone: project, feature cache, checkpoint.

Nothing of the program is used: SQLite, NumPy and the safetensors format, float64, a dense adjacency
matrix, one whole pass per neighbour. Prints every neighbour's contribution:

    python -m tests.parity.explained PROJECT FEATURE_CACHE CHECKPOINT
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

KEPT = "select id, settings_json, graph, evidence from runs where evidence is not null"


@dataclass
class Kept:
    """A stored run and all that made it."""

    run_id: str
    settings: dict[str, Any]
    graph: dict[str, np.ndarray]
    evidence: dict[str, np.ndarray]
    facts: dict[str, Any]
    weights: dict[str, dict[str, np.ndarray]]
    sequences: dict[str, dict[str, np.ndarray]]
    shapes: dict[str, dict[str, Any]]

    @property
    def segments(self) -> np.ndarray:
        return self.graph["segments"]


def read(project: Path, cache: Path, checkpoint: Path) -> Kept:
    """Return the newest run of a project."""
    with sqlite3.connect(project) as connection:
        rows = connection.execute(f"{KEPT} order by made_at desc").fetchall()
    connection.close()
    run_id, settings, graph, evidence = rows[0]
    found = arrays(evidence)
    facts = json.loads(found.pop("facts").tobytes())
    streams = facts["feature_keys"]
    card = json.loads((checkpoint / "card.json").read_text(encoding="utf-8"))
    return Kept(
        run_id,
        json.loads(settings),
        arrays(graph),
        found,
        facts,
        {stream: load_file(checkpoint / f"{stream}.safetensors") for stream in streams},
        {stream: load_file(cache / f"{key}.safetensors") for stream, key in streams.items()},
        card["streams"],
    )


def arrays(blob: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(blob), allow_pickle=False) as file:
        return dict(file)


def stored_adjacency(kept: Kept) -> np.ndarray:
    """Return the (N, N) shares of the run's own graph, 0 where there is no edge."""
    indptr = kept.graph["indptr"]
    n = len(indptr) - 1
    shares = np.zeros((n, n))
    for row in range(n):
        for edge in range(indptr[row], indptr[row + 1]):
            shares[row, kept.graph["neighbours"][edge]] = kept.evidence["share"][edge]
    return shares


def paper_adjacency(segments: np.ndarray, settings: dict[str, Any]) -> np.ndarray:
    """Return (N, N): 1 where the paper's rules join two proposals."""
    start, end = segments.T
    length = end - start
    shared = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    shared = shared.clip(0)
    both = length[:, None] + length
    tiou = shared / (both - shared)
    apart = np.abs((start + end)[:, None] - (start + end)) / 2
    near = (tiou == 0) & (apart < settings["graph"]["surrounding_distance"] * both)
    joined = near | (tiou > settings["graph"]["contextual_tiou"])
    np.fill_diagonal(joined, val=False)
    return joined.astype(float)


def pooled(kept: Kept, stream: str, segments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return activity (N, D) and completeness (N, 3D): maxima, or means, over each span."""
    sequence = kept.sequences[stream]
    values = sequence["values"].astype(float)
    centres = (sequence["starts_s"] + sequence["ends_s"]) / 2
    ratio = kept.settings["proposals"]["context_ratio"]
    is_mean = kept.settings["proposals"]["pooling"] == "mean"

    def summary(low: float, high: float) -> np.ndarray:
        inside = np.flatnonzero((centres >= low) & (centres < high))
        if not len(inside):
            inside = np.array([np.abs(centres - (low + high) / 2).argmin()])
        return values[inside].mean(axis=0) if is_mean else values[inside].max(axis=0)

    activity, whole = [], []
    for start, end in segments:
        reach = ratio * (end - start)
        before = summary(max(start - reach, 0.0), start)
        after = summary(end, max(min(end + reach, sequence["ends_s"][-1]), end))
        middle = summary(start, end)
        activity.append(middle)
        whole.append(np.concatenate([before, middle, after]))
    return np.array(activity), np.array(whole)


def network(
    kept: Kept, stream: str, features: tuple[np.ndarray, np.ndarray], shares: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, K + 1) activity and (N, K) completeness logits of one stream."""
    weights = {name: value.astype(float) for name, value in kept.weights[stream].items()}
    activity, whole = features
    own = np.diag(kept.evidence["self_weight"].astype(float))
    rectified = kept.shapes[stream]["edge_relu"]
    if kept.shapes[stream]["aggregation"] == "mean":
        total = shares.sum(axis=1, keepdims=True)
        shares = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)

    def branch(name: str, values: np.ndarray) -> np.ndarray:
        norm = np.linalg.norm(values, axis=1, keepdims=True)
        unit = np.divide(values, norm, out=np.zeros_like(values), where=norm > 1e-12)
        cosines = unit @ unit.T
        matrix = own + shares * (cosines.clip(0) if rectified else cosines)
        hidden = matrix @ values @ weights[f"{name}.gc1.weight"] + weights[f"{name}.gc1.bias"]
        out = matrix @ hidden.clip(0) @ weights[f"{name}.gc2.weight"]
        return np.concatenate([out + weights[f"{name}.gc2.bias"], values], axis=1)

    def head(name: str, values: np.ndarray) -> np.ndarray:
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    return (
        head("activity_fc", branch("Act_GCN", activity)),
        head("completeness_fc", branch("Comp_GCN", whole)),
    )


def scores(kept: Kept, segments: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return the (N, K) scores of one whole pass."""
    fusion = kept.settings["fusion"]
    parts, total = [], 0.0
    for stream in kept.sequences:
        weight = fusion[f"{stream}_weight"]
        found = network(kept, stream, pooled(kept, stream, segments), shares)
        parts.append([weight * one for one in found])
        total += weight
    activity, whole = (sum(one) / total for one in zip(*parts, strict=True))
    likely = np.exp(activity - activity.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    is_bounded = kept.settings["detections"]["completeness"] == "sigmoid"
    return likely[:, 1:] * (1 / (1 + np.exp(-whole)) if is_bounded else np.exp(whole))


def contributions(kept: Kept, proposal: int, label: int) -> tuple[float, float, dict[int, float]]:
    """Return the score, the score without any neighbour, and what each of them did."""
    shares = stored_adjacency(kept)
    score = scores(kept, kept.segments, shares)[proposal, label]
    alone = scores(kept, kept.segments, np.zeros_like(shares))[proposal, label]
    did = {}
    for neighbour in np.flatnonzero(shares[proposal]):
        without = shares.copy()
        without[neighbour] = without[:, neighbour] = 0.0
        did[int(neighbour)] = score - scores(kept, kept.segments, without)[proposal, label]
    return score, alone, did


def edited(kept: Kept, proposal: int, span: tuple[float, float]) -> np.ndarray:
    """Return the (K,) scores of a proposal that lies elsewhere, in a graph built anew."""
    segments = kept.segments.copy()
    segments[proposal] = span
    return scores(kept, segments, paper_adjacency(segments, kept.settings))[proposal]


def main(project: Path, cache: Path, checkpoint: Path) -> None:
    kept = read(project, cache, checkpoint)
    best = np.argsort(-kept.evidence["score"][:, 0])[:5]
    for proposal in best.tolist():
        label = int(kept.evidence["label_idx"][proposal, 0])
        score, alone, did = contributions(kept, proposal, label)
        name = kept.facts["labels"][label]
        sys.stdout.write(f"{name} {kept.segments[proposal]}: {score:.5f}, alone {alone:.5f}\n")
        for neighbour, change in sorted(did.items(), key=lambda one: -abs(one[1])):
            sys.stdout.write(f"    {kept.segments[neighbour]} {change:+.5f}\n")


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:4]))
