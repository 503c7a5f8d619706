"""Start the window, or the tests, on a screen, on a virtual one, or on none."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio_setup.environment import Environment
from studio_setup.machine import Machine
from studio_setup.report import Report, SetupError
from studio_setup.system_packages import Screens

WINDOW_FILES = ("detections.json", "window.png")


def show_window(
    environment: Environment, machine: Machine, screens: Screens, video: Path | None, report: Report
) -> int:
    """Run the main job: the window on the video, detection running in it.

    With a screen the window stays open until it is closed. Without one the same program runs to
    the end and leaves its detections and a picture of the window in ``output/``.

    Returns:
        The exit status of the program.
    """
    if video is None:
        raise SetupError(
            "There is no video to show.", "Name one: VIDEO=path python3 packaging/studio.py run"
        )
    command = [str(environment.program("pgcn-studio")), "demo", str(video)]
    if machine.display is not None:
        report.say(f"Opening the window on {video}")
        return _call(command, {}, environment.root)
    output = environment.root / "output"
    with screen(screens) as (name, extra_env):
        report.say(f"No screen here: running on {name}")
        status = _call([*command, "--output", str(output)], extra_env, environment.root)
    if status == 0:
        for file in WINDOW_FILES:
            report.say(f"Written: {output / file}")
    return status


def run_tests(environment: Environment, arguments: Sequence[str]) -> int:
    """Run the tests, windows painted offscreen; returns pytest's exit status."""
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    command = [str(environment.python), "-m", "pytest", *arguments]
    return _call(command, {"QT_QPA_PLATFORM": platform}, environment.root)


def _call(command: Sequence[str], extra_env: Mapping[str, str], root: Path) -> int:
    try:
        done = subprocess.run(command, cwd=root, env={**os.environ, **extra_env}, check=False)
    except KeyboardInterrupt:
        return 130
    return done.returncode


@contextmanager
def screen(screens: Screens) -> Iterator[tuple[str, dict[str, str]]]:
    """Give a virtual X screen while the block runs, or Qt's offscreen painting without Xvfb.

    Yields:
        What it is, in words, and the environment that sends Qt there.
    """
    server, number = _start_xvfb() if screens.virtual else (None, "")
    if server is None:
        yield "Qt's offscreen platform", {"QT_QPA_PLATFORM": "offscreen"}
        return
    try:
        yield f"virtual screen :{number}", {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def _start_xvfb() -> tuple[subprocess.Popen[bytes] | None, str]:
    """Start Xvfb on a free display, which it names itself when it is ready."""
    reader, writer = os.pipe()
    options = ["-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-displayfd", str(writer)]
    server = subprocess.Popen(
        ["Xvfb", *options],
        pass_fds=(writer,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader, encoding="ascii") as answer:
        number = answer.readline().strip()  # empty when it ended without a screen
    if number:
        return server, number
    server.terminate()
    server.wait()
    return None, ""
