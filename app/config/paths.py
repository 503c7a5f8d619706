"""Where the program keeps its own files; each place can be named by the environment."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP_NAME = "pgcn-studio"


def data_dir() -> Path:
    """Return the folder of checkpoints and weights: ``PGCN_DATA_DIR``, else the system's place."""
    return _named("PGCN_DATA_DIR") or platformdirs.user_data_path(APP_NAME, appauthor=False)


def cache_dir() -> Path:
    """Return the folder of what can be made again: ``PGCN_CACHE_DIR``, else the system's place."""
    return _named("PGCN_CACHE_DIR") or platformdirs.user_cache_path(APP_NAME, appauthor=False)


def config_dir() -> Path:
    """Return the folder of the settings: ``PGCN_CONFIG_DIR``, else the system's place."""
    return _named("PGCN_CONFIG_DIR") or platformdirs.user_config_path(APP_NAME, appauthor=False)


def log_dir() -> Path:
    """Return the folder of the logs: below ``PGCN_DATA_DIR`` if named, else the system's place."""
    named = _named("PGCN_DATA_DIR")
    return named / "logs" if named else platformdirs.user_log_path(APP_NAME, appauthor=False)


def settings_file() -> Path:
    """Return the file of the settings."""
    return config_dir() / "settings.json"


def video_root() -> Path | None:
    """Return the folder below which this computer has the videos of projects on servers."""
    return _named("PGCN_VIDEO_ROOT")


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable, "")
    return Path(value).expanduser().absolute() if value else None
