"""What the person reads, and what goes to the log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path


class SetupError(Exception):
    """A failure of the world that ends the set-up.

    Attributes:
        sentence: What is wrong.
        next_step: What the person can do.
    """

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(f"{sentence} {next_step}")
        self.sentence = sentence
        self.next_step = next_step


class Report:
    """Prints short lines and keeps the details in a file."""

    def __init__(self, log_path: Path) -> None:
        self.log_path = log_path

    def say(self, line: str) -> None:
        """Print a line for the person and keep it in the log."""
        print(f"• {line}", flush=True)
        self.note(line)

    def note(self, text: str) -> None:
        """Keep a line in the log only."""
        stamp = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("a", encoding="utf-8") as log:
            log.write(f"{stamp} {text}\n")
