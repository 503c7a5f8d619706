"""Pages of thumbnails as PNG files: one or three pictures of each segment, its label and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

from app.exchange.format import Format, Making
from app.exchange.scenes import ORDER, Scene, clock, known_facts, required, scenes
from app.exchange.stills import Stills
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
from app.services.ports import MediaFacts

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
    """Write the pages, one after another; further ones have their number behind the name.

    Raises:
        ExchangeError: there is no segment to show, or a page cannot be written.
        Cancelled: the person stopped it; pages that were finished stay.
    """
    found = required(scenes(contents, options))
    facts, left_out = known_facts(found, making)
    there = required([scene for scene in found if scene.path in facts])
    painter, on_page = making.tools.painter(), _on_page(options)
    n_pages = ceil(len(there) / on_page)
    files = []
    for page in range(n_pages):
        making.progress("Pages", page, n_pages)
        some = there[page * on_page : (page + 1) * on_page]
        cells, broken = _cells(some, facts, options, making)
        left_out = (*left_out, *broken)
        if not cells:
            continue
        note = f"{page + 1} / {n_pages}" if n_pages > 1 else ""
        columns, width_px = min(_columns(options), len(cells)), round(options.number(WIDTH))
        data = painter.sheet(SheetPage(options.title, note, cells, columns, width_px))
        file = _page_file(making.file, page)
        write_file(file, data)
        files.append(MadeFile(file, f"{len(cells)} {'segment' if len(cells) == 1 else 'segments'}"))
    making.progress("Pages", n_pages, n_pages)
    return Made(tuple(files), left_out)


def _cells(
    some: Sequence[Scene], facts: Mapping[Path, MediaFacts], options: ExportOptions, making: Making
) -> tuple[tuple[SheetCell, ...], list[str]]:
    """Return the cells of a page, and sentences on videos that broke off."""
    # Upright pictures are as high as lying ones are wide.
    stills = Stills(
        some,
        facts,
        making,
        n_pictures=int(options.text(PICTURES)),
        height_px=round(options.number(WIDTH)),
    )
    shown = dict(stills)
    cells = tuple(_cell(some[number], shown[number]) for number in sorted(shown))
    return cells, stills.left_out


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
