"""Other programs: run them, keep what they print, name the usual ways they fail."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio_setup.report import Report, SetupError

_DISK_FULL = re.compile(r"No space left on device|Errno 28|Disk quota exceeded", re.IGNORECASE)
_NO_NETWORK = re.compile(
    r"name resolution|NewConnectionError|Could not resolve|Network is unreachable|"
    r"ConnectionError|ConnectTimeout|ReadTimeout|Connection refused|Failed to establish|dns error|"
    r"ProxyError|Could not find a version that satisfies .*\(from versions: none\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finished:
    """A program that has ended: its exit status and what it printed."""

    status: int
    output: str

    @property
    def ok(self) -> bool:
        """Whether it ended well."""
        return self.status == 0


class Shell:
    """Runs programs in one folder, their output going to the log."""

    def __init__(self, folder: Path, report: Report) -> None:
        self.folder = folder
        self.report = report

    def run(self, command: Sequence[str], extra_env: Mapping[str, str] | None = None) -> Finished:
        """Run a program to its end; a missing program counts as status 127."""
        self.report.note("$ " + shlex.join(command))
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, **(extra_env or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            self.report.note(f"{command[0]} did not start: {error}")
            return Finished(127, str(error))
        self.report.note(done.stdout.rstrip() + f"\n(exit status {done.returncode})")
        return Finished(done.returncode, done.stdout)

    def must_run(self, command: Sequence[str], purpose: str) -> str:
        """Run a program that the set-up cannot do without.

        Returns:
            What it printed.

        Raises:
            SetupError: it failed; the sentence names a full disk or a missing network if it can.
        """
        finished = self.run(command)
        if not finished.ok:
            raise self.failure(finished, purpose)
        return finished.output

    def failure(self, finished: Finished, purpose: str) -> SetupError:
        """Return the error to raise for a program that ended badly."""
        log = f"Details: {self.report.log_path}"
        if _DISK_FULL.search(finished.output):
            return SetupError(
                f"The disk is full: {purpose} failed.",
                f"Free some space and run the same command again; it goes on from here. {log}",
            )
        if _NO_NETWORK.search(finished.output):
            return SetupError(
                f"The package index cannot be reached: {purpose} failed.",
                f"Check the network and run the same command again; it goes on from here. {log}",
            )
        return SetupError(
            f"{purpose[0].upper()}{purpose[1:]} failed: {_last_line(finished.output)}",
            f"Run the same command again once that is put right. {log}",
        )


def _last_line(output: str) -> str:
    """Return the line that says most: the last one naming an error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(ERROR|error|E:)", line)]
    return (errors or lines or ["it said nothing"])[-1][:300]
