"""What 24 analyses and cancels in a row leave behind: ``python -m tests.bench.robustness``.

One program: the window, a project, the engine in its child. Each round analyses a short video whole
and cancels the analysis of a long one in the middle; the cache is emptied in between, so that every
round does all the work. Without installed I3D weights the engine has a small network in its place.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.engine.localizer import EngineLocalizer
from pgcn_core.errors import WeightsError
from pgcn_core.features.weights import find_weights
from tests.program import Footprint, Program, empty, live
from tests.small_engine import small_localizer
from tests.videos import make_video

ROUNDS = 24
# What a window lets go of by itself, such as a toast, is gone by then.
SETTLE_MS = 300


def rounds(program: Program, short: Path, long: Path, cache: Path, n: int) -> list[Footprint]:
    """Return what the program holds after each round.

    Args:
        program: With an empty project.
        short: Analysed whole.
        long: Cancelled once its first frames are through.
        cache: Emptied before each analysis.
        n: How many rounds.
    """
    whole, cut = program.add([short, long])
    found = []
    for _ in range(n):
        empty(cache)
        program.detect([whole])
        empty(cache)
        program.analysis.start([cut])
        program.until(lambda: program.analysis.share(cut) > 0.06)
        program.analysis.stop()
        program.until(lambda: program.analysis.current is None)
        live(SETTLE_MS)
        found.append(Footprint.now())
    assert program.recorded == [whole] * n, program.problems
    return found


def measure(n: int) -> tuple[str, list[Footprint]]:
    """Return which network there was, and what the program held after each round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        try:
            network = find_weights("rgb").name
            make = partial(EngineLocalizer, cache, flow="none")
        except WeightsError:
            network = "a small network in place of I3D"
            make = partial(small_localizer, cache, folder / "calls.txt", piece_s=0.3)
        short = make_video(folder / "short.mp4", n_frames=40)
        long = make_video(folder / "long.mp4", n_frames=700)
        program = Program(folder / "own", make)
        found = rounds(program, short, long, cache, n)
        program.close()
        return network, found


def main() -> int:
    """Print the table, or write it as JSON too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    _qapp = QApplication(sys.argv[:1])
    network, found = measure(chosen.rounds)
    names = list(found[0].row())
    lines = [f"{network}, {len(found)} rounds", "", "| round | " + " | ".join(names) + " |"]
    lines.append("|--:|" + "--:|" * len(names))
    for number, one in enumerate(found, start=1):
        lines.append(f"| {number} | " + " | ".join(str(v) for v in one.row().values()) + " |")
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.json:
        rows = [one.row() for one in found]
        chosen.json.write_text(json.dumps({"network": network, "rounds": rows}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
