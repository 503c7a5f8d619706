"""How long the window stands still among 100,000 suggestions; a row of ``tests.bench.gui``.

A turn of the event loop is the key, and then each pass over what it has set going: painting, the
queue's list and the recount among it. A person feels the longest turn by the clock; how long it is
on a CPU is what is ours on a busy machine.

Every act is looked for in the project file; one that did not come about ends the measurement.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent

from app import bootstrap
from app.engine.localizer import EngineLocalizer
from app.ui.analysis import AnalysisController
from app.ui.collector import Collector
from app.ui.document import Document
from app.ui.library.thumbnails import Thumbnails
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.factories import make_graph, make_run, make_suggestion
from tests.program import live as wait

N_SUGGESTIONS = 100_000
N_LABELS = 20
DURATION_S = 3600
N_ACTS = 20
# What an act sets going is over by then: painting, lists, the recount of the library.
SETTLED_S = 0.3
# The painting of the act is among the first passes, before any of the timers.
PAINTED_S = 0.05
Numbers = dict[str, float]
# Judged suggestions, annotations, acts that stand, and what is selected.
State = tuple[int, int, int, str]
Rows = dict[str, Numbers]


def wait_for(is_done: Callable[[], bool]) -> None:
    """Let the window live until something has come about."""
    while not is_done():
        wait(20)


def write_grey(path: Path, duration_s: int) -> None:
    """Write a film of grey, a frame a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(duration_s):
            picture = np.full((90, 160, 3), number % 250, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 1)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


class Turn(NamedTuple):
    """What one turn of the event loop took, ms."""

    clock_ms: float
    cpu_ms: float


def turn(act: Callable[[], object]) -> Turn:
    """Do something and return what it took."""
    began, cpu_began = time.perf_counter(), time.thread_time()
    act()
    return Turn((time.perf_counter() - began) * 1e3, (time.thread_time() - cpu_began) * 1e3)


def turns(for_s: float) -> list[Turn]:
    """Turn the event loop for a while."""
    found: list[Turn] = []
    end = time.perf_counter() + for_s
    while time.perf_counter() < end:
        found.append(turn(_pass))
        # Threads get their chance, as they do while a loop waits.
        time.sleep(0.0005)
    return found


def longest(found: list[Turn]) -> Numbers:
    """Return the longest turn by the clock and on a CPU."""
    return {
        "longest_turn_ms": max(one.clock_ms for one in found),
        "longest_turn_cpu_ms": max(one.cpu_ms for one in found),
    }


def _pass() -> None:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Crowd:
    """The program's own window on a project with very many suggestions.

    Args:
        folder: Of the project.
        n: How many suggestions.
        duration_s: Of their video, a frame a second.
    """

    def __init__(self, folder: Path, n: int = N_SUGGESTIONS, duration_s: int = DURATION_S) -> None:
        parts = bootstrap.build_parts()
        self._n, self._duration_s = n, duration_s
        self.document = Document(parts.projects, parts.frames, parts.exchange)
        Collector(self.document)
        preferences = Preferences(folder / "window.ini")
        preferences.detects_by_itself = False
        engine = EngineLocalizer(folder / "features")
        analysis = AnalysisController(self.document, engine, preferences)
        self.window = MainWindow(self.document, analysis, preferences, Thumbnails(parts.frames))
        self.window.resize(1600, 1000)
        self.window.show()
        self.document.create(folder / "crowd.pgcn")
        wait_for(lambda: self.document.store is not None)
        write_grey(folder / "hour.mp4", duration_s)
        self.document.add_paths([folder / "hour.mp4"])
        wait_for(lambda: self.document.video is not None and not self.window.is_working)
        self.video_id = self.document.wanted_video_id
        self._fill()
        self.document.close_video()
        # As after an analysis: the library and the queue hear of the new run.
        self.document.reload_timeline(self.video_id)
        wait_for(lambda: self._n_queued == n and self.is_at_rest)
        wait(200)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is being read."""
        return not self.window.is_working and self.window.queue.is_up_to_date

    @property
    def _n_queued(self) -> int:
        queue = self.window.queue.feed.queue
        return queue.n if queue is not None else 0

    def _fill(self) -> None:
        store = self.document.store
        assert store is not None
        labels = [
            one.id for one in store.ensure_labels([f"L{k}" for k in range(N_LABELS)]).values()
        ]
        chance = np.random.default_rng(0)
        start_s = chance.uniform(0, self._duration_s - 20, self._n)
        end_s, score = start_s + chance.uniform(0.5, 8, self._n), chance.random(self._n)
        rows = zip(start_s.tolist(), end_s.tolist(), score.tolist(), strict=True)
        suggestions = [
            make_suggestion(f"s{k}", a, b, score=v, label_id=labels[k % N_LABELS])
            for k, (a, b, v) in enumerate(rows)
        ]
        run = replace(make_run(), video_id=self.video_id)
        store.record_run(run, suggestions, make_graph())

    def open(self) -> list[Turn]:
        """Open the video, and turn until all of it is shown."""
        found = [turn(lambda: self.document.open_video(self.video_id))]
        while self.document.video is None or not self.is_at_rest:
            found += turns(0.05)
        return found + turns(0.5)

    def press(self, action_id: str) -> list[Turn]:
        """Do what a key does, and turn until it is painted."""
        return [turn(self.window.actions_by_id[action_id].trigger), *turns(PAINTED_S)]

    def state(self) -> State:
        """Return what the project file says, and what is selected."""
        store = self.document.store
        assert store is not None
        entry = store.video(self.video_id)
        assert entry is not None
        return (
            entry.n_judged,
            entry.n_annotations,
            store.n_acts()[0],
            self.window.reviewer.selected_id,
        )


# What an act changes of judged, annotated and standing acts.
DOES = {"next_entry": (0, 0, 0), "accept": (1, 1, 1), "reject": (1, 0, 1), "undo": (-1, None, -1)}


def measured(folder: Path, n: int = N_SUGGESTIONS, duration_s: int = DURATION_S) -> Rows:
    """Return the longest turns while opening, and the acts with theirs."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        crowd = Crowd(Path(name), n, duration_s)
        found = {"open": longest(crowd.open())}
        crowd.press("next_pending")
        turns(SETTLED_S)
        found |= {act: _paces(crowd, act) for act in DOES}
        crowd.window.close()
        return found


def checked(crowd: Crowd, act: str) -> tuple[list[Turn], list[Turn]]:
    """Do an act; return its turns until it is painted, and those of what it set going.

    Raises:
        AssertionError: nothing came of it, or something else.
    """
    before = crowd.state()
    painted, rest = crowd.press(act), turns(SETTLED_S)
    after = crowd.state()
    for was, is_now, change in zip(before, after, DOES[act], strict=False):
        if change is not None and is_now - was != change:
            raise AssertionError(f"{act}: {before} became {after}")
    if before[3] == after[3] or not after[3]:
        raise AssertionError(f"{act}: {after[3] or 'nothing'} is selected after {before[3]}")
    return painted, rest


def _paces(crowd: Crowd, act: str) -> Numbers:
    found = [checked(crowd, act) for _ in range(N_ACTS)]
    clock_ms = [sum(one.clock_ms for one in painted) for painted, _ in found]
    by_act = [max(one.cpu_ms for one in (*painted, *rest)) for painted, rest in found]
    return {
        "p50_ms": float(np.median(clock_ms)),
        "p99_ms": float(np.percentile(clock_ms, 99)),
        "cpu_act_ms": float(np.median([painted[0].cpu_ms for painted, _ in found])),
        "turn_cpu_p50_ms": float(np.median(by_act)),
        **longest([one for both in found for each in both for one in each]),
    }
