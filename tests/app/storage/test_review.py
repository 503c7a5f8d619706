"""The columns of a whole project say what its timelines say."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import numpy as np
import pytest

from app.domain.edits import accept, draw, reject, snooze
from app.domain.errors import Cancelled, ProjectDamaged
from app.domain.segment import Segment
from app.domain.timeline import Doubt, Verdict
from app.services.review_columns import CODE_OF
from app.storage import review
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video


def record(store, video_id, run_id, *, day=2, verdicts=0):
    labels = [one.id for one in store.ensure_labels(["High jump", "Throw discus"]).values()]
    suggestions = [
        make_suggestion(
            f"{run_id}-{k}", 9.0 - k, 9.5 - k, run_id=run_id, label_id=labels[k % 2], score=k / 4,
            doubt=None if k == 2 else Doubt(0.5, 0.25, None if k == 1 else 0.125),
        )
        for k in range(4)
    ]  # fmt: skip
    run = replace(make_run(run_id, video_id=video_id), made_at=datetime(2026, 1, day, tzinfo=UTC))
    store.record_run(run, suggestions, make_graph())


def columns(store):
    return store.review_columns(Event())


@pytest.fixture
def filled(store):
    """Two videos; the first had a run before, of which one was rejected and one accepted."""
    store.add_video(make_video("video-0"))
    record(store, "video-1", "old")
    editor = Editor(store)
    timeline = editor.timeline
    editor.do(reject(timeline, "old-0"), "Act")
    editor.do(accept(timeline, "old-1"), "Act")
    record(store, "video-1", "new", day=3)
    record(store, "video-0", "other")
    editor = Editor(store)
    timeline = editor.timeline
    editor.do(snooze(timeline, "new-3"), "Act")
    editor.do(draw(timeline.suggestions["new-0"].label_id, Segment(20, 22)), "Act")
    return store


def test_every_suggestion_is_as_on_its_timeline(filled):
    found = columns(filled)
    assert found.video_ids == ["video-1", "video-0"]
    suggestions = found.suggestions
    row_of = {one: row for row, one in enumerate(suggestions.ids)}
    shown = {
        one.id: (video, one)
        for video, video_id in enumerate(found.video_ids)
        for one in filled.timeline(video_id).suggestions.values()
    }
    assert set(row_of) == set(shown)
    assert len(shown) == 10
    for suggestion_id, (video, one) in shown.items():
        row, spans = row_of[suggestion_id], suggestions.spans
        assert spans.video[row] == video
        assert found.label_ids[spans.label[row]] == one.label_id
        assert (spans.start_s[row], spans.end_s[row]) == (one.segment.start_s, one.segment.end_s)
        assert suggestions.score[row] == one.score
        assert suggestions.verdict[row] == CODE_OF[one.verdict]
        doubt = one.doubt or Doubt(np.nan, np.nan)
        spread = np.nan if doubt.spread is None else doubt.spread
        np.testing.assert_array_equal(suggestions.doubt[row], [doubt.margin, doubt.entropy, spread])
    order = list(zip(suggestions.spans.video, suggestions.spans.start_s, strict=True))
    assert order == sorted(order)


def test_annotations_know_what_they_were_made_from(filled):
    owned = columns(filled).owned
    assert sorted(owned.sources) == ["", "old-1"]
    assert len(owned.spans) == len(owned.ids) == 2


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_only_the_run_before_the_newest_is_remembered(filled):
    record(filled, "video-1", "newest", day=4)
    former = columns(filled).former
    assert len(former.spans) == 4
    assert former.is_rejected.tolist() == [False] * 4
    with closing(sqlite3.connect(filled.path)) as connection:
        connection.execute("update runs set made_at = '2020-01-01' where id = 'new'")
        connection.commit()
    assert columns(filled).former.is_rejected.sum() == 1


def test_videos_put_aside_are_left_out(filled):
    filled.remove_video("video-1")
    found = columns(filled)
    assert found.video_ids == ["video-0"]
    assert len(found.suggestions.ids) == 4
    assert len(found.owned.ids) == len(found.former.spans) == 0


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_merged_labels_are_what_stands_for_them(filled):
    jump, throw = filled.labels()
    with closing(sqlite3.connect(filled.path)) as connection:
        connection.execute("update labels set merged_into = ? where id = ?", (jump.id, throw.id))
        connection.commit()
    assert columns(filled).label_ids == [jump.id]
    with closing(sqlite3.connect(filled.path)) as connection:
        connection.execute("update labels set merged_into = ? where id = ?", (throw.id, jump.id))
        connection.commit()
    # A circle, which nobody should have made, ends somewhere.
    assert len(columns(filled).label_ids) <= 2


def test_small_pieces_change_nothing(filled, monkeypatch):
    whole = columns(filled)
    monkeypatch.setattr(review, "ROWS_AT_ONCE", 1)
    pieces = columns(filled)
    assert whole.suggestions.ids == pieces.suggestions.ids
    np.testing.assert_array_equal(whole.suggestions.score, pieces.suggestions.score)
    np.testing.assert_array_equal(whole.suggestions.verdict, pieces.suggestions.verdict)


def test_reading_can_be_called_off(filled):
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        filled.review_columns(cancel)


def test_an_empty_project_has_empty_columns(store):
    found = columns(store)
    assert found.video_ids == ["video-1"]
    assert found.suggestions.ids == found.owned.ids == []


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_a_verdict_without_meaning_is_damage(filled):
    with closing(sqlite3.connect(filled.path)) as connection:
        connection.execute("update verdicts set verdict = 'perhaps'")
        connection.commit()
    with pytest.raises(ProjectDamaged):
        columns(filled)


def test_when_people_judged(filled):
    times = filled.judged_at(10)
    assert len(times) == 3
    assert times == sorted(times)
    assert all(one.tzinfo is not None for one in times)
    assert filled.judged_at(2) == times[1:]
    Editor(filled).undo()
    Editor(filled).undo()
    assert filled.judged_at(10) == times[:2]


def test_snoozing_is_an_act_like_any_other(filled):
    assert filled.timeline("video-1").suggestions["new-3"].verdict is Verdict.SNOOZED
    editor = Editor(filled)
    editor.undo()
    editor.undo()
    assert filled.timeline("video-1").suggestions["new-3"].verdict is Verdict.PENDING
    editor.redo()
    assert filled.timeline("video-1").suggestions["new-3"].verdict is Verdict.SNOOZED


def test_what_some_runs_found_and_all_annotations(store):
    store.add_video(make_video("video-2"))
    record(store, "video-1", "old", day=1)
    record(store, "video-1", "new", day=2)
    record(store, "video-2", "other", day=3)
    editor = Editor(store)
    label_id = store.labels()[0].id
    editor.do(draw(label_id, Segment(1.0, 2.0)), "Draw")
    found = store.run_columns(["old", "other"], Event())
    assert sorted(found.ids) == sorted(f"{run}-{k}" for run in ("old", "other") for k in range(4))
    row = found.ids.index("old-2")
    assert found.video_ids[found.spans.video[row]] == "video-1"
    assert (found.spans.start_s[row], found.spans.end_s[row], found.score[row]) == (7.0, 7.5, 0.5)
    assert found.label_ids[found.spans.label[row]] == label_id
    assert found.owned.ids == list(store.timeline("video-1").annotations)
    none = store.run_columns([], Event())
    assert (none.ids, len(none.spans), none.score.tolist()) == ([], 0, [])


def test_which_model_ran_over_which_video(store):
    store.add_video(make_video("video-2"))
    record(store, "video-1", "old", day=1)
    record(store, "video-2", "other", day=3)
    record(store, "video-1", "new", day=2)
    names = [(one.video_id, one.run_id, one.model_name) for one in store.run_names()]
    assert names == [
        ("video-2", "other", "cold start"), ("video-1", "new", "cold start"),
        ("video-1", "old", "cold start"),
    ]  # fmt: skip
    store.remove_video("video-2")
    assert [one.run_id for one in store.run_names()] == ["new", "old"]
    assert store.run_columns(["other"], Event()).ids == []


def test_reading_runs_can_be_stopped(store):
    record(store, "video-1", "old")
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        store.run_columns(["old"], stop)
