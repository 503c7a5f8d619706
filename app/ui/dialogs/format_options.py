"""What a person says of a file beside its format, in export and import alike."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from app.services.exchange_values import FormatCard
from app.ui.language import translate


class RateBox(QDoubleSpinBox):
    """The declared rate of formats that count frames; 0 is each video's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, minimum=0.0, maximum=1000.0, decimals=3)
        self.setSpecialValueText(translate("Dialogs", "each video's own"))
        self.setAccessibleName(translate("Dialogs", "Frames a second"))
        self.setKeyboardTracking(False)


def counts_by_rate(card: FormatCard) -> bool:
    """Say whether times of a format may be frame numbers of a declared rate."""
    return card.carries.frames == "rate" or "frames" in card.time_bases


def fill_box(box: QComboBox, values: Sequence[str]) -> None:
    """Offer some values, the first of them chosen."""
    box.clear()
    for value in values:
        words = translate("Formats", value)
        box.addItem(words[:1].upper() + words[1:], value)
