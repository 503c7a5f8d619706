"""Fakes and a small real video for the player's tests."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

# Before anything makes a QApplication: test machines have no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from app.domain.errors import Cancelled
from app.services.ports import MediaFacts
from app.ui.player.widget import PlayerWidget

GOP = 10


def picture_of(number: int) -> np.ndarray:
    """A 32 x 18 picture that carries its number in the first pixel."""
    pixels = np.full((18, 32, 3), 90, dtype=np.uint8)
    pixels[0, 0] = (number // 256, number % 256, 7)
    return pixels


def number_in(player: PlayerWidget) -> int:
    """Read the number back from the picture the surface shows."""
    pixel = player.surface.image.pixelColor(0, 0)
    return pixel.red() * 256 + pixel.green()


class FakeAccess:
    """Numbered frames; counts what is asked, can be slow, blocked or broken."""

    def __init__(self, *, slow_s: float = 0.0, fail_on: dict[int, Exception] | None = None):
        self.slow_s = slow_s
        self.fail_on = fail_on or {}
        self.n_to_decode = 0
        self.exact_asked: list[int] = []
        self.key_asked: list[int] = []
        self.prepared: list[int] = []
        self.scrub_prepared: list[int] = []
        self.has_proxy = False
        self.proxy_scale = 1
        self.near: set[int] = set()
        self.proxy_asked: list[int] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.is_closed = False

    def exact(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> np.ndarray:
        for _ in range(self.n_to_decode):
            if cancel is not None and cancel():
                raise Cancelled
            time.sleep(0.01)
        self._work(frame_idx)
        self.exact_asked.append(frame_idx)
        return picture_of(frame_idx)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, np.ndarray]:
        self._work(frame_idx)
        self.key_asked.append(frame_idx)
        key_idx = frame_idx // GOP * GOP
        return key_idx, picture_of(key_idx)

    def proxy(self, frame_idx: int) -> np.ndarray | None:
        if not self.has_proxy or frame_idx in self.near:
            return None
        self.proxy_asked.append(frame_idx)
        scale = self.proxy_scale
        return picture_of(frame_idx).repeat(scale, axis=0).repeat(scale, axis=1)

    def prepare_scrub(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        self.scrub_prepared.append(frame_idx)

    def prepare_back(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        self.prepared.append(frame_idx)

    def _work(self, frame_idx: int) -> None:
        self.threads.add(threading.get_ident())
        self.gate.wait(60)
        time.sleep(self.slow_s)
        if frame_idx in self.fail_on:
            raise self.fail_on[frame_idx]

    def __enter__(self):
        self.threads.add(threading.get_ident())
        return self

    def __exit__(self, *_):
        self.threads.add(threading.get_ident())
        self.is_closed = True


def facts_of(pts_s: np.ndarray, *, is_vfr: bool = False, path: str = "match.mp4") -> MediaFacts:
    duration_s = float(pts_s[-1] + 0.04) if pts_s.size else 0.0
    return MediaFacts(
        path=Path(path), fingerprint="f", duration_s=duration_s, fps=25.0, width_px=32,
        height_px=18, is_vfr=is_vfr, has_audio=False, pts_s=pts_s,
    )  # fmt: skip


@pytest.fixture
def player(qtbot) -> Iterator[PlayerWidget]:
    widget = PlayerWidget()
    qtbot.addWidget(widget)
    widget.resize(480, 340)
    widget.show()
    yield widget
    widget.close_video()


Opened = Callable[..., FakeAccess]


@pytest.fixture
def opened(player, qtbot) -> Opened:
    """Open a fake video of ``n`` frames at 25 frames/s and wait for the first picture."""

    def open_fake(n: int = 60, *, pts_s: np.ndarray | None = None, **kinds) -> FakeAccess:
        access = FakeAccess(**kinds)
        times = np.arange(n) / 25.0 if pts_s is None else pts_s
        with qtbot.waitSignal(player.frame_shown):
            player.show_video(facts_of(times), lambda: access)
        return access

    return open_fake


class Recorder(QWidget):
    """Keeps what a player says, in order."""

    def __init__(self, player: PlayerWidget):
        super().__init__()
        self.shown: list[tuple[int, bool]] = []
        self.times: list[float] = []
        self.playing: list[bool] = []
        self.failures: list[tuple[str, str]] = []
        self.threads: set[int] = set()
        player.frame_shown.connect(self.on_shown)
        player.time_changed.connect(self.on_time)
        player.playing_changed.connect(self.playing.append)
        player.failed.connect(self.on_failed)

    def on_shown(self, frame_idx: int, is_exact: bool) -> None:
        self.threads.add(threading.get_ident())
        self.shown.append((frame_idx, is_exact))

    def on_time(self, time_s: float) -> None:
        self.threads.add(threading.get_ident())
        self.times.append(time_s)

    def on_failed(self, sentence: str, next_step: str) -> None:
        self.threads.add(threading.get_ident())
        self.failures.append((sentence, next_step))


@pytest.fixture
def heard(player, qtbot) -> Recorder:
    recorder = Recorder(player)
    qtbot.addWidget(recorder)
    return recorder


N_REAL_FRAMES = 40


@pytest.fixture(scope="session")
def real_video(tmp_path_factory) -> Path:
    """An H.264 file, GOP 12, whose frame n is a flat grey of level 20 + 5 n, at uneven times."""
    file = tmp_path_factory.mktemp("video") / "grey.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.options = {"g": "12", "crf": "1"}
        stream.codec_context.time_base = Fraction(1, 1000)
        for n in range(N_REAL_FRAMES):
            frame = av.VideoFrame.from_ndarray(
                np.full((48, 64, 3), 20 + 5 * n, dtype=np.uint8), format="rgb24"
            )
            frame.pts = n * 40 + (n % 3) * 7
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file
