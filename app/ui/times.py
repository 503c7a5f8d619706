"""Times as people read them, and the frames they belong to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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
        return "a few seconds"
    if seconds < 90:
        return f"about {round(seconds / 5) * 5} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"


def nearest_frame(pts_s: NDArray[np.float64], time_s: float) -> int:
    """Return the number of the frame whose time (T,) is nearest to ``time_s``; 0 for none."""
    right = int(np.searchsorted(pts_s, time_s))
    if right == 0:
        return 0
    if right == len(pts_s):
        return right - 1
    nearer_left = time_s - pts_s[right - 1] <= pts_s[right] - time_s
    return right - 1 if nearer_left else right
