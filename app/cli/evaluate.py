"""The headless verb that measures a project's runs against what people annotated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from app import bootstrap
from app.config.durable import is_stream
from app.domain.errors import EngineError
from app.engine.console import cancelled_by_ctrl_c
from app.engine.evaluator import tiou_grid
from app.services.evaluating import (
    ErrorKind,
    EvaluationRequest,
    Measured,
    ProjectEvaluation,
    measure_project,
)
from app.services.evaluation_report import (
    about_words,
    as_json,
    head_of,
    nothing_words,
    write_evaluation,
)
from app.services.evaluation_words import LANGUAGES

_FILE = click.Path(path_type=Path)


def evaluate_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    """Return the verb; ``build`` makes what it is made of."""

    @click.command("evaluate")
    @click.argument("project", type=_FILE)
    @click.option("--model", default="", help="Whose runs. Default: the run each video shows.")
    @click.option(
        "--tiou",
        "tious",
        callback=tiou_grid,
        default="0.5:0.95:0.05",
        show_default=True,
        help="START:END:STEP or a list with commas.",
    )
    @click.option("--with-learned", is_flag=True, help="Count videos the model learned from, too.")
    @click.option("--json", "json_file", type=_FILE, help="Also write the numbers here.")
    @click.option("--html", "page_file", type=_FILE, help="Also write one page of everything.")
    @click.option(
        "--language",
        default="en",
        show_default=True,
        type=click.Choice(LANGUAGES),
        help="Of the page.",
    )
    def evaluate(
        project: Path, json_file: Path | None, page_file: Path | None, language: str, **how: Any
    ) -> None:
        """Measure the runs in PROJECT against the annotations of its reviewed videos.

        The project is not changed.
        """
        request = EvaluationRequest(**how)
        parts, evaluator = build(), bootstrap.make_evaluator()
        store = parts.projects.open_copy(project)
        try:
            with cancelled_by_ctrl_c() as cancel:
                learned = bootstrap.lineage(parts)
                found = measure_project(store, evaluator, request, cancel, learned)
        finally:
            store.close()
        if found.measured is None:
            raise EngineError(*nothing_words(found))
        for line in about_words(found):
            click.echo(line, err=True)
        # A device may be stdout itself: then it gets the JSON, or the page, alone.
        to_device = any(file is not None and is_stream(file) for file in (json_file, page_file))
        click.echo(_table(found, found.measured), err=to_device)
        if json_file is not None:
            write_evaluation(as_json(found), json_file)
        if page_file is not None:
            head = head_of(found, language)
            text = evaluator.page(found.table, request.tious, head, lambda: False)
            write_evaluation(text, page_file)

    return evaluate


def _table(found: ProjectEvaluation, measured: Measured) -> str:
    """Return AP and what was found of each label, and the errors, in percent."""
    tiou = f"{measured.tiou:g}"
    at = measured.tious.index(measured.tiou)
    rows = [("", "there", f"AP @{tiou}", "AP mean", f"found @{tiou}")]
    rows += [
        (
            one.name, str(one.n_truths), _percent(one.ap[at]), _percent(one.ap.mean()),
            _percent(one.found_share[at]),
        )
        for one in measured.labels
    ]  # fmt: skip
    n_truths = str(len(found.table.truth))
    rows.append(
        (
            "mean", n_truths, _percent(measured.map[at]), _percent(measured.map.mean()),
            _percent(measured.recall[at]),
        )
    )  # fmt: skip
    errors = [(f"errors @{tiou}", "how many", "mAP without")]
    counts = found.counts()
    for kind in ErrorKind:
        gain = measured.errors.gains.get(kind)
        told = "" if gain is None else f"{100 * gain:+.2f}"
        errors.append((kind.name.lower().replace("_", " "), str(counts[kind]), told))
    lines = [_columns(rows), _columns(errors)]
    if measured.without_truth:
        lines.append(f"Never annotated, in no mean: {', '.join(measured.without_truth)}")
    return "\n\n".join(lines)


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}"
