"""What happened in each epoch, as JSON lines and, where it is installed, for TensorBoard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pgcn_core.errors import OutputError
from pgcn_core.output import write_text

Value = float | int | str | None


class EpochLog:
    """A file with one JSON object per epoch.

    Args:
        path: Of the JSON lines; TensorBoard's events lie in a folder beside it.
        n_kept: Epochs to keep of what is there: those after a resumed one are written again.
    """

    def __init__(self, path: Path, n_kept: int) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            # Whole or not at all: killed here, the epochs before must still be there.
            write_text("".join(f"{line}\n" for line in lines[:n_kept]), path)
        except OSError as error:
            raise _not_written(path, error) from error
        self._board = _tensorboard(path.with_name("tensorboard"))

    def write(self, row: Mapping[str, Value]) -> None:
        """Append the numbers of one epoch.

        Raises:
            OutputError: the disk is full, or writing is not allowed.
        """
        try:
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(dict(row)) + "\n")
            if self._board is not None:
                for name, value in row.items():
                    if name != "epoch" and isinstance(value, float | int):
                        self._board.add_scalar(name, value, row["epoch"])
                self._board.flush()
        except OSError as error:
            raise _not_written(self._path, error) from error


def read_log(path: Path) -> list[dict[str, Any]]:
    """Return the epochs of a log, first to last."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _tensorboard(folder: Path) -> Any:  # noqa: ANN401 - an optional package
    try:
        from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415 - optional
    except ImportError:
        return None
    return SummaryWriter(str(folder))


def _not_written(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"The log {path} cannot be written: {error.strerror or error}.",
        "Free some space or choose another folder.",
    )
