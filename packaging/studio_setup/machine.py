"""What this machine is and has; looks, never changes."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """The facts the set-up decides by.

    Attributes:
        nvidia: An NVIDIA driver is loaded.
        x86_64: The processor is a 64-bit x86.
        display: ``"x11"``, ``"wayland"`` or ``None`` for no screen.
        apt: The words that start an apt command with the right to install, or ``None``.
    """

    nvidia: bool
    x86_64: bool
    display: str | None
    apt: tuple[str, ...] | None

    @property
    def extras(self) -> tuple[str, ...]:
        """The optional dependencies of all that the window offers on this machine."""
        always = ("studio", "exchange", "server")
        return (*always, "cpu") if self.x86_64 and not self.nvidia else always


def look(environ: Mapping[str, str] = os.environ) -> Machine:
    """Return what this machine is."""
    return Machine(
        nvidia=has_nvidia_driver(),
        x86_64=platform.machine() in {"x86_64", "AMD64"},
        display=find_display(environ),
        apt=find_apt(),
    )


def has_nvidia_driver(proc: Path = Path("/proc/driver/nvidia/version")) -> bool:
    """Return whether an NVIDIA driver answers: kernel module, its tool, or CUDA's library."""
    if proc.exists():
        return True
    tool = shutil.which("nvidia-smi")
    if tool is not None:
        listed = subprocess.run([tool, "-L"], capture_output=True, text=True, check=False)
        if listed.returncode == 0 and "GPU" in listed.stdout:
            return True
    return has_library("libcuda.so.1")


def has_library(soname: str) -> bool:
    """Return whether the dynamic loader finds a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def find_display(environ: Mapping[str, str]) -> str | None:
    """Return which kind of screen the environment names."""
    if environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "x11" if environ.get("DISPLAY") else None


def find_apt() -> tuple[str, ...] | None:
    """Return how to run apt with the right to install, or ``None`` where that is not ours."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ("apt-get",)
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ("sudo", "-n", "apt-get") if asked.returncode == 0 else None
