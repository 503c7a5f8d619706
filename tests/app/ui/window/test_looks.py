"""Theme, label colours, keys, the palette of commands and the sheet of keys, by hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.command_palette import CommandPalette, matching
from app.ui.dialogs.looks import LooksDialog
from app.ui.dialogs.shortcuts import ShortcutSheet, in_columns
from app.ui.theme import THEMES, colours_of, make_palette
from app.ui.timeline.colors import contrast

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(kind):
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
    return next((one for one in found if one.isVisible()), None)


def looks(rig):
    rig.key(Qt.Key.Key_Comma, CTRL)
    dialog = shown(LooksDialog)
    assert dialog is not None
    rig.qtbot.addWidget(dialog)
    return dialog


# ------------------------------------------------------------ the palette of commands
def test_words_find_in_any_order_and_the_better_name_comes_first():
    names = [("a", "Set start to playhead"), ("b", "Start over"), ("c", "Restart")]
    assert matching("start", names) == ["b", "a", "c"]
    assert matching("play set", names) == ["a"]
    assert matching("", names) == ["a", "b", "c"]
    assert matching("xyz", names) == []


def test_an_action_is_called_by_its_name(rig):
    rig.open_one()
    rig.key("n")
    rig.key("k", CTRL)
    palette = shown(CommandPalette)
    rig.qtbot.keyClicks(palette.field, "acc")
    rig.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    rig.until(lambda: len(rig.timeline.annotations) == 1)
    rig.key("k", CTRL)
    again = shown(CommandPalette)
    assert again.list.item(0).text() == "Accept"
    rig.qtbot.keyClick(again.field, Qt.Key.Key_Escape)
    assert shown(CommandPalette) is None
    assert rig.preferences.recent_commands == ("accept",)


def test_the_list_is_walked_and_what_cannot_be_done_is_passed_over(rig):
    rig.key("k", CTRL)
    palette = shown(CommandPalette)
    rig.qtbot.keyClicks(palette.field, "import")
    assert palette.list.currentItem().text() == "Import videos"
    rig.qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentItem().text() == "Import folder"
    rig.qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    # Annotations cannot be imported without a project.
    assert palette.list.currentItem().text() == "Import folder"
    palette.close()


# ------------------------------------------------------------ keys
def test_a_changed_key_is_heard_shown_and_remembered(make_rig):
    rig = make_rig()
    rig.open_one()
    dialog = looks(rig)
    dialog.keys.choose("next_pending")
    rig.qtbot.keyClick(dialog.keys.field, Qt.Key.Key_F7)
    rig.qtbot.mouseClick(dialog.keys.add, Qt.MouseButton.LeftButton)
    dialog.close()
    rig.window.activateWindow()
    rig.key(Qt.Key.Key_F7)
    assert rig.window.reviewer.selected_id
    assert "F7" in rig.window.actions_by_id["next_pending"].toolTip()
    rig.window.close()
    again = make_rig()
    assert QKeySequence("F7") in again.window.actions_by_id["next_pending"].shortcuts()


def test_a_key_is_taken_only_after_saying_from_whom(rig):
    dialog = looks(rig)
    dialog.keys.choose("fit")
    rig.qtbot.keyClick(dialog.keys.field, Qt.Key.Key_A)
    assert dialog.keys.told.text() == "A belongs to “Accept”, which would lose it."
    assert not dialog.keys.add.isEnabled()
    rig.qtbot.mouseClick(dialog.keys.give, Qt.MouseButton.LeftButton)
    assert rig.window.looks.keymap.keys("fit") == ("F", "A")
    assert QKeySequence("A") not in rig.window.actions_by_id["accept"].shortcuts()
    rig.qtbot.mouseClick(dialog.keys.reset, Qt.MouseButton.LeftButton)
    assert rig.window.looks.keymap.keys("fit") == ("F",)


def test_a_preset_changes_the_keys_at_once(rig):
    dialog = looks(rig)
    dialog.keys.preset_box.setCurrentIndex(dialog.keys.preset_box.findData("losslesscut"))
    assert QKeySequence("I") in rig.window.actions_by_id["set_start"].shortcuts()
    assert "(I)" in rig.window.actions_by_id["set_start"].toolTip()


def test_an_action_is_found_in_the_table(rig):
    dialog = looks(rig)
    rig.qtbot.keyClicks(dialog.keys.search, "whole video")
    visible = [item.text(0) for item in dialog.keys._items() if not item.isHidden()]
    assert visible == ["Show the whole video"]


def test_the_sheet_shows_the_keys_as_they_are_and_any_key_closes_it(rig):
    rig.window.looks.set_keymap(rig.window.looks.keymap.with_keys("fit", ["F9"]))
    rig.key("?")
    sheet = shown(ShortcutSheet)
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert words[words.index("Show the whole video") + 1] == "F9"
    assert sheet.height() <= rig.window.height()
    rig.qtbot.keyClick(sheet, Qt.Key.Key_Shift)
    assert sheet.isVisible()
    rig.qtbot.keyClick(sheet, Qt.Key.Key_X)
    assert shown(ShortcutSheet) is None


def test_the_sheet_scrolls_where_the_screen_is_small(rig):
    rig.key("?")
    sheet = shown(ShortcutSheet)
    assert sheet.frameGeometry().height() <= rig.window.screen().availableGeometry().height()
    sheet.resize(sheet.width(), 300)
    bar = sheet.area.verticalScrollBar()
    rig.qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    rig.qtbot.keyClick(sheet, Qt.Key.Key_Up)
    assert sheet.isVisible()
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Hold a label's key" in words
    assert "Mouse on the picture" in words
    rig.qtbot.keyClick(sheet, Qt.Key.Key_X)
    assert shown(ShortcutSheet) is None


def test_columns_are_of_about_one_height():
    blocks = [("A", list(range(9))), ("B", list(range(3))), ("C", list(range(4)))]
    columns = in_columns(blocks, 2)
    assert [[(title, len(rows)) for title, rows in column] for column in columns] == [
        [("A", 9)],
        [("B", 3), ("C", 4)],
    ]
    assert in_columns([], 3) == [[]]


# ------------------------------------------------------------ colours
def test_a_theme_is_chosen_and_holds_at_once(rig):
    dialog = looks(rig)
    dialog.theme_box.setCurrentIndex(dialog.theme_box.findData("contrast"))
    assert rig.window.palette().color(QPalette.ColorRole.Window) == QColor("#000000")
    assert rig.preferences.theme == "contrast"


def test_the_system_is_followed_until_something_is_chosen(rig, monkeypatch):
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Light)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    light = hints.colorScheme() == Qt.ColorScheme.Light
    wanted = THEMES["light" if light else "dark"].window
    rig.window.looks.set_theme("system")
    assert rig.window.palette().color(QPalette.ColorRole.Window) == QColor(wanted)
    rig.window.looks.set_theme("contrast")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert rig.window.palette().color(QPalette.ColorRole.Window) == QColor("#000000")
    hints.unsetColorScheme()


@pytest.mark.parametrize("name", THEMES)
def test_every_text_of_a_theme_can_be_read(name):
    colours = THEMES[name]
    least = 7.0 if name == "contrast" else 4.5
    for paper in (colours.window, colours.base, colours.raised):
        for ink in (colours.text, colours.faint):
            assert contrast(QColor(ink), QColor(paper)) >= least
    assert contrast(QColor(colours.on_accent), QColor(colours.accent)) >= 3.4
    assert contrast(QColor(colours.text), QColor(colours.problem_back)) >= least
    assert colours_of(make_palette(colours)) == colours


def test_label_colours_are_a_matter_of_the_eye_not_of_the_project(rig):
    rig.open_one()
    before = rig.rows("select name, color from labels order by position")
    dialog = looks(rig)
    dialog.colours_box.setCurrentIndex(dialog.colours_box.findData("contrast"))
    shown_now = [label.color for label in rig.window.timeline._board.labels.values()]
    assert shown_now[0] == "#ffd400"
    assert rig.rows("select name, color from labels order by position") == before
    dialog.colours_box.setCurrentIndex(dialog.colours_box.findData("project"))
    back = [label.color for label in rig.window.timeline._board.labels.values()]
    assert back[0] == before[0][1]


# ------------------------------------------------------------ motion
def test_less_motion_holds_at_once_and_in_the_next_window(rig, make_rig):
    glide = rig.window.timeline.canvas.glide
    assert glide.is_allowed
    dialog = looks(rig)
    assert dialog.motion_box.isEnabled()
    dialog.motion_box.click()
    assert not glide.is_allowed
    dialog.close()
    rig.window.close()
    again = make_rig()
    assert not again.window.timeline.canvas.glide.is_allowed
    again.window.looks.show_dialog()
    box = shown(LooksDialog).motion_box
    assert box.isChecked()
    box.click()
    assert again.window.timeline.canvas.glide.is_allowed


def test_a_system_that_wants_no_motion_is_obeyed(rig, monkeypatch):
    monkeypatch.setattr("app.ui.timeline.widget.moves_by_itself", lambda _: False)
    monkeypatch.setattr("app.ui.looks.moves_by_itself", lambda _: False)
    box = looks(rig).motion_box
    assert box.isChecked()
    assert not box.isEnabled()
    rig.window.timeline.set_reduced_motion(on=False)
    assert not rig.window.timeline.canvas.glide.is_allowed
