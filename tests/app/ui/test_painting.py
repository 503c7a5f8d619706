"""Cards, sheets and pictures are painted as asked, from any thread."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.services.media import CardText, SheetCell, SheetPage
from app.ui.painting import QtPainter


@pytest.fixture
def painter(qapp):
    return QtPainter()


def text(title="Wurf", lines=("a.mp4", "00:01.00 to 00:02.00")):
    return CardText(title, lines, "#d55e00")


@pytest.mark.parametrize("size", [(1920, 1080), (640, 360), (202, 360), (2, 2)])
def test_a_card_has_the_size_and_the_colour(painter, size):
    card = painter.card(text(), size)
    assert card.shape == (size[1], size[0], 3)
    assert card.dtype == np.uint8
    if size[0] > 100:
        assert (np.abs(card.astype(int) - (0xD5, 0x5E, 0)).sum(axis=2) < 12).any()
        assert card.max() > 200


def test_long_titles_are_made_smaller_and_stay_inside(painter):
    card = painter.card(text("Sehr langes Wort " * 8), (640, 360))
    bright = np.flatnonzero((card.max(axis=2) > 120).any(axis=0))
    assert bright.min() >= 640 // 12 - 3
    assert bright.max() <= 640 - 640 // 12 + 3


def test_other_titles_make_other_cards(painter):
    assert not np.array_equal(
        painter.card(text("A"), (320, 180)), painter.card(text("B"), (320, 180))
    )


def test_a_sheet_is_a_png_of_cells(painter):
    picture = np.full((90, 160, 3), (10, 200, 30), np.uint8)
    tall = np.full((320, 180, 3), (200, 10, 30), np.uint8)
    cells = (
        SheetCell((picture,), "Wurf", "a.mp4", "#0072b2"),
        SheetCell((tall,), "Sprung", "b.mp4", "#d55e00"),
        SheetCell((picture,), "x" * 400, "y" * 400, "#d55e00"),
    )
    image = QImage.fromData(painter.sheet(SheetPage("Spiel", "1 / 2", cells, 2, 160)), "PNG")
    assert image.width() == 2 * 24 + 2 * 160 + 16
    assert image.pixelColor(24 + 80, 24 + 56 + 40).getRgb()[:3] == (10, 200, 30)
    assert image.pixelColor(24 + 176 + 80, 24 + 56 + 90).getRgb()[:3] == (200, 10, 30)


def test_a_picture_becomes_a_jpeg_with_its_colours(painter):
    pixels = np.zeros((60, 81, 3), np.uint8)
    pixels[:, 40:] = (250, 20, 20)
    image = QImage.fromData(painter.jpeg(pixels), "JPEG")
    assert (image.width(), image.height()) == (81, 60)
    assert image.pixelColor(70, 30).red() > 220
    assert image.pixelColor(10, 30).red() < 30


def test_it_paints_in_other_threads(painter):
    with ThreadPoolExecutor(4) as pool:
        cards = list(pool.map(lambda _: painter.card(text(), (320, 180)), range(8)))
    assert all(np.array_equal(cards[0], one) for one in cards)
