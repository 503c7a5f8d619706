"""The choice of a device and every way back to software; no real device is needed or shown."""

from contextlib import contextmanager

import numpy as np
import pytest
from av.video.frame import VideoFrame

from pgcn_core.errors import VideoError
from pgcn_core.video import access, hardware
from pgcn_core.video.access import FrameReader
from pgcn_core.video.container import open_container
from pgcn_core.video.opening import open_video
from tests.videos import make_video, read_number


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    return open_video(make_video(tmp_path_factory.mktemp("video") / "a.mp4", n_frames=40))


def device_that(monkeypatch, *, names=("vaapi", "cuda"), opens):
    """Offer devices by name; ``opens`` says what a device's container is."""
    monkeypatch.setattr(hardware.sys, "platform", "linux")
    monkeypatch.setattr(hardware, "hwdevices_available", lambda: list(names))
    monkeypatch.setattr(hardware, "_device", lambda name: name)

    @contextmanager
    def opened(path, device=None):
        if device is not None:
            opens(device)
        with open_container(path) as found:
            yield found

    monkeypatch.setattr(hardware, "open_container", opened)


def test_without_a_device_software_decodes(video, monkeypatch):
    monkeypatch.setattr(hardware, "hwdevices_available", list)
    assert hardware.pick_hardware(video.info) is None
    monkeypatch.setattr(hardware, "hwdevices_available", lambda: ["amf", "drm"])
    assert hardware.pick_hardware(video.info) is None


@pytest.mark.parametrize(
    "failure",
    [VideoError("no"), RuntimeError("no device"), ValueError("no"), NotImplementedError("no")],
)
def test_a_device_that_fails_is_passed_over(video, monkeypatch, failure):
    asked = []

    def opens(device):
        asked.append(device)
        if device == "vaapi":
            raise failure

    device_that(monkeypatch, opens=opens)
    assert hardware.pick_hardware(video.info) == "cuda"
    assert asked == ["vaapi", "cuda"]


def test_a_device_with_another_picture_is_passed_over(video, monkeypatch):
    device_that(monkeypatch, opens=lambda _: None)
    monkeypatch.setattr(hardware, "is_same_picture", lambda *_: False)
    assert hardware.pick_hardware(video.info) is None


def picture(level, *, pts=0, size=(16, 8)):
    frame = VideoFrame.from_ndarray(np.full((*size[::-1], 3), level, np.uint8), format="rgb24")
    frame.pts = pts
    return frame


def test_a_little_is_rounding_and_more_is_another_picture():
    assert hardware.is_same_picture(picture(100), picture(101))
    assert not hardware.is_same_picture(picture(100), picture(108))
    assert not hardware.is_same_picture(picture(100), picture(100, pts=1))
    assert not hardware.is_same_picture(picture(100), picture(100, size=(8, 8)))


def test_the_machine_at_hand_is_asked_without_harm(video):
    with FrameReader(video, try_hardware=True) as reader:
        assert read_number(reader.exact(17)) == 17


def test_a_device_that_fails_later_hands_over_to_software(video, monkeypatch):
    monkeypatch.setattr(access, "pick_hardware", lambda _info: "a device")
    opened = []

    def open_unchanged(info, device=None):
        opened.append(device)
        return original(info)

    original = access.open_unchanged
    monkeypatch.setattr(access, "open_unchanged", open_unchanged)
    with FrameReader(video, try_hardware=True) as reader:
        assert reader.is_hardware
        assert read_number(reader.exact(3)) == 3
        monkeypatch.setattr(reader._decoder, "frames", lambda **_: iter(()))
        assert read_number(reader.exact(30)) == 30
        assert not reader.is_hardware
        assert read_number(reader.exact(2)) == 2
    assert opened == ["a device", None]


def test_a_device_is_not_asked_unless_wanted(video, monkeypatch):
    monkeypatch.setattr(access, "pick_hardware", None)  # asking would fail
    with FrameReader(video) as reader:
        assert read_number(reader.exact(5)) == 5
