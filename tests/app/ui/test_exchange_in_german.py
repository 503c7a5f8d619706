"""What a person reads of formats, losses and what came of an export, in German."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.formats.clips import _words as clip_words
from app.exchange.registry import FORMATS
from app.exchange.scenes import left_out_words
from app.services.exchange_check import compare
from app.services.exchange_losses import losses
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)
from app.services.exporting import ExportPreview
from app.services.media import MadeClip
from app.ui.dialogs.export import ExportChoices, ExportDialog
from app.ui.language import speak
from app.ui.refusals import refusal_words

CARDS = [one.card for one in FORMATS.values()]
LITTLE = Carries(
    overlaps="none", label_list=False, several_videos=False, time_step_s=0.5, full_names=False,
    empty_videos=False,
)  # fmt: skip


@pytest.fixture(autouse=True)
def german(qapp):
    speak("de")
    yield
    speak("en")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rich(n_videos, name="jump"):
    """Return contents of which a poor format loses one of each thing for every video."""
    segments = (
        ExchangedSegment(name, Segment(1.03, 4.0), 0.5, "note", "suggestion", ("tag",)),
        ExchangedSegment(name, Segment(2.0, 2.2)),
    )
    sheet = Sheet(note="noted")
    videos = [
        ExchangedVideo(f"v{n}.mp4", 60.0, 25.0, segments, is_vfr=True, sheet=sheet)
        for n in range(n_videos)
    ]
    empty = [ExchangedVideo(f"e{n}.mp4", 60.0, 25.0, ()) for n in range(n_videos)]
    labels = [ExchangedLabel(f"unused {n}", "#0072b2") for n in range(n_videos)]
    return Contents((*videos, *empty), tuple(labels))


@pytest.mark.parametrize("n", [1, 2])
def test_every_loss_is_told_in_german(n):
    told = set()
    for carries in (
        LITTLE,
        replace(LITTLE, overlaps="other-labels", suggestions=False),
        replace(LITTLE, frames="rate"),
        replace(LITTLE, suggestions=True, layers=False),
        replace(LITTLE, annotations=False),
        replace(LITTLE, readable=False),
    ):
        for one in losses(rich(n), carries):
            told.add(one.kind)
            assert refusal_words(one.sentence) != one.sentence, one.sentence
    assert told >= {
        "overlaps", "short", "times", "vfr", "scores", "notes", "tags", "sheets",
        "layers", "labels", "colors", "empty", "files",
    }  # fmt: skip
    (first, *_) = losses(rich(n), LITTLE)
    assert refusal_words(first.sentence).endswith("verloren oder würde verschmolzen.") == (n == 1)


def test_what_is_not_as_it_was_meant_is_told_in_german():
    meant = rich(1)
    wrong = replace(meant.videos[0], segments=(), duration_s=9.0, sheet=Sheet())
    more = replace(meant.videos[1], segments=meant.videos[0].segments)
    kept = Carries(durations=True, sheets=True, suggestions=True, empty_videos=True)
    found = compare(meant, Contents((wrong, more)), kept).differences
    found += compare(meant, Contents(()), kept).differences
    assert len(found) >= 6
    for one in found:
        assert refusal_words(one) != one, one


def test_what_became_of_clips_is_told_in_german():
    clip = MadeClip(Path("a.mp4"), True, 0, 1, 0.0, 0.0, 25, 1.0)
    for one in (
        clip, replace(clip, is_copied=False), replace(clip, earlier_s=0.2),
        replace(clip, later_s=0.2), replace(clip, earlier_s=0.2, later_s=0.3),
    ):  # fmt: skip
        words = clip_words(one)
        assert refusal_words(words) != words
        assert "frames" not in refusal_words(words)
    gone = ExchangeError("There is no file a.mp4.", "")
    for n in (1, 3):
        said = refusal_words(left_out_words("a.mp4", n, gone))
        assert said.startswith("a.mp4: Sein" if n == 1 else "a.mp4: Seine 3 Segmente")
        assert said.endswith("Es gibt keine Datei a.mp4.")


def test_a_file_that_is_another_says_so_in_german_with_its_reason():
    exchange = FileExchange()
    for format_id, data, expected in (
        ("webvtt", b"hello", "Die Datei sollte eine WebVTT-Datei sein: ihre erste Zeile ist nicht"),
        ("eaf", b"<a>", "Die Datei sollte eine ELAN-Datei sein: sie ist kein XML ("),
        (
            "csv",
            b"video,label,start_s,end_s\na,b,x,2\n",
            "Zeile 2 der Tabelle ist nicht lesbar: 'x'",
        ),
    ):
        with pytest.raises(ExchangeError) as caught:
            FORMATS[format_id].decode(Incoming("a.x", data))
        assert refusal_words(caught.value.sentence).startswith(expected)
    with pytest.raises(ExchangeError) as caught:
        exchange.encode("clips", rich(1), ExportOptions())
    assert refusal_words(caught.value.sentence).endswith("wird aus den Videos gemacht.")


def test_reasons_of_fields_and_systems_are_german():
    with pytest.raises(ExchangeError) as caught:
        FORMATS["vidat"].decode(Incoming("a.json", b'{"annotation": 3}'))
    said = refusal_words(caught.value.sentence)
    assert said.startswith("Die Datei sollte eine Annotationsdatei von vidat sein: bei annotation")
    assert ": erwartet wird" in said
    for code in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENAMETOOLONG, errno.EIO):
        told = f"a.json cannot be written: {os.strerror(code).lower()}."
        assert refusal_words(told).startswith("a.json lässt sich nicht"), told
        assert os.strerror(code).lower() not in refusal_words(told)


@pytest.mark.parametrize("format_id", ["reel", "contact-sheet", "report", "training-set"])
def test_what_would_be_made_is_told_in_german(format_id):
    text = FORMATS[format_id].outline(rich(2), ExportOptions("Spiel"))
    said = "\n".join(map(refusal_words, text.split("\n")))
    for word in ("segments", "pictures", "Page", "training", "validation", "end\n"):
        assert word not in said
    assert said != text


def test_names_that_people_gave_are_never_translated():
    told = refusal_words("There is a label “video” already.")
    assert "“video”" in told or "„video“" in told
    assert refusal_words("video: the file holds 3 segments more.").startswith("video: ")


def test_the_dialog_speaks_german(qtbot):
    choices = ExportChoices(Path("/p/games.pgcn"), CARDS, (("v1", "a.mp4"),), (("l1", "jump"),))
    dialog = ExportDialog(choices, lambda _: None)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = {dialog._formats.item(row).text() for row in range(dialog._formats.count())}
    assert {"Tabelle (CSV, TSV)", "Bericht für Trainer (HTML, PDF)", "Trainingssatz"} <= shown
    dialog._formats.setFocus()
    for _ in range(5):
        qtbot.keyClick(dialog._formats, Qt.Key.Key_Down)
    assert dialog.card.id == "csv"
    assert dialog._summary.text().startswith("Eine Zeile je Segment")
    assert [dialog._base.itemText(n) for n in range(3)] == ["Sekunden", "Millisekunden", "Frames"]
    lost = losses(rich(1), LITTLE)
    dialog.show_preview(dialog.request, ExportPreview("", (), 2, 1, lost))
    assert "1 Segment, kürzer als ein Zeitschritt" in dialog._losses.text()
    assert "segment" not in dialog._losses.text()
    dialog.show_preview(
        dialog.request, ExchangeError("There is no segment to show.", "Choose another format.")
    )
    assert dialog._losses.text() == ("Es gibt kein Segment zu zeigen. Ein anderes Format wählen.")
