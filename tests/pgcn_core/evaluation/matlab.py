"""Just enough of MATLAB 5.0 files to read cells of numeric matrices."""

import struct
import zlib
from pathlib import Path

import numpy as np

NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8",
           13: "u8"}  # fmt: skip
MATRIX, COMPRESSED, CELL, STRUCT, CHARS = 14, 15, 1, 2, 4


def read_mat(path: Path) -> dict[str, object]:
    """Return the variables of a file: arrays, or lists of arrays for cells."""
    data = path.read_bytes()
    assert data.startswith(b"MATLAB 5.0")
    found = {}
    at = 128
    while at < len(data):
        kind, body, at = element(data, at)
        if kind == COMPRESSED:
            kind, body, _ = element(zlib.decompress(body), 0)
        if kind == MATRIX:
            name, value = matrix(body)
            found[name] = value
    return found


def element(data: bytes, at: int) -> tuple[int, bytes, int]:
    kind, size = struct.unpack_from("<II", data, at)
    if kind >> 16:
        size, kind = kind >> 16, kind & 0xFFFF
        return kind, data[at + 4 : at + 4 + size], at + 8
    end = at + 8 + size
    padded = end if kind == COMPRESSED else end + (-size) % 8
    return kind, data[at + 8 : end], padded


def matrix(body: bytes) -> tuple[str, object]:
    _, flags, at = element(body, 0)
    _, shape, at = element(body, at)
    _, name, at = element(body, at)
    shape = np.frombuffer(shape, "<i4")
    if flags[0] == CELL:
        cells = []
        for _ in range(int(np.prod(shape))):
            _, inner, at = element(body, at)
            cells.append(matrix(inner)[1])
        return name.decode(), cells
    if flags[0] in (STRUCT, CHARS):
        return name.decode(), None
    kind, numbers, _ = element(body, at)
    values = np.frombuffer(numbers, "<" + NUMBERS[kind])
    return name.decode(), values.reshape(shape, order="F")
