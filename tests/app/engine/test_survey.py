"""What was found once is read, not made again; what is damaged is made again."""

from threading import Event

import numpy as np
import pytest

from app.domain.errors import Cancelled, MediaError
from app.engine import survey
from app.engine.survey import EngineSurvey
from tests.videos import make_video


def quiet(stage, done, total):
    """Hear nothing."""


def ask(asked, name, video, cancel=None):
    return getattr(asked, name)(video, "print", progress=quiet, cancel=cancel or Event())


@pytest.fixture
def made(monkeypatch):
    """Count how often something is computed."""
    counts = {"sound": 0, "cuts": 0}
    for key, name in (("sound", "read_envelope"), ("cuts", "find_cuts")):
        plain = getattr(survey, name)

        def counted(*args, key=key, plain=plain, **named):
            counts[key] += 1
            return plain(*args, **named)

        monkeypatch.setattr(survey, name, counted)
    return counts


def test_each_is_computed_once_even_when_there_is_no_sound(tmp_path, made):
    video = make_video(tmp_path / "a.mp4", n_frames=25)
    for _ in range(3):
        asked = EngineSurvey(tmp_path / "kept")
        assert ask(asked, "sound", video) is None
        # Every frame of the numbered video is another picture: motion, not cuts.
        cuts = ask(asked, "cuts", video)
        assert cuts.dtype == np.float64
    assert made == {"sound": 1, "cuts": 1}


def test_sound_comes_back_as_it_was(tmp_path, made):
    video = make_video(tmp_path / "a.mp4", n_frames=25, audio=True)
    first = ask(EngineSurvey(tmp_path / "kept"), "sound", video)
    again = ask(EngineSurvey(tmp_path / "kept"), "sound", video)
    assert first.bins_per_s == again.bins_per_s == 200
    np.testing.assert_array_equal(first.high, again.high)
    assert len(again.low) == 200
    assert made["sound"] == 1


def test_a_damaged_file_is_made_again(tmp_path, made):
    video = make_video(tmp_path / "a.mp4", n_frames=25, audio=True)
    asked = EngineSurvey(tmp_path / "kept")
    ask(asked, "sound", video)
    (kept,) = (tmp_path / "kept").iterdir()
    for damage in (b"", b"nonsense", kept.read_bytes()[:100]):
        kept.write_bytes(damage)
        assert ask(asked, "sound", video) is not None
    assert made["sound"] == 4


def test_a_folder_that_cannot_be_made_costs_only_the_second_look(tmp_path, made):
    (tmp_path / "kept").write_text("in the way")
    video = make_video(tmp_path / "a.mp4", n_frames=10)
    for _ in range(2):
        assert ask(EngineSurvey(tmp_path / "kept"), "sound", video) is None
    assert made["sound"] == 2


def test_failures_are_the_programs(tmp_path):
    asked = EngineSurvey(tmp_path / "kept")
    with pytest.raises(MediaError):
        ask(asked, "cuts", tmp_path / "missing.mp4")
    flag = Event()
    flag.set()
    with pytest.raises(Cancelled):
        ask(asked, "sound", make_video(tmp_path / "a.mp4"), flag)
