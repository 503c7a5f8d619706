"""Cuts are found where the composed video has them, to the frame."""

from fractions import Fraction
from threading import Event

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled
from pgcn_core.video.opening import open_video
from pgcn_core.video.shots import LEAST_GOP_FRAMES, _packets, find_cuts, jumps

SIZE = (96, 64)
FPS = 25


def scene(number, n_frames):
    """Return (T, H, W, 3) uint8 of one shot: a still pattern with a moving square."""
    chance = np.random.default_rng(number)
    coarse = chance.integers(20, 236, (4, 6, 3), dtype=np.uint8)
    still = np.kron(coarse, np.ones((16, 16, 1), np.uint8))
    shots = np.repeat(still[None], n_frames, axis=0)
    for k in range(n_frames):
        left = 2 * k % 80
        shots[k, 20:32, left : left + 12] = 255
    return shots


def compose(path, parts, *, gop=250, scenecut="0", fps=FPS):
    """Write shots one after the other."""
    with av.open(str(path), "w") as container:
        options = {"preset": "veryfast", "sc_threshold": scenecut}
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = gop
        for k, pixels in enumerate(np.concatenate(parts)):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("gop", "scenecut"), [(250, "0"), (30, "0"), (250, "40"), (5, "0")],
    ids=["inside one GOP", "inside GOPs", "at keyframes", "many keyframes"],
)  # fmt: skip
def test_cuts_are_found_to_the_frame(tmp_path, gop, scenecut):
    parts = [scene(1, 40), scene(2, 70), scene(3, 25), scene(4, 65)]
    path = compose(tmp_path / "cuts.mp4", parts, gop=gop, scenecut=scenecut)
    cuts_s = find_cuts(open_video(path))
    np.testing.assert_allclose(cuts_s, [40 / FPS, 110 / FPS, 135 / FPS])


def test_one_shot_has_no_cut_and_a_shot_in_between_is_found_though_the_keyframes_agree(tmp_path):
    one = compose(tmp_path / "one.mp4", [scene(1, 120)], gop=60)
    assert find_cuts(open_video(one)).tolist() == []
    back = compose(tmp_path / "back.mp4", [scene(1, 20), scene(2, 20), scene(1, 50)], gop=60)
    np.testing.assert_allclose(find_cuts(open_video(back)), [20 / FPS, 40 / FPS])


def test_a_flash_is_not_a_cut():
    pictures = scene(1, 30).astype(np.float32)
    pictures[14:16] = 250
    assert jumps(pictures) == []


def test_hand_counted_jumps():
    steps = np.zeros((10, 2, 2, 3), np.float32)
    assert jumps(steps[:0]) == jumps(steps[:1]) == jumps(steps) == []
    steps[4:] = 14
    assert jumps(steps) == [4]
    steps[4:] = 13.9
    assert jumps(steps) == []
    # Motion of 10 in every picture: a jump of 29 is within three times of it, one of 31 is not.
    moving = np.arange(10)[:, None, None, None] * np.full((1, 2, 2, 3), 10, np.float32)
    moving[5:] += 19
    assert jumps(moving) == []
    moving[5:] += 2
    assert jumps(moving) == [5]


def test_keyframes_that_agree_spare_the_decoding(tmp_path, monkeypatch):
    path = compose(tmp_path / "still.mp4", [scene(1, 150), scene(2, 50)], gop=50)
    video = open_video(path)
    assert len(video.index.pts) / len(video.index.key_pts) >= LEAST_GOP_FRAMES
    decoded = []
    from pgcn_core.video import shots  # noqa: PLC0415 - patched

    plain = shots._Small.stretch

    def counted(self, first, behind):
        numbers, pictures = plain(self, first, behind)
        decoded.extend(numbers.tolist())
        return numbers, pictures

    monkeypatch.setattr(shots._Small, "stretch", counted)
    np.testing.assert_allclose(find_cuts(video), [150 / FPS])
    assert min(decoded) >= 50


def test_packets_are_counted(tmp_path):
    path = compose(tmp_path / "p.mp4", [scene(1, 20)], gop=10)
    pts, sizes, is_key = _packets(open_video(path), None)
    assert len(pts) == 20
    assert is_key.sum() == 2
    assert (sizes > 0).all()


def test_cancel_is_heard(tmp_path):
    video = open_video(compose(tmp_path / "c.mp4", [scene(1, 20)]))
    flag = Event()
    flag.set()
    with pytest.raises(Cancelled):
        find_cuts(video, cancel=flag)
