"""Runs of a video: listed, shown, deleted only where nobody worked, and kept to a few."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.edits import SetRemark, accept, reject
from app.domain.errors import ProjectError
from app.domain.timeline import Remark, Verdict
from app.services.editing import ProjectEditor
from app.storage.runs import KEPT_UNTOUCHED
from tests.factories import make_graph, make_run, make_suggestion, make_video


def record(store, number, video_id="video-1"):
    """Record run ``number``, a day younger than the one before, with two suggestions."""
    run_id = f"run-{number:02}"
    label = store.ensure_labels(["jump"])["jump"].id
    run = make_run(run_id, video_id=video_id)
    run = replace(run, made_at=run.made_at + timedelta(days=number))
    made = [
        make_suggestion(f"{run_id}-{k}", 1 + k, 2 + k, label_id=label, run_id=run_id)
        for k in range(2)
    ]
    store.record_run(run, made, make_graph())
    return run_id


def ids(store, video_id="video-1"):
    return [one.run.id for one in store.runs_of(video_id)]


def test_runs_are_listed_newest_first_with_what_became_of_them(store):
    record(store, 1)
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, reject(timeline, "run-01-0"), "Reject jump")
    record(store, 2)
    new, old = store.runs_of("video-1")
    assert (new.run.id, new.n_suggestions, new.n_judged) == ("run-02", 2, 0)
    assert (new.is_shown, new.is_touched) == (True, False)
    assert (old.run.id, old.n_suggestions, old.n_judged) == ("run-01", 2, 1)
    assert (old.is_shown, old.is_touched) == (False, True)
    assert store.runs_of("nobody") == []


def test_another_run_is_shown_and_no_verdict_is_lost(store):
    record(store, 1)
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, accept(timeline, "run-01-0"), "Accept jump")
    record(store, 2)
    assert set(store.timeline("video-1").suggestions) == {"run-01-0", "run-02-0", "run-02-1"}
    store.show_run("video-1", "run-01")
    shown = store.timeline("video-1")
    assert set(shown.suggestions) == {"run-01-0", "run-01-1"}
    assert shown.suggestions["run-01-0"].verdict is Verdict.ACCEPTED
    assert len(shown.annotations) == 1
    assert store.video("video-1").last_run_id == "run-01"
    store.show_run("video-1", "run-02")
    assert store.video("video-1").last_run_id == "run-02"
    with pytest.raises(ProjectError, match="not in the project"):
        store.show_run("video-1", "run-99")


def test_a_run_of_another_video_cannot_be_shown(store):
    store.add_video(make_video("b"))
    record(store, 1, "b")
    with pytest.raises(ProjectError):
        store.show_run("video-1", "run-01")


@pytest.mark.parametrize("kind", ["verdict", "undone verdict", "remark", "undone remark"])
def test_a_run_somebody_worked_on_is_never_deleted(store, kind):
    record(store, 1)
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    edit = SetRemark("run-01-0", Remark("look", ()))
    edit = reject(timeline, "run-01-0") if "verdict" in kind else edit
    editor.do(timeline, edit, "act")
    if "undone" in kind:
        editor.undo(timeline)
    record(store, 2)
    assert store.delete_runs(["run-01"]).n_runs == 0
    assert ids(store) == ["run-02", "run-01"]
    if "undone" in kind:
        editor.redo(store.timeline("video-1"))


def test_deleted_runs_come_back_whole(store):
    for number in (1, 2, 3):
        record(store, number)
    before = store.runs_of("video-1")
    deleted = store.delete_runs(["run-01", "run-02", "run-03"])
    # The one that is shown stays.
    assert (deleted.n_runs, ids(store)) == (2, ["run-03"])
    store.restore_runs(deleted)
    assert store.runs_of("video-1") == before
    assert len(store.run_graph("run-01").segments) == 3
    store.show_run("video-1", "run-01")
    assert set(store.timeline("video-1").suggestions) == {"run-01-0", "run-01-1"}


def test_old_runs_do_not_grow_without_end(store):
    record(store, 0)
    timeline, editor = store.timeline("video-1"), ProjectEditor(store)
    editor.do(timeline, accept(timeline, "run-00-0"), "Accept jump")
    for number in range(1, 12):
        record(store, number)
    kept = [f"run-{number:02}" for number in range(11, 10 - KEPT_UNTOUCHED, -1)]
    assert ids(store) == [*kept, "run-00"]
    assert len(store.timeline("video-1").annotations) == 1


def test_a_video_is_found_where_it_is_now(store, tmp_path):
    assert store.video("video-1").is_missing
    here = tmp_path / "here.mp4"
    here.write_text("x")
    store.relink({"video-1": here, "nobody": Path("/x")})
    assert (store.video("video-1").path, store.video("video-1").is_missing) == (here, False)
    assert store.videos()[0].is_missing is False
    here.unlink()
    assert store.video("video-1").is_missing
    assert store.video("nobody") is None


def test_one_video_is_counted_as_all_are(store):
    store.add_video(make_video("b"))
    record(store, 1)
    record(store, 2, "b")
    timeline = store.timeline("b")
    ProjectEditor(store).do(timeline, accept(timeline, "run-02-0"), "Accept jump")
    assert [store.video(one.id) for one in store.videos()] == store.videos()
    assert store.video("b").n_annotations == store.video("b").n_judged == 1
