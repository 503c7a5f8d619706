"""What both command lines show while they work, and how they end when they are stopped."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any, NoReturn

import click
from tqdm import tqdm

from pgcn_core.errors import Cancelled, OutOfMemory
from pgcn_core.runtime import Progress, memory_told

_BAR = "{desc}: {percentage:3.0f}% |{bar}| {elapsed}, {remaining} left"
_NO_BAR = "{desc}: {elapsed}"


@contextmanager
def progress_bars(title: str) -> Iterator[Progress]:
    """Show one bar per stage on stderr; one plain line per stage where stderr is no terminal."""
    shown: _Bars | _Lines = _Bars(title) if sys.stderr.isatty() else _Lines(title)
    try:
        yield shown.progress
    finally:
        shown.close()


class _Bars:
    def __init__(self, title: str) -> None:
        self._title = title
        self._stage = ""
        self._bar: tqdm[Any] | None = None

    def progress(self, stage: str, done: int, total: int) -> None:
        bar = self._bar
        if bar is None or stage != self._stage:
            self.close()
            bar = tqdm(desc=f"{self._title}: {stage}", file=sys.stderr, bar_format=_NO_BAR)
            self._stage, self._bar = stage, bar
        if total:
            bar.total = total
            bar.bar_format = _BAR
        bar.update(done - bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class _Lines:
    def __init__(self, title: str) -> None:
        self._title = title
        self._stage = ""

    def progress(self, stage: str, done: int, total: int) -> None:  # noqa: ARG002 - one line is enough
        if stage != self._stage:
            self._stage = stage
            click.echo(f"{self._title}: {stage}", err=True)

    def close(self) -> None:
        """Nothing is left open."""


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


def run_command(
    command: click.Command,
    program: str,
    failure: type[Exception],
    stopped: type[Exception],
) -> NoReturn:
    """Run a command line; the world's failures become one sentence and an exit code.

    Args:
        command: What ``program`` does.
        program: Its name, as the person typed it.
        failure: What it raises when the world fails it, with an ``exit_code``.
        stopped: What it raises when the person stopped it; what it says is how to go on.
    """
    try:
        # Not standalone: click would answer Ctrl-C with "Aborted!" and exit code 1.
        with memory_told("do this"):
            code = command.main(prog_name=program, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (failure, OutOfMemory) as error:
        click.echo(f"{program}: {error}", err=True)
        sys.exit(getattr(error, "exit_code", 1))
    except (stopped, click.Abort, KeyboardInterrupt) as error:
        _end_stopped(program, str(error) or "Run the same again to go on where it stopped.")
    sys.exit(code if isinstance(code, int) else 0)


def _end_stopped(program: str, next_step: str) -> NoReturn:
    """Say that the person stopped it and end at once.

    Networks that are still being loaded in the background are not waited for, as Python would;
    everything that has to be on the disk is there by now.
    """
    click.echo(f"{program}: Stopped. {next_step}", err=True)
    others = set(threading.enumerate()) - {threading.main_thread()}
    if all(thread.daemon for thread in others):
        sys.exit(Cancelled.exit_code)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(Cancelled.exit_code)
