"""The window in German, compared with itself in English: nothing may read the same in both."""

import getpass
import re
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTreeWidget,
    QWidget,
)

from app import bootstrap
from app.ui.command_palette import CommandPalette
from app.ui.dialogs.crash import show_crash
from app.ui.dialogs.looks import LooksDialog
from app.ui.language import speak, spoken_language
from app.ui.preferences import Preferences
from app.ui.stage import Stage
from app.ui.timeline.targets import mark_words
from app.ui.timeline.tips import facts
from tests.app.ui.window_rig import NOTE
from tests.videos import make_video

# Names, words that are one in both languages, and what is said below the window.
SAME = {
    "AP", "Actionness", "Alt", "Annotation", "Annotations", "Deutsch", "English", "Esc", "Film",
    "Frames", "High jump", "Label", "Labels", "LosslessCut", "OK", "PGCN Studio", "Pause", "Score",
    "Throw discus", "Videos", "athletics", "mAP_N", "tIoU", NOTE,
    "Name:",
    "P-GCN: Zeng et al., Graph Convolutional Networks for Temporal Action Localization, ICCV 2019.",
    "There is no selected segment to split here. Put the playhead inside one.",
    "Export", "Export...",  # pyqtgraph's own menu, which nobody can open
}  # fmt: skip
# The title before a video is there: the folder's name and the program's.
SAME |= {"athletics - PGCN Studio"}
# The person's name, as long as nobody said another.
SAME |= {"Form", "Format", getpass.getuser()}
# Formats and forms that are called the same.
SAME |= {
    "ELAN (EAF 3.0)", "vidat (JSON)", "SoccerNet v2 (JSON)", "X-AnyLabeling (JSON)",
    "OpenTimelineIO", "Final Cut Pro (FCPXML)", "Premiere (Final Cut 7 XML)", "Training", "Test",
    "Val", "Llc", "Csv", "Highlights", "Cmx3600",
}  # fmt: skip
# Numbers, times, keys, file names, dates of months that are called the same.
SHAPES = re.compile(
    r"[\W\d_]*|\w|[+-]?[\d.]+ (s|x .*)|F\d+|\?  F1|A  Return  Enter|z?[ab]\.mp4.*PGCN Studio|"
    r"(\d  )?(High jump|Throw discus)( \(\d+\)|, [\w.]+  [\d:.]+, [\d.]+)?|"
    r"\w+\.(mp4|pgcn)|(High jump|Throw discus), \d:[\d.]+|Score \d\.\d+|/\S*|"
    r"PGCN Studio [\d.]+|\d+ \w+ \d{4}, [\d:]+|qt_.*"
)


@pytest.fixture
def spoken() -> Iterator[None]:
    yield
    speak("en")


def texts(root: QWidget) -> Iterator[str]:
    """Everything a person can read or hear of a widget and what is inside it."""
    for one in [root, *root.findChildren(QWidget)]:
        yield from (one.windowTitle(), one.toolTip(), one.accessibleName(), one.statusTip())
        yield from own_texts(one)
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from cells(one)
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip(), action.iconText())


def own_texts(one: QWidget) -> list[str]:
    if isinstance(one, QLabel | QAbstractButton):
        return [one.text()]
    if isinstance(one, QComboBox):
        return [one.itemText(at) for at in range(one.count())]
    if isinstance(one, QLineEdit):
        return [one.text(), one.placeholderText()]
    if isinstance(one, QMenu):
        return [one.title()]
    if isinstance(one, QTreeWidget):
        return [one.headerItem().text(at) for at in range(one.columnCount())]
    return []


def cells(view: QAbstractItemView) -> Iterator[str]:
    model, roles = view.model(), Qt.ItemDataRole
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(view, QListView) else model.columnCount()):
            index = model.index(row, column)
            for role in (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole):
                yield str(index.data(role) or "")


def lines(of: Iterator[str]) -> set[str]:
    return {line.replace("&", "").strip() for text in of for line in text.split("\n")}


def shown(kind):
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
    return next(one for one in found if one.isVisible())


def walk(rig, video: str) -> set[str]:
    """Go through the states of a window; return every line that was there to be read."""
    window, read = rig.window, set()

    def look(root: QWidget | None = None) -> None:
        read.update(lines(texts(root or window)))

    look()
    rig.window.actions_by_id["export"].setEnabled(True)
    rig.window.actions_by_id["export"].trigger()  # no project is open
    look()
    window.notices.close_all()
    rig.localizer.gate.clear()
    rig.drop(rig.video(video), rig.video(f"z{video}"))
    rig.until(lambda: rig.analysis.current is not None and window.strip.isVisible())
    look()
    rig.localizer.gate.set()
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    rig.until(lambda: rig.analysis.current is None)
    look()
    act = window.actions_by_id
    window.reviewer.undo()
    for action_id in ("why", "next_pending", "accept", "relabel", "set_start", "edit_times",
                      "split"):  # fmt: skip
        act[action_id].trigger()
        look()
        read.add(window.statusBar().currentMessage())
    board = window.timeline.board
    for entry in rig.document.video.timeline.annotations.values():
        read.update(facts(board, entry))
    for entry in rig.document.video.timeline.suggestions.values():
        read.update(facts(board, entry))
    read.update((mark_words(board, 1.234), window.player.surface.words))
    read.update(window.player.surface.badge.words() if window.player.surface.badge else ())
    look(window.library_desk.menu_of([rig.document.videos[0].id]))
    for label in rig.document.labels:
        menu = window.timeline.headers.menu(label.id)
        look(menu)
        menu.deleteLater()
    for action_id in ("palette", "shortcuts", "looks", "export", "about"):
        act[action_id].trigger()
        dialog = next(
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible()
        )
        look(dialog)
        dialog.close()
    box = show_crash(ValueError("x"), None, window)
    look(box)
    box.close()
    return read


def test_no_text_is_left_in_english(make_rig, spoken):
    english = make_rig()
    in_english = walk(english, "a.mp4")
    english.window.close()
    speak("de")
    in_german = walk(make_rig(), "b.mp4")
    assert "Accept" in in_english
    assert "Annehmen" in in_german
    same = {
        line for line in in_english & in_german if line not in SAME and not SHAPES.fullmatch(line)
    }
    assert not same, "\n".join(sorted(same))


def test_actions_are_found_in_both_languages(make_rig, spoken):
    speak("de")
    rig = make_rig()
    for typed in ("importier", "import"):
        rig.window.actions_by_id["palette"].trigger()
        palette = shown(CommandPalette)
        rig.qtbot.keyClicks(palette.field, typed)
        assert palette.list.item(0).text() == "Videos importieren"
        rig.qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    rig.window.actions_by_id["palette"].trigger()
    palette = shown(CommandPalette)
    rig.qtbot.keyClicks(palette.field, "about")
    names = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert names == ["Über PGCN Studio"]
    palette.close()


def test_history_and_undo_speak_while_the_project_keeps_english(make_rig, spoken):
    speak("de")
    rig = make_rig()
    rig.open_one()
    rig.key("n")
    rig.key("a")
    rig.until(lambda: len(rig.timeline.annotations) == 1)
    assert rig.window.actions_by_id["undo"].text() == "Rückgängig: „High jump annehmen“"
    assert rig.rows("select caption from history") == [("Accept High jump",)]


# ------------------------------------------------------------ the choice
@pytest.fixture
def stage(qtbot, qapp, tmp_path, monkeypatch, spoken) -> Iterator[Stage]:
    """The program as it starts, with a project of one video that is not analysed unasked."""
    monkeypatch.setenv("PGCN_CONFIG_DIR", str(tmp_path))
    preferences = Preferences(tmp_path / "window.ini")
    preferences.detects_by_itself = False
    preferences.language = "en"
    preferences.save()
    stage = bootstrap.make_stage(bootstrap.build_parts())
    hook = sys.excepthook
    window = stage.show()
    window.open_paths([make_video(tmp_path / "match.mp4", n_frames=30)])
    qtbot.waitUntil(lambda: window.project is not None and not window.is_working)
    yield stage
    sys.excepthook = hook
    stage.window.close()
    stage.window.deleteLater()
    stage.deleteLater()
    qtbot.wait(1)


def test_another_language_holds_at_once_in_the_same_place(stage, qtbot, qapp):
    first = stage.window
    project = first.project
    first.actions_by_id["looks"].trigger()
    dialog = shown(LooksDialog)
    dialog.language_box.setCurrentIndex(dialog.language_box.findData("de"))
    qtbot.waitUntil(lambda: stage.window is not first)
    second = stage.window
    qtbot.waitUntil(lambda: second.player.facts is not None)
    assert second.project == project
    assert second.isVisible()
    assert second.actions_by_id["quit"].text() == "Beenden"
    assert shown(LooksDialog).windowTitle() == "Farben und Tasten"
    assert shown(LooksDialog).language_box.currentText() == "Deutsch"
    assert qapp.quitOnLastWindowClosed()
    # And home again, from the dialog that was opened anew.
    box = shown(LooksDialog).language_box
    box.setCurrentIndex(box.findText("English"))
    qtbot.waitUntil(lambda: stage.window is not second)
    assert stage.window.actions_by_id["quit"].text() == "Quit"
    qtbot.waitUntil(lambda: stage.window.player.facts is not None)


def test_work_is_not_stopped_for_a_language(stage, qtbot, monkeypatch):
    window = stage.window
    monkeypatch.setattr(type(window), "is_working", True)
    window.looks.set_language("de")
    qtbot.waitUntil(lambda: "next start" in window.statusBar().currentMessage())
    assert stage.window is window
    assert spoken_language() == "en"
    assert window.language == "de"


def test_the_same_language_changes_no_window(stage, qtbot):
    window = stage.window
    window.looks.set_language("en")
    qtbot.wait(50)
    assert stage.window is window
