"""CPU or CUDA: both ways, by what pip and the machine would say."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from studio_setup.machine import Machine
from studio_setup.report import SetupError
from studio_setup.shell import Finished
from studio_setup.torch_build import SPEC, fits, install_torch, needs_cuda

from tests.packaging.fakes import FakeShell

PYTHON = Path("/somewhere/.venv/bin/python")
CPU_REPORT = json.dumps(
    {"install": [{"metadata": {"name": "torch", "requires_dist": ["filelock", "sympy>=1.13.3"]}}]}
)
CUDA_REQUIRES = [
    "filelock",
    'cuda-toolkit[cublas,cudart]==13.0.2; platform_system == "Linux"',
    'nvidia-cudnn-cu13==9.19.0.56; platform_system == "Linux"',
]
CUDA_REPORT = json.dumps({"install": [{"metadata": {"requires_dist": CUDA_REQUIRES}}]})


class IndexShell(FakeShell):
    """A pip whose index offers one build of torch."""

    def __init__(self, folder: Path, report: str, installed: str | None = None) -> None:
        there = (0, f"{installed}\n") if installed else (1, "PackageNotFoundError")
        super().__init__(folder, {"importlib.metadata": there})
        self.offer = report

    def run(self, command: Sequence[str], extra_env: Mapping[str, str] | None = None) -> Finished:
        if "--report" in command:
            Path(command[command.index("--report") + 1]).write_text(self.offer)
        return super().run(command, extra_env)

    def installs(self) -> list[str]:
        """Return the words after ``install`` of what was really installed."""
        lines = [line for line in self.commands if " install " in line and "--dry-run" not in line]
        return [line.split(" install ", 1)[1] for line in lines]


def machine(*, nvidia: bool) -> Machine:
    return Machine(nvidia=nvidia, x86_64=True, display=None, apt=None)


def test_cpu_machine_takes_the_index_build_when_that_is_for_the_cpu(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CPU_REPORT)
    install_torch(machine(nvidia=False), PYTHON, shell)
    assert shell.installs() == [f"'{SPEC}'"]


def test_cpu_machine_never_takes_a_cuda_build(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CUDA_REPORT)
    install_torch(machine(nvidia=False), PYTHON, shell)
    assert shell.installs() == [
        "'uv>=0.6.9'",
        f"--python {PYTHON} --torch-backend cpu '{SPEC}'",
    ]


def test_nvidia_machine_takes_the_index_build_unasked(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CUDA_REPORT)
    install_torch(machine(nvidia=True), PYTHON, shell)
    assert shell.installs() == [f"'{SPEC}'"]
    assert not any("--dry-run" in line for line in shell.commands)


def test_a_fitting_torch_is_left_alone(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CUDA_REPORT, installed="2.13.0+cpu")
    install_torch(machine(nvidia=False), PYTHON, shell)
    assert shell.installs() == []


def test_a_cpu_torch_gives_way_when_a_gpu_came(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CUDA_REPORT, installed="2.13.0+cpu")
    install_torch(machine(nvidia=True), PYTHON, shell)
    assert any("pip uninstall -y torch" in line for line in shell.commands)
    assert shell.installs() == [f"'{SPEC}'"]


@pytest.mark.parametrize(
    ("version", "nvidia", "good"),
    [
        ("2.6.0", False, True),
        ("2.13.0+cpu", False, True),
        ("2.13.0+cu130", True, True),
        ("2.13.0+cpu", True, False),
        ("2.14.0", False, False),
        ("2.5.1", False, False),
        ("", False, False),
    ],
)
def test_which_installed_builds_fit(version: str, nvidia: bool, good: bool) -> None:
    assert fits(version, nvidia=nvidia) is good


def test_requirements_of_an_extra_are_not_cuda_parts() -> None:
    optional = 'nvidia-cutlass; extra == "tools"'
    report = json.dumps({"install": [{"metadata": {"requires_dist": [optional]}}]})
    assert not needs_cuda(report)
    assert not needs_cuda('{"install": [{"metadata": {}}]}')
    assert needs_cuda(CUDA_REPORT)


def test_a_pip_without_the_feature_is_asked_plainly(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CPU_REPORT)
    shell.answers["fast-deps"] = (2, "option --use-feature: invalid choice")
    install_torch(machine(nvidia=False), PYTHON, shell)
    assert shell.installs() == [f"'{SPEC}'"]


def test_no_network_is_one_sentence(tmp_path: Path) -> None:
    shell = IndexShell(tmp_path, CPU_REPORT)
    shell.answers["--dry-run"] = (1, "NewConnectionError: Temporary failure in name resolution")
    with pytest.raises(SetupError, match="index cannot be reached: looking for a build of torch"):
        install_torch(machine(nvidia=False), PYTHON, shell)
