"""``pgcn reproduce-best``; importing this loads no numba."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import OutputError
from pgcn_core.reproduction.kitchen import n_splits


def _numbers(_context: click.Context, _option: click.Parameter, text: str) -> tuple[int, ...]:
    """Return the numbers of a list with commas, each once."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if text and not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise click.BadParameter(f"{text!r} is not a list such as 0,1,2.")
    return tuple(sorted({int(part) for part in parts}))


@click.command("reproduce-best")
@click.option("--dataset", required=True, type=click.Choice(["50salads", "gtea"]))
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="Folder of the data set."
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of results; the same one again goes on where it stopped.",
)
@click.option("--splits", callback=_numbers, default="", help="Numbers from 1.  [default: all]")
@click.option("--seeds", callback=_numbers, default="0,1,2", show_default=True)
@click.option(
    "--held-out",
    is_flag=True,
    help="Measure on a quarter of the training people instead of the test videos.",
)
@click.option("--finished", is_flag=True, help="Train nothing: show what is finished.")
def reproduce_best(**options: Any) -> None:
    """Segment the kitchen videos with the best P-GCN, beside ED-TCN's published predictions."""
    from pgcn_core.reproduction.best import best_settings  # noqa: PLC0415 - loads torch
    from pgcn_core.reproduction.best_runs import BestRun, perform, tables  # noqa: PLC0415

    name, out = options["dataset"], options["out"]
    if not options["seeds"]:
        raise click.BadParameter("at least one seed is needed.", param_hint="--seeds")
    run = BestRun(name, best_settings(name), options["seeds"], options["held_out"])
    splits = options["splits"] or tuple(range(1, n_splits(name) + 1))
    if not options["finished"]:
        _make(out)
        with cancelled_by_ctrl_c() as cancel, progress_bars(name) as progress:
            for done, number in enumerate(splits):
                progress(f"Split {number}", done, len(splits))
                perform(run, options["data"], number, out, cancel=cancel)
    click.echo("\n\n".join(tables(run, options["data"], out)))


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{out} cannot be made: {reason}.", "Choose another --out.") from error
