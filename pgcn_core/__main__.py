"""The engine alone on the command line: ``pgcn``. Needs neither Qt nor a database.

Results go to files and stdout, progress and messages to stderr. Exit codes: 0 all done, 2 wrong
usage, 3 a video that cannot be decoded, 4 weights or checkpoint, 5 settings, 6 proposal list,
7 a result that cannot be written, 9 ground truth or detections that cannot be read, 10 a training
that cannot go on, 11 feature files, 12 labels of whole videos, 130 stopped by the person.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from pgcn_core.benching import bench
from pgcn_core.config import Settings, Stream
from pgcn_core.console import cancelled_by_ctrl_c, progress_bars, run_command
from pgcn_core.errors import (
    Cancelled,
    OutputError,
    PgcnError,
    ProposalFileError,
    SettingsError,
    VideoError,
    VideoLabelError,
)
from pgcn_core.evaluation.commands import evaluate, evaluate_proposals
from pgcn_core.evaluation.segmental_commands import evaluate_segmentation
from pgcn_core.output import check_output, is_stream
from pgcn_core.reproduction.best_commands import reproduce_best
from pgcn_core.reproduction.commands import reproduce
from pgcn_core.results import write_results
from pgcn_core.runtime import LOADING_STAGE, cache_dir, in_background, wait_for
from pgcn_core.training.bsn_commands import train_proposals
from pgcn_core.training.commands import train

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine, LocalizedVideo
    from pgcn_core.preparing import PreparedVideo

Flow = Literal["auto", "tvl1", "dis", "none"]

# What localize and prepare are both told.
MODE = click.option(
    "--mode", type=click.Choice(["paper", "official"]), default="paper", show_default=True
)
FLOW = click.option(
    "--flow",
    type=click.Choice(get_args(Flow)),
    default="auto",
    show_default=True,
    help="Optical flow. auto: tvl1 on a GPU, the draft dis on a CPU. none: RGB alone.",
)
SETTINGS = click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="Settings JSON."
)
DEVICE = click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, cuda or cuda:N."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pgcn-studio", prog_name="pgcn")
def cli() -> None:
    """Temporal action localization with P-GCN."""


@cli.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Results JSON to write."
)
@MODE
@FLOW
@SETTINGS
@click.option("--checkpoint", type=click.Path(path_type=Path), help="A trained P-GCN, a folder.")
@click.option(
    "--bsn", type=click.Path(path_type=Path), help="Propose with a trained BSN, a folder."
)
@click.option(
    "--proposals", type=click.Path(path_type=Path), help="A list of proposals: none are made."
)
@click.option("--video-labels", help="Labels of whole videos: a file, or kinetics.")
@click.option("--video-label-names", type=click.Path(path_type=Path), help="Names of .npy columns.")
@click.option("--top-labels", type=click.IntRange(1), help="Of each video.  [default: 2]")
@DEVICE
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features.")
def localize(**options: Any) -> None:
    """Find the actions in VIDEOS and write them as ActivityNet results JSON."""
    sys.exit(_localize_all(**options))


cli.add_command(evaluate)
cli.add_command(evaluate_proposals)
cli.add_command(evaluate_segmentation)
cli.add_command(train)
cli.add_command(train_proposals)
cli.add_command(bench)
cli.add_command(reproduce)
cli.add_command(reproduce_best)


@cli.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--labels",
    "labels_file",
    required=True,
    type=click.Path(path_type=Path),
    help="Labelled segments: ActivityNet JSON, or CSV with video, label, start_s, end_s.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to fill.")
@MODE
@FLOW
@SETTINGS
@DEVICE
@click.option("--no-cache", is_flag=True, help="Neither read nor keep features outside OUT.")
def prepare(**options: Any) -> None:
    """Make of labelled VIDEOS the folder that train reads: features, proposals, ground truth."""
    sys.exit(_prepare_all(**options))


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
    read = _read_settings(options["settings_file"]) if options["settings_file"] else None
    check_output(out)
    with cancelled_by_ctrl_c() as cancel:
        usable = [video for video in dict.fromkeys(videos) if _is_usable(video, cancel)]
        if not usable:
            return VideoError.exit_code
        click.echo(LOADING_STAGE, err=True)
        engine = wait_for(in_background(lambda: _engine(read, options)), cancel)
        tried = [_localize_one(video, engine, cancel) for video in usable]
    done = [result for result in tried if not isinstance(result, int)]
    if done:
        _write(done, out)
    if len(usable) < len(set(videos)):
        return VideoError.exit_code
    return next((code for code in tried if isinstance(code, int)), 0)


def _prepare_all(videos: tuple[Path, ...], labels_file: Path, out: Path, **options: Any) -> int:
    """Prepare every video that can be; return the exit code."""
    from pgcn_core.preparing import (  # noqa: PLC0415 - loads torch
        prepare_video,
        read_annotations,
        write_prepared,
    )

    read = _read_settings(options["settings_file"]) if options["settings_file"] else None
    annotations = read_annotations(labels_file)
    wanted = _with_own_names(videos)
    _make_folder(out)
    with cancelled_by_ctrl_c() as cancel:
        usable = [video for video in wanted if _is_usable(video, cancel)]
        if not usable:
            return VideoError.exit_code
        click.echo(LOADING_STAGE, err=True)
        engine = wait_for(in_background(lambda: _engine(read, options)), cancel)
        done = []
        for video in usable:
            try:
                with progress_bars(video.name) as progress:
                    one = prepare_video(
                        video, engine, annotations, out, progress=progress, cancel=cancel
                    )
            except VideoError as error:
                _complain(error)
                continue
            done.append(one)
            _tell_prepared(video, one)
    if done:
        write_prepared(done, annotations, out)
        click.echo(str(out))
    return 0 if len(done) == len(wanted) else VideoError.exit_code


def _tell_prepared(video: Path, one: PreparedVideo) -> None:
    actions, proposals = len(one.truth), len(one.listed.proposal_frames)
    click.echo(f"{video.name}: {actions} labelled actions, {proposals} proposals", err=True)
    if one.n_left_out:
        click.echo(f"pgcn: {video.name}: {one.n_left_out} labels lie outside the video.", err=True)
    if not actions:
        click.echo(f"pgcn: {video.name} has no label; train leaves it out.", err=True)


def _with_own_names(videos: tuple[Path, ...]) -> list[Path]:
    """Return the videos without repeats, when their names tell them apart."""
    distinct = list(dict.fromkeys(videos))
    stems = [video.stem for video in distinct]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if twice is not None:
        raise SettingsError(
            f"Two videos are named {twice}; labels could not tell them apart.",
            "Rename one of the files.",
        )
    return distinct


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{out} cannot be made: {reason}.", "Choose another --out.") from error
    check_output(out / "proposals.txt")


def _is_usable(video: Path, cancel: Event) -> bool:
    """Look at a file before the networks are loaded, and say what is wrong with it."""
    from pgcn_core.video.opening import open_video  # noqa: PLC0415 - loads FFmpeg

    try:
        until_s = open_video(video, cancel=cancel).info.unreadable_after_s
    except VideoError as error:
        return _complain(error)
    if until_s is not None:
        click.echo(
            f"pgcn: {video.name} is damaged and cannot be read after {until_s:.1f} s. "
            "The part before that is analysed.",
            err=True,
        )
    return True


def _localize_one(video: Path, engine: Engine, cancel: Event) -> LocalizedVideo | int:
    """Localize one video; its named failure, told in a sentence, where it cannot be done."""
    from pgcn_core.pipeline import localize as localize_video  # noqa: PLC0415 - loads torch

    try:
        with progress_bars(video.name) as progress:
            result = localize_video(video, engine, progress=progress, cancel=cancel)
    except (VideoError, ProposalFileError, VideoLabelError) as error:
        _complain(error)
        return error.exit_code
    found = len(result.detections.score)
    click.echo(f"{video.name}: {found} detection{'' if found == 1 else 's'}", err=True)
    return result


def _write(done: list[LocalizedVideo], out: Path) -> None:
    write_results(done, out)
    click.echo(done[0].note, err=True)
    if not is_stream(out):
        click.echo(str(out))


def _complain(error: PgcnError) -> Literal[False]:
    click.echo(f"pgcn: {error}", err=True)
    return False


def _engine(read: Settings | None, options: dict[str, Any]) -> Engine:
    from pgcn_core.pipeline import load_engine  # noqa: PLC0415 - loads torch

    settings = _settings(read, options["mode"], options["flow"], options["device"])
    return load_engine(
        _with_files(settings, options),
        checkpoint=options.get("checkpoint"),
        device=options["device"],
        cache=None if options["no_cache"] else cache_dir() / "features",
    )


def _with_files(settings: Settings, options: dict[str, Any]) -> Settings:
    names = ("bsn", "proposals", "video_labels", "video_label_names")
    files = {name: str(options[name]) for name in names if options.get(name)}
    return settings.with_files(**files, top_labels=options.get("top_labels"))


def _settings(read: Settings | None, mode: str, flow: Flow, device: str) -> Settings:
    from pgcn_core.pipeline import with_suitable_flow  # noqa: PLC0415 - loads torch

    settings = read or (Settings.official() if mode == "official" else Settings.paper())
    if flow != "auto":
        return settings.with_flow(flow)
    return settings if read else with_suitable_flow(settings, device)


def _read_settings(file: Path) -> Settings:
    try:
        return Settings.from_dict(json.loads(_read_text(file)))
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"The settings file {file} is not JSON: line {error.lineno} cannot be read.",
            "Correct it, or leave --settings out.",
        ) from error


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not UTF-8 text.", "Choose another file.") from error
    except FileNotFoundError as error:
        raise SettingsError(f"There is no file {file}.", "Check its name.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(f"{file} cannot be read: {reason}.", "Choose another file.") from error


def main() -> None:
    """Run ``pgcn``."""
    run_command(cli, "pgcn", PgcnError, Cancelled)


if __name__ == "__main__":
    main()
