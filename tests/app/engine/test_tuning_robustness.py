"""What may befall a fine-tuning besides a kill: no disk, no memory, a video that has gone."""

import json
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from app.domain.errors import EngineError, StudioError
from app.engine.tuning_process import ProcessFineTuner
from app.services.fine_tuning import FineTuneRequest
from tests.app.engine.coloured_videos import write_coloured
from tests.app.engine.frail_tuner import without_disk, without_memory
from tests.app.engine.plain_tuner import plain_tuner
from tests.fakes import no_progress

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's limits"),
]


@pytest.fixture(scope="module")
def corrections(tmp_path_factory):
    return write_coloured(tmp_path_factory.mktemp("videos"), n_videos=4)


def learn(make, request, **more):
    tuner = ProcessFineTuner(make)
    try:
        return tuner.fine_tune(request, progress=no_progress, cancel=Event(), **more)
    finally:
        tuner.close()


def kept(folder: Path) -> dict[str, int]:
    """Return the finished features and which file each is."""
    return {file.name: file.stat().st_ino for file in folder.glob("*.safetensors")}


def test_a_full_disk_is_told_and_the_next_try_takes_the_same_features(corrections, tmp_path):
    cache = tmp_path / "cache"
    request = FineTuneRequest(corrections, tmp_path / "models" / "m", seed=1)
    with pytest.raises(EngineError, match="could not be saved") as caught:
        learn(partial(without_disk, cache), request)
    assert caught.value.next_step
    features = kept(cache)
    assert len(features) == 3, "those of the videos that are learned from"
    report = learn(partial(plain_tuner, cache), request)
    assert report.after is not None
    # What is written anew is another file.
    assert features.items() <= kept(cache).items()


def test_too_little_memory_is_told_and_the_next_try_goes_on(corrections, tmp_path):
    cache = tmp_path / "cache"
    request = FineTuneRequest(corrections, tmp_path / "models" / "m", seed=1)
    with pytest.raises(EngineError, match="There is not enough memory") as caught:
        learn(partial(without_memory, cache), request)
    assert "what is finished is kept" in caught.value.next_step
    assert learn(partial(plain_tuner, cache), request).after is not None


def test_a_video_that_has_gone_is_named_and_when_it_is_back_it_goes_on(tmp_path):
    corrections = write_coloured(tmp_path, n_videos=4)
    request = FineTuneRequest(corrections, tmp_path / "models" / "m", seed=1)
    gone = (tmp_path / "v2.mp4").rename(tmp_path / "away.mp4")
    with pytest.raises(StudioError, match=r"v2\.mp4") as caught:
        learn(partial(plain_tuner, tmp_path / "cache"), request)
    assert caught.value.next_step
    features = kept(tmp_path / "cache")
    gone.rename(tmp_path / "v2.mp4")
    assert learn(partial(plain_tuner, tmp_path / "cache"), request).after is not None
    assert features.items() <= kept(tmp_path / "cache").items()
    assert json.loads((request.out / "card.json").read_text())
