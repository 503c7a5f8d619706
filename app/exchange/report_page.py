"""A coach's report as one HTML page that needs nothing else: no network, no scripts, no files."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from app.services.coach_report import (
    Block,
    CoachReport,
    Column,
    Figures,
    Gallery,
    Lanes,
    Row,
    Table,
    Words,
)

_LANE_PX, _WIDTH_PX, _HEAD_PX, _AXIS_PX = 22, 1000, 150, 20
# No rule may load anything: what a label or a note says stays text.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1d20; --faint: #5b6168; --line: #d8dce0;
  --paper: #ffffff; --raised: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #a0a7af; --line: #3a3f45;
  --paper: #17191c; --raised: #212429; } }
@media print { :root { color-scheme: light; --ink: #000; --faint: #444; --line: #bbb;
  --paper: #fff; --raised: #fff; } body { margin: 0; max-width: none; font-size: 10pt; }
  section, figure, tr, svg { break-inside: avoid; } h2, h3 { break-after: avoid; }
  rect, i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; overflow-wrap: anywhere; }
.faint { color: var(--faint); } .scroll { overflow-x: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; margin: 1.2rem 0; }
.figures div { background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  padding: .6rem 1rem; min-width: 8rem; } .figures dt { color: var(--faint); }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint);
  padding-bottom: .3rem; } th, td { text-align: left; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); vertical-align: top; }
/* On a phone a table is pushed sideways; names and notes stay words. */
th { font-weight: 600; } tbody th { min-width: 9rem; overflow-wrap: anywhere; }
.words { min-width: 12rem; overflow-wrap: anywhere; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th { vertical-align: bottom; } thead .n { white-space: normal;
  min-width: 4.5rem; max-width: 9rem; }
.bar { display: block; height: .7rem; min-width: 2px; border-radius: 2px;
  margin-top: .35rem; }
i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .5em; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--ink); font-size: 12px; }
svg .tick { stroke: var(--line); } svg .axis { fill: var(--faint); font-size: 11px; }
svg .lane { fill: var(--raised); } .gallery { display: grid; gap: .8rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); } figure { margin: 0; }
figure img { width: 100%; height: auto; display: block; border-radius: 4px; }
figcaption { font-size: .85rem; } figcaption b { font-weight: 600; }
"""


_TAGS = {"heading": "h2", "subheading": "h3"}


def report_page(report: CoachReport) -> str:
    """Return the whole page; everything a person wrote is escaped."""
    head = escape(report.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{report.language}">',
            f'<head><meta charset="utf-8"><title>{head}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{_STYLE}</style></head>",
            f"<body><header><h1>{head}</h1>",
            f'<p class="faint">{escape(report.made)}</p></header><main>',
            *(line for blocks in report.sections for line in _section(blocks)),
            "</main></body></html>",
            "",
        ]
    )


def _section(blocks: tuple[Block, ...]) -> Iterator[str]:
    yield "<section>"
    for block in blocks:
        match block:
            case Words():
                yield _words(block)
            case Figures():
                yield from _figures(block)
            case Table():
                yield from _table(block)
            case Lanes():
                yield from _lanes(block)
            case Gallery():
                yield from _gallery(block)
    yield "</section>"


def _words(block: Words) -> str:
    tag = _TAGS.get(block.role, "p")
    faint = ' class="faint"' if block.role == "faint" else ""
    return f"<{tag}{faint}>{escape(block.text)}</{tag}>"


def _figures(block: Figures) -> Iterator[str]:
    yield '<dl class="figures">'
    for name, value in block.shown:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"


def _table(block: Table) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    if block.caption:
        yield f"<caption>{escape(block.caption)}</caption>"
    yield f"<thead><tr>{''.join(map(_head, block.head, block.columns))}</tr></thead><tbody>"
    for row in block.rows:
        yield _row(row, block.columns)
    yield "</tbody></table></div>"


def _head(text: str, column: Column) -> str:
    if column == "bar":
        return "<td></td>"
    sort = ' class="n"' if column == "number" else ""
    return f'<th scope="col"{sort}>{escape(text)}</th>'


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    cells = [f'<th scope="row">{_named(row.cells[0], row.color)}</th>']
    for text, column in zip(row.cells[1:], columns[1:], strict=True):
        if column == "bar":
            bar = f"width:{row.share:.1%};background:{_color(row.color)}"
            cells.append(
                f'<td style="width:22%;min-width:6rem" aria-hidden="true">'
                f'<span class="bar" style="{bar}"></span></td>'
            )
        else:
            sort = "n" if column == "number" else "words"
            cells.append(f'<td class="{sort}">{escape(text)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _named(name: str, color: str) -> str:
    return (f'<i style="background:{_color(color)}"></i>' if color else "") + escape(name)


def _color(color: str) -> str:
    return escape(color, quote=True)


def _lanes(block: Lanes) -> Iterator[str]:
    """Yield the video's lanes as a picture; the table below says the same in words."""
    height = len(block.lanes) * _LANE_PX + _AXIS_PX
    label = escape(block.name, quote=True)
    yield f'<svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH_PX} {height}">'
    for row, name in enumerate(block.lanes):
        top = row * _LANE_PX
        yield f'<rect class="lane" x="{_HEAD_PX}" y="{top + 1}" height="{_LANE_PX - 2}"'
        yield f' width="{_WIDTH_PX - _HEAD_PX}"/>'
        yield f'<text x="0" y="{top + 15}">{escape(_short(name))}</text>'
    for time_s, said in block.ticks:
        x = _x(time_s, block.end_s)
        yield f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - _AXIS_PX + 3}"/>'
        anchor = "end" if x > _WIDTH_PX - 20 else "middle" if time_s else "start"
        place = f'x="{x:.1f}" y="{height - 4}" text-anchor="{anchor}"'
        yield f'<text class="axis" {place}>{said}</text>'
    for one in block.bars:
        left, right = _x(one.start_s, block.end_s), _x(one.end_s, block.end_s)
        yield (
            f'<rect x="{left:.1f}" y="{one.lane * _LANE_PX + 3}"'
            f' width="{max(right - left, 1.5):.1f}" height="{_LANE_PX - 6}" rx="2"'
            f' fill="{_color(one.color)}"><title>{escape(one.said)}</title></rect>'
        )
    yield "</svg>"


def _gallery(block: Gallery) -> Iterator[str]:
    yield '<div class="gallery">'
    for one in block.pictures:
        data = base64.b64encode(one.jpeg).decode()
        alt = escape(one.alt, quote=True)
        yield f'<figure><img src="data:image/jpeg;base64,{data}" alt="{alt}">'
        yield f"<figcaption><b>{_named(one.title, one.color)}</b><br>{one.line}</figcaption>"
        yield "</figure>"
    yield "</div>"


def _x(time_s: float, end_s: float) -> float:
    return _HEAD_PX + (_WIDTH_PX - _HEAD_PX) * min(time_s / end_s, 1.0)


def _short(name: str, most: int = 20) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
