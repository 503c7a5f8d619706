"""The words of a coach's report in the languages it can be written in."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de")

_GERMAN: Mapping[str, str] = {
    "Report": "Bericht",
    "Videos": "Videos",
    "Video": "Video",
    "Segments": "Segmente",
    "Labels": "Labels",
    "Label": "Label",
    "Labelled time": "Beschriftete Zeit",
    "Length of the videos": "Länge der Videos",
    "Number": "Anzahl",
    "Total": "Gesamt",
    "Mean": "Mittel",
    "Shortest": "Kürzeste",
    "Longest": "Längste",
    "Share": "Anteil",
    "Share of the labelled time": "Anteil an der beschrifteten Zeit",
    "By label": "Nach Label",
    "By video": "Nach Video",
    "How often": "Wie oft",
    "Start": "Anfang",
    "End": "Ende",
    "Duration": "Dauer",
    "Score": "Wert",
    "Note": "Notiz",
    "Picture": "Bild",
    "Timeline of": "Zeitleiste von",
    "No segments.": "Keine Segmente.",
    "The file is not there; its segments are listed without pictures.": (
        "Die Datei ist nicht da; ihre Segmente stehen ohne Bilder."
    ),
    "Made with PGCN Studio on": "Erstellt mit PGCN Studio am",
    "Page {page} of {pages}": "Seite {page} von {pages}",
}


def words(text: str, language: str) -> str:
    """Return English words of the report in a language."""
    return _GERMAN[text] if language == "de" else text


def number(value: float, form: str, language: str) -> str:
    """Return a number as the language writes it."""
    text = format(value, form)
    if language != "de":
        return text
    return text.translate({ord(","): ".", ord("."): ","})
