"""Two people on one server, one of them at a real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.edits import MoveAnnotation, RelabelAnnotation, draw
from app.domain.segment import Segment
from app.storage.files import SqliteProjectFiles
from app.storage.places import ProjectPlaces
from app.storage.server import ServerProjects
from app.ui.together.address import AddressDialog
from app.ui.together.merge import KEPT, MINE, THEIRS, MergeDialog
from tests.app.ui.window_rig import Rig
from tests.editor import Editor
from tests.factories import make_video


@pytest.fixture
def servers(tmp_path):
    return ServerProjects(tmp_path / "servers")


@pytest.fixture
def place(postgres, server_template):
    return postgres.new_place(like=server_template)


@pytest.fixture
def ben(servers, place, tmp_path):
    """Ben's program has the project open, with one segment on one video."""
    store = servers.open(Path(str(place).replace("anna@", "ben@")))
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    store.add_video(make_video(path=film))
    label = store.ensure_labels(["High jump", "Throw discus"])["High jump"]
    editor = Editor(store)
    editor.do(draw(label.id, Segment(1, 2)), "Draw")
    yield editor
    store.close()


@pytest.fixture
def rig(qtbot, tmp_path, servers, place, ben):
    folder = tmp_path / "athletics"
    folder.mkdir()
    rig = Rig(qtbot, folder, ProjectPlaces(SqliteProjectFiles(), servers))
    rig.window._analysis.set_by_itself(on=False)
    rig.window.open_paths([place])
    qtbot.waitUntil(lambda: rig.document.video is not None)
    yield rig
    rig.localizer.gate.set()
    rig.window.close()
    rig.window.deleteLater()
    qtbot.wait(1)


def the_one(editor):
    (one,) = editor.store.timeline("video-1").annotations.values()
    return one


def shown(rig):
    return rig.document.video.timeline.annotations


def asked(rig, qtbot):
    desk = rig.window.together
    qtbot.waitUntil(lambda: isinstance(desk.dialog, MergeDialog), timeout=20_000)
    return desk.dialog


def stored(rig, qtbot):
    qtbot.waitUntil(lambda: rig.document.storing.n_waiting == 0, timeout=20_000)


def disputed(rig, qtbot, ben):
    """Let Ben and then Anna, who has not seen it, move the same segment; return the question."""
    rig.window.together.watch._timer.stop()
    rig.window.together.watch._errands.call_off()
    one = the_one(ben)
    ben.do(MoveAnnotation(one.id, Segment(1, 5)), "Move")
    rig.document.do(MoveAnnotation(one.id, Segment(0.5, 2)), "Move")
    dialog = asked(rig, qtbot)
    # What is on the lanes is what is stored.
    qtbot.waitUntil(lambda: shown(rig)[one.id].segment == Segment(1, 5))
    return one.id, dialog


def test_what_a_colleague_does_is_seen(rig, qtbot, ben):
    rig.window._bench.show_panel("History")
    one = the_one(ben)
    ben.do(MoveAnnotation(one.id, Segment(7, 9)), "Move")
    qtbot.waitUntil(lambda: shown(rig)[one.id].segment == Segment(7, 9))
    acts = rig.window.history.model
    last = lambda: str(acts.index(acts.rowCount() - 1, 1).data())  # noqa: E731
    qtbot.waitUntil(lambda: last().startswith("ben: "))
    # Nothing of his is mine to undo.
    assert rig.document.undo_caption == ""


def test_mine_is_kept_by_a_key(rig, qtbot, ben):
    one, dialog = disputed(rig, qtbot, ben)
    table = dialog.table
    assert "00:00.500" in table.item(0, MINE).text() or "0.5" in table.item(0, MINE).text()
    assert table.horizontalHeaderItem(THEIRS).text() == "ben"
    assert table.item(0, KEPT).text() == "theirs"
    qtbot.keyClick(table, Qt.Key.Key_1)
    assert table.item(0, KEPT).text() == "mine"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    stored(rig, qtbot)
    assert the_one(ben).segment == Segment(0.5, 2)
    qtbot.waitUntil(lambda: shown(rig)[one].segment == Segment(0.5, 2), timeout=20_000)


def test_both_are_kept_by_a_key(rig, qtbot, ben):
    _, dialog = disputed(rig, qtbot, ben)
    qtbot.keyClick(dialog.table, Qt.Key.Key_3)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    stored(rig, qtbot)
    found = ben.store.timeline("video-1").annotations.values()
    assert sorted(a.segment.end_s for a in found) == [2, 5]


def test_closing_the_question_leaves_theirs(rig, qtbot, ben):
    one, dialog = disputed(rig, qtbot, ben)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert the_one(ben).segment == Segment(1, 5)
    assert shown(rig)[one].segment == Segment(1, 5)


def test_other_parts_of_the_same_segment_are_no_loss(rig, qtbot, ben):
    """Ben relabels, Anna moves: keeping mine says so, and theirs can be had back by undo."""
    rig.window.together.watch._timer.stop()
    one = the_one(ben)
    labels = {label.name: label.id for label in ben.store.labels()}
    ben.do(RelabelAnnotation(one.id, labels["Throw discus"]), "Relabel")
    rig.document.do(MoveAnnotation(one.id, Segment(0.5, 2)), "Move")
    dialog = asked(rig, qtbot)
    assert "High jump" in dialog.table.item(0, MINE).text()
    assert "Throw discus" in dialog.table.item(0, THEIRS).text()
    qtbot.waitUntil(lambda: shown(rig)[one.id].label_id == labels["Throw discus"])
    qtbot.keyClick(dialog.table, Qt.Key.Key_1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    stored(rig, qtbot)
    assert the_one(ben).label_id == labels["High jump"]
    rig.document.undo()
    stored(rig, qtbot)
    assert the_one(ben).label_id == labels["Throw discus"]


def test_videos_are_put_into_the_queue(rig, qtbot, ben):
    told = []
    # Added by a colleague: the library has it by itself.
    ben.store.add_video(make_video("video-2"))
    qtbot.waitUntil(lambda: len(rig.document.videos) == 2)
    rig.document.told.connect(told.append)
    rig.window.actions_by_id["enqueue"].trigger()
    qtbot.waitUntil(lambda: bool(told))
    no_run = [video.id for video in ben.store.videos() if video.last_run_id is None]
    assert f"{len(no_run)} new, {len(no_run)} waiting" in told[-1]
    assert [ben.store.queue.take("worker").video_id for _ in no_run] == no_run
    assert "video-2" in no_run


def test_the_server_goes_and_comes_back(rig, qtbot, ben, postgres):
    problems, told = [], []
    rig.document.problem.connect(lambda *words: problems.append(words[0]))
    rig.document.told.connect(told.append)
    postgres.stop()
    try:
        qtbot.waitUntil(lambda: rig.window.together.watch._is_lost)
    finally:
        postgres.start()
    assert "cannot be reached" in problems[0]
    qtbot.waitUntil(lambda: "The server is there again." in told)
    assert len(set(problems)) == 1


def test_an_address_is_asked_and_remembered_without_a_password(rig, qtbot, place):
    desk = rig.window.together
    rig.window.actions_by_id["open_server"].trigger()
    dialog = desk.dialog
    assert isinstance(dialog, AddressDialog)
    dialog.field.setCurrentText("postgresql://anna:secret@host/films")
    dialog.accept()
    assert "password in it" in dialog.problem.text()
    opened = []
    desk._document.open = opened.append
    dialog.field.setCurrentText("postgresql://anna@host:5433/films")
    dialog.accept()
    assert opened == [Path("postgresql:/anna@host:5433/films")]
    assert desk._preferences.servers == ("postgresql://anna@host:5433/films",)
