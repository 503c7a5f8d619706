"""The panel of labels in the real window, by keys and mouse; another program reads the file."""

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit

from app.domain.labels import PALETTE
from app.ui.labels.model import EYE, KEY, NAME, OWNED, SWATCH, WAITING
from tests.app.ui.window_rig import FOUND

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def labels(rig):
    """The panel, in front, of a project with two labels and three suggestions."""
    rig.open_one()
    rig.key(Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    rig.until(lambda: panel(rig).isVisible())
    rig.until(lambda: bool(rig.window.labelling.desk.counts))
    return rig


def panel(rig):
    return rig.window.labelling.panel


def cells(rig, column):
    model = panel(rig).model
    return [model.index(at, column).data() for at in range(model.rowCount())]


def names(rig):
    return cells(rig, NAME)


def stored(rig, columns="name"):
    return rig.rows(f"SELECT {columns} FROM labels ORDER BY position")


def pick_first(rig):
    """Leave the panel, whose field would take the letters."""
    rig.window.activateWindow()
    rig.until(rig.window.isActiveWindow)
    rig.window.timeline.setFocus()
    return rig.pick_first()


def press(rig, key, modifier=Qt.KeyboardModifier.NoModifier):
    rig.qtbot.keyClick(panel(rig).list, key, modifier)


def choose(rig, name):
    found = next(one for one in rig.document.labels if one.name == name)
    assert panel(rig).list.choose(found.id)
    panel(rig).list.setFocus()
    return found.id


def type_over(rig, text):
    editor = panel(rig).list.viewport().findChild(QLineEdit)
    editor.selectAll()
    rig.qtbot.keyClicks(editor, text)
    rig.qtbot.keyClick(editor, Qt.Key.Key_Return)
    # Qt commits what was typed a moment later.
    rig.until(lambda: panel(rig).list.viewport().findChild(QLineEdit) is None)


def click(rig, name, column):
    view = panel(rig).list
    place = view.visualRect(panel(rig).model.index(names(rig).index(name), column)).center()
    rig.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def drop(rig, name, at):
    view, model = panel(rig).list, panel(rig).model
    mime = model.mimeData([model.index(names(rig).index(name), NAME)])
    event = QDropEvent(QPointF(at), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    view.dropEvent(event)


def rect(rig, name):
    return panel(rig).list.visualRect(panel(rig).model.index(names(rig).index(name), NAME))


def lanes(rig):
    board = rig.window.timeline.board
    return {board.labels[one.label_id].name: one.n_entries for one in board.layout.lanes[:-1]}


def test_the_panel_says_what_there_is(labels):
    assert names(labels) == ["High jump", "Throw discus"]
    assert cells(labels, WAITING) == ["2", "1"]
    assert cells(labels, OWNED) == ["", ""]
    assert cells(labels, KEY) == ["1", "2"]
    pick_first(labels)
    labels.key("a")
    labels.until(lambda: cells(labels, OWNED) == ["1", ""])
    assert cells(labels, WAITING) == ["1", "1"]


def test_typing_filters_and_return_adds(labels):
    field = panel(labels).field
    assert field.hasFocus()
    labels.qtbot.keyClicks(field, "disc")
    assert names(labels) == ["Throw discus"]
    labels.qtbot.keyClicks(field, "o")
    assert names(labels) == []
    labels.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert stored(labels) == [("High jump",), ("Throw discus",), ("disco",)]
    assert field.text() == ""
    assert panel(labels).list.current.label.name == "disco"
    labels.key("z", CTRL)
    assert stored(labels) == [("High jump",), ("Throw discus",)]


def test_f2_renames_in_place_and_everything_follows(labels):
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_F2)
    type_over(labels, "Fosbury")
    assert stored(labels) == [("Fosbury",), ("Throw discus",)]
    assert lanes(labels) == {"Fosbury": 2, "Throw discus": 1}
    assert labels.document.undo_caption == "Rename label High jump → Fosbury"
    ((video_id, edit),) = labels.rows("SELECT video_id, edit FROM history")
    assert video_id is None
    assert json.loads(edit)["label"]["name"] == "Fosbury"
    told = []
    labels.document.told.connect(told.append)
    labels.window.setFocus()
    labels.key("z", CTRL)
    assert lanes(labels) == {"High jump": 2, "Throw discus": 1}
    assert told == ["Undone: Rename label High jump → Fosbury."]
    labels.key("y", CTRL)
    assert lanes(labels) == {"Fosbury": 2, "Throw discus": 1}


def test_a_run_after_a_rename_fills_the_renamed_label(labels):
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_F2)
    type_over(labels, "Fosbury")
    labels.drop(labels.video("b.mp4"))
    labels.until(lambda: labels.rows("SELECT count(*) FROM runs") == [(2,)])
    labels.until(lambda: labels.analysis.current is None)
    assert stored(labels) == [("Fosbury",), ("Throw discus",)]
    labels.until(lambda: cells(labels, WAITING) == ["4", "2"])


def test_a_taken_name_offers_to_merge(labels):
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_Return)
    type_over(labels, "throw DISCUS")
    offer = panel(labels).offer
    assert offer.isVisible()
    assert "“Throw discus” already" in offer.words.text()
    assert stored(labels) == [("High jump",), ("Throw discus",)]
    labels.qtbot.keyClick(offer.button, Qt.Key.Key_Return)
    labels.until(lambda: lanes(labels) == {"Throw discus": 3})
    assert not offer.isVisible()


def test_an_empty_name_is_refused_with_a_sentence(labels):
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_F2)
    type_over(labels, " ")
    assert labels.problems == ["A label needs a name."]
    assert stored(labels) == [("High jump",), ("Throw discus",)]


def test_merging_by_keys_is_shown_everywhere_and_undone_whole(labels):
    jump = choose(labels, "High jump")
    press(labels, Qt.Key.Key_M)
    picker = panel(labels).picker
    assert picker.isVisible()
    assert picker.rows() == ["Throw discus"]
    labels.qtbot.keyClick(picker.focusWidget(), Qt.Key.Key_Return)
    labels.until(lambda: lanes(labels) == {"Throw discus": 3})
    assert names(labels) == ["Throw discus", "   ↳ High jump"]
    assert cells(labels, WAITING) == ["3", "2"]
    assert "High jump (2)" in panel(labels).rest.text()
    assert labels.window.toast.words == "“High jump” is merged into “Throw discus” with 2 segments."
    given = labels.rows("SELECT count(*) FROM suggestions WHERE label_id = '" + jump + "'")
    assert given == [(2,)]
    # What is merged is not offered any more.
    pick_first(labels)
    labels.key("r")
    assert labels.window.desk.picker.rows() == ["Throw discus"]
    labels.window.desk.picker.hide()
    labels.qtbot.mouseClick(labels.window.toast.undo_button, Qt.MouseButton.LeftButton)
    labels.until(lambda: lanes(labels) == {"High jump": 2, "Throw discus": 1})


def test_what_is_merged_is_not_merged_into(labels):
    drop(labels, "High jump", rect(labels, "Throw discus").center())
    labels.until(lambda: lanes(labels) == {"Throw discus": 3})
    panel(labels).field.setText("Third")
    labels.qtbot.keyClick(panel(labels).field, Qt.Key.Key_Return)
    press(labels, Qt.Key.Key_M)
    assert panel(labels).picker.rows() == ["Throw discus"]
    panel(labels).picker.hide()


def test_merging_shows_on_the_review_panel_and_in_exports(labels):
    drop(labels, "High jump", rect(labels, "Throw discus").center())
    labels.until(lambda: lanes(labels) == {"Throw discus": 3})
    pick_first(labels)
    labels.key("a")
    assert labels.document.undo_caption == "Accept Throw discus"

    from app.exchange.files import FileExchange  # noqa: PLC0415
    from app.services.exporting import Selection, gather  # noqa: PLC0415

    card = next(one for one in FileExchange().cards() if one.id == "csv")
    contents = gather(labels.document.store, card.carries, Selection("both"))
    assert {one.label for one in contents.videos[0].segments} == {"Throw discus"}
    assert [one.name for one in contents.labels] == ["Throw discus"]


def test_separating_gives_back_what_was_given_before(labels):
    drop(labels, "High jump", rect(labels, "Throw discus").center())
    labels.until(lambda: len(names(labels)) == 2 and "↳" in names(labels)[1])
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_M)
    labels.until(lambda: lanes(labels) == {"High jump": 2, "Throw discus": 1})
    assert labels.document.undo_caption == "Separate label High jump"


def test_dragging_between_lines_puts_in_order(labels):
    below = rect(labels, "Throw discus").bottomLeft() + QPoint(20, -1)
    drop(labels, "High jump", below)
    assert stored(labels) == [("Throw discus",), ("High jump",)]
    press(labels, Qt.Key.Key_Up, ALT) if choose(labels, "High jump") else None
    assert stored(labels) == [("High jump",), ("Throw discus",)]
    press(labels, Qt.Key.Key_Down, ALT)
    assert stored(labels) == [("Throw discus",), ("High jump",)]
    assert cells(labels, KEY) == ["1", "2"]


def test_the_swatch_opens_safe_colours_and_the_arrows_take_one(labels):
    click(labels, "High jump", SWATCH)
    popup = panel(labels).colours
    assert popup.isVisible()
    first = popup.buttons.index(popup.focusWidget())
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        labels.qtbot.keyClick(popup.focusWidget(), key)
    assert stored(labels, "color")[0] == (PALETTE[first + 8],)
    assert (
        labels.window.timeline.board.labels[labels.document.labels[0].id].color
        == (PALETTE[first + 8])
    )
    labels.key("z", CTRL)
    assert stored(labels, "color")[0] == (PALETTE[0],)


def test_the_eye_hides_from_the_picker_and_says_what_still_has_it(labels):
    click(labels, "High jump", EYE)
    assert stored(labels, "is_hidden") == [(1,), (0,)]
    assert "Hidden, but in use: High jump (2)" in panel(labels).rest.text()
    assert lanes(labels) == {"High jump": 2, "Throw discus": 1}
    assert cells(labels, KEY) == ["", "1"]
    pick_first(labels)
    labels.key("r")
    assert labels.window.desk.picker.rows() == ["Throw discus"]
    labels.window.desk.picker.hide()
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_H)
    assert stored(labels, "is_hidden") == [(0,), (0,)]


def test_a_key_of_its_own_and_who_has_it_already(labels):
    choose(labels, "High jump")
    press(labels, Qt.Key.Key_K)
    labels.qtbot.keyClick(panel(labels).keys, Qt.Key.Key_H)
    assert stored(labels, "shortcut") == [("H",), ("",)]
    assert cells(labels, KEY) == ["H", "2"]
    choose(labels, "Throw discus")
    for key, told in ((Qt.Key.Key_H, "H gives “High jump” already."),
                      (Qt.Key.Key_N, "N is the key of “Next to review”.")):  # fmt: skip
        press(labels, Qt.Key.Key_K)
        labels.qtbot.keyClick(panel(labels).keys, key)
        assert labels.problems[-1] == told
    press(labels, Qt.Key.Key_K)
    labels.qtbot.keyClick(panel(labels).keys, Qt.Key.Key_1)
    assert cells(labels, KEY) == ["H", "1"]
    press(labels, Qt.Key.Key_K)
    labels.qtbot.keyClick(panel(labels).keys, Qt.Key.Key_Backspace)
    assert stored(labels, "shortcut") == [("H",), ("",)]


def test_how_far_a_tap_reaches_is_an_act_like_any_other(labels):
    choose(labels, "Throw discus")
    bar = panel(labels).tap_bar
    assert (bar.before.value(), bar.after.value()) == (1.5, 1.5)
    bar.before.setFocus()
    bar.before.selectAll()
    labels.qtbot.keyClicks(bar.before, "3")
    labels.qtbot.keyClick(bar.before, Qt.Key.Key_Return)
    assert stored(labels, "tap_before_s, tap_after_s") == [(None, None), (3.0, 1.5)]
    labels.document.undo()
    assert bar.before.value() == 1.5


def test_many_labels_stay_manageable(labels):
    store = labels.document.store
    store.ensure_labels([f"Kinetics {k:03d}" for k in range(400)])
    labels.document.reload_timeline(labels.document.video.entry.id)
    assert names(labels) == ["High jump", "Throw discus"]
    box = panel(labels).all_box
    labels.until(box.isVisible)
    assert box.text() == "Show 400 without use too"
    box.click()
    assert len(names(labels)) == 402
    assert names(labels)[:2] == ["High jump", "Throw discus"]
    labels.qtbot.keyClicks(panel(labels).field, "kin 39")
    assert names(labels) == [f"Kinetics {k:03d}" for k in range(400) if "39" in f"{k:03d}"]
    hide = next(
        a for a in panel(labels).menu().actions() if "Hide" in a.text() and "use" in a.text()
    )
    n_listed = len(names(labels))
    hide.trigger()
    assert sum(row[0] for row in stored(labels, "is_hidden")) == n_listed
    labels.document.undo()
    assert sum(row[0] for row in stored(labels, "is_hidden")) == 0


def test_the_lane_menu_leads_to_the_panel(labels):
    labels.window.findChild(QDockWidget, "Review").raise_()
    jump = labels.document.labels[0].id
    headers = labels.window.timeline._headers
    rename = next(a for a in headers.menu(jump).actions() if a.text() == "Rename label…")
    rename.trigger()
    labels.until(lambda: panel(labels).isVisible())
    type_over(labels, "Fosbury")
    assert lanes(labels) == {"Fosbury": 2, "Throw discus": 1}


def test_the_keys_of_the_list_stay_in_the_list(labels):
    """C, H, K, M and the arrows would be shortcuts of the window."""
    pick_first(labels)
    before = labels.window.reviewer.selected_id
    choose(labels, "High jump")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_H, Qt.Key.Key_H):
        press(labels, key)
    assert labels.window.reviewer.selected_id == before
    assert QApplication.focusWidget() is panel(labels).list


def test_labels_of_the_engine_are_what_the_rig_finds():
    assert {one.label for one in FOUND} == {"High jump", "Throw discus"}


def test_escape_leads_out_of_a_field_back_to_the_review(labels):
    rig = labels
    rig.window.activateWindow()
    rig.until(rig.window.isActiveWindow)
    rig.until(panel(rig).field.hasFocus)
    rig.qtbot.keyClicks(panel(rig).field, "nap")
    assert rig.window.reviewer.entry is None
    # The first clears, the second leaves; letters are keys of the review again.
    rig.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert panel(rig).field.text() == ""
    assert panel(rig).field.hasFocus()
    rig.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not isinstance(QApplication.focusWidget(), QLineEdit)
    rig.qtbot.keyClick(QApplication.focusWidget(), "n")
    rig.until(lambda: rig.window.reviewer.entry is not None)
    # So it is in the boxes of times; what was typed into them is forgotten.
    rig.window._bench.show_panel("Review")
    box = rig.window.panel._start
    box.setFocus()
    rig.until(box.hasFocus)
    before = box.value()
    box.selectAll()
    rig.qtbot.keyClicks(QApplication.focusWidget(), "0.04")
    rig.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not box.hasFocus()
    assert box.value() == before
    assert rig.rows("SELECT count(*) FROM annotations") == [(0,)]
