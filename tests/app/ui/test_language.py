"""The files of the translations, and what the window does with a text."""

import re
import string
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
import translations
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QDialogButtonBox

from app.ui import language
from app.ui.action_table import MENUS
from app.ui.captions import caption_words
from app.ui.language import (
    LANGUAGES,
    TRANSLATIONS,
    chosen_language,
    date_words,
    speak,
    spoken_language,
    translate,
)
from app.ui.player.surface import Badge, _steady_width
from app.ui.times import frame_count

OTHERS = sorted(TRANSLATIONS.glob("*.ts"))


def messages(file: Path) -> dict[tuple[str, str], ET.Element]:
    found = {}
    for context in ET.parse(file).iter("context"):
        for message in context.iter("message"):
            found[context.findtext("name"), message.findtext("source")] = message
    return found


def forms(message: ET.Element) -> list[str]:
    counted = [form.text or "" for form in message.iter("numerusform")]
    return counted or [message.findtext("translation") or ""]


@pytest.fixture
def german(qapp):
    speak("de")
    yield
    speak("en")


# ------------------------------------------------------------ the files
def test_every_language_but_english_has_its_file():
    named = {file.stem.removeprefix("pgcn_studio_") for file in OTHERS}
    assert named == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_every_text_of_the_source_is_translated(file, tmp_path):
    fresh = tmp_path / "fresh.ts"
    translations.collect(fresh)
    wanted, kept = messages(fresh), messages(file)
    assert len(wanted) > 450
    update = "run: python packaging/translations.py"
    assert wanted.keys() - kept.keys() == set(), update
    assert kept.keys() - wanted.keys() == set(), update
    for key, message in kept.items():
        assert message.find("translation").get("type") is None, key
        assert all(forms(message)), key
        assert message.get("numerus") == wanted[key].get("numerus"), key


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_the_compiled_file_is_the_one_of_its_source(file, tmp_path):
    fresh = tmp_path / "fresh.qm"
    translations.compile_into(file, fresh)
    assert fresh.read_bytes() == file.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_a_translation_fills_in_what_the_text_does(file):
    def parts(text):
        fields = sorted(
            (name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None
        )
        return fields, text.count("%n"), text.count("\t"), text.count(";;")

    for (_, text), message in messages(file).items():
        for form in forms(message):
            assert parts(form) == parts(text), text


def test_a_text_with_a_number_has_its_forms():
    for (_, text), message in messages(OTHERS[0]).items():
        assert (message.get("numerus") == "yes") == ("%n" in text), text


# ------------------------------------------------------------ speaking
def test_a_text_is_english_until_another_language_is_spoken(qapp):
    assert spoken_language() == "en"
    assert translate("Actions", "Quit") == "Quit"
    speak("de")
    assert spoken_language() == "de"
    assert translate("Actions", "Quit") == "Beenden"
    assert translate("Actions", "no such text") == "no such text"
    speak("en")
    assert translate("Actions", "Quit") == "Quit"


def test_a_number_chooses_the_form(german):
    assert [frame_count(n) for n in (0, 1, 2)] == ["0 Frames", "1 Frame", "2 Frames"]


def test_a_number_is_filled_in_without_a_translator(qapp):
    assert [frame_count(n) for n in (0, 1, 2)] == ["0 frames", "1 frame", "2 frames"]


def test_the_buttons_of_qt_speak_too(german, qtbot):
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert [one.text() for one in buttons.buttons()] == ["Abbrechen"]


def test_menus_have_mnemonics_of_their_own(german):
    letters = [re.search("&(.)", translate("Actions", title))[1].casefold() for title, _ in MENUS]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize(
    ("of_system", "spoken"),
    [(["de-AT", "en"], "de"), (["fr-FR", "de-DE"], "de"), (["fr"], "en"), (["en-US", "de"], "en")],
)
def test_the_first_language_of_the_system_that_we_have_is_spoken(monkeypatch, of_system, spoken):
    class System:
        @staticmethod
        def system():
            return type("L", (), {"uiLanguages": lambda _self: of_system})()

    monkeypatch.setattr(language, "QLocale", System)
    assert chosen_language("system") == spoken
    assert chosen_language("de") == "de"
    assert chosen_language("en") == "en"


def test_the_badge_keeps_its_width_while_a_frame_comes(german, qapp):
    metrics = QFontMetricsF(qapp.font())
    exact = Badge(1.0, 25, is_exact=True, is_vfr=False).words()
    coming = Badge(1.0, 25, is_exact=False, is_vfr=False).words()
    proxy = Badge(1.0, 25, is_exact=False, is_vfr=False, is_proxy=True).words()
    assert (exact[2], proxy[2]) == ("exakt", "Proxy")
    widths = [[_steady_width(metrics, one) for one in words] for words in (exact, coming, proxy)]
    assert widths[0] == widths[1] == widths[2]


# ------------------------------------------------------------ acts and dates
@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Accept High jump", "High jump annehmen"),
        ("Move 3 segments", "3 Segmente verschieben"),
        ("Move 1 segment", "1 Segment verschieben"),
        ("Move start of Shot put", "Anfang von Shot put verschieben"),
        ("Nudge end of {odd}", "Ende von {odd} rücken"),
        ("Accept", "annehmen"),
        ("Something older", "Something older"),
        ("", ""),
    ],
)
def test_kept_captions_are_shown_in_the_language(german, kept, shown):
    assert caption_words(kept) == shown


def test_captions_are_shown_as_they_are_kept_in_english(qapp):
    for caption in ("Accept High jump", "Move 3 segments", "Nudge start of x", "Odd", "Split"):
        assert caption_words(caption) == caption


def test_months_are_named_in_the_language(german):
    moment = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert date_words(moment, "MMMM yyyy") == "März 2026"
    assert QLocale().decimalPoint() == QLocale.system().decimalPoint()
