"""Adding, finding again and describing videos, over a real project file."""

import threading

import pytest

from app.domain.edits import draw
from app.domain.errors import Cancelled, EditRefused, MediaError
from app.domain.segment import Segment
from app.domain.timeline import Sheet, Verdict
from app.services.editing import ProjectEditor
from app.services.projects import ProjectService
from app.services.relinking import relink_file, relink_folder
from app.services.sheets import SheetChange, change_sheets, sheet_edit, tidy_tags
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_run, make_suggestion, make_timeline, make_video
from tests.fakes import FakeFrameSource, no_progress


class CountingFrames(FakeFrameSource):
    def __init__(self):
        super().__init__()
        self.probed = []

    def probe(self, video, *, progress=None):
        self.probed.append(video.name)
        return super().probe(video, progress=progress)


@pytest.fixture
def frames():
    return CountingFrames()


@pytest.fixture
def service(frames):
    return ProjectService(SqliteProjectFiles(), frames)


@pytest.fixture
def store(service, tmp_path):
    store = service.create(tmp_path / "p")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.mp4").write_text(name)
    return folder


def add(service, store, *paths, cancel=None, watcher=None):
    cancel = cancel or threading.Event()
    return service.add_paths(store, paths, progress=no_progress, cancel=cancel, watcher=watcher)


def names(store):
    return [video.name for video in store.videos()]


# ---------------------------------------------------------------- adding
class Watching:
    def __init__(self, stop_after=None):
        self.seen, self.stop_after, self.cancel = [], stop_after, threading.Event()

    def listed(self, paths):
        self.seen.append([path.name for path in paths])

    def arrived(self, path, video):
        self.seen.append((path.name, video and video.name))
        if path.name == self.stop_after:
            self.cancel.set()


def test_the_list_comes_first_then_file_after_file(service, store, folder):
    (folder / "bad.mp4").write_text("broken")
    watcher = Watching()
    add(service, store, folder, watcher=watcher)
    assert watcher.seen == [
        ["a.mp4", "b.mp4", "bad.mp4", "c.mp4"],
        ("a.mp4", "a.mp4"),
        ("b.mp4", "b.mp4"),
        ("bad.mp4", None),
        ("c.mp4", "c.mp4"),
    ]


def test_adding_that_was_stopped_goes_on_without_looking_again(service, store, folder, frames):
    watcher = Watching(stop_after="b.mp4")
    with pytest.raises(Cancelled):
        add(service, store, folder, cancel=watcher.cancel, watcher=watcher)
    assert names(store) == ["a.mp4", "b.mp4"]
    told = add(service, store, folder)
    assert frames.probed == ["a.mp4", "b.mp4", "c.mp4"]
    assert (names(store), told.n_new) == (["a.mp4", "b.mp4", "c.mp4"], 1)
    assert (told.twins, told.found_again) == ((), ())


def test_a_moved_file_that_is_added_is_the_same_video(service, store, folder):
    add(service, store, folder)
    moved = folder.parent / "elsewhere.mp4"
    (folder / "a.mp4").rename(moved)
    told = add(service, store, moved)
    assert [video.name for video in told.found_again] == ["elsewhere.mp4"]
    assert names(store) == ["elsewhere.mp4", "b.mp4", "c.mp4"]
    assert told.n_new == 0


def test_a_removed_video_that_is_added_again_comes_back(service, store, folder):
    add(service, store, folder)
    store.remove_video(store.videos()[0].id)
    add(service, store, folder)
    assert names(store) == ["a.mp4", "b.mp4", "c.mp4"]


# ---------------------------------------------------------------- moved files
def test_a_whole_folder_that_was_moved_and_renamed_is_found(service, store, folder):
    add(service, store, folder)
    away = folder.parent / "deep" / "away"
    away.parent.mkdir()
    folder.rename(away)
    (away / "a.mp4").rename(away / "z.mp4")
    (away / "new.mp4").write_text("something else")
    (away / "b.mp4").unlink()
    frames = FakeFrameSource()
    done = relink_folder(store, frames, away.parent, progress=no_progress, cancel=threading.Event())
    assert {path.name for path in done.found.values()} == {"z.mp4", "c.mp4"}
    assert done.n_missing == 1
    assert [(video.name, video.is_missing) for video in store.videos()] == [
        ("z.mp4", False),
        ("b.mp4", True),
        ("c.mp4", False),
    ]


def test_a_file_of_the_same_name_and_another_content_is_refused(service, store, folder):
    add(service, store, folder)
    (folder / "a.mp4").unlink()
    other = folder.parent / "a.mp4"
    other.write_text("not a")
    video = store.videos()[0]
    with pytest.raises(MediaError, match="its content is not that of"):
        relink_file(store, FakeFrameSource(), video, other)
    done = relink_folder(
        store, FakeFrameSource(), folder.parent, progress=no_progress, cancel=threading.Event()
    )
    assert done.found == {}
    assert store.videos()[0].is_missing
    other.write_text("a")
    assert relink_file(store, FakeFrameSource(), video, other) == {video.id: other}
    assert not store.videos()[0].is_missing


def test_looking_for_files_can_be_stopped_and_keeps_what_it_found(service, store, folder):
    add(service, store, folder)
    away = folder.parent / "away"
    folder.rename(away)
    stop = threading.Event()

    def progress(_stage, done, _total):
        if done == 1:
            stop.set()

    with pytest.raises(Cancelled):
        relink_folder(store, FakeFrameSource(), away, progress=progress, cancel=stop)
    assert [video.is_missing for video in store.videos()] == [False, False, True]


# ---------------------------------------------------------------- sheets
def test_nothing_here_rejects_what_waits_and_one_undo_takes_both_back():
    timeline = make_timeline([], [make_suggestion("s1"), make_suggestion("s2")])
    edit = sheet_edit(timeline, SheetChange(is_empty=True))
    inverse = edit.apply(timeline)
    assert timeline.sheet.is_empty
    assert {one.verdict for one in timeline.suggestions.values()} == {Verdict.REJECTED}
    inverse.apply(timeline)
    assert timeline.sheet == Sheet()
    assert {one.verdict for one in timeline.suggestions.values()} == {Verdict.PENDING}


def test_a_video_with_annotations_is_not_empty():
    with pytest.raises(EditRefused, match="annotations"):
        sheet_edit(make_timeline(), SheetChange(is_empty=True))
    assert sheet_edit(make_timeline(), SheetChange(is_empty=False)) is None


def test_several_videos_are_changed_in_one_act_and_undone_in_one(store):
    for video_id in ("v1", "v2", "v3"):
        store.add_video(make_video(video_id))
    label = store.ensure_labels(["jump"])["jump"].id
    run = make_run(video_id="v1")
    store.record_run(run, [make_suggestion(label_id=label)], make_graph())
    third, editor = store.timeline("v3"), ProjectEditor(store)
    editor.do(third, draw(label, Segment(1, 2)), "Draw jump")
    done = change_sheets(store, ["v1", "v2", "v3"], SheetChange(is_empty=True), "Nothing in video")
    assert (set(done.edits), done.refused) == ({"v1", "v2"}, ("v3",))
    assert [video.sheet.is_empty for video in store.videos()] == [True, True, False]
    assert store.video("v1").n_judged == 1
    assert store.n_acts() == (2, 2)
    editor.refresh()
    assert (editor.undo_act.id, editor.undo_act.is_on_videos) == (done.act, True)
    turned = editor.undo()
    assert set(turned.changes) == {"v1", "v2"}
    assert [video.sheet.is_empty for video in store.videos()] == [False, False, False]
    assert store.video("v1").n_pending == 1
    assert set(editor.redo().edits) == {"v1", "v2"}
    assert [video.sheet.is_empty for video in store.videos()] == [True, True, False]
    assert store.video("v1").n_judged == 1


def test_an_act_on_several_videos_leaves_out_what_has_left_the_project(store):
    for video_id in ("v1", "v2"):
        store.add_video(make_video(video_id))
    change_sheets(store, ["v1", "v2"], SheetChange(add_tag="final"), "Tag video final")
    store.remove_video("v1")
    turned = ProjectEditor(store).undo()
    assert set(turned.changes) == {"v2"}
    assert store.video("v2").sheet == Sheet()
    store.restore_video("v1")
    assert store.video("v1").sheet.tags == ("final",)
    assert store.next_act(is_undone=False) is None


def test_tags_are_added_and_dropped_and_said_once(store):
    store.add_video(make_video("v1"))
    for change in (
        SheetChange(add_tag="a"),
        SheetChange(add_tag=" b  c "),
        SheetChange(add_tag="a"),
    ):
        change_sheets(store, ["v1"], change, "Tag video")
    assert store.video("v1").sheet.tags == ("a", "b c")
    assert change_sheets(store, ["v1"], SheetChange(add_tag="a"), "x").edits == {}
    change_sheets(store, ["v1"], SheetChange(drop_tag="a", assignee=" Ute "), "x")
    assert store.video("v1").sheet == Sheet("", ("b c",), "Ute")
    assert tidy_tags(["", "  ", "x", "x "]) == ("x",)
