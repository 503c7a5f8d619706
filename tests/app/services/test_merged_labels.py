"""What goes out and comes in where labels were merged, hidden or renamed."""

import pytest

from app.domain.edits import draw
from app.domain.label_edits import LabelSet, merge, rename
from app.domain.segment import Segment
from app.services.editing import ProjectEditor
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
)
from app.services.exporting import Selection, gather
from app.services.importing import apply_import, plan_import
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.fakes import FakeFrameSource


@pytest.fixture
def merged(tmp_path):
    """A segment of "leap", which "jump" stands for, and a suggestion of it."""
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(tmp_path / "p")
    store.add_video(make_video("v"))
    found = store.ensure_labels(["leap", "jump", "other"])
    editor = ProjectEditor(store)
    editor.do(store.timeline("v"), draw(found["leap"].id, Segment(1.0, 2.0)), "Draw")
    suggested = make_suggestion(label_id=found["leap"].id)
    store.record_run(make_run(video_id="v"), [suggested], make_graph())
    labels = LabelSet(store.labels())
    editor.do_on_labels(merge(labels, found["leap"].id, found["jump"].id), "Merge")
    yield store
    store.close()


def said(label, start_s, end_s):
    segments = (ExchangedSegment(label, Segment(start_s, end_s)),)
    video = ExchangedVideo("v.mp4", 60.0, 25.0, segments)
    return Contents((video,), (ExchangedLabel(label, "#000000"),))


def ids(store):
    return {one.name: one.id for one in store.labels()}


@pytest.mark.parametrize("layer", ["annotations", "suggestions", "both", "run"])
def test_a_merged_label_goes_out_as_what_stands_for_it(merged, layer):
    contents = gather(merged, Carries(), Selection(layer))
    assert {one.label for one in contents.videos[0].segments} == {"jump"}
    assert [one.name for one in contents.labels] == ["jump", "other"]


def test_choosing_a_label_takes_what_was_merged_into_it(merged):
    chosen = Selection("both", label_ids=frozenset({ids(merged)["jump"]}))
    contents = gather(merged, Carries(), chosen)
    assert contents.n_segments == 2
    other = Selection("both", label_ids=frozenset({ids(merged)["other"]}))
    assert gather(merged, Carries(), other).n_segments == 0


@pytest.mark.parametrize("name", ["jump", "leap"])
def test_what_comes_back_under_either_name_is_known(merged, name):
    plan = plan_import(merged, said(name, 1.0, 2.0))
    assert [row.kind for row in plan.videos[0].rows] == ["known"]
    assert apply_import(merged, plan).n_added == 0


def test_what_is_new_under_the_old_name_shows_as_the_other_and_can_be_separated(merged):
    apply_import(merged, plan_import(merged, said("leap", 5.0, 6.0)))
    timeline = merged.timeline("v")
    shown = {timeline.shown_label_id(one.label_id) for one in timeline.annotations.values()}
    assert shown == {ids(merged)["jump"]}
    assert {one.label_id for one in timeline.annotations.values()} == {ids(merged)["leap"]}


def test_a_file_that_says_a_former_name_fills_the_renamed_label(merged):
    labels = LabelSet(merged.labels())
    ProjectEditor(merged).do_on_labels(rename(labels, ids(merged)["other"], "Others"), "Rename")
    apply_import(merged, plan_import(merged, said("other", 5.0, 6.0)))
    assert [one.name for one in merged.labels()] == ["leap", "jump", "Others"]
