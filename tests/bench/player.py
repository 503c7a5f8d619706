"""How fast the player is, beside the plain way in the same process; rows of ``tests.bench.gui``.

The clip is 1080p30 H.264 with a keyframe every 250 frames, made at the start.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from threading import Event

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import cv2
import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from app.engine.frames import EngineFrames
from app.engine.proxies import EngineProxies
from app.ui.opening import PICTURE_HEIGHT_PX
from app.ui.pixels import to_image
from app.ui.player.frame_loader import SETTLE_S
from app.ui.player.widget import PlayerWidget
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video

SIZE = (1920, 1080)
FPS = 30
GOP = 250
N_CODED = 500
N_REPEATS = 8
N_FRAMES = N_CODED * N_REPEATS
N_SCRUBS = 60
N_STEPS = 40
REST_S = 3.0
PLAIN_TURNS = 10
WAIT_MS = 30_000
Numbers = dict[str, float]
Row = dict[str, float | Numbers]


def make_clip(path: Path) -> Path:
    """Write moving noise over a gradient: neither trivial nor hopeless for the decoder.

    The same packets follow one another a few times, so that there are keyframes enough to miss.
    """
    width, height = SIZE
    draw = np.random.default_rng(5)
    base = np.linspace(30, 200, width, dtype=np.uint8)[None, :, None].repeat(height, 0).repeat(3, 2)
    texture = draw.integers(0, 80, (height // 2, width // 2, 3), dtype=np.uint8)
    with av.open(str(path), "w") as container:
        options = {"preset": "veryfast", "sc_threshold": "0"}
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = GOP
        stream.codec_context.time_base = Fraction(1, FPS)
        packets = []
        for number in range(N_CODED):
            picture = base.copy()
            x, y = 4 * number % (width // 2), 2 * number % (height // 2)
            picture[y : y + height // 2, x : x + width // 2] += texture[: height - y, : width - x]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        coded = [(bytes(p), p.pts, p.dts, p.is_keyframe) for p in packets]
        for turn in range(N_REPEATS):
            for data, pts, dts, is_key in coded:
                packet = av.Packet(data)
                packet.stream, packet.time_base = stream, Fraction(1, FPS)
                packet.pts, packet.dts = pts + turn * N_CODED, dts + turn * N_CODED
                packet.is_keyframe = is_key
                container.mux(packet)
    return path


def cpu_of(thread_s: list[float], process_s: list[float]) -> Numbers:
    """Return what the decoding thread and the whole process worked, which a busy machine spares."""
    thread, process = spread(thread_s), spread(process_s)
    return {
        "thread_p50_ms": thread["p50_ms"],
        "thread_p95_ms": thread["p95_ms"],
        "process_p50_ms": process["p50_ms"],
        "process_p95_ms": process["p95_ms"],
    }


def spread(taken_s: list[float]) -> Numbers:
    """Return the median and the 95th percentile in milliseconds."""
    low, high = np.percentile(np.asarray(taken_s) * 1e3, [50, 95])
    return {"p50_ms": float(low), "p95_ms": float(high)}


def beside(ours: Numbers, plain: Numbers) -> Row:
    """Return both and how many times better ours is."""
    return {**ours, "plain": plain, "ratio": {name: plain[name] / ours[name] for name in ours}}


class Watch:
    """The player on a clip, asked and waited for as a person does."""

    def __init__(self, path: Path, source: EngineFrames | None = None) -> None:
        source = source or EngineFrames()
        self.player = PlayerWidget(open_speaker=lambda _pull, _rate_hz: None)
        self.player.resize(1280, 800)
        self.player.show()
        facts = source.probe(path)
        self._shown: Callable[[int, bool], bool] = lambda _idx, _exact: False
        self._loop = QEventLoop()
        self._guard = QTimer(singleShot=True, interval=WAIT_MS)
        self._guard.timeout.connect(self._loop.quit)
        self.player.frame_shown.connect(self._look)
        self.seconds(
            lambda: self.player.show_video(
                facts, lambda: source.access(path, max_height_px=PICTURE_HEIGHT_PX)
            )
        )

    def seconds(self, act: Callable[[], object], *, exact: bool = True) -> float:
        """Return how long it takes from asking to the next (exact) picture, painted."""
        self._shown = lambda _idx, is_exact: is_exact or not exact
        began = time.perf_counter()
        act()
        self._guard.start()
        self._loop.exec()
        self._guard.stop()
        self.player.surface.repaint()
        return time.perf_counter() - began

    def rest(self, seconds: float) -> None:
        """Let time pass, as a person who looks at the picture."""
        QTimer.singleShot(round(seconds * 1e3), self._loop.quit)
        self._shown = lambda _idx, _exact: False
        self._loop.exec()

    def _look(self, frame_idx: int, is_exact: bool) -> None:
        if self._shown(frame_idx, is_exact):
            self._loop.quit()


@contextmanager
def watching(path: Path, source: EngineFrames | None = None) -> Iterator[Watch]:
    """Open a clip in a player and close it again."""
    watch = Watch(path, source)
    yield watch
    watch.player.close_video()


def scrub_1080p(path: Path) -> Row:
    """Measure the first picture after a move of the mouse, and the exact one after it rests.

    A person looks at the first picture before dragging; without that moment no keyframe is ready.
    """
    draw = random.Random(3)
    with watching(path) as watch:
        unprepared = _drag(watch, draw)
        settled = _settle(watch, draw)
    with watching(path) as watch:
        watch.rest(REST_S)
        first = _drag(watch, draw)
    wanted = [draw.randrange(N_FRAMES) for _ in range(PLAIN_TURNS)]
    plain = [_opencv_seek_s(path, frame_idx) for frame_idx in wanted]
    # OpenCV gives the exact frame and nothing sooner.
    return {
        **beside(spread(first), spread(plain)),
        "unprepared": spread(unprepared),
        "cpu_of_a_keyframe_not_kept": key_picture_cpu(path),
        "exact_after_rest": spread(settled),
    }


def key_picture_cpu(path: Path) -> Numbers:
    """Measure what a keyframe costs that is not kept yet, from the file to the picture to paint."""
    video = open_video(path)
    draw = random.Random(7)
    thread_s, process_s = [], []
    with FrameReader(video, max_height_px=PICTURE_HEIGHT_PX, cache_bytes=1) as reader:
        reader.nearest_keyframe(0)
        for frame_idx in [draw.randrange(N_FRAMES) for _ in range(N_STEPS)]:
            began = time.thread_time(), time.process_time()
            to_image(reader.nearest_keyframe(frame_idx)[1])
            thread_s.append(time.thread_time() - began[0])
            process_s.append(time.process_time() - began[1])
    return cpu_of(thread_s, process_s)


def proxy_1080p(path: Path) -> Row:
    """Measure the same drag with a proxy, whose first picture is of the very frame."""
    with tempfile.TemporaryDirectory() as folder:
        proxies = EngineProxies(Path(folder))
        began = time.perf_counter()
        proxies.make(path, progress=lambda *_: None, cancel=Event())
        made_s = time.perf_counter() - began
        size_bytes = sum(file.stat().st_size for file in Path(folder).iterdir())
        with watching(path, EngineFrames(proxies)) as watch:
            first = _drag(watch, random.Random(3))
    return {
        **spread(first),
        "making": {
            "frames_per_s": N_FRAMES / made_s,
            "share_of_the_file": size_bytes / path.stat().st_size,
        },
    }


def _drag(watch: Watch, draw: random.Random) -> list[float]:
    facts = watch.player.facts
    assert facts is not None
    taken_s = []
    for _ in range(N_SCRUBS):
        time_s = draw.uniform(0, facts.duration_s)
        taken_s.append(watch.seconds(lambda t=time_s: watch.player.scrub_to(t), exact=False))
        watch.rest(0.02)
    return taken_s


def _settle(watch: Watch, draw: random.Random) -> list[float]:
    facts = watch.player.facts
    assert facts is not None
    settled = []
    for _ in range(PLAIN_TURNS):
        time_s = draw.uniform(0, facts.duration_s)
        took_s = watch.seconds(lambda t=time_s: watch.player.scrub_to(t))
        settled.append(max(took_s - SETTLE_S, 0.0))
    return settled


def step_back(path: Path) -> Row:
    """Measure steps of one frame, forward and back, from the middle of a group of pictures."""
    start_s = (GOP - 50) / FPS
    with watching(path) as watch:
        player = watch.player
        watch.seconds(lambda: player.go_to(start_s))
        forward = [watch.seconds(lambda: player.step(1)) for _ in range(N_STEPS)]
        watch.seconds(lambda: player.go_to(start_s - 1.0))
        at_once = watch.seconds(lambda: player.step(-1))
        watch.rest(6.0)
        back = [watch.seconds(lambda: player.step(-1)) for _ in range(N_STEPS)]
    plain = [_pyav_seek_s(path, GOP - 50 - k) for k in range(PLAIN_TURNS)]
    return {
        **beside(spread(back), spread(plain)),
        "forward": spread(forward),
        "first_unprepared_ms": at_once * 1e3,
    }


def _opencv_seek_s(path: Path, frame_idx: int) -> float:
    capture = cv2.VideoCapture(str(path))
    capture.read()
    began = time.perf_counter()
    capture.set(cv2.CAP_PROP_POS_FRAMES, frame_idx)
    capture.read()
    took_s = time.perf_counter() - began
    capture.release()
    return took_s


def _pyav_seek_s(path: Path, frame_idx: int) -> float:
    """Seek to the keyframe before and decode up to the frame, as the textbook has it."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        next(container.decode(stream))
        assert stream.time_base is not None
        wanted = round(frame_idx / FPS / stream.time_base)
        began = time.perf_counter()
        container.seek(wanted, stream=stream)
        for frame in container.decode(stream):
            if frame.pts is not None and frame.pts >= wanted:
                frame.to_ndarray(format="rgb24")
                break
        return time.perf_counter() - began
