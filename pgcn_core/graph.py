"""Room 4: which proposals are neighbours. Needs segments only, so both streams share it.

Neighbours are found by sweeping proposals in order of start and of end; no N x N matrix is made.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import GraphSettings, ModelSettings
from pgcn_core.errors import SettingsError
from pgcn_core.segments import Segments
from pgcn_core.slots import fill_slots, shared_slots

# Of the trees that ``draw_trees`` makes: a root, its children and theirs.
TREE_DEPTH = 2
CONTEXTUAL = 0
SURROUNDING = 1

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ProposalGraph:
    """Neighbour lists of N proposals in compressed rows.

    The neighbours of proposal i are ``neighbours[indptr[i]:indptr[i + 1]]``, in rising order; i
    itself is not among them (official mode's self slots live in ``self_weight``).

    Attributes:
        indptr: (N + 1,) int64.
        neighbours: (E,) int64 proposal indices.
        kind: (E,) uint8, CONTEXTUAL or SURROUNDING.
        weight: (E,) float32, what multiplies the cosine: 1 in paper mode, the share of slots in
            official mode (0.1 times multiplicity).
        self_weight: (N,) float32, A_ii: 1 in paper mode, 1 plus the share of self slots otherwise.
        trees: (N, 1 + C + C * C) int64 when C slots are sampled: the proposals of the tree of each
            proposal, root first; None when the whole graph is used.
    """

    indptr: Indices
    neighbours: Indices
    kind: NDArray[np.uint8]
    weight: NDArray[np.float32]
    self_weight: NDArray[np.float32]
    trees: Indices | None = None

    @property
    def rows(self) -> Indices:
        """The (E,) proposal each edge belongs to."""
        return np.repeat(np.arange(self.self_weight.size), np.diff(self.indptr))


def build_graph(
    segments: Segments, settings: GraphSettings, *, fps: float | None = None
) -> ProposalGraph:
    """Return the neighbours of every proposal.

    Paper mode (section 3.2). Contextual: every proposal with tIoU above ``contextual_tiou``.
    Surrounding: every proposal with tIoU 0 and ``|c_i - c_j| / union`` below
    ``surrounding_distance``. The union of two disjoint segments is read as what it measures, the
    sum of their durations: a threshold of 1 then means a gap under half that sum. The released
    code divides by their hull instead, with which the distance never reaches 1 and every disjoint
    pair of the video would be joined.

    Official mode (pgcn_test.py:51-95). Frame numbers with an inclusive end; the 8 best contextual
    and 2 nearest surrounding proposals, repeated cyclically when there are fewer, the proposal
    itself when there are none. Ties go to the lower index.

    Args:
        segments: (N, 2) float64 seconds; N may be 0.
        settings: Mode, thresholds and slots.
        fps: Official mode: frames per second of the features; seconds become the nearest whole
            frame. Pass 1.0 with segments already in frames.

    Raises:
        ValueError: official mode without ``fps``.
        SettingsError: a threshold is out of range.
    """
    check_graph(settings)
    if settings.mode == "paper":
        return _paper_graph(np.ascontiguousarray(segments, np.float64), settings)
    if fps is None:
        raise ValueError("official mode counts frames: pass fps")
    slots = official_slots(np.rint(np.asarray(segments, np.float64) * fps), settings)
    trees = None
    if settings.sampled_slots is not None:
        # The legacy generator: its stream is frozen, and it is what the released code draws from.
        rng = np.random.RandomState(settings.seed)
        trees = draw_trees(slots, settings.sampled_slots, rng)
    return graph_from_slots(slots, settings, trees)


def check_graph(settings: GraphSettings, networks: Iterable[ModelSettings] = ()) -> None:
    """Find out before features are made whether a graph can be, and networks can use it.

    Args:
        settings: Of the graph.
        networks: What convolves it.

    Raises:
        SettingsError: a threshold is out of range, more slots are sampled than there are, or the
            sampled trees are deeper or flatter than a network.
    """
    if not 0 <= settings.contextual_tiou <= 1:
        raise SettingsError(
            "The contextual tIoU must lie between 0 and 1.", "Correct graph.contextual_tiou."
        )
    drawn = settings.sampled_slots
    if drawn is None or settings.mode == "paper":
        return
    slots = sum(_slot_counts(settings))
    if not 1 <= drawn <= slots:
        raise SettingsError(
            f"{drawn} slots cannot be sampled from {slots}.", "Correct graph.sampled_slots."
        )
    for one in networks:
        convolves = "gcn" in (one.activity_network, one.completeness_network)
        if convolves and one.depth != TREE_DEPTH:
            raise SettingsError(
                f"Sampled slots make trees for {TREE_DEPTH} graph convolutions, and the network "
                f"has {one.depth}.",
                "Leave graph.sampled_slots out.",
            )


def _slot_counts(settings: GraphSettings) -> tuple[int, int]:
    return (
        settings.contextual_slots if settings.contextual else 0,
        settings.surrounding_slots if settings.surrounding else 0,
    )


# ---------------------------------------------------------------- paper mode


def _paper_graph(segments: Segments, settings: GraphSettings) -> ProposalGraph:
    by_start = _sort_by_start(segments)
    limits = (
        settings.contextual_tiou if settings.contextual else 2.0,
        settings.surrounding_distance if settings.surrounding else -1.0,
    )
    counts = np.zeros(len(segments), np.int64)
    nothing = np.empty(0, np.int64)
    _sweep(segments, by_start, limits, counts, nothing, nothing.astype(np.uint8))
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    neighbours = np.empty(indptr[-1], np.int64)
    kind = np.empty(indptr[-1], np.uint8)
    _sweep(segments, by_start, limits, indptr[:-1].copy(), neighbours, kind)
    neighbours, kind = _rising(indptr, neighbours, kind)
    return ProposalGraph(
        indptr,
        neighbours,
        kind,
        np.ones(neighbours.size, np.float32),
        np.ones(len(segments), np.float32),
    )


class _ByStart(NamedTuple):
    """Proposals in order of start, those starts, and the longest duration."""

    order: Indices
    starts: Floats
    longest: float


def _sort_by_start(segments: Segments) -> _ByStart:
    order = np.argsort(segments[:, 0], kind="stable").astype(np.int64)
    longest = float((segments[:, 1] - segments[:, 0]).max(initial=0.0))
    return _ByStart(order, np.ascontiguousarray(segments[order, 0]), longest)


@numba.njit(cache=True, nogil=True)
def _overlap(segments: Segments, i: int, j: int, extra: float) -> float:
    """Return tIoU of two segments; ``extra`` is 1 when ends are inclusive frames."""
    shared = min(segments[i, 1], segments[j, 1]) - max(segments[i, 0], segments[j, 0]) + extra
    if shared <= 0.0:
        return 0.0
    length_i = segments[i, 1] - segments[i, 0] + extra
    length_j = segments[j, 1] - segments[j, 0] + extra
    return shared / (length_i + length_j - shared)


@numba.njit(cache=True, nogil=True)
def _edge_kind(segments: Segments, i: int, j: int, limits: tuple[float, float]) -> int:
    """Return CONTEXTUAL, SURROUNDING, or 2 for no edge."""
    tiou = _overlap(segments, i, j, 0.0)
    if tiou > limits[0]:
        return 0
    if tiou > 0.0:
        return 2
    union = (segments[i, 1] - segments[i, 0]) + (segments[j, 1] - segments[j, 0])
    apart = abs(0.5 * (segments[i, 0] + segments[i, 1]) - 0.5 * (segments[j, 0] + segments[j, 1]))
    return 1 if apart < limits[1] * union else 2


@numba.njit(cache=True, nogil=True)
def _sweep(
    segments: Segments,
    by_start: _ByStart,
    limits: tuple[float, float],
    following: Indices,
    neighbours: Indices,
    kind: NDArray[np.uint8],
) -> None:
    """Count the edges of every row, or fill them in when there is room.

    Both kinds of edge join two proposals both ways, so each pair is looked at once. A neighbour
    overlaps or lies within (theta_sur - 1/2) * (L_i + L_j) of i, so it starts no further than that
    from i's end; L_j is bounded by the longest duration.

    Args:
        segments: (N, 2).
        by_start: Their order.
        limits: Least tIoU, and largest distance.
        following: (N,) where the next edge of each row goes; moved on by the row's edges.
        neighbours: (E,) to fill, or empty to count.
        kind: The same.
    """
    margin = max(limits[1] - 0.5, 0.0)
    for place in range(len(segments)):
        i = by_start.order[place]
        reach = segments[i, 1] - segments[i, 0] + by_start.longest
        last = segments[i, 1] + margin * reach + 1e-6
        for position in range(place + 1, len(segments)):
            if by_start.starts[position] > last:
                break
            j = by_start.order[position]
            edge = _edge_kind(segments, i, j, limits)
            if edge == 2:
                continue
            if neighbours.size:
                neighbours[following[i]], neighbours[following[j]] = j, i
                kind[following[i]] = kind[following[j]] = edge
            following[i] += 1
            following[j] += 1


@numba.njit(cache=True, nogil=True)
def _rising(
    indptr: Indices, neighbours: Indices, kind: NDArray[np.uint8]
) -> tuple[Indices, NDArray[np.uint8]]:
    """Return a symmetric graph with the neighbours of every row in rising order.

    Row i is told to its neighbours in order of i.
    """
    following = indptr[:-1].copy()
    rising, its_kind = np.empty_like(neighbours), np.empty_like(kind)
    for i in range(len(following)):
        for edge in range(indptr[i], indptr[i + 1]):
            j = neighbours[edge]
            rising[following[j]], its_kind[following[j]] = i, kind[edge]
            following[j] += 1
    return rising, its_kind


# ------------------------------------------------------------- official mode


def official_slots(frames: NDArray[np.float64], settings: GraphSettings) -> Indices:
    """Return the neighbour slots of every proposal, contextual first, before any draw.

    Args:
        frames: (N, 2) start and inclusive end, whole frames.
        settings: Thresholds, and how many slots of each kind (8 and 2).

    Returns:
        (N, 10) int64 proposal indices; a proposal's own index where it has no neighbour of a kind.
    """
    n_contextual, n_surrounding = _slot_counts(settings)
    frames = np.asarray(frames, np.float64)
    slots = np.empty((len(frames), n_contextual + n_surrounding), np.int64)
    # Any order of equal starts will do: the kernels tell equals apart by their indices.
    order = np.argsort(frames[:, 0])
    starts, ends = frames[order, 0], frames[order, 1]
    by_start = order, starts, ends
    fill_slots(by_start, np.argsort(ends), settings.contextual_tiou, n_contextual, slots)
    return slots


def draw_trees(slots: Indices, n_drawn: int, rng: np.random.RandomState) -> Indices:
    """Return the sampled tree of every proposal, as the released code draws it.

    The root and then each of its drawn neighbours shuffle their slots and keep the first
    ``n_drawn`` (pgcn_test.py:98-111). Proposals are visited in order.

    Args:
        slots: (N, S) from ``official_slots``.
        n_drawn: Neighbours kept, C.
        rng: Advanced by N * (1 + C) shuffles of S elements.

    Returns:
        (N, 1 + C + C * C) int64: root, its children, then the children of each child in turn.
    """
    trees = np.empty((len(slots), 1 + n_drawn + n_drawn * n_drawn), np.int64)
    slots = np.ascontiguousarray(slots, np.int64)
    expected = len(slots) * (1 + n_drawn) * slots.shape[1]
    room = 2 * expected + 64
    while True:
        ahead = np.random.RandomState()
        ahead.set_state(rng.get_state())
        used = _shuffle_into(
            trees, slots, n_drawn, ahead.randint(2**32, size=room, dtype=np.uint32)
        )
        if used >= 0:
            rng.randint(2**32, size=used, dtype=np.uint32)
            return trees
        room *= 2


def n_drawn_of(trees: Indices) -> int:
    """Return C for (..., 1 + C + C * C) trees of ``draw_trees``."""
    return math.isqrt(trees.shape[-1] - 1)


@numba.njit(cache=True, nogil=True)
def _shuffle_into(trees: Indices, slots: Indices, n_drawn: int, raw: NDArray[np.uint32]) -> int:
    """Fill the trees with what ``RandomState.shuffle`` makes of its raw numbers.

    It swaps from the last place down; a place below or at i is the low bits of a raw number, drawn
    again while they are above i.

    Returns:
        How many raw numbers were used; -1 when they did not suffice.
    """
    used = 0
    drawn = np.empty(slots.shape[1], np.int64)
    for root in range(len(trees)):
        trees[root, 0] = root
        for parent in range(1 + n_drawn):
            drawn[:] = slots[trees[root, parent]]
            for i in range(len(drawn) - 1, 0, -1):
                mask = 1
                while mask < i:
                    mask = 2 * mask + 1
                j = mask + 1
                while j > i:
                    if used == len(raw):
                        return -1
                    j = raw[used] & mask
                    used += 1
                drawn[i], drawn[j] = drawn[j], drawn[i]
            trees[root, 1 + parent * n_drawn : 1 + (parent + 1) * n_drawn] = drawn[:n_drawn]
    return used


def graph_from_slots(
    slots: Indices, settings: GraphSettings, trees: Indices | None = None
) -> ProposalGraph:
    """Return the whole graph that all slots span: weights are shares of the slots.

    Args:
        slots: (N, S) from ``official_slots``.
        settings: Says which of the slots are contextual.
        trees: Sampled trees to carry along.
    """
    n_contextual, _ = _slot_counts(settings)
    indptr, neighbours, kind, count, own = shared_slots(np.asarray(slots, np.int64), n_contextual)
    share = np.float32(1.0) / np.float32(max(slots.shape[1], 1))
    return ProposalGraph(
        indptr,
        neighbours,
        kind,
        count.astype(np.float32) * share,
        1.0 + own.astype(np.float32) * share,
        trees,
    )
