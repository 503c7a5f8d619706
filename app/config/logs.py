"""The log file: small, rotating, and never a reason not to start."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_NAME = "pgcn-studio.log"
MAX_BYTES = 1_000_000
N_OLD_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def start_logging(folder: Path) -> Path | None:
    """Log to a rotating file in ``folder``; return the file, or None when only stderr is left.

    Calling it again replaces what the first call set up.
    """
    stop_logging()
    handler, file = _handler(folder)
    handler.set_name(LOG_NAME)
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    if file is None:
        logging.getLogger(__name__).warning("no log file can be written in %s", folder)
    return file


def stop_logging() -> None:
    """Close the log file."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if one.get_name() == LOG_NAME]:
        root.removeHandler(handler)
        handler.close()


def _handler(folder: Path) -> tuple[logging.Handler, Path | None]:
    file = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            file, maxBytes=MAX_BYTES, backupCount=N_OLD_FILES, encoding="utf-8"
        )
    except OSError:
        return logging.StreamHandler(), None
    return handler, file
