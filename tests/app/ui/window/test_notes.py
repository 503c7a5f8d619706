"""Notes as a person types them: stored at a pause or on leaving, one undo step each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.notes.tag_field import TagField

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def noting(rig):
    """A window with one suggestion selected and the keys in its note."""
    rig.open_one()
    rig.pick_first()
    rig.key("m", CTRL)
    assert QApplication.focusWidget() is rig.window.notes.segment_note
    return rig


def type_in(rig, words):
    rig.qtbot.keyClicks(QApplication.focusWidget(), words)


def selected(rig):
    return rig.window.reviewer.entry


def test_a_note_and_tags_of_a_segment_are_kept_when_the_field_is_left(noting):
    type_in(noting, "a fall?")
    assert noting.rows("select note from remarks") == []
    noting.key(Qt.Key.Key_Tab)
    assert noting.rows("select note, tags from remarks") == [("a fall?", "[]")]
    type_in(noting, "ask, fall,ask")
    noting.key(Qt.Key.Key_Escape)
    assert noting.rows("select note, tags from remarks") == [("a fall?", '["ask", "fall"]')]
    assert noting.rows("select caption from history") == [("Note on High jump",)] * 2
    # The keys are the window's again: one key accepts, and the remark goes along.
    entry_id = noting.window.reviewer.selected_id
    noting.key("a")
    (made,) = noting.timeline.annotations.values()
    assert (made.suggestion_id, made.remark.note) == (entry_id, "a fall?")


def test_a_pause_stores_what_is_typed_and_the_cursor_stays(noting):
    field = noting.window.notes.segment_note
    type_in(noting, "first ")
    noting.until(lambda: noting.rows("select note from remarks") == [("first",)])
    type_in(noting, "second")
    assert field.toPlainText() == "first second"
    noting.until(lambda: noting.rows("select note from remarks") == [("first second",)])
    noting.key(Qt.Key.Key_Escape)
    noting.key("z", CTRL)
    assert (field.note, selected(noting).remark.note) == ("first", "first")
    noting.key("z", CTRL)
    assert (field.note, noting.rows("select note from remarks")) == ("", [])
    noting.key("z", CTRL_SHIFT)
    assert field.note == "first"


def test_a_note_belongs_to_the_segment_it_was_begun_at(noting):
    first = noting.window.reviewer.selected_id
    type_in(noting, "of the first")
    noting.window.reviewer.step_pending(1)
    second = noting.window.reviewer.selected_id
    assert second != first
    assert noting.window.notes.segment_note.note == ""
    assert noting.rows("select entry_id, note from remarks") == [(first, "of the first")]


def test_a_note_belongs_to_the_video_it_was_begun_at(rig):
    rig.open_one()
    rig.drop(rig.video("b.mp4"))
    rig.until(lambda: len(rig.document.videos) == 2 and not rig.window.is_working)
    rig.key("m", CTRL_SHIFT)
    type_in(rig, "of the first")
    rig.key(Qt.Key.Key_Down, CTRL)
    rig.until(lambda: bool(rig.document.video and rig.document.video.entry.name == "b.mp4"))
    assert rig.window.notes.video_note.note == ""
    assert rig.rows("select note from videos order by position") == [("of the first",), ("",)]
    rig.until(lambda: rig.document.videos[0].sheet.note == "of the first")


def test_what_is_typed_is_kept_when_the_window_closes(noting):
    type_in(noting, "last words")
    path = noting.document.path
    noting.window.close()
    import sqlite3  # noqa: PLC0415 - as any other program would read it

    with sqlite3.connect(path) as connection:
        assert connection.execute("select note from remarks").fetchall() == [("last words",)]
    connection.close()


def test_the_sheet_of_a_video_is_typed_and_undone_field_by_field(rig):
    rig.open_one()
    rig.key("m", CTRL_SHIFT)
    type_in(rig, "dark")
    rig.key(Qt.Key.Key_Tab)
    type_in(rig, "night")
    rig.key(Qt.Key.Key_Tab)
    type_in(rig, "Ute")
    rig.key(Qt.Key.Key_Escape)
    sheet = rig.timeline.sheet
    assert (sheet.note, sheet.tags, sheet.assignee) == ("dark", ("night",), "Ute")
    assert rig.rows("select caption from history") == [("Describe video",)] * 3
    rig.until(lambda: rig.document.videos[0].sheet == sheet)
    rig.key("z", CTRL)
    assert rig.window.notes.assignee.text() == ""
    rig.key("z", CTRL)
    rig.key("z", CTRL)
    assert rig.rows("select note, tags, assignee from videos") == [("", "[]", "")]


def test_nothing_here_keeps_the_note_that_is_being_typed(rig):
    rig.open_one()
    rig.key("m", CTRL_SHIFT)
    type_in(rig, "empty stadium")
    rig.key("0", CTRL_SHIFT)
    assert rig.rows("select note, is_empty from videos") == [("empty stadium", 1)]
    assert rig.window.notes.nothing_here.isChecked()
    assert rig.window.notes.video_note.note == "empty stadium"


def test_single_keys_are_text_in_a_note(noting):
    type_in(noting, "axnpr o[]?t")
    assert noting.window.notes.segment_note.note == "axnpr o[]?t"
    assert noting.rows("select count(*) from verdicts") == [(0,)]


def test_tags_of_the_project_are_offered(noting):
    noting.key(Qt.Key.Key_Tab)
    type_in(noting, "final")
    noting.key(Qt.Key.Key_Escape)
    field = noting.window.notes.video_tags
    completer = field.completer()
    completer.setCompletionPrefix("FI")
    assert completer.currentCompletion().endswith("final")


def test_a_chosen_tag_goes_behind_the_last_comma(qtbot):
    field = TagField("Tags")
    qtbot.addWidget(field)
    field.offer(["final", "fog"])
    field.setText("ask, fi")
    completer = field.completer()
    completer.setCompletionPrefix("fi")
    assert completer.pathFromIndex(completer.currentIndex()) == "ask, final"
    field.show_tags(("ask", "final"))
    assert field.tags == ("ask", "final")


def test_noted_segments_are_marked_and_told_on_the_timeline(noting):
    board = noting.window.timeline.board
    entry_id = noting.window.reviewer.selected_id
    before = noting.window.timeline.canvas.grab().toImage()
    type_in(noting, "a fall?")
    noting.key(Qt.Key.Key_Escape)
    assert board.table.noted == {entry_id}
    assert "a fall?" in noting.window.timeline.canvas.tip(entry_id)
    assert noting.window.timeline.canvas.grab().toImage() != before
    noting.key("z", CTRL)
    assert board.table.noted == set()


def test_without_a_segment_the_key_says_what_to_do(rig):
    rig.open_one()
    told = []
    rig.document.told.connect(told.append)
    rig.window.reviewer.select("")
    rig.key("m", CTRL)
    assert told == ["Select a segment first."]
    assert not rig.window.notes.segment_note.isEnabled()
