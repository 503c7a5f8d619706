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
@click.option("--device", help="Measure what a GPU runs instead: cuda, cuda:N or cpu.")
def bench(out: Path | None, only: tuple[str, ...], device: str | None) -> None:
    """Measure the engine beside the plain form of each step, in turn, on one CPU thread.

    With --device: frames, pairs and videos per second there, and the share of its peak.

    The plain forms are part of the tests, so this needs the source tree.
    """
    root = source_tree(Path(__file__).resolve().parents[1])
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    engine = importlib.import_module("tests.bench.engine")
    if device is None:
        engine.run_bench(out, only)
    else:
        engine.run_device_bench(out, device)


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
