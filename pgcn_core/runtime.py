"""What every room shares while it runs: progress, cancelling, the device."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

import platformdirs

from pgcn_core.errors import Cancelled, SettingsError

if TYPE_CHECKING:
    import torch


class Progress(Protocol):
    """Told how far a stage has come; called from the working thread, often."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report ``done`` of ``total`` steps of ``stage``; total 0 means not known yet."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore progress."""


def raise_if_cancelled(cancel: Event | None) -> None:
    """Raise ``Cancelled`` when the flag is set; call it between units of work under 0.3 s."""
    if cancel is not None and cancel.is_set():
        raise Cancelled


def cache_dir() -> Path:
    """Return the folder for what can be made again: converted weights, features.

    ``PGCN_CACHE_DIR`` overrides the user's cache folder. The folder may not exist yet.
    """
    named = os.environ.get("PGCN_CACHE_DIR")
    return Path(named) if named else platformdirs.user_cache_path("pgcn-studio", appauthor=False)


def data_dir() -> Path:
    """Return the folder for what cannot be made again: imported weights, checkpoints.

    ``PGCN_DATA_DIR`` overrides the user's data folder. The folder may not exist yet.
    """
    named = os.environ.get("PGCN_DATA_DIR")
    return Path(named) if named else platformdirs.user_data_path("pgcn-studio", appauthor=False)


def pick_device(name: str = "auto") -> torch.device:
    """Return the torch device for ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.

    Raises:
        SettingsError: the name is unknown, or CUDA was asked for and is not there.
    """
    import torch  # noqa: PLC0415 - probing a video must not load torch

    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name != "cpu" and not name.startswith("cuda"):
        raise SettingsError(f"There is no device called {name!r}.", "Use auto, cpu or cuda.")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise SettingsError("No usable NVIDIA GPU was found.", "Use --device cpu.")
    return torch.device(name)
