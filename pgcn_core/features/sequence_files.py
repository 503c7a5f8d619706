"""A finished feature sequence as one safetensors file, its facts and a checksum in the header."""

from __future__ import annotations

import contextlib
import json
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from pgcn_core.errors import OutputError
from pgcn_core.features.products import FeatureSequence

ARRAYS = ("values", "starts_s", "ends_s", "label_logits")
_FACTS = ("stream", "n_frames", "fps", "stride_frames", "window_frames", "fingerprint")
Arrays = dict[str, NDArray[np.generic]]


def write_sequence(sequence: FeatureSequence, path: Path) -> None:
    """Write a sequence to a file.

    Raises:
        OSError: it cannot be written.
        SafetensorError: the same, told by the format's library.
    """
    arrays: Arrays = {name: np.ascontiguousarray(getattr(sequence, name)) for name in ARRAYS}
    facts = {name: getattr(sequence, name) for name in _FACTS}
    save_file(arrays, path, {"facts": json.dumps({**facts, "checksum": checksum(arrays)})})


def keep_sequence(sequence: FeatureSequence, file: Path) -> None:
    """Write a sequence whole, or leave the old file as it was; its folder is made.

    Raises:
        OutputError: the disk is full, or writing is not allowed.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_sequence(sequence, part)
        part.replace(file)
    except (OSError, SafetensorError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise OutputError(
            f"{file} cannot be written: {reason}.", "Free some space, or choose another --out."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def read_sequence(path: Path) -> FeatureSequence:
    """Read what ``write_sequence`` wrote.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is damaged or something else.
    """
    try:
        with safe_open(path, "np") as file:
            facts = json.loads(file.metadata()["facts"])
            arrays = {name: file.get_tensor(name) for name in ARRAYS}
        whole = facts.pop("checksum") == checksum(arrays)
        sequence = FeatureSequence(**facts, **arrays)
    except FileNotFoundError:
        raise
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no feature sequence: {error}") from error
    if not whole:
        raise ValueError(f"{path.name} is damaged: its checksum differs")
    return sequence


def checksum(arrays: Arrays) -> int:
    """Return the CRC-32 of the arrays of a sequence, in a fixed order."""
    total = 0
    for name in ARRAYS:
        total = zlib.crc32(np.ascontiguousarray(arrays[name]).tobytes(), total)
    return total
