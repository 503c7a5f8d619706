"""Starts ``pgcn-studio``."""

from __future__ import annotations

from app.engine.starting import quiet_start


def main() -> None:
    """Run ``pgcn-studio``."""
    with quiet_start("pgcn-studio"):
        from app.cli.group import main as run  # noqa: PLC0415 - Ctrl-C is heard by now
    run()


if __name__ == "__main__":
    from multiprocessing import freeze_support

    freeze_support()  # the engine's process, in a frozen build
    main()
