"""``pgcn reproduce``: the paper's ablations on real features."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.output import check_output, is_stream, make_folder, write_json
from pgcn_core.reproduction.options import DATA, FINISHED, OUT, SPLITS, numbers

if TYPE_CHECKING:
    from pgcn_core.reproduction.claims import TableName
    from pgcn_core.reproduction.reproducing import Plan

# Named here again, so that --help loads no torch.
_TABLES: tuple[TableName, ...] = ("3", "4", "5", "6", "7", "depth", "fig3")
_AT_EVERY_TIOU: TableName = "3"
_STUDIES = ("50salads", "gtea", "workout")


@click.command()
@click.option("--dataset", required=True, type=click.Choice(_STUDIES))
@click.option(
    "--table", "wanted", type=click.Choice([*_TABLES, "all"]), default="all", show_default=True
)
@DATA
@OUT
@click.option("--seeds", callback=numbers, default="0,1", show_default=True)
@SPLITS
@click.option("--epochs", type=click.IntRange(1), help="Instead of the recipe's.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes."
)
@FINISHED
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write it here.")
def reproduce(**options: Any) -> None:
    """Train every row of the paper's tables on real features and show both numbers."""
    from pgcn_core.reproduction.claims import PGCN_ROW, TABLES  # noqa: PLC0415 - loads torch
    from pgcn_core.reproduction.reproducing import (  # noqa: PLC0415 - loads torch
        reproduce as do_runs,
    )
    from pgcn_core.reproduction.tables import (  # noqa: PLC0415 - loads torch
        streams_text,
        table_text,
        table_values,
        thresholds_text,
    )

    json_file: Path | None = options["json_file"]
    if json_file:
        check_output(json_file, "--json")
    plan, out = _plan(options), options["out"]
    if not options["finished"]:
        make_folder(out)
        with cancelled_by_ctrl_c() as cancel, progress_bars(options["dataset"]) as progress:
            do_runs(
                plan,
                options["data"],
                out,
                workers=options["workers"],
                progress=progress,
                cancel=cancel,
            )
    n_planned = len(plan.splits) * len(plan.seeds)
    texts, values = [], {}
    for name in plan.tables:
        results = plan.results(name, out)
        texts.append(table_text(TABLES[name], results, n_planned, plan.study.stream_names))
        if name == _AT_EVERY_TIOU:
            texts.append(thresholds_text(TABLES[name], results, plan.study.stream_names))
            texts.append(streams_text(results[PGCN_ROW], plan.study.stream_names))
        values[name] = table_values(TABLES[name], results)
    if json_file:
        write_json({"dataset": options["dataset"], "tables": values}, json_file, "--json")
    click.echo(
        "\n\n".join(text for text in texts if text),
        err=json_file is not None and is_stream(json_file),
    )


def _plan(options: dict[str, Any]) -> Plan:
    from pgcn_core.errors import SettingsError  # noqa: PLC0415 - beside its use
    from pgcn_core.reproduction.reproducing import Plan  # noqa: PLC0415 - loads torch
    from pgcn_core.reproduction.studies import find_study  # noqa: PLC0415 - loads torch

    study = find_study(options["dataset"])
    every = tuple(range(1, study.n_splits + 1))
    splits: tuple[int, ...] = options["splits"] or every
    unknown = [number for number in splits if number not in every]
    if unknown:
        raise SettingsError(
            f"{study.name} has no split {unknown[0]}.", f"They go from 1 to {study.n_splits}."
        )
    tables: tuple[TableName, ...] = _TABLES if options["wanted"] == "all" else (options["wanted"],)
    return Plan(study, tables, splits, options["seeds"], options["epochs"])
