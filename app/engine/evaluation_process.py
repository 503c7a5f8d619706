"""Measures runs in a process of its own: numba's start, and arrays of 200,000, are its alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Any

from app.domain.errors import EngineError
from app.engine.process import GRACE_S, NICENESS, ChildGoneError, EngineProcess, Request, Telling
from app.services.evaluating import EvaluationTable, Evaluator, Measured, PageHead
from app.services.explaining import Cancel


class ProcessEvaluator(EngineProcess[Evaluator]):
    """An ``Evaluator`` around another one that lives in a child process.

    Args:
        make_evaluator: Makes the evaluator in the child; must be picklable.
    """

    def __init__(self, make_evaluator: Callable[[], Evaluator]) -> None:
        super().__init__(make_evaluator, GRACE_S, NICENESS)

    def measure(self, table: EvaluationTable, tious: Sequence[float], cancel: Cancel) -> Measured:
        found: Measured = self._ask(partial(_measure, table, tious), cancel)
        return found

    def page(
        self,
        table: EvaluationTable,
        tious: Sequence[float],
        head: PageHead,
        cancel: Cancel,
    ) -> str:
        page: str = self._ask(partial(_write_page, (table, tious, head)), cancel)
        return page

    def _ask(self, request: Request, cancel: Cancel) -> Any:  # noqa: ANN401 - what the request returns
        with self._lock:
            try:
                return self._call(request, Telling(_unheard), cancel)
            except ChildGoneError:
                raise EngineError(
                    "The engine ended unexpectedly while it measured.",
                    "Measure again. Close other programs if memory is short.",
                ) from None


def _measure(
    table: EvaluationTable,
    tious: Sequence[float],
    evaluator: Evaluator,
    _telling: Telling,
    cancel: Event,
) -> Measured:
    return evaluator.measure(table, tious, cancel.is_set)


def _write_page(
    what: tuple[EvaluationTable, Sequence[float], PageHead],
    evaluator: Evaluator,
    _telling: Telling,
    cancel: Event,
) -> str:
    return evaluator.page(*what, cancel.is_set)


def _unheard(stage: str, done: int, total: int) -> None:
    """Progress of measuring: it is over before it could be read."""
