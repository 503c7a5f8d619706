"""Two annotators, through the real window: keys, mouse, and what the project file says after."""

import csv
import threading

import pytest
from PySide6.QtCore import QPoint, Qt

from app.domain.edits import draw
from app.domain.segment import Segment
from app.services.editing import ProjectEditor
from app.services.ports import FoundSegment, Localization
from app.services.projects import _entry
from app.services.second_opinions import PROJECT_FORMAT
from app.storage.files import SqliteProjectFiles
from app.ui.dialogs.agreement import AgreementDialog
from app.ui.dialogs.second_annotator import SecondAnnotatorDialog
from app.ui.timeline.compared_painting import compared_rect
from tests.app.ui.timeline.mouse import LEFT, click
from tests.app.ui.window_rig import small_graph
from tests.editor import Editor

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL_SHIFT = CTRL | SHIFT


def add(store, video_id, *rows):
    editor = Editor(store, video_id)
    for label, start_s, end_s in rows:
        label_id = store.ensure_labels([label])[label].id
        editor.do(draw(label_id, Segment(start_s, end_s)), "Draw")


@pytest.fixture
def ben(rig, tmp_path):
    """Ben's project: of a.mp4 and b.mp4, whose content is their names."""
    store = SqliteProjectFiles().create(tmp_path / "ben.pgcn")
    for name, rows in (
        ("a.mp4", [("Run", 1, 2), ("Run", 20.5, 22), ("Hop", 30, 32), ("Run", 40, 41)]),
        ("b.mp4", [("Run", 7, 8)]),
    ):
        facts = rig.frames.probe(rig.video(name))
        video = store.add_video(_entry(facts))
        add(store, video.id, *rows)
    store.close()
    return store.path


@pytest.fixture
def compared(rig, ben):
    """My project with both videos open, compared with Ben's."""
    rig.preferences.detects_by_itself = False
    rig.drop(rig.video("a.mp4"), rig.video("b.mp4"))
    rig.until(lambda: len(rig.document.videos) == 2 and rig.document.video is not None)
    rig.until(lambda: not rig.document.is_busy)
    a, b = (one.id for one in rig.document.videos)
    mine = [("Run", 1, 2), ("Run", 20, 22), ("Run", 30, 32), ("Run", 50, 51)]
    add(rig.document.store, a, *mine)
    add(rig.document.store, b, ("Run", 3, 4))
    rig.document.take_stored()
    rig.until(lambda: len(rig.timeline.annotations) == 4)
    rig.dialogs.answer = ben
    rig.window.actions_by_id["compare_annotator"].trigger()
    dialog = rig.window.findChild(SecondAnnotatorDialog)
    rig.until(dialog._import.isEnabled)
    rig.dialog_name = dialog.name.text()
    rig.dialog_format = dialog._format.currentData()
    rig.dialog_words = dialog._summary.text()
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    rig.until(lambda: rig.window.agreement.desk.book.n_open > 0)
    # The open timeline may not have Ben's segments yet; nothing is said of it before.
    assert rig.window.agreement.desk.book.n_open == 6
    assert rig.window.agreement.desk.book.places[0].found.kind == "boundaries"
    rig.until(lambda: len(rig.timeline.opinions) == 4)
    # The layer follows the timeline a moment later.
    rig.until(lambda: len(_shown_ids(rig)) == 4)
    rig.before = rig.rows("SELECT count(*) FROM history")
    return rig


def _shown_ids(rig):
    layer = rig.window.timeline.board.compared.layer
    return [] if layer is None else layer.ids


def current(rig):
    place = rig.window.agreement.desk.current
    return None if place is None else (place.found.kind, place.found.span.start_s)


def rulings(rig):
    return sorted(
        rig.rows("SELECT ruling FROM opinions WHERE ruling != 'open'")
        + rig.rows("SELECT ruling FROM upheld")
    )


def panel(rig):
    return rig.window.agreement.panel


def dock(rig):
    return next(d for d in rig.window._bench.docks if d.objectName() == "Disagreements")


def go(rig, *keys):
    rig.key(*keys)
    rig.until(lambda: rig.window.agreement.desk.is_choosing)


def test_without_another_annotator_there_is_no_panel(rig):
    assert dock(rig).isHidden()
    assert not dock(rig).toggleViewAction().isVisible()
    assert not rig.window.actions_by_id["next_disagreement"].isEnabled()


def test_another_project_is_read_beside_mine(compared):
    rig = compared
    assert (rig.dialog_name, rig.dialog_format) == ("ben", PROJECT_FORMAT)
    assert "5 segments in 2 videos" in rig.dialog_words
    assert len(rig.rows("SELECT id FROM opinions")) == 5
    assert len(rig.rows("SELECT id FROM annotations")) == 5
    assert dock(rig).isVisible()
    assert rig.window.timeline.board.compared.layer.name == "ben"
    # Hop is only Ben's, and has its lane for that.
    assert len(rig.window.timeline.board.layout.lanes) == 3


def test_every_place_is_settled_by_one_key_each_over_two_videos(compared):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    assert current(rig) == ("boundaries", 20.0)
    assert rig.window.player.looping.span == (20.0, 22.0)
    rig.key(Qt.Key.Key_E)
    assert current(rig) == ("label", 30.0)
    rig.key(Qt.Key.Key_Q)
    assert current(rig) == ("only-theirs", 40.0)
    rig.key(Qt.Key.Key_E)
    assert current(rig) == ("only-mine", 50.0)
    rig.key(Qt.Key.Key_E)
    rig.until(lambda: rig.document.video is not None and rig.document.video.entry.name == "b.mp4")
    rig.until(
        lambda: current(rig) == ("only-mine", 3.0) and compared.window.agreement.desk.is_choosing
    )
    rig.key(Qt.Key.Key_Q)
    rig.key(Qt.Key.Key_B)
    assert current(rig) is None
    assert rig.window.agreement.desk.book.n_open == 0
    assert "is settled" in panel(rig).words.text()
    assert not rig.window.actions_by_id["keep_mine"].isEnabled()
    times = rig.rows("SELECT start_s FROM annotations JOIN videos v ON v.id = video_id "
                     "WHERE v.path LIKE '%a.mp4' ORDER BY start_s")  # fmt: skip
    assert [one for (one,) in times] == [1, 20.5, 30, 40]
    assert rulings(rig) == [("both",), ("mine",), ("mine",), ("theirs",), ("theirs",), ("theirs",)]


def test_undo_opens_the_place_again_and_goes_back_to_it(compared):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    rig.key(Qt.Key.Key_E)
    assert rulings(rig) == [("theirs",)]
    rig.key(Qt.Key.Key_Z, CTRL)
    assert rulings(rig) == []
    assert current(rig) == ("boundaries", 20.0)
    assert sorted(a.segment.start_s for a in rig.timeline.annotations.values())[1] == 20.0
    rig.key(Qt.Key.Key_Q)
    assert rulings(rig) == [("mine",)]


def test_backwards_goes_round_to_the_last_place(compared):
    rig = compared
    rig.key(Qt.Key.Key_J, CONTROL_SHIFT)
    rig.until(lambda: current(rig) == ("only-theirs", 7.0))
    rig.until(lambda: rig.window.agreement.desk.is_choosing)


def test_plain_keys_do_nothing_once_something_else_is_looked_at(compared):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    other = next(a for a in rig.timeline.annotations.values() if a.segment.start_s == 1)
    rig.window.reviewer.select(other.id)
    assert current(rig) is None
    rig.key(Qt.Key.Key_E)
    assert rulings(rig) == []


def test_a_click_in_the_list_goes_there_and_its_buttons_settle(compared):
    rig = compared
    shown = [row.what for row in panel(rig).model.rows]
    assert shown == [
        "Run: other edges", "Run or Hop?", "Run: only ben", "Run: only you",
        "Run: only you", "Run: only ben",
    ]  # fmt: skip
    index = panel(rig).model.index(2)
    rect = panel(rig).list.visualRect(index)
    rig.qtbot.mouseClick(panel(rig).list.viewport(), LEFT, pos=rect.center())
    rig.until(lambda: current(rig) == ("only-theirs", 40.0))
    assert panel(rig)._mine.text() == "nothing"
    rig.window.actions_by_id["take_theirs"].trigger()
    assert len(rig.timeline.annotations) == 5
    assert len(panel(rig).model.rows) == 5
    panel(rig).with_settled.click()
    assert len(panel(rig).model.rows) == 6


def test_how_far_edges_may_differ_is_chosen_and_remembered(compared):
    rig = compared
    panel(rig).within.setValue(0.6)
    rig.until(lambda: rig.window.agreement.desk.book.n_open == 5)
    assert "Run: other edges" not in [row.what for row in panel(rig).model.rows]
    assert rig.preferences.edge_tolerance_s == 0.6
    go(rig, Qt.Key.Key_J, CTRL)
    assert current(rig) == ("label", 30.0)


def test_the_only_place_left_is_gone_to_again(compared):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    for _ in range(4):
        rig.key(Qt.Key.Key_Q)
    rig.until(lambda: current(rig) == ("only-mine", 3.0))
    rig.until(lambda: rig.window.agreement.desk.is_choosing)
    rig.key(Qt.Key.Key_Q)
    assert current(rig) == ("only-theirs", 7.0)
    rig.key(Qt.Key.Key_J, CTRL)
    assert current(rig) == ("only-theirs", 7.0)


def test_the_list_is_gone_through_by_its_own_keys(compared):
    rig = compared
    rig.window._bench.show_panel("Disagreements")
    panel(rig).list.setFocus()
    rig.key(Qt.Key.Key_Home)
    rig.key(Qt.Key.Key_Down)
    rig.key(Qt.Key.Key_Return)
    rig.until(lambda: current(rig) == ("label", 30.0))
    # Nothing was accepted by Return, and no segment was stepped to by the arrow.
    assert rig.rows("SELECT count(*) FROM history") == rig.before
    rig.key(Qt.Key.Key_Q)
    assert rulings(rig) == [("mine",)]


def test_what_was_settled_is_there_after_a_restart(compared, make_rig):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    rig.key(Qt.Key.Key_Q)
    path = rig.document.path
    rig.window.close()
    again = make_rig()
    again.document.open(path)
    again.until(lambda: again.window.agreement.desk.book.n_settled == 1)
    assert again.window.agreement.desk.book.n_open == 5
    assert again.window.agreement.desk.annotator == "ben"
    assert dock(again).isVisible()


def test_who_is_removed_can_be_brought_back(compared):
    rig = compared
    go(rig, Qt.Key.Key_J, CTRL)
    rig.key(Qt.Key.Key_Q)
    panel(rig).removal.trigger()
    rig.until(lambda: dock(rig).isHidden())
    assert rig.rows("SELECT * FROM readings") == []
    assert len(rig.rows("SELECT id FROM annotations")) == 5
    rig.window.toast.undo_button.click()
    rig.until(lambda: rig.window.agreement.desk.book.n_settled == 1)
    assert rig.window.agreement.desk.book.n_open == 5


def test_the_report_is_shown_and_saved(compared, tmp_path):
    rig = compared
    rig.window.actions_by_id["agreement_report"].trigger()
    rig.until(lambda: rig.window.findChild(AgreementDialog) is not None)
    dialog = rig.window.findChild(AgreementDialog)
    table = dialog.pages.widget(0)
    assert [table.item(row, 0).text() for row in range(table.rowCount())] == ["Run", "Hop", "All"]
    # a: Run 1-2 is the same and 20.5-22 has 1.5 of 2 s; b has none. 2 * 2 / (5 + 4).
    assert table.item(0, 4).text() == "0.444"
    rig.dialogs.answer = tmp_path / "r.csv"
    dialog.save.click()
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text().splitlines()))
    assert [row["name"] for row in rows] == ["Run", "Hop", "a.mp4", "b.mp4", "All"]


def test_a_read_only_project_can_be_gone_through_but_not_settled(compared, monkeypatch):
    rig = compared
    monkeypatch.setattr(rig.document.store, "read_only_reason", "It is open elsewhere.")
    rig.document.history_changed.emit()
    rig.key(Qt.Key.Key_J, CTRL)
    assert current(rig) == ("boundaries", 20.0)
    assert not rig.window.actions_by_id["take_theirs"].isEnabled()
    assert not rig.window.actions_by_id["compare_annotator"].isEnabled()


# ---------------------------------------------------------------- compared layers
def choose(rig, kind, at=0):
    choices = [one for one in rig.window.agreement.button.choices() if one.kind == kind]
    rig.window.agreement.comparing.choose(choices[at])
    rig.until(lambda: rig.window.timeline.board.compared.layer is not None)
    rig.until(lambda: rig.window.timeline.board.compared.layer.name == choices[at].words)


def test_another_run_is_shown_and_one_of_it_taken_over_by_a_double_click(rig):
    rig.open_one()
    rig.window.actions_by_id["detect"].trigger()
    rig.until(lambda: len(rig.window.agreement.comparing.runs()) == 2)
    rig.until(lambda: rig.analysis.current is None)
    choose(rig, "run", 1)
    layer = rig.window.timeline.board.compared.layer
    assert len(layer.ids) == 3
    assert "cold start" in rig.window.agreement.button.text()
    older = rig.window.agreement.comparing.choice.which
    board, viewport = rig.window.timeline.board, rig.window.timeline.canvas.viewport()
    one = layer.ids[0]
    at = compared_rect(board, one).center().toPoint()
    rig.qtbot.mouseDClick(viewport, LEFT, pos=at)
    (taken,) = rig.timeline.annotations.values()
    assert taken.segment == layer.segment(0)
    assert rig.rows(f"SELECT run_id FROM suggestions WHERE id = '{taken.suggestion_id}'") == [
        (older,)
    ]
    rig.key(Qt.Key.Key_Z, CTRL)
    assert rig.timeline.annotations == {}


def test_all_in_view_above_the_threshold_is_one_act(rig):
    rig.open_one()
    choose(rig, "run")
    rig.window.header.set_share(0.5)
    rig.key(Qt.Key.Key_C, CONTROL_SHIFT)
    # Scores 0.9, 1.4 and 0.3; the threshold is at 0.7.
    assert len(rig.timeline.annotations) == 2
    assert rig.rows("SELECT count(*) FROM history") == [(1,)]
    rig.key(Qt.Key.Key_C, CONTROL_SHIFT)
    assert len(rig.timeline.annotations) == 2
    rig.key(Qt.Key.Key_Z, CTRL)
    assert rig.timeline.annotations == {}


def test_hundreds_are_taken_over_in_a_thread_as_one_act_and_undone_as_one(rig, monkeypatch):
    found = tuple(
        FoundSegment("High jump", Segment(0.1 * k, 0.1 * k + 0.05), 0.9, 0) for k in range(300)
    )
    monkeypatch.setattr(
        rig.analysis._localizer,
        "localize",
        lambda *_, **__: Localization(found, small_graph(), "cold start", False, "Note.", "{}"),
    )
    rig.open_one()
    choose(rig, "run")
    monkeypatch.setattr(rig.document, "do", lambda *_: pytest.fail("in the window's thread"))
    rig.key(Qt.Key.Key_C, CONTROL_SHIFT)
    rig.until(lambda: len(rig.timeline.annotations) == 300)
    assert rig.rows("SELECT caption FROM history") == [("Take over 300 segments",)]
    assert len(rig.rows("SELECT suggestion_id FROM annotations")) == 300
    monkeypatch.setattr(ProjectEditor, "undo", undone_in_a_thread(ProjectEditor.undo))
    rig.key(Qt.Key.Key_Z, CTRL)
    rig.until(lambda: not rig.timeline.annotations)
    assert rig.rows("SELECT is_undone FROM history") == [(1,)]
    rig.key(Qt.Key.Key_Y, CTRL)
    rig.until(lambda: len(rig.timeline.annotations) == 300)


def undone_in_a_thread(undo):
    """Undo, but not in the window's thread."""

    def undo_elsewhere(editor, shown=None):
        assert threading.current_thread() is not threading.main_thread()
        return undo(editor, shown)

    return undo_elsewhere


def test_the_compared_layer_is_gone_through_and_taken_over_by_keys_alone(compared):
    rig = compared
    board = rig.window.timeline.board
    rig.key(Qt.Key.Key_Down, ALT)
    first = board.compared.chosen_id
    rig.key(Qt.Key.Key_Down, ALT)
    assert board.compared.chosen_id not in {"", first}
    rig.key(Qt.Key.Key_Up, ALT)
    assert board.compared.chosen_id == first
    rig.key(Qt.Key.Key_C, SHIFT)
    assert len(rig.timeline.annotations) == 5
    assert rulings(rig) == [("theirs",)]


def test_my_own_annotations_are_not_taken_over(compared):
    rig = compared
    choose(rig, "annotations")
    assert len(rig.window.timeline.board.compared.layer.ids) == 4
    rig.key(Qt.Key.Key_C, CONTROL_SHIFT)
    assert len(rig.timeline.annotations) == 4
    # It follows what is done to them.
    one = next(iter(rig.timeline.annotations))
    rig.window.reviewer.select(one)
    rig.key(Qt.Key.Key_Delete)
    rig.until(lambda: len(rig.window.timeline.board.compared.layer.ids) == 3)


def test_nothing_is_compared_again(compared):
    rig = compared
    rig.window.agreement.comparing.choose(rig.window.agreement.button.choices()[0])
    assert rig.window.timeline.board.compared.layer is None
    assert not rig.window.actions_by_id["take_over"].isEnabled()


def test_a_click_chooses_a_bar_and_scrubs_nowhere(compared):
    rig = compared
    board = rig.window.timeline.board
    before = rig.window.player.time_s
    one = board.compared.layer.ids[0]
    click(rig.window.timeline, compared_rect(board, one).center().toPoint() + QPoint(0, 1))
    assert board.compared.chosen_id == one
    assert rig.window.player.time_s == before


def test_dialogs_are_closed_by_escape(compared):
    rig = compared
    rig.window.agreement.show_import(rig.dialogs.answer)
    found = rig.window.findChildren(SecondAnnotatorDialog)
    dialog = next(one for one in found if one.isVisible())
    rig.until(dialog._import.isEnabled)
    rig.qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(rig.rows("SELECT id FROM opinions")) == 5
