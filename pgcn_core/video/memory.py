"""How much memory the machine has to spare."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_LINUX_MEMORY = Path("/proc/meminfo")


class _WindowsMemory(ctypes.Structure):
    """``MEMORYSTATUSEX`` of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load_percent", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 5),
    )


def available_bytes() -> int | None:
    """Return the bytes that can be taken without pushing others out; None where nobody says.

    macOS does not say what is available in a word; a quarter of the machine's memory stands for it.
    """
    if sys.platform == "win32":
        status = _WindowsMemory(length=ctypes.sizeof(_WindowsMemory))
        is_told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.available) if is_told else None
    told = _linux_available_bytes()
    if told is not None:
        return told
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    except (ValueError, OSError):
        return None


def cache_share(most_bytes: int, least_bytes: int, share: float) -> int:
    """Return how many bytes a cache may take: a share of what is available, within bounds.

    Args:
        most_bytes: Enough on any machine; also where the system does not say.
        least_bytes: Needed on any machine.
        share: Of the available memory, in (0, 1].
    """
    available = available_bytes()
    if available is None:
        return most_bytes
    return min(most_bytes, max(least_bytes, int(available * share)))


def _linux_available_bytes() -> int | None:
    try:
        lines = _LINUX_MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None
