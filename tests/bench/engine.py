"""Every stage of the engine beside its plain form: what ``pgcn bench`` runs.

The plain forms are in ``tests/bench/reference``, written from the description of the released code
and checked against its recorded numbers. Both run in turn in one process on one CPU thread, so that
a busy machine slows both alike: read the ratios.
"""

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

import click

from pgcn_core.errors import OutputError, SettingsError, WeightsError
from pgcn_core.runtime import pick_device
from tests.bench import arithmetic, device, live, networks, peers
from tests.bench.scaling import scaling
from tests.bench.timing import Row, one_thread
from tests.footage import sample_video
from tests.places import shared_dir

STAGES: dict[str, Callable[[], Row]] = {
    "graph": arithmetic.graph,
    "graph_sampled": arithmetic.graph_sampled,
    "pooling": arithmetic.pooling,
    "nms": arithmetic.suppression,
    "map": arithmetic.mean_ap,
    "inference": networks.inference,
    "message_passing": peers.message_passing,
    "rescoring": live.rescoring,
    "rescoring_sampled": live.rescoring_sampled,
    "train_step": networks.train_step,
    "tvl1": lambda: networks.tvl1(real_video()),
    "i3d": networks.i3d,
}
KEYS = ("ours_s", "reference_s", "ratio", "difference")


def run_bench(out: Path | None, only: tuple[str, ...] = ()) -> None:
    """Measure the stages, print a row for each, and write them as JSON.

    A stage that cannot run here has ``null`` for its numbers and says why in ``not_measured``.

    Raises:
        SettingsError: there is no such stage.
        OutputError: the file cannot be written.
    """
    wanted = only or (*STAGES, "scaling")
    unknown = set(wanted) - {*STAGES, "scaling"}
    if unknown:
        raise SettingsError(
            f"There is no stage {min(unknown)!r}.", f"Choose from {', '.join(STAGES)}, scaling."
        )
    one_thread()
    numbers: dict[str, object] = {
        "machine": {"cpus": os.cpu_count(), "threads_used": 1, "processor": platform.machine()}
    }
    click.echo(f"{'stage':15}{'ours, s':>11}{'plain, s':>11}{'ratio':>9}{'difference':>12}")
    for name in [one for one in STAGES if one in wanted]:
        numbers[name] = row = _measured(STAGES[name])
        click.echo(_line(name, row))
    if "scaling" in wanted:
        numbers["scaling"] = rows = scaling()
        for one in rows:
            click.echo("  ".join(f"{key} {value:.4g}" for key, value in one.items()))
    if out is not None:
        _write(numbers, out)


def run_device_bench(out: Path | None, name: str) -> None:
    """Measure what a GPU runs, print it and write it as JSON.

    Raises:
        SettingsError: there is no such device.
        OutputError: the file cannot be written.
    """
    where = pick_device(name)
    numbers = device.measure_device(where)
    for key, value in numbers.items():
        click.echo(f"{key:28}{value if isinstance(value, str) else f'{value:.5g}'}")
    if out is not None:
        _write({"device": numbers}, out)


def real_video() -> Path:
    """A real clip of ten seconds, else the sample of the set-up."""
    shared = shared_dir()
    clip = shared / "data" / "real_clips" / "demo.mp4" if shared else None
    found = clip if clip is not None and clip.is_file() else sample_video()
    if found is None:
        raise SettingsError("There is no video to take flow of.", "Run the set-up first.")
    return found


def _measured(stage: Callable[[], Row]) -> dict[str, object]:
    try:
        return dict(stage())
    except (WeightsError, SettingsError) as error:
        return {**dict.fromkeys(KEYS), "not_measured": str(error)}


def _line(name: str, row: dict[str, object]) -> str:
    if "not_measured" in row:
        return f"{name:15}not measured: {row['not_measured']}"
    ours, theirs, ratio, difference = (float(str(row[key])) for key in KEYS)
    numbers = f"{ours:11.5f}{theirs:11.5f}{ratio:9.1f}{difference:12.2g}"
    return f"{name:15}{numbers}  {row['what']}"


def _write(numbers: dict[str, object], out: Path) -> None:
    try:
        out.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{out} cannot be written: {reason}.", "Choose another file.") from error
