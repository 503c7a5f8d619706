"""Starting the window: with a screen, on a virtual one, on none."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from studio_setup import launch
from studio_setup.environment import Environment
from studio_setup.machine import Machine
from studio_setup.report import Report, SetupError
from studio_setup.system_packages import Screens

NO_SCREEN = Screens(virtual=False)
PROGRAM = f"""#!{sys.executable}
import json, os, sys
names = ("DISPLAY", "QT_QPA_PLATFORM")
seen = {{"argv": sys.argv[1:], **{{name: os.environ.get(name) for name in names}}}}
open("seen.json", "w").write(json.dumps(seen))
sys.exit(int(os.environ.get("STATUS", "0")))
"""


def machine(display: str | None = None) -> Machine:
    return Machine(nvidia=False, x86_64=True, display=display, apt=None)


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    place = Environment(tmp_path)
    place.program("x").parent.mkdir(parents=True)
    for name in ("pgcn-studio", "python"):
        place.program(name).write_text(PROGRAM)
        place.program(name).chmod(0o755)
    return place


@pytest.fixture(autouse=True)
def no_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)


def seen(place: Environment) -> dict[str, object]:
    return json.loads((place.root / "seen.json").read_text())


def show(place: Environment, machine_: Machine, screens: Screens = NO_SCREEN) -> int:
    report = Report(place.root / "setup.log")
    return launch.show_window(place, machine_, screens, Path("/v/a.mp4"), report)


def test_a_screen_gets_the_window_and_nothing_else(place: Environment) -> None:
    assert show(place, machine("x11")) == 0
    assert seen(place)["argv"] == ["demo", "/v/a.mp4"]
    assert seen(place)["QT_QPA_PLATFORM"] is None


def test_no_screen_writes_to_output_and_says_where(place: Environment, capsys) -> None:
    assert show(place, machine()) == 0
    output = place.root / "output"
    assert seen(place)["argv"] == ["demo", "/v/a.mp4", "--output", str(output)]
    assert seen(place)["QT_QPA_PLATFORM"] == "offscreen"
    said = capsys.readouterr().out
    assert str(output / "detections.json") in said
    assert str(output / "window.png") in said


def test_the_programs_failure_is_ours(place: Environment, monkeypatch, capsys) -> None:
    monkeypatch.setenv("STATUS", "4")
    assert show(place, machine()) == 4
    assert "Written" not in capsys.readouterr().out


def test_no_video_is_a_sentence(place: Environment) -> None:
    report = Report(place.root / "setup.log")
    with pytest.raises(SetupError, match="VIDEO=path"):
        launch.show_window(place, machine(), NO_SCREEN, None, report)


def test_tests_run_offscreen_with_their_arguments(place: Environment) -> None:
    assert launch.run_tests(place, ["-k", "one"]) == 0
    assert seen(place)["argv"] == ["-m", "pytest", "-k", "one"]
    assert seen(place)["QT_QPA_PLATFORM"] == "offscreen"


def test_a_chosen_platform_is_kept(place: Environment, monkeypatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    launch.run_tests(place, [])
    assert seen(place)["QT_QPA_PLATFORM"] == "minimal"


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_the_virtual_screen_is_up_and_goes_away() -> None:
    with launch.screen(Screens(virtual=True)) as (name, env):
        socket = Path("/tmp/.X11-unix") / env["DISPLAY"].replace(":", "X")
        assert socket.exists()
        assert env["DISPLAY"] in name
        assert env["QT_QPA_PLATFORM"] == "xcb"
    assert not socket.exists()


def test_a_virtual_screen_that_does_not_start_becomes_offscreen(
    tmp_path: Path, monkeypatch
) -> None:
    fake = tmp_path / "Xvfb"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    with launch.screen(Screens(virtual=True)) as (_, env):
        assert env == {"QT_QPA_PLATFORM": "offscreen"}
