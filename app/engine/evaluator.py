"""Measures runs with the engine's evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.domain.errors import Cancelled
from app.engine.failures import translated
from app.services.evaluating import (
    GRID,
    ErrorKind,
    ErrorRows,
    EvaluationTable,
    LabelMeasure,
    Measured,
    PageHead,
    SizeBin,
)
from app.services.explaining import Cancel
from app.services.review_columns import Spans
from pgcn_core.evaluation.commands import tiou_grid

if TYPE_CHECKING:
    from pgcn_core.evaluation.products import Comparison, Rows
    from pgcn_core.evaluation.whole import Evaluation

__all__ = ["EngineEvaluator", "tiou_grid"]


class EngineEvaluator:
    """The ``Evaluator`` of the program, in the calling thread."""

    def measure(self, table: EvaluationTable, tious: Sequence[float], cancel: Cancel) -> Measured:
        from pgcn_core.evaluation.mean_ap import (  # noqa: PLC0415 - loads numba
            mean_average_precision,
        )

        with translated():
            found = _evaluated(table, tious, cancel)
            average = mean_average_precision(found.comparison, GRID).average_map
        return _measured(found, average)

    def page(
        self,
        table: EvaluationTable,
        tious: Sequence[float],
        head: PageHead,
        cancel: Cancel,
    ) -> str:
        from pgcn_core.evaluation.page import PageFrame, evaluation_page  # noqa: PLC0415 - numba
        from pgcn_core.evaluation.page_words import Tongue  # noqa: PLC0415 - beside it

        names = dict(zip(table.video_ids, table.video_names, strict=True))
        with translated():
            found = _evaluated(table, tious, cancel)
            tongue = Tongue(head.language)
            return evaluation_page(found, PageFrame(head.title, head.about, names, tongue))

    def close(self) -> None:
        """There is nothing to give up."""


def _evaluated(table: EvaluationTable, tious: Sequence[float], cancel: Cancel) -> Evaluation:
    from pgcn_core.evaluation.whole import evaluate_whole  # noqa: PLC0415 - loads numba

    return evaluate_whole(_comparison(table), tious, go_on=_unless(cancel))


def _unless(cancel: Cancel) -> Callable[[], None]:
    def go_on() -> None:
        if cancel():
            raise Cancelled

    return go_on


def _comparison(table: EvaluationTable) -> Comparison:
    """Return the table as the engine has it; the rows stay in their order."""
    from pgcn_core.evaluation.products import Comparison, Rows  # noqa: PLC0415 - loads numba

    # The engine wants names in order.
    order = sorted(range(len(table.labels)), key=table.labels.__getitem__)
    code = np.empty(len(order), np.int64)
    code[order] = np.arange(len(order))
    return Comparison(
        table.video_ids,
        tuple(table.labels[at] for at in order),
        table.duration_s,
        _rows(table.truth, code, np.ones(len(table.truth))),
        _rows(table.found, code, table.score),
        Rows.empty(),
    )


def _rows(
    spans: Spans,
    code: np.ndarray[tuple[int], np.dtype[np.int64]],
    score: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Rows:
    from pgcn_core.evaluation.products import Rows  # noqa: PLC0415 - loads numba

    segments = np.stack([spans.start_s, spans.end_s], axis=1)
    return Rows(spans.video.astype(np.int64), code[spans.label], segments, score)


def _measured(found: Evaluation, average: float) -> Measured:
    measured = found.measured
    return Measured(
        tuple(float(tiou) for tiou in measured.tious),
        found.tiou,
        measured.map,
        average,
        found.recall_of_all,
        _labels(found),
        measured.labels_without_ground_truth,
        _errors(found),
        tuple(
            SizeBin(
                one.characteristic, one.name, one.above, one.up_to, one.n_truths,
                one.average_map_n, one.missed,
            )
            for one in found.bins
        ),
        found.values(),
    )  # fmt: skip


def _labels(found: Evaluation) -> tuple[LabelMeasure, ...]:
    curves = {found.comparison.labels[one.label_idx]: one for one in found.curves}
    measures = []
    for row, name in enumerate(found.measured.labels):
        curve = curves.get(name)
        points = (curve.recall, curve.precision, curve.score) if curve else (np.empty(0),) * 3
        n_truths = int(found.measured.n_truths[row])
        ap, share = found.measured.per_label[row], found.recall[row]
        measures.append(LabelMeasure(name, n_truths, ap, share, *points))
    return tuple(measures)


def _errors(found: Evaluation) -> ErrorRows:
    from pgcn_core.evaluation.diagnosis import (  # noqa: PLC0415 - loads numba
        TYPES,
        highest_tiou,
        missed_rows,
    )

    diagnosis, at = found.diagnosis, found.at
    matching = diagnosis.matching
    missed = missed_rows(diagnosis, at)
    near, near_tiou = highest_tiou(matching.truth.take(missed), matching.found)
    gains = {ErrorKind(k): float(diagnosis.gains[k]) for k in range(1, len(TYPES))}
    return ErrorRows(
        matching.found_rows,
        diagnosis.types[at],
        _picked(matching.truth_rows, diagnosis.nearest),
        diagnosis.nearest_tiou,
        matching.truth_rows[missed],
        _picked(matching.found_rows, near),
        near_tiou,
        gains,
    )


def _picked(
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    at: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return rows at places, -1 where there is no place."""
    if not len(rows):
        return np.full(len(at), -1, np.int64)
    return np.where(at >= 0, rows[at], -1)
