"""Taking segments of another layer over into the annotations: a few here, thousands in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.agreement import match, times_of
from app.domain.disagreements import added
from app.domain.edits import Edit, Several
from app.domain.opinion_edits import JudgeOpinion
from app.domain.opinions import Ruling
from app.domain.segment import Segment
from app.ui.timeline.compared import Layer
from app.ui.timeline.entries import EntryTable, Kind

# From this tIoU on, an annotation of the same label is the same action.
KNOWN_TIOU = 0.5
# More than so many would hold the window for longer than a frame.
FEW = 40
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mine:
    """The annotations of a timeline by label, as they were when somebody asked.

    Attributes:
        times: (n, 2) seconds by label id.
    """

    times: Mapping[str, NDArray[np.float64]]

    @classmethod
    def of(cls, table: EntryTable) -> Mine:
        """Read them from the lanes' columns."""
        owned = np.flatnonzero(table.kind == Kind.ANNOTATION)
        times = np.column_stack([table.start_s[owned], table.end_s[owned]])
        label = table.label[owned]
        return cls({table.label_ids[code]: times[label == code] for code in np.unique(label)})


def unknown(layer: Layer, rows: Rows, mine: Mine) -> list[int]:
    """Return those of (k,) rows that no annotation of the same label stands for."""
    left: list[int] = []
    for code in np.unique(layer.label[rows]).tolist():
        theirs = rows[layer.label[rows] == code]
        times = np.column_stack([layer.start_s[theirs], layer.end_s[theirs]])
        pairs = match(mine.times.get(layer.label_ids[code], times_of([])), times)
        known = [one.theirs for one in pairs if one.tiou >= KNOWN_TIOU]
        left += np.delete(theirs, known).tolist()
    return left


def edit_of(layer: Layer, rows: Sequence[int], *, is_run: bool) -> Edit:
    """Return the edit that takes rows over: of a run, or of another annotator."""
    parts = [part for row in rows for part in _parts(layer, row, is_run=is_run)]
    return Several(tuple(parts))


def _parts(layer: Layer, row: int, *, is_run: bool) -> tuple[Edit, ...]:
    segment_id, label_id = layer.ids[row], layer.label_id(row)
    segment: Segment = layer.segment(row)
    if is_run:
        # What it came from is kept, though its run is not the one on the lanes.
        return (added(label_id, segment, segment_id),)
    return added(label_id, segment), JudgeOpinion(segment_id, Ruling.THEIRS)
