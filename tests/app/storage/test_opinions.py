"""What other annotators say is stored beside one's own, ruled on, undone, and read again."""

import sqlite3

import pytest

from app.domain import edits
from app.domain.disagreements import find, settle
from app.domain.edits import Several
from app.domain.errors import EditRefused, ProjectError
from app.domain.opinion_edits import JudgeOpinion, Uphold
from app.domain.opinions import Opinion, Ruling
from app.domain.segment import Segment
from app.domain.timeline import Changes
from app.services.editing import ProjectEditor
from tests.factories import make_graph, make_run, make_suggestion, make_video


@pytest.fixture
def label_id(store):
    return store.ensure_labels(["jump"])["jump"].id


def said(label_id, *times, who="Ben"):
    return [Opinion(f"{who}-{s}", who, label_id, Segment(s, e)) for s, e in times]


def draw(store, label_id, start_s, end_s):
    timeline = store.timeline("video-1")
    ProjectEditor(store).do(timeline, edits.draw(label_id, Segment(start_s, end_s)), "Draw")
    return timeline


def test_opinions_lie_beside_annotations(store, label_id):
    ones = said(label_id, (1, 2), (5, 6))
    store.put_readings("Ben", "ben.pgcn", {"video-1": ones})
    timeline = store.timeline("video-1")
    assert list(timeline.opinions.values()) == ones
    assert timeline.annotations == {}
    (reading,) = store.readings()
    assert (reading.annotator, reading.source, reading.n_opinions) == ("Ben", "ben.pgcn", 2)


def test_an_annotator_who_found_nothing_has_worked_on_the_video(store):
    store.put_readings("Ben", "b.json", {"video-1": []})
    assert [one.n_opinions for one in store.readings()] == [0]
    assert [side.theirs for side in store.two_sides("Ben")] == [()]


def test_reading_again_keeps_rulings_and_drops_what_is_gone(store, label_id):
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2), (5, 6))})
    timeline = store.timeline("video-1")
    ProjectEditor(store).do(timeline, JudgeOpinion("Ben-1", Ruling.MINE), "Keep")
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2), (8, 9))})
    got = store.timeline("video-1").opinions
    assert {one.id: one.ruling.value for one in got.values()} == {"Ben-1": "mine", "Ben-8": "open"}


def test_one_act_settles_and_is_undone_after_a_restart(files, store, label_id):
    draw(store, label_id, 1, 2)
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1.5, 2), (7, 9))})
    timeline = store.timeline("video-1")
    (place, _) = find(timeline.annotations.values(), timeline.opinions.values(), {})
    edit = settle(timeline, place, "Ben", Ruling.THEIRS)
    ProjectEditor(store).do(timeline, edit, "Take")
    store.close()
    again = files.open(store.path)
    kept = again.timeline("video-1")
    assert [a.segment for a in kept.annotations.values()] == [Segment(1.5, 2)]
    assert kept.opinions["Ben-1.5"].ruling is Ruling.THEIRS
    ProjectEditor(again).undo(kept)
    back = again.timeline("video-1")
    assert [a.segment for a in back.annotations.values()] == [Segment(1, 2)]
    assert back.opinions["Ben-1.5"].ruling is Ruling.OPEN
    assert back.opinions == kept.opinions
    again.close()


def test_upholding_is_stored_for_each_annotator_and_undone(store, label_id):
    timeline = draw(store, label_id, 1, 2)
    (mine,) = timeline.annotations
    editor = ProjectEditor(store)
    editor.do(timeline, Uphold(mine, "Ben", Ruling.MINE), "Keep")
    editor.do(timeline, Uphold(mine, "Ada", Ruling.THEIRS), "Keep")
    both = {(mine, "Ben"): Ruling.MINE, (mine, "Ada"): Ruling.THEIRS}
    assert store.timeline("video-1").upheld == both
    editor.undo(timeline)
    assert store.timeline("video-1").upheld == {(mine, "Ben"): Ruling.MINE} == timeline.upheld


def test_a_part_has_the_opinions_that_are_touched(store, label_id):
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2), (5, 6))})
    part = store.part("video-1", Changes(opinion_ids=frozenset({"Ben-5"})))
    assert list(part.opinions) == ["Ben-5"]


def test_undo_goes_on_where_the_annotator_was_dropped(store, label_id):
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2))})
    timeline = store.timeline("video-1")
    editor = ProjectEditor(store)
    added = edits.draw(label_id, Segment(1, 2))
    editor.do(timeline, Several((JudgeOpinion("Ben-1", Ruling.THEIRS), added)), "Take")
    store.drop_annotator("Ben")
    assert store.readings() == []
    assert len(store.timeline("video-1").annotations) == 1
    editor.undo()
    assert store.timeline("video-1").annotations == {}


def test_dropping_one_annotator_leaves_the_other(store, label_id):
    for who in ("Ben", "Ada"):
        store.put_readings(who, "f", {"video-1": said(label_id, (1, 2), who=who)})
    store.drop_annotator("Ben")
    assert [one.annotator for one in store.readings()] == ["Ada"]
    assert list(store.timeline("video-1").opinions) == ["Ada-1"]


def test_two_sides_has_mine_theirs_and_rulings_of_each_video(store, label_id):
    store.add_video(make_video("video-2"))
    store.add_video(make_video("video-3"))
    timeline = draw(store, label_id, 1, 2)
    (mine,) = timeline.annotations
    ProjectEditor(store).do(timeline, Uphold(mine, "Ben", Ruling.MINE), "Keep")
    store.put_readings("Ben", "b", {"video-1": [], "video-2": said(label_id, (3, 4))})
    first, second = store.two_sides("Ben")
    assert (first.video_id, [a.id for a in first.mine], first.theirs) == ("video-1", [mine], ())
    assert (dict(first.upheld), first.has_mine) == ({mine: Ruling.MINE}, True)
    assert ([o.id for o in second.theirs], second.has_mine) == (["Ben-3"], False)
    assert (first.duration_s, first.fps) == (60.0, 25.0)


def test_a_video_put_aside_takes_its_sides_along(store, label_id):
    store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2))})
    store.remove_video("video-1")
    assert (store.readings(), store.two_sides("Ben")) == ([], [])
    store.restore_video("video-1")
    assert len(store.two_sides("Ben")[0].theirs) == 1


def test_a_reading_of_an_unknown_video_is_refused_whole(store, label_id):
    with pytest.raises(EditRefused):
        store.put_readings("Ben", "b", {"video-1": said(label_id, (1, 2)), "no such": []})
    assert store.readings() == []


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_another_project_is_read_from_a_copy_and_left_alone(files, store, label_id):
    draw(store, label_id, 1, 2)
    before = store.path.read_bytes()
    # It is open here, and locked: the copy is not.
    copy = files.open_copy(store.path)
    assert copy.project_id == store.project_id
    assert len(copy.timeline("video-1").annotations) == 1
    folder = copy.path.parent
    assert folder != store.path.parent
    copy.close()
    assert not folder.exists()
    assert store.path.read_bytes() == before


def test_a_copy_of_what_is_no_project_is_refused(files, tmp_path):
    with sqlite3.connect(tmp_path / "x.pgcn") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(ProjectError, match="not a PGCN Studio project"):
        files.open_copy(tmp_path / "x.pgcn")


def test_runs_of_a_video_are_listed_newest_first_with_what_they_found(store, label_id):
    for k, day in enumerate((3, 9, 6)):
        run = make_run(f"run-{k}")
        run = type(run)(**{f: getattr(run, f) for f in run.__slots__} | {
            "made_at": run.made_at.replace(day=day)
        })  # fmt: skip
        one = make_suggestion(f"s{k}", label_id=label_id, run_id=run.id)
        store.record_run(run, [one], make_graph())
    assert [one.run.id for one in store.runs_of("video-1")] == ["run-1", "run-2", "run-0"]
    assert [one.id for one in store.suggestions_of_run("run-0")] == ["s0"]
    assert store.suggestions_of_run("no such") == []
