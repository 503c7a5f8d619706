"""Segments in whole milliseconds or frames, none of them without length."""

from __future__ import annotations

from app.domain.segment import Segment
from app.exchange.frame_clock import FrameClock


def whole_ms(segment: Segment) -> tuple[int, int]:
    """Return start and end in ms, end exclusive; a shorter segment becomes one long."""
    start = round(segment.start_s * 1000)
    return start, max(start + 1, round(segment.end_s * 1000))


def whole_frames(segment: Segment, clock: FrameClock) -> tuple[int, int]:
    """Return first frame, and the one after the last, from 0; a shorter segment becomes one."""
    start = clock.frame(segment.start_s)
    return start, max(start + 1, clock.frame(segment.end_s))


def clock_text(time_ms: int, decimal_mark: str) -> str:
    """Return ``HH:MM:SS.mmm`` with the mark between seconds and milliseconds."""
    seconds, ms = divmod(time_ms, 1000)
    return (
        f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{decimal_mark}{ms:03d}"
    )
