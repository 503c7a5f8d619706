"""The sound of a video on the video's own clock: stereo samples from any time on, at any pace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from threading import Event
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.packet import Packet
from numpy.typing import NDArray

from pgcn_core.errors import VideoError
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.video.container import open_unchanged
from pgcn_core.video.products import Video

Samples = NDArray[np.float32]

SOUND_RATE_HZ = 48_000
N_CHANNELS = 2
_FORMAT, _LAYOUT = "flt", "stereo"
_LAYOUTS = {1: "mono", N_CHANNELS: _LAYOUT}
# Codecs need what came before to sound right; what is decoded early is dropped.
_EARLIER_S = (0.1, 2.0, 10.0)
# Containers round times; a hole or overlap smaller than this is no hole.
_JITTER_S = 0.02
_SILENCE_FRAMES = 4800
_MAX_BROKEN_READS = 64


class SoundReader:
    """Samples of a video's first sound track; a context manager.

    Time 0 is the start of the first shown picture, so that sound and pictures share one clock.
    Not thread-safe: the thread that enters it is the only one that may call it.

    Args:
        video: What ``open_video`` gave.

    Raises:
        VideoError: on entering, when the file has gone, has changed, or has no sound.
    """

    def __init__(self, video: Video) -> None:
        self._video = video
        self._origin_s = Fraction(int(video.index.pts[0])) * video.index.time_base
        self._open_files = ExitStack()
        self._opened: tuple[InputContainer, AudioStream] | None = None

    def __enter__(self) -> Self:
        container, _ = self._open_files.enter_context(open_unchanged(self._video.info))
        track = sound_track(container)
        if track is None:
            self._open_files.close()
            raise VideoError(f"{self._video.info.path.name} has no sound that can be decoded.")
        self._opened = container, track
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened = None
        self._open_files.close()

    def blocks(self, start_s: float, end_s: float, *, tempo: float = 1.0) -> Iterator[Samples]:
        """Yield the sound of [start_s, end_s), silence where there is none.

        Args:
            start_s: Seconds since the first shown picture.
            end_s: Where it ends; may lie after the last sound.
            tempo: Media seconds per second, pitch kept; in [0.5, 100].

        Yields:
            (n, 2) float32 in [-1, 1] at ``SOUND_RATE_HZ``, n >= 1. Together they last
            ``(end_s - start_s) / tempo`` seconds, to the sample when ``tempo`` is 1.
        """
        plain = self._filled(start_s, end_s)
        yield from plain if tempo == 1.0 else _at_tempo(plain, tempo)

    def _filled(self, start_s: float, end_s: float) -> Iterator[Samples]:
        """Yield exactly the samples of the span, holes and ends filled with silence."""
        n_wanted = max(0, round((end_s - start_s) * SOUND_RATE_HZ))
        done = 0
        for at_s, chunk in self._decoded_from(start_s):
            begin = round((at_s - start_s) * SOUND_RATE_HZ)
            if done and abs(begin - done) < _JITTER_S * SOUND_RATE_HZ:
                begin = done
            for silence in _silence(min(begin, n_wanted) - done):
                yield silence
                done += len(silence)
            samples = chunk[max(done - begin, 0) :][: n_wanted - done]
            if len(samples):
                yield samples
                done += len(samples)
            if done >= n_wanted:
                return
        yield from _silence(n_wanted - done)

    def _decoded_from(self, start_s: float) -> Iterator[tuple[float, Samples]]:
        """Yield (time, samples) from at or before ``start_s`` on where the file has any."""
        for earlier_s in _EARLIER_S:
            chunks = self._seek_and_decode(start_s - earlier_s)
            first = next(chunks, None)
            if first is not None and first[0] <= start_s + _JITTER_S:
                yield first
                yield from chunks
                return
        yield from self._seek_and_decode(None)

    def _seek_and_decode(self, from_s: float | None) -> Iterator[tuple[float, Samples]]:
        if self._opened is None:
            raise RuntimeError("SoundReader is used outside its with block")
        container, stream = self._opened
        base = Fraction(stream.time_base or Fraction(1, SOUND_RATE_HZ))
        try:
            if from_s is None:
                container.seek(container.start_time or 0)
            else:
                wanted = Fraction(from_s).limit_denominator(SOUND_RATE_HZ) + self._origin_s
                container.seek(int(wanted / base), stream=stream)
        except av.FFmpegError:
            # Before the first or after the last sound; decoding from the start finds what there is.
            _rewind(container)
        for at_s, samples in timed_samples(container, stream):
            yield float(at_s - self._origin_s), samples


def sound_track(container: InputContainer) -> AudioStream | None:
    """Return the first sound track that can be decoded, None without one."""
    return next((one for one in container.streams.audio if one.codec_context is not None), None)


def timed_samples(
    container: InputContainer,
    stream: AudioStream,
    *,
    rate_hz: int = SOUND_RATE_HZ,
    n_channels: int = N_CHANNELS,
    cancel: Event | None = None,
) -> Iterator[tuple[Fraction, Samples]]:
    """Yield the sound from where a container stands, block by block; what is damaged is missing.

    Args:
        container: Opened.
        stream: One of its sound tracks.
        rate_hz: Samples a second that are yielded.
        n_channels: Channels that are yielded, 1 or 2; others are mixed to that.
        cancel: Looked at before every packet.

    Yields:
        When a block begins, seconds on the container's clock, and its (n, channels) float32
        samples in [-1, 1], n >= 1.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    kind = _FORMAT, _LAYOUTS[n_channels], rate_hz
    for frame in _resampled(_frames(container, stream, cancel), kind):
        if frame.pts is not None and frame.time_base is not None and frame.samples:
            samples = np.asarray(frame.to_ndarray(), np.float32).reshape(-1, n_channels)
            yield frame.pts * frame.time_base, samples


def _frames(
    container: InputContainer, stream: AudioStream, cancel: Event | None
) -> Iterator[AudioFrame]:
    """Decode on from where the container stands, passing over what is damaged."""
    stream.codec_context.flush_buffers()
    broken = 0
    while broken < _MAX_BROKEN_READS:
        try:
            for packet in container.demux(stream):
                raise_if_cancelled(cancel)
                yield from _decode(stream, packet)
        except av.FFmpegError:
            broken += 1
        else:
            return


def _rewind(container: InputContainer) -> None:
    try:
        container.seek(container.start_time or 0)
    except av.FFmpegError as error:
        name = container.name.rpartition("/")[2]
        raise VideoError(f"The sound of {name} cannot be read.") from error


def _resampled(frames: Iterator[AudioFrame], wanted: tuple[str, str, int]) -> Iterator[AudioFrame]:
    """Bring frames to one rate and layout; a broadcast may change its own in the middle."""
    made_of: tuple[str, str, int] | None = None
    resampler = AudioResampler(*wanted)
    for frame in frames:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if made_of is not None and kind != made_of:
            yield from resampler.resample(None)
            resampler = AudioResampler(*wanted)
        made_of = kind
        yield from resampler.resample(frame)
    if made_of is not None:
        yield from resampler.resample(None)


def _decode(stream: AudioStream, packet: Packet[AudioStream]) -> list[AudioFrame]:
    try:
        return list(stream.decode(packet))
    except av.FFmpegError:
        return []


def _stereo(frame: AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32).reshape(-1, N_CHANNELS)


def _silence(n_samples: int) -> Iterator[Samples]:
    for first in range(0, n_samples, _SILENCE_FRAMES):
        yield np.zeros((min(_SILENCE_FRAMES, n_samples - first), N_CHANNELS), np.float32)


def _at_tempo(blocks: Iterator[Samples], tempo: float) -> Iterator[Samples]:
    """Yield the same sound faster or slower at the same pitch (FFmpeg's atempo)."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=SOUND_RATE_HZ, format=_FORMAT, layout=_LAYOUT)
    stretch = graph.add("atempo", f"{tempo:.6f}")
    source.link_to(stretch)
    stretch.link_to(graph.add("abuffersink"))
    graph.configure()
    done = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(block.reshape(1, -1), format=_FORMAT, layout=_LAYOUT)
        frame.sample_rate, frame.pts = SOUND_RATE_HZ, done
        frame.time_base = Fraction(1, SOUND_RATE_HZ)
        done += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, AudioFrame) and frame.samples:
            yield _stereo(frame)
