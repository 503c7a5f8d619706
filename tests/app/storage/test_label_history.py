"""Labels in the project file: one history with the timelines, merged by name only, nothing lost."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.edits import draw, relabel
from app.domain.errors import EditRefused
from app.domain.label_edits import (
    AddLabel,
    LabelSet,
    OrderLabels,
    SetLabel,
    hide,
    merge,
    move,
    rename,
    separate,
)
from app.domain.labels import Label
from app.domain.reaction import Tap
from app.domain.segment import Segment
from app.services.editing import ProjectEditor
from app.services.ports import LabelCount
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_run, make_suggestion, make_video


@pytest.fixture
def ab(store):
    found = store.ensure_labels(["a", "b", "c"])
    return {name: one.id for name, one in found.items()}


@pytest.fixture
def editor(store, ab):
    return ProjectEditor(store)


def drawn(store, editor, label_id, start_s=1.0):
    edit = draw(label_id, Segment(start_s, start_s + 1))
    editor.do(store.timeline("video-1"), edit, "Draw")
    return edit.annotation.id


def act(store, editor, make, caption="Labels"):
    return editor.do_on_labels(make(LabelSet(store.labels())), caption)


def names(store):
    return [one.name for one in store.labels()]


def shown(store, annotation_id):
    timeline = store.timeline("video-1")
    label_id = timeline.shown_label_id(timeline.annotations[annotation_id].label_id)
    return next(one.name for one in store.labels() if one.id == label_id)


def test_both_kinds_of_acts_stand_in_one_history(store, editor, ab):
    mine = drawn(store, editor, ab["a"])
    act(store, editor, lambda labels: rename(labels, ab["a"], "Alpha"), "Rename a")
    other = drawn(store, editor, ab["b"], 3.0)
    assert [(one.video_id, one.caption) for one in store.acts(0, 9)] == [
        ("video-1", "Draw"), ("", "Rename a"), ("video-1", "Draw"),
    ]  # fmt: skip
    assert editor.undo().on_labels is False
    turned = editor.undo()
    assert turned.on_labels
    assert turned.last.caption == "Rename a"
    assert turned.changes == {}
    assert names(store) == ["a", "b", "c"]
    assert editor.redo_act.caption == "Rename a"
    editor.redo()
    assert shown(store, mine) == "Alpha"
    editor.redo()
    assert other in store.timeline("video-1").annotations
    way = editor.go_to(0)
    assert way.on_labels
    assert store.timeline("video-1").annotations == {}
    assert names(store) == ["a", "b", "c"]
    editor.go_to(store.acts(2, 1)[0].id)
    assert names(store) == ["Alpha", "b", "c"]
    assert len(store.timeline("video-1").annotations) == 2


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_another_program_finds_the_act(store, editor, ab):
    act(store, editor, lambda labels: rename(labels, ab["a"], "Alpha"), "Rename a")
    with closing(sqlite3.connect(store.path)) as connection:
        ((video_id, edit, inverse),) = connection.execute(
            "SELECT video_id, edit, inverse FROM history"
        ).fetchall()
        found = connection.execute("SELECT name FROM labels ORDER BY position").fetchall()
    assert video_id is None
    assert json.loads(edit)["label"]["name"] == "Alpha"
    assert json.loads(inverse)["label"]["name"] == "a"
    assert found == [("Alpha",), ("b",), ("c",)]


def test_a_merge_is_read_everywhere_and_taken_back_whole(store, editor, ab):
    was_a, was_b = drawn(store, editor, ab["a"]), drawn(store, editor, ab["b"], 3.0)
    act(store, editor, lambda labels: merge(labels, ab["a"], ab["b"]))
    assert shown(store, was_a) == "b"
    later = drawn(store, editor, ab["b"], 5.0)
    edit = relabel(store.timeline("video-1"), was_a, ab["c"])
    editor.do(store.timeline("video-1"), edit, "Relabel")
    editor.undo()
    act(store, editor, lambda labels: merge(labels, ab["b"], ab["c"]))
    assert {shown(store, one) for one in (was_a, was_b, later)} == {"c"}
    editor.undo()
    act(store, editor, lambda labels: separate(labels, ab["a"]))
    assert [shown(store, one) for one in (was_a, was_b, later)] == ["a", "b", "b"]
    editor.go_to(0)
    editor.redo(), editor.redo()
    assert [shown(store, one) for one in (was_a, was_b)] == ["a", "b"]


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_an_older_reader_sees_the_labels_that_were_given(store, editor, ab):
    drawn(store, editor, ab["a"])
    act(store, editor, lambda labels: merge(labels, ab["a"], ab["b"]))
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("SELECT label_id FROM annotations").fetchall() == [(ab["a"],)]


def test_orders_and_swapped_names_survive_a_walk(store, editor, ab):
    act(store, editor, lambda labels: move(labels, ab["c"], ab["a"]))
    assert names(store) == ["c", "a", "b"]
    act(store, editor, lambda labels: rename(labels, ab["a"], "x"))
    act(store, editor, lambda labels: rename(labels, ab["b"], "a"))
    act(store, editor, lambda labels: rename(labels, ab["a"], "b"))
    assert names(store) == ["c", "b", "a"]
    # One walk over three acts swaps two names at once.
    editor.go_to(store.acts(0, 1)[0].id)
    assert names(store) == ["c", "a", "b"]
    editor.go_to(store.acts(3, 1)[0].id)
    assert names(store) == ["c", "b", "a"]
    editor.go_to(0)
    assert names(store) == ["a", "b", "c"]


def test_a_renamed_label_is_found_by_its_former_name(store, editor, ab):
    act(store, editor, lambda labels: rename(labels, ab["a"], "Alpha"))
    assert store.ensure_labels(["a"])["a"].id == ab["a"]
    assert names(store) == ["Alpha", "b", "c"]
    act(store, editor, lambda labels: AddLabel(Label("new", "a", "#000000")))
    assert store.ensure_labels(["a"])["a"].id == "new"
    editor.undo(), editor.undo()
    assert names(store) == ["a", "b", "c"]


def test_what_a_run_brought_does_not_stand_in_the_way_of_undo(store, editor, ab):
    act(store, editor, lambda labels: rename(labels, ab["a"], "Alpha"))
    store.ensure_labels(["a", "d"])
    assert editor.undo().on_labels
    assert names(store) == ["a", "b", "c", "d"]


def test_undoing_an_added_label_keeps_it_if_a_run_has_it_since(store, editor, ab):
    act(store, editor, lambda labels: AddLabel(Label("new", "d", "#000000")))
    store.record_run(make_run(), [make_suggestion(label_id="new")], make_graph())
    editor.undo()
    assert names(store) == ["a", "b", "c", "d"]
    editor.redo()
    assert names(store) == ["a", "b", "c", "d"]
    act(store, editor, lambda labels: AddLabel(Label("e", "e", "#000000"), 0))
    assert names(store)[0] == "e"
    editor.undo()
    assert "e" not in names(store)


def test_a_refused_edit_changes_nothing(store, editor, ab):
    with pytest.raises(EditRefused):
        editor.do_on_labels(SetLabel(Label(ab["a"], "b", "#000000")), "Rename")
    assert names(store) == ["a", "b", "c"]
    assert store.n_acts() == (0, 0)


def test_counts_are_of_what_stands_on_timelines(store, editor, ab):
    drawn(store, editor, ab["a"]), drawn(store, editor, ab["a"], 3.0)
    found = [
        make_suggestion("s1", label_id=ab["b"]),
        make_suggestion("s2", label_id=ab["a"]),
    ]
    store.record_run(make_run(), found, make_graph())
    store.add_video(make_video("video-2"))
    old = [make_suggestion("o", label_id=ab["c"], run_id="old")]
    store.record_run(make_run("old", video_id="video-2"), old, make_graph())
    newer = [make_suggestion("n", label_id=ab["b"], run_id="newer")]
    store.record_run(make_run("newer", video_id="video-2"), newer, make_graph())
    by_id = {one.label_id: one for one in store.label_counts()}
    assert by_id == {
        ab["a"]: LabelCount(ab["a"], 2, 1),
        ab["b"]: LabelCount(ab["b"], 0, 2),
    }
    store.remove_video("video-2")
    assert {one.label_id: one.n_waiting for one in store.label_counts()}[ab["b"]] == 1


def test_taps_live_and_go_with_their_annotations(store, editor, ab):
    mine = drawn(store, editor, ab["a"])
    tap = Tap(mine, ab["a"], "hold", 1.25, 2.25, -0.25)
    store.keep_tap(tap, "video-1")
    assert store.taps() == [(tap, 1.0, 2.0)]
    editor.undo()
    assert store.taps() == []
    editor.redo()
    assert store.taps() == [(tap, 1.0, 2.0)]


def test_what_was_tapped_does_not_hold_a_label_back(store, editor):
    act(store, editor, lambda labels: AddLabel(Label("new", "d", "#000000")))
    mine = drawn(store, editor, "new")
    store.keep_tap(Tap(mine, "new", "tap", 1.0, 2.0), "video-1")
    editor.go_to(0)
    assert names(store) == ["a", "b", "c"]


steps = st.lists(
    st.tuples(
        st.sampled_from(["rename", "merge", "separate", "hide", "move", "add", "draw", "colour",
                         "undo", "redo", "run"]),
        st.integers(0, 4), st.integers(0, 4),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


def state(store):
    timeline = store.timeline("video-1")
    return store.labels(), sorted(timeline.annotations.items()), timeline.stand_ins


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture],
          deadline=None)  # fmt: skip
@given(steps)
def test_random_acts_undone_leave_the_file_as_it_was(tmp_path_factory, steps):
    store = SqliteProjectFiles().create(tmp_path_factory.mktemp("p") / "p.pgcn")
    try:
        store.add_video(make_video())
        store.ensure_labels(["a", "b", "c"])
        editor = ProjectEditor(store)
        first, done = state(store), []
        for kind, i, j in steps:
            step(store, editor, kind, i, j)
            done.append(state(store))
        while editor.undo():
            pass
        labels, annotations, ends = state(store)
        # A run may have brought names of its own; everything else is as it was.
        known = {one.id for one in first[0]}
        assert [one for one in labels if one.id in known] == first[0]
        assert (annotations, ends) == (first[1], first[2])
    finally:
        store.close()


def step(store, editor, kind, i, j):
    labels = LabelSet(store.labels())
    ids = [one.id for one in labels.labels]
    one, other = ids[i % len(ids)], ids[j % len(ids)]
    makers = {
        "rename": lambda: rename(labels, one, f"n{j}"),
        "merge": lambda: merge(labels, one, other),
        "separate": lambda: separate(labels, one),
        "hide": lambda: hide(labels, [one], on=bool(j % 2)),
        "move": lambda: move(labels, one, other),
        "add": lambda: AddLabel(Label(f"id{i}{j}", f"n{j}", "#000000"), i),
        "colour": lambda: SetLabel(replace(labels.label(one), color=f"#00000{j}")),
    }
    try:
        if kind in makers:
            editor.do_on_labels(makers[kind](), kind)
        elif kind == "draw":
            drawn(store, editor, one, float(j))
        elif kind == "run":
            store.ensure_labels([f"n{j}", "a"])
        else:
            getattr(editor, kind)()
    except EditRefused:
        pass


def test_an_order_of_unknown_labels_is_no_harm(store, editor, ab):
    editor.do_on_labels(OrderLabels((ab["b"], "gone")), "Order")
    assert names(store) == ["b", "a", "c"]
