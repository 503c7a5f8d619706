"""What is lost is counted, what is read back is compared, and imports ask before they change."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.edits import SetRemark, SetSheet, draw
from app.domain.segment import Segment
from app.domain.timeline import Remark, Sheet
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.formats.pgcn_json import PGCN_JSON
from app.services.editing import ProjectEditor
from app.services.exchange_check import compare
from app.services.exchange_losses import losses
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)
from app.services.exporting import Selection, export_contents, gather
from app.services.importing import apply_import, keep_original, plan_import
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.editor import Editor
from tests.factories import make_video
from tests.fakes import FakeFrameSource


@pytest.fixture
def store(tmp_path):
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(tmp_path / "p")
    yield store
    store.close()


def contents(*segments, name="a.mp4", **facts):
    video = ExchangedVideo(name, 60.0, 25.0, tuple(segments), **facts)
    return Contents((video,), (ExchangedLabel("jump", "#0072b2"),))


def jump(start_s, end_s, **more):
    return ExchangedSegment("jump", Segment(start_s, end_s), **more)


def kinds(found):
    return {one.kind: one.n for one in found}


KEEPS_ALL = Carries(
    scores=True, layers=True, label_list=True, colors=True, notes=True, durations=True
)


def test_a_format_that_carries_all_loses_nothing():
    assert losses(contents(jump(0, 2), jump(1, 3, score=0.5, note="x")), KEEPS_ALL) == ()


def test_losses_are_counted_from_what_is_there():
    some = contents(
        jump(0.0, 2.0), jump(1.0, 3.0, score=0.5), jump(1.5, 1.50004, note="x"),
        replace(jump(0, 10), label="throw"),
    )  # fmt: skip
    poor = Carries(overlaps="other-labels", time_step_s=0.001, label_list=True)
    assert kinds(losses(some, poor)) == {
        "overlaps": 2, "short": 1, "times": 1, "scores": 1, "notes": 1, "colors": 1,
    }  # fmt: skip
    assert kinds(losses(some, replace(poor, overlaps="none")))["overlaps"] == 3
    told = losses(some, poor)[0].sentence
    assert told == "2 overlapping segments of one label would be lost or merged."


def test_what_is_shorter_than_a_step_is_told_only_where_it_moves():
    times_s = np.array([0.0, 0.008, 0.075, 0.1])
    frame = contents(jump(0.0, 0.008), jump(0.075, 0.1), frame_times_s=lambda: times_s)
    assert kinds(losses(frame, replace(KEEPS_ALL, frames="true"))) == {}
    between = contents(jump(0.01, 0.02), frame_times_s=lambda: times_s)
    told = losses(between, replace(KEEPS_ALL, frames="true"))
    assert told[0].sentence == "1 segment shorter than a time step would become one long."


def test_detections_alone_say_what_becomes_of_annotations():
    some = contents(jump(1, 2), jump(3, 4, source="suggestion"))
    (told,) = losses(some, replace(KEEPS_ALL, layers=False, annotations=False))
    assert (told.kind, told.sentence) == ("layers", "1 annotation would come back as suggestions.")


def test_a_table_without_the_column_of_the_video_is_one_of_a_video(tmp_path):
    some = Contents(tuple(contents(jump(1, 2), name=name).videos[0] for name in ("a.mp4", "b.mp4")))
    options = ExportOptions(columns=("label", "start", "end"))
    report = export_contents(FileExchange(), "csv", some, tmp_path / "t", options)
    assert {one.name for one in (tmp_path / "t").iterdir()} == {"a.csv", "b.csv"}
    assert (tmp_path / "t" / "b.csv").read_text() == "label,start_s,end_s\njump,1,2\n"
    assert (report.checked.n_same, report.checked.differences) == (2, ())
    assert kinds(report.losses) == {"files": 2}
    back = FileExchange().read("csv", tmp_path / "t", some.videos)
    assert [one.name for one in back.videos] == ["a.mp4", "b.mp4"]


def test_a_table_that_cannot_be_read_again_is_written_and_says_so(tmp_path):
    options = ExportOptions(columns=("video", "label", "duration"))
    report = export_contents(
        FileExchange(), "csv", contents(jump(1, 2)), tmp_path / "t.csv", options
    )
    assert (tmp_path / "t.csv").read_text() == "video,label,duration_s\na.mp4,jump,1\n"
    assert report.checked is None
    assert report.losses[0].sentence == ("1 segment could not be read again, for want of a column.")


def test_a_short_segment_that_went_is_a_difference():
    meant = contents(jump(1, 1.005), jump(5, 6))
    checked = compare(meant, contents(jump(5, 6)), replace(KEEPS_ALL, time_step_s=0.01))
    assert checked.differences == (
        "a.mp4: jump from 1.000 s to 1.005 s is not in the file as it was.",
    )


def test_frames_are_the_true_ones_and_a_varying_rate_is_told():
    times_s = np.array([0.0, 0.1, 0.5, 0.6])
    some = contents(jump(0.1, 0.5), jump(0.1, 0.52), is_vfr=True, frame_times_s=lambda: times_s)
    assert kinds(losses(some, replace(KEEPS_ALL, frames="true")))["times"] == 1
    assert kinds(losses(some, replace(KEEPS_ALL, frames="rate")))["vfr"] == 1


def test_reading_back_finds_what_moved_too_far_went_or_came():
    meant = contents(jump(1, 2), jump(5, 6))
    kept = replace(KEEPS_ALL, time_step_s=0.01)
    assert compare(meant, contents(jump(5.004, 6), jump(1, 2)), kept).is_whole
    assert not compare(meant, contents(jump(5.006, 6), jump(1, 2)), kept).is_whole
    (gone,) = compare(meant, contents(jump(1, 2)), kept).differences
    assert gone == "a.mp4: jump from 5.000 s to 6.000 s is not in the file as it was."
    more = compare(meant, contents(jump(1, 2), jump(5, 6), jump(7, 8)), kept)
    assert more.differences == ("a.mp4: the file holds 1 segments more.",)
    assert not compare(meant, replace(meant, labels=(ExchangedLabel("jump", ""),)), kept).is_whole


def test_what_was_told_before_is_no_difference():
    meant = contents(jump(0, 4), jump(3, 6))
    merged = contents(jump(0, 6))
    checked = compare(meant, merged, replace(KEEPS_ALL, overlaps="none"))
    assert (checked.is_whole, checked.n_same, checked.n_told) == (True, 0, 2)


def annotated(store, *segments):
    video = store.add_video(make_video("a", duration_s=60.0))
    editor = Editor(store, video.id)
    label = store.ensure_labels(["jump"])["jump"]
    for start_s, end_s in segments:
        editor.do(draw(label.id, Segment(start_s, end_s)), "Draw")
    return video


def segments_of(store, video):
    return sorted(one.segment for one in store.timeline(video.id).annotations.values())


FILE = contents(jump(1, 2), jump(10.5, 20), jump(30, 31))


def test_a_dry_run_tells_known_changed_and_new_and_changes_nothing(store):
    video = annotated(store, (1, 2), (10, 20))
    plan = plan_import(store, FILE)
    assert dict(plan.counts) == {"known": 1, "changed": 1, "new": 1}
    assert segments_of(store, video) == [Segment(1, 2), Segment(10, 20)]


@pytest.mark.parametrize(
    ("on_changed", "middle"),
    [("keep", [(10, 20)]), ("replace", [(10.5, 20)]), ("add", [(10, 20), (10.5, 20)])],
)
def test_human_work_stays_unless_asked(store, on_changed, middle):
    video = annotated(store, (1, 2), (10, 20))
    apply_import(store, plan_import(store, FILE), on_changed=on_changed)
    expected = [(1, 2), *middle, (30, 31)]
    assert segments_of(store, video) == [Segment(*one) for one in expected]
    Editor(store, video.id).undo()
    assert segments_of(store, video) == [Segment(1, 2), Segment(10, 20)]


def test_labels_go_by_the_table_and_by_spelling(store):
    annotated(store, (1, 2))
    other = contents(replace(jump(1, 2), label="Jump"), replace(jump(4, 5), label="hop"))
    assert dict(plan_import(store, other).counts) == {"known": 1, "new": 1}
    mapped = plan_import(store, other, labels={"hop": "jump", "Jump": ""})
    assert [(row.kind, row.label) for row in mapped.videos[0].rows] == [
        ("skipped", "Jump"),
        ("new", "jump"),
    ]


@pytest.mark.parametrize("theirs", ["JUMP", " jump ", "Jump"])
def test_a_spelling_that_differs_in_case_and_spaces_is_the_same_label(store, theirs):
    annotated(store, (1, 2))
    other = contents(replace(jump(1, 2), label=theirs))
    assert dict(plan_import(store, other).counts) == {"known": 1}


@pytest.mark.parametrize(
    ("mine", "theirs", "is_same"),
    [
        ("High jump", "HighJump", True),
        ("high_jump", "High-Jump", True),
        ("Duel +", "Duel -", False),
        ("Duel", "Duel -", False),
        ("C#", "C++", False),
        ("Goal!", "Goal?", False),
    ],
)
def test_signs_that_mean_something_keep_labels_apart(store, mine, theirs, is_same):
    store.add_video(make_video("a", duration_s=60.0))
    store.ensure_labels([mine])
    plan = plan_import(store, contents(replace(jump(1, 2), label=theirs)))
    assert plan.labels[theirs] == (mine if is_same else theirs)


def test_labels_without_segments_come_in_when_they_are_wanted(store):
    annotated(store, (1, 2))
    listed = tuple(map(ExchangedLabel, ("jump", "throw", "High run"), ("", "#123456", "")))
    file = replace(contents(jump(1, 2)), labels=listed)
    plan = plan_import(store, file)
    assert plan.unused == ("throw", "High run")
    assert apply_import(store, plan).n_labels == 0
    assert [one.name for one in store.labels()] == ["jump"]
    plan = plan_import(store, file, takes_unused=True, labels={"High run": ""})
    assert apply_import(store, plan).n_labels == 1
    assert {one.name: one.color for one in store.labels()}["throw"] == "#123456"


def test_videos_are_found_by_name_by_content_and_by_hand(store):
    video = annotated(store)
    stranger = contents(jump(1, 2), name="other.mp4")
    assert plan_import(store, stranger).unmatched == ("other.mp4",)
    by_content = contents(jump(1, 2), name="other.mp4", fingerprint=video.fingerprint)
    assert plan_import(store, by_content).videos[0].way == "content"
    by_hand = plan_import(store, stranger, by_hand={"other.mp4": video.id})
    assert (by_hand.videos[0].way, by_hand.videos[0].entry.id) == ("hand", video.id)
    assert plan_import(store, FILE).videos[0].way == "name"


def test_suggestions_of_a_file_are_no_annotations_unless_wanted(store):
    annotated(store)
    some = contents(jump(1, 2, source="suggestion", score=0.4))
    assert dict(plan_import(store, some).counts) == {"skipped": 1}
    assert dict(plan_import(store, some, suggestions="annotations").counts) == {"new": 1}


def test_the_original_is_kept_once(store, tmp_path):
    file = tmp_path / "labels.csv"
    file.write_text("as it came")
    kept = keep_original(store, file)
    assert kept == keep_original(store, file)
    assert kept.read_text() == "as it came"


def test_the_files_of_a_folder_are_kept_too(store, tmp_path):
    folder = tmp_path / "labels"
    folder.mkdir()
    for name in ("Jump_val.txt", "Run_val.txt"):
        (folder / name).write_text(name)
    kept = keep_original(store, folder)
    assert kept == keep_original(store, folder)
    assert {one.name: one.read_text() for one in kept.iterdir()} == {
        "Jump_val.txt": "Jump_val.txt",
        "Run_val.txt": "Run_val.txt",
    }


def test_suggestions_of_a_file_become_a_run_to_be_reviewed(store):
    video = annotated(store)
    before = store.timeline(video.id).annotations
    some = contents(
        jump(1, 2, source="suggestion", score=0.4, note="is it?"), jump(3, 70, source="suggestion")
    )
    plan = plan_import(store, some, suggestions="run")
    assert dict(plan.counts) == {"suggested": 2}
    report = apply_import(store, plan, origin="theirs.json")
    assert (report.n_suggested, report.n_added) == (2, 0)
    timeline = store.timeline(video.id)
    assert timeline.annotations == before
    found = sorted(timeline.suggestions.values(), key=lambda one: one.segment)
    assert [(one.segment, one.score) for one in found] == [
        (Segment(1, 2), 0.4),
        (Segment(3, 60), 1.0),
    ]
    assert found[0].remark.note == "is it?"
    run = store.run(found[0].run_id)
    assert (run.model_name, run.is_trained) == ("theirs.json", False)
    assert "theirs.json" in run.note
    assert len(store.run_graph(run.id).segments) == 0


def test_notes_of_a_file_fill_what_is_empty_and_nothing_else(store):
    video = annotated(store, (1, 2))
    (mine,) = store.timeline(video.id).annotations.values()
    again = contents(
        jump(mine.segment.start_s, mine.segment.end_s, note="good", tags=("a",)),
        sheet=Sheet("windy", assignee="Ute"),
    )
    plan = plan_import(store, again)
    assert plan.n_noted == 2
    assert apply_import(store, plan).n_noted == 2
    timeline = store.timeline(video.id)
    assert timeline.annotations[mine.id].remark == Remark("good", ("a",))
    assert timeline.sheet == Sheet("windy", assignee="Ute")
    other = contents(
        jump(mine.segment.start_s, mine.segment.end_s, note="bad"), sheet=Sheet("calm")
    )
    assert plan_import(store, other).n_noted == 0
    apply_import(store, plan_import(store, other))
    assert store.timeline(video.id).sheet.note == "windy"


def test_notes_and_tags_go_out_and_what_cannot_is_told(store):
    video = annotated(store, (1, 2))
    timeline = store.timeline(video.id)
    (mine,) = timeline.annotations
    ProjectEditor(store).do(timeline, SetRemark(mine, Remark("good", ("a", "b"))), "Note")
    ProjectEditor(store).do(timeline, SetSheet(Sheet("windy")), "Note")
    out = gather(store, KEEPS_ALL, Selection())
    (one,) = out.videos[0].segments
    assert (one.note, one.tags, out.videos[0].sheet.note) == ("good", ("a", "b"), "windy")
    assert kinds(losses(out, KEEPS_ALL)) == {"tags": 1, "sheets": 1}
    whole = PGCN_JSON.decode(Incoming("p.json", PGCN_JSON.encode(out, ExportOptions()).encode()))
    assert compare(out, whole, PGCN_JSON.card.carries).differences == ()
    assert whole.videos[0].sheet == Sheet("windy")
    blank = replace(whole, videos=(replace(whole.videos[0], sheet=Sheet()),))
    assert compare(out, blank, PGCN_JSON.card.carries).differences != ()


def test_new_labels_take_the_colour_of_the_file_and_known_ones_keep_theirs(store):
    video = annotated(store, (10, 12))
    mine = store.labels()[0].color
    throw = replace(jump(1, 2), label="throw")
    labels = (ExchangedLabel("jump", "#123456"), ExchangedLabel("throw", "#abcdef"))
    both = replace(contents(jump(1, 2), throw, fingerprint=video.fingerprint), labels=labels)
    apply_import(store, plan_import(store, both))
    assert {one.name: one.color for one in store.labels()} == {"jump": mine, "throw": "#abcdef"}
