"""A stretch of a video as a file of its own: its packets taken over, or encoded to the frame."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any, Literal

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from pgcn_core.errors import VideoError
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.video.clip_span import (
    FrameSpan,
    copyable_span,
    decoding_times,
    frames_within,
    has_hidden_key,
    packets_from_key,
)
from pgcn_core.video.container import damaged, open_container, open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.movie import MovieLook, MovieWriter, open_movie, put_in_place
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video
from pgcn_core.video.sound import Samples, SoundReader

ClipMode = Literal["auto", "copy", "exact"]
STAGE = "Clip"
# What MP4 holds and players of it play; all else goes to Matroska, which takes everything.
_MP4_PICTURES = frozenset({"h264", "hevc", "mpeg4", "av1"})
_MP4_SOUNDS = frozenset({"aac", "mp3", "ac3", "eac3", "alac"})
_COLOURS = ("color_range", "colorspace", "color_primaries", "color_trc")
_REPORT_EVERY = 8
# A sound track may lag behind the pictures of the file by this much.
_SOUND_EARLIER_S = 2.0


@dataclass(frozen=True, slots=True)
class ClipStyle:
    """How a clip is made.

    Attributes:
        mode: ``copy`` takes packets over, from the keyframe before; ``exact`` encodes anew, to the
            frame; ``auto`` copies where that adds at most ``tolerance_s`` at either end.
        tolerance_s: Seconds a copied clip may begin earlier or end later, never less.
        crf: Quality of what is encoded.
        has_sound: Whether sound goes along.
        marks: What the file says of itself, such as ``title``.
    """

    mode: ClipMode = "auto"
    tolerance_s: float = 0.1
    crf: int = 18
    has_sound: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was written, opened again and compared.

    Attributes:
        is_copied: Whether its pictures are the very packets of the video.
        span: Its frames in the video.
        start_s: When its first frame is shown in the video, seconds.
        end_s: When its last frame leaves the screen, seconds.
        n_frames: What the file holds.
        duration_s: What the file lasts, seconds.
        differences: A sentence for each thing that is not as it was meant; empty when all is.
    """

    file: Path
    is_copied: bool
    span: FrameSpan
    start_s: float
    end_s: float
    n_frames: int
    duration_s: float
    differences: tuple[str, ...]


class _NotCopied(Exception):
    """The packets cannot be taken over after all; what they hold can be encoded."""


def make_clip(
    video: Video,
    segment_s: tuple[float, float],
    out: Path,
    style: ClipStyle,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> Clip:
    """Write the frames on screen in [start, end) to a file of their own, and look at it again.

    Times between frames, turn, pixel shape and colours stay. A copied clip keeps every sound track,
    an encoded one the first, as stereo.

    Args:
        video: What ``open_video`` gave.
        segment_s: Start and end, seconds.
        out: Its name; the suffix becomes ``.mp4``, or ``.mkv`` where MP4 cannot hold what is
            copied. What is there is never replaced: the name is counted up.
        style: How.
        progress: Told of frames.
        cancel: Checked at every frame and packet; nothing of the clip is left then.

    Raises:
        OutputError: the folder is missing, full or cannot be written.
        VideoError: the video has gone or changed, or cannot be taken over in mode ``copy``.
        Cancelled: ``cancel`` was set.
    """
    wanted = frames_within(video.index, *segment_s)
    span = None if style.mode == "exact" else copyable_span(video, wanted, cancel)
    if span is not None and _is_near(video, wanted, span, style):
        with suppress(_NotCopied):
            return _copied(video, span, out, style, cancel)
    if style.mode == "copy":
        raise VideoError(
            f"{video.info.path.name} cannot be cut without encoding it anew.",
            "Choose the cut exact, or auto, which encodes such clips to the frame.",
        )
    return _encoded(video, wanted, out, style, (progress, cancel))


def free_name(file: Path) -> Path:
    """Return a name that is not taken: the one given, else with the first free number behind it."""
    number, found = 2, file
    while found.exists():
        found = file.with_name(f"{file.stem} ({number}){file.suffix}")
        number += 1
    return found


def _is_near(video: Video, wanted: FrameSpan, span: FrameSpan, style: ClipStyle) -> bool:
    if style.mode == "copy":
        return True
    # Some players show what an edit list hides; what nobody asked to copy is not left to them.
    if has_hidden_key(video, span):
        return False
    earlier_s = wanted.start_s(video.index) - span.start_s(video.index)
    later_s = span.end_s(video.index) - wanted.end_s(video.index)
    return span.after >= wanted.after and max(earlier_s, later_s) <= style.tolerance_s + 1e-6


def _encoded(
    video: Video,
    span: FrameSpan,
    out: Path,
    style: ClipStyle,
    told: tuple[Progress, Event | None],
) -> Clip:
    file = free_name(out.with_suffix(".mp4"))
    with put_in_place(file) as part:
        _encode(video, span, part, style, told)
        return _looked_at(video, span, (part, file), told[1], is_copied=False)


def _copied(
    video: Video, span: FrameSpan, out: Path, style: ClipStyle, cancel: Event | None
) -> Clip:
    with open_unchanged(video.info) as (container, _):
        suffix = _suffix_for(container, video.info.codec, has_sound=style.has_sound)
    if suffix != ".mp4" and has_hidden_key(video, span):
        raise _NotCopied  # only MP4 hides frames
    file = free_name(out.with_suffix(suffix))
    with put_in_place(file) as part:
        try:
            _copy(video, span, part, style, cancel)
        except (av.InvalidDataError, av.ArgumentError, ValueError) as error:
            raise _NotCopied from error
        clip = _looked_at(video, span, (part, file), cancel, is_copied=True)
        if clip.differences and style.mode == "auto":
            raise _NotCopied
        return clip


def _suffix_for(container: InputContainer, codec: str, *, has_sound: bool) -> str:
    sounds = {one.codec_context.codec.canonical_name for one in _sounds(container)}
    fits = codec in _MP4_PICTURES and (not has_sound or sounds <= _MP4_SOUNDS)
    return ".mp4" if fits else ".mkv"


def _sounds(container: InputContainer) -> list[Any]:
    return [one for one in container.streams.audio if one.codec_context is not None]


def _looked_at(
    video: Video,
    span: FrameSpan,
    files: tuple[Path, Path],
    cancel: Event | None,
    *,
    is_copied: bool,
) -> Clip:
    """Open what was written and compare the time of every frame with the video's."""
    opened = open_video(files[0], cancel=cancel)
    return Clip(
        file=files[1],
        is_copied=is_copied,
        span=span,
        start_s=span.start_s(video.index),
        end_s=span.end_s(video.index),
        n_frames=opened.info.n_frames,
        duration_s=opened.info.duration_s,
        differences=tuple(_differences(video, span, opened, files[1].name)),
    )


def _differences(video: Video, span: FrameSpan, made: Video, name: str) -> Iterator[str]:
    meant_s = video.index.pts_s[span.first : span.after]
    if made.info.n_frames != span.n_frames:
        yield f"{name} has {made.info.n_frames} frames, not {span.n_frames}."
        return
    off_s = float(np.abs(made.index.pts_s - (meant_s - meant_s[0])).max())
    # Matroska rounds times to the millisecond.
    if off_s > 0.5 * float(made.index.time_base) + 1e-9 and off_s > 0.0011:
        yield f"A frame of {name} is {off_s * 1000:.3g} ms off its time."
    shape = (made.info.width_px & ~1, made.info.height_px & ~1)
    if shape != (video.info.width_px & ~1, video.info.height_px & ~1):
        yield f"{name} is shown as {made.info.width_px} x {made.info.height_px}."


# ---------------------------------------------------------------- encoded anew
def _encode(
    video: Video,
    span: FrameSpan,
    part: Path,
    style: ClipStyle,
    told: tuple[Progress, Event | None],
) -> None:
    progress, cancel = told
    index = video.index
    start_s, origin = span.start_s(index), int(index.pts[span.first])
    with ExitStack() as opened:
        container, stream = opened.enter_context(open_unchanged(video.info))
        sound = _sound_of(video, style, opened)
        blocks = iter(()) if sound is None else sound.blocks(start_s, span.end_s(index))
        look = _look(video, stream, style, has_sound=sound is not None)
        writer = opened.enter_context(MovieWriter(part, look))
        for frame_idx, frame in _every_frame(Decoder(container, stream, index), span, video):
            raise_if_cancelled(cancel)
            ticks = (int(index.pts[frame_idx]) - origin) * index.time_base.numerator
            writer.put_picture(frame, ticks)
            put_sound_up_to(writer, blocks, index.frame_end_s(frame_idx) - start_s)
            done = frame_idx + 1 - span.first
            if done % _REPORT_EVERY == 0 or done == span.n_frames:
                progress(STAGE, done, span.n_frames)
        put_sound_up_to(writer, blocks, float("inf"))


def _every_frame(
    decoder: Decoder, span: FrameSpan, video: Video
) -> Iterator[tuple[int, VideoFrame]]:
    """Yield every frame of the span; one that cannot be decoded is the one before it, again."""
    decoder.place(span.first)
    due, held = span.first, None
    # One earlier: it stands in when the first one is lost.
    for frame_idx, frame in decoder.frames(skip_below=max(span.first - 1, 0)):
        if frame_idx < span.first:
            held = frame
            continue
        until = min(frame_idx, span.after)
        # Before the first one there is only the first one.
        yield from ((missing, held or frame) for missing in range(due, until))
        if frame_idx >= span.after:
            return
        yield frame_idx, frame
        due, held = frame_idx + 1, frame
    if held is None:
        raise damaged(video.info.path)
    yield from ((missing, held) for missing in range(due, span.after))


def put_sound_up_to(writer: MovieWriter, blocks: Iterator[Samples], until_s: float) -> None:
    """Take blocks of sound until there is enough, so that it keeps pace with the pictures."""
    while writer.sound_s < until_s:
        block = next(blocks, None)
        if block is None:
            return
        writer.put_sound(block)


def _sound_of(video: Video, style: ClipStyle, opened: ExitStack) -> SoundReader | None:
    if not (style.has_sound and video.info.has_audio):
        return None
    with suppress(VideoError):  # a track nobody can decode is no sound
        return opened.enter_context(SoundReader(video))
    return None


def _look(video: Video, stream: Any, style: ClipStyle, *, has_sound: bool) -> MovieLook:  # noqa: ANN401 - PyAV's types leave colours out
    context = stream.codec_context
    return MovieLook(
        width_px=context.width,
        height_px=context.height,
        ticks_per_s=video.index.time_base.denominator,
        fps=Fraction(video.info.fps).limit_denominator(1001),
        crf=style.crf,
        rotation_deg=video.info.rotation_deg,
        sample_aspect=stream.sample_aspect_ratio or None,
        colours={name: int(getattr(context, name)) for name in _COLOURS},
        has_sound=has_sound,
        marks=style.marks,
    )


# ---------------------------------------------------------------- taken over
def _copy(
    video: Video, span: FrameSpan, part: Path, style: ClipStyle, cancel: Event | None
) -> None:
    """Take packets over, pictures and sound in the order of their times.

    Packets that the video hides stand before time zero, where MP4 hides them by an edit list.
    """
    base = video.index.time_base
    zero_s = int(video.index.pts[span.first]) * base
    end_s = zero_s + Fraction(span.end_s(video.index) - span.start_s(video.index))
    with ExitStack() as opened:
        new = opened.enter_context(open_movie(part, base.denominator, style.marks))
        sounding, stream = opened.enter_context(open_container(video.info.path))
        picture = new.add_stream_from_template(stream)
        picture.time_base = base
        tracks = {
            one.index: new.add_stream_from_template(one)
            for one in (_sounds(sounding) if style.has_sound else [])
        }
        key = video.index.key_before(span.first)
        packets = opened.enter_context(packets_from_key(video, key, with_hidden=True))
        pictures = _pictures(packets, video, span, picture)
        sounds = _sound_packets(sounding, tracks, (zero_s, end_s))
        for packet in heapq.merge(pictures, sounds, key=_decoded_at):
            raise_if_cancelled(cancel)
            _mux(new, packet, zero_s)


def _decoded_at(packet: Packet[Any]) -> Fraction:
    ticks = packet.pts if packet.dts is None else packet.dts
    return (ticks or 0) * Fraction(packet.time_base)


def _mux(new: OutputContainer, packet: Packet[Any], zero_s: Fraction) -> None:
    zero = round(zero_s / Fraction(packet.time_base))
    packet.pts = None if packet.pts is None else packet.pts - zero
    packet.dts = None if packet.dts is None else packet.dts - zero
    new.mux(packet)


def _pictures(
    packets: Iterator[tuple[int, Packet[Any]]], video: Video, span: FrameSpan, into: Stream
) -> Iterator[Packet[Any]]:
    decoded = decoding_times(video, span)
    number = 0
    for frame_idx, packet in packets:
        packet.stream = into
        if frame_idx >= 0:
            packet.pts = int(video.index.pts[frame_idx])
            if decoded is not None:
                packet.dts = decoded[number]
            number += 1
        yield packet
        if number == span.n_frames:
            return


def _sound_packets(
    container: InputContainer, tracks: Mapping[int, Stream], span_s: tuple[Fraction, Fraction]
) -> Iterator[Packet[Any]]:
    """Yield the packets of every sound track that begin inside the span, on the file's clock."""
    if not tracks:
        return
    start_s, end_s = span_s
    with suppress(av.FFmpegError):  # before the first sound: the beginning will do
        container.seek(int((start_s - Fraction(_SOUND_EARLIER_S)) * av.time_base))
    over: set[int] = set()
    for packet in container.demux([container.streams[number] for number in tracks]):
        if packet.pts is None or not packet.size:
            continue
        at_s = packet.pts * Fraction(packet.time_base)
        if at_s >= end_s:
            over.add(packet.stream_index)
            if len(over) == len(tracks):
                return
        elif at_s >= start_s:
            packet.stream = tracks[packet.stream_index]
            yield packet
