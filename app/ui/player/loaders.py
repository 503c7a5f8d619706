"""The decoding thread of the open video, and those of videos just left that still end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Slot

from app.services.ports import FrameAccess
from app.ui.player.frame_loader import FrameLoader, Request


class Loaders(QObject):
    """At most one thread that is asked, and any number that are ending."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: FrameLoader | None = None
        self._leaving: list[FrameLoader] = []

    def open(self, open_access: Callable[[], FrameAccess]) -> FrameLoader:
        """Make the thread of another video, not yet started; the one before is left."""
        self.leave()
        loader = FrameLoader(open_access, self)
        loader.finished.connect(self._on_finished)
        self.destroyed.connect(loader.leave)
        self.current = loader
        return loader

    def ask(self, request: Request) -> None:
        """Ask the open video's thread, if there is one."""
        if self.current is not None:
            self.current.ask(request)

    def leave(self) -> None:
        """Let the open video's thread end; returns at once."""
        loader, self.current = self.current, None
        if loader is None:
            return
        loader.close()
        if loader.isFinished():
            loader.deleteLater()
        else:
            self._leaving.append(loader)

    def wait(self, left_ms: Callable[[], int]) -> None:
        """Wait for ending threads as long as ``left_ms`` allows; one that hangs outlives us."""
        for loader in list(self._leaving):
            self._leaving.remove(loader)
            if loader.wait(max(left_ms(), 1)):
                loader.deleteLater()
            else:
                # Stuck in one frame: deleting it now would end the program.
                loader.setParent(QCoreApplication.instance())
                loader.finished.connect(loader.deleteLater)

    @Slot()
    def _on_finished(self) -> None:
        loader = self.sender()
        if isinstance(loader, FrameLoader) and loader in self._leaving:
            self._leaving.remove(loader)
            loader.deleteLater()
