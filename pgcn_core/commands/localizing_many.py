"""``pgcn localize`` into a folder: many videos, resumable, in this process or under Ray."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import click
from tqdm import tqdm

from pgcn_core.commands.loading import asked_model, settings_file_of
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import SettingsError
from pgcn_core.many.folder import ResultFolder
from pgcn_core.many.on_ray import LOCAL, RayWorkers, check_ray
from pgcn_core.many.one import Job, output_of
from pgcn_core.many.recipe import Identity, Recipe
from pgcn_core.many.round import Round, Take, Workers
from pgcn_core.output import is_stream
from pgcn_core.runtime import LOADING_STAGE, cache_dir, in_background, wait_for
from pgcn_core.text_files import read_text

_ADDRESS = re.compile(r"local|auto|ray://\S+|[\w.\[\]-]+:\d+")


def is_folder(out: Path, ray: str | None) -> bool:
    """Return whether ``--out`` names a folder: it is one, or has no suffix, or Ray fills it."""
    return ray is not None or out.is_dir() or not (out.suffix or is_stream(out) or out.exists())


def told_apart(ray: str | None, videos: Sequence[Path]) -> tuple[str | None, list[Path]]:
    """Return the address of Ray and the videos: ``--ray a.mp4`` names no address but a video."""
    if ray is None or _ADDRESS.fullmatch(ray):
        return ray, list(videos)
    return LOCAL, [Path(ray), *videos]


def listed(file: Path | None) -> list[Path]:
    """Return the videos that a list names, a line each; ``-`` is stdin.

    Blank lines do not count, nor do lines that begin with #.

    Raises:
        SettingsError: the list cannot be read, or names none.
    """
    if file is None:
        return []
    text = sys.stdin.read() if str(file) == "-" else read_text(file)
    lines = [line.strip() for line in text.splitlines()]
    videos = [Path(line) for line in lines if line and not line.startswith("#")]
    if not videos:
        raise SettingsError(f"{file} names no video.", "Write the path of one on each line.")
    return videos


def localize_into(
    out: Path, videos: Sequence[Path], ray: str | None, workers: int, options: dict[str, Any]
) -> int:
    """Fill a folder with the results of many videos; return the exit code.

    Args:
        out: The folder.
        videos: Files, no two the same.
        ray: Address of a cluster, ``local``, or None for this process.
        workers: Under Ray; 0 leaves it to the machine.
        options: Of the command.

    Raises:
        PgcnError: a setting, the weights, Ray or a file that is named cannot be used.
        Cancelled: Ctrl-C was pressed.
    """
    if ray is not None:
        check_ray()
    with cancelled_by_ctrl_c() as cancel:
        recipe, identity = wait_for(in_background(lambda: _prepared(options)), cancel)
        chosen: Workers = InThisProcess(recipe)
        if ray is not None:
            chosen = RayWorkers(recipe, ray, workers)
        done = Round(ResultFolder(out), Teller(len(videos)))
        done.run(videos, identity, chosen, cancel)
    return _end(done, out)


@dataclass(frozen=True, slots=True)
class InThisProcess:
    """``Workers`` without any: one video after the other."""

    recipe: Recipe

    def __call__(self, jobs: Sequence[Job], take: Take, cancel: Event) -> None:
        """See ``Workers``."""
        click.echo(LOADING_STAGE, err=True)
        engine = wait_for(in_background(self.recipe.load), cancel)
        for job in jobs:
            with progress_bars(job.path.name) as progress:
                output = output_of(job.path, engine, progress, cancel)
            take(job, output)


class Teller:
    """Says what became of each video, and now and then how long the rest will take."""

    def __init__(self, n_wanted: int) -> None:
        self._n_wanted = n_wanted
        self._n_told = 0
        self._began_s = time.monotonic()

    def __call__(self, line: str) -> None:
        """Say a line of the round."""
        self._n_told += 1
        done, _, _ = line.partition(" ")
        n_left = self._n_wanted - int(done)
        each_s = (time.monotonic() - self._began_s) / self._n_told
        left = f" ({tqdm.format_interval(each_s * n_left)} left)" if n_left else ""
        click.echo(line + left, err=True)


def _prepared(options: dict[str, Any]) -> tuple[Recipe, Identity]:
    recipe = Recipe(
        *asked_model(settings_file_of(options), options),
        options["device"],
        None if options["no_cache"] else cache_dir() / "features",
    )
    return recipe, recipe.identity()


def _end(done: Round, out: Path) -> int:
    """Write all in one file, list what has no output, and return the exit code."""
    if done.n_kept:
        click.echo(f"{done.n_kept} of {len(done.outcomes)} were finished already.", err=True)
    if done.keys:
        done.folder.write_results(done.keys)
        click.echo(str(out))
    failures = done.failures
    if not failures:
        return 0
    click.echo(f"{len(failures)} of {len(done.outcomes)} without results:", err=True)
    for failure in failures.values():
        click.echo(f"pgcn: {failure}", err=True)
    return next(iter(failures.values())).exit_code
