"""The verbs: ``run``, ``test`` and ``setup``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio_setup import launch, machine, sample, system_packages
from studio_setup.environment import Environment
from studio_setup.machine import Machine
from studio_setup.report import Report, SetupError
from studio_setup.shell import Shell
from studio_setup.system_packages import Screens

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ready:
    """What a finished set-up hands to the verbs."""

    environment: Environment
    machine: Machine
    screens: Screens
    sample: Path | None


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; returns the exit status."""
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.verb != "test":
        _parser().error(f"unknown argument: {rest[0]}")
    report = Report(ROOT / ".venv" / "setup.log")
    try:
        return _do(options.verb, rest, report)
    except SetupError as error:
        report.note(str(error))
        print(f"{error.sentence} {error.next_step}", file=sys.stderr)
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"The set-up stopped: {error.strerror}{where}. {_advice(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the same command again; it goes on from here.", file=sys.stderr)
        return 130


def _do(verb: str, rest: Sequence[str], report: Report) -> int:
    own_video = _own_video() if verb == "run" else None
    ready = set_up(("dev",) if verb == "test" else (), report)
    if verb == "test":
        return launch.run_tests(ready.environment, rest)
    if verb == "run":
        video = own_video or ready.sample
        return launch.show_window(ready.environment, ready.machine, ready.screens, video, report)
    report.say("Ready. Start it with: python3 packaging/studio.py run")
    return 0


def set_up(more_extras: Sequence[str], report: Report) -> Ready:
    """Set everything up, or find in a moment that it is.

    Raises:
        SetupError: something is missing that the set-up could not bring.
    """
    here = machine.look()
    environment = Environment(ROOT)
    shell = Shell(ROOT, report)
    extras = (*here.extras, *more_extras)
    fresh = not environment.is_ready(here, extras)
    screens = system_packages.prepare(here, shell, may_install=fresh)
    if fresh:
        report.say(f"Setting up in {ROOT} (details: {report.log_path})")
        environment.fill(here, extras, shell)
    video = sample.ensure(sample.samples_folder(), environment.python, shell)
    return Ready(environment, here, screens, video)


def _own_video() -> Path | None:
    """Return the video that ``VIDEO`` names, before anything long begins."""
    named = os.environ.get("VIDEO")
    if not named:
        return None
    video = Path(named).expanduser().resolve()
    if not video.exists():
        raise SetupError(f"There is no file {video}.", "Correct VIDEO=path and run it again.")
    return video


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "Clone the project to a folder that is yours and run it again."
    return "Put that right and run the same command again; it goes on from here."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studio.py", description="Set PGCN Studio up, and run it or its tests."
    )
    parser.add_argument(
        "verb",
        choices=("run", "test", "setup"),
        help="run: the window on a sample, or on VIDEO=path; test: the tests (further arguments "
        "go to pytest); setup: set up only",
    )
    return parser
