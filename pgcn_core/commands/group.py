"""Every verb of ``pgcn``."""

from __future__ import annotations

from typing import NoReturn

import click

from pgcn_core.benching import bench
from pgcn_core.commands.finetuning import finetune
from pgcn_core.commands.localizing import localize
from pgcn_core.commands.preparing import prepare
from pgcn_core.commands.weights import weights
from pgcn_core.console import run_command
from pgcn_core.errors import Cancelled, PgcnError
from pgcn_core.evaluation.commands import evaluate, evaluate_proposals
from pgcn_core.evaluation.segmental_commands import evaluate_segmentation
from pgcn_core.reproduction.best_commands import reproduce_best
from pgcn_core.reproduction.commands import reproduce
from pgcn_core.training.bsn_commands import train_proposals
from pgcn_core.training.commands import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pgcn-studio", prog_name="pgcn")
def cli() -> None:
    """Temporal action localization with P-GCN."""


for _verb in (
    localize,
    evaluate,
    evaluate_proposals,
    evaluate_segmentation,
    train,
    train_proposals,
    bench,
    reproduce,
    reproduce_best,
    prepare,
    finetune,
    weights,
):
    cli.add_command(_verb)


def run() -> NoReturn:
    """Run the command line; see ``console.run_command``."""
    run_command(cli, "pgcn", PgcnError, Cancelled)
