"""The real window over the real project file, with stand-ins for engine and decoder."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import Cancelled, StudioError
from app.domain.evidence import RunEvidence
from app.domain.project import RunGraph
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.services.exchange_values import Contents
from app.services.ports import FoundSegment, Localization, Progress
from app.services.projects import ProjectService
from app.ui.analysis import AnalysisController
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.fakes import FakeFrameSource

FOUND = (
    FoundSegment("High jump", Segment(3.0, 4.0), 0.9, 0),
    FoundSegment("Throw discus", Segment(5.0, 7.5), 1.4, 1),
    FoundSegment("High jump", Segment(10.0, 12.0), 0.3, 2),
)
NOTE = "No trained P-GCN was used; labels come from Kinetics-400."


def small_graph() -> RunGraph:
    """Three proposals; the first has a contextual and a surrounding neighbour, the others none."""
    return RunGraph(
        segments=np.array([[3.0, 4.0], [5.0, 7.5], [10.0, 12.0]]),
        actionness=np.ones(3, np.float32),
        indptr=np.array([0, 2, 2, 2]),
        neighbours=np.array([1, 2]),
        kind=np.array([0, 1], np.uint8),
        weight=np.array([0.9, 0.2], np.float32),
    )


@dataclass
class HeldLocalizer:
    """Finds ``FOUND`` in every video; can be held, and fails for names in ``broken``."""

    broken: dict[str, StudioError] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)
    crash: Exception | None = None
    evidence: RunEvidence | None = None

    def localize(self, video: Path, *, progress: Progress, cancel: threading.Event) -> Localization:
        self.seen.append(video.name)
        for step in range(4):
            progress("RGB features", step + 1, 4)
            while not self.gate.wait(0.02):
                if cancel.is_set():
                    raise Cancelled
        if self.crash is not None:
            raise self.crash
        if video.name in self.broken:
            raise self.broken[video.name]
        return Localization(FOUND, small_graph(), "cold start", False, NOTE, "{}", self.evidence)


@dataclass
class AnsweringDialogs(FileDialogs):
    """Answers in place of the person."""

    answer: Path | None = None

    def new_project(self, parent: Any) -> Path | None:
        return self.answer

    def project(self, parent: Any) -> Path | None:
        return self.answer

    def videos(self, parent: Any) -> list[Path]:
        return [self.answer] if self.answer else []

    def folder(self, parent: Any) -> Path | None:
        return self.answer

    def moved_file(self, parent: Any, name: str) -> Path | None:
        return self.answer

    def moved_folder(self, parent: Any) -> Path | None:
        return self.answer

    def model(self, parent: Any) -> Path | None:
        return self.answer

    def annotations(self, parent: Any) -> Path | None:
        return self.answer

    def export(self, parent: Any, suggested: Path) -> Path | None:
        return self.answer

    def second_annotator(self, parent: Any) -> Path | None:
        return self.answer

    def page(self, parent: Any, suggested: Path) -> Path | None:
        return self.answer

    def report(self, parent: Any, suggested: Path) -> Path | None:
        return self.answer


class RecordingExchange(FileExchange):
    """Keeps what it was asked to write, reads what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[Any] = []
        self.to_read: list[Any] = []

    def write(self, format_id: Any, contents: Any, file: Path, options: Any) -> Any:
        self.written.append((format_id, list(contents.videos), file))
        return super().write(format_id, contents, file, options)

    def read(self, format_id: Any, file: Path, known: Any = (), options: Any = None) -> Any:
        if self.to_read:
            return Contents(tuple(self.to_read))
        return super().read(format_id, file, known, options)


class Rig:
    """A window with everything behind it, and hands to use it."""

    def __init__(
        self, qtbot: QtBot, folder: Path, files: Any, frames: Any = None, proxies: Any = None
    ) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.localizer = HeldLocalizer()
        self.localizer.gate.set()
        self.frames = frames or FakeFrameSource()
        self.exchange = RecordingExchange()
        self.dialogs = AnsweringDialogs()
        self.preferences = Preferences(folder.parent / "window.ini")
        # Playing would only cost time; the tests that want it turn it on.
        self.preferences.loops_selection = False
        self.document = Document(ProjectService(files, self.frames), self.frames, self.exchange)
        self.analysis = AnalysisController(self.document, self.localizer, self.preferences)
        self.thumbnails = Thumbnails(self.frames)
        self.window = MainWindow(
            self.document,
            self.analysis,
            self.preferences,
            self.thumbnails,
            self.dialogs,
            proxies,
        )
        # The window goes first; what it was given goes with it.
        for part in (self.document, self.analysis, self.thumbnails):
            part.setParent(self.window)
        self.window.show()

    # ------------------------------------------------------------ hands
    def video(self, name: str, content: str = "") -> Path:
        path = self.folder / name
        path.write_text(content or name)
        return path

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        move, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(300, 300), move, mime, left, none)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        event = QDropEvent(QPointF(300, 300), move, mime, left, none)
        QApplication.sendEvent(self.window, event)

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifier)

    def until(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so)

    def open_one(self, name: str = "a.mp4") -> None:
        """Drop a video and wait for its suggestions."""
        self.drop(self.video(name))
        self.until(lambda: bool(self.document.video and self.document.video.run))
        self.until(lambda: self.analysis.current is None)

    def pick_first(self) -> str:
        self.key("n")
        return self.window.reviewer.selected_id

    # ------------------------------------------------------------ eyes
    @property
    def timeline(self) -> Any:
        assert self.document.video is not None
        return self.document.video.timeline

    @property
    def problems(self) -> list[str]:
        return [notice.sentence for notice in self.window.notices.notices]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the project file as any other program would."""
        assert self.document.path is not None
        with sqlite3.connect(self.document.path) as connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found
