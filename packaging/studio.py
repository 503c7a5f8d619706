"""Set PGCN Studio up and run it, or its tests: the README's two commands.

Needs nothing but Python 3.11 and the standard library. This file keeps to a syntax that older
Pythons parse, so that they get a sentence and not a traceback.
"""

import shutil
import sys

OLDEST_PYTHON = (3, 11)


def newer_python() -> str:
    """Return the name of a Python on this machine that is new enough, or an example of one."""
    names = [f"python3.{minor}" for minor in range(14, OLDEST_PYTHON[1] - 1, -1)]
    found = [name for name in names if shutil.which(name)]
    return (found or ["python3.12"])[0]


def main() -> int:
    """Check the Python, then hand over to the set-up."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        this = ".".join(str(number) for number in sys.version_info[:2])
        print(
            f"PGCN Studio needs Python 3.11 or newer; this is {this}. "
            f"Run it with a newer one, such as: {newer_python()} packaging/studio.py run",
            file=sys.stderr,
        )
        return 1
    from studio_setup.commands import main as set_up_and_go  # noqa: PLC0415

    return set_up_and_go(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
