"""Qt's libraries: exactly the missing ones are installed, or named."""

from pathlib import Path

import pytest
from studio_setup import system_packages as room
from studio_setup.machine import Machine
from studio_setup.report import SetupError
from studio_setup.system_packages import QT_ALWAYS, QT_ON_X11, missing, prepare

from tests.packaging.fakes import FakeShell


def machine(*, display: str | None = None, apt: tuple[str, ...] | None = None) -> Machine:
    return Machine(nvidia=False, x86_64=True, display=display, apt=apt)


class Loader:
    """A dynamic loader that lacks some packages' libraries, and a PATH with or without Xvfb."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lacking: set[str] = set()
        self.xvfb = True
        monkeypatch.setattr(room, "missing", self.missing)
        monkeypatch.setattr(room.shutil, "which", lambda name: "/x" if self.xvfb else None)

    def missing(self, libraries: dict[str, str]) -> tuple[str, ...]:
        return tuple(package for package in libraries if package in self.lacking)


@pytest.fixture
def loader(monkeypatch: pytest.MonkeyPatch) -> Loader:
    return Loader(monkeypatch)


def test_missing_names_packages_whose_library_does_not_load() -> None:
    assert missing(QT_ALWAYS, lambda soname: soname != "libEGL.so.1") == ("libegl1",)
    assert missing(QT_ALWAYS, lambda soname: True) == ()


def test_the_c_library_loads_and_nonsense_does_not() -> None:
    assert missing({"c": "libc.so.6", "no": "libno-such-thing.so.9"}) == ("no",)


def test_nothing_missing_runs_nothing(tmp_path: Path, loader: Loader) -> None:
    shell = FakeShell(tmp_path)
    screens = prepare(machine(apt=("apt-get",)), shell)
    assert shell.commands == []
    assert screens.virtual


def test_only_the_missing_are_installed(tmp_path: Path, loader: Loader) -> None:
    loader.lacking = {"libxcb-icccm4"}
    loader.xvfb = False
    shell = FakeShell(tmp_path)
    prepare(machine(apt=("sudo", "-n", "apt-get")), shell)
    assert shell.commands == [
        "sudo -n apt-get update",
        "sudo -n apt-get install -y --no-install-recommends libxcb-icccm4 xvfb",
    ]


def test_a_finished_set_up_installs_nothing_again(tmp_path: Path, loader: Loader) -> None:
    loader.xvfb = False
    shell = FakeShell(tmp_path)
    assert not prepare(machine(apt=("apt-get",)), shell, may_install=False).virtual
    assert shell.commands == []


def test_a_screen_needs_no_virtual_one(tmp_path: Path, loader: Loader) -> None:
    loader.xvfb = False
    shell = FakeShell(tmp_path)
    prepare(machine(display="x11", apt=("apt-get",)), shell)
    assert shell.commands == []


def test_without_rights_the_missing_are_named(tmp_path: Path, loader: Loader) -> None:
    loader.lacking = {"libegl1", "libxcb-shape0"}
    with pytest.raises(SetupError) as caught:
        prepare(machine(), FakeShell(tmp_path))
    assert "libEGL.so.1" in caught.value.sentence
    assert "sudo apt-get install libegl1 libxcb-shape0" in caught.value.next_step


def test_a_real_screen_without_its_libraries_is_an_error(tmp_path: Path, loader: Loader) -> None:
    loader.lacking = {"libxcb-cursor0"}
    with pytest.raises(SetupError, match=r"missing libxcb-cursor\.so\.0"):
        prepare(machine(display="x11"), FakeShell(tmp_path))


def test_no_screen_and_no_x_libraries_falls_back_to_offscreen(
    tmp_path: Path, loader: Loader, capsys: pytest.CaptureFixture[str]
) -> None:
    loader.lacking = set(QT_ON_X11)
    screens = prepare(machine(), FakeShell(tmp_path))
    assert not screens.virtual
    assert "Qt paints offscreen" in capsys.readouterr().out
