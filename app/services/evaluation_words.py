"""The words of an evaluation's head in the languages its page can be written in."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de")
_GERMAN: Mapping[str, str] = {
    "{project}: evaluation": "{project}: Auswertung",
    "Runs of {model}": "Läufe von {model}",
    "The run that each video shows": "Der Lauf, den jedes Video zeigt",
    "{whose}, against the annotations of {n} reviewed videos ({reviewed} of {all} are reviewed).": (
        "{whose}, gegen die Annotationen von {n} geprüften Videos ({reviewed} von {all} sind "
        "geprüft)."
    ),
    "{whose}, against the annotations of 1 reviewed video ({reviewed} of {all} are reviewed).": (
        "{whose}, gegen die Annotationen von 1 geprüften Video ({reviewed} von {all} sind geprüft)."
    ),
    "Left out, since the model learned from them: {names}.": (
        "Ausgelassen, weil das Modell daraus gelernt hat: {names}."
    ),
    "Learned from and counted all the same, which flatters the model: {names}.": (
        "Gelernt und trotzdem mitgezählt, was dem Modell schmeichelt: {names}."
    ),
    "Left out, since they have no such run: {names}.": (
        "Ausgelassen, weil sie keinen solchen Lauf haben: {names}."
    ),
}


def words(text: str, language: str) -> str:
    """Return English words of the head in a language; names in braces are filled in after."""
    return _GERMAN[text] if language == "de" else text
