"""An agreement as a file: one page of HTML that needs nothing beside it, CSV, or JSON."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from pathlib import Path

from app.config.durable import replace_file
from app.domain.agreement import Tally
from app.domain.errors import ExchangeError
from app.services.agreement import Agreement, AgreementRow

DASH = "\N{EN DASH}"
COLUMNS = (
    "kind", "name", "mine", "theirs", "matched", "f1", "frames_agreed", "kappa",
    "boundary_median_s", "boundary_p90_s", "start_theirs_less_mine_s", "end_theirs_less_mine_s",
)  # fmt: skip
HEADINGS = (
    "", "Mine", "Theirs", "Matched", "F1", "Frames agreed", "Kappa", "Boundary median", "90 %",
    "Start", "End",
)  # fmt: skip
METHOD = (
    "Segments of one label are matched one to one, best tIoU first; a pair counts from a tIoU of "
    "{tiou:g}. F1 is twice the matched over mine and theirs. Kappa is Cohen's, over frames counted "
    "at each video's mean rate: every label is a yes or no of every frame, and pooled rows sum "
    "these decisions before kappa is computed. Boundary differences are of matched pairs: median "
    "and 90th percentile of their size, then the median of theirs less mine for starts and for "
    "ends. A dash stands where there is nothing to compute a figure of."
)
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


def write_report(agreement: Agreement, file: Path) -> None:
    """Write an agreement in the form that the file's suffix says; without one it is HTML.

    Raises:
        ExchangeError: the suffix is none of ``.html``, ``.csv`` and ``.json``, or the file cannot
            be written; an older one is left as it was.
    """
    forms = {".html": as_html, ".htm": as_html, ".csv": as_csv, ".json": as_json, "": as_html}
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


def as_html(agreement: Agreement) -> str:
    """Return an agreement as one page."""
    title = html.escape(f"{agreement.project}: agreement with {agreement.annotator}")
    whole = AgreementRow("All", agreement.whole)
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>",
        f"<style>{_STYLE}</style><h1>{title}</h1>",
        f"<p class=lead>{html.escape(_lead(agreement))}</p>",
        "<h2>Labels</h2>", _html_table("Label", agreement.labels, whole),
        "<h2>Videos</h2>", _html_table("Video", agreement.videos, whole),
        f"<p class=method>{html.escape(METHOD.format(tiou=agreement.min_tiou))}</p></html>",
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


def shown_figures(tally: Tally) -> tuple[str, ...]:
    """Return the figures of a row as a person reads them, in the order of ``HEADINGS``."""
    return (
        str(tally.n_mine), str(tally.n_theirs), str(tally.n_matched), _share(tally.f1),
        _percent(tally.observed), _share(tally.kappa), _seconds(tally.median_s),
        _seconds(tally.p90_s), _signed(tally.start_bias_s), _signed(tally.end_bias_s),
    )  # fmt: skip


def as_text(agreement: Agreement) -> str:
    """Return an agreement as a table for a terminal."""
    rows = [HEADINGS, *((row.name, *shown_figures(row.tally)) for _, row in _all_rows(agreement))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", _lead(agreement)])


def _lead(agreement: Agreement) -> str:
    n_videos = len(agreement.videos)
    words = f"{n_videos} video{'' if n_videos == 1 else 's'} both have worked on; "
    n_all = agreement.n_open + agreement.n_settled
    words += f"{agreement.n_settled} of {n_all} disagreements settled."
    if agreement.only_theirs:
        words += f" Only {agreement.annotator} has worked on: {', '.join(agreement.only_theirs)}."
    return words


def _all_rows(agreement: Agreement) -> Iterator[tuple[str, AgreementRow]]:
    for row in agreement.labels:
        yield "label", row
    for row in agreement.videos:
        yield "video", row
    yield "total", AgreementRow("All", agreement.whole)


def _html_table(thing: str, rows: tuple[AgreementRow, ...], whole: AgreementRow) -> str:
    heads = "".join(f"<th>{one}</th>" for one in (thing, *HEADINGS[1:]))
    lines = [_html_row(row, "") for row in rows] + [_html_row(whole, " class=all")]
    return f"<table><tr>{heads}</tr>\n" + "\n".join(lines) + "</table>"


def _html_row(row: AgreementRow, mark: str) -> str:
    cells = "".join(f"<td>{html.escape(one)}</td>" for one in (row.name, *shown_figures(row.tally)))
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
