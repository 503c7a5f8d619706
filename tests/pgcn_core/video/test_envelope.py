"""The envelope lies where the sound is, on the clock of the picture."""

from fractions import Fraction
from threading import Event

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled
from pgcn_core.video.envelope import BINS_PER_S, EnvelopeDrawing, read_envelope
from pgcn_core.video.opening import open_video
from tests.videos import make_video, number_picture

RATE = 48_000


def clip(path, samples, *, n_frames=50, sound_from_s=0.0):
    """Write two seconds of picture and (n,) samples of sound that begin at a time."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for k in range(n_frames):
            frame = av.VideoFrame.from_ndarray(number_picture(k, (96, 64)), format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        whole = (np.asarray(samples) * 32767).astype(np.int16)
        for begin in range(0, len(whole), 1024):
            block = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(whole[None, begin : begin + 1024]), "s16", "mono"
            )
            block.sample_rate = RATE
            block.pts, block.time_base = begin + round(sound_from_s * RATE), Fraction(1, RATE)
            container.mux(audio.encode(block))
        container.mux(audio.encode(None))
    return open_video(path)


def test_a_beep_is_where_it_is_heard(tmp_path):
    samples = np.zeros(2 * RATE)
    second = np.sin(2 * np.pi * 400 * np.arange(RATE // 2) / RATE)
    samples[RATE // 2 : RATE] = 0.5 * second
    envelope = read_envelope(clip(tmp_path / "beep.mov", samples))
    assert envelope.bins_per_s == BINS_PER_S
    assert len(envelope.low) == len(envelope.high) == 2 * BINS_PER_S
    loud = envelope.high > 10
    half = BINS_PER_S // 2
    assert not loud[: half - 1].any()
    assert loud[half + 1 : 2 * half - 1].all()
    assert not loud[2 * half + 1 :].any()
    assert envelope.high.max() == pytest.approx(64, abs=4)
    assert envelope.low.min() == pytest.approx(-64, abs=4)


def test_sound_that_begins_later_is_drawn_later(tmp_path):
    samples = np.full(RATE // 2, 0.9) * np.sign(np.sin(np.arange(RATE // 2)))
    envelope = read_envelope(clip(tmp_path / "late.mov", samples, sound_from_s=1.0))
    loud = np.flatnonzero(envelope.high > 20)
    assert loud[0] == pytest.approx(BINS_PER_S, abs=2)
    assert loud[-1] == pytest.approx(1.5 * BINS_PER_S, abs=2)


def test_bins_computed_by_hand():
    # 16 kHz and 200 bins a second: 80 samples a bin.
    drawing = EnvelopeDrawing(0.02)
    drawing.add(0.0, np.r_[np.full(80, 0.5), np.full(40, -1.0)].astype(np.float32))
    drawing.add(0.0075, np.full(40, 0.25, np.float32))
    done = drawing.finished()
    assert done.high.tolist() == [64, 32, 0, 0]
    assert done.low.tolist() == [0, -127, 0, 0]


def test_a_gap_is_silent_and_what_lies_outside_is_left_out():
    drawing = EnvelopeDrawing(1.0)
    one = np.ones(1600, np.float32)
    drawing.add(-0.05, one)
    drawing.add(0.5, one)
    drawing.add(0.95, one)
    high = drawing.finished().high
    assert np.flatnonzero(high).tolist() == [*range(10), *range(100, 120), *range(190, 200)]


def test_beeps_the_silence_between_them_and_no_track(tmp_path):
    sound = read_envelope(open_video(make_video(tmp_path / "s.mp4", n_frames=60, audio=True)))
    # A beep of 50 ms at every whole second but 0.
    assert sound.high[: BINS_PER_S * 9 // 10].max() <= 1
    beep = sound.high[BINS_PER_S : BINS_PER_S + BINS_PER_S // 20]
    assert beep.min() > 50
    assert read_envelope(open_video(make_video(tmp_path / "n.mp4"))) is None


def test_cancel_is_heard(tmp_path):
    video = open_video(make_video(tmp_path / "s.mp4", audio=True))
    flag = Event()
    flag.set()
    with pytest.raises(Cancelled):
        read_envelope(video, cancel=flag)
