"""The real window over a real project and a real engine in its child, without a person."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.engine.frames import EngineFrames
from app.engine.process import ProcessLocalizer
from app.exchange.files import FileExchange
from app.services.ports import Localizer
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from app.ui.analysis import AnalysisController
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences

WAIT_S = 90.0


@dataclass(frozen=True)
class Footprint:
    """What a program holds.

    Attributes:
        threads: Of its process, Qt's and libraries' own included.
        handles: Open file descriptors.
        children: Processes it started.
        rss_mb: Memory in use by it.
        child_rss_mb: And by its children.
    """

    threads: int
    handles: int
    children: int
    rss_mb: float
    child_rss_mb: float

    @classmethod
    def now(cls) -> Footprint:
        """Measure this process; Linux only."""
        here = Path("/proc/self")
        tasks = list((here / "task").iterdir())
        children = [
            Path("/proc") / pid for task in tasks for pid in (task / "children").read_text().split()
        ]
        return cls(
            threads=len(tasks),
            # The one that lists them is among them.
            handles=len(list((here / "fd").iterdir())) - 1,
            children=len(children),
            rss_mb=_rss_mb(here),
            child_rss_mb=round(sum(_rss_mb(child) for child in children), 1),
        )

    def row(self) -> dict[str, float]:
        """Return the figures by name."""
        return asdict(self)


def _rss_mb(process: Path) -> float:
    pages = int((process / "statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


class Program:
    """A window, its project and its engine.

    Args:
        folder: Its settings and project lie here.
        make_localizer: Of the child; must be picklable.
        project: An existing one, or None for a new one.

    Attributes:
        recorded: Id of each video whose run was recorded, in order.
    """

    def __init__(
        self, folder: Path, make_localizer: Callable[[], Localizer], project: Path | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        frames = EngineFrames()
        self.localizer = ProcessLocalizer(make_localizer)
        self.document = Document(
            ProjectService(SqliteProjectFiles(), frames), frames, FileExchange()
        )
        preferences = Preferences(folder / "window.ini")
        preferences.detects_by_itself = False
        self.analysis = AnalysisController(self.document, self.localizer, preferences)
        self.recorded: list[str] = []
        self.analysis.recorded.connect(self.recorded.append)
        self._is_open = True
        self.window = MainWindow(self.document, self.analysis, preferences, Thumbnails(frames))
        self.window.show()
        if project is None:
            self.document.create(folder / "robust.pgcn")
        else:
            self.window.open_paths([project])
        self.until(lambda: self.document.store is not None)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Sentence and next step of each notice that stands in the window."""
        return [(one.sentence, one.next_step) for one in self.window.notices.notices]

    def add(self, videos: Sequence[Path]) -> list[str]:
        """Add videos to the project; return their ids in that order."""
        self.document.add_paths(list(videos))
        self.until(lambda: len(self.document.videos) >= len(videos) and not self.document.is_busy)
        ids = {entry.path.name: entry.id for entry in self.document.videos}
        return [ids[video.name] for video in videos]

    def detect(self, video_ids: Sequence[str]) -> None:
        """Analyse videos and wait for the end."""
        self.analysis.start(video_ids)
        self.until_idle()

    def until_idle(self) -> None:
        """Wait until nothing is analysed any more."""
        self.until(lambda: not self.analysis.is_busy)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Let the window live until something is so."""
        deadline_s = time.monotonic() + WAIT_S
        while not is_so():
            assert time.monotonic() < deadline_s, "it took too long"
            live(20)

    def close(self) -> None:
        """End the program, but for this process."""
        if not self._is_open:
            return
        self._is_open = False
        self.window.close()
        self.localizer.close()
        for part in (self.window, self.analysis, self.document):
            part.deleteLater()
        live(20)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def live(ms: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def empty(folder: Path) -> None:
    """Remove a folder of the cache, so that the next analysis is a whole one."""
    shutil.rmtree(folder, ignore_errors=True)
