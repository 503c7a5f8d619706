"""A second layer of segments to compare with, and which of them is chosen. Never edited here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.domain.segment import Segment
from app.ui.timeline.culling import LaneIndex

# What a lane is higher by while it has a second row: the row and the gaps around it.
BELOW_PX = 9
BAR_PX = 7


class Layer:
    """Segments of another source as columns, sorted by label and start.

    Attributes:
        name: Whose they are, for the legend.
        ids: Of each row.
        label_ids: Label id of each label code, by first start.
        label: (n,) int64 label code, increasing.
        start_s: (n,) float64, increasing within a label.
        end_s: (n,) float64.
        score: (n,) float64; 1 for what has none.
        has_scores: Whether the threshold is about them.
    """

    def __init__(
        self,
        name: str,
        rows: Iterable[tuple[str, str, Segment, float | None]],
        standing: Mapping[str, str] | None = None,
    ) -> None:
        """Take (id, label id, segment, score or None) rows in any order.

        Args:
            name: Whose they are.
            rows: The segments.
            standing: The label that stands for each, by id, where labels were merged.
        """
        self.name = name
        names, found = standing or {}, list(rows)
        labels = [names.get(row[1], row[1]) for row in found]
        start_s = np.array([row[2].start_s for row in found], np.float64)
        end_s = np.array([row[2].end_s for row in found], np.float64)
        by_start = np.lexsort((end_s, start_s))
        self.label_ids = tuple(dict.fromkeys(labels[at] for at in by_start.tolist()))
        self._code_of = {label_id: code for code, label_id in enumerate(self.label_ids)}
        label = np.array([self._code_of[one] for one in labels], np.int64)
        order = by_start[np.argsort(label[by_start], kind="stable")]
        score = np.array([1.0 if row[3] is None else row[3] for row in found], np.float64)
        self.label, self.start_s, self.end_s = label[order], start_s[order], end_s[order]
        self.score = score[order]
        self.ids = [found[at][0] for at in order.tolist()]
        self.has_scores = any(row[3] is not None for row in found)
        self._index = LaneIndex.of(self.label, self.start_s, self.end_s, len(self.label_ids))
        self._row_of = {one: row for row, one in enumerate(self.ids)}

    def row(self, segment_id: str) -> int | None:
        """Return the row of a segment, or None."""
        return self._row_of.get(segment_id)

    def in_view(
        self, label_id: str, start_s: float, end_s: float, min_score: float = 0.0
    ) -> NDArray[np.int64]:
        """Return the (k,) rows of a label that touch a stretch of time, by start.

        Args:
            label_id: Of a lane; one that the layer does not have gives none.
            start_s: First time.
            end_s: Last time.
            min_score: Raw score needed, where there are scores.
        """
        code = self._code_of.get(label_id)
        if code is None:
            return np.empty(0, np.int64)
        found = self._index.in_view(range(code, code + 1), start_s, end_s)
        return found[self.score[found] >= min_score] if self.has_scores else found

    def segment(self, row: int) -> Segment:
        """Return the segment of a row."""
        return Segment(float(self.start_s[row]), float(self.end_s[row]))

    def label_id(self, row: int) -> str:
        """Return the label of a row."""
        return self.label_ids[int(self.label[row])]

    def beside(
        self, row: int | None, time_s: float, direction: int, min_score: float
    ) -> int | None:
        """Return the next (+1) or previous (-1) row in time, over all labels; None at an end.

        Args:
            row: The chosen one, or None to begin at ``time_s``.
            time_s: Seconds.
            direction: +1 or -1.
            min_score: Raw score needed, where there are scores.
        """
        shown = np.arange(len(self.ids))
        if self.has_scores:
            shown = shown[self.score >= min_score]
        order = shown[np.lexsort((self.label[shown], self.start_s[shown]))]
        if row is not None and row in order:
            at = int(np.flatnonzero(order == row)[0]) + direction
        else:
            behind = int(np.searchsorted(self.start_s[order], time_s, side="left"))
            at = behind if direction > 0 else behind - 1
        return int(order[at]) if 0 <= at < len(order) else None


class Compared(QObject):
    """The layer that is shown under the entries, if any, and its chosen segment.

    Signals:
        picked: Id of a segment that was clicked.
        activated: Id of a segment that was double-clicked.
    """

    picked = Signal(str)
    activated = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer: Layer | None = None
        self.chosen_id = ""

    @property
    def below_px(self) -> int:
        """How much higher every lane is for it."""
        return BELOW_PX if self.layer is not None else 0

    @property
    def labels(self) -> frozenset[str]:
        """Labels that have a lane because of it."""
        return frozenset(self.layer.label_ids) if self.layer is not None else frozenset()

    def lanes(self, order: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lanes in order, those only the layer has at the end."""
        if self.layer is None:
            return order
        return order + tuple(one for one in self.layer.label_ids if one not in order)

    def take(self, layer: Layer | None) -> None:
        """Show another layer, or none; what was chosen stays if it is there."""
        self.layer = layer
        if layer is None or layer.row(self.chosen_id) is None:
            self.chosen_id = ""
