"""The engine behind the program's port: what it finds, and stopping while networks are loaded."""

from __future__ import annotations

import json
import time
from threading import Event, Timer

import numpy as np
import pytest
import torch

from app.domain.errors import Cancelled, EngineError, MediaError
from app.engine.localizer import EngineLocalizer
from app.services.ports import NOTHING_TO_DO
from pgcn_core import pipeline
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings
from pgcn_core.errors import WeightsError
from pgcn_core.model import Pgcn
from pgcn_core.runtime import LOADING_STAGE
from tests.fakes import no_progress
from tests.pgcn_core.features.networks import PictureMeans
from tests.videos import make_video

LABELS = ("jump", "throw", "run")


class SlowLoader:
    """Stands in for loading a backbone: takes as long as it is held."""

    def __init__(self) -> None:
        self.n_calls = 0
        self.go_on = Event()
        self.failure: Exception | None = None

    def __call__(self, stream, **_how):
        self.n_calls += 1
        assert self.go_on.wait(20)
        if self.failure is not None:
            raise self.failure
        return PictureMeans(stream)


@pytest.fixture
def loader(monkeypatch):
    slow = SlowLoader()
    monkeypatch.setattr(pipeline, "load_backbone", slow)
    monkeypatch.setattr(pipeline, "kinetics_labels", lambda: LABELS)
    yield slow
    slow.go_on.set()


@pytest.fixture
def video(tmp_path):
    return make_video(tmp_path / "match.mp4", n_frames=40)


@pytest.fixture
def localizer(tmp_path):
    torch.manual_seed(0)
    shape = ModelSettings(n_labels=len(LABELS), hidden_dim=8)
    state = {name: value.clone() for name, value in Pgcn(shape).state_dict().items()}
    stats = torch.tensor([[0.0, 0.0], [0.1, 0.1]], dtype=torch.float64)
    Checkpoint(LABELS, {"rgb": StreamCheckpoint(shape, state, stats)}).save(tmp_path / "mine")
    return EngineLocalizer(
        tmp_path / "cache", device="cpu", flow="none", checkpoint=tmp_path / "mine"
    )


def test_what_it_finds(loader, localizer, video):
    loader.go_on.set()
    told = []
    result = localizer.localize(video, progress=lambda *step: told.append(step), cancel=Event())
    assert result.found
    for found in result.found:
        assert found.label in LABELS
        assert 0 <= found.segment.start_s < found.segment.end_s <= 1.6
        assert 0 <= found.proposal_idx < len(result.graph.segments)
        assert found.doubt is not None
        assert 0 <= found.doubt.margin <= 1
        assert 0 <= found.doubt.entropy <= 1
        assert (found.doubt.spread is not None) == result.is_trained
    assert result.graph.indptr[-1] == len(result.graph.neighbours) == len(result.graph.weight)
    assert (np.abs(result.graph.weight) <= 1 + 1e-6).all()
    assert (result.is_trained, result.model_name) == (True, "mine")
    assert json.loads(result.settings_json)["features"]["streams"] == ["rgb"]
    # Before anything long: a run without flow must not count it into the time left.
    assert told[:3] == [
        (LOADING_STAGE, 0, 1), ("Flow features", 0, NOTHING_TO_DO), (LOADING_STAGE, 1, 1)
    ]  # fmt: skip
    assert "RGB features" in {stage for stage, _, _ in told}
    localizer.localize(video, progress=no_progress, cancel=Event())
    assert loader.n_calls == 1


def test_stopping_does_not_wait_for_the_networks(loader, localizer, video):
    cancel = Event()
    timer = Timer(0.1, cancel.set)
    timer.start()
    started_s = time.monotonic()
    with pytest.raises(Cancelled):
        localizer.localize(video, progress=no_progress, cancel=cancel)
    assert time.monotonic() - started_s < 10  # the networks take 20
    timer.join()
    assert loader.n_calls == 1
    loader.go_on.set()
    assert localizer.localize(video, progress=no_progress, cancel=Event()).found
    assert loader.n_calls == 1, "the next call takes what the stopped one began"


def test_what_cannot_be_loaded_is_tried_again(loader, localizer, video):
    loader.go_on.set()
    loader.failure = WeightsError("No I3D weights for rgb are installed.", "Install them.")
    for n_calls in (1, 2):
        with pytest.raises(EngineError, match="No I3D weights") as caught:
            localizer.localize(video, progress=no_progress, cancel=Event())
        assert caught.value.exit_code == 4
        assert loader.n_calls == n_calls
    loader.failure = None
    assert localizer.localize(video, progress=no_progress, cancel=Event()).found


def test_a_bug_while_loading_is_a_bug(loader, localizer, video):
    loader.go_on.set()
    loader.failure = KeyError("ours")
    with pytest.raises(KeyError):
        localizer.localize(video, progress=no_progress, cancel=Event())


def test_a_bad_video_and_a_missing_checkpoint(loader, localizer, tmp_path, video):
    loader.go_on.set()
    with pytest.raises(MediaError, match="There is no file"):
        localizer.localize(tmp_path / "none.mp4", progress=no_progress, cancel=Event())
    lost = EngineLocalizer(
        tmp_path / "cache", device="cpu", flow="none", checkpoint=tmp_path / "no checkpoint"
    )
    with pytest.raises(EngineError, match="There is no checkpoint"):
        lost.localize(video, progress=no_progress, cancel=Event())


def test_without_a_checkpoint_it_says_so(loader, tmp_path, video):
    loader.go_on.set()
    cold = EngineLocalizer(tmp_path / "cache", device="cpu", flow="none")
    result = cold.localize(video, progress=no_progress, cancel=Event())
    assert not result.is_trained
    assert "No trained P-GCN" in result.note


def test_features_are_given_when_they_are_kept_and_made_when_asked(loader, localizer, video):
    loader.go_on.set()

    def features(*, extract):
        return localizer.features(video, extract=extract, progress=no_progress, cancel=Event())

    assert features(extract=False) == ()
    (made,) = features(extract=True)
    (kept,) = features(extract=False)
    assert (made.stream, made.n_frames, made.fps) == ("rgb", 40, 25.0)
    assert made.values.dtype == np.float32
    assert np.array_equal(made.values, kept.values)
    assert made.fingerprint == kept.fingerprint != ""


def test_features_of_what_is_no_video_are_refused(loader, localizer, tmp_path):
    loader.go_on.set()
    with pytest.raises(MediaError, match="There is no file"):
        localizer.features(
            tmp_path / "gone.mp4", extract=False, progress=no_progress, cancel=Event()
        )
