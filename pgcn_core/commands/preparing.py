"""``pgcn prepare``: labelled videos as the folder that ``pgcn train`` reads."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, get_args

import click

from pgcn_core.commands.loading import (
    BSN,
    DEVICE,
    FILE,
    VIDEOS,
    complain,
    each_video,
    how,
    settings_file_of,
)
from pgcn_core.config import ProposalMaker
from pgcn_core.console import progress_bars
from pgcn_core.errors import SettingsError, VideoError
from pgcn_core.output import check_output, make_folder

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine
    from pgcn_core.preparing import Annotations, PreparedVideo


@click.command()
@VIDEOS
@click.option(
    "--labels",
    "labels_file",
    required=True,
    type=FILE,
    help="Labelled segments: ActivityNet JSON, or CSV with video, label, start_s, end_s.",
)
@click.option("--out", required=True, type=FILE, help="Folder to fill.")
@how
@click.option(
    "--maker",
    "makers",
    multiple=True,
    type=click.Choice(get_args(ProposalMaker)),
    help="Of proposals; give it again for another.  [default: tag, sliding and labels; bsn with "
    "--bsn]",
)
@BSN
@DEVICE
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features outside OUT.")
def prepare(**options: Any) -> None:
    """Make of labelled VIDEOS the folder that train reads: features, proposals, ground truth."""
    sys.exit(_prepare_all(**options))


def _prepare_all(videos: tuple[Path, ...], labels_file: Path, out: Path, **options: Any) -> int:
    """Prepare every video that can be; return the exit code."""
    from pgcn_core.preparing import read_annotations, write_prepared  # noqa: PLC0415 - loads torch

    read = settings_file_of(options)
    annotations = read_annotations(labels_file)
    wanted = _with_own_names(videos)
    make_folder(out)
    check_output(out / "proposals.txt")

    def act(video: Path, engine: Engine, cancel: Event) -> PreparedVideo | None:
        return _prepare_one(video, engine, annotations, out, cancel)

    tried = each_video(wanted, read, options, act)
    done = [one for one in tried if one is not None]
    if done:
        write_prepared(done, annotations, out)
        click.echo(str(out))
    return 0 if len(done) == len(wanted) else VideoError.exit_code


def _prepare_one(
    video: Path, engine: Engine, annotations: Annotations, out: Path, cancel: Event
) -> PreparedVideo | None:
    """Prepare one video; None, told in a sentence, where it cannot be decoded."""
    from pgcn_core.preparing import prepare_video  # noqa: PLC0415 - loads torch

    try:
        with progress_bars(video.name) as progress:
            one = prepare_video(video, engine, annotations, out, progress=progress, cancel=cancel)
    except VideoError as error:
        complain(error)
        return None
    _tell(video, one)
    return one


def _tell(video: Path, one: PreparedVideo) -> None:
    actions, proposals = len(one.truth), len(one.listed.proposal_frames)
    click.echo(f"{video.name}: {actions} labelled actions, {proposals} proposals", err=True)
    for count, what in ((one.n_left_out, "outside the video, left out"), (one.n_cut, "cut to it")):
        if count:
            click.echo(f"pgcn: {video.name}: labels {what}: {count}.", err=True)
    if not actions:
        click.echo(f"pgcn: {video.name} has no label; train leaves it out.", err=True)


def _with_own_names(videos: tuple[Path, ...]) -> list[Path]:
    """Return the videos without repeats, when their names tell them apart."""
    distinct = list(dict.fromkeys(videos))
    stems = [video.stem for video in distinct]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if twice is not None:
        raise SettingsError(
            f"Two videos are named {twice}; labels could not tell them apart.",
            "Rename one of the files.",
        )
    return distinct
