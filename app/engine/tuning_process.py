"""Learns from corrections in a process of its own, which lives as long as the learning does.

It takes minutes to hours: everything else goes first, and its memory is given back at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from app.domain.errors import EngineError
from app.engine.process import GRACE_S, ChildGoneError, EngineProcess, Telling
from app.services.fine_tuning import FineTuner, FineTuneReport, FineTuneRequest, Watch, no_watch
from app.services.ports import Progress

# Behind the analysis of videos, which a person may be waiting for.
NICENESS = 15


class ProcessFineTuner(EngineProcess[FineTuner]):
    """A ``FineTuner`` around another one that lives in a child process.

    One learning at a time; a second call waits for the first.

    Args:
        make_tuner: Makes the tuner in the child; must be picklable.
    """

    def __init__(self, make_tuner: Callable[[], FineTuner]) -> None:
        super().__init__(make_tuner, GRACE_S, NICENESS)

    def fine_tune(
        self,
        request: FineTuneRequest,
        *,
        progress: Progress,
        cancel: Event,
        watch: Watch = no_watch,
    ) -> FineTuneReport:
        with self._lock:
            try:
                report: FineTuneReport = self._call(
                    partial(_fine_tune, request), Telling(progress, watch), cancel.is_set
                )
            except ChildGoneError as gone:
                raise _died(request.out.name, was_killed=gone.was_killed) from None
            finally:
                self._drop_child()
        return report


def _fine_tune(
    request: FineTuneRequest, tuner: FineTuner, telling: Telling, cancel: Event
) -> FineTuneReport:
    return tuner.fine_tune(request, progress=telling.progress, cancel=cancel, watch=telling.show)


def _died(name: str, *, was_killed: bool) -> EngineError:
    sentence = f"Fine-tuning {name} ended unexpectedly."
    if was_killed:
        sentence = f"The system ended the fine-tuning of {name}, most likely for want of memory."
    return EngineError(
        sentence, "Resume it: what was finished is kept. Close other programs if memory is short."
    )
