"""Title cards, contact sheets and pictures for pages, painted by Qt; of any thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
)

from app.services.coach_report import CoachReport
from app.services.media import CardText, Picture, SheetCell, SheetPage
from app.ui.report_pdf import report_pdf

_GROUND, _INK, _FAINT = QColor("#15171a"), QColor("#f2f3f5"), QColor("#a9b0b8")
_PAPER, _PAPER_INK, _PAPER_FAINT = QColor("#ffffff"), QColor("#1b1d20"), QColor("#5b6168")
_JPEG_QUALITY = 82
_MARGIN_PX, _GAP_PX, _HEAD_PX, _TEXT_PX = 24, 16, 56, 46
_SMALLEST_PX = 8


class QtPainter:
    """The ``Painter`` of the program.

    Fonts need a QGuiApplication; without a window one is made here that needs no screen.
    """

    def __init__(self) -> None:
        self._qapp = QGuiApplication.instance() or _application_without_window()

    def card(self, text: CardText, size_px: tuple[int, int]) -> Picture:
        width, height = size_px
        image = QImage(width, height, QImage.Format.Format_RGB888)
        image.fill(_GROUND)
        margin, band = width // 12, max(4, height // 60)
        space = QRect(margin, 0, width - 2 * margin, height)
        with _painting(image) as painter:
            title = _fitting(text.title, space.width(), height // 9, bold=True)
            small = [_fitting(line, space.width(), height // 20) for line in text.lines]
            tall = _line_px(title) + 2 * band + sum(map(_line_px, small)) + band
            top = (height - tall) // 2
            top = _draw(painter, text.title, title, QRect(margin, top, space.width(), 0), _INK)
            painter.fillRect(margin, top + band // 2, width // 6, band, QColor(text.color))
            top += 2 * band
            for line, font in zip(text.lines, small, strict=True):
                top = _draw(painter, line, font, QRect(margin, top, space.width(), 0), _FAINT)
        return _pixels(image)

    def sheet(self, page: SheetPage) -> bytes:
        n_pictures = max(len(cell.pictures) for cell in page.cells)
        cell_px = n_pictures * page.picture_px
        rows = [
            page.cells[at : at + page.columns] for at in range(0, len(page.cells), page.columns)
        ]
        heights = [max(_picture_px(cell, page.picture_px) for cell in row) for row in rows]
        width = 2 * _MARGIN_PX + page.columns * (cell_px + _GAP_PX) - _GAP_PX
        height = 2 * _MARGIN_PX + _HEAD_PX + sum(heights) + len(rows) * (_TEXT_PX + _GAP_PX)
        image = QImage(width, height, QImage.Format.Format_RGB888)
        image.fill(_PAPER)
        with _painting(image) as painter:
            _head(painter, page, width)
            top = _MARGIN_PX + _HEAD_PX
            for row, row_px in zip(rows, heights, strict=True):
                for column, cell in enumerate(row):
                    left = _MARGIN_PX + column * (cell_px + _GAP_PX)
                    _cell(painter, cell, QRect(left, top, cell_px, row_px), page.picture_px)
                top += row_px + _TEXT_PX + _GAP_PX
        return _encoded(image, b"PNG", -1)

    def jpeg(self, picture: Picture) -> bytes:
        return _encoded(_image(picture), b"JPEG", _JPEG_QUALITY)

    def pdf(self, report: CoachReport) -> bytes:
        return report_pdf(report)


def _application_without_window() -> QGuiApplication:
    """Return an application for fonts; Linux needs a screen otherwise, others do not."""
    arguments = sys.argv[:1]
    if sys.platform.startswith("linux") and "QT_QPA_PLATFORM" not in os.environ:
        arguments += ["-platform", "offscreen"]
    return QGuiApplication(arguments)


@contextmanager
def _painting(image: QImage) -> Iterator[QPainter]:
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    try:
        yield painter
    finally:
        painter.end()


def _head(painter: QPainter, page: SheetPage, width: int) -> None:
    line = QRect(_MARGIN_PX, _MARGIN_PX, width - 2 * _MARGIN_PX, 0)
    note = _font(15)
    note_px = QFontMetrics(note).horizontalAdvance(page.note)
    title = _fitting(page.title, line.width() - note_px - _GAP_PX, 26, bold=True)
    _draw(painter, page.title, title, line, _PAPER_INK)
    painter.setFont(note)
    painter.setPen(_PAPER_FAINT)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRect(line.left(), line.top(), line.width(), 32), right, page.note)


def _cell(painter: QPainter, cell: SheetCell, place: QRect, picture_px: int) -> None:
    for number, picture in enumerate(cell.pictures):
        image = _image(picture)
        shown = image.size().scaled(
            picture_px - 2, place.height(), Qt.AspectRatioMode.KeepAspectRatio
        )
        left = place.left() + number * picture_px + (picture_px - shown.width()) // 2
        painter.drawImage(QRect(left, place.top(), shown.width(), shown.height()), image)
    top = place.bottom() + 5
    painter.fillRect(place.left(), top + 3, 10, 14, QColor(cell.color))
    line = QRect(place.left() + 18, top, place.width() - 18, 0)
    title, small = _font(15, bold=True), _font(13)
    top = _draw(painter, _elided(cell.title, title, line.width()), title, line, _PAPER_INK)
    words = QRect(place.left(), top, place.width(), 0)
    _draw(painter, _elided(cell.line, small, words.width()), small, words, _PAPER_FAINT)


def _picture_px(cell: SheetCell, picture_px: int) -> int:
    """Return how high the pictures of a cell are, upright ones no higher than wide ones twice."""
    tall = max(picture.shape[0] / picture.shape[1] for picture in cell.pictures)
    return round(picture_px * min(tall, 1.2))


def _font(size_px: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(max(size_px, _SMALLEST_PX))
    font.setBold(bold)
    return font


def _fitting(text: str, width_px: int, size_px: int, *, bold: bool = False) -> QFont:
    """Return the largest font up to a size in which a line of text fits."""
    font = _font(size_px, bold=bold)
    needed = QFontMetrics(font).horizontalAdvance(text)
    return font if needed <= width_px else _font(size_px * width_px // needed, bold=bold)


def _elided(text: str, font: QFont, width_px: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, width_px)


def _line_px(font: QFont) -> int:
    return QFontMetrics(font).height()


def _draw(painter: QPainter, text: str, font: QFont, line: QRect, color: QColor) -> int:
    """Write a line of text; return where the next one begins."""
    painter.setFont(font)
    painter.setPen(color)
    place = QRect(line.left(), line.top(), line.width(), _line_px(font))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, text)
    return place.bottom() + 1


def _image(picture: Picture) -> QImage:
    pixels = np.ascontiguousarray(picture)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()  # the pixels may go before it does


def _pixels(image: QImage) -> Picture:
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def _encoded(image: QImage, form: bytes, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, form)
    writer.setQuality(quality)
    writer.write(image)
    return bytes(data.data())
