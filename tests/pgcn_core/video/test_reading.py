from fractions import Fraction
from threading import Event

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgcn_core.errors import Cancelled, VideoError
from pgcn_core.video.container import demux, open_container
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import FrameIndex
from pgcn_core.video.reading import read_frames, sampled_frames, sampled_times
from tests.videos import make_video, read_number


def collect(video, **how):
    batches = list(read_frames(video, **how))
    pixels = [picture for batch in batches for picture in batch.pixels]
    pts_s = np.concatenate([batch.pts_s for batch in batches]) if batches else np.empty(0)
    return [read_number(picture) for picture in pixels], pts_s


def ms_index(times_ms: list[int], end_ms: int) -> FrameIndex:
    pts = np.asarray(times_ms, np.int64)
    return FrameIndex(Fraction(1, 1000), pts, pts / 1000, end_ms / 1000, pts[:1], pts[:1])


def test_every_frame_once_with_its_own_time(kind):
    path, first = kind
    video = open_video(path)
    got, pts_s = collect(video)
    assert got == list(range(first, first + video.info.n_frames))
    assert pts_s.tolist() == video.index.pts_s.tolist()


@pytest.mark.parametrize("fps", [25, 10])
def test_a_fixed_rate_shows_what_is_on_screen(kind, fps):
    path, first = kind
    video = open_video(path)
    times_s = sampled_times(video.index, fps)
    # Half a millisecond of grace: MKV rounds its times to milliseconds.
    wanted = [video.index.frame_at(time + 0.0005) for time in times_s]
    got, pts_s = collect(video, fps=fps)
    assert len(times_s) == np.ceil(video.index.end_s * fps - 1e-6)
    assert got == [first + number for number in wanted]
    assert pts_s.tolist() == video.index.pts_s[wanted].tolist()


def test_a_part_starts_and_ends_where_it_should(kind):
    path, first = kind
    video = open_video(path)
    inside = (video.index.pts_s >= 0.97) & (video.index.pts_s < 1.5)
    got, _ = collect(video, start_s=0.97, end_s=1.5)
    assert got == [first + number for number in np.flatnonzero(inside)]


def test_batches_are_full_but_the_last(plain_path):
    video = open_video(plain_path)
    sizes = [batch.pixels.shape for batch in read_frames(video, batch_frames=25)]
    assert sizes == [(25, 64, 96, 3), (25, 64, 96, 3), (10, 64, 96, 3)]
    singles = np.concatenate([batch.pixels for batch in read_frames(video, batch_frames=1)])
    together = next(read_frames(video, batch_frames=100)).pixels
    assert np.array_equal(singles, together)
    assert together.dtype == np.uint8


@pytest.mark.parametrize(("short", "shape"), [(32, (32, 48)), (128, (128, 192)), (48, (48, 72))])
def test_the_short_side_is_what_was_asked(plain_path, short, shape):
    batch = next(read_frames(open_video(plain_path), short_side_px=short))
    assert batch.pixels.shape[1:3] == shape
    assert [read_number(picture) for picture in batch.pixels] == list(range(32))


def test_an_upright_picture_has_its_short_side_across(tmp_path):
    path = make_video(tmp_path / "tall.mp4", n_frames=4, size=(64, 96), rotation=270)
    video = open_video(path)
    assert (video.info.width_px, video.info.height_px) == (64, 96)
    batch = next(read_frames(video, short_side_px=32))
    assert batch.pixels.shape == (4, 48, 32, 3)
    assert [read_number(picture) for picture in batch.pixels] == [0, 1, 2, 3]


@pytest.mark.parametrize(("start_s", "end_s"), [(5.0, 9.0), (1.0, 1.0), (1.0, 0.5), (2.4, None)])
@pytest.mark.parametrize("fps", [None, 25.0])
def test_nothing_inside_gives_nothing(plain_path, start_s, end_s, fps):
    how = {"start_s": start_s, "end_s": end_s, "fps": fps}
    assert collect(open_video(plain_path), **how)[0] == []


def test_cancel_stops_between_frames(plain_path):
    cancel = Event()
    batches = read_frames(open_video(plain_path), batch_frames=4, cancel=cancel)
    next(batches)
    cancel.set()
    with pytest.raises(Cancelled):
        next(batches)


def test_a_file_removed_meanwhile_is_named(tmp_path):
    path = make_video(tmp_path / "short lived.mp4", n_frames=5)
    video = open_video(path)
    path.unlink()
    with pytest.raises(VideoError, match="There is no file"):
        next(read_frames(video))


def test_a_file_replaced_meanwhile_is_named(tmp_path):
    video = open_video(make_video(tmp_path / "game.mp4", n_frames=5))
    make_video(tmp_path / "game.mp4", n_frames=6)
    with pytest.raises(VideoError, match="has changed since it was opened"):
        next(read_frames(video))


def test_removing_the_file_while_reading_is_no_crash(tmp_path):
    path = make_video(tmp_path / "short lived.mp4", n_frames=40)
    batches = read_frames(open_video(path), batch_frames=4)
    next(batches)
    path.unlink()
    try:
        rest = list(batches)
    except VideoError:
        return  # where an open file can be lost
    assert sum(len(batch.pts_s) for batch in rest) == 36


class _LostDisk:
    """A container whose disk is pulled out after the first packet."""

    def __init__(self, container, path):
        self._container = container
        self.name = f"file:{path}"

    def demux(self, stream):
        yield next(self._container.demux(stream))
        raise av.error.OSError(5, "Input/output error", self.name)


def test_a_lost_disk_is_named_and_not_taken_for_damage(plain_path, tmp_path):
    with open_container(plain_path) as (container, stream):
        gone = _LostDisk(container, tmp_path / "gone.mp4")
        with pytest.raises(VideoError, match="There is no file"):
            list(demux(gone, stream))
        container.seek(0)
        damaged = _LostDisk(container, plain_path)
        assert len(list(demux(damaged, stream))) > 1


@pytest.mark.parametrize(
    ("colorspace", "height", "green"),
    [(None, 64, 601), (None, 720, 709), (1, 64, 709), (6, 720, 601)],
)
def test_the_colour_matrix_is_honoured(tmp_path, colorspace, height, green):
    matrix = {None: {}, 1: {"colorspace": "bt709"}, 6: {"colorspace": "smpte170m"}}[colorspace]
    path = _coloured(tmp_path / "green.mp4", height, matrix)
    pixel = next(read_frames(open_video(path))).pixels[0, height // 2, height // 2]
    # Y, Cb, Cr = 145, 54, 34: pure green under BT.601, not under BT.709.
    wanted = {601: (0, 255, 1), 709: (0, 216, 0)}[green]
    assert np.abs(pixel.astype(int) - wanted).max() <= 3


@pytest.mark.parametrize(("color_range", "white"), [("tv", 255), ("pc", 235)])
def test_the_colour_range_is_honoured(tmp_path, color_range, white):
    path = _coloured(tmp_path / "white.mp4", 64, {"color_range": color_range}, (235, 128, 128))
    pixel = next(read_frames(open_video(path))).pixels[0, 32, 32]
    assert np.abs(pixel.astype(int) - white).max() <= 1


def _coloured(path, side, options, yuv=(145, 54, 34)):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "1", **options})
        stream.width = stream.height = side
        stream.pix_fmt = "yuv420p"
        planes = [np.full((side * side,), yuv[0], np.uint8)]
        planes += [np.full((side * side // 4,), value, np.uint8) for value in yuv[1:]]
        data = np.concatenate(planes).reshape(side * 3 // 2, side)
        frame = av.VideoFrame.from_ndarray(data, format="yuv420p")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


# --- sampling ----------------------------------------------------------------------------------


def test_samples_lie_on_one_grid_wherever_they_start():
    index = ms_index(list(range(0, 2000, 40)), 2000)
    whole = sampled_times(index, 10)
    assert whole == pytest.approx(np.arange(20) / 10)
    assert sampled_times(index, 10, 0.75, 1.3) == pytest.approx([0.8, 0.9, 1.0, 1.1, 1.2])
    assert sampled_times(index, None, 0.08, 0.2) == pytest.approx([0.08, 0.12, 0.16])


def test_times_rounded_to_milliseconds_neither_drop_nor_double():
    times_ms = [round(number * 1000 / 30) for number in range(90)]
    index = ms_index(times_ms, 3000)
    assert sampled_frames(index, sampled_times(index, 30)).tolist() == list(range(90))


def test_slow_video_is_doubled_and_fast_video_thinned():
    slow = ms_index([0, 100, 200], 300)
    assert sampled_frames(slow, sampled_times(slow, 20)).tolist() == [0, 0, 1, 1, 2, 2]
    fast = ms_index(list(range(0, 200, 10)), 200)
    assert sampled_frames(fast, sampled_times(fast, 25)).tolist() == [0, 4, 8, 12, 16]


@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=60, unique=True).map(sorted),
    st.floats(0.5, 120),
)
def test_sampling_never_goes_back_and_covers_the_video(times_ms, fps):
    times_ms = [time - times_ms[0] for time in times_ms]
    index = ms_index(times_ms, times_ms[-1] + 40)
    times_s = sampled_times(index, fps)
    frames = sampled_frames(index, times_s)
    assert len(times_s) >= 1
    assert times_s[-1] < index.end_s
    assert times_s[-1] + 1 / fps >= index.end_s - 1e-6
    assert (np.diff(frames) >= 0).all()


@pytest.mark.parametrize("n_left", [0, 30_000])
def test_a_disk_pulled_out_while_frames_are_read_is_told(tmp_path, n_left):
    """What could not be read must not be taken for pictures that stand still."""
    path = make_video(tmp_path / "match.avi", n_frames=300, size=(320, 240), codec="mpeg4", gop=1)
    assert path.stat().st_size > 100_000
    batches = read_frames(open_video(path), batch_frames=8)
    next(batches)
    with path.open("r+b") as file:
        file.truncate(n_left)
    with pytest.raises(VideoError, match=r"match\.avi (is empty|has changed)"):
        list(batches)


def test_a_file_deleted_while_frames_are_read_is_read_to_its_end(tmp_path):
    path = make_video(tmp_path / "match.mp4", n_frames=60)
    batches = read_frames(open_video(path), batch_frames=8)
    first = next(batches)
    path.unlink()
    assert sum(len(batch.pixels) for batch in batches) + len(first.pixels) == 60
