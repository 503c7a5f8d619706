"""``pgcn evaluate-segmentation``; importing this loads no numba."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pgcn_core.output import check_output, is_stream, write_json

if TYPE_CHECKING:
    from pgcn_core.evaluation.segmental import SegmentalScores


def _overlaps(_context: click.Context, _option: click.Parameter, text: str) -> tuple[float, ...]:
    """Return the rising thresholds of a list with commas."""
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(0 < one <= 1 for one in found):
        raise click.BadParameter(f"{text!r} is not a list such as 0.1,0.25,0.5 in (0, 1].")
    return tuple(sorted(set(found)))


@click.command("evaluate-segmentation")
@click.argument("predictions", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--ground-truth",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="Of the same kind: a folder of label texts, or ActivityNet JSON with durations.",
)
@click.option("--subset", help="Of JSON ground truth. Default: those with detections.")
@click.option(
    "--background",
    multiple=True,
    default=("background",),
    show_default=True,
    help="Label whose segments do not count; may be given again. '' counts them all.",
)
@click.option("--overlap", callback=_overlaps, default="0.1,0.25,0.5", show_default=True)
@click.option(
    "--fps",
    type=click.FloatRange(min=0, min_open=True),
    default=25.0,
    show_default=True,
    help="Frames that one second of JSON segments becomes.",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Look at every so manieth frame only, as ED-TCN does (5).",
)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write the numbers here.")
def evaluate_segmentation(**options: Any) -> None:
    """Segment F1, edit score and frame accuracy of PREDICTIONS.

    PREDICTIONS are a folder with one text per video, one label a line (or MS-TCN's result files),
    or ActivityNet results JSON, where the segment of the highest score labels a frame.
    """
    from pgcn_core.evaluation.segmental import segmental_scores  # noqa: PLC0415 - loads numba

    out: Path | None = options["out"]
    if out:
        check_output(out, "--json")
    read = _read(options)
    step = options["every"]
    left_out = [read.labels.index(name) for name in options["background"] if name in read.labels]
    scores = segmental_scores(
        [labels[::step] for labels in read.predicted],
        [labels[::step] for labels in read.truth],
        background=left_out,
        overlaps=options["overlap"],
    )
    values = _values(scores, len(read.video_ids))
    if out:
        write_json(values, out, "--json")
    click.echo(_table(scores, len(read.video_ids)), err=out is not None and is_stream(out))


def _read(options: dict[str, Any]) -> Any:  # noqa: ANN401 - its type would load numba
    from pgcn_core.evaluation.frame_labels import (  # noqa: PLC0415 - loads numba
        read_label_folders,
        read_label_segments,
    )

    predictions, truth = options["predictions"], options["ground_truth"]
    if predictions.is_dir() and truth.is_dir():
        return read_label_folders(predictions, truth)
    unlabelled = next((name for name in options["background"] if name), "background")
    return read_label_segments(predictions, truth, options["subset"], (options["fps"], unlabelled))


def _values(scores: SegmentalScores, n_videos: int) -> dict[str, Any]:
    f1 = {f"{tiou:g}": value for tiou, value in zip(scores.overlaps, scores.f1, strict=True)}
    return {"videos": n_videos, "f1": f1, "edit": scores.edit, "accuracy": scores.accuracy}


def _table(scores: SegmentalScores, n_videos: int) -> str:
    rows = [
        (f"F1@{100 * tiou:g}", value)
        for tiou, value in zip(scores.overlaps, scores.f1, strict=True)
    ]
    rows += [("edit", scores.edit), ("accuracy", scores.accuracy)]
    lines = [f"{name:<10}{100 * value:6.1f}" for name, value in rows]
    return "\n".join([*lines, f"{n_videos} videos, percent"])
