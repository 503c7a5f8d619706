"""A real window at the end of a line to the server that is slow or dead: it never stands still."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer

from app.domain.edits import MoveAnnotation, SetSheet, draw
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.storage import watched_line
from app.storage.files import SqliteProjectFiles
from app.storage.places import ProjectPlaces
from app.storage.server import ServerProjects
from app.ui.together.merge import MergeDialog
from tests.app.ui.window_rig import Rig
from tests.editor import Editor
from tests.factories import make_video
from tests.slow_line import slow_line


@pytest.fixture
def line(postgres, monkeypatch):
    """The line; silence is taken for death sooner than a person would."""
    monkeypatch.setattr(watched_line, "SILENCE_S", 1.5)
    monkeypatch.setattr(watched_line, "ASK_TIMEOUT_S", 2)
    monkeypatch.setitem(watched_line.LINE_OPTIONS, "connect_timeout", 2)
    with slow_line(postgres) as line:
        yield line


@pytest.fixture
def place(postgres, server_template):
    return postgres.new_place(like=server_template)


@pytest.fixture
def servers(tmp_path):
    return ServerProjects(tmp_path / "servers")


@pytest.fixture
def ben(servers, place, tmp_path, line):
    """Ben sits beside the server; one segment is on one video."""
    store = servers.open(Path(str(place).replace("anna@", "ben@")))
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    store.add_video(make_video(path=film))
    label = store.ensure_labels(["High jump"])["High jump"]
    editor = Editor(store)
    editor.do(draw(label.id, Segment(1, 2)), "Draw")
    yield editor
    store.close()


@pytest.fixture
def rig(qtbot, tmp_path, servers, place, ben, line):
    """Anna's window, at the end of the line."""
    folder = tmp_path / "athletics"
    folder.mkdir()
    rig = Rig(qtbot, folder, ProjectPlaces(SqliteProjectFiles(), servers))
    rig.window._analysis.set_by_itself(on=False)
    rig.window.open_paths([line.place(place)])
    rig.until(lambda: rig.document.video is not None)
    yield rig
    line.come_back()
    rig.localizer.gate.set()
    rig.document.storing.finish()
    rig.window.close()
    rig.window.deleteLater()
    qtbot.wait(1)


def starts(timeline):
    return sorted(one.segment.start_s for one in timeline.annotations.values())


def on_server(ben):
    return starts(ben.store.timeline("video-1"))


def jump(rig, start_s):
    return draw(rig.document.labels[0].id, Segment(start_s, start_s + 1))


def all_stored(rig):
    rig.until(lambda: rig.document.storing.n_waiting == 0)


def test_acts_are_shown_at_once_and_stored_in_their_order(rig, line, ben):
    """The line is dead for a moment: the window goes on, and says what is on its way."""
    line.go_dead()
    assert rig.document.do(jump(rig, 5), "Draw High jump")
    assert rig.document.do(jump(rig, 7), "Draw High jump")
    (last,) = [one for one in rig.timeline.annotations.values() if one.segment.start_s == 7]
    assert rig.document.do(MoveAnnotation(last.id, Segment(8, 9)), "Move High jump")
    assert starts(rig.timeline) == [1, 5, 8]
    assert rig.document.undo_caption.startswith("Move")
    words = rig.window.together.words
    rig.until(words.isVisible)
    assert words.text() == "Being stored on the server: 3 steps"
    assert on_server(ben) == [1]
    line.come_back()
    all_stored(rig)
    assert not words.isVisible()
    assert on_server(ben) == starts(rig.timeline) == [1, 5, 8]
    mine = [act.caption for act in ben.store.acts(0, 9) if act.author == "anna"]
    assert mine == ["Draw High jump", "Draw High jump", "Move High jump"]


def test_without_a_server_the_screen_shows_what_is_stored_and_says_so(rig, line, ben):
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    rig.document.do(SetSheet(Sheet(note="indoors")), "Note on the video")
    all_stored(rig)
    assert starts(rig.timeline) == [1]
    assert rig.timeline.sheet.note == ""
    assert rig.window.timeline.board.table.n_entries == 1
    told = [one for one in rig.problems if "not stored" in one]
    assert len(told) == 1
    assert told[0].startswith("2 steps were not stored. The server of ")
    assert on_server(ben) == [1]
    line.come_back()
    rig.document.do(jump(rig, 7), "Draw High jump")
    all_stored(rig)
    assert on_server(ben) == starts(rig.timeline) == [1, 7]


def test_one_act_that_is_not_stored_is_named(rig, line):
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    all_stored(rig)
    assert any(one.startswith("“Draw High jump” was not stored. ") for one in rig.problems)


def test_undo_waits_its_turn_and_nothing_comes_before_it(rig, line, ben):
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    rig.document.do(jump(rig, 7), "Draw High jump")
    rig.document.undo()
    # What it will take back is not known before it is stored.
    assert not rig.document.do(jump(rig, 9), "Draw High jump")
    assert "The step before is still being stored on the server." in rig.problems
    line.come_back()
    all_stored(rig)
    assert on_server(ben) == starts(rig.timeline) == [1, 5]
    rig.document.redo()
    all_stored(rig)
    assert on_server(ben) == starts(rig.timeline) == [1, 5, 7]


def test_in_a_conflict_only_what_was_built_on_it_is_taken_back(rig, line, ben, qtbot):
    (one,) = rig.timeline.annotations
    rig.window.together.watch._timer.stop()
    rig.window.together.watch._errands.call_off()
    ben.do(MoveAnnotation(one, Segment(1, 5)), "Move")
    line.go_dead()
    rig.document.do(MoveAnnotation(one, Segment(0.5, 2)), "Move High jump")
    rig.document.do(MoveAnnotation(one, Segment(0.7, 2)), "Move High jump")
    rig.document.do(jump(rig, 7), "Draw High jump")
    line.come_back()
    desk = rig.window.together
    rig.until(lambda: isinstance(desk.dialog, MergeDialog))
    all_stored(rig)
    assert on_server(ben) == [1, 7]
    assert any(told.startswith("2 steps were not stored.") for told in rig.problems)
    rig.until(lambda: rig.timeline.annotations[one].segment == Segment(1, 5))
    assert starts(rig.timeline) == [1, 7]
    qtbot.keyClick(desk.dialog.table, Qt.Key.Key_1)
    qtbot.keyClick(desk.dialog.table, Qt.Key.Key_Return)
    all_stored(rig)
    rig.until(lambda: starts(rig.timeline) == [0.5, 7])
    assert on_server(ben) == [0.5, 7]


def test_what_a_colleague_does_meanwhile_takes_nothing_off_the_screen(rig, line, ben):
    """Their act is read while mine is on its way: mine stays on the lanes."""
    seen = []
    rig.document.timeline_replaced.connect(lambda video: seen.append(starts(video.timeline)))
    ben.do(draw(rig.document.labels[0].id, Segment(20, 22)), "Draw")
    rig.document.do(jump(rig, 5), "Draw High jump")
    rig.until(lambda: starts(rig.timeline) == [1, 5, 20])
    assert all(5 in shown for shown in seen)


def test_the_window_closes_when_everything_is_stored(rig, line, ben):
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    rig.window.close()
    assert rig.window.isVisible()
    line.come_back()
    rig.until(lambda: not rig.window.isVisible())
    assert on_server(ben) == [1, 5]


def test_the_window_stays_to_say_what_could_not_be_stored(rig, line, ben):
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    rig.window.close()
    all_stored(rig)
    assert rig.window.isVisible()
    assert any("was not stored" in told for told in rig.problems)
    assert on_server(ben) == [1]


def test_the_history_is_read_beside_the_window(rig, line, ben):
    history = rig.window.history
    history.renew()
    rig.until(lambda: history.model.rowCount() == 2)
    line.go_dead()
    rig.document.do(jump(rig, 5), "Draw High jump")
    history.renew()
    # Nothing has waited for the line.
    assert history.model.rowCount() == 2
    line.come_back()
    all_stored(rig)
    history.renew()
    rig.until(lambda: history.model.rowCount() == 3)
    assert "Draw High jump" in history.model.index(2, 1).data()


def test_a_new_label_waits_for_the_server_and_the_window_is_drawn_meanwhile(rig, line, ben):
    line.go_dead()
    # Comes only where the window's events go on.
    QTimer.singleShot(200, rig.window, line.come_back)
    label = rig.document.ensure_label("Throw discus")
    assert label in rig.document.labels
    assert "Throw discus" in [one.name for one in ben.store.labels()]


def test_a_label_made_while_labels_are_read_stays(rig, monkeypatch):
    """What was read before it was made comes after it: the lanes would show a bare id."""
    store, window = rig.document.store, threading.current_thread()
    has_read, may_tell, told = threading.Event(), threading.Event(), []
    read = store.labels

    def late():
        found = read()
        if threading.current_thread() is not window and not has_read.is_set():
            has_read.set()
            may_tell.wait(30)
        return found

    monkeypatch.setattr(store, "labels", late)
    rig.document.shelf.read_again(lambda: told.append(True))
    assert has_read.wait(30)
    label = rig.document.ensure_label("Throw discus")
    may_tell.set()
    rig.until(lambda: bool(told))
    assert rig.document.label(label.id) == label
