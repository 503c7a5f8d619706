import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from threading import Event

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled, VideoError
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames
from tests.pgcn_core.video.conftest import KINDS
from tests.places import REPO
from tests.videos import make_sound, make_video, read_number


def numbers(video, **how):
    return [read_number(picture) for batch in read_frames(video, **how) for picture in batch.pixels]


def test_the_index_is_whole_and_in_order(kind):
    path, first = kind
    video = open_video(path)
    index, info = video.index, video.info
    assert info.n_frames == len(index.pts) == 60 - first
    assert (np.diff(index.pts) > 0).all()
    assert index.pts_s[0] == 0
    assert index.pts_s == pytest.approx((index.pts - index.pts[0]) * float(index.time_base))
    assert info.duration_s == index.end_s > index.pts_s[-1]
    assert info.fps == pytest.approx(info.n_frames / info.duration_s)
    assert (info.width_px, info.height_px) == (96, 64)
    assert info.unreadable_after_s is None
    assert not info.has_audio


def test_the_facts_of_a_plain_file(plain_path):
    info = open_video(plain_path).info
    assert (info.codec, info.fps, info.duration_s) == ("h264", 25.0, 2.4)
    assert (info.rotation_deg, info.is_vfr, info.path) == (0, False, plain_path)


def test_the_keyframes_are_where_the_encoder_put_them(plain_path):
    index = open_video(plain_path).index
    assert np.searchsorted(index.pts, index.key_pts).tolist() == [0, 12, 24, 36, 48]


@pytest.mark.parametrize("name", ["mp4 vfr", "mkv vfr"])
def test_uneven_times_are_kept(kind_paths, name):
    video = open_video(kind_paths[name])
    assert video.info.is_vfr
    wanted_s = np.asarray(KINDS[name][1]["vfr_pts"]) / 1000
    assert video.index.pts_s == pytest.approx(wanted_s, abs=1e-9)


def test_a_late_start_counts_from_the_first_frame(kind_paths):
    index = open_video(kind_paths["ts late start"]).index
    assert index.pts[0] * float(index.time_base) >= 10
    assert index.pts_s[1] == pytest.approx(0.04)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_is_told_clockwise_and_undone(tmp_path, turn):
    video = open_video(make_video(tmp_path / "turned.mp4", n_frames=5, rotation=turn))
    assert video.info.rotation_deg == turn
    assert (video.info.width_px, video.info.height_px) == (96, 64)
    assert numbers(video) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("aspect", "width"), [(Fraction(4, 3), 128), (Fraction(1, 2), 48)])
def test_pixels_become_square(tmp_path, aspect, width):
    video = open_video(make_video(tmp_path / "wide.mp4", n_frames=3, sample_aspect=aspect))
    assert (video.info.width_px, video.info.height_px) == (width, 64)
    batch = next(read_frames(video))
    assert batch.pixels.shape == (3, 64, width, 3)
    assert [read_number(picture) for picture in batch.pixels] == [0, 1, 2]


def test_sound_is_noticed(tmp_path):
    assert open_video(make_video(tmp_path / "talk.mp4", n_frames=5, audio=True)).info.has_audio


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".avi", ".ts"])
def test_one_frame_is_a_video(tmp_path, suffix):
    codec = "mpeg4" if suffix == ".avi" else "libx264"
    path = make_video(tmp_path / f"one{suffix}", n_frames=1, codec=codec)
    video = open_video(path)
    assert video.info.n_frames == 1
    assert video.info.duration_s == pytest.approx(0.04, abs=0.002)
    assert not video.info.is_vfr
    assert numbers(video) == [0]
    assert numbers(video, fps=100) == [0] * round(100 * video.info.duration_s + 0.4)


def test_the_fingerprint_follows_the_content_not_the_name(tmp_path, plain_path):
    content = plain_path.read_bytes()
    copy = tmp_path / "an other näme.bin"
    copy.write_bytes(content)
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    wanted = open_video(plain_path).info.fingerprint
    assert open_video(copy).info.fingerprint == wanted
    assert open_video(changed).info.fingerprint != wanted


def test_a_colon_in_the_name_is_no_protocol(tmp_path, plain_path):
    path = tmp_path / "http:game.mp4"
    path.write_bytes(plain_path.read_bytes())
    assert open_video(path).info.n_frames == 60


def test_foreign_letters_in_the_metadata_do_not_matter(tmp_path):
    path = make_video(tmp_path / "tagged.avi", n_frames=3, codec="mpeg4")
    data = path.read_bytes()
    path.write_bytes(re.sub(rb"Lavf[0-9.]+", lambda m: b"\xd3" * len(m.group()), data))
    assert open_video(path).info.n_frames == 3


def test_cancel(plain_path):
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        open_video(plain_path, cancel=cancel)


# --- damaged files -----------------------------------------------------------------------------


def test_a_cut_file_says_how_far_it_reads(tmp_path):
    whole = make_video(
        tmp_path / "whole.mp4", n_frames=100, muxer_options={"movflags": "faststart"}
    )
    data = whole.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) * 6 // 10])
    video = open_video(cut)
    assert video.info.unreadable_after_s == video.info.duration_s
    assert 1 < video.info.duration_s < 3
    got = numbers(video)
    # The last packets were read, but a B-frame between them may lie behind the cut.
    assert got == pytest.approx(video.index.pts_s * 25)
    assert got[:30] == list(range(30))
    assert open_video(whole).info.unreadable_after_s is None


def test_a_cut_matroska_says_how_far_it_reads(tmp_path):
    whole = make_video(tmp_path / "whole.mkv", n_frames=100, audio=True)
    data = whole.read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(data[: len(data) // 2])
    assert open_video(whole).info.unreadable_after_s is None
    # The sound is written after the picture, so half the file is nearly all of the picture.
    video = open_video(cut)
    assert video.info.n_frames <= 100
    without = make_video(tmp_path / "silent.mkv", n_frames=100)
    silent = without.read_bytes()
    cut.write_bytes(silent[: len(silent) // 2])
    half = open_video(cut)
    assert half.info.unreadable_after_s == half.info.duration_s < 3


def test_a_transport_stream_cut_at_both_ends(tmp_path, kind_paths):
    data = kind_paths["ts late start"].read_bytes()
    packets = len(data) // 188
    cut = tmp_path / "cut.ts"
    cut.write_bytes(data[packets // 5 * 188 : packets * 4 // 5 * 188])
    video = open_video(cut)
    got = numbers(video)
    assert len(got) == video.info.n_frames >= 24
    assert got[0] % 12 == 0
    assert got == pytest.approx(got[0] + video.index.pts_s * 25)


def test_damage_in_the_middle_is_passed_over(tmp_path, plain_path):
    data = bytearray(plain_path.read_bytes())
    middle = data.index(b"mdat") + 4
    start = middle + (len(data) - middle) // 3
    data[start : start + 120] = bytes(120)
    path = tmp_path / "scratched.mp4"
    path.write_bytes(data)
    video = open_video(path)
    got = numbers(video)
    assert len(got) == video.info.n_frames == 60
    assert got[:8] == list(range(8))
    assert got[48:] == list(range(48, 60))


def test_damage_in_a_transport_stream_is_passed_over(tmp_path, kind_paths):
    data = bytearray(kind_paths["ts late start"].read_bytes())
    start = len(data) // 188 // 2 * 188
    data[start : start + 5 * 188] = os.urandom(5 * 188)
    path = tmp_path / "scratched.ts"
    path.write_bytes(data)
    video = open_video(path)
    assert 40 <= video.info.n_frames <= 60
    assert len(numbers(video)) == video.info.n_frames


# --- named failures ----------------------------------------------------------------------------


def failure(path: Path) -> VideoError:
    with pytest.raises(VideoError) as caught:
        open_video(path)
    assert type(caught.value) is VideoError
    assert caught.value.next_step.endswith(".")
    assert caught.value.exit_code == 3
    return caught.value


def test_missing(tmp_path):
    path = tmp_path / "gone.mp4"
    assert failure(path).sentence == f"There is no file {path}."


def test_folder(tmp_path):
    assert failure(tmp_path).sentence == f"{tmp_path} is a folder, not a video."


def test_no_permission(tmp_path, plain_path, monkeypatch):
    path = tmp_path / "secret.mp4"
    path.write_bytes(plain_path.read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):  # an administrator may read everything

        def refuse(*_args, **_keywords):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert failure(path).sentence == f"There is no permission to read {path}."


def test_empty(tmp_path):
    path = tmp_path / "empty.mp4"
    path.touch()
    assert failure(path).sentence == "empty.mp4 is empty."


@pytest.mark.parametrize("name", ["notes.txt", "notes.mp4", "notes.ans"])
def test_text(tmp_path, name):
    path = tmp_path / name
    path.write_text("A list of matches.\n" * 200)
    assert failure(path).sentence == f"{name} is not a video."


def test_a_playlist_opens_nothing_else(tmp_path, plain_path):
    path = tmp_path / "list.m3u8"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2.4,\n{plain_path}\n")
    assert failure(path).sentence == "list.m3u8 is not a video."


def test_still_picture(tmp_path):
    path = tmp_path / "photo.png"
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as container:
        stream = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "rgb24"
        picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    assert failure(path).sentence == "photo.png is not a video."


def test_sound_only(tmp_path):
    path = make_sound(tmp_path / "song.m4a")
    assert failure(path).sentence == "song.m4a has sound but no picture."


def test_a_cover_picture_is_no_video(tmp_path):
    path = tmp_path / "album.mp3"
    with av.open(str(path), "w") as container:
        track = container.add_stream("libmp3lame", rate=44100, layout="mono")
        cover = container.add_stream("mjpeg", rate=1)
        cover.width = cover.height = 32
        cover.pix_fmt = "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        silence = np.zeros((1, 1152), np.float32)
        for number in range(20):
            frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 44100, number * 1152
            container.mux(track.encode(frame))
        container.mux(track.encode(None))
        picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        container.mux(cover.encode(picture))
        container.mux(cover.encode(None))
    assert failure(path).sentence == "album.mp3 has sound but no picture."


def test_recording_never_finished(tmp_path, plain_path):
    data = plain_path.read_bytes()
    path = tmp_path / "crash.mp4"
    path.write_bytes(data[: data.index(b"moov") - 4])
    error = failure(path)
    assert error.sentence == "crash.mp4 is not whole: its table of frames (moov) is missing."


def test_no_frames(tmp_path):
    options = {"movflags": "frag_keyframe+empty_moov"}
    path = make_video(tmp_path / "none.mp4", n_frames=20, muxer_options=options)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"moof") - 4])
    assert failure(path).sentence == "none.mp4 contains no frames."


def test_no_times(tmp_path):
    path = make_video(tmp_path / "raw.h264", n_frames=10)
    assert failure(path).sentence == "The frames of raw.h264 have no times."


def test_nothing_decodes(tmp_path, plain_path):
    data = bytearray(plain_path.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov") - 4
    data[start:end] = b"\xff" * (end - start)
    path = tmp_path / "noise.mp4"
    path.write_bytes(data)
    assert failure(path).sentence == "No picture of noise.mp4 can be decoded."


def test_the_room_does_not_load_torch_or_opencv():
    rooms = ["opening", "reading", "access", "products"]
    lines = [f"import pgcn_core.video.{room}" for room in rooms]
    lines += ["import sys", "print({'torch', 'cv2', 'PySide6'} & set(sys.modules))"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        cwd=REPO,
        check=True,
    )
    assert done.stdout.strip() == "set()"
