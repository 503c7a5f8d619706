"""The history panel and undo over several videos, by keys and mouse in the real window."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from app.domain.edits import draw
from app.domain.errors import ProjectError
from app.domain.segment import Segment
from app.ui.history_model import WORDS, when


@pytest.fixture
def reviewed(rig):
    """Two acts on the open video; the panel is in front."""
    rig.open_one()
    show_panel(rig)
    rig.pick_first()
    rig.key("a")
    rig.key("a")
    return rig


def show_panel(rig):
    rig.window.findChild(QDockWidget, "History").raise_()
    rig.until(rig.window.history.isVisible)


def lines(rig):
    model = rig.window.history.model
    return [model.index(row, WORDS).data() for row in range(model.rowCount())]


def click(rig, row):
    view = rig.window.history.list
    place = view.visualRect(view.model().index(row, WORDS)).center()
    rig.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_panel_lists_acts_newest_last_and_marks_the_present(reviewed):
    assert lines(reviewed) == ["The beginning", "Accept High jump", "Accept Throw discus"]
    model = reviewed.window.history.model
    fonts = [model.index(row, 1).data(Qt.ItemDataRole.FontRole).bold() for row in range(3)]
    assert fonts == [False, False, True]
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Accept High jump a.mp4 ")


def test_a_click_goes_back_and_forth_and_selects_what_it_touched(reviewed):
    click(reviewed, 1)
    assert len(reviewed.timeline.annotations) == 1
    assert lines(reviewed)[2] == "Accept Throw discus (undone)"
    assert reviewed.rows("SELECT is_undone FROM history ORDER BY id") == [(0,), (1,)]
    click(reviewed, 0)
    assert reviewed.timeline.annotations == {}
    assert reviewed.document.undo_caption == ""
    click(reviewed, 2)
    assert len(reviewed.timeline.annotations) == 2
    assert reviewed.window.reviewer.selected_id != ""
    assert reviewed.rows("SELECT count(*) FROM annotations") == [(2,)]


def test_the_keyboard_walks_the_list_and_nothing_else(reviewed):
    view = reviewed.window.history.list
    view.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        reviewed.qtbot.keyClick(view, key)
    assert reviewed.timeline.annotations == {}
    assert view.currentIndex().row() == 0
    reviewed.qtbot.keyClick(view, Qt.Key.Key_Down)
    reviewed.qtbot.keyClick(view, Qt.Key.Key_Space)
    assert len(reviewed.timeline.annotations) == 1
    assert reviewed.rows("SELECT count(*) FROM history") == [(2,)]


def test_a_walk_that_cannot_be_stored_leaves_the_screen_as_the_disk(reviewed, monkeypatch):
    def fail(*_args):
        raise ProjectError("The disk is full.", "Free some space.")

    monkeypatch.setattr(reviewed.document.store, "commit_turn", fail)
    before = dict(reviewed.timeline.annotations)
    click(reviewed, 0)
    assert reviewed.problems == ["The disk is full."]
    reviewed.until(lambda: not reviewed.document.is_busy)
    assert reviewed.timeline.annotations == before
    assert reviewed.rows("SELECT sum(is_undone) FROM history") == [(0,)]


def test_undo_of_an_act_on_another_video_opens_it_and_says_so(reviewed):
    reviewed.drop(reviewed.video("b.mp4"))
    reviewed.until(lambda: len(reviewed.document.videos) == 2)
    second = reviewed.document.videos[1].id
    reviewed.document.open_video(second)
    reviewed.until(lambda: bool(reviewed.document.video and reviewed.document.video.run))
    assert reviewed.document.undo_caption == "Accept Throw discus in a.mp4"
    assert "in a.mp4" in reviewed.window.actions_by_id["undo"].text()
    reviewed.key("z", Qt.KeyboardModifier.ControlModifier)
    reviewed.until(lambda: bool(reviewed.document.video))
    assert reviewed.document.video.entry.name == "a.mp4"
    assert len(reviewed.timeline.annotations) == 1
    assert reviewed.window.reviewer.selected_id != ""
    assert reviewed.rows("SELECT is_undone FROM history ORDER BY id") == [(0,), (1,)]
    assert reviewed.document.redo_caption == "Accept Throw discus"


def test_undo_of_an_act_on_a_lost_video_is_done_and_told(reviewed):
    first = reviewed.folder / "a.mp4"
    reviewed.drop(reviewed.video("b.mp4"))
    reviewed.until(lambda: len(reviewed.document.videos) == 2 and not reviewed.document.is_busy)
    reviewed.document.open_video(reviewed.document.videos[1].id)
    reviewed.until(lambda: bool(reviewed.document.video) and not reviewed.document.is_busy)
    first.unlink()
    told = []
    reviewed.document.told.connect(told.append)
    reviewed.key("z", Qt.KeyboardModifier.ControlModifier)
    reviewed.until(lambda: not reviewed.document.is_busy)
    assert told == ["Undone in a.mp4: Accept Throw discus."]
    assert reviewed.rows("SELECT sum(is_undone) FROM history") == [(1,)]
    assert any("a.mp4 is not where it was" in problem for problem in reviewed.problems)


def test_the_history_outlives_the_window(reviewed, make_rig):
    project = reviewed.document.path
    reviewed.window.close()
    again = make_rig()
    again.window.open_paths([project])
    again.until(lambda: bool(again.document.video))
    again.key("z", Qt.KeyboardModifier.ControlModifier)
    assert len(again.timeline.annotations) == 1
    show_panel(again)
    assert lines(again)[1:] == ["Accept High jump", "Accept Throw discus (undone)"]


def test_times_are_told_as_far_away_as_they_are():
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert when(now - timedelta(hours=1), now) == "11:00"
    assert when(now - timedelta(days=1), now) == "03 May"
    assert when(now - timedelta(days=400), now) == "2025"


def test_only_the_pages_in_view_are_read(reviewed, monkeypatch):
    model = reviewed.window.history.model
    asked = []

    def read(first, count):
        asked.append((first, count))
        return ()

    monkeypatch.setattr(model, "_read", read)
    model.show(100_000, 100_000)
    view = reviewed.window.history.list
    view.scrollToBottom()
    view.grab()
    assert 0 < len(asked) <= 3
    assert all(count == 200 for _, count in asked)


# ------------------------------------------------------------ far jumps
@pytest.fixture
def busy_hour(reviewed):
    """Two acts, and thirty segments drawn after them."""
    label_id = reviewed.document.labels[0].id
    for k in range(30):
        assert reviewed.document.do(draw(label_id, Segment(k / 10, k / 10 + 0.05)), "Draw")
    assert reviewed.document.store.is_far(0)
    return reviewed


class HeldTurn:
    """Stores a walk of the history when it is let; notes where and how often."""

    def __init__(self, store, monkeypatch):
        self.gate, self.threads = threading.Event(), []
        self._store = store.commit_turn
        monkeypatch.setattr(store, "commit_turn", self._hold)

    def _hold(self, *told):
        self.threads.append(threading.current_thread())
        assert self.gate.wait(10)
        self._store(*told)


@pytest.fixture
def held(busy_hour, monkeypatch):
    turn = HeldTurn(busy_hour.document.store, monkeypatch)
    yield turn
    turn.gate.set()


def test_a_far_jump_is_one_act_beside_the_window(busy_hour, held):
    told, problems = [], []
    busy_hour.document.told.connect(told.append)
    busy_hour.document.problem.connect(lambda sentence, _step: problems.append(sentence))
    click(busy_hour, 0)
    busy_hour.until(lambda: len(held.threads) == 1)
    # The window lives on, and nothing is changed under the walk.
    assert len(busy_hour.timeline.annotations) == 32
    busy_hour.key("z", Qt.KeyboardModifier.ControlModifier)
    click(busy_hour, 1)
    assert not busy_hour.document.do(draw(busy_hour.document.labels[0].id, Segment(1, 2)), "Draw")
    assert not busy_hour.window.labelling.desk.add("Hurdles")
    assert problems == ["Earlier changes are still being stored."] * 4
    assert busy_hour.rows("SELECT sum(is_undone) FROM history") == [(0,)]
    held.gate.set()
    busy_hour.until(lambda: busy_hour.timeline.annotations == {})
    assert held.threads[0] is not threading.main_thread()
    assert len(held.threads) == 1
    assert told == ["32 acts undone."]
    assert busy_hour.rows("SELECT min(is_undone), count(*) FROM history") == [(1, 32)]
    assert busy_hour.rows("SELECT count(*) FROM annotations") == [(0,)]
    busy_hour.until(lambda: busy_hour.window.history.model.present_row == 0)
    click(busy_hour, 32)
    busy_hour.until(lambda: len(busy_hour.timeline.annotations) == 32)
    busy_hour.until(lambda: len(busy_hour.window.reviewer.selected_ids) == 1)
    assert told[1:] == ["32 acts done again."]
    assert busy_hour.document.do(draw(busy_hour.document.labels[0].id, Segment(1, 2)), "Draw")


def test_a_far_jump_that_cannot_be_stored_changes_nothing(busy_hour, monkeypatch):
    def fail(*_args):
        raise ProjectError("The disk is full.", "Free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(busy_hour.document.store, "commit_turn", fail)
        click(busy_hour, 0)
        busy_hour.until(lambda: busy_hour.problems == ["The disk is full."])
        # What was clicked is not where the history is.
        busy_hour.until(lambda: busy_hour.window.history.list.currentIndex().row() == 32)
    assert len(busy_hour.timeline.annotations) == 32
    busy_hour.key("z", Qt.KeyboardModifier.ControlModifier)
    assert len(busy_hour.timeline.annotations) == 31


def test_a_window_closed_on_a_far_jump_leaves_a_whole_file(busy_hour, held, make_rig):
    project = busy_hour.document.path
    click(busy_hour, 0)
    busy_hour.until(lambda: len(held.threads) == 1)
    threading.Timer(0.1, held.gate.set).start()
    busy_hour.window.close()
    again = make_rig()
    again.window.open_paths([project])
    again.until(lambda: bool(again.document.video))
    assert again.timeline.annotations == {}
    assert again.document.redo_caption
