"""Formats made of the videos on the command line: their flags, their progress, what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import click

from app.domain.errors import Cancelled, ExchangeError, MediaError
from app.engine.console import cancelled_by_ctrl_c, progress_bars
from app.exchange.registry import FORMATS
from app.services.exchange_values import Contents, FormatCard, Made, Setting
from app.services.exporting import ExportReport, ExportRequest, Working, make_contents
from app.services.ports import Exchange

_SETTINGS: dict[str, list[tuple[FormatCard, Setting]]] = {}
for _format in FORMATS.values():
    for _setting in _format.card.settings:
        _SETTINGS.setdefault(_setting.id, []).append((_format.card, _setting))


def setting_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add a flag for every setting of every format."""
    for name, found in reversed(_SETTINGS.items()):
        option = click.option(f"--{name}", _flag(name), default=None, **_shape(found))  # type: ignore[arg-type]
        command = option(command)
    return command


def settings_of(
    card: FormatCard, flags: dict[str, object]
) -> tuple[tuple[str, str | float | bool], ...]:
    """Take the settings out of the flags and return those that were said.

    Raises:
        ExchangeError: the format has no such setting.
    """
    said = {name: flags.pop(_flag(name)) for name in _SETTINGS}
    known = {one.id for one in card.settings}
    foreign = next(
        (name for name, value in said.items() if value is not None and name not in known), None
    )
    if foreign is not None:
        owned = ", ".join(f"--{one.id}" for one in card.settings)
        raise ExchangeError(
            f"{card.name} has no setting --{foreign}.",
            f"It has {owned}." if owned else "Leave it out.",
        )
    return tuple((name, value) for name, value in said.items() if value is not None)  # type: ignore[misc]


def export_media(exchange: Exchange, request: ExportRequest, contents: Contents) -> None:
    """Make the files with bars on the terminal, tell what came of it; 3 when a video is missing.

    Raises:
        Cancelled: by Ctrl+C; it says what is left.
    """
    with cancelled_by_ctrl_c() as cancel, progress_bars(request.file.name) as progress:
        try:
            report = make_contents(exchange, request, contents, Working(progress, cancel))
        except Cancelled:
            # Only a training set goes on where it stopped.
            if FORMATS[request.format_id].card.id == "training-set":
                raise
            told = "Files that were finished are kept, nothing half is left."
            raise Cancelled(told) from None
    if report.made is not None:
        _tell(report, report.made)


def _flag(name: str) -> str:
    return f"setting_{name.replace('-', '_')}"


def _tell(report: ExportReport, made: Made) -> None:
    for one in made.files:
        click.echo(f"{one.file}: {one.words}", err=True)
    for sentence in made.left_out:
        click.echo(f"left out: {sentence}", err=True)
    for sentence in made.differences:
        click.echo(f"not as meant: {sentence}", err=True)
    n_files = len(made.files)
    n_odd = len(made.differences)
    checked = f"{n_odd} not as meant" if n_odd else "opened again: as meant"
    summary = f" ({made.summary})" if made.summary else ""
    click.echo(f"{n_files} {'file' if n_files == 1 else 'files'}{summary}, {checked}", err=True)
    click.echo(str(report.file))
    if made.left_out:
        sys.exit(MediaError.exit_code)


def _shape(found: Iterable[tuple[FormatCard, Setting]]) -> Mapping[str, object]:
    """Return how click reads a setting; one name means one thing in every format that has it."""
    cards = ", ".join(card.id for card, _ in found)
    one = next(setting for _, setting in found)
    shape: dict[str, object] = {"help": f"{cards}: {one.tip}"}
    if isinstance(one.default, bool):
        return shape | {"type": click.BOOL}
    if isinstance(one.default, float):
        return shape | {"type": click.FloatRange(one.low, one.high)}
    return shape | {"type": click.Choice(one.choices) if one.choices else str}
