"""Pages of thumbnails as PNG files: one or three pictures of each segment, its label and time."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path

from app.exchange.format import Format, Making
from app.exchange.scenes import ORDER, Scene, clock, known_facts, required, scenes
from app.exchange.stills import stills
from app.exchange.writing import write_file
from app.services.exchange_values import (
    Carries,
    Contents,
    ExportOptions,
    FormatCard,
    Made,
    MadeFile,
    Setting,
)
from app.services.media import Picture, SheetCell, SheetPage

PICTURES = Setting(
    "pictures", "Pictures of each", "3", ("1", "3"),
    tip="1: the middle of the segment; 3: its first, middle and last frame.",
)  # fmt: skip
COLUMNS = Setting("sheet-columns", "Columns", 3.0, low=1, high=12, tip="Segments side by side.")
ROWS = Setting("sheet-rows", "Rows of a page", 8.0, low=1, high=100, tip="More make further pages.")
WIDTH = Setting(
    "picture-width", "Picture width", 240.0, low=80, high=960, unit="px", tip="Of one picture."
)


def outline(contents: Contents, options: ExportOptions) -> str:
    """Return the pages and what is on them."""
    found = scenes(contents, options)
    on_page = _on_page(options)
    lines = []
    for number, scene in enumerate(found):
        if number % on_page == 0:
            lines.append(f"Page {number // on_page + 1}")
        lines.append(f"   {scene.one.label}, {_line(scene)}")
    return "\n".join(lines)


def make(contents: Contents, options: ExportOptions, making: Making) -> Made:
    """Write the pages; further ones have their number behind the name.

    Raises:
        ExchangeError: there is no segment to show, or a page cannot be written.
        Cancelled: the person stopped it; nothing is written then.
    """
    found = required(scenes(contents, options))
    facts, missing = known_facts(found, making)
    n_pictures = int(options.text(PICTURES))
    width_px = round(options.number(WIDTH))
    # Upright pictures are as high as lying ones are wide.
    shown, broken = stills(found, facts, making, n_pictures=n_pictures, height_px=width_px)
    cells = [_cell(found[number], shown[number]) for number in sorted(shown)]
    required(cells)
    painter, on_page = making.tools.painter(), _on_page(options)
    n_pages = ceil(len(cells) / on_page)
    pages = []
    for page in range(n_pages):
        making.check_cancel()
        some = tuple(cells[page * on_page : (page + 1) * on_page])
        note = f"{page + 1} / {n_pages}" if n_pages > 1 else ""
        columns = min(_columns(options), len(some))
        pages.append(painter.sheet(SheetPage(options.title, note, some, columns, width_px)))
    files = [_page_file(making.file, page) for page in range(n_pages)]
    for file, data in zip(files, pages, strict=True):
        write_file(file, data)
    return Made(tuple(_told(files, len(cells), on_page)), (*missing, *broken))


def _told(files: Sequence[Path], n_cells: int, on_page: int) -> list[MadeFile]:
    counts = [min(on_page, n_cells - page * on_page) for page in range(len(files))]
    return [
        MadeFile(file, f"{count} {'segment' if count == 1 else 'segments'}")
        for file, count in zip(files, counts, strict=True)
    ]


def _page_file(file: Path, page: int) -> Path:
    return file if page == 0 else file.with_name(f"{file.stem}-{page + 1}{file.suffix}")


def _on_page(options: ExportOptions) -> int:
    return _columns(options) * round(options.number(ROWS))


def _columns(options: ExportOptions) -> int:
    return round(options.number(COLUMNS))


def _cell(scene: Scene, pictures: tuple[Picture, ...]) -> SheetCell:
    return SheetCell(pictures, scene.one.label, _line(scene), scene.color)


def _line(scene: Scene) -> str:
    segment, score = scene.one.segment, scene.one.score
    said = f"{scene.video.name}, {clock(segment.start_s)} - {clock(segment.end_s)}"
    return said if score is None else f"{said}, {score:.2f}"


FORMAT = Format(
    FormatCard(
        id="contact-sheet",
        name="Contact sheet (PNG)",
        summary="A grid of thumbnails with label and time of each segment, to print or to send.",
        suffixes=(".png",),
        carries=Carries(layers=False, scores=True, colors=True),
        direction="out",
        is_media=True,
        settings=(PICTURES, COLUMNS, ROWS, WIDTH, ORDER),
    ),
    make=make,
    outline=outline,
)
