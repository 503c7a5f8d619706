"""What the reproducing commands are both told; importing this loads no numba."""

from __future__ import annotations

from pathlib import Path

import click


def numbers(
    _context: click.Context, option: click.Parameter, text: str | None
) -> tuple[int, ...] | None:
    """Return the rising whole numbers of a list with commas, each once; None without a list.

    Raises:
        click.BadParameter: it is no such list.
    """
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise click.BadParameter(f"{text!r} is not a list such as 0,1,2.", param=option)
    return tuple(sorted({int(part) for part in parts}))


DATA = click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="Folder of the data set."
)
OUT = click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of results; the same one again goes on where it stopped.",
)
SPLITS = click.option("--splits", callback=numbers, help="Numbers from 1.  [default: all]")
FINISHED = click.option("--finished", is_flag=True, help="Train nothing: show what is finished.")
