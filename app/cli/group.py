"""The program on the command line: the window, and the verbs that need none.

Results go to files and stdout, progress and messages to stderr. Exit codes: 0 all done, 1 the
request cannot be granted, 2 wrong usage, 3 a video, 4 to 7 the engine (see ``pgcn``), 8 the project
file, 9 a file of another tool, 130 stopped by the person.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Event

import click

from app import bootstrap
from app.cli.agreement import agreement_command
from app.cli.evaluate import evaluate_command
from app.cli.exchange import exchange_commands
from app.cli.loop import loop_commands
from app.cli.models import model_commands
from app.cli.worker import worker_commands
from app.domain.errors import Cancelled, EngineStumbled, MediaError, StudioError
from app.domain.project import VideoEntry
from app.engine.console import cancelled_by_ctrl_c, progress_bars, run_command
from app.services.analysis import analyse
from app.services.ports import ProjectStore

FILE = click.Path(path_type=Path)


class _OpensByDefault(click.Group):
    """``pgcn-studio match.mp4`` means ``pgcn-studio open match.mp4``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, "-h", "--help", "--version"}
        if not args or args[0] not in known:
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OpensByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pgcn-studio", prog_name="pgcn-studio")
def cli() -> None:
    """Annotate and review actions in video."""


@cli.command("open")
@click.argument("paths", nargs=-1, type=FILE)
def open_window(paths: tuple[Path, ...]) -> None:
    """Open the window on a project, or on videos and folders of videos."""
    sys.exit(bootstrap.show_window(paths))


@cli.command()
@click.argument("videos", nargs=-1, type=FILE)
@click.option("--output", type=FILE, help="Run to the end, write detections and a picture, exit.")
def demo(videos: tuple[Path, ...], output: Path | None) -> None:
    """Open the sample project (or VIDEOS, or $VIDEO) and run the detection."""
    named = os.environ.get("VIDEO")
    if named and not videos:
        videos = (Path(named),)
    sys.exit(bootstrap.show_demo(videos, output))


@cli.command()
@click.argument("project", type=FILE)
@click.argument("videos", nargs=-1, type=FILE)
@click.option("--again", is_flag=True, help="Analyse videos that have a run already, too.")
def analyze(project: Path, videos: tuple[Path, ...], *, again: bool) -> None:
    """Add VIDEOS to PROJECT (made when it is new) and analyse what has no run yet."""
    parts = _parts()
    with (
        bootstrap.opened(parts, project, create=bool(videos), writes=True) as store,
        cancelled_by_ctrl_c() as cancel,
    ):
        worst = _add(parts, store, videos, cancel)
        waiting = [one for one in store.videos() if again or one.last_run_id is None]
        for video in waiting:
            worst = _analyze_one(parts, store, video, cancel) or worst
        if not waiting and not worst:
            click.echo(_nothing_to_do(store), err=True)
    sys.exit(worst)


def _parts() -> bootstrap.Parts:
    parts = bootstrap.build_parts()
    for warning in parts.warnings:
        click.echo(f"pgcn-studio: {warning}", err=True)
    return parts


def _add(
    parts: bootstrap.Parts, store: ProjectStore, videos: tuple[Path, ...], cancel: Event
) -> int:
    """Add videos to the project; return the exit code of those that are refused."""
    if not videos:
        return 0
    with progress_bars(store.path.name) as progress:
        added = parts.projects.add_paths(store, videos, progress=progress, cancel=cancel)
    for warning in added.warnings:
        click.echo(f"pgcn-studio: {warning}", err=True)
    return max((_complain(refused) for refused in added.refused), default=0)


def _nothing_to_do(store: ProjectStore) -> str:
    if store.videos():
        return "Nothing to do: every video has been analysed. Use --again to analyse them anew."
    return f"There is no video in {store.path.name} yet. Name some after the project."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _analyze_one(
    parts: bootstrap.Parts, store: ProjectStore, video: VideoEntry, cancel: Event
) -> int:
    """Analyse one video; return its exit code, so that one bad file does not stop the rest.

    What stops every video (no weights, a locked project) is raised.
    """
    try:
        with progress_bars(video.name) as progress:
            run = analyse(
                store, parts.localizer, video, progress=progress, cancel=cancel, warn=_complain
            )
    except (MediaError, EngineStumbled) as error:
        return _complain(error)
    found = sum(one.run_id == run.id for one in store.timeline(video.id).suggestions.values())
    click.echo(f"{video.name}: {_counted(found, 'suggestion')}. {run.note}", err=True)
    return 0


def _complain(error: StudioError) -> int:
    click.echo(f"pgcn-studio: {error}", err=True)
    return error.exit_code


for command in (
    *exchange_commands(_parts),
    *loop_commands(_parts),
    *model_commands(_parts),
    *worker_commands(_parts),
    agreement_command(_parts),
    evaluate_command(_parts),
):
    cli.add_command(command)


def main() -> None:
    """Run ``pgcn-studio``."""
    run_command(cli, "pgcn-studio", StudioError, Cancelled)
