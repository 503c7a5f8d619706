"""The whole proposal graph of a run: which edges are worth drawing, and where they run. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.domain.project import RunGraph
from app.ui.language import translate
from app.ui.timeline.arcs import CONTEXTUAL, SURROUNDING
from app.ui.timeline.geometry import TimeAxis

# More arcs than this at once are a smear; the heaviest stay.
MAX_LINES = 1000
# And so many pixels of arcs in all.
MAX_INK_PX = 80_000
# Arcs are drawn as so many straight pieces.
N_PIECES = 18
# So many of the heaviest edges are looked through first; they are enough for nearly every view.
FIRST_EDGES = 8192
# Ends of arcs are told apart on a grid of so many pixels.
GRID_PX = 2
# Beyond this far from the view an end's true place does not show.
FAR_PX = 2048
LEAST_RISE_PX = 10.0


@dataclass(frozen=True, slots=True)
class WebChoice:
    """Which edges of the graph a person wants to see.

    Attributes:
        shows_all: Those of all proposals in view, not of the selected one only.
        hops: 1 shows the neighbours of the selected proposal, 2 theirs too.
        hidden_share: The lightest share of all edges, in [0, 1), is left out.
        contextual: Whether overlapping neighbours show.
        surrounding: Whether near, disjoint neighbours show.
    """

    shows_all: bool = False
    hops: int = 1
    hidden_share: float = 0.0
    contextual: bool = True
    surrounding: bool = True

    def shows_kind(self, kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Return (E,) whether edges of these kinds show."""
        return np.where(kind == CONTEXTUAL, self.contextual, self.surrounding)

    def to_json(self) -> dict[str, object]:
        """Return the choice as JSON can hold it."""
        return {
            "shows_all": self.shows_all, "hops": self.hops, "hidden_share": self.hidden_share,
            "contextual": self.contextual, "surrounding": self.surrounding,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: object) -> WebChoice:
        """Return a choice from JSON; whatever is missing or bad has its default."""
        found: Mapping[str, object] = value if isinstance(value, dict) else {}
        share = found.get("hidden_share")
        flags = {
            name: bool(found[name])
            for name in ("shows_all", "contextual", "surrounding")
            if isinstance(found.get(name), bool)
        }
        choice = replace(cls(), hops=2 if found.get("hops") == 2 else 1, **flags)
        is_share = isinstance(share, (int, float)) and 0 <= share < 1
        return replace(choice, hidden_share=float(share)) if is_share else choice  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Web:
    """Every edge once, the heaviest first.

    Attributes:
        run_id: The run it belongs to.
        segments: (N, 2) float64 proposals, seconds.
        pairs: (E, 2) int64 the proposals at both ends, the lower number first.
        kind: (E,) uint8, 0 contextual, 1 surrounding.
        weight: (E,) float64 size of the edge weight, never increasing.
        entries: Ids of the suggestions made of each proposal.
    """

    run_id: str
    segments: NDArray[np.float64]
    pairs: NDArray[np.int64]
    kind: NDArray[np.uint8]
    weight: NDArray[np.float64]
    entries: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    middle_s: NDArray[np.float64] = field(init=False)
    _low_s: NDArray[np.float64] = field(init=False)
    _high_s: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        middle_s = self.segments.mean(axis=1)
        ends_s = middle_s[self.pairs]
        object.__setattr__(self, "middle_s", middle_s)
        object.__setattr__(self, "_low_s", ends_s.min(axis=1))
        object.__setattr__(self, "_high_s", ends_s.max(axis=1))

    @classmethod
    def of(
        cls, run_id: str, graph: RunGraph, entries: Mapping[int, tuple[str, ...]] | None = None
    ) -> Web:
        """Return the edges of a graph; of both directions of one the heavier counts."""
        from_idx = np.repeat(np.arange(len(graph.segments)), np.diff(graph.indptr))
        pairs = np.sort(np.column_stack([from_idx, graph.neighbours]), axis=1).astype(np.int64)
        weight = np.abs(graph.weight).astype(np.float64)
        order = np.argsort(-weight, kind="stable")
        keys = (pairs[:, 0] * len(graph.segments) + pairs[:, 1]) * 2 + graph.kind
        _, first = np.unique(keys[order], return_index=True)
        kept = order[np.sort(first)]
        segments = np.asarray(graph.segments, np.float64)
        return cls(run_id, segments, pairs[kept], graph.kind[kept], weight[kept], entries or {})

    @property
    def n_edges(self) -> int:
        """How many edges there are."""
        return len(self.pairs)

    def n_kept(self, hidden_share: float) -> int:
        """Return how many edges stay when the lightest share is left out."""
        return int(np.ceil(self.n_edges * (1 - hidden_share)))

    def least_weight(self, hidden_share: float) -> float:
        """Return the weight of the lightest edge that stays, 0 when there is none."""
        kept = self.n_kept(hidden_share)
        return float(self.weight[kept - 1]) if kept else 0.0

    def counts(self, hidden_share: float) -> dict[int, int]:
        """Return how many edges of each kind stay when the lightest share is left out."""
        kept = self.n_kept(hidden_share)
        n_surrounding = int(np.count_nonzero(self.kind[:kept]))
        return {CONTEXTUAL: kept - n_surrounding, SURROUNDING: n_surrounding}

    def width_share(self, edges: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return (A,) in [0, 1]: 0 for the lightest edge of all, 1 for the heaviest."""
        if not self.n_edges:
            return np.empty(0)
        low, high = self.weight[-1], self.weight[0]
        spread = float(high - low)
        return (self.weight[edges] - low) / spread if spread else np.ones(len(edges))

    def around(self, proposal_idx: int) -> NDArray[np.int64]:
        """Return the edges two steps from a proposal: of its neighbours, not its own."""
        own = (self.pairs == proposal_idx).any(axis=1)
        near = np.zeros(len(self.segments), bool)
        near[self.pairs[own].ravel()] = True
        return np.flatnonzero(near[self.pairs].any(axis=1) & ~own)

    def cull(
        self, axis: TimeAxis, choice: WebChoice, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Return the edges worth drawing, heaviest first, at most ``MAX_LINES``.

        Of edges of one kind whose ends fall on the same pixels only the heaviest is drawn.

        Args:
            axis: What is in view.
            choice: What the person wants to see.
            among: (A,) increasing edges to choose from; None means all.
        """
        kept = self.n_kept(choice.hidden_share)
        some = slice(0, kept) if among is None else among[among < kept]
        low_s, high_s = self._low_s[some], self._high_s[some]
        seen = (high_s >= axis.start_s) & (low_s <= axis.end_s)
        if not (choice.contextual and choice.surrounding):
            seen &= choice.shows_kind(self.kind[some])
        at = np.flatnonzero(seen)
        edges = at if among is None else among[at]
        # The heaviest come first: mostly a few of them already make as many lines as are drawn.
        for n_tried in (FIRST_EDGES, len(edges)):
            found, is_full = self._told_apart(edges[:n_tried], axis)
            if is_full:
                break
        return found

    def _told_apart(
        self, edges: NDArray[np.int64], axis: TimeAxis
    ) -> tuple[NDArray[np.int64], bool]:
        """Return those of increasing edges that show, and whether there is no room for more."""
        low = axis.to_px(self._low_s[edges]) - axis.left_px
        high = axis.to_px(self._high_s[edges]) - axis.left_px
        columns = int(axis.width_px + 2 * FAR_PX) // GRID_PX + 1
        left, right = _cells(low, axis.width_px), _cells(high, axis.width_px)
        first = _firsts((left * columns + right) * 2 + self.kind[edges])[:MAX_LINES]
        # Long arcs cost what they cover; the heaviest come first, so the lightest give way.
        length_px = np.minimum(high[first], axis.width_px) - np.maximum(low[first], 0)
        inked = np.cumsum(length_px) <= MAX_INK_PX
        return edges[first[inked]], len(first) == MAX_LINES or not inked.all()


def _cells(x_px: NDArray[np.float64], width_px: float) -> NDArray[np.int64]:
    return ((np.clip(x_px, -FAR_PX, width_px + FAR_PX) + FAR_PX) // GRID_PX).astype(np.int64)


def _firsts(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of the first of each key, increasing."""
    # A table finds nearly all repetitions in linear time, where sorting would cost a frame; of two
    # keys that share a slot both stay: a line may be drawn twice, none is left out.
    slots = np.empty(1 << 19, np.int32)
    at = (keys * 2654435761 >> 12) & (len(slots) - 1)
    places = np.arange(len(keys), dtype=np.int32)
    slots[at[::-1]] = places[::-1]
    first = slots[at]
    return places[(first == places) | (keys[first] != keys)]


@dataclass(frozen=True, slots=True, eq=False)
class WebLines:
    """Arcs ready to be drawn.

    Attributes:
        edges: (A,) int64 which edges of the web.
        points: (A, P, 2) float64 pixels along each arc.
        kind: (A,) uint8.
        share: (A,) float64 in [0, 1], how wide.
    """

    edges: NDArray[np.int64]
    points: NDArray[np.float64]
    kind: NDArray[np.uint8]
    share: NDArray[np.float64]


def web_lines(
    web: Web, edges: NDArray[np.int64], axis: TimeAxis, floor_px: float, room_px: float
) -> WebLines:
    """Return arcs between the centres of proposals, standing on a line.

    Args:
        web: The graph.
        edges: (A,) which edges.
        axis: What is in view.
        floor_px: Height of the line.
        room_px: How far the highest arc may rise above it.
    """
    ends_px = np.sort(axis.to_px(web.middle_s)[web.pairs[edges]], axis=1)
    far = np.clip(ends_px, axis.left_px - FAR_PX, axis.right_px + FAR_PX)
    span_px = far[:, 1] - far[:, 0]
    # Long arcs rise higher, ever more slowly, so that short ones stay apart below them.
    rise = LEAST_RISE_PX + (room_px - LEAST_RISE_PX) * (1 - np.exp(-3.0 * span_px / axis.width_px))
    peak = floor_px - rise / 0.75
    inset = 0.12 * span_px
    control = np.empty((len(edges), 4, 2))
    control[:, 0, 0], control[:, 3, 0] = far[:, 0], far[:, 1]
    control[:, 1, 0], control[:, 2, 0] = far[:, 0] + inset, far[:, 1] - inset
    control[:, 0, 1] = control[:, 3, 1] = floor_px
    control[:, 1, 1] = control[:, 2, 1] = peak
    return WebLines(edges, bezier_points(control), web.kind[edges], web.width_share(edges))


def bezier_points(control: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (A, P, 2) points along (A, 4, 2) cubic curves."""
    t = np.linspace(0.0, 1.0, N_PIECES + 1)
    basis = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.stack([control[:, :, 0] @ basis, control[:, :, 1] @ basis], axis=2)


def nearest_line(
    points: NDArray[np.float64], x_px: float, y_px: float, reach_px: float
) -> int | None:
    """Return which of (A, P, 2) lines passes a point nearest, None farther than the reach."""
    if not len(points):
        return None
    across = points[:, :, 0]
    near = np.flatnonzero(
        (across.min(axis=1) <= x_px + reach_px) & (across.max(axis=1) >= x_px - reach_px)
    )
    if not len(near):
        return None
    points = points[near]
    begin, step = points[:, :-1], np.diff(points, axis=1)
    offset = np.array([x_px, y_px]) - begin
    length = np.maximum((step**2).sum(axis=2), 1e-9)
    share = np.clip((offset * step).sum(axis=2) / length, 0.0, 1.0)
    gap = ((offset - share[..., None] * step) ** 2).sum(axis=2).min(axis=1)
    best = int(np.argmin(gap))
    return int(near[best]) if gap[best] <= reach_px**2 else None


@dataclass(frozen=True, slots=True)
class WebMark:
    """The edge under the mouse.

    Attributes:
        kind: 0 contextual, 1 surrounding.
        weight: As the engine used it.
        ends: Start and end of the proposals at both ends, seconds.
        proposals: Their numbers in the run's graph, -1 when not known.
        points: (P, 2) float64 pixels along the arc.
    """

    kind: int
    weight: float
    ends: tuple[tuple[float, float], tuple[float, float]]
    proposals: tuple[int, int]
    points: NDArray[np.float64] = field(compare=False)

    @property
    def kind_name(self) -> str:
        """The kind in a word."""
        return (
            translate("Timeline", "Surrounding")
            if self.kind == SURROUNDING
            else translate("Timeline", "Contextual")
        )
