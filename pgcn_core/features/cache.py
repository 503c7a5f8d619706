"""Features on disk: finished sequences, and the pieces of unfinished ones.

A finished sequence is one safetensors file under its fingerprint, written whole or not at all. An
unfinished one is a journal: each finished piece is appended with its length and checksum, so that
a killed program resumes after the last whole piece.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np
from filelock import BaseFileLock, FileLock, Timeout
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from pgcn_core.errors import OutputError, reason_of
from pgcn_core.features.products import FeatureSequence
from pgcn_core.features.sequence_files import ARRAYS, Arrays, read_sequence, write_sequence
from pgcn_core.runtime import raise_if_cancelled

_HEADER = struct.Struct("<4sQI")
_MAGIC = b"PGF1"
# How long a cancel flag may go unseen while another program is waited for.
_TURN_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class FeaturePart:
    """The vectors of one finished piece; the fields are those of ``FeatureSequence``."""

    values: NDArray[np.float32]
    starts_s: NDArray[np.float64]
    ends_s: NDArray[np.float64]
    label_logits: NDArray[np.float32]

    def arrays(self) -> Arrays:
        """Return the fields by name."""
        return {name: np.ascontiguousarray(getattr(self, name)) for name in ARRAYS}


class FeatureCache:
    """A folder of features, each found by its fingerprint.

    Args:
        folder: Where they are kept; made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, fingerprint: str) -> FeatureSequence | None:
        """Return a finished sequence, or None; a damaged file is removed and counts as none."""
        path = self._sequence_path(fingerprint)
        try:
            sequence = read_sequence(path)
            os.utime(path)
        except FileNotFoundError:
            return None
        except (ValueError, OSError):
            path.unlink(missing_ok=True)
            return None
        if sequence.fingerprint == fingerprint:
            return sequence
        path.unlink(missing_ok=True)
        return None

    def store(self, sequence: FeatureSequence) -> None:
        """Keep a finished sequence and forget its pieces.

        Raises:
            OutputError: it cannot be written.
        """
        with self._writing():
            handle, draft = tempfile.mkstemp(dir=self._folder, suffix=".part")
            os.close(handle)
            try:
                write_sequence(sequence, Path(draft))
                Path(draft).replace(self._sequence_path(sequence.fingerprint))
            finally:
                Path(draft).unlink(missing_ok=True)
            self._journal_path(sequence.fingerprint).unlink(missing_ok=True)

    def load_parts(self, fingerprint: str) -> list[FeaturePart]:
        """Return the finished pieces of an unfinished sequence, in order.

        What follows the last whole piece, after a kill in the middle of a write, is cut off.
        """
        path = self._journal_path(fingerprint)
        try:
            content = path.read_bytes()
        except OSError:
            return []
        parts: list[FeaturePart] = []
        good = 0
        for part, end in _read_records(content):
            parts.append(part)
            good = end
        if good < len(content):
            with self._writing():
                os.truncate(path, good)
        return parts

    def append_part(self, fingerprint: str, part: FeaturePart) -> None:
        """Keep one more finished piece.

        Raises:
            OutputError: it cannot be written.
        """
        payload = save(part.arrays())
        header = _HEADER.pack(_MAGIC, len(payload), zlib.crc32(payload))
        with self._writing(), self._journal_path(fingerprint).open("ab") as journal:
            journal.write(header + payload)

    @contextmanager
    def turn(self, fingerprint: str, cancel: Event | None = None) -> Iterator[None]:
        """Hold a sequence alone while it is made: two programs would mix their pieces.

        Another process that makes the same one is waited for; its lock goes with it when it is
        killed. Where nothing can be locked, such as a folder that may not be written to, nothing is
        kept either, so there is nothing to wait for.

        Args:
            fingerprint: Of the sequence.
            cancel: Heard while waiting.

        Raises:
            Cancelled: the flag was set.
        """
        lock = self._locked(fingerprint, cancel)
        try:
            yield
        finally:
            if lock is not None:
                lock.release()

    def _locked(self, fingerprint: str, cancel: Event | None) -> BaseFileLock | None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / f"{fingerprint}.lock", thread_local=False)
            while True:
                raise_if_cancelled(cancel)
                with suppress(Timeout):
                    lock.acquire(timeout=_TURN_POLL_S)
                    return lock
        except (OSError, NotImplementedError):
            return None

    def size_bytes(self) -> int:
        """Return how much the folder holds."""
        return sum(path.stat().st_size for path in self._files())

    def evict(self, max_bytes: int) -> int:
        """Remove what was used longest ago until at most ``max_bytes`` are left.

        Returns:
            The number of files removed.
        """
        removed = 0
        files = sorted(self._files(), key=lambda path: path.stat().st_mtime)
        left = sum(path.stat().st_size for path in files)
        for path in files:
            if left <= max_bytes:
                break
            left -= path.stat().st_size
            path.unlink(missing_ok=True)
            removed += 1
        return removed

    def clear(self) -> None:
        """Remove everything."""
        self.evict(-1)

    def _files(self) -> list[Path]:
        suffixes = (".safetensors", ".journal", ".part")
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.suffix in suffixes]

    def _sequence_path(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.safetensors"

    def _journal_path(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.journal"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn a full disk or a folder without permission into its named failure."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            yield
        except (OSError, SafetensorError) as error:
            raise OutputError(
                f"Features cannot be kept in {self._folder}: {reason_of(error)}.",
                "Free some space or choose another cache folder; work goes on without it.",
            ) from error


def _read_records(content: bytes) -> Iterator[tuple[FeaturePart, int]]:
    """Yield each whole piece of a journal and where it ends."""
    at = 0
    while at + _HEADER.size <= len(content):
        magic, length, checksum = _HEADER.unpack_from(content, at)
        payload = content[at + _HEADER.size : at + _HEADER.size + length]
        if magic != _MAGIC or len(payload) < length or zlib.crc32(payload) != checksum:
            return
        at += _HEADER.size + length
        yield FeaturePart(**load(payload)), at
