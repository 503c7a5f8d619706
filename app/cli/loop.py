"""The headless verbs of the loop: corrections, demo-loop."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from app import bootstrap
from app.config import paths
from app.config.durable import replace_file
from app.domain.errors import ExchangeError, StudioError
from app.engine.console import cancelled_by_ctrl_c, progress_bars
from app.services.corrections import corrections_of, write_corrections
from app.services.demo_loop import SeedResult, Step, run_seed

_FILE = click.Path(path_type=Path)
_CLIPS = Path("data", "fight_clips")


def loop_commands(parts: Callable[[], bootstrap.Parts]) -> tuple[click.Command, ...]:
    """Return the verbs; ``parts`` builds what they are made of."""
    return _corrections_command(parts), _demo_command(parts)


def _corrections_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("corrections")
    @click.argument("project", type=_FILE)
    @click.option("--out", required=True, type=_FILE, help="The file that pgcn finetune reads.")
    @click.option(
        "--min-score",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        help="Raw score from which a suggestion has to be judged.",
    )
    def corrections(project: Path, out: Path, min_score: float) -> None:
        """Write what was corrected in PROJECT's reviewed videos, for pgcn finetune."""
        with bootstrap.opened(build(), project) as store:
            found = corrections_of(store, min_score=min_score)
        write_corrections(found, out)
        n = len(found["videos"])
        click.echo("1 reviewed video" if n == 1 else f"{n} reviewed videos", err=True)
        click.echo(str(out))

    return corrections


def _demo_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("demo-loop")
    @click.option("--clips", type=_FILE, help="Folders of short clips, one for each label.")
    @click.option(
        "--background",
        multiple=True,
        default=("noFight", "background"),
        show_default=True,
        help="Folders of clips in which no label happens.",
    )
    @click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
    @click.option("--work", type=_FILE, help="Folder for videos, projects and checkpoints.")
    @click.option("--json", "out", type=_FILE, help="Also write the figures.")
    def demo_loop(
        clips: Path | None,
        background: Sequence[str],
        seeds: int,
        work: Path | None,
        out: Path | None,
    ) -> None:
        """Show that corrections help: compose videos, correct them, learn, measure on others."""
        loop = bootstrap.loop_parts(build(), background)
        folder = work or paths.cache_dir() / "demo-loop"
        results = []
        with cancelled_by_ctrl_c() as cancel:
            for seed in range(seeds):
                with progress_bars(f"seed {seed}") as progress:
                    place = folder / f"seed-{seed}"
                    result = run_seed(
                        loop, _clips(clips), place, seed, progress=progress, cancel=cancel
                    )
                click.echo(_told(result))
                results.append(result)
        click.echo(_summary(results))
        if out is not None:
            _write(results, out)

    return demo_loop


def _clips(named: Path | None) -> Path:
    if named is not None:
        return named
    shared = os.environ.get("PGCN_SHARED")
    for folder in (Path(shared) if shared else None, Path.cwd().parent / "shared"):
        if folder is not None and (folder / _CLIPS).is_dir():
            return folder / _CLIPS
    raise StudioError(
        "No clips were named, and there are none beside the project.",
        "Name a folder with --clips: one folder of clips for each label, and noFight without any.",
    )


def _told(result: SeedResult) -> str:
    gain = result.after - result.before
    sure = ""
    if result.gain_low is not None and result.gain_high is not None:
        sure = f"; 95 % of resampled gains {result.gain_low:+.3f} to {result.gain_high:+.3f}"
    return (
        f"seed {result.seed}: held-out mAP at tIoU 0.5 {result.before:.3f} before, "
        f"{result.after:.3f} after ({gain:+.3f}{sure})"
    )


def _summary(results: Sequence[SeedResult]) -> str:
    lines = ["suggestions   order        videos  acts  held-out mAP"]
    rows = dict.fromkeys(_row(step) for result in results for step in result.curve)
    for row in rows:
        steps = [step for result in results for step in result.curve if _row(step) == row]
        acts = statistics.mean(step.n_acts for step in steps)
        mean = statistics.mean(step.map for step in steps)
        suggested_by, order, count = row
        lines.append(f"{suggested_by:12}  {order:12} {count:6}  {acts:4.0f}  {mean:.3f}")
    return "\n".join(lines)


def _row(step: Step) -> tuple[str, str, int]:
    return step.suggested_by, step.order, step.n_videos


def _write(results: Sequence[SeedResult], out: Path) -> None:
    content = {
        "before": [one.before for one in results],
        "after": [one.after for one in results],
        "seeds": [one.to_dict() for one in results],
    }
    try:
        replace_file(out, (json.dumps(content, indent=1) + "\n").encode())
    except OSError as error:
        raise ExchangeError(f"{out} cannot be written.", "Choose another place.") from error
