"""Just enough of MATLAB 5.0 files to read cells of numeric matrices; nothing in them is run."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError

Matrix = NDArray[Any]
# What the file's type numbers are in NumPy.
_NUMBERS = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
_MATRIX, _COMPRESSED, _CELL, _STRUCT, _CHARS = 14, 15, 1, 2, 4
_HEADER = 128


def read_mat(path: Path) -> dict[str, list[Matrix] | Matrix | None]:
    """Return the variables of a file: matrices, or lists of matrices for cells.

    Structures and texts are None.

    Raises:
        EvaluationFileError: it cannot be read, or is not such a file.
    """
    try:
        data = path.read_bytes()
        if not data.startswith(b"MATLAB 5.0"):
            raise _damaged(path)
        found = {}
        at = _HEADER
        while at < len(data):
            kind, body, at = _element(data, at)
            if kind == _COMPRESSED:
                kind, body, _ = _element(zlib.decompress(body), 0)
            if kind == _MATRIX:
                name, value = _variable(body)
                found[name] = value
    except (OSError, struct.error, zlib.error, KeyError, ValueError, IndexError) as error:
        raise _damaged(path) from error
    return found


def _damaged(path: Path) -> EvaluationFileError:
    return EvaluationFileError(f"{path} is no MATLAB 5.0 file.", "Take the published one.")


def _element(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Return type and bytes of an element, and where the next one is."""
    kind, size = struct.unpack_from("<II", data, at)
    if kind >> 16:
        size, kind = kind >> 16, kind & 0xFFFF
        return kind, data[at + 4 : at + 4 + size], at + 8
    end = at + 8 + size
    padded = end if kind == _COMPRESSED else end + (-size) % 8
    return kind, data[at + 8 : end], padded


def _variable(body: bytes) -> tuple[str, Any]:
    _, flags, at = _element(body, 0)
    _, dimensions, at = _element(body, at)
    _, name, at = _element(body, at)
    shape = np.frombuffer(dimensions, "<i4")
    if flags[0] == _CELL:
        cells = []
        for _ in range(int(np.prod(shape))):
            _, inner, at = _element(body, at)
            cells.append(_variable(inner)[1])
        return name.decode(), cells
    if flags[0] in (_STRUCT, _CHARS):
        return name.decode(), None
    kind, numbers, _ = _element(body, at)
    values = np.frombuffer(numbers, "<" + _NUMBERS[kind])
    return name.decode(), values.reshape(shape, order="F")
