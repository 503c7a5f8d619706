"""Files of tensors and arrays that other programs wrote, opened without running what is in them."""

from __future__ import annotations

import pickle
import struct
import tokenize
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from pgcn_core.runtime import is_short_of_memory

# What readers say of bytes that are not theirs: found by changing bytes of real files.
_READERS_SAY = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


# A file of less that asks for more memory than there is lies about what it holds.
_SMALL_BYTES = 1 << 20


class UnsafeFile(Exception):
    """A pickle that asks for more than plain containers of numbers."""


class DamagedFile(Exception):
    """A file that is not of its kind, or no longer whole, or cannot be read."""


def load_torch(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return what either container of torch holds, on the CPU.

    Raises:
        UnsafeFile: loading it could run code; some damage looks the same.
        DamagedFile: it cannot be read.
    """
    import torch  # noqa: PLC0415 - arrays are read without it

    try:
        with warnings.catch_warnings():
            # torch speaks of pickle protocols here; whether the file can be used is the caller's.
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise UnsafeFile(str(error)) from error
    except _READERS_SAY as error:
        if _is_too_large(path, error):
            raise
        raise DamagedFile(str(error)) from error


def load_array(path: Path) -> np.ndarray:
    """Return the array of an ``.npy`` file, or the only one of an ``.npz`` file.

    Raises:
        DamagedFile: it cannot be read, holds Python objects or several arrays.
    """
    try:
        held = np.load(path, allow_pickle=False)
        if not isinstance(held, np.lib.npyio.NpzFile):
            return held
        with held:
            if len(held.files) != 1:
                raise DamagedFile(f"it holds {len(held.files)} arrays, not one")
            return held[held.files[0]]
    except _READERS_SAY as error:
        if _is_too_large(path, error):
            raise
        raise DamagedFile(str(error)) from error


def _is_too_large(path: Path, error: Exception) -> bool:
    """Return whether a file may well be whole, and memory is what is missing."""
    return is_short_of_memory(error) and path.stat().st_size > _SMALL_BYTES
