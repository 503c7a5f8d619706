"""Pages of a report: nothing is cut, nothing is left out, and every page says which it is."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest

from app.domain.segment import Segment
from app.exchange.report_content import ReportPictures, report_content
from app.services.coach_report import Gallery, Lanes, Row, Table, Words
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
)
from app.ui import report_pdf as pages
from app.ui.painting import QtPainter

LABELS = tuple(ExchangedLabel(name, "#0072b2") for name in ("Wurf", "Hürdenlauf", "Sprung"))


@pytest.fixture
def painter(qapp):
    return QtPainter()


def content(n_segments, language="en", n_videos=1, note="", jpeg=b""):
    segments = tuple(
        ExchangedSegment(LABELS[n % 3].name, Segment(n, n + 0.75), None, note)
        for n in range(n_segments)
    )
    videos = tuple(
        ExchangedVideo(f"spiel_{v}.mp4", n_segments + 10.0, 25.0, segments) for v in range(n_videos)
    )
    jpegs = {(v, n): jpeg for v in range(n_videos) for n in range(n_segments)} if jpeg else {}
    told = ReportPictures(jpegs)
    return report_content(Contents(videos, LABELS), "Spiel", told, language, date(2026, 11, 23))


def n_pages(data):
    return int(re.search(rb"/Type /Pages.*?/Count (\d+)", data, re.DOTALL)[1])


def laid(report):
    return pages._pages(list(pages._strips(report)))


@pytest.mark.parametrize("n_segments", [0, 1, 40, 400])
def test_every_strip_is_on_one_page_whole_and_in_order(qapp, n_segments):
    report = content(n_segments, n_videos=2)
    every = list(pages._strips(report))
    found = pages._pages(every)
    placed = [strip for page in found for _, strip in page]
    heads = {id(one.head) for one in every if one.head is not None}
    assert [one for one in placed if one in every] == every
    assert all(one in every or id(one) in heads for one in placed)
    for page in found:
        top = pages._TOP
        for at, strip in page:
            assert at == top
            top += strip.height
        assert top <= pages._TOP + pages._ROOM
    assert n_pages(pages.report_pdf(report)) == len(found)


def test_a_table_goes_on_under_its_head(qapp):
    found = laid(content(400))
    assert len(found) > 5
    for page in found[2:]:
        first, second = page[0][1], page[1][1]
        assert second.head is first


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_page_that_goes_on_says_with_which_video(qapp, tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(pages.report_pdf(content(150, n_videos=2)))
    told = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    each = told.split("\f")[1:-1]
    assert len(each) > 4
    assert all(re.match(r"\s*spiel_[01]\.mp4\n", page) for page in each)


def test_a_heading_never_stands_alone_at_the_foot(qapp):
    for n_segments in range(20, 60):
        for page in laid(content(n_segments, n_videos=3)):
            assert not page[-1][1].keeps_next


def test_a_note_longer_than_a_page_goes_on_on_the_next(qapp):
    found = laid(content(2, note="Anlauf " * 4000))
    assert len(found) > 4
    assert all(len(page) > 3 for page in found[1:-1])


def test_columns_that_do_not_fit_make_further_tables(qapp):
    names = tuple(f"Label mit langem Namen {n}" for n in range(30))
    rows = (Row(("a.mp4", *("7" for _ in names))),)
    table = Table(("Video", *names), ("text", *(("number",) * 30)), rows)
    wanted = [pages._wanted(table, at) for at in range(31)]
    parts = pages._that_fit(table, wanted)
    assert len(parts) > 2
    assert [at for part in parts for at in part[1:]] == list(range(1, 31))
    assert all(part[0] == 0 for part in parts)
    for part in parts:
        widths = pages._widths(table, part, wanted)
        assert sum(widths) == pytest.approx(pages._WIDTH)
        assert min(widths) > 0


def test_pictures_keep_their_shape_and_upright_ones_are_not_cut(qapp, painter):
    tall = painter.jpeg(np.full((320, 180, 3), 90, np.uint8))
    report = content(9, jpeg=tall)
    gallery = next(b for blocks in report.sections for b in blocks if isinstance(b, Gallery))
    rows = list(pages._gallery(gallery))
    assert len(rows) == 3
    assert all(one.height < pages._ROOM / 3 for one in rows)
    assert pages.report_pdf(report).count(b"/Subtype /Image") >= 9


def test_pages_are_painted_in_any_thread(qapp, painter):
    with ThreadPoolExecutor(1) as pool:
        assert n_pages(pool.submit(painter.pdf, content(3)).result()) == 1


def test_html_and_pages_say_the_same():
    blocks = [block for section in content(4).sections for block in section]
    assert {type(one) for one in blocks} >= {Words, Table, Lanes}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_reader_of_pdf_finds_every_word_and_page(qapp, tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(pages.report_pdf(content(120, "de", n_videos=2, note="guter Anlauf")))
    told = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    n = told.count("\f")
    for page in range(1, n + 1):
        assert f"Seite {page} von {n}" in told
    assert told.count("guter Anlauf") == 240
    assert len(re.findall(r"Hürdenlauf +\d", told)) >= 80
    assert "Nach Label" in told
