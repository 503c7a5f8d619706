"""CPU or CUDA: which build of torch goes into the environment."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from studio_setup.machine import Machine
from studio_setup.shell import Shell

OLDEST, FIRST_UNTRIED = (2, 6), (2, 14)
SPEC = f"torch>={OLDEST[0]}.{OLDEST[1]},<{FIRST_UNTRIED[0]}.{FIRST_UNTRIED[1]}"
_CUDA_PARTS = re.compile(r"(nvidia|cuda)[-_]", re.IGNORECASE)


def install_torch(machine: Machine, python: Path, shell: Shell) -> None:
    """Install torch into the environment of ``python`` unless a fitting build is there.

    With an NVIDIA driver the index's default build is taken. Without one, the index is asked
    first what it would give; where that is a CUDA build of several gigabytes, uv is installed,
    which knows PyTorch's own CPU builds by name.

    Raises:
        SetupError: no fitting build could be installed.
    """
    version = installed_version(python, shell)
    if version is not None and fits(version, nvidia=machine.nvidia):
        return
    if version is not None:
        shell.run([str(python), "-m", "pip", "uninstall", "-y", "torch"])
    if machine.nvidia:
        shell.report.say("NVIDIA driver found: installing torch with CUDA (several gigabytes)")
        _pip_install(python, shell)
    elif resolves_to_cpu(python, shell):
        shell.report.say("No NVIDIA driver: installing torch for the CPU")
        _pip_install(python, shell)
    else:
        shell.report.say("No NVIDIA driver: installing torch for the CPU, by way of uv")
        _uv_install(python, shell)


def installed_version(python: Path, shell: Shell) -> str | None:
    """Return the version of torch in the environment, such as ``2.13.0+cpu``."""
    ask = "from importlib.metadata import version; print(version('torch'))"
    answer = shell.run([str(python), "-c", ask])
    return answer.output.strip() if answer.ok else None


def fits(version: str, *, nvidia: bool) -> bool:
    """Return whether an installed build will do: in range, and not CPU-only beside a GPU."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    if numbers is None:
        return False
    in_range = OLDEST <= (int(numbers[1]), int(numbers[2])) < FIRST_UNTRIED
    return in_range and not (nvidia and version.endswith("+cpu"))


def resolves_to_cpu(python: Path, shell: Shell) -> bool:
    """Ask pip what it would install, reading metadata only, and look for CUDA's parts in it."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "report.json"
        command = [str(python), "-m", "pip", "install", "--dry-run", "--no-deps", "--quiet"]
        command += ["--report", str(answer), SPEC]
        # An index that serves no metadata would hand over the whole wheel only to be asked.
        finished = shell.run([*command, "--use-feature=fast-deps"])
        if not finished.ok:
            finished = shell.run(command)  # a pip without that feature
        if not finished.ok:
            raise shell.failure(finished, "looking for a build of torch")
        return not needs_cuda(answer.read_text(encoding="utf-8"))


def needs_cuda(report: str) -> bool:
    """Return whether pip's report (JSON) names a torch that requires CUDA's parts on Linux."""
    for item in json.loads(report)["install"]:
        requirements = item["metadata"].get("requires_dist", [])
        if any(_CUDA_PARTS.match(name) and "extra ==" not in name for name in requirements):
            return True
    return False


def _pip_install(python: Path, shell: Shell) -> None:
    shell.must_run([str(python), "-m", "pip", "install", SPEC], "installing torch")


def _uv_install(python: Path, shell: Shell) -> None:
    shell.must_run([str(python), "-m", "pip", "install", "uv>=0.6.9"], "installing uv")
    uv = [str(python), "-m", "uv", "pip", "install", "--python", str(python)]
    shell.must_run([*uv, "--torch-backend", "cpu", SPEC], "installing the CPU build of torch")
