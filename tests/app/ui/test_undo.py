from dataclasses import replace

import pytest

from app.domain.edits import MoveAnnotation, RemoveAnnotation
from app.domain.errors import ProjectError
from app.domain.segment import Segment
from app.services.editing import TimelineEditor
from app.services.ports import HistoryEntry
from app.ui.undo import EditHistory
from tests.factories import make_timeline


class MemoryStore:
    """History in memory, in the order the port promises."""

    def __init__(self):
        self.entries = []
        self.failure = None

    def commit_edit(self, timeline, edit, inverse, caption):
        self._check()
        self.entries = [entry for entry in self.entries if not entry.is_undone]
        at = len(self.entries)
        self.entries.append(HistoryEntry(at, "video-1", caption, edit, inverse, is_undone=False))
        return self.entries[-1]

    def commit_undo(self, timeline, entry):
        return self._set(entry, is_undone=True)

    def commit_redo(self, timeline, entry):
        return self._set(entry, is_undone=False)

    def history(self, video_id):
        return list(self.entries)

    def _set(self, entry, *, is_undone):
        self._check()
        self.entries[entry.id] = replace(self.entries[entry.id], is_undone=is_undone)
        return self.entries[entry.id]

    def _check(self):
        if self.failure:
            raise self.failure


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def timeline():
    return make_timeline()


def history_of(store, timeline):
    return EditHistory(TimelineEditor(store, timeline))


def move(end_s):
    return MoveAnnotation("a1", Segment(1.0, end_s))


def end_of(timeline):
    return timeline.annotation("a1").segment.end_s


def test_nothing_to_undo(qapp, store, timeline):
    history = history_of(store, timeline)
    assert history.undo() is None
    assert history.redo() is None
    assert history.undo_caption == ""


def test_do_undo_redo(qapp, store, timeline):
    history = history_of(store, timeline)
    history.do(move(3.0), "Move end")
    history.do(move(4.0), "Move again")
    assert history.undo_caption == "Move again"
    assert history.undo() == move(4.0)
    assert end_of(timeline) == 3.0
    assert history.redo_caption == "Move again"
    assert history.redo() == move(4.0)
    assert end_of(timeline) == 4.0
    assert [entry.is_undone for entry in store.entries] == [False, False]


def test_a_new_act_drops_what_stood_undone(qapp, store, timeline):
    history = history_of(store, timeline)
    history.do(move(3.0), "one")
    history.do(move(4.0), "two")
    history.undo()
    history.do(move(5.0), "three")
    assert history.redo() is None
    history.undo()
    history.undo()
    assert history.undo() is None
    assert end_of(timeline) == 2.0


def test_an_older_history_is_taken_over_without_doing_it(qapp, store, timeline):
    first = history_of(store, timeline)
    first.do(move(3.0), "one")
    first.do(move(4.0), "two")
    first.do(RemoveAnnotation("a1"), "three")
    first.undo()
    first.undo()
    assert end_of(timeline) == 3.0
    second = history_of(store, timeline)
    assert end_of(timeline) == 3.0
    assert (second.undo_caption, second.redo_caption) == ("one", "two")
    second.redo()
    second.redo()
    assert not timeline.annotations
    for _ in range(3):
        second.undo()
    assert end_of(timeline) == 2.0


@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_a_refused_step_leaves_everything(qapp, store, timeline, direction):
    history = history_of(store, timeline)
    history.do(move(3.0), "one")
    if direction == "redo":
        history.undo()
    before = end_of(timeline), history.undo_caption, history.redo_caption
    store.failure = ProjectError("The disk is full.")
    for _ in range(2):
        with pytest.raises(ProjectError):
            getattr(history, direction)()
        assert (end_of(timeline), history.undo_caption, history.redo_caption) == before
    store.failure = None
    getattr(history, direction)()
    assert end_of(timeline) == (2.0 if direction == "undo" else 3.0)


def test_a_refused_edit_is_not_in_the_history(qapp, store, timeline):
    history = history_of(store, timeline)
    store.failure = ProjectError("The disk is full.")
    with pytest.raises(ProjectError):
        history.do(move(3.0), "one")
    assert end_of(timeline) == 2.0
    assert history.undo_caption == ""
