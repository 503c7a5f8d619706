import random
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from pgcn_core.errors import Cancelled, VideoError
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames
from tests.videos import make_video, read_number

NO_CACHE = 1


def test_every_forward_step_is_exact(kind):
    path, first = kind
    video = open_video(path)
    with FrameReader(video, cache_bytes=NO_CACHE) as reader:
        got = [read_number(reader.exact(number)) for number in range(video.info.n_frames)]
    assert got == list(range(first, first + video.info.n_frames))


def test_every_backward_step_is_exact(kind):
    path, first = kind
    video = open_video(path)
    steps = range(video.info.n_frames - 1, -1, -1)
    with FrameReader(video) as reader:
        assert [read_number(reader.exact(number)) - first for number in steps] == list(steps)


def test_random_seeks_are_exact(kind):
    path, first = kind
    video = open_video(path)
    targets = random.Random(7).choices(range(video.info.n_frames), k=60)
    with FrameReader(video, cache_bytes=NO_CACHE) as reader:
        assert [read_number(reader.exact(number)) - first for number in targets] == targets


def test_the_nearest_keyframe_says_truly_which_it_is(kind):
    path, first = kind
    video = open_video(path)
    key_frames = set(np.searchsorted(video.index.pts, video.index.key_pts).tolist())
    for asked in random.Random(3).sample(range(video.info.n_frames), 20):
        with FrameReader(video, cache_bytes=NO_CACHE) as reader:
            found, pixels = reader.nearest_keyframe(asked)
            assert read_number(pixels) == found + first
            assert found in key_frames
            # The quick picture must leave the exact path intact.
            assert read_number(reader.exact(asked)) == asked + first


def test_the_nearest_keyframe_is_the_nearest(plain_path):
    with FrameReader(open_video(plain_path)) as reader:
        found = [reader.nearest_keyframe(number)[0] for number in (0, 5, 7, 13, 50, 59)]
    assert found == [0, 0, 12, 12, 48, 48]


def test_exact_pictures_equal_sequential_ones(kind):
    video = open_video(kind[0])
    pictures = next(read_frames(video, batch_frames=60)).pixels
    with FrameReader(video, cache_bytes=NO_CACHE) as reader:
        for number in random.Random(5).sample(range(video.info.n_frames), 10):
            assert np.array_equal(reader.exact(number), pictures[number])


@pytest.mark.parametrize("suffix", [".mp4", ".ts", ".mkv", ".mpg"])
def test_long_gops_and_many_seeks(tmp_path, suffix):
    codec = "mpeg2video" if suffix == ".mpg" else "libx264"
    path = make_video(tmp_path / f"long{suffix}", n_frames=400, gop=90, codec=codec)
    video = open_video(path)
    targets = random.Random(1).choices(range(400), k=25)
    with FrameReader(video, cache_bytes=NO_CACHE) as reader:
        assert [read_number(reader.exact(number)) for number in targets] == targets


def count_seeks(reader, monkeypatch) -> list[tuple[int, ...]]:
    placed: list[tuple[int, ...]] = []
    place = reader._decoder.place
    monkeypatch.setattr(reader._decoder, "place", lambda *args: (placed.append(args), place(*args)))
    return placed


def test_prepared_back_steps_come_from_memory(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=75))
    with FrameReader(video) as reader:
        assert read_number(reader.exact(140)) == 140
        reader.prepare_back(140)
        placed = count_seeks(reader, monkeypatch)
        for number in range(139, -1, -1):
            assert read_number(reader.exact(number)) == number
        reader.prepare_back(0)
        assert placed == []


def test_unprepared_back_steps_decode_a_dozen_at_a_time(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=150))
    with FrameReader(video) as reader:
        reader.exact(140)
        placed = count_seeks(reader, monkeypatch)
        for number in range(139, 139 - 36, -1):
            assert read_number(reader.exact(number)) == number
        assert len(placed) == 3


def test_preparing_goes_on_where_it_was_called_off(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=150))
    with FrameReader(video) as reader:
        reader.exact(120)
        placed = count_seeks(reader, monkeypatch)
        n_pauses = 0
        for _ in range(200):
            asked = []
            try:
                reader.prepare_back(
                    120, cancel=lambda asked=asked: asked.append(1) or len(asked) > 7
                )
                break
            except Cancelled:
                n_pauses += 1
        assert n_pauses > 10
        assert len(placed) == 1
        assert [read_number(reader.exact(n)) for n in range(119, -1, -1)] == list(
            range(119, -1, -1)
        )
        assert len(placed) == 1


def test_preparing_in_a_small_memory_keeps_what_is_needed_first(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=120, gop=60))
    frame_bytes = 96 * 64 * 3 // 2
    with FrameReader(video, cache_bytes=50 * frame_bytes) as reader:
        reader.exact(119)
        placed = count_seeks(reader, monkeypatch)
        for number in range(118, -1, -1):
            reader.prepare_back(number + 1)
            n_before = len(placed)
            assert read_number(reader.exact(number)) == number
            assert len(placed) == n_before
        assert len(placed) <= 12
        assert reader._ring.n_bytes <= 50 * frame_bytes


def test_going_on_in_the_gop_does_not_seek(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=150))
    with FrameReader(video) as reader:
        reader.exact(10)
        monkeypatch.setattr(reader._decoder, "place", None)  # a seek would fail
        assert [read_number(reader.exact(number)) for number in (11, 40, 149)] == [11, 40, 149]


def test_scrubbing_takes_a_nearer_frame_that_is_there_already(plain_path):
    with FrameReader(open_video(plain_path)) as reader:
        reader.exact(18)
        found, picture = reader.nearest_keyframe(19)
        assert (found, read_number(picture)) == (18, 18)
        assert reader.nearest_keyframe(23)[0] == 24


def test_a_frame_is_the_same_picture_fresh_and_from_memory(kind):
    video = open_video(kind[0])
    with FrameReader(video, max_height_px=40) as reader:
        fresh = reader.exact(20)
        assert np.array_equal(reader.exact(20), fresh)
    plain = next(read_frames(video, batch_frames=21)).pixels[20]
    assert abs(float(fresh.mean()) - float(plain.mean())) < 2


def test_display_size_is_never_enlarged(plain_path):
    video = open_video(plain_path)
    with FrameReader(video, max_height_px=32) as reader:
        assert reader.exact(3).shape == (32, 48, 3)
        assert reader.nearest_keyframe(30)[1].shape == (32, 48, 3)
    with FrameReader(video, max_height_px=2000) as reader:
        assert reader.exact(3).shape == (64, 96, 3)


def test_pictures_cannot_be_painted_over(plain_path):
    with FrameReader(open_video(plain_path)) as reader:
        picture = reader.exact(0)
        with pytest.raises(ValueError, match="read-only"):
            picture[0] = 0


@pytest.mark.parametrize("number", [-1, 60])
def test_no_such_frame(plain_path, number):
    with FrameReader(open_video(plain_path)) as reader:
        with pytest.raises(IndexError):
            reader.exact(number)
        with pytest.raises(IndexError):
            reader.nearest_keyframe(number)


def test_cancel_by_event_or_by_call_and_then_go_on(tmp_path):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=120, gop=120))
    stop = Event()
    stop.set()
    asked = []

    def after_three() -> bool:
        asked.append(1)
        return len(asked) > 3

    with FrameReader(video) as reader:
        with pytest.raises(Cancelled):
            reader.exact(100, cancel=stop)
        with pytest.raises(Cancelled):
            reader.exact(110, cancel=after_three)
        # Some of these were passed over as unneeded while the cancelled request ran.
        assert [read_number(reader.exact(number)) for number in (50, 7, 111)] == [50, 7, 111]


def test_a_damaged_frame_shows_the_one_before(tmp_path, plain_path):
    data = bytearray(plain_path.read_bytes())
    start = data.index(b"mdat") + 4
    begin = start + (data.index(b"moov") - start) // 3
    data[begin : begin + 120] = bytes(120)
    path = tmp_path / "scratched.mp4"
    path.write_bytes(data)
    video = open_video(path)
    with FrameReader(video, cache_bytes=NO_CACHE) as reader:
        got = [read_number(reader.exact(number)) for number in range(60)]
    assert got[:7] == list(range(7))
    assert got[48:] == list(range(48, 60))
    whole = [picture for batch in read_frames(video) for picture in batch.pixels]
    assert got == [read_number(picture) for picture in whole]


def test_one_frame(tmp_path):
    video = open_video(make_video(tmp_path / "one.mp4", n_frames=1))
    with FrameReader(video) as reader:
        assert read_number(reader.exact(0)) == 0
        assert reader.nearest_keyframe(0)[0] == 0


def test_a_removed_file_is_named(tmp_path):
    path = make_video(tmp_path / "gone.mp4", n_frames=3)
    video = open_video(path)
    path.unlink()
    with pytest.raises(VideoError, match="There is no file"), FrameReader(video):
        pass


def test_use_outside_the_with_block_is_our_bug(plain_path):
    reader = FrameReader(open_video(plain_path))
    with pytest.raises(RuntimeError):
        reader.exact(0)


def test_the_reader_keeps_within_its_bytes(plain_path: Path):
    video = open_video(plain_path)
    with FrameReader(video, cache_bytes=5 * 96 * 64 * 3) as reader:
        for number in (59, 40, 20, 10, 9, 8, 7, 6, 5, 4, 3):
            assert read_number(reader.exact(number)) == number
        assert reader._ring.n_bytes <= 5 * 96 * 64 * 3


def test_the_first_steps_back_after_a_jump_are_there(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=75))
    with FrameReader(video) as reader:
        for jump in (60, 100):
            assert read_number(reader.exact(jump)) == jump
            assert all(reader.holds(number) for number in range(jump - 11, jump))
            placed = count_seeks(reader, monkeypatch)
            assert [read_number(reader.exact(jump - k)) for k in range(1, 12)] == [
                jump - k for k in range(1, 12)
            ]
            assert placed == []
        # The frames before a jump's own group would cost a whole group more.
        reader.exact(20)
        placed = count_seeks(reader, monkeypatch)
        assert read_number(reader.exact(77)) == 77
        assert [args[0] for args in placed] == [75]


def test_dragging_leaves_the_exact_frames_where_they_are(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=30))
    with FrameReader(video) as reader:
        reader.exact(10)
        assert read_number(reader.nearest_keyframe(120)[1]) == 120
        monkeypatch.setattr(reader._decoder, "place", None)  # a seek would fail
        assert read_number(reader.exact(11)) == 11


def test_prepared_keyframes_need_no_decoder(tmp_path):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=30))
    with FrameReader(video) as reader:
        asked = []
        with pytest.raises(Cancelled):
            reader.prepare_scrub(70, cancel=lambda: asked.append(1) or len(asked) > 2)
        reader.prepare_scrub(70)
        reader._keys.close()
        reader._keys._decode = None  # decoding would fail
        found = [reader.nearest_keyframe(number) for number in (5, 31, 70, 80, 149)]
        assert [(idx, read_number(picture)) for idx, picture in found] == [
            (idx, idx) for idx in (0, 30, 60, 90, 120)
        ]
        assert read_number(reader.exact(90)) == 90


def test_few_bytes_hold_few_keyframes_and_dense_ones_are_left_alone(tmp_path):
    video = open_video(make_video(tmp_path / "long.mp4", n_frames=150, gop=30))
    one = 96 * 64 * 3
    with FrameReader(video, cache_bytes=4 * (2 * one)) as reader:
        reader.prepare_scrub(149)
        assert [reader.holds(number) for number in (0, 30, 60, 90, 120)] == [False] * 3 + [True] * 2
    dense = open_video(make_video(tmp_path / "dense.mp4", n_frames=30, gop=2))
    with FrameReader(dense) as reader:
        reader.prepare_scrub(10)
        assert not any(reader.holds(number) for number in range(30))


def test_a_file_that_is_moved_while_open_can_still_be_scrubbed(tmp_path):
    path = make_video(tmp_path / "long.mp4", n_frames=150, gop=30)
    with FrameReader(open_video(path)) as reader:
        reader.exact(3)
        path.rename(tmp_path / "other.mp4")
        assert read_number(reader.nearest_keyframe(121)[1]) == 120
