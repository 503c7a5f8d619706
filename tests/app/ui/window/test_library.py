"""The library as a person uses it: search, states, several videos at once, moved files, runs."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from app.domain.library_search import Order, Wanted
from app.domain.video_state import VideoState
from app.ui.library.panel import NO_MATCH_PAGE
from app.ui.library.runs_dialog import RunsDialog
from tests.fakes import FakeFrameSource

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def three(rig):
    """A window with a, b and c, each with three suggestions; a is open."""
    for name in ("a.mp4", "b.mp4", "c.mp4"):
        rig.video(name)
    rig.drop(rig.folder)
    rig.until(lambda: [v.last_run_id is not None for v in rig.document.videos] == [True] * 3)
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    settle(rig)
    return rig


def settle(rig):
    rig.until(lambda: not rig.window.is_working)
    rig.qtbot.wait(150)
    rig.until(lambda: not rig.window.is_working)


def listed(rig):
    model = rig.window.library.model
    return [model.row(at).video.name for at in range(model.rowCount())]


def words(rig, at):
    return rig.window.library.model.row(at).shown.words


def ids(rig):
    return [video.id for video in rig.document.videos]


def entry(menu: QMenu, *names):
    """The action under the names of menus and entry."""
    for name in names[:-1]:
        menu = next(one.menu() for one in menu.actions() if one.text() == name)
    return next(one for one in menu.actions() if one.text() == names[-1])


def click(rig, at, modifier=Qt.KeyboardModifier.NoModifier):
    view = rig.window.library.view
    place = view.visualRect(rig.window.library.model.index(at)).center()
    rig.qtbot.mouseClick(view.viewport(), LEFT, modifier, place)


# ---------------------------------------------------------------- search
def test_a_video_is_searched_and_opened_by_keys_alone(three):
    three.key("f", CTRL)
    field = three.window.library.filters.field
    assert QApplication.focusWidget() is field
    three.qtbot.keyClicks(field, "c.m")
    assert listed(three) == ["c.mp4"]
    three.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is three.window.library.view
    three.key(Qt.Key.Key_Return)
    three.until(lambda: bool(three.document.video))
    assert three.document.video.entry.name == "c.mp4"
    # The keys belong to the review again.
    three.until(lambda: three.document.video.run is not None)
    three.key("n")
    assert three.window.reviewer.selected_id
    three.key(Qt.Key.Key_Return)
    assert three.rows("select count(*) from annotations") == [(1,)]


def test_escape_clears_the_search_and_then_leaves_it(three):
    three.key("f", CTRL)
    field = three.window.library.filters.field
    three.qtbot.keyClicks(field, "zzz")
    assert three.window.library._pages.currentIndex() == NO_MATCH_PAGE
    three.key(Qt.Key.Key_Escape)
    assert listed(three) == ["a.mp4", "b.mp4", "c.mp4"]
    three.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not field


def test_a_search_without_a_match_is_cleared_by_its_button(three):
    bar = three.window.library.filters
    bar.set_wanted(Wanted("zzz", frozenset({VideoState.DONE}), assignee="Ute"))
    assert listed(three) == []
    assert [chip.text() for chip in bar.chips] == ["Done ✕", "Ute ✕"]
    three.qtbot.mouseClick(three.window.library.clear_button, LEFT)
    assert (listed(three), bar.chips, bar.field.text()) == (["a.mp4", "b.mp4", "c.mp4"], [], "")


def test_states_are_filtered_from_the_menu_and_taken_away_by_their_chip(three):
    click(three, 1)
    three.until(lambda: bool(three.document.video and three.document.video.entry.name == "b.mp4"))
    three.pick_first()
    three.key("a")
    three.until(lambda: words(three, 1) == "1 of 3 reviewed")
    bar, menu = three.window.library.filters, QMenu()
    bar.fill_filters(menu)
    texts = [one.text() for one in menu.actions()]
    assert "In review\t1" in texts
    assert "To review\t2" in texts
    entry(menu, "In review\t1").trigger()
    assert listed(three) == ["b.mp4"]
    assert three.window.library._counted.text() == "1 of 3 videos  ·  1 of 9 reviewed"
    three.qtbot.mouseClick(bar.chips[0], LEFT)
    assert len(listed(three)) == 3
    menu.deleteLater()


def test_the_next_video_is_the_next_one_listed(three, make_rig):
    three.window.library.filters.set_order(Order.NAME, is_reversed=True)
    assert listed(three) == ["c.mp4", "b.mp4", "a.mp4"]
    three.key(Qt.Key.Key_PageUp)
    assert three.document.wanted_video_id == ids(three)[1]
    three.key(Qt.Key.Key_PageUp)
    three.key(Qt.Key.Key_PageUp)
    assert three.document.wanted_video_id == ids(three)[2]
    three.window.close()
    again = make_rig()
    bar = again.window.library.filters
    assert (bar.order, bar.is_reversed) == (Order.NAME, True)


def test_mine_are_those_of_my_name(three):
    three.preferences.person = "Ute"
    three.window.library_desk._ask_me()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QInputDialog))
    assert dialog.textValue() == "Ute"
    dialog.setTextValue("Jonas")
    dialog.accept()
    assert three.preferences.person == "Jonas"
    entry(three.window.library_desk.menu_of(ids(three)[:2]), "Assign to", "Jonas").trigger()
    three.until(lambda: three.document.videos[1].sheet.assignee == "Jonas")
    menu = QMenu()
    three.window.library.filters.fill_filters(menu)
    entry(menu, "Mine (Jonas)").trigger()
    assert listed(three) == ["a.mp4", "b.mp4"]
    menu.deleteLater()


def test_what_is_looked_for_outlives_the_program_in_its_project(three, make_rig):
    bar, path = three.window.library.filters, three.document.path
    bar.set_order(Order.NAME, is_reversed=True)
    wanted = Wanted(text="mp4", states=frozenset({VideoState.TO_REVIEW}), assignee="")
    bar.set_wanted(wanted)
    assert listed(three) == ["c.mp4", "b.mp4", "a.mp4"]
    three.window.close()
    again = make_rig()
    assert again.window.library.filters.wanted == Wanted()
    again.document.open(path)
    again.until(lambda: again.document.video is not None)
    bar = again.window.library.filters
    assert (bar.wanted, bar.order, bar.is_reversed) == (wanted, Order.NAME, True)
    assert bar.field.text() == "mp4"
    again.until(lambda: listed(again) == ["c.mp4", "b.mp4", "a.mp4"])
    again.document.create(again.folder / "other.pgcn")
    again.until(lambda: again.document.path.name == "other.pgcn")
    assert bar.wanted == Wanted()


# ---------------------------------------------------------------- several at once
def test_selected_videos_are_tagged_in_one_go_and_the_toast_takes_it_back(three):
    click(three, 1)
    click(three, 2, CTRL)
    assert three.window.library.view.selected_ids == ids(three)[1:]
    three.window.library_desk._ask_tag(three.window.library.view.selected_ids)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QInputDialog))
    dialog.setTextValue("final")
    dialog.accept()
    three.until(
        lambda: [v.sheet.tags for v in three.document.videos] == [(), ("final",), ("final",)]
    )
    assert three.rows("select caption, video_id from history") == [("Tag video final", None)]
    assert three.window.toast.words == "Tag video final: 2 videos"
    settle(three)
    three.qtbot.mouseClick(three.window.toast.undo_button, LEFT)
    three.until(lambda: not any(v.sheet.tags for v in three.document.videos))
    assert three.rows("select sum(is_undone) from history") == [(1,)]
    assert three.document.redo_caption == "Tag video final"


def test_one_key_undoes_what_was_said_of_several_videos_the_open_one_among_them(three):
    three.window.library.view.selectAll()
    chosen = three.window.library.view.selected_ids
    assert chosen == ids(three)
    entry(three.window.library_desk.menu_of(chosen), "Nothing here").trigger()
    three.until(lambda: [words(three, k) for k in range(3)] == ["Nothing here"] * 3)
    assert three.timeline.sheet.is_empty
    assert three.document.undo_caption == "Nothing in video"
    three.window.history.renew()
    row = three.window.history.model.index(1, 2)
    assert three.window.history.model.data(row) == "several videos"
    three.key("z", CTRL)
    three.until(lambda: [words(three, k) for k in range(3)] == ["3 to review"] * 3)
    three.until(
        lambda: {one.verdict.value for one in three.timeline.suggestions.values()} == {"pending"}
    )
    three.key("y", CTRL)
    three.until(lambda: [words(three, k) for k in range(3)] == ["Nothing here"] * 3)
    three.until(
        lambda: {one.verdict.value for one in three.timeline.suggestions.values()} == {"rejected"}
    )


def test_nothing_here_is_said_of_a_video_that_is_not_open_and_undone(three):
    entry(three.window.library_desk.menu_of(ids(three)[2:]), "Nothing here").trigger()
    three.until(lambda: words(three, 2) == "Nothing here")
    assert three.document.undo_caption == "Nothing in video in c.mp4"
    three.key("z", CTRL)
    three.until(lambda: words(three, 2) != "Nothing here")
    assert words(three, 2) == "3 to review"


def test_undo_of_an_assignment_elsewhere_opens_nothing(three):
    open_id = three.document.wanted_video_id
    three.preferences.person = "Ute"
    entry(three.window.library_desk.menu_of(ids(three)[2:]), "Assign to", "Ute").trigger()
    three.until(lambda: three.document.videos[2].sheet.assignee == "Ute")
    three.key("z", CTRL)
    three.until(lambda: three.document.videos[2].sheet.assignee == "")
    assert three.document.wanted_video_id == open_id


def test_nothing_here_is_one_key_and_one_undo(three):
    three.key("0", CTRL_SHIFT)
    assert three.timeline.sheet.is_empty
    assert {one.verdict.value for one in three.timeline.suggestions.values()} == {"rejected"}
    three.until(lambda: words(three, 0) == "Nothing here")
    three.key("z", CTRL)
    assert not three.timeline.sheet.is_empty
    assert {one.verdict.value for one in three.timeline.suggestions.values()} == {"pending"}
    three.until(lambda: words(three, 0) == "3 to review")


def test_a_video_with_annotations_is_not_empty(three):
    three.pick_first()
    three.key("a")
    three.key("0", CTRL_SHIFT)
    assert three.problems == ["There are annotations on a.mp4, so it is not empty."]
    assert not three.timeline.sheet.is_empty
    assert not three.window.notes.nothing_here.isChecked()


def test_several_videos_leave_and_come_back_together(three):
    three.window.library_desk.acts.remove(ids(three)[1:])
    assert three.window.toast.words == "2 videos left the project."
    three.until(lambda: listed(three) == ["a.mp4"])
    three.qtbot.mouseClick(three.window.toast.undo_button, LEFT)
    three.until(lambda: listed(three) == ["a.mp4", "b.mp4", "c.mp4"])


# ---------------------------------------------------------------- adding
class GatedFrames(FakeFrameSource):
    """Looks into a file named ``slow`` only when it is let."""

    def __init__(self):
        super().__init__()
        self.gate = threading.Event()

    def probe(self, video, *, progress=None):
        if video.name.startswith("slow"):
            self.gate.wait(10)
        return super().probe(video, progress=progress)


def test_a_folder_is_listed_at_once_and_adding_can_be_stopped_and_goes_on(make_rig):
    rig = make_rig(GatedFrames())
    rig.preferences.detects_by_itself = False
    for name in ("a.mp4", "b.mp4", "slow1.mp4", "slow2.mp4", "z.mp4"):
        rig.video(name)
    rig.drop(rig.folder)
    rig.until(lambda: len(rig.document.videos) == 2)
    assert listed(rig) == ["a.mp4", "b.mp4", "slow1.mp4", "slow2.mp4", "z.mp4"]
    shown = ["New"] * 2 + ["Waiting to be read"] * 3
    rig.until(lambda: [words(rig, at) for at in range(5)] == shown)
    assert rig.window.library._added.text() == "Adding, 2 of 5"
    rig.until(lambda: rig.document.video is not None)
    told = []
    rig.document.told.connect(told.append)
    rig.qtbot.mouseClick(rig.window.library.stop_button, LEFT)
    rig.frames.gate.set()
    assert told == ["Stopped after 2 of 5 files. Add the same folder again to go on."]
    settle(rig)
    rig.until(lambda: listed(rig) == ["a.mp4", "b.mp4", "slow1.mp4"])
    assert not rig.window.library._adding.isVisible()
    rig.drop(rig.folder)
    settle(rig)
    rig.until(lambda: listed(rig) == ["a.mp4", "b.mp4", "slow1.mp4", "slow2.mp4", "z.mp4"])
    assert told[1:] == ["3 videos were in the project already."]


def test_the_same_content_twice_is_told(three):
    told = []
    three.document.told.connect(told.append)
    three.drop(three.video("copy.mp4", "a.mp4"))
    settle(three)
    assert told == ["copy.mp4 has the same content as a.mp4 and was not added again."]
    assert listed(three) == ["a.mp4", "b.mp4", "c.mp4"]


def test_many_broken_files_are_told_in_a_few_lines(rig):
    for k in range(9):
        rig.video(f"{k}.mp4", "broken")
    rig.drop(rig.folder)
    rig.until(lambda: bool(rig.problems))
    assert len(rig.problems) == 4
    assert "6 more files were left out." in rig.problems


# ---------------------------------------------------------------- moved files
def test_moved_files_are_shown_as_missing_and_found_in_a_folder(three):
    folder = three.folder.parent / "away"
    folder.mkdir()
    for name in ("b.mp4", "c.mp4"):
        (three.folder / name).rename(folder / f"new-{name}")
    click(three, 1)
    three.until(lambda: bool(three.problems))
    assert three.problems == [f"b.mp4 is not where it was: {three.folder}."]
    three.until(lambda: words(three, 1) == "File is missing")
    three.document.shelf.read_again()
    three.until(lambda: three.window.library._gone.text() == "2 files are missing")
    three.dialogs.answer = folder
    told = []
    three.document.told.connect(told.append)
    three.qtbot.mouseClick(three.window.library.find_button, LEFT)
    three.until(lambda: listed(three) == ["a.mp4", "new-b.mp4", "new-c.mp4"])
    assert told == ["2 missing files were found."]
    assert not three.window.library._missing.isVisible()
    three.until(lambda: bool(three.document.video))


def test_a_wrong_file_is_refused_and_the_right_one_brings_its_neighbours(three):
    folder = three.folder.parent / "away"
    folder.mkdir()
    for name in ("b.mp4", "c.mp4"):
        (three.folder / name).rename(folder / name)
    three.document.shelf.read_again()
    three.until(lambda: three.document.videos[2].is_missing)
    three.dialogs.answer = folder / "b.mp4"
    entry(three.window.library_desk.menu_of(ids(three)[2:]), "Find the file…").trigger()
    three.until(lambda: bool(three.problems))
    assert "its content is not that of c.mp4" in three.problems[0]
    assert three.document.videos[2].is_missing
    three.dialogs.answer = folder / "c.mp4"
    entry(three.window.library_desk.menu_of(ids(three)[2:]), "Find the file…").trigger()
    three.until(lambda: not any(video.is_missing for video in three.document.videos))


# ---------------------------------------------------------------- runs
def test_another_run_is_shown_and_old_ones_go_and_come_back(three):
    video_id = ids(three)[0]
    first = three.document.video.run.id
    three.analysis.start([video_id])
    three.until(lambda: three.document.video.run.id != first)
    settle(three)
    second = three.document.video.run.id
    three.window.actions_by_id["runs"].trigger()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, RunsDialog))
    assert dialog.table.rowCount() == 2
    assert not dialog.show_button.isEnabled()
    dialog.table.setFocus()
    three.qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert "No trained P-GCN" in dialog.settings.toPlainText()
    three.qtbot.mouseClick(dialog.show_button, LEFT)
    three.until(lambda: three.document.video.run.id == first)
    assert {one.run_id for one in three.timeline.suggestions.values()} == {first}
    assert dialog.table.item(1, 5).text() == "shown"
    three.qtbot.mouseClick(dialog.prune_button, LEFT)
    assert dialog.table.rowCount() == 1
    assert three.window.toast.words == "1 run was deleted."
    three.qtbot.mouseClick(three.window.toast.undo_button, LEFT)
    assert dialog.table.rowCount() == 2
    assert second in {one.run.id for one in three.document.store.runs_of(video_id)}
    dialog.close()


# ---------------------------------------------------------------- what cannot be changed
def test_in_a_project_that_is_only_looked_at_nothing_can_be_changed(three, make_rig):
    path = three.document.path
    again = make_rig()
    again.document.open(path)
    again.until(lambda: bool(again.document.video))
    assert again.document.read_only_reason
    assert not again.window.library_desk.menu_of([again.document.videos[0].id]).isEnabled()
    assert not again.window.actions_by_id["nothing_here"].isEnabled()
    assert not again.window.notes.video_note.isEnabled()
