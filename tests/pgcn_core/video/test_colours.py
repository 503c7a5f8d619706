"""Colours come out as they went in, whatever range and matrix the file stores them in."""

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames
from tests.videos import make_video, read_number

PATCHES = [(255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 30, 40), (30, 180, 60), (40, 60, 210)]
RANGES = {"limited": ColorRange.MPEG, "full": ColorRange.JPEG}
MATRICES = {"bt601": (Colorspace.ITU601, 5), "bt709": (Colorspace.ITU709, 1)}


def patches(width: int, height: int) -> np.ndarray:
    columns = np.arange(width) * len(PATCHES) // width
    return np.repeat(np.array(PATCHES, np.uint8)[columns][None], height, axis=0)


def make(path, color_range, matrix, tag):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 192, 96, "yuv420p"
        context = stream.codec_context
        context.color_range, context.colorspace = int(color_range), tag
        context.color_primaries = context.color_trc = tag
        frame = VideoReformatter().reformat(
            av.VideoFrame.from_ndarray(patches(192, 96), format="rgb24"),
            format="yuv420p",
            dst_colorspace=matrix,
            dst_color_range=color_range,
            src_color_range=ColorRange.JPEG,
        )
        frame.color_range, frame.colorspace = int(color_range), tag
        for number in range(3):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("range_name", RANGES)
@pytest.mark.parametrize("matrix_name", MATRICES)
@pytest.mark.parametrize(("max_height_px", "keeps_yuv"), [(None, True), (48, False), (48, True)])
def test_range_and_matrix_are_honoured(
    tmp_path, monkeypatch, range_name, matrix_name, max_height_px, keeps_yuv
):
    if keeps_yuv:  # as large pictures are kept
        monkeypatch.setattr("pgcn_core.video.pictures._SMALL_RGB_BYTES", 0)
    matrix, tag = MATRICES[matrix_name]
    path = make(tmp_path / "patches.mp4", RANGES[range_name], matrix, tag)
    with FrameReader(open_video(path), max_height_px=max_height_px) as reader:
        for number in (0, 2, 0):  # fresh, fresh, from memory
            picture = reader.exact(number)
            height, width = picture.shape[:2]
            for place, wanted in enumerate(PATCHES):
                x = round((place + 0.5) * width / len(PATCHES))
                got = picture[height // 2, x].astype(int)
                assert np.abs(got - wanted).max() <= 4, (place, got, wanted)


def test_the_files_are_what_they_claim(tmp_path):
    """Black is stored at 0 in full range and at 16 in limited: the test above can fail."""
    for color_range, black in ((ColorRange.JPEG, 0), (ColorRange.MPEG, 16)):
        path = make(tmp_path / "patches.mp4", color_range, Colorspace.ITU601, 5)
        with av.open(str(path)) as container:
            frame = next(container.decode(video=0))
        assert frame.color_range == int(color_range)
        assert abs(int(frame.to_ndarray()[48, 48]) - black) <= 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pictures_stay_turned_from_memory(tmp_path, turn):
    video = open_video(make_video(tmp_path / "t.mp4", n_frames=6, rotation=turn))
    with FrameReader(video, max_height_px=48) as reader:
        assert [read_number(reader.exact(n)) for n in (0, 5, 0, 5)] == [0, 5, 0, 5]
        assert reader.exact(5).shape == (48, 72, 3)


def test_a_large_picture_shrunk_in_memory_looks_like_one_shrunk_at_once(tmp_path):
    video = open_video(make_video(tmp_path / "large.mp4", n_frames=3, size=(1920, 1080)))
    with FrameReader(video, max_height_px=720) as reader:
        picture = reader.exact(2)
    assert picture.shape == (720, 1280, 3)
    assert read_number(picture) == 2
    at_once = next(read_frames(video, short_side_px=720)).pixels[2]
    assert np.percentile(np.abs(picture.astype(int) - at_once), 99) <= 2
