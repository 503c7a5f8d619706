"""Programs that only say they ran."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from studio_setup.report import Report
from studio_setup.shell import Finished, Shell


class FakeShell(Shell):
    """Answers by the first word found in the command, else with success; keeps the commands."""

    def __init__(self, folder: Path, answers: Mapping[str, tuple[int, str]] | None = None) -> None:
        super().__init__(folder, Report(folder / "setup.log"))
        self.answers = dict(answers or {})
        self.commands: list[str] = []

    def run(self, command: Sequence[str], extra_env: Mapping[str, str] | None = None) -> Finished:
        line = shlex.join(command)
        self.commands.append(line)
        for word, answer in self.answers.items():
            if word in line:
                return Finished(*answer)
        return Finished(0, "")
