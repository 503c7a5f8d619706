"""The scripted reviewer and the loop around it, with a stand-in for what takes hours."""

import json
import shutil
from threading import Event

import pytest

from app.domain.errors import StudioError
from app.domain.segment import Segment
from app.domain.timeline import Doubt, Verdict
from app.services.demo_loop import (
    AGAIN,
    BUDGETS,
    N_HELD_OUT,
    N_LEARN,
    KnownVideo,
    LoopParts,
    run_seed,
)
from app.services.fine_tuning import FineTuneReport
from app.services.projects import ProjectService
from app.services.scripted_reviewer import Acts, review
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.fakes import FakeFrameSource, FakeLocalizer, no_progress


@pytest.fixture
def store(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    store.add_video(make_video("a"))
    label = store.ensure_labels(["dancing"])["dancing"]
    spans = [(1.0, 3.0), (10.0, 14.0), (11.0, 15.0), (30.0, 31.0)]
    found = [
        make_suggestion(f"s{n}", *span, label_id=label.id, doubt=Doubt(0.1, 0.2 * n))
        for n, span in enumerate(spans)
    ]
    store.record_run(make_run(video_id="a"), found, make_graph())
    yield store
    store.close()


def test_a_reviewer_takes_corrects_rejects_and_draws(store):
    truth = [("fight", Segment(1.1, 3.1)), ("fight", Segment(10, 15)), ("fight", Segment(50, 52))]
    assert review(store, "a", truth) == Acts(n_accepted=2, n_rejected=2, n_drawn=1)
    timeline = store.timeline("a")
    fight = store.ensure_labels(["fight"])["fight"].id
    assert {one.label_id for one in timeline.annotations.values()} == {fight}
    spans = sorted(one.segment for one in timeline.annotations.values())
    # A tenth of a second is left alone; what is off by more is corrected.
    assert spans == [Segment(1, 3), Segment(10, 15), Segment(50, 52)]
    verdicts = {one.id: one.verdict for one in timeline.suggestions.values()}
    assert verdicts["s0"] is Verdict.ACCEPTED
    assert {verdicts["s1"], verdicts["s2"]} == {Verdict.ACCEPTED, Verdict.REJECTED}
    assert verdicts["s3"] is Verdict.REJECTED


def test_a_video_without_actions_is_said_to_be_empty(store):
    acts = review(store, "a", [])
    assert (acts.n_rejected, acts.count) == (4, 4)
    assert store.timeline("a").sheet.is_empty
    assert review(store, "a", []) == acts


def test_a_review_left_half_way_is_gone_on_with(store):
    truth = [("fight", Segment(1.1, 3.1)), ("fight", Segment(10, 15)), ("fight", Segment(50, 52))]
    whole = review(store, "a", truth[:2])
    assert whole == Acts(n_accepted=2, n_rejected=2)
    assert review(store, "a", truth) == Acts(n_accepted=2, n_rejected=2, n_drawn=1)
    assert review(store, "a", truth) == Acts(n_accepted=2, n_rejected=2, n_drawn=1)
    assert len(store.timeline("a").annotations) == 3


class Composed:
    """Videos of a few bytes; every second one holds what the stand-in for the engine finds."""

    def compose(self, clips, out, seed, *, progress, cancel):
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for at in range(N_LEARN + N_HELD_OUT):
            name = f"learn_{at:02d}" if at < N_LEARN else f"held_{at - N_LEARN:02d}"
            path = out / f"{name}.mp4"
            path.write_bytes(f"{seed} {name}".encode())
            truth = (("fight", Segment(3.0, 4.0)),) if at % 2 == 0 else ()
            made.append(KnownVideo(path, truth))
        return made[:N_LEARN], made[N_LEARN:]


class Tuner:
    """Gets better with every video it learns from."""

    def __init__(self):
        self.asked = []

    def fine_tune(self, request, *, progress, cancel):
        self.asked.append(request)
        after = len(request.learn_from) / 20
        return FineTuneReport(
            request.out, tuple(request.learn_from), tuple(request.held_out), 0.1, after, 0.0, 0.5
        )


def test_a_seed_goes_from_clips_to_a_curve(tmp_path):
    tuner = Tuner()
    projects = ProjectService(SqliteProjectFiles(), FakeFrameSource())
    models = []

    def localizer_with(model):
        models.append(model)
        return FakeLocalizer()

    parts = LoopParts(projects, FakeLocalizer(), Composed(), tuner, localizer_with)
    result = run_seed(parts, tmp_path, tmp_path / "w", 0, progress=no_progress, cancel=Event())
    assert (result.before, result.after) == (0.1, N_LEARN / 20)
    assert [(one.suggested_by, one.order, one.n_videos) for one in result.curve] == [
        ("cold start", order, count) for order in ("random", "informative") for count in BUDGETS
    ] + [("first model", order, count) for order in ("random", "informative") for count in AGAIN]
    whole = [one for one in result.curve if one.n_videos == N_LEARN]
    # Two suggestions a video: one accepted and one rejected, or both rejected.
    assert {one.n_acts for one in whole} == {2 * N_LEARN}
    for request in tuner.asked:
        assert all(name.startswith("held") for name in request.held_out)
        assert all(name.startswith("learn") for name in request.learn_from)
    # The model of the first three analyses the others; what was said of the three stays.
    (model,) = models
    first = tuner.asked[0]
    assert (model, len(first.learn_from)) == (first.out, 3)
    for request in tuner.asked[-6:]:
        assert set(first.learn_from) < set(request.learn_from)
    again = ProjectService(SqliteProjectFiles(), FakeFrameSource()).open(tmp_path / "w/again.pgcn")
    assert len(again.videos()) == N_LEARN - 3
    again.close()
    said = json.loads((tmp_path / "w" / "models-again.json").read_text())
    assert len(said["videos"]) == N_LEARN + N_HELD_OUT
    said = json.loads((tmp_path / "w" / "models.json").read_text())
    assert len(said["videos"]) == N_LEARN + N_HELD_OUT
    assert said["labels"] == ["fight"]
    assert json.loads(json.dumps(result.to_dict()))["seed"] == 0


def test_a_seed_that_was_stopped_goes_on(tmp_path):
    localizer = FakeLocalizer()
    projects = ProjectService(SqliteProjectFiles(), FakeFrameSource())
    parts = LoopParts(projects, localizer, Composed(), Tuner(), lambda _: localizer)
    first, again = (
        run_seed(parts, tmp_path, tmp_path / "w", 0, progress=no_progress, cancel=Event())
        for _ in range(2)
    )
    assert first == again
    # All of them once, those but the first three once more by the first model.
    assert len(localizer.seen) == N_LEARN + N_HELD_OUT + N_LEARN - 3


@pytest.mark.parametrize("carry", [shutil.copytree, shutil.move])
def test_a_folder_that_was_copied_or_moved_goes_on(tmp_path, carry):
    """The project in it names the videos where they were."""
    localizer = FakeLocalizer()
    projects = ProjectService(SqliteProjectFiles(), FakeFrameSource())
    parts = LoopParts(projects, localizer, Composed(), Tuner(), lambda _: localizer)

    def run(folder):
        return run_seed(parts, tmp_path, folder, 0, progress=no_progress, cancel=Event())

    first = run(tmp_path / "w")
    n_seen = len(localizer.seen)
    place = tmp_path / "elsewhere" / "w"
    place.parent.mkdir()
    carry(tmp_path / "w", place)
    assert run(place) == first
    assert len(localizer.seen) == n_seen
    project = SqliteProjectFiles().open(place / "loop.pgcn")
    assert {one.path.parent for one in project.videos()} == {place / "videos"}
    project.close()


def test_without_clips_a_next_step_is_told(tmp_path, monkeypatch):
    from app.cli.loop import _clips  # noqa: PLC0415 - what finds them

    monkeypatch.delenv("PGCN_SHARED", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudioError, match="--clips"):
        _clips(None)
    assert _clips(tmp_path) == tmp_path
