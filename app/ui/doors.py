"""Makes, opens and restores project files away from the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.services.ports import Progress, ProjectStore, Restored
from app.services.projects import ProjectService
from app.ui import told as sentences
from app.ui.errands import Errands
from app.ui.opening import OpenedProject, project_beside, read_project


class Doors(QObject):
    """The ways into a project.

    Signals:
        opened: ``OpenedProject``, and the paths to add to it.
        restored: ``Restored``.
    """

    opened = Signal(object, object)
    restored = Signal(object)

    def __init__(self, projects: ProjectService, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._projects = projects
        self._errands = errands

    def create(self, path: Path, to_add: Sequence[Path] = ()) -> None:
        """Make a project file and open it."""
        self._start(self._projects.create, path, to_add)

    def open(self, path: Path, to_add: Sequence[Path] = ()) -> None:
        """Open a project file."""
        self._start(self._projects.open, path, to_add)

    def beside(self, path: Path, to_add: Sequence[Path]) -> None:
        """Open the project beside a video or in a folder, made when there is none."""
        project = project_beside(path)
        self._start(
            self._projects.open if project.exists() else self._projects.create, project, to_add
        )

    def restore(self, path: Path) -> None:
        """Put the newest whole backup in the place of a damaged project."""

        def work(_progress: Progress, _cancel: threading.Event) -> Restored:
            return self._projects.restore(path)

        self._errands.start(sentences.restoring(path.stem), work, self.restored.emit)

    def _start(
        self, make: Callable[[Path], ProjectStore], path: Path, to_add: Sequence[Path]
    ) -> None:
        def work(_progress: Progress, _cancel: threading.Event) -> OpenedProject:
            return read_project(make, path)

        self._errands.start(sentences.opening(path.stem), work, partial(self._tell, to_add))

    def _tell(self, to_add: Sequence[Path], project: OpenedProject) -> None:
        self.opened.emit(project, to_add)
