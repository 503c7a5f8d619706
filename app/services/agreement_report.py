"""An agreement as a file: one page of HTML that needs nothing beside it, CSV, or JSON."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.config.durable import replace_file
from app.domain.agreement import Tally
from app.domain.errors import ExchangeError
from app.services.agreement import Agreement, AgreementRow
from app.services.agreement_words import METHOD, number, words

DASH = "\N{EN DASH}"
COLUMNS = (
    "kind", "name", "mine", "theirs", "matched", "f1", "frames_agreed", "kappa",
    "boundary_median_s", "boundary_p90_s", "start_theirs_less_mine_s", "end_theirs_less_mine_s",
)  # fmt: skip
HEADINGS = (
    "", "Mine", "Theirs", "Matched", "F1", "Frames agreed", "Kappa", "Boundary median", "90 %",
    "Start", "End",
)  # fmt: skip
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
p.lead, p.method { color: color-mix(in srgb, currentColor 65%, transparent); }
p.method { font-size: .85rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; } th { font-weight: 600; font-size: .85rem; }
tr.all td { font-weight: 600; border-top: 2px solid #8888; }
"""


def write_report(agreement: Agreement, file: Path, language: str = "en") -> None:
    """Write an agreement in the form that the file's suffix says; without one it is HTML.

    Args:
        agreement: What to write.
        file: Where.
        language: One of ``agreement_words.LANGUAGES``, of the page; tables are for programs.

    Raises:
        ExchangeError: the suffix is none of ``.html``, ``.csv`` and ``.json``, or the file cannot
            be written; an older one is left as it was.
    """
    page: Callable[[Agreement], str] = partial(as_html, language=language)
    forms = {".html": page, ".htm": page, ".csv": as_csv, ".json": as_json, "": page}
    make = forms.get(file.suffix.lower())
    if make is None:
        raise ExchangeError(
            f"An agreement cannot be written as {file.suffix}.", "Use .html, .csv or .json."
        )
    try:
        replace_file(file, make(agreement).encode())
    except OSError as error:
        raise ExchangeError(
            f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Choose another folder, or free some space.",
        ) from error


def as_json(agreement: Agreement) -> str:
    """Return an agreement for programs; figures that are undefined are null."""
    value = {
        "project": agreement.project,
        "annotator": agreement.annotator,
        "min_tiou": agreement.min_tiou,
        "total": figures(agreement.whole),
        "labels": {row.name: figures(row.tally) for row in agreement.labels},
        "videos": {row.name: figures(row.tally) for row in agreement.videos},
        "only_theirs": list(agreement.only_theirs),
        "disagreements": {"open": agreement.n_open, "settled": agreement.n_settled},
    }
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def as_csv(agreement: Agreement) -> str:
    """Return an agreement as a table: one row a label, one a video, and the total."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for kind, row in _all_rows(agreement):
        values = figures(row.tally).values()
        table.writerow([kind, row.name, *("" if one is None else one for one in values)])
    return text.getvalue()


def as_html(agreement: Agreement, language: str = "en") -> str:
    """Return an agreement as one page in a language."""
    say = partial(words, language=language)
    title = say("{project}: agreement with {name}").format(
        project=agreement.project, name=agreement.annotator
    )
    title = html.escape(title)
    method = say(METHOD).format(tiou=number(f"{agreement.min_tiou:g}", language))
    parts = [
        f"<!doctype html><html lang={language}><meta charset=utf-8><title>{title}</title>",
        f"<style>{_STYLE}</style><h1>{title}</h1>",
        f"<p class=lead>{html.escape(_lead(agreement, language))}</p>",
        f"<h2>{say('Labels')}</h2>", _html_table("Label", agreement.labels, agreement, language),
        f"<h2>{say('Videos')}</h2>", _html_table("Video", agreement.videos, agreement, language),
        f"<p class=method>{html.escape(method)}</p></html>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def figures(tally: Tally) -> dict[str, float | int | None]:
    """Return the figures of a row by their column."""
    values = (
        tally.n_mine, tally.n_theirs, tally.n_matched, _rounded(tally.f1),
        _rounded(tally.observed), _rounded(tally.kappa), _rounded(tally.median_s),
        _rounded(tally.p90_s), _rounded(tally.start_bias_s), _rounded(tally.end_bias_s),
    )  # fmt: skip
    return dict(zip(COLUMNS[2:], values, strict=True))


def shown_figures(tally: Tally, language: str = "en") -> tuple[str, ...]:
    """Return the figures of a row as a person reads them, in the order of ``HEADINGS``."""
    shown = (
        str(tally.n_mine), str(tally.n_theirs), str(tally.n_matched), _share(tally.f1),
        _percent(tally.observed), _share(tally.kappa), _seconds(tally.median_s),
        _seconds(tally.p90_s), _signed(tally.start_bias_s), _signed(tally.end_bias_s),
    )  # fmt: skip
    return tuple(number(one, language) for one in shown)


def as_text(agreement: Agreement, language: str = "en") -> str:
    """Return an agreement as a table for a terminal, in a language."""
    heads = tuple(words(one, language) for one in HEADINGS)
    whole = words("All", language)
    rows = [heads]
    for kind, row in _all_rows(agreement):
        name = whole if kind == "total" else row.name
        rows.append((name, *shown_figures(row.tally, language)))
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", _lead(agreement, language)])


def _lead(agreement: Agreement, language: str) -> str:
    n_videos = len(agreement.videos)
    many = "1 video both have worked on; " if n_videos == 1 else "{n} videos both have worked on; "
    told = words(many, language).format(n=n_videos)
    told += words("{done} of {all} disagreements settled.", language).format(
        done=agreement.n_settled, all=agreement.n_open + agreement.n_settled
    )
    if agreement.only_theirs:
        told += words(" Only {name} has worked on: {videos}.", language).format(
            name=agreement.annotator, videos=", ".join(agreement.only_theirs)
        )
    return told


def _all_rows(agreement: Agreement) -> Iterator[tuple[str, AgreementRow]]:
    for row in agreement.labels:
        yield "label", row
    for row in agreement.videos:
        yield "video", row
    yield "total", AgreementRow("All", agreement.whole)


def _html_table(
    thing: str, rows: tuple[AgreementRow, ...], agreement: Agreement, language: str
) -> str:
    heads = "".join(f"<th>{words(one, language)}</th>" for one in (thing, *HEADINGS[1:]))
    lines = [_html_row(row, "", language) for row in rows]
    whole = AgreementRow(words("All", language), agreement.whole)
    lines.append(_html_row(whole, " class=all", language))
    return f"<table><tr>{heads}</tr>\n" + "\n".join(lines) + "</table>"


def _html_row(row: AgreementRow, mark: str, language: str) -> str:
    shown = (row.name, *shown_figures(row.tally, language))
    cells = "".join(f"<td>{html.escape(one)}</td>" for one in shown)
    return f"<tr{mark}>{cells}</tr>"


def _rounded(value: float | None) -> float | None:
    # Beyond this there is only the noise of floats; minus zero is nobody's figure.
    return None if value is None else round(value, 9) + 0.0


def _share(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{100 * value:.1f} %"


def _seconds(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f} s"


def _signed(value: float | None) -> str:
    return DASH if value is None else f"{round(value, 3) + 0.0:+.3f} s"
