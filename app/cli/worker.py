"""The verbs of projects on a server: what waits to be analysed, and who does it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from app import bootstrap
from app.domain.project import VideoEntry
from app.engine.console import cancelled_by_ctrl_c, progress_bars
from app.services.ports import QueueCounts
from app.services.working import Worker, WorkerWatch, queue_of

MakeParts = Callable[[], bootstrap.Parts]
PLACE = click.Path(path_type=Path)


class _Teller(WorkerWatch):
    """Tells on stderr what a worker does."""

    def began(self, video: VideoEntry) -> None:
        """Say which video it is at."""
        click.echo(f"{video.name} ...", err=True)

    def ended(self, video: VideoEntry, words: str) -> None:
        """Say what came of it."""
        click.echo(f"{video.name}: {words}", err=True)


def worker_commands(make_parts: MakeParts) -> tuple[click.Command, ...]:
    """Return the verbs ``worker`` and ``enqueue``."""

    @click.command()
    @click.argument("url", type=PLACE)
    @click.option("--stay", is_flag=True, help="Wait for new jobs when none are left.")
    def worker(url: Path, *, stay: bool) -> None:
        """Analyse what waits in the queue of the project at URL (postgresql://...).

        Any number of workers, on any computers, empty one queue together.
        """
        parts = make_parts()
        with (
            bootstrap.opened(parts, url, writes=True) as store,
            cancelled_by_ctrl_c() as cancel,
            progress_bars(store.path.name) as progress,
        ):
            one = Worker(store, parts.localizer, watch=_Teller())
            one.work(progress, cancel, stay=stay)
        click.echo(f"{one.n_done} analysed, {one.n_failed} failed.", err=True)
        sys.exit(3 if one.n_failed else 0)

    @click.command()
    @click.argument("url", type=PLACE)
    @click.option("--again", is_flag=True, help="Videos that have a run already, too.")
    def enqueue(url: Path, *, again: bool) -> None:
        """Let the videos of the project at URL wait for a worker; say how the queue stands."""
        with bootstrap.opened(make_parts(), url, writes=True) as store:
            queue = queue_of(store)
            wanted = [one.id for one in store.videos() if again or one.last_run_id is None]
            n_new = queue.put(wanted)
            click.echo(_words(n_new, queue.counts()))

    return worker, enqueue


def _words(n_new: int, counts: QueueCounts) -> str:
    return (
        f"{n_new} added. {counts.n_waiting} waiting, {counts.n_taken} being analysed, "
        f"{counts.n_done} done, {counts.n_failed} failed."
    )
