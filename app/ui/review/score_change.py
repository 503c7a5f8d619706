"""How other boundaries would change a score, in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLabel

from app.ui.language import translate
from app.ui.theme import colours_of


@dataclass(frozen=True, slots=True)
class Change:
    """How other boundaries would score.

    Attributes:
        before: Score as found.
        after: Score with the boundaries as they are now.
        min_score: The lowest score that is shown.
        took_s: How long it took to ask.
    """

    before: float
    after: float
    min_score: float
    took_s: float

    @property
    def drops_out(self) -> bool:
        """Whether it was shown and would not be."""
        return self.before >= self.min_score > self.after


def show_change(label: QLabel, change: Change) -> None:
    """Write a change on a label, in the colour of what it means."""
    by = change.after - change.before
    told = translate("Why", "With these boundaries: {before:.3f} becomes {after:.3f} ({by})")
    is_same = signed(by) == signed(0.0)
    if is_same:
        told = translate("Why", "With these boundaries the score stays {before:.3f}.")
    lines = [told.format(before=change.before, after=change.after, by=signed(by))]
    if change.drops_out:
        below = translate("Why", "It would drop below the threshold of {min_score:.2f}.")
        lines.append(below.format(min_score=change.min_score))
    label.setText("\n".join(lines))
    colours = colours_of(label.palette())
    tone = colours.faint if is_same else colours.good if by > 0 else colours.warn
    if change.drops_out:
        tone = colours.bad
    label.setStyleSheet(f"color: {tone};")
    took = translate("Why", "Scored again in {ms:.0f} ms by the network that made the run")
    label.setToolTip(took.format(ms=1000 * change.took_s))


def signed(value: float) -> str:
    """Return a change of a score: ``+0.120``, ``0.000``; a true minus below 0."""
    text = f"{abs(value):.3f}"
    if float(text) == 0.0:
        return text
    return f"+{text}" if value > 0 else f"\u2212{text}"
