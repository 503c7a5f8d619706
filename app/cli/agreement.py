"""The headless verb that says how far two annotators agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from app import bootstrap
from app.cli.exchange import named_pairs, videos_by_hand
from app.domain.agreement import DEFAULT_TIOU
from app.exchange.registry import FORMATS
from app.services.agreement import measure
from app.services.agreement_report import as_text, write_report
from app.services.agreement_words import LANGUAGES
from app.services.importing import plan_import
from app.services.ports import ProjectStore
from app.services.second_opinions import WorkReader, take_second

_FILE = click.Path(path_type=Path)
_READABLE = [one.card.id for one in FORMATS.values() if one.card.direction in {"in", "both"}]


def agreement_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    """Return the verb; ``build`` makes what it is made of."""

    @click.command("agreement")
    @click.argument("project", type=_FILE)
    @click.argument("other", type=_FILE)
    @click.option("--format", "format_id", type=click.Choice(_READABLE), help="Of OTHER.")
    @click.option("--tiou", default=DEFAULT_TIOU, show_default=True, type=click.FloatRange(0, 1))
    @click.option("--match", "matches", multiple=True, metavar="NAME=VIDEO", help="By hand.")
    @click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="NEW empty: leave out.")
    @click.option("--json", "json_file", type=_FILE, help="Write the figures for programs.")
    @click.option("--out", type=_FILE, help="Write a report: .html or .csv.")
    @click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Of the report.")
    def agreement(
        project: Path, other: Path, *, json_file: Path | None, out: Path | None, **how: object
    ) -> None:
        """Say how far PROJECT and the work in OTHER agree: a project, or a file of any format.

        Neither of the two is changed.
        """
        parts = build()
        copy = parts.projects.open_copy(project)
        try:
            _take(parts, copy, other, how)
            found = measure(copy, other.stem, min_tiou=float(str(how["tiou"])))
        finally:
            copy.close()
        language = str(how["language"])
        click.echo(as_text(found, language))
        for file in (json_file, out):
            if file is not None:
                write_report(found, file, language)

    return agreement


def _take(parts: bootstrap.Parts, store: ProjectStore, other: Path, how: dict[str, object]) -> None:
    """Read the other's work into a copy of the project, which goes afterwards."""
    reader = WorkReader(parts.projects, parts.exchange, parts.frames)
    _, contents = reader.read(store, other, str(how["format_id"] or ""))
    by_hand = videos_by_hand(store, named_pairs(how["matches"]))
    plan = plan_import(store, contents, by_hand=by_hand, labels=named_pairs(how["maps"]))
    # Somebody who compares the same two again starts afresh.
    store.drop_annotator(other.stem)
    report = take_second(store, plan, other.stem, other.name)
    for remark in plan.remarks:
        click.echo(remark, err=True)
    if report.unmatched:
        click.echo(f"not in the project: {', '.join(report.unmatched)}", err=True)
    if report.n_left_out:
        click.echo(f"{report.n_left_out} left out: outside their video, or not wanted", err=True)
