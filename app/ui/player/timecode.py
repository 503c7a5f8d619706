"""Times as the player writes them."""

from __future__ import annotations


def timecode(time_s: float) -> str:
    """Return ``mm:ss.mmm``, with hours in front from one hour on."""
    milliseconds = round(max(time_s, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest / 1000:06.3f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes:02d}:{seconds}"
