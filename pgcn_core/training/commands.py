"""``pgcn train``: a network from feature files and a proposal list."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, get_args

import click

from pgcn_core.config import Stream
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import Cancelled, SettingsError
from pgcn_core.runtime import no_progress
from pgcn_core.text_files import parse_json, read_labels, read_text
from pgcn_core.training.presets import find_preset, list_presets, stream_of

if TYPE_CHECKING:
    from pgcn_core.training.processes import Processes
    from pgcn_core.training.settings import Recipe
    from pgcn_core.training.train import TrainingResult

_FILE = click.Path(path_type=Path)


def _print_presets(context: click.Context, _option: click.Parameter, value: object) -> None:
    if not value or context.resilient_parsing:
        return
    presets = list_presets()
    width = max(map(len, presets))
    for name, preset in presets.items():
        click.echo(f"{name:{width}}  {preset.says}")
    context.exit()


@click.command()
@click.option(
    "--list-presets",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_presets,
    help="Say which presets there are.",
)
@click.option("--features", required=True, type=_FILE, help="Folder: one feature file per video.")
@click.option("--proposals", required=True, type=_FILE, help="Proposal list with ground truth.")
@click.option("--labels", required=True, type=_FILE, help="Label names, one a line, in order.")
@click.option("--stream", type=click.Choice(get_args(Stream)), help="Unless the preset says it.")
@click.option("--out", required=True, type=_FILE, help="Folder of the checkpoint.")
@click.option("--preset", default="thumos14", show_default=True, help="See --list-presets.")
@click.option("--recipe", "recipe_file", type=_FILE, help="Training settings JSON, not a preset.")
@click.option("--epochs", type=click.IntRange(1), help="Instead of the preset's.")
@click.option("--batch", type=click.IntRange(1), help="Videos per batch, instead of the preset's.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Learning rate, instead.")
@click.option("--validate-every", type=click.IntRange(1), help="Epochs between validations.")
@click.option("--patience", type=click.IntRange(1), help="Stop after so many without a better one.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
@click.option("--resume", is_flag=True, help="Go on where an earlier run stopped.")
@click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda or cuda:N.")
@click.option("--amp", is_flag=True, help="Multiply in bfloat16: faster on recent GPUs.")
@click.option("--workers", type=click.IntRange(0, 64), default=1, show_default=True)
@click.option("--stride-frames", type=click.IntRange(1), default=8, show_default=True)
@click.option("--window-frames", type=click.IntRange(1), default=64, show_default=True)
def train(**options: Any) -> None:
    """Train the P-GCN of one stream; run it again with the other stream and the same --out.

    On several GPUs: torchrun --nproc-per-node N -m pgcn_core train ...
    """
    from pgcn_core.training.processes import SilentEnd  # noqa: PLC0415 - loads torch

    options["stream"] = stream_for(options)
    with cancelled_by_ctrl_c() as cancel:
        try:
            result = _train(options, cancel)
        except SilentEnd as end:
            sys.exit(end.exit_code)
        except Cancelled:
            raise Cancelled("The last finished epoch is kept: go on with --resume.") from None
    if result is not None:
        _tell(result)


def _tell(result: TrainingResult) -> None:
    if result.best_score is None:
        click.echo("No validation videos: the newest epoch was kept.", err=True)
    else:
        click.echo(
            f"Best: mAP {result.best_score:.4f} after {result.best_epoch} epochs, on videos set "
            "aside from training.",
            err=True,
        )
    click.echo(str(result.folder))


def _train(options: dict[str, Any], cancel: Event) -> TrainingResult | None:
    """Return the result, in the first process alone."""
    from pgcn_core.runtime import pick_device  # noqa: PLC0415 - keeps --help light
    from pgcn_core.training.processes import launched  # noqa: PLC0415 - loads torch

    with launched(pick_device(options["device"]), cancel) as processes:
        result = _train_together(options, cancel, processes)
    return result if processes.is_first else None


def _train_together(options: dict[str, Any], cancel: Event, processes: Processes) -> TrainingResult:
    from pgcn_core.training.dataset import (  # noqa: PLC0415 - loads torch
        DataSource,
        read_training_data,
    )
    from pgcn_core.training.feature_files import UnitTiming  # noqa: PLC0415 - loads torch
    from pgcn_core.training.train import RunOptions  # noqa: PLC0415 - loads torch
    from pgcn_core.training.train import train as train_network  # noqa: PLC0415

    recipe = recipe_of(options)
    timing = UnitTiming(
        options["stride_frames"],
        options["window_frames"],
        is_rescaled=recipe.proposals.pooling == "official_rescaled",
    )
    labels = read_labels(options["labels"])
    source = DataSource(
        options["features"], options["proposals"], labels, options["stream"], timing
    )
    run = RunOptions(
        out=options["out"],
        seed=options["seed"],
        device=processes.device,
        resume=options["resume"],
        workers=options["workers"],
        precision="bfloat16" if options["amp"] else "float32",
    )
    shown = progress_bars(options["stream"]) if processes.is_first else nullcontext(no_progress)
    with shown as progress:
        data = read_training_data(source, recipe, run.seed, progress=progress, cancel=cancel)
        return train_network(
            data, recipe, run, progress=progress, cancel=cancel, processes=processes
        )


def stream_for(options: dict[str, Any]) -> Stream:
    """Return the stream that was named, or that the preset is for.

    Raises:
        UsageError: there is neither.
        SettingsError: the preset is for the other one.
    """
    named: Stream | None = options["stream"]
    fixed = None if options["recipe_file"] else stream_of(options["preset"])
    if named and fixed and named != fixed:
        raise SettingsError(
            f"The preset {options['preset']} is trained on {fixed}, not {named}.",
            "Leave --stream out, or choose the preset of the other stream.",
        )
    stream = named or fixed
    if stream is None:
        raise click.UsageError("Say with --stream what the features are of: rgb or flow.")
    return stream


def recipe_of(options: dict[str, Any]) -> Recipe:
    """Return the preset or the file, with what was said on the command line.

    Raises:
        SettingsError: there is no such preset, or the file or a value in it is wrong.
    """
    recipe = _recipe_file(options["recipe_file"]) if options["recipe_file"] else None
    recipe = recipe or find_preset(options["preset"])
    optimiser, selection = recipe.optimiser, recipe.selection
    if options["epochs"]:
        optimiser = replace(optimiser, epochs=options["epochs"])
    if options["batch"]:
        optimiser = replace(optimiser, batch_videos=options["batch"])
    if options["rate"]:
        optimiser = replace(optimiser, rgb_rate=options["rate"], flow_rate=options["rate"])
    if options["validate_every"]:
        selection = replace(selection, every_epochs=options["validate_every"])
    if options["patience"]:
        selection = replace(selection, patience=options["patience"])
    return replace(recipe, optimiser=optimiser, selection=selection).checked()


def _recipe_file(path: Path) -> Recipe:
    from pgcn_core.training.settings import Recipe  # noqa: PLC0415 - beside its other use

    try:
        return Recipe.from_dict(parse_json(read_text(path)))
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"{path} is not JSON: line {error.lineno} cannot be read.", "Correct it."
        ) from error
