"""Sound lies on the clock of the pictures, whatever the container does with time."""

from typing import Any

import numpy as np
import pytest

from pgcn_core.errors import VideoError
from pgcn_core.video.opening import open_video
from pgcn_core.video.sound import SOUND_RATE_HZ, SoundReader
from tests.videos import beep_starts, make_video

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "mp4": (".mp4", {}),
    "mkv": (".mkv", {}),
    "mov pcm": (".mov", {"sound_codec": "pcm_s16le"}),
    "avi mp3": (".avi", {"codec": "mpeg4", "b_frames": 0, "sound_codec": "libmp3lame"}),
    "ts late start": (".ts", {"start_pts": 250}),
    "mkv opus": (".mkv", {"sound_codec": "libopus"}),
}


@pytest.fixture(scope="module", params=KINDS)
def video(request, tmp_path_factory):
    suffix, keywords = KINDS[request.param]
    path = tmp_path_factory.mktemp("sound") / f"beeps{suffix}"
    return open_video(make_video(path, n_frames=150, audio=True, **keywords))


def late_s(video) -> float:
    """AVI cannot say how long an encoder waited before the first sound: 23 ms for MP3."""
    return 0.023 if video.info.path.suffix == ".avi" else 0.0


def heard(video, start_s: float, end_s: float, tempo: float = 1.0) -> np.ndarray:
    with SoundReader(video) as sound:
        return np.concatenate(list(sound.blocks(start_s, end_s, tempo=tempo)))


def test_beeps_are_where_the_pictures_clock_says(video):
    samples = heard(video, 0.0, 6.0)
    assert samples.shape == (6 * SOUND_RATE_HZ, 2)
    assert samples.dtype == np.float32
    assert beep_starts(samples[:, 0]) == pytest.approx(np.arange(1, 6) + late_s(video), abs=0.004)
    assert np.array_equal(samples[:, 0], samples[:, 1])


def test_from_anywhere_it_is_the_same_sound(video):
    whole = heard(video, 0.0, 6.0)
    for start_s in (2.31, 0.97, 4.5, 0.02):
        part = heard(video, start_s, start_s + 1.2)
        assert len(part) == round(1.2 * SOUND_RATE_HZ)
        begin = round(start_s * SOUND_RATE_HZ)
        wanted = whole[begin : begin + len(part)]
        assert beep_starts(part[:, 0]) == pytest.approx(beep_starts(wanted[:, 0]), abs=0.004)


def test_past_the_end_is_silence(video):
    samples = heard(video, 5.5, 8.0)
    assert len(samples) == round(2.5 * SOUND_RATE_HZ)
    assert np.abs(samples[round(1.5 * SOUND_RATE_HZ) :]).max() == 0


def test_one_reader_can_jump_about(video):
    with SoundReader(video) as sound:
        for start_s in (4.9, 0.9, 2.9, 0.9):
            first = np.concatenate(list(sound.blocks(start_s, start_s + 0.3)))
            assert beep_starts(first[:, 0]) == pytest.approx([0.1 + late_s(video)], abs=0.004)


@pytest.mark.parametrize("tempo", [0.5, 2.0])
def test_another_tempo_keeps_the_pitch(tmp_path, tempo):
    video = open_video(make_video(tmp_path / "beeps.mp4", n_frames=150, audio=True))
    samples = heard(video, 0.0, 6.0, tempo)
    assert len(samples) == pytest.approx(6 / tempo * SOUND_RATE_HZ, rel=0.03)
    starts = beep_starts(samples[:, 0])
    assert starts == pytest.approx([k / tempo for k in range(1, 6)], abs=0.06)
    begin = round((starts[0] + 0.01) * SOUND_RATE_HZ)
    beep = samples[begin : begin + 960, 0]
    assert np.abs(np.fft.rfft(beep)).argmax() * SOUND_RATE_HZ / 960 == pytest.approx(1000, abs=60)


def test_a_video_without_sound_says_so(tmp_path):
    video = open_video(make_video(tmp_path / "mute.mp4", n_frames=5))
    with pytest.raises(VideoError, match=r"mute\.mp4 has no sound"):
        SoundReader(video).__enter__()


def test_outside_its_block_it_is_a_bug(tmp_path):
    video = open_video(make_video(tmp_path / "talk.mp4", n_frames=5, audio=True))
    with pytest.raises(RuntimeError):
        next(SoundReader(video).blocks(0.0, 1.0))


def test_an_empty_span_has_no_samples(tmp_path):
    video = open_video(make_video(tmp_path / "talk.mp4", n_frames=30, audio=True))
    with SoundReader(video) as sound:
        assert list(sound.blocks(0.5, 0.5)) == []
        assert sum(map(len, sound.blocks(0.0, 1 / SOUND_RATE_HZ))) == 1
