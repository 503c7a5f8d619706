"""The engine alone on the command line: ``pgcn``. Needs neither Qt nor a database.

Results go to files and stdout, progress and messages to stderr. Exit codes: 0 all done, 2 wrong
usage, 3 a video that cannot be decoded, 4 weights or checkpoint, 5 settings, 6 proposal list,
7 a result that cannot be written, 130 stopped by the person.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal, get_args

import click

from pgcn_core.config import Settings, Stream
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars
from pgcn_core.errors import Cancelled, PgcnError, SettingsError
from pgcn_core.runtime import cache_dir

Flow = Literal["auto", "tvl1", "dis", "none"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pgcn-studio", prog_name="pgcn")
def cli() -> None:
    """Temporal action localization with P-GCN."""


@cli.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Results JSON to write."
)
@click.option(
    "--mode", type=click.Choice(["paper", "official"]), default="paper", show_default=True
)
@click.option(
    "--flow",
    type=click.Choice(get_args(Flow)),
    default="auto",
    show_default=True,
    help="Optical flow. auto: tvl1 on a GPU, the draft dis on a CPU. none: RGB alone.",
)
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), help="Settings JSON.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="A trained P-GCN, a folder.")
@click.option("--device", default="auto", show_default=True, help="auto, cpu, cuda or cuda:N.")
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features.")
def localize(**options: Any) -> None:
    """Find the actions in VIDEOS and write them as ActivityNet results JSON."""
    sys.exit(_localize_all(**options))


@cli.group()
def weights() -> None:
    """Backbone weights: what is installed, and how to add more."""


@weights.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_weights_command(*, as_json: bool) -> None:
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
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="official", show_default=True, help="P-GCN: its folder's name.")
@click.option("--stream", type=click.Choice(get_args(Stream)), help="P-GCN: if the name is silent.")
@click.option("--labels", type=click.Path(path_type=Path), help="P-GCN: label names, one a line.")
def import_command(file: Path, name: str, stream: Stream | None, labels: Path | None) -> None:
    """Add a weights FILE: I3D of piergiaj, hassony2 or video_features, or a released P-GCN."""
    from pgcn_core.importing import PgcnChoices, import_file  # noqa: PLC0415 - loads torch

    names = tuple(_read_text(labels).split("\n")) if labels else None
    installed = import_file(file, PgcnChoices(name, stream, names))
    if isinstance(installed, Path):
        click.echo(f"P-GCN checkpoint: {installed}")
        click.echo("Use it with: pgcn localize --checkpoint FOLDER", err=True)
    else:
        click.echo(f"{installed.name}: {installed.path}")


def _localize_all(videos: tuple[Path, ...], out: Path, **options: Any) -> int:
    """Localize every video that can be; return the exit code."""
    from pgcn_core.pipeline import load_engine, localize  # noqa: PLC0415 - loads torch
    from pgcn_core.results import write_results  # noqa: PLC0415 - loads torch

    settings = _settings(
        options["settings_file"], options["mode"], options["flow"], options["device"]
    )
    cache = None if options["no_cache"] else cache_dir() / "features"
    engine = load_engine(
        settings, checkpoint=options["checkpoint"], device=options["device"], cache=cache
    )
    done, worst = [], 0
    with cancelled_by_ctrl_c() as cancel:
        for video in videos:
            try:
                with progress_bars(video.name) as progress:
                    done.append(localize(video, engine, progress=progress, cancel=cancel))
            except PgcnError as error:
                if len(videos) == 1:
                    raise
                click.echo(f"pgcn: {error}", err=True)
                worst = error.exit_code
    write_results(done, out)
    for result in done:
        click.echo(f"{result.info.path.name}: {len(result.detections.score)} detections", err=True)
    if done:
        click.echo(done[0].note, err=True)
    click.echo(str(out))
    return worst


def _settings(file: Path | None, mode: str, flow: Flow, device: str) -> Settings:
    from pgcn_core.pipeline import default_flow  # noqa: PLC0415 - loads torch

    settings = _read_settings(file) if file else getattr(Settings, mode)()
    if flow != "auto":
        return settings.with_flow(flow)
    return settings if file else settings.with_flow(default_flow(device))


def _read_settings(file: Path) -> Settings:
    try:
        return Settings.from_dict(json.loads(_read_text(file)))
    except (json.JSONDecodeError, TypeError) as error:
        raise SettingsError(
            f"The settings file {file} is not a JSON object: {error}.",
            "Correct it, or leave --settings out.",
        ) from error


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.", "Choose another file.") from error


def main() -> None:
    """Run ``pgcn``; the world's failures become one sentence and an exit code."""
    try:
        cli(prog_name="pgcn")
    except PgcnError as error:
        click.echo(f"pgcn: {error}", err=True)
        sys.exit(error.exit_code)
    except (Cancelled, KeyboardInterrupt):
        click.echo("pgcn: Stopped. Run the same again to go on where it stopped.", err=True)
        sys.exit(Cancelled.exit_code)


if __name__ == "__main__":
    main()
