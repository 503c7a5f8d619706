"""Clips, reels, sheets and reports of real, small videos: what is made, told, and left alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.domain.errors import Cancelled, ExchangeError
from app.domain.segment import Segment
from app.exchange.file_names import filled, safe_name
from app.exchange.files import FileExchange
from app.exchange.registry import FORMATS
from app.exchange.scenes import clock, scenes
from app.services.exchange_values import (
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)
from pgcn_core.errors import VideoError
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from tests.app.exchange.media_rig import LABELS, MediaRig
from tests.videos import read_number

MEDIA = [one.card.id for one in FORMATS.values() if one.card.is_media]
SPANS = ((0.4, 1.2), (1.48, 2.4), (2.0, 3.2))


@pytest.fixture
def rig(qapp, tmp_path):
    return MediaRig(tmp_path)


def edges(file):
    video = open_video(file)
    with FrameReader(video) as reader:
        return [read_number(reader.exact(n)) for n in (0, video.info.n_frames - 1)]


def names(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


# ---------------------------------------------------------------- clips
def test_every_segment_is_a_clip_of_its_frames(rig, tmp_path):
    made = rig.make("clips", rig.video("a.mp4", *SPANS), out=tmp_path / "c", cut="exact")
    assert [one.file.name for one in made.files] == [
        "a_Wurf_00-00.40.mp4",
        "a_Lauf_Sprung _b__00-01.48.mp4",
        "a_Wurf_00-02.00.mp4",
    ]
    assert [edges(one.file) for one in made.files] == [[10, 29], [37, 59], [50, 79]]
    assert made.files[0].words == "exact, 0.80 s, 20 frames"
    assert made.summary == "0 copied, 3 encoded anew to the frame"
    assert (made.left_out, made.differences) == ((), ())


def test_padding_and_numbers_and_folders(rig, tmp_path):
    made = rig.make(
        "clips", rig.video("a.mp4", *SPANS), out=tmp_path / "c", cut="exact",
        before=0.2, after=5.0, template="{label}/{n}-{i}_{video}",
    )  # fmt: skip
    assert names(tmp_path / "c") == [
        "Lauf_Sprung _b_/02-01_a.mp4", "Wurf/01-01_a.mp4", "Wurf/03-02_a.mp4",
    ]  # fmt: skip
    assert edges(made.files[0].file) == [5, 99]


def test_nothing_is_replaced_and_same_names_are_counted(rig, tmp_path):
    video = rig.video("a.mp4", *SPANS)
    for _ in range(2):
        rig.make("clips", video, out=tmp_path / "c", template="{video}")
    assert names(tmp_path / "c") == [
        "a (2) (2).mp4", "a (2).mp4", "a (3) (2).mp4", "a (3).mp4", "a (4).mp4", "a.mp4",
    ]  # fmt: skip


def test_each_clip_says_how_it_was_cut(rig, tmp_path):
    made = rig.make("clips", rig.video("a.mp4", (0.96, 2.0), (1.2, 2.0)), out=tmp_path / "c")
    assert made.files[0].words.startswith("copied, 1.")
    assert made.files[1].words == "exact, 0.80 s, 20 frames"
    assert made.summary == "1 copied, 1 encoded anew to the frame"
    copied = rig.make("clips", rig.video("b.mp4", (1.2, 2.0)), out=tmp_path / "d", cut="copy")
    assert "0.24 s earlier" in copied.files[0].words


def test_a_missing_video_is_told_and_the_others_are_made(rig, tmp_path):
    gone = rig.gone("gone.mp4", (0, 1), (1, 2))
    broken = rig.gone("broken.mp4", (0, 1))
    broken.path.write_bytes(b"no video")
    good = rig.video("a.mp4", (0.4, 1.2))
    for format_id, n_files in (("clips", 1), ("reel", 1), ("contact-sheet", 1), ("report", 1)):
        out = tmp_path / f"out{FORMATS[format_id].card.suffixes[0]}"
        out = tmp_path / "folder" if FORMATS[format_id].card.is_folder else out
        made = rig.make(format_id, gone, broken, good, out=out)
        assert len(made.files) == n_files
        assert made.left_out[0].startswith("gone.mp4: its 2 segments are left out. There is no")
        assert made.left_out[1] == (
            "broken.mp4: its segment is left out. broken.mp4 is not a video."
        )


@pytest.mark.parametrize("format_id", [one for one in MEDIA if one != "training-set"])
def test_a_stopped_export_leaves_nothing_half(rig, tmp_path, format_id):
    video = rig.video("a.mp4", *SPANS)
    before = names(tmp_path)
    # As soon as something is done, or a page is begun.
    rig.progress = lambda stage, done, total: (done or stage == "Pages") and rig.cancel.set()
    card = FORMATS[format_id].card
    out = tmp_path / ("folder" if card.is_folder else f"out{card.suffixes[0]}")
    with pytest.raises(Cancelled):
        rig.make(format_id, video, out=out)
    left = [name for name in names(tmp_path) if name not in before]
    # Finished clips stay, whole.
    assert left == (["folder/a_Wurf_00-00.40.mp4"] if format_id == "clips" else [])
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize("format_id", MEDIA)
def test_what_cannot_be_written_is_told(rig, tmp_path, format_id):
    video = rig.video("a.mp4", (0, 1))
    card = FORMATS[format_id].card
    with pytest.raises(ExchangeError, match="no folder"):
        rig.make(format_id, video, out=tmp_path / "none" / "x")
    taken = tmp_path / "taken"
    taken.write_bytes(b"") if card.is_folder else taken.mkdir()
    with pytest.raises(ExchangeError, match="is no folder" if card.is_folder else "is a folder"):
        rig.make(format_id, video, out=taken)


@pytest.mark.parametrize("format_id", [one for one in MEDIA if one != "report"])
def test_nothing_to_show_is_told(rig, tmp_path, format_id):
    with pytest.raises(ExchangeError, match="There is no segment"):
        rig.make(format_id, out=tmp_path / "x")


def test_every_media_format_tells_what_it_would_make(rig):
    contents = Contents((rig.video("a.mp4", *SPANS),), LABELS)
    for format_id in MEDIA:
        assert "a" in rig.exchange.outline(format_id, contents, ExportOptions("Spiel"))
    clips = rig.exchange.outline("clips", contents, ExportOptions()).splitlines()
    assert clips[0] == "00:00.40 - 00:01.20   a_Wurf_00-00.40"


def test_a_format_of_labels_is_not_made_of_videos(rig, tmp_path):
    with pytest.raises(ExchangeError, match="not made of videos"):
        rig.make("csv", rig.video("a.mp4", (0, 1)), out=tmp_path / "x.csv")
    with pytest.raises(ExchangeError, match="is made of the videos"):
        rig.exchange.encode("clips", Contents(()), ExportOptions())


def test_a_video_that_breaks_off_is_told_and_the_rest_is_shown(rig, tmp_path, monkeypatch):
    video, other = rig.video("a.mp4", *SPANS), rig.video("b.mp4", (0, 1))
    exact = FrameReader.exact

    def breaks(self, frame_idx, *, cancel=None):
        if self._video.info.path.name == "a.mp4" and frame_idx > 40:
            raise VideoError("No picture of a.mp4 can be decoded.")
        return exact(self, frame_idx, cancel=cancel)

    monkeypatch.setattr(FrameReader, "exact", breaks)
    sheet = rig.make("contact-sheet", video, other, out=tmp_path / "s.png")
    assert sheet.files[0].words == "2 segments"
    report = rig.make("report", video, other, out=tmp_path / "r.html")
    assert report.files[0].words == "2 videos, 4 segments, 2 pictures"
    for made in (sheet, report):
        assert made.left_out == (
            "a.mp4: its 2 segments are left out. No picture of a.mp4 can be decoded.",
        )


# ---------------------------------------------------------------- names
def test_names_are_fit_for_every_system():
    assert safe_name('a<b>:"/\\|?*\x00c') == "a_b_________c"
    assert safe_name("CON") == "_CON"
    assert safe_name("com1.txt") == "_com1.txt"
    assert safe_name(" .. ") == "_"
    assert safe_name("trailing. ") == "trailing"
    assert len(safe_name("ü" * 500).encode()) <= 200
    assert safe_name("\ud800") == "_"


def test_a_template_fills_fields_and_stays_in_its_folder():
    values = {"label": "../a/b", "n": "01"}
    assert filled("{label}/{n}", values) == "_a_b/01"
    assert filled("{label}/../\\{n}", values) == "_a_b/_/01"
    with pytest.raises(ExchangeError, match=r"no field \{x\}"):
        filled("{x}", values)
    with pytest.raises(ExchangeError, match="empty"):
        filled(" / ", values)


def test_times_are_read_at_a_glance():
    assert [clock(one) for one in (0, 61.239, 3661.5)] == ["00:00.00", "01:01.24", "1:01:01.50"]


# ---------------------------------------------------------------- orders
def test_the_order_is_by_time_score_label_or_as_listed():
    one = ExchangedVideo(
        "a.mp4", 60, 25,
        (
            ExchangedSegment("x", Segment(5, 6), 0.2),
            ExchangedSegment("y", Segment(1, 2), 0.9),
            ExchangedSegment("x", Segment(3, 4), 0.5),
        ),
    )  # fmt: skip
    other = ExchangedVideo("b.mp4", 60, 25, (ExchangedSegment("y", Segment(0, 1)),))
    contents = Contents((one, other))

    def starts(order):
        options = ExportOptions(settings=(("order", order),))
        return [scene.one.segment.start_s for scene in scenes(contents, options)]

    assert starts("listed") == [5, 1, 3, 0]
    assert starts("time") == [1, 3, 5, 0]
    assert starts("score") == [0, 1, 3, 5]
    assert starts("label") == [3, 5, 1, 0]


# ---------------------------------------------------------------- reel, sheet, report
def test_a_reel_has_cards_and_chapters_and_a_summary(rig, tmp_path):
    out = tmp_path / "reel.mp4"
    made = rig.make(
        "reel", rig.video("a.mp4", *SPANS, audio=True), out=out, fade=0.0, card_length=0.4
    )
    assert made.files[0].words == "3 segments, 00:04.12, 96 x 64, 25 frames/s, 103 frames"
    video = open_video(out)
    with FrameReader(video) as reader:
        assert [read_number(reader.exact(n)) for n in (10, 29, 40)] == [10, 29, 37]
        card = reader.exact(3)
    assert card.mean() < 90
    assert card.max() > 150
    assert video.info.has_audio
    without = rig.make(
        "reel", rig.video("b.mp4", *SPANS), out=out, cards=False, fade=0.0, sound=False
    )
    assert "73 frames" in without.files[0].words


def test_a_contact_sheet_shows_first_middle_and_last_frame(rig, tmp_path):
    out = tmp_path / "sheet.png"
    video = rig.video("a.mp4", *SPANS, size=(192, 128))
    made = rig.make("contact-sheet", video, out=out, picture_width=192.0)
    assert made.files[0].words == "3 segments"
    image = QImage(str(out)).convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    shown = [read_number(pixels[80 : 80 + 127, left + 1 : left + 191]) for left in (24, 216, 408)]
    assert shown == [10, 20, 29]


def test_more_segments_than_fit_make_further_pages(rig, tmp_path):
    out = tmp_path / "sheet.png"
    made = rig.make(
        "contact-sheet", rig.video("a.mp4", *SPANS), out=out, pictures="1", sheet_columns=1.0,
        sheet_rows=2.0,
    )  # fmt: skip
    assert [one.file.name for one in made.files] == ["sheet.png", "sheet-2.png"]
    assert [one.words for one in made.files] == ["2 segments", "1 segment"]


class _Page(HTMLParser):
    """Keeps the tags, and their balance."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def page_of(file):
    page = _Page()
    page.feed(file.read_text(encoding="utf-8"))
    assert page.open == []
    return page


def test_a_report_counts_and_shows_and_needs_nothing_else(rig, tmp_path):
    out = tmp_path / "report.html"
    made = rig.make(
        "report", rig.video("a.mp4", *SPANS), rig.video("b.mp4", (0, 1), score=0.5), out=out
    )
    assert made.files[0].words == "2 videos, 4 segments, 4 pictures"
    page = page_of(out)
    images = [found["src"] for tag, found in page.tags if tag == "img"]
    assert len(images) == 4
    assert all(src.startswith("data:image/jpeg;base64,") for src in images)
    assert not [found for tag, found in page.tags if tag in {"script", "link", "iframe", "a"}]
    assert "http" not in out.read_text().replace("http-equiv", "")
    row = re.search(r"Wurf</th>(.*?)</tr>", out.read_text())[1]
    assert re.findall(r'class="n">([^<]*)<', row)[:5] == [
        "3", "00:03.00", "00:01.00", "00:00.80", "00:01.20",
    ]  # fmt: skip


def test_what_people_wrote_stays_text(rig, tmp_path):
    out = tmp_path / "report.html"
    video = rig.video('a"><script>.mp4', (0, 1))
    evil = ExchangedSegment(
        '<img src=x onerror="1">', Segment(0, 1), 0.5, "</table><b>note", tags=("top",)
    )
    video = ExchangedVideo(video.name, 4.0, 25.0, (evil,), path=video.path)
    rig.make("report", video, out=out)
    page = page_of(out)
    assert "script" not in [tag for tag, _ in page.tags]
    assert all(found["src"].startswith("data:") for tag, found in page.tags if tag == "img")
    assert "</table><b>note #top" in page.texts


def test_a_report_speaks_german(rig, tmp_path):
    out = tmp_path / "report.html"
    rig.make("report", rig.video("a.mp4", *SPANS), out=out, language="de", thumbnails=0.0)
    text = out.read_text(encoding="utf-8")
    assert '<html lang="de">' in text
    assert "Nach Label" in text
    assert re.findall(r"[0-9,.]+ %", text) == ["68,5 %", "31,5 %"]
    assert not [tag for tag, _ in page_of(out).tags if tag == "img"]


def test_a_report_of_nothing_is_a_report(rig, tmp_path):
    out = tmp_path / "report.html"
    made = rig.make("report", rig.video("a.mp4"), out=out)
    assert made.files[0].words == "1 videos, 0 segments, 0 pictures"
    assert "No segments." in page_of(out).texts


def test_a_report_is_a_pdf_when_it_is_asked_for_or_named_so(rig, tmp_path):
    video = rig.video("a.mp4", *SPANS)
    for out, settings in (("a.pdf", {}), ("b.PDF", {"as": "pdf"}), ("c", {"as": "pdf"})):
        made = rig.make("report", video, out=tmp_path / out, **settings)
        data = (tmp_path / out).read_bytes()
        assert data.startswith(b"%PDF-")
        assert data.rstrip().endswith(b"%%EOF")
        assert data.count(b"/Subtype /Image") >= 3
        assert made.files[0].words.endswith("3 pictures")
    with pytest.raises(ExchangeError, match=r"r\.html is no name for a PDF"):
        rig.make("report", video, out=tmp_path / "r.html", **{"as": "pdf"})
    assert not (tmp_path / "r.html").exists()


def test_pictures_are_spread_over_all_segments_when_there_are_many(rig, tmp_path):
    out = tmp_path / "report.html"
    made = rig.make("report", rig.video("a.mp4", *SPANS), out=out, thumbnails=2.0)
    assert made.files[0].words.endswith("2 pictures")


def test_where_nobody_can_make_them_media_are_refused(tmp_path):
    rig = MediaRig(tmp_path)
    rig.exchange = FileExchange()
    with pytest.raises(ExchangeError, match="cannot be made here"):
        rig.make("clips", out=Path("x"))
