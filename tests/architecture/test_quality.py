"""The linter, the formatter and the type checker, as the pre-commit hooks run them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import REPO


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "format", "--check", "--quiet"),
        ("ruff", "check", "--quiet"),
        ("mypy", "--no-error-summary"),
    ],
    ids=["format", "lint", "types"],
)
def test_clean(command: tuple[str, ...]) -> None:
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run(
        [str(program), *command[1:]], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
