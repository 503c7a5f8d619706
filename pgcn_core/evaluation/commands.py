"""``pgcn evaluate`` and ``pgcn evaluate-proposals``; importing this loads no numba."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pgcn_core.evaluation.page_words import LANGUAGES, Tongue
from pgcn_core.output import check_output, is_stream, write_json, write_text

if TYPE_CHECKING:
    from pgcn_core.evaluation.mean_ap import Rule
    from pgcn_core.evaluation.page import PageFrame
    from pgcn_core.evaluation.products import Comparison
    from pgcn_core.evaluation.recall import Share
    from pgcn_core.evaluation.whole import Evaluation

_MAX_TIOUS = 1000
_MAX_NAMED = 10
_IN_OTHERS = "{n} detections are in videos of other subsets and left out."
_IN_UNKNOWN = "{n} detections are in videos the ground truth does not know and count as wrong."
_UNFINDABLE = "{n} annotations are empty or outside their video: they stay, and nothing finds them."


def tiou_grid(_context: click.Context, _option: click.Parameter, text: str) -> tuple[float, ...]:
    """Return the rising thresholds of ``START:END:STEP``, both ends inside, or of a list."""
    try:
        tious = _grid(text) if ":" in text else [float(part) for part in text.split(",")]
    except ValueError:
        tious = []
    if not tious or not all(0 < tiou <= 1 for tiou in tious):
        raise click.BadParameter(f"{text!r} is neither 0.5:0.95:0.05 nor 0.1,0.2 in (0, 1].")
    return tuple(sorted(set(tious)))


def _counts(_context: click.Context, _option: click.Parameter, text: str) -> tuple[int, ...]:
    """Return the rising numbers of a list with commas."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) < 10 and int(part) > 0 for part in parts):
        raise click.BadParameter(f"{text!r} is not a list such as 50,100,200.")
    return tuple(sorted({int(part) for part in parts}))


def _grid(text: str) -> list[float]:
    start, end, step = (float(part) for part in text.split(":"))
    if not (step > 0 and math.isfinite(start) and math.isfinite(end)):
        return []
    n_steps = math.floor((end - start) / step + 1e-9)
    # Rounded, so that 0.1:0.9:0.1 holds 0.3 and not 0.30000000000000004.
    return [round(start + idx * step, 10) for idx in range(min(n_steps, _MAX_TIOUS) + 1)]


_JSON = click.option(
    "--json", "out", type=click.Path(path_type=Path), help="Also write the numbers here."
)


@click.command()
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option(
    "--ground-truth",
    required=True,
    type=click.Path(path_type=Path),
    help="ActivityNet JSON, or a folder of THUMOS14 annotations.",
)
@click.option("--subset", help="Of the ground truth. Default: those with detections.")
@click.option(
    "--rule",
    type=click.Choice(["activitynet", "thumos14", "thumos14-named"]),
    default="activitynet",
    show_default=True,
    help="How detections are counted. thumos14-named: equal scores in order of video names.",
)
@click.option(
    "--tiou",
    callback=tiou_grid,
    default="0.5:0.95:0.05",
    show_default=True,
    help="START:END:STEP or a list with commas.",
)
@click.option("--errors", is_flag=True, help="Also say why detections are wrong (DETAD).")
@click.option(
    "--html", "page", type=click.Path(path_type=Path), help="Also write one page of everything."
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the page.",
)
@_JSON
def evaluate(**options: Any) -> None:
    """Measure PREDICTIONS (ActivityNet results JSON, THUMOS14 text) against ground truth."""
    from pgcn_core.evaluation import report  # noqa: PLC0415 - loads numba
    from pgcn_core.evaluation.mean_ap import mean_average_precision  # noqa: PLC0415
    from pgcn_core.evaluation.whole import evaluate_whole  # noqa: PLC0415

    out: Path | None = options["out"]
    page: Path | None = options["page"]
    for file, option in ((out, "--json"), (page, "--html")):
        if file:
            check_output(file, option)
    comparison, subsets = _comparison(
        options["predictions"], options["ground_truth"], options["subset"]
    )
    rule: Rule = options["rule"]
    measured = mean_average_precision(comparison, options["tiou"], rule)
    values = {
        "rule": rule,
        "subset": subsets,
        "detections": len(comparison.found),
        "ground_truth": len(comparison.truth),
        "detections_in_other_subsets": comparison.n_in_other_subsets,
        "detections_in_unknown_videos": comparison.n_in_unknown_videos,
        "annotations_empty_or_outside": comparison.n_unfindable,
        **report.map_values(measured),
    }
    tables = [report.map_table(measured)]
    if options["errors"] or page:
        whole = evaluate_whole(comparison, options["tiou"], rule)
        values |= whole.values()
        tables.append(report.error_table(whole.diagnosis, whole.bins))
        if page:
            frame = _frame(whole, subsets, options["predictions"], Tongue(options["language"]))
            _write_page(whole, frame, page)
    _tell_apart(comparison, measured.labels_without_ground_truth)
    _show("\n\n".join(tables), values, out)


@click.command("evaluate-proposals")
@click.argument("proposals", type=click.Path(path_type=Path))
@click.option(
    "--ground-truth",
    type=click.Path(path_type=Path),
    help="ActivityNet JSON with durations. A proposal list without it is measured on its own.",
)
@click.option("--subset", help="Of the ground truth. Default: those with proposals.")
@click.option("--an", callback=_counts, default="50,100,200", show_default=True, help="Proposals.")
@click.option(
    "--share",
    type=click.Choice(["each", "average"]),
    default="each",
    show_default=True,
    help="AN of each video; or on average, each giving the same share of its list (ActivityNet).",
)
@click.option("--tiou", callback=tiou_grid, default="0.5:0.95:0.05", show_default=True)
@_JSON
def evaluate_proposals(**options: Any) -> None:
    """Average recall of PROPOSALS: ActivityNet JSON, a P-GCN or SSN list, BSN or BMN tables."""
    from pgcn_core.evaluation import report  # noqa: PLC0415 - loads numba
    from pgcn_core.evaluation.reading import read_proposals  # noqa: PLC0415
    from pgcn_core.evaluation.recall import area_under_recall, average_recall  # noqa: PLC0415

    out: Path | None = options["out"]
    if out:
        check_output(out, "--json")
    share: Share = options["share"]
    videos = read_proposals(options["proposals"], options["ground_truth"], options["subset"])
    measured = average_recall(videos, options["an"], options["tiou"], share)
    area = area_under_recall(videos, share)
    values = {
        "share": share,
        "videos": len(videos),
        **report.recall_values(measured),
        "area_under_recall": area,
    }
    table = report.recall_table(measured)
    _show(f"{table}\n\nArea under AR-AN, AN 1 to 100, %: {100 * area:.2f}", values, out)


def _comparison(
    predictions: Path, ground_truth: Path, subset: str | None
) -> tuple[Comparison, list[str]]:
    """Return what is compared, and the names of the subsets it is compared on."""
    from pgcn_core.evaluation.products import compare  # noqa: PLC0415 - loads numba
    from pgcn_core.evaluation.reading import read_detections, read_truth  # noqa: PLC0415

    found = read_detections(predictions)
    truth = read_truth(ground_truth)
    chosen = truth.choose(subset, found.video_ids)
    return compare(truth.of_subsets(chosen), found), sorted(name for name in chosen if name)


def _write_page(whole: Evaluation, frame: PageFrame, page: Path) -> None:
    from pgcn_core.evaluation.page import evaluation_page  # noqa: PLC0415 - numba

    write_text(evaluation_page(whole, frame), page, "--html")


def _frame(whole: Evaluation, subsets: list[str], predictions: Path, tongue: Tongue) -> PageFrame:
    """Return what stands around the numbers of a page, in its language."""
    from pgcn_core.evaluation.page import PageFrame  # noqa: PLC0415 - numba

    comparison, say = whole.comparison, tongue.say
    shown = ", ".join(subsets) or say("all")
    about = [say("Rule: {rule}. Subset: {subsets}.", rule=whole.rule, subsets=shown)]
    if whole.rule != "activitynet":
        about.append(say("Curves, errors and sensitivity are matched by the ActivityNet rule."))
    about += [say(words, n=str(count)) for words, count in _apart(comparison)]
    title = say("Evaluation of {name}", name=predictions.name)
    return PageFrame(title, about, tongue=tongue)


def _tell_apart(comparison: Comparison, without: tuple[str, ...]) -> None:
    """Say on stderr what the means do not hold."""
    if without:
        more = len(without) - _MAX_NAMED
        rest = f" and {more} more" if more > 0 else ""
        named = ", ".join(without[:_MAX_NAMED])
        click.echo(f"No ground truth, in no mean: {named}{rest}", err=True)
    for words, count in _apart(comparison):
        click.echo(words.format(n=count), err=True)


def _apart(comparison: Comparison) -> list[tuple[str, int]]:
    """Return a sentence for each kind of rows that stands apart, and how many there are."""
    counted = (
        (_IN_OTHERS, comparison.n_in_other_subsets),
        (_IN_UNKNOWN, comparison.n_in_unknown_videos),
        (_UNFINDABLE, comparison.n_unfindable),
    )
    return [(words, count) for words, count in counted if count]


def _show(text: str, values: dict[str, Any], out: Path | None) -> None:
    if out:
        write_json(values, out, "--json")
    # A device may be stdout itself: then it gets the JSON alone.
    click.echo(text, err=out is not None and is_stream(out))
