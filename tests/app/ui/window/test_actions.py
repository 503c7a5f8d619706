import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from app.ui.actions import ACTIONS, MENUS, TOOL_BAR, ActionSet, shown_keys
from app.ui.review.label_picker import LabelPicker


def test_ids_and_shortcuts_are_unique():
    ids = [spec.id for spec in ACTIONS]
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))


def test_every_action_is_in_exactly_one_menu():
    listed = [each for _, ids in MENUS for each in ids if each is not None]
    assert sorted(listed) == sorted(spec.id for spec in ACTIONS)
    assert {each for each in TOOL_BAR if each is not None} <= set(listed)


def test_an_action_without_handler_is_refused(qtbot):
    window = QDialog()
    qtbot.addWidget(window)
    with pytest.raises(KeyError):
        ActionSet(window).bind({})


def test_keys_are_shown_in_words(qtbot):
    window = QDialog()
    qtbot.addWidget(window)
    assert shown_keys(ActionSet(window)["frame_back"]) == ", or Left"


@pytest.mark.parametrize("has_video", [False, True])
def test_every_action_triggers_without_error(rig, has_video):
    if has_video:
        rig.open_one()
    for spec in ACTIONS:
        if spec.id == "quit":
            continue
        if has_video and not rig.window.reviewer.selected_id:
            rig.key("n")
        rig.window.actions_by_id[spec.id].trigger()
        rig.qtbot.wait(1)
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, (QDialog, LabelPicker)) and widget.isVisible():
                widget.close()
    rig.until(lambda: rig.analysis.current is None)


def test_quit_closes_the_window(rig):
    rig.key("q", Qt.KeyboardModifier.ControlModifier)
    assert not rig.window.isVisible()


LETTERS = (
    "a",
    "x",
    "n",
    "p",
    "r",
    "o",
    "i",
    "g",
    "m",
    " ",
    "j",
    "k",
    "l",
    "f",
    "[",
    "]",
    "?",
    "+",
    ",",
)
EDITING = (Qt.Key.Key_Home, Qt.Key.Key_Backspace, Qt.Key.Key_End)


def test_single_keys_are_silent_in_a_number_field(rig):
    rig.open_one()
    first = rig.pick_first()
    box = rig.window.panel._start
    box.setFocus()
    for key in (*LETTERS, *EDITING, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        rig.qtbot.keyClick(box, key)
    assert rig.rows("select count(*) from history") == [(0,)]
    assert rig.window.reviewer.selected_id == first
    assert not rig.window.player.is_playing
    assert not rig.window.desk.picker.isVisible()


def test_single_keys_are_silent_in_a_text_field(rig):
    rig.open_one()
    first = rig.pick_first()
    rig.key("r")
    field = rig.window.desk.picker._field
    rig.qtbot.keyClicks(field, "axnpr o[]?")
    assert field.text() == "axnpr o[]?"
    rig.qtbot.keyClick(field, Qt.Key.Key_Backspace)
    rig.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert rig.rows("select count(*) from history") == [(0,)]
    assert rig.window.reviewer.selected_id == first


def test_the_arrows_of_a_number_field_go_by_frames(rig):
    rig.open_one()
    rig.pick_first()
    box = rig.window.panel._start
    box.setFocus()
    rig.qtbot.keyClick(box, Qt.Key.Key_Up)
    assert rig.rows("select start_s, end_s from annotations") == [(3.04, 4.0)]


def test_modified_keys_work_while_somebody_types(rig):
    rig.open_one()
    rig.pick_first()
    rig.window.panel._start.setFocus()
    rig.qtbot.keyClick(rig.window.panel._start, "d", Qt.KeyboardModifier.ControlModifier)
    rig.until(lambda: len(rig.localizer.seen) == 2)


def test_the_sheet_of_shortcuts_opens_and_closes(rig):
    rig.key(Qt.Key.Key_F1)
    sheets = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ShortcutSheet"]
    assert len(sheets) == 1
    assert sheets[0].isVisible()
    rig.qtbot.keyClick(sheets[0], Qt.Key.Key_Escape)
    assert not sheets[0].isVisible()


def test_export_asks_for_format_and_file(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.window.actions_by_id["export"].trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ExportDialog")
    dialog.choose("csv")
    assert dialog.file == rig.folder / "athletics.csv"
    rig.dialogs.answer = rig.folder / "mine.csv"
    dialog._ask_file()
    rig.until(lambda: "High jump" in dialog._text.toPlainText())
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    rig.until(lambda: bool(rig.exchange.written))
    format_id, videos, file = rig.exchange.written[0]
    assert (format_id, file.name) == ("csv", "mine.csv")
    assert [s.label for v in videos for s in v.segments] == ["High jump"]
    rig.until(lambda: "written to" in rig.window.statusBar().currentMessage())


def test_without_a_project_exporting_says_what_to_do(rig):
    rig.window._commands._export()
    assert rig.problems == ["No project is open."]


def test_the_library_menu_removes_a_video(rig):
    rig.open_one()
    menu: QMenu = rig.window.library_desk.menu_of([rig.document.videos[0].id])
    next(one for one in menu.actions() if one.text().startswith("Remove")).trigger()
    assert not rig.document.videos
    assert rig.document.video is None
    assert (rig.folder / "a.mp4").exists()
