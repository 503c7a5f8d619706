"""What is put into a project file comes out of it."""

import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from app.domain.edits import Several, accept, delete, draw, reject
from app.domain.errors import EditRefused, ProjectError
from app.domain.segment import Segment
from app.domain.timeline import Suggestion, Verdict
from app.services.ports import Way
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video


def record(store, run_id="run-1", n=2, start_s=3.0):
    labels = store.ensure_labels(["High jump", "Throw discus"])
    suggestions = [
        make_suggestion(
            f"{run_id}-{i}", start_s + i, start_s + i + 0.5, run_id=run_id,
            label_id=labels["High jump"].id, proposal_idx=i,
        )
        for i in range(n)
    ]  # fmt: skip
    store.record_run(make_run(run_id), suggestions, make_graph())
    return suggestions


def edit_all(store):
    return Editor(store)


def content(store):
    timeline = store.timeline("video-1")
    return timeline.annotations, timeline.suggestions


def counted(path, table):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]


def test_a_new_project_is_empty(files, tmp_path):
    store = files.create(tmp_path / "new.pgcn")
    assert (store.videos(), store.labels()) == ([], [])
    store.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name for name in names if not name.startswith(".")] == ["new.pgcn"]


def test_videos_keep_the_order_they_were_added_in(store):
    store.add_video(make_video("b"))
    store.add_video(make_video("a"))
    assert [video.id for video in store.videos()] == ["video-1", "b", "a"]


def test_known_content_keeps_its_entry_and_takes_the_new_path(store, tmp_path):
    moved = replace(make_video("other", fingerprint="content of video-1"), path=tmp_path / "x.mp4")
    assert store.add_video(moved).id == "video-1"
    (video,) = store.videos()
    assert (video.id, video.path) == ("video-1", tmp_path / "x.mp4")


def test_a_moved_folder_still_finds_its_videos(files, tmp_path):
    home = tmp_path / "home"
    (home / "films").mkdir(parents=True)
    (home / "films" / "a.mp4").write_bytes(b"a")
    store = files.create(home / "p.pgcn")
    store.add_video(make_video(path=home / "films" / "a.mp4"))
    store.close()
    shutil.move(home, tmp_path / "away")
    again = files.open(tmp_path / "away" / "p.pgcn")
    assert again.videos()[0].path == tmp_path / "away" / "films" / "a.mp4"
    again.close()


def test_a_lost_video_keeps_its_old_path(store):
    assert store.videos()[0].path == make_video().path


def test_labels_are_added_once_with_colours_in_turn(store):
    first = store.ensure_labels(["b", "a", "b"])
    second = store.ensure_labels(["a", "c"])
    assert second["a"] == first["a"]
    assert [label.name for label in store.labels()] == ["b", "a", "c"]
    assert len({label.color for label in store.labels()}) == 3
    assert store.ensure_labels([]) == {}
    with pytest.raises(EditRefused, match="needs a name"):
        store.ensure_labels([" "])


def test_a_run_comes_back_whole(store):
    record(store)
    assert store.run("run-1") == make_run()
    found, meant = store.run_graph("run-1"), make_graph()
    for name in ("segments", "actionness", "indptr", "neighbours", "kind", "weight"):
        np.testing.assert_array_equal(getattr(found, name), getattr(meant, name))
        assert getattr(found, name).dtype == getattr(meant, name).dtype
    with pytest.raises(ProjectError, match="not in the project"):
        store.run("none")


def test_a_new_run_replaces_pending_suggestions_and_keeps_judged_ones(store):
    record(store)
    editor = edit_all(store)
    editor.do(accept(editor.timeline, "run-1-0"), "Accept")
    record(store, "run-2", start_s=10.0)
    annotations, suggestions = content(store)
    assert set(suggestions) == {"run-1-0", "run-2-0", "run-2-1"}
    assert suggestions["run-1-0"].verdict is Verdict.ACCEPTED
    assert annotations == editor.timeline.annotations
    (video,) = store.videos()
    assert (video.n_pending, video.n_annotations, video.last_run_id) == (2, 1, "run-2")


def test_undo_fits_after_a_new_run_and_reopening(store, files):
    record(store)
    editor = edit_all(store)
    editor.do(accept(editor.timeline, "run-1-0"), "Accept")
    record(store, "run-2", start_s=10.0)
    store.close()
    again = files.open(store.path)
    editor = edit_all(again)
    editor.undo()
    assert not content(again)[0]
    edit_all(again).redo()
    assert len(content(again)[0]) == 1
    again.close()


def test_history_tells_caption_edit_and_state(store):
    label = store.ensure_labels(["a"])["a"]
    editor = edit_all(store)
    first = editor.do(draw(label.id, Segment(1, 2)), "Draw a")
    second = editor.do(draw(label.id, Segment(3, 4)), "Draw another")
    assert editor.history() == [first, second]
    editor.undo()
    assert editor.history() == [first, replace(second, is_undone=True)]


def test_a_new_act_drops_what_stood_undone(store):
    label = store.ensure_labels(["a"])["a"]
    editor = edit_all(store)
    dropped = editor.do(draw(label.id, Segment(1, 2)), "one")
    editor.undo()
    kept = editor.do(draw(label.id, Segment(3, 4)), "two")
    assert editor.history() == [kept]
    assert editor.redo() is None
    with pytest.raises(EditRefused, match="not the next"):
        store.commit_turn([], Way((dropped,), is_back=False))
    assert content(store)[0] == editor.timeline.annotations


def test_acts_turn_in_order_only(store):
    label = store.ensure_labels(["a"])["a"]
    editor = edit_all(store)
    first = editor.do(draw(label.id, Segment(1, 2)), "one")
    editor.do(draw(label.id, Segment(3, 4)), "two")
    with pytest.raises(EditRefused, match="not the next"):
        store.commit_turn([], Way((first,), is_back=True))
    assert content(store)[0] == editor.timeline.annotations


def test_a_removed_video_is_out_of_sight_and_comes_back_whole(store):
    record(store)
    editor = edit_all(store)
    editor.do(accept(editor.timeline, "run-1-1"), "Accept")
    before = content(store)
    store.remove_video("video-1")
    assert store.videos() == []
    with pytest.raises(ProjectError, match="video is not in the project"):
        store.timeline("video-1")
    assert store.history("video-1") == []
    assert store.n_acts() == (0, 0)
    assert store.next_act(is_undone=True) is None
    store.restore_video("video-1")
    assert content(store) == before
    assert [act.caption for act in store.acts(0, 10)] == ["Accept"]


def test_what_stood_undone_is_dropped_when_videos_leave_or_come_back(store):
    record(store)
    editor = edit_all(store)
    editor.do(accept(editor.timeline, "run-1-1"), "Accept")
    editor.undo()
    store.remove_video("none")
    assert store.n_acts() == (0, 0)


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_a_video_put_aside_long_ago_is_forgotten_when_the_project_is_opened(
    files, store, monkeypatch
):
    record(store)
    store.remove_video("video-1")
    path = store.path
    store.close()
    files.open(path).close()
    assert counted(path, "videos") == 1
    monkeypatch.setattr("app.storage.aside.KEPT_DAYS", -1)
    files.open(path).close()
    assert counted(path, "videos") == counted(path, "suggestions") == 0


def test_an_unknown_label_is_refused_and_memory_follows_the_file(store):
    editor = edit_all(store)
    with pytest.raises(EditRefused, match="label"):
        editor.do(draw("none", Segment(1, 2)), "Draw")
    assert editor.timeline.annotations == {}
    assert content(store) == ({}, {})


def test_counts_follow_verdicts(store):
    record(store, n=3)
    editor = edit_all(store)
    editor.do(accept(editor.timeline, "run-1-0"), "Accept")
    editor.do(reject(editor.timeline, "run-1-1"), "Reject")
    (annotation_id,) = editor.timeline.annotations
    assert store.videos()[0].n_pending == 1
    editor.do(delete(editor.timeline, annotation_id), "Delete")
    (video,) = store.videos()
    assert (video.n_pending, video.n_annotations) == (2, 0)


def test_a_worker_records_runs_while_the_window_commits(store):
    labels = store.ensure_labels(["High jump"])
    failures = []

    def work():
        try:
            for number in range(5):
                record(store, f"run-{number}", n=200)
        except Exception as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    worker = threading.Thread(target=work)
    editor = edit_all(store)
    worker.start()
    for i in range(30):
        editor.do(draw(labels["High jump"].id, Segment(i, i + 1)), "Draw")
        store.timeline("video-1")
    worker.join()
    assert failures == []
    annotations, suggestions = content(store)
    assert annotations == editor.timeline.annotations
    assert {one.run_id for one in suggestions.values()} == {"run-4"}


def test_each_act_is_one_transaction(store):
    label = store.ensure_labels(["a"])["a"]
    editor = edit_all(store)
    both = Several((draw(label.id, Segment(1, 2)), draw("none", Segment(2, 3))))
    with pytest.raises(EditRefused):
        editor.do(both, "Draw two")
    assert content(store)[0] == {} == editor.timeline.annotations


def test_times_and_scores_keep_every_bit(store):
    label = store.ensure_labels(["a"])["a"]
    segment = Segment(0.1 + 0.2, 1 / 3 + 7)
    score = 2.718281828459045
    suggestion = Suggestion("s", "run-1", label.id, segment, score, 0)
    store.record_run(make_run(), [suggestion], make_graph(0))
    assert content(store)[1] == {"s": suggestion}


def test_a_closed_project_says_so(store):
    store.close()
    for call in (store.videos, store.labels, lambda: store.ensure_labels(["a"])):
        with pytest.raises(ProjectError, match="has been closed"):
            call()
    assert not store.path.with_name("p.pgcn-wal").exists()
