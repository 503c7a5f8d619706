"""The words of the report page in the languages it can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "de")
_SWAPPED = str.maketrans(",.", ".,")
_GERMAN: Mapping[str, str] = {
    "Evaluation of {name}": "Auswertung von {name}",
    "Rule: {rule}. Subset: {subsets}.": "Regel: {rule}. Teilmenge: {subsets}.",
    "all": "alle",
    "Curves, errors and sensitivity are matched by the ActivityNet rule.": (
        "Kurven, Fehler und Größen sind nach der Regel von ActivityNet zugeordnet."
    ),
    "{n} detections are in videos of other subsets and left out.": (
        "{n} Erkennungen liegen in Videos anderer Teilmengen und sind ausgelassen."
    ),
    "{n} annotations are empty or outside their video: they stay, and nothing finds them.": (
        "{n} Annotationen sind leer oder liegen außerhalb ihres Videos: sie bleiben, und nichts "
        "findet sie."
    ),
    "{n} detections are in videos the ground truth does not know and count as wrong.": (
        "{n} Erkennungen liegen in Videos, die die Annotationen nicht kennen, und zählen als "
        "falsch."
    ),
    "mAP at tIoU {tiou}": "mAP bei tIoU {tiou}",
    "Labels": "Labels",
    "Annotations": "Annotationen",
    "Detections": "Erkennungen",
    "Found at tIoU {tiou}": "Gefunden bei tIoU {tiou}",
    "Mean over {low} to {high}": "Mittel über {low} bis {high}",
    "mAP over tIoU, %": "mAP über tIoU, %",
    "mAP at each tIoU, percent": "mAP bei jedem tIoU, Prozent",
    "Average precision, %": "Average Precision, %",
    "There": "Anzahl",
    "Mean": "Mittel",
    "Found": "Gefunden",
    "No annotation of these, so they are in no mean: {names}.": (
        "Keine Annotation von diesen, also sind sie in keinem Mittel: {names}."
    ),
    "Precision and recall at tIoU {tiou}": "Precision und Recall bei tIoU {tiou}",
    "Precision over recall of {name}": "Precision über Recall von {name}",
    "precision": "Precision",
    "recall": "Recall",
    "score from {score}: precision {precision}, recall {recall}": (
        "Wert ab {score}: Precision {precision}, Recall {recall}"
    ),
    "Errors at tIoU {tiou}": "Fehler bei tIoU {tiou}",
    "Of each label the best ten detections an annotation. What mAP would gain without the errors "
    "of a type is the mean over the tIoUs measured.": (
        "Von jedem Label die zehn besten Erkennungen je Annotation. Was die mAP ohne die Fehler "
        "einer Art gewänne, ist das Mittel über die gemessenen tIoU."
    ),
    "Type": "Art",
    "Share, %": "Anteil, %",
    "mAP without": "mAP ohne sie",
    "of annotations": "der Annotationen",
    "true positive": "richtig",
    "double detection": "doppelt",
    "wrong label": "falsches Label",
    "localization": "Grenzen",
    "confusion": "Verwechslung",
    "background": "Hintergrund",
    "missed": "übersehen",
    "right, but a better-scored one has taken the annotation": (
        "richtig, aber eine mit höherem Wert hat die Annotation schon"
    ),
    "at the right place, of another label": "an der richtigen Stelle, mit anderem Label",
    "of the right label, with other boundaries": "mit dem richtigen Label und anderen Grenzen",
    "of another label, and with other boundaries": "mit anderem Label und anderen Grenzen",
    "where nothing is annotated": "wo nichts annotiert ist",
    "annotated, and nothing of that label found it": (
        "annotiert, und nichts mit diesem Label hat es gefunden"
    ),
    "Short and long, rare and crowded": "Kurz und lang, selten und häufig",
    "Share of the video": "Anteil am Video",
    "Length, seconds": "Länge, Sekunden",
    "Of the same label in the same video": "Mit gleichem Label im gleichen Video",
    "mAP_N, %": "mAP_N, %",
    "Missed, %": "Übersehen, %",
    "mAP_N takes precision as if every label had equally many annotations. Means over the tIoUs "
    "measured.": (
        "mAP_N nimmt die Precision, als hätte jedes Label gleich viele Annotationen. Mittel über "
        "die gemessenen tIoU."
    ),
    "{size}, to {high}": "{size}, bis {high}",
    "{size}, over {low}": "{size}, über {low}",
    "{size}, {low} to {high}": "{size}, {low} bis {high}",
    "The first {n} are listed.": "Die ersten {n} stehen hier.",
    "Back to the errors": "Zurück zu den Fehlern",
    "Video": "Video",
    "From": "Von",
    "To": "Bis",
    "Label": "Label",
    "Score": "Wert",
    "Nearest": "Am nächsten",
    "{label}, {start} to {end}, tIoU {tiou}": "{label}, {start} bis {end}, tIoU {tiou}",
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language says words and writes numbers.

    Attributes:
        language: One of ``LANGUAGES``.
    """

    language: str = "en"

    def say(self, text: str, **filled: str) -> str:
        """Return English words in the language, the names in braces filled in."""
        return (_GERMAN[text] if self.language == "de" else text).format(**filled)

    def number(self, value: float, form: str) -> str:
        """Return a number in a form of ``format``."""
        return self.written(format(value, form))

    def written(self, number: str) -> str:
        """Return a number or time that is written in English."""
        return number.translate(_SWAPPED) if self.language == "de" else number

    def percent(self, share: float) -> str:
        """Return a share of 1 in percent."""
        return f"{self.number(100 * share, '.1f')} %"
