"""The engine alone on the command line: ``pgcn``. Needs neither Qt nor a database.

Results go to files and stdout, progress and messages to stderr. Exit codes: 0 all done, 2 wrong
usage, 3 a video that cannot be decoded, 4 weights or checkpoint, 5 settings, 6 proposal list,
7 a result that cannot be written, 9 ground truth or detections that cannot be read, 10 a training
that cannot go on, 11 feature files, 12 labels of whole videos, 13 memory
that is not enough, 130 stopped by the person.

The verbs are in ``commands/``, ``evaluation/``, ``training/`` and ``benching``.
"""

from __future__ import annotations

from pgcn_core.starting import quiet_start


def main() -> None:
    """Run ``pgcn``."""
    with quiet_start("pgcn"):
        from pgcn_core.commands.group import run  # noqa: PLC0415 - Ctrl-C is heard by now
    run()


if __name__ == "__main__":
    main()
