"""One history over all videos: order, walking it, and older files that had one per video."""

import shutil
from pathlib import Path

import pytest

from app.domain.edits import Several, draw
from app.domain.segment import Segment
from app.services.editing import ProjectEditor
from app.services.ports import NewAct
from app.storage.history import FEW_ACTS
from tests.editor import Editor
from tests.factories import make_video

OLDER = Path(__file__).parent / "data" / "schema_0001.pgcn"


@pytest.fixture
def two(store):
    store.add_video(make_video("video-2"))
    return Editor(store), Editor(store, "video-2")


def act(editor, start_s):
    label = editor.store.ensure_labels(["a"])["a"]
    editor.project.refresh()
    return editor.do(draw(label.id, Segment(start_s, start_s + 1)), f"Draw at {start_s}")


def starts(store, video_id):
    return sorted(a.segment.start_s for a in store.timeline(video_id).annotations.values())


def test_undo_takes_back_the_projects_last_act_on_whatever_video(store, two):
    one, other = two
    act(one, 1), act(other, 2), act(one, 3)
    project = ProjectEditor(store)
    turned = [project.undo() for _ in range(3)]
    assert [each.last.caption for each in turned] == ["Draw at 3", "Draw at 2", "Draw at 1"]
    assert project.undo() is None
    assert project.undo_act is None
    assert project.redo_act.caption == "Draw at 1"
    for _ in range(3):
        project.redo()
    assert (starts(store, "video-1"), starts(store, "video-2")) == ([1, 3], [2])


def test_the_shown_timeline_follows_only_what_is_its_own(store, two):
    one, other = two
    act(one, 1), act(other, 2)
    other.undo()
    assert other.timeline.annotations == {}
    one.redo()
    assert starts(store, "video-2") == [2]
    assert len(one.timeline.annotations) == 1


def test_a_new_act_drops_what_stood_undone_on_any_video(store, two):
    one, other = two
    act(one, 1), act(other, 2)
    other.undo()
    act(one, 3)
    assert store.n_acts() == (2, 2)
    assert [a.caption for a in store.acts(0, 9)] == ["Draw at 1", "Draw at 3"]


def test_one_click_walks_many_acts_in_one_transaction(store, two):
    one, other = two
    acts = [act([one, other][i % 2], i) for i in range(10)]
    writes = store._database.n_writes
    turned = ProjectEditor(store).go_to(acts[2].id, one.timeline)
    assert len(turned.way.entries) == 7
    assert store._database.n_writes == writes + 1
    assert (starts(store, "video-1"), starts(store, "video-2")) == ([0, 2], [1])
    assert starts(store, "video-1") == sorted(
        a.segment.start_s for a in one.timeline.annotations.values()
    )
    ProjectEditor(store).go_to(acts[8].id, None)
    assert store.n_acts() == (9, 10)
    ProjectEditor(store).go_to(0, None)
    assert (starts(store, "video-1"), starts(store, "video-2")) == ([], [])
    assert ProjectEditor(store).go_to(0, None) is None


def test_a_page_of_the_history_is_read_by_itself(store, two):
    for i in range(7):
        act(two[0], i)
    assert [a.caption for a in store.acts(2, 3)] == [f"Draw at {i}" for i in (2, 3, 4)]
    assert store.acts(7, 3) == []


def test_a_walk_that_cannot_be_stored_changes_nothing(store, two, monkeypatch):
    one, _ = two
    act(one, 1), act(one, 2)
    before = dict(one.timeline.annotations)
    store.read_only_reason = store._database.read_only_reason = "It can only be read."
    with pytest.raises(Exception, match="only be read"):
        one.project.go_to(0, one.timeline)
    assert one.timeline.annotations == before
    assert store.n_acts() == (2, 2)


def test_a_project_of_the_first_schema_opens_with_its_history_in_one_order(files, tmp_path):
    project = tmp_path / "old.pgcn"
    shutil.copy(OLDER, project)
    store = files.open(project)
    acts = store.acts(0, 99)
    assert [act.is_undone for act in acts] == [False] * 4 + [True] * 2
    assert [(a.video_id, a.caption) for a in acts[4:]] == [("video-1", "Draw Throw discus")] * 2
    before = [store.timeline(f"video-{n}").annotations for n in (1, 2)]
    assert [len(one) for one in before] == [1, 2]
    project_editor = ProjectEditor(store)
    project_editor.go_to(acts[-1].id)
    assert [len(store.timeline(f"video-{n}").annotations) for n in (1, 2)] == [3, 2]
    project_editor.go_to(0)
    for n in (1, 2):
        timeline = store.timeline(f"video-{n}")
        assert timeline.annotations == {}
        assert {s.verdict.value for s in timeline.suggestions.values()} == {"pending"}
    project_editor.go_to(acts[3].id)
    assert [store.timeline(f"video-{n}").annotations for n in (1, 2)] == before
    assert store.migration_copy == tmp_path / "old.schema-0001.backup.pgcn"
    assert store.migration_copy.exists()
    editor = Editor(store)
    new = act(editor, 50)
    assert new.id > max(a.id for a in acts)
    store.close()


def test_a_way_is_far_when_much_lies_on_it(store, two):
    one, other = two
    acts = [act([one, other][i % 2], i) for i in range(FEW_ACTS + 1)]
    assert store.is_far(0)
    assert not store.is_far(acts[0].id)
    ProjectEditor(store).go_to(0)
    assert store.is_far(acts[-1].id)
    assert not store.is_far(acts[-2].id)
    one.project.refresh()
    # A single act is far as well when it has very many parts.
    label = store.ensure_labels(["a"])["a"]
    many = Several(tuple(draw(label.id, Segment(k / 10, k / 10 + 0.05)) for k in range(200)))
    one.do(many, "Import")
    assert store.is_far(0)


def test_on_several_videos_is_far(store, two):
    label = store.ensure_labels(["a"])["a"]
    edits = {one: draw(label.id, Segment(1, 2)) for one in ("video-1", "video-2")}
    parts = [
        NewAct(part, edits[part.video_id], edits[part.video_id].apply(part))
        for part in store.parts({one: edit.changes for one, edit in edits.items()})
    ]
    store.commit_together(parts, "Draw")
    assert store.is_far(0)
