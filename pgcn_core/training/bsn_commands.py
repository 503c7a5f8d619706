"""``pgcn train-proposals``: a BSN from feature files and ground truth."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, get_args

import click

from pgcn_core.config import Stream
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import Cancelled, SettingsError

if TYPE_CHECKING:
    from pgcn_core.proposals.bsn.maker import Bsn
    from pgcn_core.proposals.bsn.settings import BsnSettings
    from pgcn_core.training.bsn_data import BsnSource

_FILE = click.Path(path_type=Path)


@click.command("train-proposals")
@click.option(
    "--features",
    required=True,
    multiple=True,
    type=_FILE,
    help="Folder: one feature file per video. Give it again for another stream.",
)
@click.option(
    "--stream",
    "streams",
    multiple=True,
    type=click.Choice(get_args(Stream)),
    help="Of each --features, in their order.  [default: rgb, then flow]",
)
@click.option("--ground-truth", required=True, type=_FILE, help="ActivityNet JSON with durations.")
@click.option("--out", required=True, type=_FILE, help="Folder of the trained BSN.")
@click.option("--subset", help="Of the ground truth; needed where it has several.")
@click.option(
    "--lengths",
    type=click.Choice(["windows", "rescaled"]),
    default="windows",
    show_default=True,
    help="windows: units as they are (THUMOS14). rescaled: a fixed number a video (ActivityNet).",
)
@click.option(
    "--window-units", type=click.IntRange(2), help="[default: 128 in windows, 100 rescaled]"
)
@click.option("--hidden", type=click.IntRange(1), default=512, show_default=True)
@click.option("--epochs", type=click.IntRange(1), default=20, show_default=True)
@click.option("--batch", type=click.IntRange(1), default=16, show_default=True, help="Windows.")
@click.option("--validation-share", type=click.FloatRange(0, 1, max_open=True), default=0.2,
              show_default=True)  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
@click.option("--patience", type=click.IntRange(1), help="Stop a network after so many worse ones.")
@click.option("--resume", is_flag=True, help="Go on where an earlier run stopped.")
@click.option("--amp", is_flag=True, help="Multiply in bfloat16: faster on recent GPUs.")
@click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda or cuda:N.")
@click.option("--fps", type=click.FloatRange(0, min_open=True), default=25.0, show_default=True,
              help="Of the frames behind bare feature tables.")  # fmt: skip
@click.option("--stride-frames", type=click.IntRange(1), default=8, show_default=True)
@click.option("--window-frames", type=click.IntRange(1), default=64, show_default=True)
@click.option("--evenly", is_flag=True, help="Bare tables divide each video evenly.")
def train_proposals(**options: Any) -> None:
    """Train a BSN: it proposes segments where actions start and end, whatever their label."""
    with cancelled_by_ctrl_c() as cancel:
        try:
            bsn = _train(options, cancel)
        except Cancelled:
            raise Cancelled("The last finished epoch is kept: go on with --resume.") from None
    recall = bsn.card["validation_average_recall"]
    if recall is None:
        click.echo("No validation videos: recall was not measured.", err=True)
    else:
        told = ", ".join(f"AR@{count} {value:.4f}" for count, value in recall.items())
        click.echo(f"On videos set aside from training: {told}.", err=True)
    click.echo("Use it with: pgcn localize --bsn FOLDER", err=True)
    click.echo(str(options["out"]))


def _train(options: dict[str, Any], cancel: Event) -> Bsn:
    from pgcn_core.proposals.bsn.settings import BsnTrainingSettings  # noqa: PLC0415 - keeps light
    from pgcn_core.runtime import pick_device  # noqa: PLC0415 - keeps --help light
    from pgcn_core.training.bsn import BsnRun, train_bsn  # noqa: PLC0415 - loads torch
    from pgcn_core.training.bsn_data import read_bsn_data  # noqa: PLC0415 - loads torch

    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise SettingsError(
            "train-proposals runs in one process.", "Start it without torchrun; it takes minutes."
        )
    settings = _bsn_settings(options)
    training = replace(
        BsnTrainingSettings(),
        epochs=options["epochs"],
        batch_windows=options["batch"],
        validation_share=options["validation_share"],
        patience=options["patience"],
    )
    run = BsnRun(
        options["out"],
        options["seed"],
        pick_device(options["device"]),
        resume=options["resume"],
        precision="bfloat16" if options["amp"] else "float32",
    )
    with progress_bars("BSN") as progress:
        data = read_bsn_data(
            _source(options),
            settings,
            training.validation_share,
            seed=run.seed,
            progress=progress,
            cancel=cancel,
        )
        if data.n_left_out:
            said = f"Annotations left out, empty or outside their video: {data.n_left_out}."
            click.echo(said, err=True)
        return train_bsn(data, settings, training, run, progress=progress, cancel=cancel)


def _bsn_settings(options: dict[str, Any]) -> BsnSettings:
    from pgcn_core.proposals.bsn.settings import BsnSettings  # noqa: PLC0415 - beside its use

    usual = 100 if options["lengths"] == "rescaled" else 128
    return BsnSettings(
        lengths=options["lengths"],
        window_units=options["window_units"] or usual,
        temporal_hidden=options["hidden"],
        evaluation_hidden=options["hidden"],
    )


def _source(options: dict[str, Any]) -> BsnSource:
    from pgcn_core.training.bsn_data import BsnSource  # noqa: PLC0415 - loads torch
    from pgcn_core.training.feature_files import UnitTiming  # noqa: PLC0415 - loads torch

    folders: tuple[Path, ...] = options["features"]
    streams: tuple[Stream, ...] = options["streams"] or get_args(Stream)[: len(folders)]
    if len(streams) != len(folders) or len(set(streams)) < len(streams):
        raise SettingsError(
            f"{len(folders)} folders of features need as many streams, no two alike.",
            "Give each --features its own --stream.",
        )
    return BsnSource(
        features=dict(zip(streams, folders, strict=True)),
        ground_truth=options["ground_truth"],
        subset=options["subset"],
        fps=options["fps"],
        timing=UnitTiming(
            options["stride_frames"], options["window_frames"], is_rescaled=options["evenly"]
        ),
    )
