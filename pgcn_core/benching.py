"""``pgcn bench``: the engine's speed beside the plain form of every step."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from pgcn_core.errors import SettingsError


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write the numbers here.")
@click.option("--only", multiple=True, help="A stage; may be given more than once.")
def bench(out: Path | None, only: tuple[str, ...]) -> None:
    """Measure the engine beside the plain form of each step, in turn, on one CPU thread.

    The plain forms are part of the tests, so this needs the source tree.
    """
    root = source_tree(Path(__file__).resolve().parents[1])
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    importlib.import_module("tests.bench.engine").run_bench(out, only)


def source_tree(root: Path) -> Path:
    """Return the folder when the benchmarks lie in it.

    Raises:
        SettingsError: they do not: the package was installed without its source tree.
    """
    if not (root / "tests" / "bench" / "engine.py").is_file():
        raise SettingsError(
            "The benchmarks are not installed with the package.",
            "Run pgcn bench in the source tree.",
        )
    return root
