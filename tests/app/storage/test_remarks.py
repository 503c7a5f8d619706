"""Remarks, sheets and doubt come back as they were stored; acts on them are undone and redone."""

import json

import pytest

from app.domain import edits
from app.domain.edit_json import edit_from_json, edit_to_json
from app.domain.edits import SetRemark, SetSheet, Several
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import NO_SHEET, Changes, Doubt, Remark, Sheet
from app.services.editing import ProjectEditor
from tests.factories import make_graph, make_run, make_suggestion

REMARK = Remark("Is this a fall?", ("ask", "für Ute"))
SHEET = Sheet("Shaky after 1:20", ("training",), "Ute", is_empty=True)


@pytest.fixture
def label_id(store):
    return store.ensure_labels(["jump"])["jump"].id


@pytest.fixture
def suggestion(store, label_id):
    one = make_suggestion(label_id=label_id, doubt=Doubt(0.25, 0.5, 0.125))
    store.record_run(make_run(), [one], make_graph())
    return one


def test_a_remark_of_an_annotation_is_stored_undone_and_redone(store, label_id):
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, edits.draw(label_id, Segment(1, 2)), "Draw jump")
    (drawn,) = timeline.annotations
    editor.do(timeline, SetRemark(drawn, REMARK), "Note")
    assert store.timeline("video-1").annotations[drawn].remark == REMARK
    editor.undo(timeline)
    assert store.timeline("video-1").annotations[drawn].remark.is_empty
    editor.redo(timeline)
    assert (
        store.timeline("video-1").annotations[drawn].remark
        == REMARK
        == timeline.annotations[drawn].remark
    )


def test_a_deleted_annotation_comes_back_with_its_remark(store, label_id):
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, edits.draw(label_id, Segment(1, 2)), "Draw jump")
    (drawn,) = timeline.annotations
    editor.do(timeline, SetRemark(drawn, REMARK), "Note")
    editor.do(timeline, edits.delete(timeline, drawn), "Delete jump")
    editor.undo(timeline)
    assert store.timeline("video-1").annotations[drawn].remark == REMARK


def test_an_accepted_suggestion_takes_its_remark_along(store, suggestion):
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, SetRemark(suggestion.id, REMARK), "Note")
    editor.do(timeline, edits.accept(timeline, suggestion.id), "Accept jump")
    stored = store.timeline("video-1")
    assert [one.remark for one in stored.annotations.values()] == [REMARK]
    assert stored.suggestions[suggestion.id].remark == REMARK


def test_a_remark_on_nothing_is_refused(store):
    timeline = store.timeline("video-1")
    with pytest.raises(EditRefused, match="not on the timeline"):
        ProjectEditor(store).do(timeline, SetRemark("gone", REMARK), "Note")


def test_a_sheet_is_stored_listed_undone_and_redone(store):
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, SetSheet(SHEET), "Note")
    assert store.timeline("video-1").sheet == store.videos()[0].sheet == SHEET
    editor.undo()
    assert store.timeline("video-1").sheet == NO_SHEET
    editor.redo()
    assert store.timeline("video-1").sheet == SHEET


def test_doubt_comes_back(store, suggestion):
    assert store.timeline("video-1").suggestions[suggestion.id].doubt == Doubt(0.25, 0.5, 0.125)


def test_videos_count_what_waits_and_what_is_judged(store, suggestion):
    assert (store.videos()[0].n_pending, store.videos()[0].n_judged) == (1, 0)
    timeline = store.timeline("video-1")
    ProjectEditor(store).do(timeline, edits.reject(timeline, suggestion.id), "Reject jump")
    assert (store.videos()[0].n_pending, store.videos()[0].n_judged) == (0, 1)


@pytest.mark.parametrize("edit", [SetRemark("a", REMARK), SetSheet(SHEET)])
def test_edits_are_text_and_back(edit):
    assert edit_from_json(edit_to_json(Several((edit,)))) == Several((edit,))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("remark", {"id": "a", "remark": {"note": 1, "tags": []}}),
        ("sheet", {"sheet": {"note": "", "tags": [], "assignee": "", "empty": "yes"}}),
        ("sheet", {"sheet": {"note": "", "tags": [3], "assignee": "", "empty": True}}),
    ],
)
def test_text_that_is_no_edit_is_refused(kind, value):
    with pytest.raises(ValueError, match="not an edit"):
        edit_from_json(json.dumps({"kind": kind, **value}))


def test_changes_join_their_sheets():
    assert (Changes() | Changes(sheet=True)).sheet
    assert Several((SetSheet(SHEET), SetRemark("a", REMARK))).changes == Changes(
        frozenset({"a"}), frozenset({"a"}), sheet=True
    )
