"""Starts ``pgcn-studio``."""

from multiprocessing import freeze_support

from app.cli import main

if __name__ == "__main__":
    freeze_support()  # the engine's process, in a frozen build
    main()
