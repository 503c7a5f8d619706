"""The pictures of the report page, as SVG in the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from pgcn_core.evaluation.curves import Curve
from pgcn_core.evaluation.page_words import Tongue

_SIDE, _LEFT, _BELOW, _TOP = 180, 30, 26, 8
_COLUMN, _GAP, _HEIGHT = 46, 14, 110
# Places of a curve that say their score under the mouse.
_MARKS = 12


def curve_chart(curve: Curve, name: str, tongue: Tongue) -> str:
    """Return precision over recall of a label; its marks tell the score under the mouse."""
    said = escape(tongue.say("Precision over recall of {name}", name=name), quote=True)
    width, height = _LEFT + _SIDE + 8, _TOP + _SIDE + _BELOW
    parts = [
        f'<svg role="img" aria-label="{said}" viewBox="0 0 {width} {height}">',
        f'<rect class="frame" x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>',
        *_grid(tongue),
        *_line(curve),
        *_marks(curve, tongue),
        "</svg>",
    ]
    return "".join(parts)


def column_chart(names: Sequence[str], shares: Sequence[float], said: str, tongue: Tongue) -> str:
    """Return a column for each name, as high as its share of 1, the value above in percent."""
    width = max(len(names), 1) * (_COLUMN + _GAP) + _GAP
    label = escape(said, quote=True)
    size = f'viewBox="0 0 {width} {_HEIGHT + 36}" style="max-width:{width}px"'
    parts = [f'<svg role="img" aria-label="{label}" {size}>']
    for at, (name, share) in enumerate(zip(names, shares, strict=True)):
        left, high = _GAP + at * (_COLUMN + _GAP), _HEIGHT * share
        top, middle = 16 + _HEIGHT - high, left + _COLUMN / 2
        value = tongue.number(100 * share, ".1f")
        box = f'x="{left}" width="{_COLUMN}"'
        centred = f'x="{middle}" text-anchor="middle"'
        parts += [
            f'<rect class="frame" {box} y="16" height="{_HEIGHT}"/>',
            f'<rect class="column" {box} y="{top:.1f}" height="{high:.1f}"/>',
            f'<text class="value" {centred} y="{top - 4:.1f}">{value}</text>',
            f'<text {centred} y="{_HEIGHT + 30}">{escape(name)}</text>',
        ]
    return "".join([*parts, "</svg>"])


def bar(share: float, colour: str) -> str:
    """Return a bar as long as its share of the cell."""
    return (
        f'<span class="bar" style="width:{min(max(share, 0), 1):.1%};background:{colour}"></span>'
    )


def _grid(tongue: Tongue) -> Iterator[str]:
    for step in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _x(step), _y(step)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{_TOP + _SIDE}"/>'
        yield f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + _SIDE}" y1="{y}" y2="{y}"/>'
        if step in {0.0, 0.5, 1.0}:
            told = tongue.number(step, "g")
            yield f'<text x="{x}" y="{_TOP + _SIDE + 12}" text-anchor="middle">{told}</text>'
            yield f'<text x="{_LEFT - 5}" y="{y + 3}" text-anchor="end">{told}</text>'
    middle = _LEFT + _SIDE / 2
    recall, precision = tongue.say("recall"), tongue.say("precision")
    yield f'<text x="{middle}" y="{_TOP + _SIDE + 24}" text-anchor="middle">{recall}</text>'
    turned = f'transform="rotate(-90 8 {_TOP + _SIDE / 2})"'
    yield f'<text x="8" y="{_TOP + _SIDE / 2}" text-anchor="middle" {turned}>{precision}</text>'


def _line(curve: Curve) -> Iterator[str]:
    if not len(curve.recall):
        return
    points = [f"{_x(0):.1f},{_y(float(curve.precision[0])):.1f}"]
    points += [
        f"{_x(r):.1f},{_y(p):.1f}"
        for r, p in zip(curve.recall.tolist(), curve.precision.tolist(), strict=True)
    ]
    yield f'<polyline class="curve" points="{" ".join(points)}"/>'


def _marks(curve: Curve, tongue: Tongue) -> Iterator[str]:
    if not len(curve.recall):
        return
    places = np.unique(np.linspace(0, len(curve.recall) - 1, _MARKS).round().astype(np.int64))
    for at in places.tolist():
        recall, precision = float(curve.recall[at]), float(curve.precision[at])
        told = tongue.say(
            "score from {score}: precision {precision}, recall {recall}",
            score=tongue.number(float(curve.score[at]), ".3g"),
            precision=tongue.percent(precision), recall=tongue.percent(recall),
        )  # fmt: skip
        yield (
            f'<circle class="mark" cx="{_x(recall):.1f}" cy="{_y(precision):.1f}" r="3">'
            f"<title>{told}</title></circle>"
        )


def _x(recall: float) -> float:
    return _LEFT + _SIDE * recall


def _y(precision: float) -> float:
    return _TOP + _SIDE * (1 - precision)
