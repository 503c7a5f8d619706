"""What the window does about other programs, damage, full disks, and where a person left off."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.domain.errors import ProjectError
from app.storage.locking import ProjectLock
from app.ui.project_memory import ProjectMemory
from app.ui.read_only import EDITING
from app.ui.view_memory import ProjectView


@pytest.fixture
def closed(rig):
    """A project with one annotation, closed."""
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    path = rig.document.path
    rig.window.close()
    return path


def opened(make_rig, path):
    rig = make_rig()
    rig.window.open_paths([path])
    rig.until(lambda: bool(rig.document.video) and not rig.document.is_busy)
    return rig


# ---------------------------------------------------------------- read-only
@pytest.fixture
def elsewhere(closed):
    lock = ProjectLock(closed)
    assert lock.take() == ""
    yield lock
    lock.give_back()


def test_a_project_open_elsewhere_can_be_looked_at_only(closed, elsewhere, make_rig):
    rig = opened(make_rig, closed)
    bar = rig.window.safekeeping.bar
    assert bar.isVisible()
    assert "is open in another window or program on this computer" in bar.sentence
    actions = rig.window.actions_by_id
    assert [each for each in EDITING if actions[each].isEnabled()] == []
    assert actions["export"].isEnabled()
    rig.pick_first()
    rig.key("a")
    rig.key("x")
    rig.key(Qt.Key.Key_Delete)
    assert rig.problems == []
    assert rig.rows("SELECT count(*) FROM history") == [(1,)]
    rig.drop(rig.video("b.mp4"))
    assert "can only be read" in rig.problems[-1]


def test_nothing_is_drawn_or_dragged_in_a_project_that_is_only_read(closed, elsewhere, make_rig):
    rig = opened(make_rig, closed)
    timeline = rig.window.timeline
    told = []
    for signal in (timeline.edge_dropped, timeline.segment_drawn):
        signal.connect(lambda *values: told.append(values))
    board, viewport = timeline.board, timeline.canvas.viewport()
    (annotation_id,) = rig.timeline.annotations
    rig.window.reviewer.select(annotation_id)
    rect = board.rect(annotation_id)
    for keys, at in (
        (Qt.KeyboardModifier.NoModifier, QPoint(int(rect.left()), int(rect.center().y()))),
        (Qt.KeyboardModifier.ControlModifier, QPoint(int(rect.right()) + 60, int(rect.top()) + 3)),
    ):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, keys, at)
        QTest.mouseMove(viewport, at + QPoint(40, 0))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, keys, at + QPoint(40, 0))
    assert told == []
    rig.window.panel._start.stepBy(1)
    assert rig.problems == []


def test_try_again_opens_it_to_be_changed(closed, elsewhere, make_rig):
    rig = opened(make_rig, closed)
    button = rig.window.safekeeping.bar.button
    rig.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rig.until(lambda: bool(rig.document.video) and not rig.document.is_busy)
    assert rig.window.safekeeping.bar.isVisible()
    elsewhere.give_back()
    rig.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rig.until(lambda: rig.document.read_only_reason == "" and bool(rig.document.video))
    assert not rig.window.safekeeping.bar.isVisible()
    rig.pick_first()
    rig.key("a")
    assert rig.rows("SELECT count(*) FROM history") == [(2,)]


# ---------------------------------------------------------------- backups and damage
def test_a_backup_lies_beside_a_project_that_was_worked_on(closed):
    (backup, *_) = sorted(closed.with_name("athletics.backups").iterdir())[::-1]
    assert backup.suffix == ".pgcn"


def test_a_damaged_project_is_restored_after_one_question(closed, make_rig):
    content = closed.read_bytes()
    closed.write_bytes(content[: len(content) // 2])
    rig = make_rig()
    rig.window.open_paths([closed])
    rig.until(lambda: rig.window.findChild(QMessageBox) is not None)
    box = rig.window.findChild(QMessageBox)
    assert "is damaged" in box.text()
    assert "athletics.backups" in box.informativeText()
    (yes,) = [each for each in box.findChildren(QPushButton) if each.text() == "Restore"]
    rig.qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    rig.until(lambda: bool(rig.document.video))
    assert len(rig.timeline.annotations) == 1
    assert rig.document.undo_caption == "Accept High jump"
    (aside,) = closed.parent.glob("athletics.damaged*.pgcn")
    assert aside.read_bytes() == content[: len(content) // 2]


def test_leaving_a_damaged_project_changes_nothing(closed, make_rig):
    closed.write_bytes(closed.read_bytes()[:9000])
    before = closed.read_bytes()
    rig = make_rig()
    rig.window.open_paths([closed])
    rig.until(lambda: rig.window.findChild(QMessageBox) is not None)
    rig.window.findChild(QMessageBox).reject()
    assert rig.document.store is None
    assert closed.read_bytes() == before


def test_a_removed_video_comes_back_with_all_that_was_on_it(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.until(lambda: rig.document.videos[0].n_annotations == 1)
    video_id = rig.document.videos[0].id
    rig.window.library_desk.acts.remove([video_id])
    assert rig.document.videos == ()
    assert rig.document.undo_caption == ""
    assert rig.window.toast.words == "a.mp4 left the project."
    rig.qtbot.mouseClick(rig.window.toast.undo_button, Qt.MouseButton.LeftButton)
    rig.until(lambda: rig.document.video is not None)
    assert len(rig.timeline.annotations) == 1
    assert rig.document.undo_caption == "Accept High jump"
    assert rig.window.toast.words == ""


def test_a_removed_video_that_is_added_again_is_as_it_was(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.window.library_desk.acts.remove([rig.document.videos[0].id])
    rig.drop(rig.folder / "a.mp4")
    rig.until(lambda: rig.document.video is not None)
    assert len(rig.timeline.annotations) == 1


def test_a_deleted_annotation_is_offered_back_until_the_next_act(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.key("p")
    first = next(iter(rig.timeline.annotations))
    rig.window.reviewer.select(first)
    rig.key(Qt.Key.Key_Delete)
    assert rig.window.toast.words == "1 annotation deleted."
    rig.qtbot.mouseClick(rig.window.toast.undo_button, Qt.MouseButton.LeftButton)
    assert first in rig.timeline.annotations
    rig.window.reviewer.select(first)
    rig.key(Qt.Key.Key_Delete)
    assert rig.window.toast.words
    rig.key("n")
    rig.key("a")
    assert rig.window.toast.words == ""


def test_a_backup_is_made_every_so_many_acts(rig, monkeypatch):
    monkeypatch.setattr("app.ui.backup_keeper.EVERY_N_ACTS", 3)
    rig.open_one()
    folder = rig.document.store.backup_folder
    rig.until(lambda: rig.window.safekeeping.backups._task is None)
    before = set(folder.glob("*"))
    rig.pick_first()
    # Backups are named by the second.
    rig.qtbot.wait(1001)
    for _ in range(3):
        rig.key("a")
    rig.until(lambda: set(folder.glob("*.pgcn")) > before)


def test_lanes_are_read_in_a_thread(rig, monkeypatch):
    rig.open_one()
    store, readers = rig.document.store, []
    read = store.timeline

    def watched(video_id):
        readers.append(threading.current_thread() is threading.main_thread())
        return read(video_id)

    monkeypatch.setattr(store, "timeline", watched)
    rig.document.close_video()
    rig.document.open_video(rig.document.videos[0].id)
    rig.until(lambda: bool(rig.document.video))
    rig.document.reload_timeline(rig.document.video.entry.id)
    rig.until(lambda: len(readers) == 2)
    assert readers == [False, False]


def test_an_act_while_the_lanes_are_read_again_is_not_lost_from_the_screen(rig, monkeypatch):
    rig.open_one()
    rig.pick_first()
    store, gate = rig.document.store, threading.Event()
    read = store.timeline

    def slow(video_id):
        timeline = read(video_id)
        gate.wait(5)
        return timeline

    monkeypatch.setattr(store, "timeline", slow)
    rig.document.reload_timeline(rig.document.video.entry.id)
    rig.key("a")
    assert len(rig.timeline.annotations) == 1
    gate.set()
    rig.until(lambda: not rig.document.is_busy)
    assert len(rig.timeline.annotations) == 1


# ---------------------------------------------------------------- a full disk
def test_a_refused_act_leaves_the_screen_as_the_disk(rig, monkeypatch):
    rig.open_one()
    entry_id = rig.pick_first()
    panel = rig.window.panel
    before_s = panel._start.value()

    def fail(*_args):
        raise ProjectError("The disk is full, so a.pgcn could not be changed.", "Free some space.")

    monkeypatch.setattr(rig.document.store, "commit_edit", fail)
    panel._start.stepBy(3)
    assert rig.problems == ["The disk is full, so a.pgcn could not be changed."]
    assert panel._start.value() == before_s
    assert rig.window.reviewer.selected_id == entry_id
    assert rig.timeline.annotations == {}
    assert rig.window.timeline.board.entry(entry_id).segment.start_s == before_s


# ---------------------------------------------------------------- where a person left off
def left_off(rig):
    board = rig.window.timeline.board
    axis = board.axis
    return (
        rig.document.video.entry.name, rig.window.reviewer.selected_id,
        rig.window.player.time_s, round(axis.start_s, 6), round(axis.span_s, 6),
        rig.window.header.share,
    )  # fmt: skip


def test_everything_is_where_it_was(rig, make_rig):
    rig.open_one()
    rig.drop(rig.video("b.mp4"))
    rig.until(lambda: len(rig.document.videos) == 2)
    rig.document.open_video(rig.document.videos[1].id)
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    rig.until(lambda: not rig.window.is_working)
    rig.pick_first()
    rig.window.header.set_share(0.25)
    for _ in range(3):
        rig.key("+")
    rig.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    rig.key(Qt.Key.Key_Right)
    before = left_off(rig)
    assert before[4] < rig.timeline.duration_s
    assert before[2] > 0
    path = rig.document.path
    rig.window.close()
    again = opened(make_rig, path)
    assert left_off(again) == before
    assert not again.window.player.is_playing


def test_each_video_has_its_own_place(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("+")
    before = left_off(rig)
    rig.drop(rig.video("b.mp4"))
    rig.until(lambda: len(rig.document.videos) == 2)
    rig.until(lambda: not rig.window.is_working)
    first, second = rig.document.videos
    rig.document.open_video(second.id)
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    assert left_off(rig)[1] == ""
    rig.document.open_video(first.id)
    rig.until(lambda: bool(rig.document.video))
    assert left_off(rig) == before


def test_a_moving_playhead_costs_no_commit_and_no_file_at_once(rig):
    rig.open_one()
    project = rig.document.store.project_id
    memory = ProjectMemory(rig.preferences.views_folder, ProjectView)
    rig.window.view_keeper.write()
    writes = rig.document.store._database.n_writes
    seen = memory.load(project)
    for _ in range(30):
        rig.key(Qt.Key.Key_Right)
    assert memory.load(project) == seen
    assert rig.document.store._database.n_writes == writes
    rig.window.view_keeper.write()
    assert memory.load(project) != seen


@pytest.mark.parametrize("content", ["", "{", '{"videos": {"x": {"span_s": -1}}}', '{"videos": 3}'])
def test_damaged_memory_counts_as_none(tmp_path, content):
    (tmp_path / "abc.json").write_text(content)
    memory = ProjectMemory(tmp_path, ProjectView)
    assert memory.load("abc").videos == {}
    memory.save("../abc", ProjectView(score_share=0.5))
    assert {path.name for path in tmp_path.iterdir()} == {"abc.json"}


def test_lanes_kept_in_the_old_place_come_back_once(make_rig):
    rig = make_rig()
    rig.open_one()
    label = rig.window.timeline.board.layout.lanes[0].label_id
    project = rig.document.path
    rig.window.close()
    memory = ProjectMemory(rig.preferences.views_folder, ProjectView)
    project_id = next(path.stem for path in rig.preferences.views_folder.iterdir())
    assert memory.load(project_id).lanes is None
    key = "lanes/" + str(project).replace("/", "|")
    rig.preferences._values.setValue(key, f'{{"hidden": ["{label}"]}}')
    rig.preferences.save()
    again = make_rig()
    again.window.open_paths([project])
    again.until(lambda: again.document.video is not None)
    assert again.window.timeline.lane_view()["hidden"] == [label]
    again.window.actions_by_id["all_lanes"].trigger()
    again.window.close()
    assert again.preferences._values.value(key) is None
    third = make_rig()
    third.window.open_paths([project])
    third.until(lambda: third.document.video is not None)
    assert third.window.timeline.lane_view()["hidden"] == []
