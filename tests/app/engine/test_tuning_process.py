"""Fine-tuning in a process of its own: what is told, how it ends, and going on after a kill."""

import json
import os
import signal
import sys
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from app.config.settings import Settings
from app.domain.errors import Cancelled, EngineError
from app.engine.kept_request import is_unfinished, request_to_go_on
from app.engine.model_registry import EngineModelRegistry
from app.engine.models import EngineModels
from app.engine.tuning_process import GRACE_S, NICENESS, ProcessFineTuner
from app.services.fine_tuning import CurvePoint, FineTuneRequest
from tests.app.engine.coloured_videos import write_coloured
from tests.app.engine.plain_tuner import Scripted, plain_tuner
from tests.fakes import no_progress

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.fixture
def scripted():
    made = ProcessFineTuner(Scripted)
    yield made
    made.close()


def asked(name, **more):
    return FineTuneRequest(Path("c.json"), Path(name), **more)


def test_progress_curve_and_report_come_through(scripted):
    told, seen = [], []
    report = scripted.fine_tune(
        asked("good"), progress=lambda *one: told.append(one), cancel=Event(), watch=seen.append
    )
    assert report.folder == Path("good")
    assert told == [("Reading corrected videos", 0, 1)]
    assert seen == [CurvePoint("rgb", 1, 2, {"total": 0.5})]


def test_it_goes_after_everything_else_and_gives_its_memory_back(scripted):
    run = partial(scripted.fine_tune, asked("good"), progress=no_progress, cancel=Event())
    (first, priority), (second, _) = run().learned_from, run().learned_from
    assert int(priority) >= NICENESS
    assert first != second
    assert not Path(f"/proc/{first}").exists()


def test_a_refusal_keeps_its_words_and_code(scripted):
    with pytest.raises(EngineError, match="Nothing to learn from") as caught:
        scripted.fine_tune(asked("refused"), progress=no_progress, cancel=Event())
    assert caught.value.exit_code == 10
    with pytest.raises(RuntimeError, match="KeyError: 'ours'"):
        scripted.fine_tune(asked("bug"), progress=no_progress, cancel=Event())


def test_a_crash_is_one_sentence(scripted):
    with pytest.raises(EngineError, match=r"Fine-tuning crash ended unexpectedly\. Resume it"):
        scripted.fine_tune(asked("crash"), progress=no_progress, cancel=Event())
    assert scripted.fine_tune(asked("good"), progress=no_progress, cancel=Event())


@POSIX
def test_ended_by_the_system_it_says_why_that_may_be(scripted):
    def kill(_point):
        os.kill(scripted._child.process.pid, signal.SIGKILL)

    with pytest.raises(EngineError, match=r"system ended the fine-tuning of slow.*memory"):
        scripted.fine_tune(asked("slow"), progress=no_progress, cancel=Event(), watch=kill)


@pytest.mark.parametrize("name", ["slow", "deaf"])
def test_cancel_is_heard(scripted, name):
    """A deaf one, which would go on for a minute, is ended after the grace."""
    assert GRACE_S < 1
    cancel, begun, is_over = Event(), Event(), Event()

    def work():
        with pytest.raises(Cancelled):
            scripted.fine_tune(
                asked(name), progress=no_progress, cancel=cancel, watch=lambda _: begun.set()
            )
        is_over.set()

    Thread(target=work).start()
    assert begun.wait(60)
    cancel.set()
    assert is_over.wait(30)


@pytest.fixture(scope="module")
def corrections(tmp_path_factory):
    return write_coloured(tmp_path_factory.mktemp("videos"), n_videos=4)


@pytest.fixture
def tuner(tmp_path):
    made = ProcessFineTuner(partial(plain_tuner, tmp_path / "cache"))
    yield made
    made.close()


def weights(folder):
    return (folder / "rgb.safetensors").read_bytes()


@pytest.mark.slow
@POSIX
def test_killed_for_good_and_paused_it_ends_with_the_same_weights(tuner, corrections, tmp_path):
    """One folder is left alone, the other killed in the third epoch and paused in the sixth."""
    whole = FineTuneRequest(corrections, tmp_path / "models" / "whole", seed=1)
    curve = []
    report = tuner.fine_tune(whole, progress=no_progress, cancel=Event(), watch=curve.append)
    assert (report.after or 0) > 0.5
    assert [(one.stream, one.epoch, one.n_epochs) for one in curve] == [
        ("rgb", number, 10) for number in range(1, 11)
    ]
    assert curve[-1].losses["total"] < curve[0].losses["total"]

    cut = tmp_path / "models" / "cut"
    cancel = Event()

    def kill(point):
        if point.epoch == 3:
            os.kill(tuner._child.process.pid, signal.SIGKILL)

    def pause(point):
        if point.epoch == 6:
            cancel.set()

    with pytest.raises(EngineError, match="system ended"):
        tuner.fine_tune(
            FineTuneRequest(corrections, cut, seed=1),
            progress=no_progress, cancel=Event(), watch=kill,
        )  # fmt: skip
    assert is_unfinished(cut)
    # What follows needs the folder alone.
    corrections.rename(tmp_path / "gone.json")
    try:
        with pytest.raises(Cancelled):
            tuner.fine_tune(request_to_go_on(cut), progress=no_progress, cancel=cancel, watch=pause)
        again = []
        resumed = tuner.fine_tune(
            request_to_go_on(cut), progress=no_progress, cancel=Event(), watch=again.append
        )
    finally:
        (tmp_path / "gone.json").rename(corrections)
    assert weights(cut) == weights(whole.out)
    assert again == curve
    assert (resumed.before, resumed.after) == (report.before, report.after)
    assert not is_unfinished(cut)


@pytest.mark.slow
def test_what_it_leaves_is_a_model_with_a_card(tuner, corrections, tmp_path):
    home = tmp_path / "models"
    shelf = EngineModels(Settings(), tmp_path / "s.json", tmp_path / "cache", home, tmp_path / "no")
    registry = EngineModelRegistry(shelf, home)
    first = FineTuneRequest(
        corrections, registry.new_folder("Colours"), held_out=("v1", "v3"), project=Path("p.pgcn")
    )
    report = tuner.fine_tune(first, progress=no_progress, cancel=Event())
    card = registry.card(first.out)
    assert card.record.worth.after == report.after
    assert card.record.held_out == ("v1", "v3")
    assert card.record.labels == ("red",)
    assert card.project == Path("p.pgcn").absolute()
    annotated = [one for one in card.clips if one.is_annotated]
    said = json.loads(corrections.read_text())["videos"]
    held = {corrections.parent / one["path"]: one for one in said if one["name"] in ("v1", "v3")}
    assert len(annotated) == sum(len(one["annotations"]) for one in held.values())
    assert {one.video for one in card.clips} <= set(held)
    assert max(one.after for one in annotated) > 0

    blue = tmp_path / "blue.json"
    copied = (first.out / "corrections.json").read_text()  # its paths are whole
    blue.write_text(copied.replace('"red"', '"blue"'))
    second = FineTuneRequest(blue, registry.new_folder("Colours"), first.out)
    tuner.fine_tune(second, progress=no_progress, cancel=Event())
    newest, _ = (one for one in registry.records() if not one.is_default)
    assert (newest.name, newest.parent) == ("Colours 2", first.out)
    assert newest.labels == ("red", "blue")


def test_refused_it_leaves_nothing_to_go_on_with(tuner, corrections, tmp_path):
    said = json.loads(corrections.read_text())
    one = tmp_path / "one.json"
    said["videos"] = said["videos"][:1]
    one.write_text(json.dumps(said))
    out = tmp_path / "models" / "m"
    with pytest.raises(EngineError, match="One corrected video cannot"):
        tuner.fine_tune(FineTuneRequest(one, out), progress=no_progress, cancel=Event())
    assert not out.exists()
