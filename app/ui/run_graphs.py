"""The proposal graph of the run that was asked for last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StudioError
from app.domain.project import RunGraph
from app.services.ports import ProjectStore
from app.ui.open_video import OpenVideo


class RunGraphs(QObject):
    """Reads graphs and keeps the last one: they are large.

    Signals:
        failed: A ``StudioError``.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: dict[str, RunGraph] = {}

    def of(
        self, store: ProjectStore | None, run_id: str, shown: OpenVideo | None
    ) -> RunGraph | None:
        """Return the graph of a run; None when it cannot be read, which is told.

        Of a video from a server it was read with everything else.
        """
        if store is None:
            return None
        if shown is not None and shown.graph is not None and shown.run_id == run_id:
            return shown.graph
        if run_id not in self._kept:
            try:
                self._kept = {run_id: store.run_graph(run_id)}
            except StudioError as error:
                self.failed.emit(error)
                return None
        return self._kept[run_id]

    def forget(self) -> None:
        """Keep nothing."""
        self._kept = {}
