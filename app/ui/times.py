"""Times as people read them, and the frames they belong to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.ui.language import PLURAL, translate


def clock(time_s: float) -> str:
    """Return ``m:ss.mmm``, with hours in front when there are any."""
    milliseconds = round(max(time_s, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest / 1000:06.3f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def length(duration_s: float) -> str:
    """Return a length without fractions: ``0:07``, ``12:30``, ``1:02:03``."""
    return clock(round(duration_s)).split(".", maxsplit=1)[0]


def time_left(seconds: float) -> str:
    """Return a wait in round words: ``about 40 s``, ``about 3 min``, ``about 2 h``."""
    if seconds < 10:
        return translate("Window", "a few seconds")
    if seconds < 90:
        return translate("Window", "about {n} s").format(n=round(seconds / 5) * 5)
    if seconds < 5400:
        return translate("Window", "about {n} min").format(n=round(seconds / 60))
    return translate("Window", "about {n:.1f} h").format(n=seconds / 3600)


def frame_count(n: int) -> str:
    """Return how many frames: ``1 frame``, ``12 frames``."""
    return (
        translate("Window", "1 frame")
        if n == 1
        else translate("Window", "%n frames", "", PLURAL, n)
    )


def nearest_frame(pts_s: NDArray[np.float64], time_s: float) -> int:
    """Return the number of the frame whose time (T,) is nearest to ``time_s``; 0 for none."""
    right = int(np.searchsorted(pts_s, time_s))
    if right == 0:
        return 0
    if right == len(pts_s):
        return right - 1
    nearer_left = time_s - pts_s[right - 1] <= pts_s[right] - time_s
    return right - 1 if nearer_left else right
