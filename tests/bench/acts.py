"""How long the window stands still among 100,000 suggestions; a row of ``tests.bench.gui``.

A timer of 16 ms in the window's thread notes how late its ticks come, and how long that thread was
on a CPU between two: the first is what a person sees, the second what is ours on a busy machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app import bootstrap
from app.engine.localizer import EngineLocalizer
from app.ui.analysis import AnalysisController
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.factories import make_graph, make_run, make_suggestion

N_SUGGESTIONS = 100_000
N_LABELS = 20
DURATION_S = 3600
TICK_MS = 16
N_ACTS = 20
Numbers = dict[str, float]


class Stalls(QObject):
    """Notes how late ticks are, and what the window's thread did meanwhile; both in ms."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)
        self._late_ms: list[float] = []
        self._cpu_ms: list[float] = []

    def start(self) -> None:
        """Begin anew."""
        self._late_ms, self._cpu_ms = [], []
        self._at, self._cpu_at = time.perf_counter(), time.thread_time()
        self._timer.start()

    def figures(self) -> Numbers:
        """Return the longest of each since the start."""
        return {"longest_stall_ms": max(self._late_ms), "longest_cpu_ms": max(self._cpu_ms)}

    def _note(self) -> None:
        at, cpu_at = time.perf_counter(), time.thread_time()
        self._late_ms.append((at - self._at) * 1e3 - TICK_MS)
        self._cpu_ms.append((cpu_at - self._cpu_at) * 1e3)
        self._at, self._cpu_at = at, cpu_at


def wait(ms: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def wait_for(is_done: Callable[[], bool]) -> None:
    """Let the window live until something has come about."""
    while not is_done():
        wait(20)


def write_hour(path: Path) -> None:
    """Write an hour of grey, a frame a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(DURATION_S):
            picture = np.full((90, 160, 3), number % 250, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 1)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


class Crowd:
    """The program's own window on a project with very many suggestions."""

    def __init__(self, folder: Path) -> None:
        parts = bootstrap.build_parts()
        self.document = Document(parts.projects, parts.frames, parts.exchange)
        preferences = Preferences(folder / "window.ini")
        preferences.detects_by_itself = False
        engine = EngineLocalizer(folder / "features")
        analysis = AnalysisController(self.document, engine, preferences)
        self.window = MainWindow(self.document, analysis, preferences, Thumbnails(parts.frames))
        self.window.resize(1600, 1000)
        self.window.show()
        self.document.create(folder / "crowd.pgcn")
        wait_for(lambda: self.document.store is not None)
        write_hour(folder / "hour.mp4")
        self.document.add_paths([folder / "hour.mp4"])
        wait_for(lambda: self.document.video is not None and not self.window.is_working)
        self.video_id = self.document.wanted_video_id
        self._fill()
        self.document.close_video()
        wait(200)

    def _fill(self) -> None:
        store = self.document.store
        assert store is not None
        labels = [
            one.id for one in store.ensure_labels([f"L{k}" for k in range(N_LABELS)]).values()
        ]
        chance = np.random.default_rng(0)
        start_s = chance.uniform(0, DURATION_S - 20, N_SUGGESTIONS)
        end_s, score = start_s + chance.uniform(0.5, 8, N_SUGGESTIONS), chance.random(N_SUGGESTIONS)
        rows = zip(start_s.tolist(), end_s.tolist(), score.tolist(), strict=True)
        suggestions = [
            make_suggestion(f"s{k}", a, b, score=v, label_id=labels[k % N_LABELS])
            for k, (a, b, v) in enumerate(rows)
        ]
        run = replace(make_run(), video_id=self.video_id)
        store.record_run(run, suggestions, make_graph())

    def open(self) -> None:
        """Open the video, and wait until all of it is shown."""
        self.document.open_video(self.video_id)
        wait_for(lambda: self.document.video is not None and not self.window.is_working)
        wait(500)

    def press(self, action_id: str) -> list[float]:
        """Do what a key does, to the painted window; return what each turn cost a CPU, ms."""
        turns = [time.thread_time()]
        self.window.actions_by_id[action_id].trigger()
        turns.append(time.thread_time())
        QTest.qWait(0)
        turns.append(time.thread_time())
        return (np.diff(turns) * 1e3).tolist()


def measured(folder: Path) -> dict[str, Numbers]:
    """Return the longest stalls while opening, and the acts with their stalls."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        crowd, stalls = Crowd(Path(name)), Stalls()
        stalls.start()
        crowd.open()
        found = {"open": stalls.figures()}
        crowd.press("next_pending")
        for act in ("next_entry", "accept", "reject", "undo"):
            wait(200)
            stalls.start()
            found[act] = {**_paces(lambda act=act: crowd.press(act)), **stalls.figures()}
        crowd.window.close()
        return found


def _paces(act: Callable[[], list[float]]) -> Numbers:
    clock_ms, turns_ms = [], []
    for _ in range(N_ACTS):
        began = time.perf_counter()
        turns_ms.append(act())
        clock_ms.append((time.perf_counter() - began) * 1e3)
        wait(40)
    act_ms, paint_ms = np.array(turns_ms).T
    return {
        "p50_ms": float(np.median(clock_ms)),
        "p99_ms": float(np.percentile(clock_ms, 99)),
        "cpu_p50_ms": float(np.median(act_ms + paint_ms)),
        "cpu_act_ms": float(np.median(act_ms)),
        "cpu_paint_ms": float(np.median(paint_ms)),
        "longest_turn_cpu_ms": float(max(act_ms.max(), paint_ms.max())),
    }
