"""The engine's way of showing progress on a terminal, for the program's headless verbs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.services.ports import NOTHING_TO_DO, Progress
from pgcn_core import console
from pgcn_core.console import cancelled_by_ctrl_c, run_command

__all__ = ["cancelled_by_ctrl_c", "progress_bars", "run_command"]


@contextmanager
def progress_bars(title: str) -> Iterator[Progress]:
    """Show the stages of a work on stderr; see the engine's own."""
    with console.progress_bars(title) as shown:

        def progress(stage: str, done: int, total: int) -> None:
            if total != NOTHING_TO_DO:
                shown(stage, done, total)

        yield progress
