"""What both command lines show while they work."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any

from tqdm import tqdm

from pgcn_core.runtime import Progress


@contextmanager
def progress_bars(title: str) -> Iterator[Progress]:
    """Show one bar per stage on stderr."""
    bars: dict[str, tqdm[Any]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            for finished in bars.values():
                finished.close()
            bars[stage] = tqdm(desc=f"{title}: {stage}", file=sys.stderr, mininterval=0.5)
        bars[stage].total = total or None
        bars[stage].update(done - bars[stage].n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()


@contextmanager
def cancelled_by_ctrl_c() -> Iterator[Event]:
    """Turn the first Ctrl-C into a cancel flag, so that finished features are kept."""
    cancel = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
