"""Clips and reels through the engine's video room."""

from __future__ import annotations

from threading import Event

from app.engine.failures import translated
from app.engine.frames import EngineFrames
from app.services.media import ClipOrder, MadeClip, MadeReel, ReelOrder
from app.services.ports import Progress
from pgcn_core.video.clip_span import frames_within
from pgcn_core.video.clips import ClipStyle, make_clip
from pgcn_core.video.reels import ReelStyle, Shot, make_reel


class EngineMedia:
    """The ``MediaShop`` of the program.

    Args:
        frames: Opens the videos; what it remembers is not read again.
    """

    def __init__(self, frames: EngineFrames) -> None:
        self._frames = frames

    def clip(self, order: ClipOrder, *, progress: Progress, cancel: Event) -> MadeClip:
        video = self._frames.opened(order.video, cancel)
        style = ClipStyle(
            order.mode, order.tolerance_s, order.crf, has_sound=order.has_sound, marks=order.marks
        )
        segment_s = (order.start_s, order.end_s)
        with translated():
            made = make_clip(video, segment_s, order.out, style, progress=progress, cancel=cancel)
        wanted = frames_within(video.index, *segment_s)
        return MadeClip(
            file=made.file,
            is_copied=made.is_copied,
            start_s=made.start_s,
            end_s=made.end_s,
            earlier_s=wanted.start_s(video.index) - made.start_s,
            later_s=made.end_s - wanted.end_s(video.index),
            n_frames=made.n_frames,
            duration_s=made.duration_s,
            differences=made.differences,
        )

    def reel(self, order: ReelOrder, *, progress: Progress, cancel: Event) -> MadeReel:
        shots = [
            Shot(
                self._frames.opened(one.video, cancel), one.start_s, one.end_s, one.title, one.card
            )
            for one in order.shots
        ]
        style = ReelStyle(
            lines=order.lines,
            fps=order.fps,
            fade_s=order.fade_s,
            card_s=order.card_s,
            crf=order.crf,
            has_sound=order.has_sound,
            is_even=order.is_even,
            marks=order.marks,
        )
        with translated():
            made = make_reel(shots, order.out, style, progress=progress, cancel=cancel)
        return MadeReel(
            made.file,
            made.n_frames,
            made.duration_s,
            made.width_px,
            made.height_px,
            made.fps,
            made.starts_s,
            made.differences,
        )
