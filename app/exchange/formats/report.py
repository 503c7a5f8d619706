"""A report for a coach: counts, durations, timelines and pictures in one HTML file or PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.domain.errors import ExchangeError
from app.exchange.format import Format, Making
from app.exchange.report_content import ReportPictures, report_content
from app.exchange.report_page import report_page
from app.exchange.report_words import LANGUAGES
from app.exchange.scenes import Scene, known_facts, scenes
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

THUMBNAILS = Setting(
    "thumbnails", "Pictures at most", 300.0, high=5000, tip="One for each segment; 0 for none."
)
LANGUAGE = Setting("language", "Language", "en", LANGUAGES, tip="Of the report.")
AS = Setting("as", "As", "html", ("html", "pdf"), tip="A page for browsers, or A4 pages.")
# What is looked at on a screen, and what is printed.
_HEIGHT_PX = {"html": 150, "pdf": 300}


def outline(contents: Contents, options: ExportOptions) -> str:
    """Return what the report is about."""
    n_pictures = min(contents.n_segments, round(options.number(THUMBNAILS)))
    videos = [f"   {one.name}: {len(one.segments)} segments" for one in contents.videos]
    return "\n".join([f"{options.title}, with {n_pictures} pictures", *videos])


def make(contents: Contents, options: ExportOptions, making: Making) -> Made:
    """Write the page; videos that are not there are in it without pictures.

    Raises:
        ExchangeError: the file cannot be written, or is named as the other form is.
        Cancelled: the person stopped it; an older report stays.
    """
    form = _form(options, making.file)
    n_most = round(options.number(THUMBNAILS))
    found = scenes(contents, ExportOptions(settings=(("order", "listed"),)))
    facts, missing = known_facts(found, making) if n_most else ({}, ())
    some = _spread(found, n_most)
    stills = Stills(
        [found[at] for at in some], facts, making, n_pictures=1, height_px=_HEIGHT_PX[form]
    )
    painter = making.tools.painter()
    places = _places(contents)
    jpegs: dict[tuple[int, int], bytes] = {}
    for number, pictures in stills:
        jpegs[places[some[number]]] = painter.jpeg(pictures[0])
        making.progress("Pictures", len(jpegs), len(some))
    making.check_cancel()
    said = report_content(
        contents,
        options.title,
        ReportPictures(jpegs, _missing(contents, found, set(facts)) if n_most else frozenset()),
        options.text(LANGUAGE),
        date.today(),  # noqa: DTZ011 - the day where the coach is
    )
    if form == "pdf":
        making.progress("Pages", 0, 1)
        write_file(making.file, painter.pdf(said))
    else:
        write_file(making.file, report_page(said).encode(errors="replace"))
    words = f"{len(contents.videos)} videos, {contents.n_segments} segments, {len(jpegs)} pictures"
    return Made((MadeFile(making.file, words),), (*missing, *stills.left_out))


def _form(options: ExportOptions, file: Path) -> str:
    """Return which form is asked for: by the setting, or by the name of the file.

    Raises:
        ExchangeError: the two do not go together.
    """
    suffix = file.suffix.lower()
    if options.text(AS) == "pdf" and suffix in {".html", ".htm"}:
        raise ExchangeError(f"{file.name} is no name for a PDF.", "Let it end in .pdf.")
    return "pdf" if options.text(AS) == "pdf" or suffix == ".pdf" else "html"


def _spread(found: list[Scene], n_most: int) -> list[int]:
    """Return which scenes get a picture: all, or some evenly over all."""
    if len(found) <= n_most:
        return list(range(len(found)))
    return [at * len(found) // n_most for at in range(n_most)]


def _places(contents: Contents) -> list[tuple[int, int]]:
    return [
        (place, number)
        for place, video in enumerate(contents.videos)
        for number in range(len(video.segments))
    ]


def _missing(contents: Contents, found: list[Scene], there: set[Path]) -> frozenset[int]:
    gone = {scene.video.name for scene in found if scene.path not in there}
    return frozenset(n for n, video in enumerate(contents.videos) if video.name in gone)


FORMAT = Format(
    FormatCard(
        id="report",
        name="Report for a coach (HTML, PDF)",
        summary="Counts and durations, timelines and pictures: one page that any browser shows and "
        "prints, or A4 pages.",
        suffixes=(".html", ".pdf"),
        carries=Carries(scores=True, colors=True, notes=True),
        direction="out",
        is_media=True,
        settings=(AS, THUMBNAILS, LANGUAGE),
    ),
    make=make,
    outline=outline,
)
