"""``pgcn finetune``: corrected videos become a better checkpoint, and the proof of it."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from pgcn_core.commands.loading import (
    DEVICE,
    FILE,
    asked_settings,
    how,
    loaded_engine,
    settings_file_of,
)
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import Cancelled

if TYPE_CHECKING:
    from pgcn_core.finetuning.finetune import FineTuned


@click.command()
@click.argument("corrections", type=FILE)
@click.option("--out", required=True, type=FILE, help="Folder of the new checkpoint.")
@click.option("--parent", type=FILE, help="Checkpoint to go on from.  [default: the cold start]")
@click.option(
    "--held-out",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.25,
    show_default=True,
    help="Share of the videos that is measured on and not learned from.",
)
@click.option("--hold-out", "held_videos", multiple=True, help="A video's name; again for more.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
@click.option("--resume", is_flag=True, help="Go on where an earlier run stopped.")
@how
@DEVICE
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features.")
def finetune(**options: Any) -> None:
    """Learn from CORRECTIONS, a file of corrected videos, and measure on videos held out."""
    with cancelled_by_ctrl_c() as cancel:
        try:
            result = _fine_tune(options, cancel)
        except Cancelled:
            raise Cancelled("The last finished epoch is kept: go on with --resume.") from None
    _tell(result)


def _fine_tune(options: dict[str, Any], cancel: Event) -> FineTuned:
    from pgcn_core.finetuning.corrections import read_corrections  # noqa: PLC0415 - starts quickly
    from pgcn_core.finetuning.finetune import FineTuneOptions, fine_tune  # noqa: PLC0415

    corrections = read_corrections(options["corrections"])
    read = settings_file_of(options)
    out: Path = options["out"]
    parent: Path | None = options["parent"]
    engine = loaded_engine(read, {**options, "checkpoint": parent}, cancel)
    asked = FineTuneOptions(
        out,
        parent,
        options["held_out"],
        frozenset(options["held_videos"]) or None,
        options["seed"],
        resume=options["resume"],
    )
    with progress_bars(out.name) as progress:
        return fine_tune(
            corrections,
            engine,
            asked_settings(read, options),
            asked,
            progress=progress,
            cancel=cancel,
        )


def _tell(result: FineTuned) -> None:
    n = len(result.learned_from)
    videos = "1 video" if n == 1 else f"{n} videos"
    click.echo(f"Learned from {videos}, held out {len(result.held_out)}.", err=True)
    worth = result.outcome
    if not result.held_out:
        click.echo("Nothing was held out: its worth was not measured.", err=True)
    elif worth is None:
        click.echo("Nothing happens in what was held out: its worth was not measured.", err=True)
    else:
        sure = f"gain {worth.after - worth.before:+.3f}, {worth.sureness}"
        click.echo(
            f"mAP at tIoU {worth.tiou:g} on held-out videos: {worth.before:.3f} before, "
            f"{worth.after:.3f} after ({sure}).",
            err=True,
        )
    click.echo(str(result.folder))
