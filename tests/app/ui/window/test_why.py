"""Why a segment was suggested, by keys and mouse, in the real window over the real project file."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import Cancelled, EngineError
from app.domain.segment import Segment
from app.services.explaining import (
    Contributions,
    LiveScore,
    ScoreQuestion,
    Standing,
    WhyQuestion,
)
from tests.app.ui.timeline.mouse import at, move, press, release
from tests.app.ui.window_rig import FOUND
from tests.factories import make_evidence

ENTER, LEFT = Qt.Key.Key_Return, Qt.MouseButton.LeftButton


@dataclass
class ScriptedExplainer:
    """The first neighbour raises a score, the second lowers it; an edit scores half its length."""

    failure: EngineError | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[object] = field(default_factory=list)
    is_trained: bool = True

    def answer(self, case, question, cancel):
        self.asked.append(question)
        if self.failure is not None:
            raise self.failure
        if isinstance(question, ScoreQuestion):
            length_s = question.segment.end_s - question.segment.start_s
            return LiveScore(np.full(2, length_s / 2), 0.004)
        while not self.gate.wait(0.01):
            if cancel():
                raise Cancelled
        if not self.is_trained:
            return Standing(0.9, 0.2)
        graph, at = case.graph, question.proposal_idx
        neighbours = graph.neighbours[graph.indptr[at] : graph.indptr[at + 1]]
        return Contributions(0.9, 0.6, neighbours, 0.12 - 0.07 * neighbours)

    def close(self):
        self.gate.set()


def evidence(**changes):
    scores = np.array([one.score for one in FOUND])
    scores = np.stack([scores, scores / 4], axis=1).astype(np.float32)
    label_idx = np.array([[0, 1], [1, 0], [0, 1]], np.int32)
    share = np.ones(2, np.float32)
    values = {"score": scores, "label_idx": label_idx, "share": share, "checkpoint": "abc"}
    return make_evidence(3, **{**values, **changes})


@pytest.fixture
def explainer():
    made = ScriptedExplainer()
    made.gate.set()
    return made


@pytest.fixture
def why(rig, explainer):
    """The window with a reviewed video on it and the panel in front."""
    rig.localizer.evidence = evidence()
    rig.window.take_engine(explainer, rig.frames)
    rig.open_one()
    return rig


def panel_of(rig):
    return rig.window.why_panel


def open_why(rig):
    first = rig.pick_first()
    rig.key("y")
    rig.until(lambda: panel_of(rig).model.largest > 0)
    return first


def test_y_says_why_in_plain_words(why):
    open_why(why)
    panel = panel_of(why)
    assert panel.isVisible()
    assert "High jump" in panel.words
    assert "0.900" in panel.words
    assert "Together they raised the score by 0.300." in panel.words
    assert "leave-one-out" in panel.words
    assert [bar.name for bar in panel._labels.bars][:2] == ["High jump", "Throw discus"]
    assert panel._labels.bars[0].is_strong
    assert [bar.number for bar in panel._pair.bars] == ["0.900", "0.600"]


def test_the_other_moments_come_by_what_they_did(why):
    open_why(why)
    moments = panel_of(why).model.moments
    assert [one.proposal_idx for one in moments] == [1, 2]
    assert [one.contribution for one in moments] == pytest.approx([0.05, -0.02])
    assert [one.kind for one in moments] == [0, 1]
    assert [one.label for one in moments] == ["Throw discus", "High jump"]
    words = panel_of(why).model.data(panel_of(why).model.index(1), Qt.ItemDataRole.ToolTipRole)
    assert "Surrounding edge" in words
    assert "lowered the score by 0.0200" in words


def test_return_goes_to_a_moment_and_lights_its_arc(why):
    first = open_why(why)
    neighbours = panel_of(why).list
    assert QApplication.focusWidget() is neighbours
    why.key(Qt.Key.Key_Down)
    why.key(Qt.Key.Key_Down)
    why.key(ENTER)
    assert why.window.player.time_s == pytest.approx(10.0)
    mark = why.window.timeline.board.web_mark
    assert (mark.proposals, mark.kind) == ((0, 2), 1)
    # The list has the key to itself: nothing was accepted.
    assert why.rows("select count(*) from annotations") == [(0,)]
    assert why.window.reviewer.selected_id == first


def test_a_click_goes_there_too_and_hovering_lights_both_ways(why):
    open_why(why)
    neighbours, board = panel_of(why).list, why.window.timeline.board
    row = neighbours.visualRect(neighbours.model().index(0)).center()
    why.qtbot.mouseMove(neighbours.viewport(), row - QPoint(0, 3))
    why.qtbot.mouseMove(neighbours.viewport(), row)
    why.until(lambda: board.web_mark is not None)
    assert board.web_mark.proposals == (0, 1)
    assert neighbours.itemDelegate().lit_idx == 1
    why.qtbot.mouseClick(neighbours.viewport(), LEFT, pos=row)
    assert why.window.player.time_s == pytest.approx(5.0)
    # From the timeline to the list.
    canvas = why.window.timeline.canvas
    canvas.mark_neighbour(2)
    assert neighbours.itemDelegate().lit_idx == 2
    board.mark_web(None)
    assert neighbours.itemDelegate().lit_idx == -1


def test_the_arc_stays_lit_while_the_view_moves(why):
    open_why(why)
    why.key(Qt.Key.Key_Down)
    board = why.window.timeline.board
    before = board.web_mark.points[0, 0]
    why.window.timeline.zoom(1.5)
    assert board.web_mark.proposals == (0, 1)
    assert board.web_mark.points[0, 0] != before


def test_an_edge_under_the_hand_is_scored_and_the_edit_after_it(why, explainer):
    held = open_why(why)
    window, panel = why.window, panel_of(why)
    timeline = window.timeline
    why.key("z")
    to = [at(timeline, time_s, held) for time_s in (4.0, 3.9, 3.8)]
    move(timeline, to[0])
    press(timeline, to[0])
    for point in to[1:]:
        move(timeline, point)
    length_s = timeline.board.edge_preview.segment.end_s - 3.0
    words = f"With these boundaries: 0.900 becomes {length_s / 2:.3f}"
    why.until(lambda: words in panel.words)
    assert why.rows("select count(*) from annotations") == [(0,)]
    asked_why = [one for one in explainer.asked if isinstance(one, WhyQuestion)]
    release(timeline, to[-1])
    assert why.rows("select end_s from annotations") == [(3.0 + length_s,)]
    why.until(lambda: words in panel.words)
    # The reasons are the suggestion's own: they stay, and nobody is asked again.
    assert [one for one in explainer.asked if isinstance(one, WhyQuestion)] == asked_why
    assert panel.model.largest > 0
    last = [one for one in explainer.asked if isinstance(one, ScoreQuestion)][-1]
    assert last == ScoreQuestion(0, Segment(3.0, 3.0 + length_s))
    why.key("z", Qt.KeyboardModifier.ControlModifier)
    why.until(lambda: "With these" not in panel.words)
    why.key("z", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    why.until(lambda: words in panel.words)


def test_a_drag_that_is_taken_back_leaves_the_score_as_found(why):
    held = open_why(why)
    timeline, panel = why.window.timeline, panel_of(why)
    why.key("z")
    to = [at(timeline, time_s, held) for time_s in (4.0, 3.9, 3.7)]
    move(timeline, to[0])
    press(timeline, to[0])
    for point in to[1:]:
        move(timeline, point)
    why.until(lambda: "With these boundaries" in panel.words)
    why.qtbot.keyClick(timeline.canvas, Qt.Key.Key_Escape)
    why.until(lambda: "With these boundaries" not in panel.words)


def test_dropping_below_the_threshold_is_said_in_the_review_panel_too(why):
    why.pick_first()
    window = why.window
    window.reviewer.set_edge(window.reviewer.selected_id, "end", 4.2)
    why.until(window.panel._change.isVisible)
    assert "drop below" not in window.panel._change.text()
    window.header.set_share(0.5)
    assert "It would drop below the threshold of 0.70." in window.panel._change.text()


def test_an_edge_is_answered_before_a_long_question(why, explainer):
    explainer.gate.clear()
    why.pick_first()
    why.key("y")
    why.until(lambda: any(isinstance(one, WhyQuestion) for one in explainer.asked))
    window = why.window
    window.timeline.edge_dragging.emit(window.reviewer.selected_id, "end", 3.5)
    why.until(lambda: "becomes 0.250" in panel_of(why).words)
    explainer.gate.set()
    why.until(lambda: panel_of(why).model.largest > 0)


def test_nobody_is_asked_before_somebody_looks(why, explainer):
    why.pick_first()
    why.until(lambda: panel_of(why).facts is not None)
    why.qtbot.wait(50)
    assert explainer.asked == []


def test_without_features_the_stored_part_still_shows(why, explainer):
    explainer.failure = EngineError("The features are gone.", "Analyse the video again.")
    why.pick_first()
    why.key("y")
    why.until(lambda: "The features are gone. Analyse the video again." in panel_of(why).words)
    assert [bar.number for bar in panel_of(why)._labels.bars][:2] == ["0.900", "0.225"]
    assert [one.contribution for one in panel_of(why).model.moments] == [None, None]
    assert why.problems == []


def test_a_cold_start_says_that_neighbours_had_no_say(rig, explainer):
    rig.localizer.evidence = evidence(checkpoint="")
    explainer.is_trained = False
    rig.window.take_engine(explainer, rig.frames)
    rig.open_one()
    rig.pick_first()
    rig.key("y")
    rig.until(lambda: bool(panel_of(rig)._pair.bars))
    assert "no other moment had a say" in panel_of(rig).words
    assert [bar.number for bar in panel_of(rig)._pair.bars] == ["0.90", "0.20"]


def test_an_older_run_and_a_hand_drawn_segment_are_said(rig, explainer):
    rig.window.take_engine(explainer, rig.frames)
    rig.open_one()
    rig.key("y")
    assert "Select a suggestion" in panel_of(rig).words
    rig.pick_first()
    rig.until(lambda: "before reasons were kept" in panel_of(rig).words)
    label = rig.document.labels[0].id
    rig.window.reviewer.draw(label, 20.0, 22.0)
    rig.until(lambda: "A person drew this segment" in panel_of(rig).words)


def test_a_renamed_label_is_still_known(why):
    rig = why
    first = rig.pick_first()
    label_id = rig.document.entry(first).label_id
    with_other_name = [
        one if one.id != label_id else one.__class__(one.id, "Hochsprung", one.color)
        for one in rig.document.labels
    ]
    rig.document._shelf._take_labels(with_other_name)
    rig.key("y")
    rig.until(lambda: panel_of(rig).model.largest > 0)
    assert panel_of(rig).facts.own.name == "Hochsprung"
    assert panel_of(rig).facts.engine_label == "High jump"
