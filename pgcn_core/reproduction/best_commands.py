"""``pgcn reproduce-best``; importing this loads no numba."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pgcn_core.reproduction.kitchen import n_splits


def _numbers(_context: click.Context, _option: click.Parameter, text: str) -> tuple[int, ...]:
    """Return the numbers of a list with commas, each once."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if text and not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise click.BadParameter(f"{text!r} is not a list such as 0,1,2.")
    return tuple(sorted({int(part) for part in parts}))


@click.command("reproduce-best")
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--dataset", required=True, type=click.Choice(["50salads", "gtea"]), help="Which one."
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder of the finished splits."
)
@click.option("--splits", callback=_numbers, default="", help="Such as 1,2. Default: all.")
@click.option("--seeds", callback=_numbers, default="0,1,2", show_default=True)
@click.option(
    "--held-out",
    is_flag=True,
    help="Measure on a quarter of the training people instead of the test videos.",
)
@click.option("--table-only", is_flag=True, help="Run nothing, print what is finished.")
def reproduce_best(**options: Any) -> None:
    """Segment the kitchen videos of DATA with the best P-GCN, beside ED-TCN's numbers.

    A split that is finished is not run again, so that a run that was stopped goes on.
    """
    from pgcn_core.reproduction.best import best_settings  # noqa: PLC0415 - loads torch
    from pgcn_core.reproduction.best_runs import BestRun, perform, tables  # noqa: PLC0415

    name = options["dataset"]
    if not options["seeds"]:
        raise click.BadParameter("at least one seed is needed.", param_hint="--seeds")
    run = BestRun(name, best_settings(name), options["seeds"], options["held_out"])
    out: Path = options["out"]
    if not options["table_only"]:
        out.mkdir(parents=True, exist_ok=True)
        for number in options["splits"] or range(1, n_splits(name) + 1):
            perform(run, options["data"], number, out)
            click.echo(f"{name} split {number} is finished.", err=True)
    for text in tables(run, options["data"], out):
        click.echo(f"{text}\n")
