"""Segments in whole milliseconds or frames, none of them without length."""

from __future__ import annotations

from app.domain.segment import Segment
from app.exchange.frame_clock import FrameClock


def whole_ms(segment: Segment) -> tuple[int, int]:
    """Return start and end in ms, end exclusive; a shorter segment becomes the ms it lies in."""
    start, end = round(segment.start_s * 1000), round(segment.end_s * 1000)
    if start < end:
        return start, end
    start = int((segment.start_s + segment.end_s) * 500)
    return start, start + 1


def whole_frames(segment: Segment, clock: FrameClock) -> tuple[int, int]:
    """Return first frame, and the one after the last, from 0.

    A segment shorter than a frame becomes the frame it lies in.
    """
    first, after = clock.frame(segment.start_s), clock.frame(segment.end_s)
    if first < after:
        return first, after
    is_before = (segment.start_s + segment.end_s) / 2 < clock.time_s(first)
    first -= 1 if is_before and first > 0 else 0
    return first, first + 1


def clock_text(time_ms: int, decimal_mark: str) -> str:
    """Return ``HH:MM:SS.mmm`` with the mark between seconds and milliseconds."""
    seconds, ms = divmod(time_ms, 1000)
    return (
        f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{decimal_mark}{ms:03d}"
    )
