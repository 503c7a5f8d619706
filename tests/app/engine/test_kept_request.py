"""What a folder keeps of the fine-tuning in it."""

import json
from pathlib import Path
from threading import Event

import pytest

from app.domain.errors import EngineError
from app.engine.fine_tuner import EngineFineTuner
from app.engine.kept_request import (
    forget_request,
    held,
    is_unfinished,
    keep_request,
    request_to_go_on,
)
from app.services.fine_tuning import FineTuneRequest
from tests.fakes import no_progress


@pytest.fixture
def corrections(tmp_path):
    file = tmp_path / "here" / "c.json"
    file.parent.mkdir()
    video = {"path": "v.mp4", "annotations": [{"segment": [0, 1], "label": "jump"}]}
    content = {
        "format": "pgcn-corrections",
        "version": 1,
        "labels": ["jump"],
        "videos": [video, {"path": "/films/w.mp4"}],
    }
    file.write_text(json.dumps(content))
    return file


def test_paths_in_the_copy_are_whole(corrections, tmp_path):
    keep_request(FineTuneRequest(corrections, tmp_path / "m"))
    copy = json.loads((tmp_path / "m" / "corrections.json").read_text())
    assert [one["path"] for one in copy["videos"]] == [
        str(tmp_path / "here" / "v.mp4"),
        "/films/w.mp4",
    ]
    assert copy["videos"][0]["annotations"] == [{"segment": [0, 1], "label": "jump"}]


def test_one_that_goes_on_keeps_what_was_asked_first(corrections, tmp_path):
    first = FineTuneRequest(corrections, tmp_path / "m", tmp_path / "parent", learn_from=["v"])
    keep_request(first)
    keep_request(FineTuneRequest(corrections, tmp_path / "m", resume=True))
    found = request_to_go_on(tmp_path / "m")
    assert (found.parent, found.learn_from, found.held_out) == (tmp_path / "parent", ("v",), None)
    assert found.resume
    assert is_unfinished(tmp_path / "m")


def test_corrections_may_lie_in_the_folder_already(corrections, tmp_path):
    out = tmp_path / "here"
    file = corrections.rename(out / "corrections.json")
    keep_request(FineTuneRequest(file, out))
    assert request_to_go_on(out).corrections == file


def test_what_was_learned_is_not_forgotten(corrections, tmp_path):
    out = tmp_path / "m"
    keep_request(FineTuneRequest(corrections, out))
    (out / "training-rgb").mkdir()
    forget_request(out)
    assert is_unfinished(out)
    (out / "training-rgb").rmdir()
    forget_request(out)
    assert not out.exists()


def test_two_programs_do_not_learn_into_one_folder(corrections, tmp_path):
    out = tmp_path / "m"
    with held(out), pytest.raises(EngineError, match="m is being fine-tuned by another"):
        EngineFineTuner(tmp_path).fine_tune(
            FineTuneRequest(corrections, out), progress=no_progress, cancel=Event()
        )
    with held(out):
        pass


def test_a_disk_that_is_full_is_told(corrections, tmp_path, full_disk):
    with full_disk(100), pytest.raises(EngineError, match="cannot be written") as caught:
        keep_request(FineTuneRequest(corrections, tmp_path / "m"))
    assert caught.value.exit_code == 7
    assert not is_unfinished(tmp_path / "m")


def test_without_corrections_nothing_is_begun(tmp_path):
    request = FineTuneRequest(tmp_path / "none.json", tmp_path / "m")
    with pytest.raises(EngineError, match=r"none\.json is missing or damaged"):
        EngineFineTuner(tmp_path).fine_tune(request, progress=no_progress, cancel=Event())
    assert not (tmp_path / "m").exists()


def test_a_parent_that_is_none_leaves_nothing_to_go_on_with(corrections, tmp_path):
    request = FineTuneRequest(corrections, tmp_path / "m", Path("/nowhere"))
    with pytest.raises(EngineError, match="no checkpoint in") as caught:
        EngineFineTuner(tmp_path, device="cpu").fine_tune(
            request, progress=no_progress, cancel=Event()
        )
    assert caught.value.exit_code == 4
    assert not (tmp_path / "m").exists()
