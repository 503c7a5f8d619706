"""The runs of a project, measured against what people annotated."""

import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain import edits, several
from app.domain.errors import Cancelled
from app.domain.label_edits import LabelSet, merge
from app.domain.project import settings_with
from app.domain.timeline import Sheet
from app.engine.evaluator import EngineEvaluator
from app.exchange.files import FileExchange
from app.services.corrections import is_reviewed, is_reviewed_entry
from app.services.editing import ProjectEditor
from app.services.evaluating import (
    GRID,
    ErrorKind,
    EvaluationRequest,
    learned_in,
    measure_project,
)
from app.services.evaluation_report import about_words, as_json, nothing_words
from app.services.exporting import Selection, card_of, export_contents, gather
from app.services.model_registry import ModelRecord
from app.storage.files import SqliteProjectFiles
from tests import measured_project as known
from tests.factories import make_graph, make_run, make_suggestion
from tests.measured_project import D, J, X
from tests.pgcn_core.evaluation.test_commands import pgcn


@pytest.fixture
def empty(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "meet.pgcn")
    yield store
    store.close()


@pytest.fixture
def store(empty):
    return known.fill(empty)


def measure(store, learned=None, **asked):
    request = EvaluationRequest(**asked)
    learned_by = (lambda model, _: frozenset((learned or {}).get(model, ()))) if learned else None
    more = [learned_by] if learned_by else []
    return measure_project(store, EngineEvaluator(), request, threading.Event(), *more)


def ids_of(store):
    return {one.name: one.id for one in store.labels()}


def test_the_numbers_by_hand(store):
    found = measure(store)
    measured = found.measured
    assert measured.map.tolist() == [0.75]
    by_name = {one.name: one for one in measured.labels}
    assert by_name[J].ap.tolist() == [0.5]
    assert by_name[D].ap.tolist() == [1.0]
    assert (by_name[J].n_truths, by_name[J].found_share.tolist()) == (2, [0.5])
    assert measured.recall.tolist() == [0.75]
    assert measured.without_truth == (X,)
    assert found.counts() == {
        ErrorKind.TRUE: 3, ErrorKind.DOUBLE: 1, ErrorKind.WRONG_LABEL: 1,
        ErrorKind.LOCALIZATION: 0, ErrorKind.CONFUSION: 1, ErrorKind.BACKGROUND: 1,
        ErrorKind.MISSED: 1,
    }  # fmt: skip
    # Higher, the discus that begins two seconds late is localized badly.
    assert measure(store, tious=(0.6,)).counts()[ErrorKind.LOCALIZATION] == 1


def test_a_curve_by_hand(store):
    jump = next(one for one in measure(store).measured.labels if one.name == J)
    assert jump.recall.tolist() == [0.5, 0.5]
    assert jump.precision.tolist() == [1.0, 0.25]
    assert jump.score.tolist() == [0.9, 0.5]


def test_a_clip_says_what_it_is_and_what_is_near(store):
    found = measure(store)
    (row,) = found.rows(ErrorKind.WRONG_LABEL).tolist()
    clip = found.clip(ErrorKind.WRONG_LABEL, row)
    assert (clip.video_id, clip.entry_id, clip.label) == ("video-1", "run-video-1-2", J)
    assert (clip.score, clip.near_label, clip.tiou) == (0.7, D, 1.0)
    assert (clip.near.start_s, clip.near.end_s) == (20, 30)
    (row,) = found.rows(ErrorKind.BACKGROUND).tolist()
    assert found.clip(ErrorKind.BACKGROUND, row).near is None


def test_a_missed_annotation_says_what_came_nearest(store):
    found = measure(store)
    (row,) = found.rows(ErrorKind.MISSED).tolist()
    clip = found.clip(ErrorKind.MISSED, row)
    assert clip.entry_id == known.annotation_of(store, "video-1", 40).id
    assert (clip.label, clip.score, clip.near) == (J, None, None)


def test_a_kind_lists_best_first_and_by_label(store):
    found = measure(store)
    scores = [found.clip(ErrorKind.TRUE, r).score for r in found.rows(ErrorKind.TRUE)]
    assert scores == [0.95, 0.9, 0.6]
    labels = {found.clip(ErrorKind.TRUE, r).label for r in found.rows(ErrorKind.TRUE, D)}
    assert labels == {D}
    assert found.counts(D)[ErrorKind.TRUE] == 2
    assert found.counts(X) == dict.fromkeys(ErrorKind, 0)


def test_the_same_as_pgcn_evaluate_on_an_export(store, tmp_path):
    exchange = FileExchange()
    truth, found = tmp_path / "truth.json", tmp_path / "found.json"
    reviewed = frozenset({"video-1", "video-2"})
    for format_id, layer, file in (
        ("activitynet-results", "run", found), ("activitynet", "annotations", truth),
    ):  # fmt: skip
        carries = card_of(exchange, format_id).carries
        contents = gather(store, carries, Selection(layer, reviewed))
        export_contents(exchange, format_id, contents, file)
    out = tmp_path / "out.json"
    grid = ",".join(map(str, GRID))
    code, _, err = pgcn(
        "evaluate", found, "--ground-truth", truth, "--tiou", grid, "--errors", "--json", out
    )
    assert code == 0, err
    theirs = json.loads(out.read_text())
    mine = json.loads(as_json(measure(store, tious=GRID)))
    for name in ("map", "average_map", "per_label", "labels_without_ground_truth", "recall"):
        assert mine[name] == theirs[name]
    assert mine["errors"] == theirs["errors"]
    assert mine["ground_truth"] == theirs["ground_truth"] == 4


def test_what_was_not_reviewed_is_left_out(store):
    scope = measure(store).scope
    assert [one.id for one in scope.measured] == ["video-1", "video-2"]
    assert (scope.n_reviewed, scope.n_videos) == (2, 3)


def test_a_video_reviewed_as_empty_counts_its_false_alarms(store):
    sheet = Sheet(is_empty=True)
    timeline = store.timeline("video-3")
    ProjectEditor(store).do(timeline, edits.SetSheet(sheet), "Nothing in video")
    found = measure(store)
    assert len(found.scope.measured) == 3
    assert found.counts()[ErrorKind.BACKGROUND] == 2


def test_counts_say_the_same_as_the_timeline(store):
    for entry in store.videos():
        assert is_reviewed_entry(entry) == is_reviewed(store.timeline(entry.id))
    known.record(store, "video-1", "later", [(J, 1, 2, 0.5)], ids_of(store))
    entry = store.video("video-1")
    assert not is_reviewed_entry(entry)
    assert not is_reviewed(store.timeline("video-1"))


def test_videos_learned_from_are_left_out_unless_asked_for(store):
    learned = {"cold start": {"video-1"}}
    found = measure(store, learned)
    assert [one.id for one in found.scope.measured] == ["video-2"]
    assert [one.id for one in found.scope.learned] == ["video-1"]
    assert any("video-1" in line and "Left out" in line for line in about_words(found))
    every = measure(store, learned, with_learned=True)
    assert len(every.scope.measured) == 2
    assert any("flatters" in line for line in about_words(every))
    same = measure(store)
    np.testing.assert_array_equal(every.measured.map, same.measured.map)


def test_runs_of_a_chosen_model(store):
    ids = ids_of(store)
    known.record(store, "video-2", "tuned-1", [(D, 40, 50, 0.9)], ids, model="tuned")
    store.show_run("video-2", "run-video-2")
    shown = measure(store)
    assert shown.scope.models == (("cold start", 2), ("tuned", 1))
    assert shown.measured.map.tolist() == [0.75]
    tuned = measure(store, model="tuned")
    assert [one.id for one in tuned.scope.measured] == ["video-2"]
    assert [one.id for one in tuned.scope.without_run] == ["video-1"]
    assert tuned.measured.map.tolist() == [0.0]


def test_merged_labels_count_as_what_stands_for_them(store):
    ids = ids_of(store)
    known.record(store, "video-2", "later", [(X, 10, 20, 0.9)], ids)
    timeline = store.timeline("video-2")
    ProjectEditor(store).do(timeline, several.reject(timeline, ["later-0"]), "Reject")
    assert measure(store).measured.map.tolist() == [0.5]
    ProjectEditor(store).do_on_labels(merge(LabelSet(store.labels()), ids[X], ids[D]), "Merge")
    merged = measure(store)
    assert merged.measured.without_truth == ()
    assert merged.measured.map.tolist() == [0.75]


@pytest.mark.parametrize("state", ["no videos", "not reviewed", "nothing annotated", "learned"])
def test_when_there_is_nothing_to_measure(empty, state):
    learned = None
    if state != "no videos":
        known.fill(empty)
    ids = ids_of(empty)
    if state == "not reviewed":
        for k in (1, 2):
            known.record(empty, f"video-{k}", f"again-{k}", [(J, 1, 2, 0.5)], ids)
    if state == "nothing annotated":
        for video_id in ("video-1", "video-2"):
            timeline = empty.timeline(video_id)
            for one in list(timeline.annotations):
                ProjectEditor(empty).do(timeline, edits.delete(timeline, one), "Delete")
    if state == "learned":
        learned = {"cold start": {"video-1", "video-2"}}
    found = measure(empty, learned)
    assert found.measured is None
    assert found.counts() == dict.fromkeys(ErrorKind, 0)
    sentence, next_step = nothing_words(found)
    assert sentence
    assert next_step
    json.loads(as_json(found))


def test_what_a_model_learned_from_goes_back_to_its_parents():
    def record(name, learned, parent=None, fingerprint=""):
        above = Path(parent) if parent else None
        return ModelRecord(Path(name), name, None, above, (), learned, fingerprint=fingerprint)

    learned = learned_in(
        [
            record("models/child", ("b",), "models/parent"),
            record("models/parent", ("a",), "models/child"),
            record("elsewhere/child", ("c",)),
            record("models/orphan", ("d",), "gone"),
            record("one/twin", ("e",), fingerprint="1111"),
            record("two/twin", ("f",), "models/orphan", fingerprint="2222"),
        ]
    )
    assert learned("child", "") == {"a", "b", "c"}
    assert learned("orphan", "") == {"d"}
    assert learned("nobody", "") == frozenset()
    # By what a run says of its model, wherever that lies and whatever it is called now.
    assert learned("twin", "1111") == {"e"}
    assert learned("renamed", "2222") == {"d", "f"}
    assert learned("twin", "") == {"d", "e", "f"}
    assert learned("twin", "3333") == frozenset()
    assert learned("child", "3333") == {"a", "b", "c"}


def test_models_of_one_name_are_told_apart(store):
    ids = ids_of(store)
    prints = {"first": "1" * 64, "second": "2" * 64}
    for run_id, video_id in (("first", "video-1"), ("second", "video-2")):
        run = replace(
            make_run(run_id), video_id=video_id, model_name="out",
            settings_json=settings_with({"model": {"depth": 2}}, prints[run_id]),
        )  # fmt: skip
        one = make_suggestion(f"{run_id}-1", 0, 10, label_id=ids[J], run_id=run_id, score=0.9)
        store.record_run(run, [one], make_graph())
        before = store.timeline(video_id)
        ProjectEditor(store).do(before, edits.reject(before, one.id), "Reject")
    assert {(one.run_id, one.checkpoint) for one in store.run_names()} >= set(prints.items())
    found = measure(store)
    assert dict(found.scope.models) == {"cold start": 2, "out (11111111)": 1, "out (22222222)": 1}
    second = measure(store, model="out (22222222)")
    assert [one.id for one in second.scope.measured] == ["video-2"]
    learned = {("out", "2" * 64): {"video-1", "video-2"}}
    found = measure_project(
        store, EngineEvaluator(), EvaluationRequest(), threading.Event(),
        lambda *model: frozenset(learned.get(model, ())),
    )  # fmt: skip
    assert [one.id for one in found.scope.learned] == ["video-2"]


def test_a_flag_stops_it(store):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        measure_project(store, EngineEvaluator(), EvaluationRequest(), cancel)


def test_two_hundred_thousand_detections(store):
    """Nothing that grows with the square of them, and no list of objects."""
    found = measure(store)
    table = found.table
    n = 200_000
    draw = np.random.default_rng(1)
    start = draw.uniform(0, 50, n)
    many = replace(
        table.found,
        video=draw.integers(0, 2, n).astype(np.int32),
        label=draw.integers(0, 3, n).astype(np.int32),
        start_s=start,
        end_s=start + draw.uniform(0.5, 9, n),
    )
    big = replace(table, found=many, score=draw.random(n))
    EngineEvaluator().measure(table, (0.5,), lambda: False)
    began = time.process_time()
    EngineEvaluator().measure(big, (0.5,), lambda: False)
    assert time.process_time() - began < 10
