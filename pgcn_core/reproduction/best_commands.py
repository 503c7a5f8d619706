"""``pgcn reproduce-best``; importing this loads no numba."""

from __future__ import annotations

from typing import Any

import click

from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.output import make_folder
from pgcn_core.reproduction.kitchen import n_splits
from pgcn_core.reproduction.options import DATA, FINISHED, OUT, SPLITS, numbers


@click.command("reproduce-best")
@click.option("--dataset", required=True, type=click.Choice(["50salads", "gtea"]))
@DATA
@OUT
@SPLITS
@click.option("--seeds", callback=numbers, default="0,1,2", show_default=True)
@click.option(
    "--held-out",
    is_flag=True,
    help="Measure on a quarter of the training people instead of the test videos.",
)
@FINISHED
def reproduce_best(**options: Any) -> None:
    """Segment the kitchen videos with the best P-GCN, beside ED-TCN's published predictions."""
    from pgcn_core.reproduction.best import best_settings  # noqa: PLC0415 - loads torch
    from pgcn_core.reproduction.best_runs import BestRun, perform, tables  # noqa: PLC0415

    name, out = options["dataset"], options["out"]
    run = BestRun(name, best_settings(name), options["seeds"], options["held_out"])
    splits = options["splits"] or tuple(range(1, n_splits(name) + 1))
    if not options["finished"]:
        make_folder(out)
        with cancelled_by_ctrl_c() as cancel, progress_bars(name) as progress:
            for done, number in enumerate(splits):
                progress(f"Split {number}", done, len(splits))
                perform(run, options["data"], number, out, cancel=cancel)
    click.echo("\n\n".join(tables(run, options["data"], out)))
