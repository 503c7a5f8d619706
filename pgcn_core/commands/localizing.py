"""``pgcn localize``: actions in videos as results JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from pgcn_core.commands.loading import (
    BSN,
    DEVICE,
    FILE,
    complain,
    each_video,
    how,
    settings_file_of,
)
from pgcn_core.commands.localizing_many import (
    is_folder,
    listed,
    localize_into,
    told_apart,
)
from pgcn_core.console import progress_bars
from pgcn_core.errors import OutOfMemory, ProposalFileError, VideoError, VideoLabelError
from pgcn_core.many.on_ray import LOCAL
from pgcn_core.output import check_output, is_stream

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine, LocalizedVideo


@click.command()
@click.argument("videos", nargs=-1, type=FILE)
@click.option(
    "--out",
    required=True,
    type=FILE,
    help="Results JSON to write, or a folder to fill: what is finished in it is not done again.",
)
@click.option("--list", "list_file", type=FILE, help="Names more videos, one a line; - is stdin.")
@click.option(
    "--ray",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value=LOCAL,
    help="Several at a time, with Ray: on this machine, or on the cluster at ADDRESS.",
)
@click.option("--workers", type=click.IntRange(1), help="Of Ray.  [default: as fits the machine]")
@how
@click.option("--checkpoint", type=FILE, help="A trained P-GCN, a folder.  [default: the shipped]")
@click.option("--cold-start", is_flag=True, help="Score without a P-GCN, by Kinetics labels alone.")
@BSN
@click.option("--proposals", type=FILE, help="A list of proposals: none are made.")
@click.option("--video-labels", help="Labels of whole videos: a file, or kinetics.")
@click.option("--video-label-names", type=FILE, help="Names of .npy columns.")
@click.option("--top-labels", type=click.IntRange(1), help="Of each video.  [default: 2]")
@DEVICE
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features.")
def localize(**options: Any) -> None:
    """Find the actions in VIDEOS and write them as ActivityNet results JSON."""
    sys.exit(_localize_all(**options))


def _localize_all(
    videos: tuple[Path, ...],
    out: Path,
    list_file: Path | None,
    ray: str | None,
    workers: int | None,
    **options: Any,
) -> int:
    """Localize every video that can be; return the exit code."""
    address, named = told_apart(ray, videos)
    if address is None and workers is not None:
        raise click.UsageError("--workers counts those of Ray: add --ray.")
    wanted = list(dict.fromkeys([*named, *listed(list_file)]))
    if not wanted:
        raise click.UsageError("Name a video, or a list of videos with --list.")
    if is_folder(out, address):
        return localize_into(out, wanted, address, workers or 0, options)
    return _localize_to_file(wanted, out, options)


def _localize_to_file(wanted: list[Path], out: Path, options: dict[str, Any]) -> int:
    read = settings_file_of(options)
    check_output(out)
    tried = each_video(wanted, read, options, _localize_one)
    done = [result for result in tried if not isinstance(result, int)]
    if done:
        _write(done, out)
    if len(tried) < len(wanted):
        return VideoError.exit_code
    return next((code for code in tried if isinstance(code, int)), 0)


def _localize_one(video: Path, engine: Engine, cancel: Event) -> LocalizedVideo | int:
    """Localize one video; its named failure, told in a sentence, where it cannot be done."""
    from pgcn_core.pipeline import localize as localize_video  # noqa: PLC0415 - loads torch

    try:
        with progress_bars(video.name) as progress:
            result = localize_video(video, engine, progress=progress, cancel=cancel)
    except (VideoError, ProposalFileError, VideoLabelError, OutOfMemory) as error:
        complain(error)
        return error.exit_code
    found = len(result.detections.score)
    click.echo(f"{video.name}: {found} detection{'' if found == 1 else 's'}", err=True)
    return result


def _write(done: list[LocalizedVideo], out: Path) -> None:
    from pgcn_core.results import write_results  # noqa: PLC0415 - loads numba

    write_results(done, out)
    click.echo(done[0].note, err=True)
    if not is_stream(out):
        click.echo(str(out))
