"""The models from the command line: list, promote, roll back, and learn from a project."""

import json

import click
import pytest
from click.testing import CliRunner

from app.bootstrap import Parts
from app.cli.models import model_commands
from app.config.settings import COLD_START, Settings, load_settings, save_settings
from app.domain import edits
from app.domain.errors import Cancelled, EngineError, ExchangeError
from app.domain.segment import Segment
from app.engine.kept_request import keep_request
from app.engine.model_registry import EngineModelRegistry
from app.engine.models import EngineModels
from app.services.editing import ProjectEditor
from app.services.fine_tuning import FineTuneReport
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.app.engine.model_folders import OUTCOME, model_in
from tests.factories import make_video
from tests.fakes import FakeFrameSource, FakeLocalizer

WORTH = "mAP at tIoU 0.5 0.250 before, 0.750 after (+0.100 to +0.600)"


class Tuner:
    """Keeps the request and makes a model of it, unless it is to be stopped half-way."""

    def __init__(self):
        self.asked = []
        self.is_stopped = False

    def fine_tune(self, request, *, progress, cancel, watch=None):
        self.asked.append(request)
        keep_request(request)
        progress("Epoch 1 of 10", 1, 1)
        if self.is_stopped:
            raise Cancelled
        shelf = request.out.with_name(f"{request.out.name}-made")
        model_in(shelf, parent=request.parent, outcome=OUTCOME)
        for file in shelf.iterdir():
            file.rename(request.out / file.name)
        shelf.rmdir()
        return FineTuneReport(request.out, ("a",), ("b",), 0.25, 0.75, 0.1, 0.6)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "checkpoints"


@pytest.fixture
def tuner():
    return Tuner()


@pytest.fixture
def run(tmp_path, home, tuner):
    """Return a call of the command line, each with parts of its own as in a new process."""

    file = tmp_path / "settings.json"
    # Nobody's choice would be the model that comes with the program.
    save_settings(Settings(checkpoint=COLD_START), file)

    def parts():
        shelf = EngineModels(
            load_settings(file).settings, file, tmp_path / "cache", home, tmp_path / "bundled"
        )
        return Parts(
            projects=ProjectService(SqliteProjectFiles(), FakeFrameSource()),
            frames=FakeFrameSource(),
            localizer=FakeLocalizer(),
            exchange=None,
            survey=None,
            proxies=None,
            explainer=None,
            models=shelf,
            registry=EngineModelRegistry(shelf, home),
            fine_tuner=tuner,
        )

    group = click.Group("studio", {one.name: one for one in model_commands(parts)})

    def call(*words):
        done = CliRunner().invoke(group, [str(word) for word in words])
        if done.exception is not None:
            raise done.exception
        return done.stdout

    return call


@pytest.fixture
def project(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "games.pgcn")
    label = store.ensure_labels(["jump"])["jump"]
    for name in ("a", "b"):
        store.add_video(make_video(name))
        timeline = store.timeline(name)
        ProjectEditor(store).do(timeline, edits.draw(label.id, Segment(1, 2)), "Draw jump")
    store.close()
    return tmp_path / "games.pgcn"


def test_the_list_says_where_each_comes_from_and_which_is_used(run, home):
    assert run("models") == "* cold-start\n"
    first = model_in(home / "first", outcome=OUTCOME)
    model_in(home / "second", parent=first, finished_at="2026-12-01T00:00:00+00:00")
    run("promote", "second")
    assert run("models").splitlines() == [
        "  cold-start",
        "* second: from first, learned from 2 videos",
        f"  first: from cold-start, learned from 2 videos; {WORTH}",
    ]
    found = json.loads(run("models", "--json"))
    assert found["in_use"] == str(home / "second")
    newer, older = found["models"]
    assert (newer["parent"], newer["worth"]) == (str(first), None)
    assert older["worth"]["labels"][0] == {"label": "throw", "n": 4, "before": 0.0, "after": 0.5}
    assert older["settings"]["seed"] == "3"


def test_promote_and_roll_back_name_what_is_used_now(run, home):
    model_in(home / "mine")
    assert run("promote", "mine") == "New runs use: mine\n"
    assert run("promote", "cold-start") == "New runs use: cold-start\n"
    assert run("roll-back") == "New runs use: mine\n"
    assert run("roll-back") == "New runs use: cold-start\n"
    with pytest.raises(EngineError, match="No other model") as caught:
        run("roll-back")
    assert caught.value.exit_code == 1
    with pytest.raises(EngineError, match="There is no model none"):
        run("promote", "none")


def test_from_a_project_to_a_model_in_the_list(run, project, tuner, home):
    out = run("fine-tune", project)
    assert out.strip() == str(home / "games")
    (request,) = tuner.asked
    # The names decide which is held out.
    assert (request.parent, request.resume) == (None, False)
    assert len(request.held_out) == 1
    assert request.project == project
    said = json.loads((home / "games" / "corrections.json").read_text())
    assert [one["name"] for one in said["videos"]] == ["a", "b"]
    assert "games: from cold-start" in run("models")
    run("promote", "games")
    run("fine-tune", project.with_suffix(""), "--name", "next", "--hold-out", "b")
    run("fine-tune", project, "--parent", "cold-start")
    _, second, third = tuner.asked
    assert (second.parent, second.held_out, second.out.name) == (home / "games", ("b",), "next")
    assert (third.parent, third.out.name) == (None, "games 2")


def test_a_stopped_one_goes_on(run, project, tuner, home):
    tuner.is_stopped = True
    with pytest.raises(Cancelled, match="go on with --resume"):
        run("fine-tune", project)
    assert "games: unfinished; go on with fine-tune --resume" in run("models")
    tuner.is_stopped = False
    with pytest.raises(EngineError, match="No fine-tuning of other was interrupted"):
        run("fine-tune", project, "--resume", "--name", "other")
    run("fine-tune", project.with_suffix(""), "--resume")
    first, again = tuner.asked
    assert again.resume
    assert (again.out, again.project) == (first.out, project)
    assert "unfinished" not in run("models")
    with pytest.raises(EngineError, match=r"No fine-tuning of games\.pgcn was interrupted"):
        run("fine-tune", project, "--resume")


def test_a_project_nobody_reviewed_makes_no_folder(run, tmp_path, home):
    SqliteProjectFiles().create(tmp_path / "empty.pgcn").close()
    with pytest.raises(ExchangeError, match="No video of this project is reviewed"):
        run("fine-tune", tmp_path / "empty.pgcn")
    assert not home.exists()
