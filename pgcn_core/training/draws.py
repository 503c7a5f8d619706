"""Random draws that depend on what they are for, never on what was drawn before.

Every draw comes from a counter-based generator (Philox) keyed by the seed and the video, its
counter set by epoch, repeat and place. Order of videos, number of workers and resuming change
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import GraphSettings
from pgcn_core.errors import SettingsError
from pgcn_core.graph import ProposalGraph, build_graph, official_slots
from pgcn_core.training.pools import BACKGROUND, FOREGROUND, INCOMPLETE, Pools
from pgcn_core.training.settings import PoolSettings

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
# The place of a draw that belongs to no centre; centres are counted from 1.
NO_CENTRE = 0


def name_key(name: str) -> int:
    """Return 64 bits that stand for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def generator(seed: int, key: int, counter: tuple[int, int, int]) -> np.random.Generator:
    """Return the generator of one draw.

    Args:
        seed: The person's, at least 0.
        key: From ``name_key``.
        counter: Epoch, repeat and place.
    """
    words = np.array([0, *reversed(counter)], np.uint64)
    return np.random.Generator(
        np.random.Philox(key=np.array([seed, key], np.uint64), counter=words)
    )


def shuffled(n: int, seed: int, epoch: int) -> Indices:
    """Return 0 to n - 1 in the order of an epoch."""
    return generator(seed, name_key("order"), (epoch, 0, NO_CENTRE)).permutation(n)


@contextmanager
def torch_seeded(seed: int, what: str, device: torch.device, at: int = 0) -> Iterator[None]:
    """Give torch a seed of its own for a while: the first weights, or the dropout of one step."""
    devices = [device] if device.type == "cuda" else []
    drawn = generator(seed, name_key(what), (at, 0, NO_CENTRE)).integers(2**62)
    with torch.random.fork_rng(devices):
        torch.manual_seed(int(drawn))
        yield


@dataclass(frozen=True, slots=True)
class Centres:
    """The C proposals of one video that a batch scores.

    Attributes:
        nodes: (C,) int64 positions in the pools.
        kind: (C,) int64 what they count as for activity and regression.
        completeness: (C,) int64: 1 whole, -1 not, 0 not counted.
    """

    nodes: Indices
    kind: Indices
    completeness: Indices


def draw_centres(pools: Pools, settings: PoolSettings, rng: np.random.Generator) -> Centres:
    """Draw 1 foreground, 6 incomplete and 1 background proposals (pgcn_dataset.py:345-373).

    Args:
        pools: With at least one foreground proposal.
        settings: How many of each, and what fills an empty pool.
        rng: Of this video, epoch and repeat.
    """
    wanted = (
        (FOREGROUND, settings.n_foreground, 1),
        (INCOMPLETE, settings.n_incomplete, -1),
        (BACKGROUND, settings.n_background, 0),
    )
    nodes, kinds, signs = [], [], []
    for kind, count, sign in wanted:
        drawn_from, counts_as = pools.of(kind), kind
        if len(drawn_from) == 0:
            if settings.fill_empty == "skip":
                continue
            drawn_from, counts_as = pools.of(FOREGROUND), FOREGROUND
        nodes.append(drawn_from[rng.integers(len(drawn_from), size=count)])
        kinds.append(np.full(count, counts_as, np.int64))
        signs.append(np.full(count, sign, np.int64))
    return Centres(np.concatenate(nodes), np.concatenate(kinds), np.concatenate(signs))


class Neighbourhood(Protocol):
    """Where the neighbours of the proposals of one video are drawn from."""

    def width(self, n_drawn: int) -> int:
        """Return how many uniform numbers one node's draw takes."""

    def draw(self, parents: Indices, uniforms: Floats, n_drawn: int) -> Indices:
        """Return (..., n_drawn) neighbours of (...) proposals, -1 where there is none."""


@dataclass(frozen=True, slots=True)
class GraphNeighbourhood:
    """All neighbours of the paper's graph, drawn uniformly with replacement (Eq. 10)."""

    graph: ProposalGraph

    def width(self, n_drawn: int) -> int:
        """Return one number per draw."""
        return n_drawn

    def draw(self, parents: Indices, uniforms: Floats, n_drawn: int) -> Indices:  # noqa: ARG002
        """Return neighbours; a proposal without any has none."""
        if self.graph.neighbours.size == 0:
            return np.full(uniforms.shape, -1, np.int64)
        there = np.maximum(parents, 0)
        first = self.graph.indptr[there]
        count = np.where(parents < 0, 0, self.graph.indptr[there + 1] - first)
        position = first[..., None] + (uniforms * count[..., None]).astype(np.int64)
        drawn = self.graph.neighbours[np.minimum(position, self.graph.neighbours.size - 1)]
        return np.where(count[..., None] > 0, drawn, -1)


@dataclass(frozen=True, slots=True)
class SlotNeighbourhood:
    """The released code's ten slots, drawn without replacement.

    Attributes:
        slots: (N, S) int64 from ``official_slots``.
    """

    slots: Indices

    def width(self, n_drawn: int) -> int:  # noqa: ARG002
        """Return one number per slot."""
        return self.slots.shape[1]

    def draw(self, parents: Indices, uniforms: Floats, n_drawn: int) -> Indices:
        """Return the slots whose numbers are lowest: a shuffle cut short."""
        chosen = np.argsort(uniforms, axis=-1, kind="stable")[..., :n_drawn]
        return np.take_along_axis(self.slots[parents], chosen, axis=-1)


def neighbourhood(frames: Indices, settings: GraphSettings, n_drawn: int) -> Neighbourhood:
    """Return where neighbours are drawn from; both kinds measure ratios, so frames will do.

    Raises:
        SettingsError: more slots are to be drawn than there are.
    """
    if settings.mode == "paper":
        return GraphNeighbourhood(build_graph(frames.astype(np.float64), settings))
    slots = official_slots(frames.astype(np.float64), settings)
    if n_drawn > slots.shape[1]:
        raise SettingsError(
            f"{n_drawn} neighbours cannot be sampled from {slots.shape[1]} slots.",
            "Sample fewer, or give the graph more slots.",
        )
    return SlotNeighbourhood(slots)


def draw_trees(
    nodes: Indices, around: Neighbourhood, n_drawn: int, uniforms: Floats, depth: int
) -> Indices:
    """Return the sampled tree of each centre, in the layout of ``model.tree_tensors``.

    Args:
        nodes: (T,) int64 roots.
        around: Where neighbours come from.
        n_drawn: C, neighbours per node (N_s).
        uniforms: (T, inner nodes, ``around.width(C)``) float64 in [0, 1).
        depth: Graph convolutions.

    Returns:
        (T, 1 + C + ... + C ** depth) int64; -1 where there is no neighbour.
    """
    trees = np.empty((len(nodes), n_nodes(n_drawn, depth)), np.int64)
    trees[:, 0] = nodes
    first, count = 0, 1
    for _ in range(depth):
        level = slice(first, first + count)
        children = around.draw(trees[:, level], uniforms[:, level], n_drawn)
        trees[:, 1 + n_drawn * first : 1 + n_drawn * (first + count)] = children.reshape(
            len(nodes), -1
        )
        first, count = 1 + n_drawn * first, count * n_drawn
    return trees


def n_nodes(n_drawn: int, depth: int) -> int:
    """Return how many nodes a tree of ``depth`` levels below its root has."""
    return sum(n_drawn**level for level in range(depth + 1))
