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

    Both have run once before: nothing is compiled while it is timed. ``cpu_ratio`` is that of the
    time on the CPU, which other work on a shared machine disturbs less.
    """
    mine, theirs = [], []
    for _ in range(turns):
        mine.append(seconds(ours))
        theirs.append(seconds(reference))
    wall, cpu = (
        statistics.median(b[clock] / max(a[clock], 1e-9) for a, b in zip(mine, theirs, strict=True))
        for clock in (0, 1)
    )
    return {
        "ours_s": statistics.median(one[0] for one in mine),
        "reference_s": statistics.median(one[0] for one in theirs),
        "ratio": wall,
        "cpu_ratio": cpu,
        "turns": turns,
    }


def seconds(act: Act) -> tuple[float, float]:
    """How long one call takes, and how long it is on a CPU."""
    began, cpu_began = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - cpu_began
