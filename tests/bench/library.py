"""A library of 1,000 videos: ``python -m tests.bench.library [--json FILE]``.

A folder of 1,000 small MP4 files, each of its own content, is added to an empty project through
the window with the program's own decoder. A 16 ms timer in the window's thread notes how late
each tick comes, first with the window idle, then from the request to the last row. Then the same
folder is added again, words are typed into the search, and the list is sorted. At last the
project gets 200,000 suggestions, and the counts are read as after every act.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.domain.library_search import Order
from app.services.sheets import SheetChange, change_sheets
from app.ui.analysis import AnalysisController
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.bench.window import TICK_MS, Ticks
from tests.factories import make_graph, make_run, make_suggestion
from tests.program import live

N_VIDEOS = 1000
N_SUGGESTIONS = 200_000
IDLE_MS = 3000
WORDS = ("clip 07", "final", "ute", "zz", "")


def footage(folder: Path, n: int) -> None:
    """Write ``n`` playable MP4 files, no two of the same content."""
    first = folder / "first.mp4"
    with av.open(str(first), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "30"})
        stream.width, stream.height, stream.time_base = 320, 180, Fraction(1, 25)
        for k in range(100):
            pixels = np.full((180, 320, 3), k * 2 % 256, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
    content = first.read_bytes()
    first.unlink()
    for k in range(n):
        # A box that every reader skips makes the content another one.
        box = (16).to_bytes(4, "big") + b"free" + k.to_bytes(8, "big")
        (folder / f"clip {k:04}.mp4").write_bytes(content + box)


class Turns(QObject):
    """Notes the time on a CPU that the window's thread takes from one tick to the next, ms.

    Other work on the machine makes ticks late, but it does not lengthen these.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._note)
        self._last_s = 0.0
        self.taken_ms: list[float] = []

    def start(self) -> None:
        """Begin again."""
        self.taken_ms.clear()
        self._last_s = time.thread_time()
        self._timer.start()

    def figures(self) -> dict[str, float]:
        """Return the usual and the longest turn."""
        taken = np.array(self.taken_ms)
        return {
            "cpu_p99_ms": float(np.percentile(taken, 99)),
            "cpu_max_ms": float(taken.max()),
            "cpu_over_16_ms": float((taken > TICK_MS).sum()),
        }

    def _note(self) -> None:
        now_s = time.thread_time()
        self.taken_ms.append((now_s - self._last_s) * 1e3)
        self._last_s = now_s


def until(is_so: Callable[[], bool], most_s: float = 900.0) -> float:
    """Let the window live until something is so; return how long that took, seconds."""
    began = time.perf_counter()
    while not is_so() and time.perf_counter() - began < most_s:
        live(5)
    return time.perf_counter() - began


def added(window: MainWindow, document: Document, folder: Path) -> dict[str, float]:
    """Add the folder; return when rows came and how late the window's clock was."""
    ticks, turns = Ticks(), Turns()
    ticks.start()
    turns.start()
    live(IDLE_MS)
    idle = ticks.figures() | turns.figures()
    ticks.start()
    turns.start()
    model = window.library.model
    document.add_paths([folder])
    listed_s = until(lambda: model.rowCount() >= N_VIDEOS)
    first_s = listed_s + until(lambda: len(document.videos) > 0)
    all_s = first_s + until(lambda: not document.intake.is_adding)
    until(lambda: not document.is_busy)
    busy = ticks.figures() | turns.figures()
    again_s = _again(document, folder)
    return {
        "listed_s": listed_s,
        "first_s": first_s,
        "all_s": all_s,
        "again_s": again_s,
        **{f"idle_{name}": value for name, value in idle.items()},
        **{f"adding_{name}": value for name, value in busy.items()},
    }


def _again(document: Document, folder: Path) -> float:
    document.add_paths([folder])
    return until(lambda: not document.intake.is_adding)


def searched(window: MainWindow, document: Document) -> dict[str, float]:
    """Return the slowest answers to typing and sorting, painting included, ms."""
    store = document.store
    ids = [video.id for video in document.videos]
    change_sheets(store, ids[::3], SheetChange(add_tag="final", assignee="Ute"), "Tag video final")
    read: list[bool] = []
    document.shelf.read_again(lambda: read.append(True))
    until(lambda: bool(read))
    bar, view = window.library.filters, window.library.view

    def typed(text: str) -> None:
        bar.field.setText(text)
        view.viewport().repaint()

    def sorted_by(order: Order) -> None:
        bar.set_order(order, is_reversed=False)
        view.viewport().repaint()

    letters = [word[:n] for word in WORDS for n in range(len(word) + 1)]
    return {
        **_slowest("type", [_ms(typed, text) for text in letters]),
        **_slowest("sort", [_ms(sorted_by, order) for order in Order]),
        **_slowest("renew", [_ms(window.library_desk.show_all) for _ in range(5)]),
    }


def counted(document: Document) -> dict[str, float]:
    """Return what counting costs with many suggestions, ms; it is done away from the window."""
    store = document.store
    label = store.ensure_labels(["jump"])["jump"].id
    each = N_SUGGESTIONS // N_VIDEOS
    for video in document.videos:
        run_id = f"run of {video.id}"
        run = replace(make_run(run_id, video_id=video.id))
        made = [
            make_suggestion(f"{run_id}-{k}", k / 100, k / 100 + 1, label_id=label, run_id=run_id)
            for k in range(each)
        ]
        store.record_run(run, made, make_graph())
    one = document.videos[N_VIDEOS // 2].id
    return {
        "count_one_ms": statistics.median(_ms(store.video, one)[0] for _ in range(20)),
        "count_all_ms": statistics.median(_ms(store.videos)[0] for _ in range(3)),
    }


def _slowest(name: str, taken: list[tuple[float, float]]) -> dict[str, float]:
    clock, cpu = zip(*taken, strict=True)
    return {f"{name}_ms": max(clock), f"{name}_cpu_ms": max(cpu)}


def _ms(act: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """Return how long something takes, by the clock and on a CPU."""
    began, cpu_began = time.perf_counter(), time.thread_time()
    act(*arguments)
    return (time.perf_counter() - began) * 1e3, (time.thread_time() - cpu_began) * 1e3


def measure() -> dict[str, float]:
    """Return all figures, from a window in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "footage"
        folder.mkdir()
        footage(folder, N_VIDEOS)
        parts = bootstrap.build_parts()
        document = Document(parts.projects, parts.frames, parts.exchange)
        preferences = Preferences(Path(name) / "window.ini")
        preferences.detects_by_itself = False
        analysis = AnalysisController(document, parts.localizer, preferences)
        window = MainWindow(document, analysis, preferences, Thumbnails(parts.frames))
        window.show()
        document.create(Path(name) / "p.pgcn")
        until(lambda: document.path is not None)
        found = {**added(window, document, folder), **searched(window, document)}
        found |= counted(document)
        window.close()
    return found


def main() -> None:
    """Print the figures, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    qapp = QApplication(sys.argv[:1])
    found = measure()
    for figure, value in found.items():
        sys.stdout.write(f"{figure:24} {value:10.2f}\n")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2))
    del qapp


if __name__ == "__main__":
    main()
