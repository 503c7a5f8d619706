"""``pgcn weights``: what is installed, and networks in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import click

from pgcn_core.commands.loading import FILE
from pgcn_core.config import Stream
from pgcn_core.text_files import read_labels


@click.group()
def weights() -> None:
    """Networks: what is installed, how to add more, and how to take a P-GCN out."""


@weights.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(*, as_json: bool) -> None:
    """Say which weights are installed, where from, under which licence."""
    from pgcn_core.features.weights import list_weights  # noqa: PLC0415 - loads torch

    installed = list_weights()
    if as_json:
        rows = [
            {"name": w.name, "stream": w.stream, "labels": w.n_labels, "source": w.source,
             "licence": w.licence, "sha256": w.sha256, "path": str(w.path)}
            for w in installed
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=1))
        return
    if not installed:
        click.echo("No weights are installed. See the README: python3 packaging/studio.py run")
    for w in installed:
        click.echo(f"{w.name}\n  stream   {w.stream}, {w.n_labels} labels\n  source   {w.source}")
        click.echo(f"  licence  {w.licence}\n  sha256   {w.sha256}\n  file     {w.path}")


@weights.command("import")
@click.argument("file", type=FILE)
@click.option("--name", default="official", show_default=True, help="P-GCN: its folder's name.")
@click.option("--stream", type=click.Choice(get_args(Stream)), help="P-GCN: if the name is silent.")
@click.option("--labels", type=FILE, help="P-GCN: label names, one a line.")
def import_command(file: Path, name: str, stream: Stream | None, labels: Path | None) -> None:
    """Add a weights FILE: I3D of piergiaj, hassony2 or video_features, or a released P-GCN."""
    from pgcn_core.importing import PgcnChoices, import_file  # noqa: PLC0415 - loads torch

    installed = import_file(
        file, PgcnChoices(name, stream, read_labels(labels) if labels else None)
    )
    if isinstance(installed, Path):
        click.echo(f"P-GCN checkpoint: {installed}")
        click.echo("Use it with: pgcn localize --checkpoint FOLDER", err=True)
    else:
        click.echo(f"{installed.name}: {installed.path}")


@weights.command("export")
@click.argument("checkpoint", type=FILE)
@click.option("--out", required=True, type=FILE, help="Folder to write in.")
def export_command(checkpoint: Path, out: Path) -> None:
    """Write the P-GCN in folder CHECKPOINT as RGB_cpt.pth and Flow_cpt.pth of the released code."""
    from pgcn_core.exporting import export_official, what_changes  # noqa: PLC0415 - loads torch

    for file in export_official(checkpoint, out):
        click.echo(str(file))
    for sentence in what_changes(checkpoint):
        click.echo(f"pgcn: {sentence}", err=True)
