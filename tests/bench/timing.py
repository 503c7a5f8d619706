"""Two ways of doing the same, in turn, in one process on one CPU thread."""

import os
import statistics
import time
from collections.abc import Callable

import torch

Act = Callable[[], object]
Row = dict[str, float | int | str]


def one_thread() -> None:
    """Keep everything that follows, whatever threads it starts, on one CPU."""
    torch.set_num_threads(1)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def side_by_side(ours: Act, reference: Act, turns: int) -> Row:
    """Medians of both in seconds, and the median of reference over ours in each turn.

    Both have run once before: nothing is compiled while it is timed.
    """
    mine, theirs = [], []
    for _ in range(turns):
        mine.append(seconds(ours))
        theirs.append(seconds(reference))
    ratios = [b / a for a, b in zip(mine, theirs, strict=True)]
    return {
        "ours_s": statistics.median(mine),
        "reference_s": statistics.median(theirs),
        "ratio": statistics.median(ratios),
        "turns": turns,
    }


def seconds(act: Act) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
