"""What every room shares while it runs: progress, cancelling, the device."""

from __future__ import annotations

import errno
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

import platformdirs

from pgcn_core.errors import Cancelled, OutOfMemory, SettingsError

if TYPE_CHECKING:
    import torch

Result = TypeVar("Result")
# torch on the CPU, torch on a GPU, C++ libraries, threads, OpenVINO.
_SHORT_OF_MEMORY = (
    "can't allocate memory",
    "out of memory",
    "not enough memory",
    "bad_alloc",
    "can't start new thread",
    "could not create a primitive",
    "failed to allocate",
    "can't alloc",
)
# What the system says when it gives no memory, or none for another thread: FFmpeg starts some.
_SHORT_ERRNOS = (errno.ENOMEM, errno.EAGAIN)
# The program's, in app.config, which sees nothing of the engine.
_APP_NAME = "pgcn-studio"
# How long a cancel flag may go unseen while nothing but waiting is done.
_POLL_S = 0.05


# The stage before every other; here, where naming it loads nothing.
LOADING_STAGE = "Loading the networks"


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


def in_background(work: Callable[[], Result]) -> Future[Result]:
    """Do something that cannot be interrupted, such as loading networks, in a thread of its own."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


def wait_for(future: Future[Result], cancel: Event | None) -> Result:
    """Return what the background work returns, or raise what it raises.

    Raises:
        Cancelled: the flag was set, heard within 0.05 s; the work itself goes on.
    """
    while not future.done():
        raise_if_cancelled(cancel)
        wait([future], timeout=_POLL_S)
    raise_if_cancelled(cancel)
    return future.result()


@contextmanager
def memory_told(doing: str) -> Iterator[None]:
    """Raise what libraries say of missing memory, each in its own way, as its named failure.

    Args:
        doing: What needs it, after "There is not enough memory to".

    Raises:
        OutOfMemory: in place of theirs.
    """
    try:
        yield
    except (MemoryError, RuntimeError, OSError) as error:
        if not is_short_of_memory(error):
            raise
        raise OutOfMemory(
            f"There is not enough memory to {doing}.",
            "Close other programs and try again: what is finished is kept.",
        ) from error


def is_short_of_memory(error: BaseException) -> bool:
    """Return whether a failure is that of a library which got no memory."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno in _SHORT_ERRNOS
    said = str(error).lower()
    return any(words in said for words in _SHORT_OF_MEMORY)


def install_command(extra: str) -> str:
    """Return what installs an optional part of the program where it runs, for a shell."""
    # The Python of the set-up's own environment is seldom the one that "pip" means.
    return f'{shlex.quote(sys.executable)} -m pip install "pgcn-studio[{extra}]"'


def cache_dir() -> Path:
    """Return the folder for what can be made again: converted weights, features.

    ``PGCN_CACHE_DIR`` overrides the user's cache folder. The folder may not exist yet.
    """
    return _named("PGCN_CACHE_DIR") or platformdirs.user_cache_path(_APP_NAME, appauthor=False)


def data_dir() -> Path:
    """Return the folder for what cannot be made again: imported weights, checkpoints.

    ``PGCN_DATA_DIR`` overrides the user's data folder. The folder may not exist yet.
    """
    return _named("PGCN_DATA_DIR") or platformdirs.user_data_path(_APP_NAME, appauthor=False)


def _named(variable: str) -> Path | None:
    # As the program reads it: both work in one folder, whoever names it and from wherever.
    value = os.environ.get(variable, "")
    return Path(value).expanduser().absolute() if value else None


def pick_device(name: str = "auto") -> torch.device:
    """Return the torch device for ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.

    Raises:
        SettingsError: the name is unknown, or CUDA was asked for and is not there.
    """
    import torch  # noqa: PLC0415 - probing a video must not load torch

    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name == "cpu":
        return torch.device("cpu")
    kind, _, number = name.partition(":")
    if kind != "cuda" or not (name == kind or number.isdecimal()):
        raise SettingsError(f"There is no device called {name!r}.", "Use auto, cpu or cuda.")
    if not torch.cuda.is_available():
        raise SettingsError("No NVIDIA GPU can be used here.", "Set the device to cpu or auto.")
    if int(number or 0) >= torch.cuda.device_count():
        raise SettingsError(f"There is no GPU number {number}.", "They are counted from 0.")
    return torch.device(name)
