"""A reel has its shots in order, each picture at its time, one size and rate, and sound in step."""

import errno
from fractions import Fraction
from threading import Event
from types import SimpleNamespace

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled, OutputError
from pgcn_core.video import movie
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from pgcn_core.video.reels import ReelStyle, Shot, make_reel, reel_rate, reel_size
from pgcn_core.video.sound import SoundReader
from tests.videos import beep_starts, make_video, read_number

PLAIN = ReelStyle(card_s=1.0, fade_s=0.0, is_even=False)


def red_card(size):
    return np.full((size[1], size[0], 3), (200, 40, 40), np.uint8)


def a_video(tmp_path, name="a.mp4", **asked):
    return open_video(make_video(tmp_path / name, **{"n_frames": 100, "size": (192, 108)} | asked))


def picture(file, number):
    with FrameReader(open_video(file)) as reader:
        return reader.exact(number)


def samples_of(file):
    video = open_video(file)
    with SoundReader(video) as sound:
        return np.concatenate(list(sound.blocks(0, video.info.duration_s)))[:, 0]


def test_mixed_videos_become_one_film(tmp_path):
    plain = a_video(tmp_path, audio=True)
    upright = a_video(tmp_path, "b.mp4", fps=50, rotation=90, size=(64, 96))
    uneven = a_video(tmp_path, "c.mp4", vfr_pts=[k * 40 + (k % 3) * 7 for k in range(100)])
    out = tmp_path / "reel.mp4"
    shots = [
        Shot(plain, 1.0, 2.0, "A", red_card),
        Shot(upright, 0.5, 1.5, "B"),
        Shot(uneven, 0.4, 2.4, "C", red_card),
    ]
    reel = make_reel(shots, out, PLAIN)
    assert reel.differences == ()
    assert (reel.n_frames, reel.fps, reel.width_px, reel.height_px) == (150, 25.0, 192, 108)
    assert reel.starts_s == (0.0, 2.0, 3.0)
    assert picture(out, 0)[50, 50] == pytest.approx([200, 40, 40], abs=6)
    assert [read_number(picture(out, n)) for n in (25, 49, 100, 149)] == [25, 49, 9, 58]
    # Every second frame of 50 a second, upright between bars.
    bars = picture(out, 51)
    assert read_number(bars[:, 60:132]) == 27
    assert bars[:, :58].max() < 20
    with av.open(str(out)) as container:
        chapters = [(one["metadata"]["title"], one["start"]) for one in container.chapters()]
    assert chapters == [("A", 0), ("B", 2000), ("C", 3000)]


def test_sound_is_in_step_through_cards_and_silent_shots(tmp_path):
    loud, silent = a_video(tmp_path, audio=True), a_video(tmp_path, "b.mp4")
    out = tmp_path / "reel.mp4"
    shots = [Shot(silent, 0, 1), Shot(loud, 0.5, 2.5, "", red_card), Shot(loud, 0.5, 1.5)]
    make_reel(shots, out, PLAIN)
    # Silence 1 s, a card 1 s, then the beeps at 1 s and 2 s of the video; and the one at 1 s again.
    assert beep_starts(samples_of(out)) == pytest.approx([2.5, 3.5, 4.5], abs=0.003)


def test_shots_are_brought_to_one_loudness(tmp_path):
    loud = a_video(tmp_path, audio=True)
    out = tmp_path / "reel.mp4"
    make_reel([Shot(loud, 0.5, 2.5)], out, ReelStyle(fade_s=0))
    assert 0.1 < np.abs(samples_of(out)).max() < 0.4
    make_reel([Shot(loud, 0.5, 2.5)], out, ReelStyle(fade_s=0, is_even=False))
    assert np.abs(samples_of(out)).max() > 0.5


def test_a_shot_fades_in_and_out(tmp_path):
    video = a_video(tmp_path)
    out = tmp_path / "reel.mp4"
    make_reel([Shot(video, 0, 2, "", red_card)], out, ReelStyle(card_s=1, fade_s=0.4))
    brightness = [int(picture(out, n)[50, 50, 0]) for n in (0, 5, 12, 20, 24)]
    assert brightness[0] < 40 < brightness[1] < brightness[2] == pytest.approx(200, abs=4)
    assert brightness[4] < brightness[3]


def test_an_older_reel_stays_when_it_is_cancelled(tmp_path):
    video = a_video(tmp_path)
    out, cancel = tmp_path / "reel.mp4", Event()
    out.write_bytes(b"old")

    def progress(stage, done, total):
        cancel.set()

    with pytest.raises(Cancelled):
        make_reel([Shot(video, 0, 2)], out, PLAIN, progress=progress, cancel=cancel)
    assert out.read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.mp4", "reel.mp4"]


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    video = a_video(tmp_path)

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(movie.MovieWriter, "put_picture", full)
    with pytest.raises(OutputError, match=r"no room left for reel\.mp4"):
        make_reel([Shot(video, 0, 2)], tmp_path / "reel.mp4", PLAIN)
    assert [one.name for one in tmp_path.iterdir()] == ["a.mp4"]


def sized(width, height, fps=25.0):
    return SimpleNamespace(width_px=width, height_px=height, fps=fps)


def test_the_size_is_of_the_usual_shape_and_never_above_1080_lines():
    assert reel_size([sized(640, 360), sized(1920, 1080), sized(406, 720)]) == (1920, 1080)
    assert reel_size([sized(3840, 2160)]) == (1920, 1080)
    assert reel_size([sized(405, 719)]) == (404, 720)
    assert reel_size([sized(1280, 720)], 480) == (854, 480)
    assert reel_size([sized(720, 1280)], 480) == (480, 854)


def test_the_rate_is_the_usual_one():
    assert reel_rate([sized(1, 1, 29.9701), sized(1, 1, 29.97), sized(1, 1, 50)]) == Fraction(
        30000, 1001
    )
    assert reel_rate([sized(1, 1, 19.62)]) == Fraction(24000, 1001)
    assert reel_rate([sized(1, 1, 25)], 60) == 60


@pytest.mark.parametrize(("n_missing", "codec"), [(2, "vp9"), (3, "mpeg4")])
def test_an_encoder_is_found_without_the_best_one(tmp_path, monkeypatch, n_missing, codec):
    monkeypatch.setattr(movie, "_ENCODERS", (("no such one", {}), *movie._ENCODERS[n_missing:]))
    reel = make_reel([Shot(a_video(tmp_path), 0, 1)], tmp_path / "reel.mp4", PLAIN)
    assert reel.differences == ()
    assert open_video(reel.file).info.codec == codec
    monkeypatch.setattr(movie, "_ENCODERS", ())
    with pytest.raises(OutputError, match="cannot encode"):
        movie.encoder()
