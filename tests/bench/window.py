"""How late the window's clock ticks while it detects: ``python -m tests.bench.window VIDEO``.

A 16 ms timer in the window's thread notes how late each tick comes, first with the window idle,
then from the press of Detect to the last suggestion, nothing cached, the player playing in both.
The peer is the same work in a thread of the window's own process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.engine.localizer import EngineLocalizer
from app.engine.process import ProcessLocalizer
from app.ui.analysis import AnalysisController
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.program import live

TICK_MS = 16
IDLE_MS = 5000


class Ticks(QObject):
    """Notes the lateness of every tick, ms."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._note)
        self.late_ms: list[float] = []

    def start(self) -> None:
        self.late_ms.clear()
        self._clock.start()
        self._timer.start()

    def _note(self) -> None:
        self.late_ms.append(max(self._clock.nsecsElapsed() / 1e6 - TICK_MS, 0.0))
        self._clock.restart()

    def figures(self) -> dict[str, float]:
        late = np.array(self.late_ms)
        return {
            "p50_ms": float(np.percentile(late, 50)),
            "p99_ms": float(np.percentile(late, 99)),
            "max_ms": float(late.max()),
            "over_50_ms": int((late > 50).sum()),
            "ticks": len(late),
        }


def measure(video: Path, *, in_process: bool) -> dict[str, dict[str, float]]:
    """Return the figures idle and while detecting, in a window of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = bootstrap.build_parts()
        document = Document(parts.projects, parts.frames, parts.exchange)
        preferences = Preferences(folder / "window.ini")
        preferences.detects_by_itself = False
        make_localizer = partial(EngineLocalizer, folder / "features")
        localizer = ProcessLocalizer(make_localizer) if in_process else make_localizer()
        analysis = AnalysisController(document, localizer, preferences)
        window = MainWindow(document, analysis, preferences, Thumbnails(parts.frames))
        window.show()
        document.create(folder / "bench.pgcn")
        while document.store is None:
            live(50)
        document.add_paths([video])
        while window.is_working or document.video is None:
            live(50)
        ticks = Ticks()
        window.player.play()
        ticks.start()
        live(IDLE_MS)
        idle = ticks.figures()
        begun = time.monotonic()
        window.actions_by_id["detect"].trigger()
        ticks.start()
        while window.is_working:
            window.player.play()
            live(200)
        busy = ticks.figures() | {"seconds": time.monotonic() - begun}
        window.close()
        return {"idle": idle, "detecting": busy}


def main() -> int:
    """Print the figures, or write them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    _qapp = QApplication(sys.argv[:1])
    figures = {
        "engine_process": measure(chosen.video, in_process=True),
        "engine_thread": measure(chosen.video, in_process=False),
    }
    text = json.dumps(figures, indent=1)
    if chosen.json:
        chosen.json.write_text(text)
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
