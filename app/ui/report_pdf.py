"""A coach's report as A4 pages: strips that are never cut, put one below the other.

Everything becomes strips first: a line of text, a row of a table, a row of pictures. They are then
put on pages, and painted when it is known how many pages there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from app.services.coach_report import (
    Block,
    CoachReport,
    Column,
    Figures,
    Gallery,
    Lanes,
    Role,
    Row,
    Table,
    Thumbnail,
    Words,
)

# Ten units are a point: fonts have whole sizes in units.
_PT = 10
_DPI = 72 * _PT
_PAGE_W, _PAGE_H = 595 * _PT, 842 * _PT
_LEFT, _TOP, _FOOT = 42 * _PT, 42 * _PT, 48 * _PT
_WIDTH = _PAGE_W - 2 * _LEFT
_ROOM = _PAGE_H - _TOP - _FOOT
_INK, _FAINT = QColor("#000000"), QColor("#55595f")
_LINE, _RAISED = QColor("#c4c8cd"), QColor("#eef0f3")
_SIZES: dict[Role, int] = {"title": 20, "heading": 14, "subheading": 11, "faint": 9, "body": 9}
_SPACES: dict[Role, int] = {"title": 0, "heading": 18, "subheading": 14, "faint": 1, "body": 2}
_PAD, _GAP = 4 * _PT, 8 * _PT
_LANE_H, _LANE_HEAD, _AXIS_H = 14 * _PT, 100 * _PT, 14 * _PT
_N_ACROSS, _TALLEST = 4, 1.2
_CELL = 9
# What a text may be broken to, and a long name above numbers.
_LEAST_TEXT = 90 * _PT
_LEAST: dict[Column, float] = {"text": _LEAST_TEXT, "number": 0.0, "bar": 50.0 * _PT}
# A note longer than half a page is put on pages by so many lines.
_LINES_AT_ONCE = 4

Draw = Callable[[QPainter, float], None]


@dataclass(frozen=True, slots=True)
class _Strip:
    """What is on one page whole.

    Attributes:
        height: In units.
        draw: Paints it with its upper edge at a height.
        keeps_next: Whether the strip after it belongs on the same page.
        head: What is painted above it when it comes first on a page; None for nothing.
    """

    height: float
    draw: Draw
    keeps_next: bool = False
    head: _Strip | None = None


def report_pdf(report: CoachReport) -> bytes:
    """Return a report as a PDF file; a QGuiApplication must exist."""
    pages = _pages(list(_strips(report)))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(report.title)
    writer.setCreator("PGCN Studio")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                    QMarginsF())
    )  # fmt: skip
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            for top, strip in page:
                strip.draw(painter, top)
            words = report.page_words.format(page=number, pages=len(pages))
            _foot(painter, report.title, words)
    finally:
        painter.end()
    return bytes(data.data())


def _pages(strips: Sequence[_Strip]) -> list[list[tuple[float, _Strip]]]:
    """Return the strips of every page with their upper edges."""
    pages: list[list[tuple[float, _Strip]]] = [[]]
    top = float(_TOP)
    for group in _groups(strips):
        tall = sum(one.height for one in group)
        # What belongs together goes to the next page together, if a page can hold it.
        if pages[-1] and top + tall > _TOP + _ROOM and tall <= _ROOM:
            pages.append([])
            top = _TOP
        for one in group:
            if pages[-1] and top + one.height > _TOP + _ROOM:
                pages.append([])
                top = _TOP
            if not pages[-1] and one.head is not None:
                pages[-1].append((top, one.head))
                top += one.head.height
            pages[-1].append((top, one))
            top += one.height
    return pages


def _groups(strips: Sequence[_Strip]) -> Iterator[list[_Strip]]:
    group: list[_Strip] = []
    for one in strips:
        group.append(one)
        if not one.keeps_next:
            yield group
            group = []
    if group:
        yield group


def _strips(report: CoachReport) -> Iterator[_Strip]:
    yield from _words(Words(report.title, "title"))
    yield from _words(Words(report.made, "faint"))
    for blocks in report.sections:
        chapter = None
        for block in blocks:
            for strip in _of(block):
                yield strip if chapter is None else _under(chapter, strip)
            if isinstance(block, Words) and block.role == "subheading":
                chapter = next(_words(Words(block.text, "faint")))


def _of(block: Block) -> Iterator[_Strip]:
    match block:
        case Words():
            yield from _words(block)
        case Figures():
            yield _figures(block)
        case Table():
            yield from _table(block)
        case Lanes():
            yield from _lanes(block)
        case Gallery():
            yield from _gallery(block)


def _under(chapter: _Strip, strip: _Strip) -> _Strip:
    """Return a strip that says whose it is when it comes first on a page."""
    head = strip.head
    if head is None:
        return replace(strip, head=chapter)

    def draw(painter: QPainter, top: float) -> None:
        chapter.draw(painter, top)
        head.draw(painter, top + chapter.height)

    return replace(strip, head=_Strip(chapter.height + head.height, draw))


def _words(block: Words) -> Iterator[_Strip]:
    is_head = block.role in {"title", "heading", "subheading"}
    # What is faint says something of what is below it.
    keeps_next = is_head or block.role == "faint"
    text = _laid(block.text, _font(_SIZES[block.role], bold=is_head), _WIDTH)
    color = _FAINT if block.role == "faint" else _INK
    space = _SPACES[block.role] * _PT
    yield from _lines(text, QRectF(_LEFT, 0, _WIDTH, 0), color, space, keeps_next=keeps_next)


def _lines(
    text: QTextLayout, place: QRectF, color: QColor, space: float, *, keeps_next: bool
) -> Iterator[_Strip]:
    """Yield every line of a text; those of one heading stay with what is below it."""
    for at in range(text.lineCount()):
        above = space if at == 0 else 0.0

        def draw(painter: QPainter, top: float, at: int = at, above: float = above) -> None:
            _draw_lines(painter, text, (at, at + 1), QPointF(place.left(), top + above), color)

        yield _Strip(above + text.lineAt(at).height(), draw, keeps_next)


def _figures(block: Figures) -> _Strip:
    width = (_WIDTH - _GAP * (len(block.shown) - 1)) / len(block.shown)
    small, large = _font(8), _font(14)
    height = 44 * _PT

    def draw(painter: QPainter, top: float) -> None:
        for number, (name, value) in enumerate(block.shown):
            box = QRectF(_LEFT + number * (width + _GAP), top + _GAP, width, height - _GAP)
            painter.fillRect(box, _RAISED)
            inside = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
            upper = QRectF(inside.left(), inside.top(), inside.width(), 10 * _PT)
            _line(painter, name, small, upper, _FAINT)
            lower = QRectF(inside.left(), upper.bottom(), inside.width(), 18 * _PT)
            _line(painter, value, large, lower, _INK)

    return _Strip(height, draw)


# ---------------------------------------------------------------- tables


def _table(block: Table) -> Iterator[_Strip]:
    """Yield caption, head and rows; a table that is too wide becomes several."""
    if block.caption:
        yield from _words(Words(block.caption, "faint"))
    wanted = [_wanted(block, at) for at in range(len(block.columns))]
    for chosen in _that_fit(block, wanted):
        widths = _widths(block, chosen, wanted)
        head = _row(Row(tuple(block.head[at] for at in chosen)), block, chosen, widths, bold=True)
        top = _above(next(iter(head)), 4 * _PT)
        yield _Strip(top.height, top.draw, keeps_next=True)
        for row in block.rows:
            cells = Row(tuple(row.cells[at] for at in chosen), row.color, row.share)
            for one in _row(cells, block, chosen, widths):
                yield _Strip(one.height, one.draw, head=top)


def _above(strip: _Strip, space: float) -> _Strip:
    return _Strip(strip.height + space, lambda painter, top: strip.draw(painter, top + space))


def _wanted(block: Table, at: int) -> float:
    """Return how wide a column would be if there were room."""
    if block.columns[at] == "bar":
        return _LEAST["bar"]
    plain, bold = QFontMetricsF(_font(_CELL)), QFontMetricsF(_font(_CELL, bold=True))
    cells = max([0.0, *(plain.horizontalAdvance(row.cells[at]) for row in block.rows)])
    head = bold.horizontalAdvance(block.head[at])
    if block.columns[at] == "number" and head > _LEAST_TEXT:
        words = [bold.horizontalAdvance(word) for word in block.head[at].split()]
        head = min(max(*words, 2 * _LEAST_TEXT / 3), _LEAST_TEXT)
    swatch = 12 * _PT if at == 0 else 0
    return max(cells, head) + swatch + 2 * _PAD + _PT


def _that_fit(block: Table, wanted: Sequence[float]) -> list[tuple[int, ...]]:
    """Return the columns of every part of a table, each with the first one."""
    least = [
        _LEAST[block.columns[at]] or wanted[at] if at else max(_LEAST_TEXT, _WIDTH / 4)
        for at in range(len(wanted))
    ]
    least = [min(one, all_of) for one, all_of in zip(least, wanted, strict=True)]
    n_parts = 1
    while True:
        # As many columns in each part, so that the last does not stand alone.
        size = -(-(len(wanted) - 1) // n_parts)
        parts = [(0, *range(at, min(at + size, len(wanted)))) for at in range(1, len(wanted), size)]
        if size == 1 or all(sum(least[at] for at in part) <= _WIDTH for part in parts):
            return parts
        n_parts += 1


def _widths(block: Table, chosen: Sequence[int], wanted: Sequence[float]) -> list[float]:
    """Return widths that fill the page: texts share what numbers and bars leave."""
    widths = [_LEAST["bar"] if block.columns[at] == "bar" else wanted[at] for at in chosen]
    texts = [n for n, at in enumerate(chosen) if block.columns[at] == "text"]
    left = _WIDTH - sum(width for n, width in enumerate(widths) if n not in texts)
    total = sum(widths[n] for n in texts)
    if total <= left:
        widths[texts[-1]] += left - total
        return widths
    # The first is a name, and short; the last are free words.
    rest = [n for n in texts if n != 0]
    widths[0] = min(widths[0], max(_LEAST_TEXT, left / 3)) if rest else left
    for n in rest:
        widths[n] = (left - widths[0]) / len(rest)
    return widths


def _row(
    row: Row, block: Table, chosen: Sequence[int], widths: Sequence[float], *, bold: bool = False
) -> Iterator[_Strip]:
    """Yield a row whole; one that is taller than a page in parts."""
    font = _font(_CELL, bold=bold)
    swatch = 12 * _PT if row.color else 0
    texts = []
    for at, text, width in zip(chosen, row.cells, widths, strict=True):
        room = width - 2 * _PAD - (swatch if at == 0 else 0)
        texts.append(_laid(text, font, max(room, _PT), is_right=block.columns[at] == "number"))
    line_h = QFontMetricsF(font).height()
    n_lines = max(text.lineCount() for text in texts)
    most = n_lines if n_lines * line_h < _ROOM / 2 else _LINES_AT_ONCE
    bars = [at for at in range(len(chosen)) if block.columns[chosen[at]] == "bar"]
    for begin in range(0, n_lines, most):
        end = min(begin + most, n_lines)

        def draw(painter: QPainter, top: float, begin: int = begin, end: int = end) -> None:
            height = (end - begin) * line_h + _PAD
            left = float(_LEFT)
            for at, (text, width) in enumerate(zip(texts, widths, strict=True)):
                inset = swatch if at == 0 else 0
                corner = QPointF(left + _PAD + inset, top + _PAD / 2)
                _draw_lines(painter, text, (begin, end), corner, _INK)
                if at in bars and not bold:
                    room = QRectF(left, top + _PAD, width - _PAD, line_h - _PAD)
                    painter.fillRect(_part(room, row.share), QColor(row.color))
                left += width
            if swatch and begin == 0:
                box = QRectF(_LEFT + _PAD, top + _PAD / 2 + line_h / 4, 7 * _PT, 7 * _PT)
                painter.fillRect(box, QColor(row.color))
            if end == n_lines:
                painter.fillRect(QRectF(_LEFT, top + height, _WIDTH, _PT / 2), _LINE)

        space = _PAD + _PT / 2 if end == n_lines else 0
        yield _Strip((end - begin) * line_h + space, draw)


def _part(room: QRectF, share: float) -> QRectF:
    return QRectF(room.left(), room.top(), max(room.width() * share, _PT), room.height())


# ---------------------------------------------------------------- pictures


def _lanes(block: Lanes) -> Iterator[_Strip]:
    """Yield a strip for each lane and one for the axis; they stay together if a page allows."""
    yield _Strip(_GAP / 2, lambda _painter, _top: None, keeps_next=True)
    of_lane: dict[int, list[tuple[float, float, QColor]]] = {}
    for bar in block.bars:
        left, right = _x(bar.start_s, block), _x(bar.end_s, block)
        found = of_lane.setdefault(bar.lane, [])
        found.append((left, max(right - left, _PT), QColor(bar.color)))
    for number, name in enumerate(block.lanes):

        def draw(painter: QPainter, top: float, number: int = number, name: str = name) -> None:
            words = QRectF(_LEFT, top, _LANE_HEAD - _PAD, _LANE_H)
            _line(painter, name, _font(_CELL), words, _INK)
            ground = QRectF(_LEFT + _LANE_HEAD, top, _WIDTH - _LANE_HEAD, _LANE_H - _PT)
            painter.fillRect(ground, _RAISED)
            _tick_lines(painter, block, top, _LANE_H)
            for left, width, color in of_lane.get(number, []):
                painter.fillRect(QRectF(left, top + 2 * _PT, width, _LANE_H - 5 * _PT), color)

        yield _Strip(_LANE_H, draw, keeps_next=True)
    yield _Strip(_AXIS_H, lambda painter, top: _axis(painter, block, top))


def _axis(painter: QPainter, block: Lanes, top: float) -> None:
    font = _font(7)
    painter.setFont(font)
    painter.setPen(_FAINT)
    _tick_lines(painter, block, top, 2 * _PT)
    for time_s, said in block.ticks:
        width = QFontMetricsF(font).horizontalAdvance(said)
        left = _x(time_s, block) - (width / 2 if time_s else 0)
        left = min(left, _LEFT + _WIDTH - width)
        painter.drawText(QPointF(left, top + 10 * _PT), said)


def _tick_lines(painter: QPainter, block: Lanes, top: float, height: float) -> None:
    for time_s, _ in block.ticks:
        painter.fillRect(QRectF(_x(time_s, block), top, _PT / 2, height), _LINE)


def _x(time_s: float, block: Lanes) -> float:
    return _LEFT + _LANE_HEAD + (_WIDTH - _LANE_HEAD) * min(time_s / block.end_s, 1.0)


def _gallery(block: Gallery) -> Iterator[_Strip]:
    width = (_WIDTH - (_N_ACROSS - 1) * _GAP) / _N_ACROSS
    places = [*range(0, len(block.pictures), _N_ACROSS), len(block.pictures)]
    for begin, end in pairwise(places):
        found = [(one, QImage.fromData(one.jpeg)) for one in block.pictures[begin:end]]
        tall = width * max(min(_shape(image), _TALLEST) for _, image in found)

        def draw(
            painter: QPainter,
            top: float,
            found: Sequence[tuple[Thumbnail, QImage]] = found,
            tall: float = tall,
        ) -> None:
            for column, (one, image) in enumerate(found):
                left = _LEFT + column * (width + _GAP)
                _picture(painter, one, image, QRectF(left, top + _GAP, width, tall))

        yield _Strip(tall + _GAP + 26 * _PT, draw)


def _shape(image: QImage) -> float:
    return image.height() / image.width() if image.width() else 1.0


def _picture(painter: QPainter, one: Thumbnail, image: QImage, room: QRectF) -> None:
    size = image.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = room.left() + (room.width() - size.width()) / 2
    painter.drawImage(QRectF(left, room.top(), size.width(), size.height()), image)
    painter.fillRect(
        QRectF(room.left(), room.bottom() + 4 * _PT, 7 * _PT, 7 * _PT), QColor(one.color)
    )
    title = QRectF(room.left() + 11 * _PT, room.bottom(), room.width() - 11 * _PT, 14 * _PT)
    _line(painter, one.title, _font(8, bold=True), title, _INK)
    line = QRectF(room.left(), room.bottom() + 12 * _PT, room.width(), 11 * _PT)
    _line(painter, one.line, _font(7), line, _FAINT)


# ---------------------------------------------------------------- text


def _font(size_pt: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size_pt * _PT)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _laid(text: str, font: QFont, width: float, *, is_right: bool = False) -> QTextLayout:
    """Return a text broken into lines of a width, inside words where they are too long."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += QFontMetricsF(font).height()
    layout.endLayout()
    return layout


def _draw_lines(
    painter: QPainter, text: QTextLayout, span: tuple[int, int], corner: QPointF, color: QColor
) -> None:
    painter.setPen(color)
    begin, end = span
    for at in range(begin, min(end, text.lineCount())):
        line = text.lineAt(at)
        line.draw(painter, corner - QPointF(0, text.lineAt(begin).y()))


def _line(painter: QPainter, text: str, font: QFont, room: QRectF, color: QColor) -> None:
    """Write one line, with dots where it is too long."""
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _foot(painter: QPainter, title: str, words: str) -> None:
    font = _font(8)
    room = QRectF(_LEFT, _PAGE_H - _FOOT + 12 * _PT, _WIDTH, 12 * _PT)
    width = QFontMetricsF(font).horizontalAdvance(words)
    _line(painter, title, font, room.adjusted(0, 0, -width - _GAP, 0), _FAINT)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
