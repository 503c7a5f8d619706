"""How fast the window's parts are, each beside the plain way in the same process.

``python -m tests.bench.gui [--json FILE]``; absolute numbers are this machine's, ratios travel.
Rows are described in ``docs/benchmarks.md``. Names with ``cpu`` count time of this process on
a CPU, which other work on the machine hardly disturbs; all others go by the clock.
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
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from app.domain.edits import draw
from app.domain.labels import Label
from app.domain.project import RunGraph
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Timeline
from app.services.ports import SoundEnvelope
from app.ui.timeline.strips.curves import upper_envelope
from app.ui.timeline.strips.waveform import Waveform
from app.ui.timeline.web import Web
from app.ui.timeline.widget import TimelineWidget
from tests.app.ui.timeline.scenes import many
from tests.bench import acts, player, storage

SIZE_PX = (1600, 480)
LANE_PX = 26
N_FRAMES = 24
N_PLAIN_FRAMES = 4
N_HITS = 200
N_EDGES = 100_000
# The whole video, then closer and closer: fps is that of the slowest zoom.
SPANS = (1.0, 0.1, 0.01)
STRIPS = ("sound", "actionness", "cuts", "scores")
Numbers = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """The median time of something, by the clock and on a CPU."""

    clock_s: float
    cpu_s: float

    def __or__(self, other: Pace) -> Pace:
        """Return the slower one of each."""
        return Pace(max(self.clock_s, other.clock_s), max(self.cpu_s, other.cpu_s))

    def fps(self, name: str = "") -> Numbers:
        """Return both as frames a second."""
        return {f"fps{name}": 1 / self.clock_s, f"cpu_fps{name}": 1 / self.cpu_s}


def pace(act: Callable[[int], object], times: int) -> Pace:
    """Return how long ``act(k)`` takes."""
    clock, cpu = [], []
    for k in range(times):
        began, cpu_began = time.perf_counter(), time.process_time()
        act(k)
        clock.append(time.perf_counter() - began)
        cpu.append(time.process_time() - cpu_began)
    return Pace(statistics.median(clock), statistics.median(cpu))


def median_s(act: Callable[[int], object], times: int) -> float:
    """Return the median duration of ``act(k)``."""
    return pace(act, times).clock_s


def shown(widget: QWidget) -> QWidget:
    """Return the widget, laid out and visible, nothing painted by hand yet."""
    widget.resize(*SIZE_PX)
    widget.show()
    QTest.qWaitForWindowExposed(widget)
    return widget


def painted_item(timeline: Timeline, labels: list[Label]) -> Numbers:
    """Measure the timeline widget."""
    widget = TimelineWidget()
    shown(widget)
    viewport = widget.canvas.viewport()
    began = time.perf_counter()
    widget.show_timeline(timeline, labels, None)
    viewport.repaint()
    first_paint_s = time.perf_counter() - began
    board = widget.board
    widget.show_strips([])
    bare = slowest(widget)
    laden = _laden(widget)
    widget.fit()
    playhead_s = median_s(lambda k: (widget.set_time(k * 1.7), viewport.repaint()), N_FRAMES)
    hit_s = median_s(lambda k: board.hits(200.0 + 7 * k % 1200, 40.0 + 11 * k % 380), N_HITS)
    edited = pace(lambda k: _edit(widget, timeline, labels[0], k), 5)
    widget.close()
    return {
        **bare.fps(),
        "first_paint_s": first_paint_s,
        "hit_ms": hit_s * 1e3,
        "playhead_ms": playhead_s * 1e3,
        "edit_ms": edited.clock_s * 1e3,
        "cpu_edit_ms": edited.cpu_s * 1e3,
        **laden,
    }


def slowest(widget: TimelineWidget) -> Pace:
    """Return the pace of panning and zooming at the slowest zoom."""
    board, viewport, found = widget.board, widget.canvas.viewport(), Pace(0.0, 0.0)
    for span in SPANS:

        def frame(k: int, span_s: float = span * board.axis.duration_s) -> None:
            # A pixel further each time, or a hair closer where there is no room to pan.
            axis = board.axis.window(k * span_s / SIZE_PX[0], span_s * (1 - k * 1e-6))
            board.set_axis(axis)
            viewport.repaint()

        found |= pace(frame, N_FRAMES)
    return found


def _laden(widget: TimelineWidget) -> Numbers:
    """Measure with strips, with all edges of a graph too, and with every lane in the window."""
    duration_s = widget.board.axis.duration_s
    chance = np.random.default_rng(0)
    envelope = chance.integers(0, 127, int(duration_s) * 200).astype(np.int8)
    graph = web_of(N_EDGES, duration_s)
    widget.show_strips(STRIPS)
    widget.set_sound(Waveform.of(SoundEnvelope(200, -envelope, envelope)))
    widget.set_actionness(upper_envelope(graph.segments, graph.actionness))
    widget.set_cuts(np.sort(chance.uniform(0, duration_s, 400)))
    found = slowest(widget).fps("_strips")
    widget.set_web(Web.of("run", graph))
    widget.set_web_choice({"shows_all": True})
    found |= slowest(widget).fps("_strips_edges")
    found |= _edges(widget)
    hidden_px = widget.board.max_scroll_px
    widget.resize(SIZE_PX[0], SIZE_PX[1] + hidden_px)
    QTest.qWait(0)
    found |= slowest(widget).fps("_all_lanes")
    widget.resize(*SIZE_PX)
    QTest.qWait(0)
    widget.set_web_choice({})
    widget.show_strips([])
    return found


def _edges(widget: TimelineWidget) -> Numbers:
    widget.fit()
    widget.canvas.viewport().repaint()
    top_px, find = widget.board.strips.graph_top_px, widget.canvas.edge_at
    painted_s = median_s(lambda _: _paint_edges(widget), N_FRAMES)
    hit_s = median_s(lambda k: find(300.0 + 9 * k, top_px + 20.0 + k % 60), N_FRAMES)
    return {"edges_ms": painted_s * 1e3, "edge_hit_ms": hit_s * 1e3}


def _paint_edges(widget: TimelineWidget) -> None:
    """Paint only the graph's strip, on a picture of its own."""
    pictures, strips = widget.canvas._pictures, widget.board.strips
    picture = QPixmap(strips.width_px, strips.height_px)
    painter = QPainter(picture)
    pictures.graph.paint(painter, widget.board, pictures._colors)
    painter.end()


def web_of(n_edges: int, duration_s: float, n_proposals: int = 5000) -> RunGraph:
    """Return a graph of proposals whose neighbours are near."""
    chance = np.random.default_rng(0)
    start = np.sort(chance.uniform(0, duration_s - 20, n_proposals))
    segments = np.column_stack([start, start + chance.uniform(0.5, 20, n_proposals)])
    from_idx = np.sort(np.repeat(np.arange(n_proposals), -(-n_edges // n_proposals)))
    step = np.tile(np.arange(1, -(-n_edges // n_proposals) + 1), n_proposals)
    return RunGraph(
        segments=segments,
        actionness=chance.random(n_proposals).astype(np.float32),
        indptr=np.searchsorted(from_idx, np.arange(n_proposals + 1)),
        neighbours=(from_idx + step) % n_proposals,
        kind=(chance.random(len(from_idx)) > 0.7).astype(np.uint8),
        weight=chance.random(len(from_idx)).astype(np.float32),
    )


def _edit(widget: TimelineWidget, timeline: Timeline, label: Label, k: int) -> None:
    edit = draw(label.id, Segment(k, k + 1.0))
    edit.apply(timeline)
    widget.refresh(edit.changes)
    widget.canvas.viewport().repaint()


def item_per_segment(timeline: Timeline, labels: list[Label]) -> Numbers:
    """Measure the plain way: a rectangle item for each segment in a graphics view."""
    lane_of = {label.id: k for k, label in enumerate(labels)}
    view = QGraphicsView()
    view.setScene(QGraphicsScene(view))
    shown(view)
    began = time.perf_counter()
    for entry in (*timeline.suggestions.values(), *timeline.annotations.values()):
        segment, lane = entry.segment, lane_of[entry.label_id]
        rect = QRectF(segment.start_s, lane * LANE_PX, segment.duration_s, LANE_PX - 6)
        color = QColor(labels[lane].color)
        is_solid = isinstance(entry, Annotation)
        style = Qt.BrushStyle.SolidPattern if is_solid else Qt.BrushStyle.BDiagPattern
        pen = QPen(color)
        pen.setCosmetic(True)
        view.scene().addRect(rect, pen, QBrush(color, style))
    seconds_px = SIZE_PX[0] / timeline.duration_s
    view.scale(seconds_px, 1.0)
    view.viewport().repaint()
    first_paint_s = time.perf_counter() - began
    moved = Pace(0.0, 0.0)
    for span in SPANS:
        view.resetTransform()
        view.scale(seconds_px / span, 1.0)

        def frame(k: int) -> None:
            view.horizontalScrollBar().setValue(k)
            view.viewport().repaint()

        moved |= pace(frame, N_PLAIN_FRAMES)
    view.resetTransform()
    view.scale(seconds_px, 1.0)
    hit_s = median_s(lambda k: view.items(QPointF(7 * k % 1200, 11 * k % 380).toPoint()), N_HITS)
    view.close()
    return {**moved.fps(), "first_paint_s": first_paint_s, "hit_ms": hit_s * 1e3}


def timelines(n_entries: int) -> dict[str, object]:
    """Return ours, the plain way, and how many times better ours is."""
    timeline, labels = many(n_entries)
    ours, plain = painted_item(timeline, labels), item_per_segment(timeline, labels)
    ratio = {
        name: ours[name] / plain[name] if "fps" in name else plain[name] / ours[name]
        for name in plain
    }
    return {**ours, "plain": plain, "ratio": ratio}


def measured() -> dict[str, object]:
    """Return every row."""
    # What is measured must not pay for imports and fonts.
    painted_item(*many(100))
    rows: dict[str, object] = {
        "timeline_10k": timelines(10_000),
        "timeline_100k": timelines(100_000),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = player.make_clip(folder / "clip.mp4")
        rows |= {"scrub_1080p": player.scrub_1080p(clip), "step_back": player.step_back(clip)}
        rows["proxy_1080p"] = player.proxy_1080p(clip)
        rows |= {"commit_ms": storage.commit_ms(folder), "window_100k": acts.measured(folder)}
    return rows


def main(argv: list[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    asked = parser.parse_args(argv)
    application = QApplication.instance() or QApplication([])
    text = json.dumps(measured(), indent=2)
    sys.stdout.write(text + "\n")
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")
    application.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
