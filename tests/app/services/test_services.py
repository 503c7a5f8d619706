"""The use cases over a real project file, with stand-ins for engine and decoder."""

import threading

import pytest

from app.domain.edits import draw
from app.domain.errors import Cancelled, EngineError, ProjectError
from app.domain.segment import Segment
from app.domain.timeline import Doubt
from app.exchange.files import FileExchange
from app.services.analysis import analyse
from app.services.exchange_values import Contents, ExchangedSegment, ExchangedVideo, plain_name
from app.services.exporting import export_project, known_video
from app.services.importing import carry_out, plan_import
from app.services.ports import FoundSegment
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.editor import Editor
from tests.factories import make_video
from tests.fakes import FakeFrameSource, FakeLocalizer, no_progress


@pytest.fixture
def service():
    return ProjectService(SqliteProjectFiles(), FakeFrameSource())


@pytest.fixture
def store(service, tmp_path):
    store = service.create(tmp_path / "p")
    yield store
    store.close()


def add(service, store, *paths):
    return service.add_paths(store, paths, progress=no_progress, cancel=threading.Event())


def run(store, localizer, video, cancel=None):
    cancel = cancel or threading.Event()
    return analyse(store, localizer, video, progress=no_progress, cancel=cancel)


def test_a_new_project_gets_its_suffix_and_opens_again(service, tmp_path):
    service.create(tmp_path / "my.cup").close()
    assert service.open(tmp_path / "my.cup.pgcn").videos() == []
    with pytest.raises(ProjectError, match="exists already"):
        service.create(tmp_path / "my.cup.pgcn")


def test_folders_are_searched_and_same_content_is_one_video(service, store, tmp_path):
    (tmp_path / "f" / "deep").mkdir(parents=True)
    for name, content in {
        "a.MP4": b"1", "deep/b.mkv": b"2", "deep/copy.mp4": b"1", "note.txt": b"3",
        ".hidden.mp4": b"4", "bad.mp4": b"broken",
    }.items():  # fmt: skip
        (tmp_path / "f" / name).write_bytes(content)
    told = add(service, store, tmp_path / "f")
    assert [video.name for video in store.videos()] == ["a.MP4", "b.mkv"]
    assert (len(told.added), told.n_new) == (2, 2)
    assert [(twin.path.name, twin.video.name) for twin in told.twins] == [("copy.mp4", "a.MP4")]
    assert [error.sentence for error in told.refused] == ["bad.mp4 is not a video."]
    assert add(service, store).added == ()


def test_adding_can_be_stopped(service, store, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"1")
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        service.add_paths(store, [tmp_path / "a.mp4"], progress=no_progress, cancel=stop)
    assert store.videos() == []


def test_an_analysis_becomes_a_run_with_suggestions_inside_the_video(store):
    video = store.add_video(make_video(duration_s=10.0))
    found = (
        FoundSegment("jump", Segment(1, 2), 1.4, 3),
        FoundSegment("jump", Segment(9, 12), 0.5, 4),
        FoundSegment("throw", Segment(10, 12), 0.5, 5),
    )
    made = run(store, FakeLocalizer(found), video)
    assert store.run(made.id) == made
    kept = store.timeline(video.id).suggestions.values()
    assert [(s.segment, s.score, s.proposal_idx) for s in kept] == [
        (Segment(1, 2), 1.4, 3),
        (Segment(9, 10), 0.5, 4),
    ]
    assert [label.name for label in store.labels()] == ["jump"]
    assert store.videos()[0].last_run_id == made.id


def test_an_analysis_of_nothing_is_a_run_too(store):
    video = store.add_video(make_video())
    run(store, FakeLocalizer(), video)
    run(store, FakeLocalizer(()), video)
    assert store.timeline(video.id).suggestions == {}


def test_a_failed_or_stopped_analysis_leaves_no_run(store):
    video = store.add_video(make_video())
    broken = FakeLocalizer()
    broken.failure = EngineError("The weights are missing.", "Fetch them.", exit_code=4)
    with pytest.raises(EngineError):
        run(store, broken, video)
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        run(store, FakeLocalizer(), video, stop)
    assert store.videos()[0].last_run_id is None


def annotate(store, video, *segments):
    editor = Editor(store, video.id)
    for name, segment in segments:
        label = store.ensure_labels([name])[name]
        editor.do(draw(label.id, segment), "Draw")


def imported(store, exchange, format_id, file):
    known = [known_video(entry) for entry in store.videos()]
    found = exchange.read(format_id, file, known)
    return carry_out(store, plan_import(store, found, suggestions="annotations"), file)


@pytest.mark.parametrize("format_id", ["activitynet", "activitynet-results", "csv"])
def test_what_is_exported_is_known_when_imported(store, tmp_path, format_id):
    video = store.add_video(make_video("v_1"))
    store.add_video(make_video("empty"))
    annotate(store, video, ("b", Segment(1 / 3, 2)), ("a", Segment(0, 1)))
    file = tmp_path / "out"
    assert export_project(store, FileExchange(), format_id, file) == 2
    report = imported(store, FileExchange(), format_id, file)
    assert (report.n_added, report.n_known, report.unmatched) == (0, 2, ())


class OneFile:
    """An exchange that reads the same videos from any file."""

    def __init__(self, *videos):
        self.videos = list(videos)

    def read(self, _format_id, _file, _known=(), _options=None):
        return Contents(tuple(self.videos))


def exchanged(name, *ends, n_unusable=0):
    segments = tuple(ExchangedSegment("jump", Segment(*one)) for one in ends)
    return ExchangedVideo(name, 0.0, 0.0, segments, n_unusable)


def some_file(folder):
    file = folder / "labels.csv"
    file.write_text("as it came")
    return file


def test_an_import_is_one_act_and_tells_what_it_did(store, tmp_path):
    video = store.add_video(make_video("v_abc", duration_s=10.0))
    file = exchanged("abc", (1, 2), (1, 2), (8, 12), (11, 12), n_unusable=1)
    incoming = OneFile(file, exchanged("stranger", (0, 1)))
    report = imported(store, incoming, "csv", some_file(tmp_path))
    assert (report.n_added, report.n_known, report.unmatched) == (2, 1, ("stranger",))
    assert (report.n_clipped, report.n_unusable) == (1, 2)
    editor = Editor(store, video.id)
    found = sorted(one.segment for one in editor.timeline.annotations.values())
    assert found == [Segment(1, 2), Segment(8, 10)]
    (entry,) = editor.history()
    assert entry.caption == "Import 2 annotations"
    editor.undo()
    assert store.timeline(video.id).annotations == {}


def test_two_videos_of_one_name_take_no_import(store, tmp_path):
    store.add_video(make_video("1", path=tmp_path / "a" / "x.mp4"))
    store.add_video(make_video("2", path=tmp_path / "b" / "x.mp4"))
    report = imported(store, OneFile(exchanged("x", (0, 1))), "csv", tmp_path)
    assert (report.n_added, report.unmatched) == (0, ("x",))


@pytest.mark.parametrize(
    ("name", "plain"),
    [("v_abc.mp4", "abc"), ("a/b\\v_x.MKV", "x"), ("cam.front", "cam.front"), ("v_", "v_")],
)
def test_plain_names(name, plain):
    assert plain_name(name) == plain


def test_memory_is_taken_back_whatever_fails(store):
    video = store.add_video(make_video())
    label = store.ensure_labels(["a"])["a"]
    editor = Editor(store, video.id)
    editor.do(draw(label.id, Segment(0, 1)), "Draw")
    before = dict(editor.timeline.annotations)
    store.close()
    with pytest.raises(ProjectError, match="closed"):
        editor.undo()
    with pytest.raises(ProjectError, match="closed"):
        editor.do(draw(label.id, Segment(1, 2)), "Draw")
    with pytest.raises(ProjectError, match="closed"):
        editor.history()
    assert editor.timeline.annotations == before


def test_doubt_is_recorded_with_a_run(service, store, tmp_path):
    video = tmp_path / "a.mp4"
    video.write_bytes(b"1")
    (entry,) = add(service, store, video).added
    doubts = [Doubt(0.25, 0.5, 0.125), Doubt(1.0, 0.0), None]
    found = [
        FoundSegment("High jump", Segment(k, k + 1.0), 0.5, 0, doubt)
        for k, doubt in enumerate(doubts)
    ]
    run(store, FakeLocalizer(tuple(found)), entry)
    suggestions = store.timeline(entry.id).suggestions.values()
    assert [one.doubt for one in sorted(suggestions, key=lambda s: s.segment)] == doubts
