"""The words of an agreement's report in the languages it can be written in."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de")
METHOD = (
    "Segments of one label are matched one to one, best tIoU first; a pair counts from a tIoU of "
    "{tiou}. F1 is twice the matched over mine and theirs. Kappa is Cohen's, over frames counted "
    "at each video's mean rate: every label is a yes or no of every frame, and pooled rows sum "
    "these decisions before kappa is computed. Boundary differences are of matched pairs: median "
    "and 90th percentile of their size, then the median of theirs less mine for starts and for "
    "ends. A dash stands where there is nothing to compute a figure of."
)
_GERMAN: Mapping[str, str] = {
    "Mine": "Meine",
    "Theirs": "Andere",
    "Matched": "Gepaart",
    "F1": "F1",
    "Frames agreed": "Gleiche Bilder",
    "Kappa": "Kappa",
    "Boundary median": "Grenzen, Median",
    "90 %": "90 %",
    "Start": "Anfang",
    "End": "Ende",
    "": "",
    "All": "Alle",
    "Label": "Label",
    "Labels": "Labels",
    "Video": "Video",
    "Videos": "Videos",
    "{project}: agreement with {name}": "{project}: Übereinstimmung mit {name}",
    "1 video both have worked on; ": "1 Video, an dem beide gearbeitet haben; ",
    "{n} videos both have worked on; ": "{n} Videos, an denen beide gearbeitet haben; ",
    "{done} of {all} disagreements settled.": "{done} von {all} Unterschieden geklärt.",
    " Only {name} has worked on: {videos}.": " Nur {name} hat gearbeitet an: {videos}.",
    METHOD: (
        "Segmente eines Labels werden eins zu eins gepaart, die mit dem größten tIoU zuerst; ein "
        "Paar zählt ab einem tIoU von {tiou}. F1 ist das Doppelte der gepaarten durch meine und "
        "andere zusammen. Kappa ist das von Cohen, über Bilder, die mit der mittleren Rate jedes "
        "Videos gezählt werden: Jedes Label ist ein Ja oder Nein jedes Bildes, und "
        "zusammengefasste Zeilen summieren diese Entscheidungen, bevor Kappa berechnet wird. Die "
        "Unterschiede der Grenzen sind die gepaarter Segmente: Median und 90. Perzentil ihrer "
        "Größe, dann der Median von anderen minus meinen für Anfänge und für Enden. Ein Strich "
        "steht, wo es nichts gibt, woraus sich eine Zahl berechnen ließe."
    ),
}


def words(text: str, language: str) -> str:
    """Return English words of the report in a language."""
    return _GERMAN[text] if language == "de" else text


def number(text: str, language: str) -> str:
    """Return a written number as the language writes it."""
    return text.replace(".", ",") if language == "de" else text
