"""A clip has exactly the frames it was asked for, at their times, with sound, and is whole."""

import errno
from fractions import Fraction
from threading import Event
from types import SimpleNamespace

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled, OutputError, VideoError
from pgcn_core.video import clips, movie
from pgcn_core.video.access import FrameReader
from pgcn_core.video.clip_span import FrameSpan, copyable_span, frames_within
from pgcn_core.video.clips import ClipStyle, make_clip
from pgcn_core.video.opening import open_video
from pgcn_core.video.sound import SoundReader
from tests.places import shared_dir
from tests.videos import beep_starts, make_video, read_number

UNEVEN = [k * 40 + (k % 3) * 7 for k in range(100)]
KINDS = [
    ("even.mp4", {}),
    ("uneven.mp4", {"vfr_pts": UNEVEN}),
    ("late.ts", {"start_pts": 25}),
    ("turned.mp4", {"rotation": 90, "size": (64, 96)}),
    ("wide.mp4", {"sample_aspect": Fraction(4, 3)}),
    ("ntsc.mkv", {"fps": 30000 / 1001}),
    ("old.avi", {"codec": "mpeg4", "fps": 30000 / 1001}),
    ("new.mp4", {"codec": "libx265"}),
]


def video_of(tmp_path, name="even.mp4", **asked):
    return open_video(make_video(tmp_path / name, **{"n_frames": 100, "gop": 24} | asked))


def cut(video, first, after, mode="auto", out="clip.mp4", **style):
    span_s = (float(video.index.pts_s[first]), video.index.frame_end_s(after - 1))
    return make_clip(video, span_s, video.info.path.with_name(out), ClipStyle(mode, **style))


def beeps(video, until_s):
    with SoundReader(video) as sound:
        return beep_starts(np.concatenate(list(sound.blocks(0, until_s)))[:, 0])


def numbers(clip):
    made = open_video(clip.file)
    with FrameReader(made) as reader:
        return [read_number(reader.exact(n)) for n in range(made.info.n_frames)]


@pytest.mark.parametrize(("name", "asked"), KINDS)
def test_an_exact_clip_has_every_frame_at_its_time(tmp_path, name, asked):
    video = video_of(tmp_path, name, **asked)
    clip = cut(video, 30, 61, "exact")
    assert not clip.is_copied
    assert clip.differences == ()
    assert numbers(clip) == list(range(30, 61))
    made = open_video(clip.file)
    wanted_s = video.index.pts_s[30:61] - video.index.pts_s[30]
    assert np.allclose(made.index.pts_s, wanted_s, atol=1e-9)
    facts = made.info
    assert (facts.width_px, facts.height_px) == (video.info.width_px, video.info.height_px)
    assert facts.rotation_deg == video.info.rotation_deg
    assert facts.is_vfr == video.info.is_vfr


@pytest.mark.parametrize(("name", "asked"), KINDS)
def test_a_copy_begins_with_the_keyframe_before_and_holds_all(tmp_path, name, asked):
    video = video_of(tmp_path, name, **asked)
    clip = cut(video, 30, 61, "copy")
    assert clip.is_copied
    assert clip.differences == ()
    assert clip.span.first == 24
    assert 61 <= clip.span.after <= 64
    assert numbers(clip) == list(range(24, clip.span.after))
    made = open_video(clip.file).info
    assert (made.codec, made.rotation_deg) == (video.info.codec, video.info.rotation_deg)
    assert (made.width_px, made.height_px) == (video.info.width_px, video.info.height_px)


def test_auto_copies_where_the_cut_allows_and_encodes_elsewhere(tmp_path):
    video = video_of(tmp_path)
    copied = cut(video, 24, 60)
    assert (copied.is_copied, copied.span.first) == (True, 24)
    exact = cut(video, 25, 60, tolerance_s=0.0, out="b.mp4")
    assert (exact.is_copied, exact.span) == (False, FrameSpan(25, 60))
    near = cut(video, 26, 60, tolerance_s=0.1, out="c.mp4")
    assert (near.is_copied, near.span.first) == (True, 24)
    assert not cut(video, 27, 60, tolerance_s=0.1, out="d.mp4").is_copied


@pytest.mark.parametrize("codec", ["mpeg4", "libx264", "mpeg2video"])
@pytest.mark.parametrize("b_frames", [0, 1, 3])
def test_frames_that_avi_does_not_number_are_taken_over_in_their_order(tmp_path, codec, b_frames):
    video = video_of(tmp_path, "old.avi", codec=codec, b_frames=b_frames)
    for first, after in ((0, 100), (24, 60), (30, 61), (90, 100)):
        clip = cut(video, first, after, "copy")
        assert clip.is_copied
        assert clip.differences == ()
        assert numbers(clip) == list(range(clip.span.first, clip.span.after))
        assert clip.span.first <= first < after <= clip.span.after
    assert cut(video, 24, 60).is_copied


HIDDEN = {"avoid_negative_ts": "disabled", "use_editlist": "1"}


@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_keyframe_that_is_hidden_goes_along_and_stays_hidden(tmp_path, b_frames):
    video = video_of(
        tmp_path, start_pts=-5, muxer_options=HIDDEN, audio=True, b_frames=b_frames, gop=60
    )
    exact = cut(video, 2, 10)
    assert not exact.is_copied
    assert numbers(exact) == list(range(7, 15))
    copied = cut(video, 2, 40, "copy", out="x.mp4")
    assert copied.is_copied
    assert copied.differences == ()
    assert numbers(copied) == list(range(5, 5 + copied.span.after))
    assert (copied.span.first, copied.start_s) == (0, 0.0)
    made = open_video(copied.file)
    assert beeps(made, made.info.duration_s) == pytest.approx(
        beeps(video, made.info.duration_s), abs=0.025
    )


def test_a_hidden_keyframe_where_only_mp4_hides_is_refused_with_the_way_out(tmp_path):
    asked = {"sound_codec": "pcm_s16le", "audio": True}
    video = video_of(tmp_path, "a.mov", start_pts=-5, muxer_options=HIDDEN, **asked)
    with pytest.raises(VideoError, match="cannot be cut without encoding") as caught:
        cut(video, 2, 10, "copy", out="x.mp4")
    assert "exact, or auto" in caught.value.next_step
    assert [one.name for one in tmp_path.iterdir()] == ["a.mov"]
    assert cut(video, 2, 10).differences == ()


def test_pictures_shown_before_an_open_keyframe_do_not_come_along(tmp_path):
    video = video_of(tmp_path, codec_options={"x264-params": "open-gop=1"}, b_frames=3)
    assert numbers(cut(video, 24, 60, "copy"))[0] == 24


@pytest.mark.parametrize("mode", ["exact", "copy"])
@pytest.mark.parametrize("name", ["a.mp4", "b.ts", "c.mkv", "d.avi"])
def test_sound_stays_where_it_was(tmp_path, name, mode):
    asked = {"codec": "mpeg4", "sound_codec": "pcm_s16le"} if name == "d.avi" else {}
    video = video_of(tmp_path, name, audio=True, **asked)
    clip = cut(video, 24, 72, mode)
    made = open_video(clip.file)
    with SoundReader(made) as sound:
        samples = np.concatenate(list(sound.blocks(0, made.info.duration_s)))[:, 0]
    # The beeps stand at whole seconds of the video, the clip begins at 0.96 s.
    assert beep_starts(samples) == pytest.approx([0.04, 1.04], abs=0.003)


def test_sound_is_left_out_when_nobody_wants_it(tmp_path):
    video = video_of(tmp_path, audio=True)
    for mode in ("exact", "copy"):
        clip = cut(video, 24, 60, mode, f"{mode}.mp4", has_sound=False)
        assert not open_video(clip.file).info.has_audio


def test_what_mp4_cannot_hold_becomes_matroska(tmp_path):
    video = video_of(tmp_path, "v.webm", codec="libvpx-vp9", audio=True, sound_codec="libopus")
    clip = cut(video, 24, 60, "copy")
    assert clip.file.suffix == ".mkv"
    assert numbers(clip)[0] == 24


def test_no_file_is_replaced(tmp_path):
    video = video_of(tmp_path)
    made = [cut(video, 30, 40, "exact").file.name for _ in range(3)]
    assert made == ["clip.mp4", "clip (2).mp4", "clip (3).mp4"]


def test_a_clip_says_what_it_is(tmp_path):
    video = video_of(tmp_path)
    for mode in ("exact", "copy"):
        clip = cut(video, 24, 60, mode, f"{mode}.mp4", marks={"title": "Wurf", "comment": "x"})
        with av.open(str(clip.file)) as container:
            assert (container.metadata["title"], container.metadata["comment"]) == ("Wurf", "x")


@pytest.mark.parametrize("mode", ["exact", "copy"])
def test_a_cancelled_clip_leaves_nothing(tmp_path, mode, monkeypatch):
    video = video_of(tmp_path)
    cancel = Event()
    put = movie.MovieWriter.put_picture
    mux = clips._mux

    def put_one(self, frame, tick):
        cancel.set()
        put(self, frame, tick)

    def mux_one(*args):
        cancel.set()
        mux(*args)

    monkeypatch.setattr(movie.MovieWriter, "put_picture", put_one)
    monkeypatch.setattr(clips, "_mux", mux_one)
    with pytest.raises(Cancelled):
        make_clip(video, (0.96, 2.0), tmp_path / "c.mp4", ClipStyle(mode), cancel=cancel)
    assert [one.name for one in tmp_path.iterdir()] == ["even.mp4"]


@pytest.mark.parametrize("mode", ["exact", "copy", "auto"])
def test_a_full_disk_is_named_and_leaves_nothing(tmp_path, mode, monkeypatch):
    video = video_of(tmp_path)

    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(movie.MovieWriter, "put_picture", full)
    monkeypatch.setattr(clips, "_mux", full)
    with pytest.raises(OutputError, match=r"no room left for c\.mp4"):
        make_clip(video, (0.96, 2.0), tmp_path / "c.mp4", ClipStyle(mode))
    assert [one.name for one in tmp_path.iterdir()] == ["even.mp4"]


def test_packets_the_container_refuses_are_encoded(tmp_path, monkeypatch):
    video = video_of(tmp_path)

    def refused(*args):
        raise av.InvalidDataError(errno.EINVAL, "no")

    monkeypatch.setattr(clips, "_mux", refused)
    assert not cut(video, 24, 60).is_copied
    with pytest.raises(VideoError, match="cannot be cut"):
        cut(video, 24, 60, "copy", "b.mp4")


def test_a_lost_frame_is_the_one_before_it(tmp_path, monkeypatch):
    video = video_of(tmp_path)
    frames = clips.Decoder.frames

    def some(self, skip_below=0):
        return ((n, frame) for n, frame in frames(self, skip_below) if n not in {30, 35, 39})

    monkeypatch.setattr(clips.Decoder, "frames", some)
    clip = cut(video, 30, 40, "exact")
    monkeypatch.undo()
    assert numbers(clip) == [29, 31, 32, 33, 34, 34, 36, 37, 38, 38]


@pytest.mark.parametrize(
    ("start_s", "end_s", "wanted"),
    [
        (0.0, 4.0, (0, 100)),
        (0.04, 0.08, (1, 2)),
        (0.05, 0.09, (1, 3)),
        (0.0399, 0.0801, (1, 2)),
        (-1.0, 9.0, (0, 100)),
        (9.0, 10.0, (99, 100)),
        (1.0, 1.0, (25, 26)),
    ],
)
def test_frames_on_screen_within_a_span(tmp_path, start_s, end_s, wanted):
    index = SimpleNamespace(pts_s=np.arange(100) / 25, pts=np.arange(100))
    assert frames_within(index, start_s, end_s) == FrameSpan(*wanted)


def test_a_copy_ends_where_no_later_frame_is_needed(tmp_path):
    video = video_of(tmp_path, b_frames=0)
    assert copyable_span(video, FrameSpan(24, 60)) == FrameSpan(24, 60)
    assert copyable_span(video, FrameSpan(97, 100)) == FrameSpan(96, 100)


@pytest.mark.parametrize(
    ("name", "mode", "span"),
    [
        ("tv_basketball.mp4", "exact", (77, 90)),
        ("tv_basketball.mp4", "copy", (34, 65)),
        ("v_BaseballPitch_g01_c01.avi", "copy", (70, 92)),
        ("test.avi", "exact", (9, 30)),
        ("baseball.mp4", "auto", (121, 140)),
    ],
)
def test_real_footage_begins_and_ends_with_the_right_pictures(tmp_path, name, mode, span):
    shared = shared_dir()
    if shared is None or not (shared / "data" / "real_clips" / name).is_file():
        pytest.skip("the real clips are not here")
    video = open_video(shared / "data" / "real_clips" / name)
    index = video.index
    span_s = (float(index.pts_s[span[0]]), index.frame_end_s(span[1] - 1))
    clip = make_clip(video, span_s, tmp_path / "clip.mp4", ClipStyle(mode))
    assert clip.differences == ()
    if mode == "exact":
        assert clip.span == FrameSpan(*span)
    made = open_video(clip.file)
    with FrameReader(video) as original, FrameReader(made) as reader:
        for of_clip, of_video in ((0, clip.span.first), (clip.n_frames - 1, clip.span.after - 1)):
            off = reader.exact(of_clip).astype(float) - original.exact(of_video)
            # 34 dB for what was encoded, to the bit for what was copied.
            assert (off**2).mean() < (26 if not clip.is_copied else 1e-9)
