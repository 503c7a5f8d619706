"""The language of the window: what is translated, by which files, and who chose it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, QTranslator

Language = Literal["en", "de"]
LanguageChoice = Literal["system", "en", "de"]
# Each by its own name, so that everybody finds the way home.
LANGUAGES: Mapping[Language, str] = {"en": "English", "de": "Deutsch"}
TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations"
# Tells lupdate that a text with %n has forms for numbers; it knows them by the fifth argument.
PLURAL = "plural"


def translate(context: str, text: str, comment: str = "", form: str = "", n: int = -1) -> str:
    """Return a text in the language of the window, or as it is where that has none for it.

    Write the arguments as plain strings: lupdate reads them from the source.

    Args:
        context: The part of the program, such as "Timeline".
        text: In English; names in braces are filled in after translation, ``%n`` here.
        comment: Tells two meanings of one text apart.
        form: ``PLURAL`` where ``n`` is given.
        n: The number that chooses the form and stands for ``%n``.
    """
    del form
    return QCoreApplication.translate(context, text, comment or None, n)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """Return the text as it is: it is translated later, where it is shown."""
    del context
    return text


def chosen_language(choice: LanguageChoice) -> Language:
    """Return the language to speak; the first one of the system's that we have, else English."""
    if choice != "system":
        return choice
    for name in QLocale.system().uiLanguages():
        for language in LANGUAGES:
            if name.split("-")[0] == language:
                return language
    return "en"


def speak(language: Language) -> None:
    """Install the translators of a language in place of those installed before.

    A window shows the language that was spoken when it was built.
    """
    qapp = QCoreApplication.instance()
    if qapp is None:
        return
    for old in qapp.findChildren(QTranslator):
        qapp.removeTranslator(old)
        old.deleteLater()
    if language == "en":
        return
    for folder, name in (
        (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), "qtbase"),
        (TRANSLATIONS, "pgcn_studio"),
    ):
        translator = QTranslator(qapp)
        if translator.load(f"{name}_{language}", str(folder)):
            qapp.installTranslator(translator)


def spoken_language() -> Language:
    """Return the language whose translator is installed."""
    qapp = QCoreApplication.instance()
    for translator in qapp.findChildren(QTranslator) if qapp else ():
        for language in LANGUAGES:
            if translator.language().split("_")[0] == language:
                return language
    return "en"


def date_words(moment: datetime, form: str) -> str:
    """Return a moment with the names of months of the spoken language.

    Args:
        moment: With a time zone; shown in the local one.
        form: As ``QLocale.toString`` takes it: ``d MMMM yyyy``.
    """
    qt_moment = QDateTime.fromSecsSinceEpoch(round(moment.timestamp()))
    return QLocale(spoken_language()).toString(qt_moment, form)
