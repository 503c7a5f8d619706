"""How quick the queue is among 200,000 suggestions of 1,000 videos.

``python -m tests.bench.review [--json FILE]``; absolute numbers are this machine's. ``model`` is
the queue alone. ``window`` is the program's own window on that project with every second video
judged: an act until it is painted (``p50_ms``) and until the list, the numbers and what a thread
learned from it are, too (``shown_p50_ms``); the time on a CPU of the longest turn of the loop from
the act to all that follows it; and while the queue is read in a thread, how late the ticks of a
16 ms timer come and how long the window's thread was on a CPU between two. ``measuring`` is the
same while the Evaluation panel measures all 200,000, judged.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, insert, select

from app.domain import edits
from app.domain.project import Run
from app.domain.timeline import Doubt, Suggestion
from app.engine.evaluation_process import ProcessEvaluator
from app.engine.evaluator import EngineEvaluator
from app.exchange.files import FileExchange
from app.services.calibration import calibrate
from app.services.projects import ProjectService
from app.services.review_queue import Choice, Order, ReviewQueue, Scope
from app.storage import tables
from app.storage.files import SqliteProjectFiles
from app.storage.store import SqliteProjectStore
from app.ui.analysis import AnalysisController
from app.ui.collector import Collector
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.bench.acts import wait, wait_for
from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.fakes import FakeFrameSource, FakeLocalizer

N_VIDEOS, N_EACH, N_LABELS = 1000, 200, 20
N_TURNS = 20
TICK_MS = 16
# Until then all that an act brings about has been shown.
AFTER_S = 0.3
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


def fill(store: SqliteProjectStore, folder: Path) -> None:
    """Write the project: a run of 200 suggestions over each of 1,000 videos."""
    labels = [one.id for one in store.ensure_labels([f"L{k}" for k in range(N_LABELS)]).values()]
    chance, graph = np.random.default_rng(0), make_graph()
    for number in range(N_VIDEOS):
        video_id, run_id = f"v{number}", f"r{number}"
        file = folder / f"{video_id}.mp4"
        file.write_text(video_id)
        store.add_video(make_video(video_id, path=file, duration_s=3600))
        run: Run = replace(make_run(run_id), video_id=video_id)
        store.record_run(run, suggestions_of(run_id, labels, chance), graph)


def suggestions_of(run_id: str, labels: list[str], chance: np.random.Generator) -> list[Suggestion]:
    """Return a run's suggestions, all drawn."""
    start_s = chance.uniform(0, 3580, N_EACH).tolist()
    numbers = chance.random((N_EACH, 4)).tolist()
    return [
        make_suggestion(
            f"{run_id}-{k}", start_s[k], start_s[k] + 1 + 8 * length, run_id=run_id, score=score,
            label_id=labels[k % len(labels)], doubt=Doubt(margin, entropy, 0.1),
        )
        for k, (length, score, margin, entropy) in enumerate(numbers)
    ]  # fmt: skip


def judge(store: SqliteProjectStore, *, every: int) -> None:
    """Say yes to a tenth of the suggestions of every so many videos, no to the others."""
    with store._database.writing() as connection:
        connection.execute(delete(tables.verdicts))
        connection.execute(delete(tables.annotations))
        for number in range(0, N_VIDEOS, every):
            s = tables.suggestions.c
            mine = select(s.id, s.video_id, s.label_id, s.start_s, s.end_s)
            found = connection.execute(mine.where(s.run_id == f"r{number}").order_by(s.id)).all()
            yes = {row.id for row in found[::10]}
            connection.execute(
                insert(tables.verdicts),
                [
                    {
                        "suggestion_id": row.id,
                        "verdict": "accepted" if row.id in yes else "rejected",
                    }
                    for row in found
                ],
            )
            owned = [row._asdict() for row in found if row.id in yes]
            connection.execute(
                insert(tables.annotations),
                [{**one, "id": f"a-{one['id']}", "suggestion_id": one["id"]} for one in owned],
            )


def paces(act: Callable[[int], object]) -> Numbers:
    """Return median and longest of some turns, ms."""
    taken = []
    for k in range(N_TURNS):
        began = time.perf_counter()
        act(k)
        taken.append((time.perf_counter() - began) * 1e3)
    return {"p50_ms": float(np.median(taken)), "max_ms": max(taken)}


def model(store: SqliteProjectStore) -> dict[str, object]:
    """Measure the queue alone."""
    began = time.perf_counter()
    columns = store.review_columns(Event())
    read_s = time.perf_counter() - began
    queue = ReviewQueue(columns)
    made_s = time.perf_counter() - began - read_s
    rows: dict[str, object] = {"n": queue.n, "read_s": read_s, "made_s": made_s}
    for order in Order:
        rows[f"order_{order.value}"] = paces(lambda k, o=order: queue.listed(Choice(o)))
        rows[f"next_{order.value}"] = paces(lambda k, o=order: queue.beside(Choice(o), 999 * k, 1))
    label = queue.label_at(0)
    rows["filter_label"] = paces(lambda k: queue.listed(Choice(label_id=label)))
    rows["filter_videos"] = paces(lambda k: queue.listed(Choice(scope=Scope.FRESH)))
    rows["slider_counts"] = paces(lambda k: queue.counts(Choice(min_score=k / N_TURNS)))
    rows["labels_waiting"] = paces(lambda k: queue.labels_waiting(Choice()))
    timeline = store.timeline("v7")

    def act(k: int) -> None:
        edit = edits.accept(timeline, f"r7-{k}")
        edit.apply(timeline)
        queue.refresh(timeline, edit.changes)
        queue.beside(Choice(Order.INFORMATIVE), queue.row(f"r7-{k}"), 1)

    rows["act_and_next"] = paces(act)
    chance = np.random.default_rng(0)
    rows["calibrate_5000"] = paces(
        lambda k: calibrate(
            queue.columns.suggestions.score[:5000], chance.random(5000) < 0.6,
            queue.columns.suggestions.spans.label[:5000],
        )
    )  # fmt: skip
    return rows


class Crowd:
    """The window on the project; its videos are of grey, so that decoding takes no time."""

    def __init__(self, project: Path) -> None:
        frames = FakeFrameSource(90_000)
        self.document = Document(
            ProjectService(SqliteProjectFiles(), frames), frames, FileExchange()
        )
        Collector(self.document)
        preferences = Preferences(project.parent / "window.ini")
        preferences.detects_by_itself = preferences.loops_selection = False
        analysis = AnalysisController(self.document, FakeLocalizer(), preferences)
        self.window = MainWindow(self.document, analysis, preferences, Thumbnails(frames))
        self.window.resize(1600, 1000)
        self.window.show()
        self.window._bench.show_panel("Queue")
        self.document.open(project)
        wait_for(lambda: self.document.video is not None and self.is_ready)
        wait(500)

    @property
    def is_ready(self) -> bool:
        queue = self.window.queue
        return queue.is_up_to_date and queue.feed.queue is not None and not self.window.is_working

    def read_again(self) -> Numbers:
        """Return the stalls while the whole queue is read again, and how long that takes."""
        stalls, began = Stalls(), time.perf_counter()
        stalls.start()
        self.window.queue.feed._read_soon()
        wait(5)
        wait_for(lambda: self.is_ready)
        return {**stalls.figures(), "read_s": time.perf_counter() - began}

    def idle(self) -> Numbers:
        """Return the stalls of as long a time with nothing going on: the machine's own."""
        stalls = Stalls()
        stalls.start()
        wait(3000)
        return stalls.figures()

    def measure(self) -> Numbers:
        """Return the stalls while the Evaluation panel measures, and how long that takes."""
        panel, stalls = self.window.evaluation, Stalls()
        panel.take(ProcessEvaluator(EngineEvaluator))
        self.window._bench.show_panel("Evaluation")
        wait(500)
        # Once before: the engine's process starts and compiles.
        wait_for(lambda: not panel.is_measuring)
        stalls.start()
        began = time.perf_counter()
        panel.measure()
        wait_for(lambda: not panel.is_measuring)
        wait(100)
        return {**stalls.figures(), "measured_s": time.perf_counter() - began}

    def paces(self, act: Callable[[int], object]) -> Numbers:
        """Return how long an act takes until it is painted, and until all is, the thread's too.

        And the longest turn of the loop with it; ms.
        """
        taken, shown, turn = [], [], []
        for k in range(N_TURNS):
            wait(150)
            began = time.perf_counter()
            turns = [cpu_ms(lambda k=k: act(k))]
            # What is shown with the next turn of the loop, and its painting.
            turns += [cpu_ms(QEventLoop().processEvents) for _ in range(2)]
            taken.append((time.perf_counter() - began) * 1e3)
            is_shown = False
            while time.perf_counter() < began + AFTER_S or not is_shown:
                was_ready = self.window.queue.is_up_to_date
                turns.append(cpu_ms(QEventLoop().processEvents))
                if was_ready and not is_shown:
                    # That turn has painted it.
                    is_shown = True
                    shown.append((time.perf_counter() - began) * 1e3)
                time.sleep(0.0005)
            turn.append(max(turns))
        return {
            "p50_ms": float(np.median(taken)),
            "max_ms": max(taken),
            "shown_p50_ms": float(np.median(shown)),
            "shown_max_ms": max(shown),
            "turn_cpu_p50_ms": float(np.median(turn)),
            "turn_cpu_max_ms": max(turn),
        }


def cpu_ms(act: Callable[[], object]) -> float:
    """Return how long this thread was on a CPU for it."""
    began = time.thread_time()
    act()
    return (time.thread_time() - began) * 1e3


def in_window(project: Path) -> dict[str, Numbers]:
    """Measure the window."""
    crowd = Crowd(project)
    window, orders = crowd.window, list(Order)
    guide, header = window.queue.guide, window.header
    labels = [label.id for label in crowd.document.labels]
    press = window.actions_by_id
    found = {
        "idle": crowd.idle(),
        "reading": crowd.read_again(),
        "order": crowd.paces(lambda k: guide.set_order(orders[k % len(orders)])),
        "filter_label": crowd.paces(lambda k: guide.set_label(labels[k % len(labels)])),
    }
    guide.set_label("")
    found["filter_videos"] = crowd.paces(lambda k: guide.set_scope(list(Scope)[k % 4]))
    guide.set_scope(Scope.ALL)
    header._scope.click()
    found["slider"] = crowd.paces(lambda k: header.slider.setValue(1 + k))
    guide.set_order(Order.TIMELINE)
    header.slider.setValue(0)
    press["next_pending"].trigger()
    found["accept"] = crowd.paces(lambda _k: press["accept"].trigger())
    found["put_off"] = crowd.paces(lambda _k: press["snooze"].trigger())
    window.close()
    return found


def measured(folder: Path) -> dict[str, object]:
    """Return every row."""
    store = SqliteProjectFiles().create(folder / "review.pgcn")
    fill(store, folder)
    rows: dict[str, object] = {"model": model(store)}
    judge(store, every=2)
    store.close()
    rows["window"] = in_window(folder / "review.pgcn")
    store = SqliteProjectFiles().open(folder / "review.pgcn")
    judge(store, every=1)
    store.close()
    crowd = Crowd(folder / "review.pgcn")
    rows["measuring"] = crowd.measure()
    crowd.window.close()
    return rows


def main(argv: list[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    asked = parser.parse_args(argv)
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as name:
        text = json.dumps(measured(Path(name)), indent=2)
    sys.stdout.write(text + "\n")
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    application.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
