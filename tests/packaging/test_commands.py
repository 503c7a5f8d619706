"""The two commands as a person types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import studio
from studio_setup import commands, machine
from studio_setup.report import Report, SetupError

from tests.places import REPO

STUDIO = REPO / "packaging" / "studio.py"


def call(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(STUDIO), *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_the_verbs() -> None:
    said = call("--help").stdout
    assert all(word in said for word in ("run", "test", "setup", "VIDEO=path"))


@pytest.mark.parametrize("arguments", [(), ("dance",), ("run", "more")])
def test_unknown_words_are_refused(arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert "usage: studio.py" in done.stderr


def test_a_missing_video_is_said_at_once() -> None:
    done = call("run", VIDEO="/no/such/film.mp4")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "There is no file /no/such/film.mp4. Correct VIDEO=path and run it again.\n"
    )


def test_an_old_python_gets_a_sentence(monkeypatch, capsys) -> None:
    monkeypatch.setattr(studio.sys, "version_info", (3, 10, 4))
    assert studio.main() == 1
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer; this is 3.10" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SetupError("It broke.", "Mend it."), "It broke. Mend it."),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied (/x). Clone"),
        (OSError(28, "No space left on device"), "No space left on device. Put that right"),
    ],
)
def test_failures_of_the_world_are_one_sentence(
    monkeypatch, tmp_path: Path, capsys, error: Exception, words: str
) -> None:
    def fail(*arguments: object) -> int:
        raise error

    monkeypatch.setattr(commands, "_do", fail)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    assert commands.main(["setup"]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_stopping_is_not_a_failure_of_ours(monkeypatch, tmp_path: Path, capsys) -> None:
    def stop(*arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "_do", stop)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    assert commands.main(["run"]) == 130


def test_report_prints_and_logs(tmp_path: Path, capsys) -> None:
    report = Report(tmp_path / "a" / "setup.log")
    report.say("hello")
    report.note("quietly")
    assert capsys.readouterr().out == "• hello\n"
    assert [line.split(" ", 1)[1] for line in report.log_path.read_text().splitlines()] == [
        "hello",
        "quietly",
    ]


@pytest.mark.parametrize(
    ("environ", "display"),
    [
        ({}, None),
        ({"DISPLAY": ""}, None),
        ({"DISPLAY": ":1"}, "x11"),
        ({"DISPLAY": ":1", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
    ],
)
def test_which_screen(environ: dict[str, str], display: str | None) -> None:
    assert machine.find_display(environ) == display


def test_nvidia_is_seen_by_its_kernel_module(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setattr(machine, "has_library", lambda soname: False)
    assert not machine.has_nvidia_driver(tmp_path / "version")
    (tmp_path / "version").touch()
    assert machine.has_nvidia_driver(tmp_path / "version")


@pytest.mark.parametrize(
    ("says", "status", "seen"),
    [("GPU 0: NVIDIA H", 0, True), ("No devices", 0, False), ("GPU lost", 9, False)],
)
def test_nvidia_is_asked(tmp_path: Path, monkeypatch, says: str, status: int, seen: bool) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\necho '{says}'\nexit {status}\n")
    tool.chmod(0o755)
    monkeypatch.setattr(machine.shutil, "which", lambda name: str(tool))
    monkeypatch.setattr(machine, "has_library", lambda soname: False)
    assert machine.has_nvidia_driver(tmp_path / "none") is seen


def test_ci_runs_the_readmes_test_command_and_nothing_else() -> None:
    command = "python3 packaging/studio.py test"
    script = (REPO / ".ci" / "run").read_text().splitlines()
    kept = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert kept == [f"exec {command}"]
    assert command in (REPO / "README.md").read_text()
