"""What ``localize`` and ``prepare`` are both told, and the engine that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import click

from pgcn_core.config import ProposalMaker, Settings
from pgcn_core.console import cancelled_by_ctrl_c
from pgcn_core.default_model import default_model
from pgcn_core.errors import PgcnError, SettingsError, VideoError
from pgcn_core.runtime import LOADING_STAGE, cache_dir, in_background, wait_for
from pgcn_core.text_files import parse_json, read_text

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine

Flow = Literal["auto", "tvl1", "dis", "none"]
Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")

FILE = click.Path(path_type=Path)
VIDEOS = click.argument("videos", nargs=-1, required=True, type=FILE)
BSN = click.option("--bsn", type=FILE, help="Propose with a trained BSN, a folder.")
DEVICE = click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, cuda or cuda:N."
)


def how(command: Command) -> Command:
    """Add what says how features are looked at: --mode, --flow and --settings."""
    options = (
        click.option(
            "--mode", type=click.Choice(["paper", "official"]), default="paper", show_default=True
        ),
        click.option(
            "--flow",
            type=click.Choice(get_args(Flow)),
            default="auto",
            show_default=True,
            help="Optical flow. auto: tvl1 on a GPU, the draft dis on a CPU. none: RGB alone.",
        ),
        click.option("--settings", "settings_file", type=FILE, help="Settings JSON."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_file_of(options: dict[str, Any]) -> Settings | None:
    """Return what --settings names, None without it.

    Raises:
        SettingsError: it cannot be read, or a value in it is wrong.
    """
    file: Path | None = options["settings_file"]
    if file is None:
        return None
    try:
        return Settings.from_dict(parse_json(read_text(file)))
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"The settings file {file} is not JSON: line {error.lineno} cannot be read.",
            "Correct it, or leave --settings out.",
        ) from error


def each_video(
    videos: Sequence[Path],
    read: Settings | None,
    options: dict[str, Any],
    act: Callable[[Path, Engine, Event], Result],
) -> list[Result]:
    """Do something to every video that can be read; say of each other one what is wrong with it.

    Where none can be read, nothing is loaded.

    Args:
        videos: Files.
        read: From ``settings_file_of``.
        options: Of the command.
        act: What is done; told when Ctrl-C was pressed.

    Returns:
        What each act gave.

    Raises:
        PgcnError: a setting, the weights or a file that is named cannot be used.
        Cancelled: Ctrl-C was pressed.
    """
    with cancelled_by_ctrl_c() as cancel:
        usable = [video for video in videos if _is_usable(video, cancel)]
        if not usable:
            return []
        engine = loaded_engine(read, options, cancel)
        return [act(video, engine, cancel) for video in usable]


def complain(error: PgcnError) -> None:
    """Say a failure that does not end the command."""
    click.echo(f"pgcn: {error}", err=True)


def loaded_engine(read: Settings | None, options: dict[str, Any], cancel: Event) -> Engine:
    """Load networks and settings in the background, so that Ctrl-C is heard.

    Args:
        read: From ``settings_file_of``.
        options: Of the command.
        cancel: Heard at once.

    Raises:
        PgcnError: a setting, the weights or a file that is named cannot be used.
        Cancelled: the flag was set.
    """
    click.echo(LOADING_STAGE, err=True)
    return wait_for(in_background(lambda: _load(read, options)), cancel)


def _is_usable(video: Path, cancel: Event) -> bool:
    """Look at a file before the networks are loaded."""
    from pgcn_core.video.opening import open_video  # noqa: PLC0415 - loads FFmpeg

    try:
        until_s = open_video(video, cancel=cancel).info.unreadable_after_s
    except VideoError as error:
        complain(error)
        return False
    if until_s is not None:
        click.echo(
            f"pgcn: {video.name} is damaged and cannot be read after {until_s:.1f} s. "
            "The part before that is analysed.",
            err=True,
        )
    return True


def asked_model(read: Settings | None, options: dict[str, Any]) -> tuple[Settings, Path | None]:
    """Return the settings that are asked for, and the checkpoint, None for the cold start.

    Raises:
        PgcnError: the device is not there, weights are missing, or the shipped P-GCN is damaged.
    """
    from pgcn_core.settling import usable_model  # noqa: PLC0415 - loads torch

    settings = asked_settings(read, options)
    shipped = usable_model(default_model()) if _takes_default(options) else None
    if shipped is None:
        return settings, options.get("checkpoint")
    return settings.with_flow("none", by_name=False), shipped


def _load(read: Settings | None, options: dict[str, Any]) -> Engine:
    from pgcn_core.pipeline import load_engine  # noqa: PLC0415 - loads torch

    settings, checkpoint = asked_model(read, options)
    return load_engine(
        settings,
        checkpoint=checkpoint,
        device=options["device"],
        cache=None if options["no_cache"] else cache_dir() / "features",
    )


def _takes_default(options: dict[str, Any]) -> bool:
    """Say whether the shipped P-GCN scores: no other was named, nor anything it does not know.

    It looks at pictures alone, and at the graph of the paper.
    """
    is_free = "cold_start" in options and not options["cold_start"] and not options["checkpoint"]
    return is_free and options["mode"] == "paper" and options["flow"] in {"auto", "none"}


def asked_settings(read: Settings | None, options: dict[str, Any]) -> Settings:
    """Return the settings that file and options ask for, before the engine fits them to networks.

    Raises:
        SettingsError: the device is not there.
    """
    settings = _settings(read, options["mode"], options["flow"], options["device"])
    return _with_files(settings, options)


def _with_files(settings: Settings, options: dict[str, Any]) -> Settings:
    names = ("bsn", "proposals", "video_labels", "video_label_names")
    files = {name: str(options[name]) for name in names if options.get(name)}
    named = settings.with_files(**files, top_labels=options.get("top_labels"))
    makers: tuple[ProposalMaker, ...] = options.get("makers", ())
    return named.with_makers(makers) if makers else named


def _settings(read: Settings | None, mode: str, flow: Flow, device: str) -> Settings:
    from pgcn_core.settling import with_suitable_flow  # noqa: PLC0415 - loads torch

    settings = read or (Settings.official() if mode == "official" else Settings.paper())
    if flow != "auto":
        return settings.with_flow(flow)
    return settings if read else with_suitable_flow(settings, device)
