"""Every colour of the timeline, derived from the palette and the labels' own colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QColor, QPalette

# Warm for overlap, cool for neighbourhood, red for now: hues only, lightness comes of the palette.
WARM_HUE, COOL_HUE, NOW_HUE = 32, 205, 355


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """Return a colour with ``share`` of the second and the rest of the first."""
    red, green, blue = _parts(first)
    to_red, to_green, to_blue = _parts(second)
    return QColor.fromRgbF(
        red + (to_red - red) * share,
        green + (to_green - green) * share,
        blue + (to_blue - blue) * share,
    )


def _parts(color: QColor) -> tuple[float, float, float]:
    # One call of Qt in place of three: there are many labels, and many colours of each.
    red, green, blue, _ = cast("tuple[float, float, float, float]", color.getRgbF())
    return red, green, blue


def faded(color: QColor, alpha: int) -> QColor:
    """Return the colour with an alpha in [0, 255]."""
    return QColor(color.red(), color.green(), color.blue(), alpha)


def luminance(color: QColor) -> float:
    """Return the relative luminance in [0, 1] (WCAG 2.1)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio from 1 to 21 (WCAG 2.1)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ink_on(paper: QColor) -> QColor:
    """Return black or white, whichever reads better."""
    black, white = QColor(16, 18, 22), QColor(255, 255, 255)
    return black if contrast(black, paper) >= contrast(white, paper) else white


@dataclass(frozen=True, slots=True)
class Colors:
    """The timeline's colours under one palette."""

    is_dark: bool
    lane: QColor
    lane_other: QColor
    chrome: QColor
    rule: QColor
    text: QColor
    quiet: QColor
    select: QColor
    accent: QColor
    now: QColor
    warm: QColor
    cool: QColor
    unknown: QColor

    @classmethod
    def of(cls, palette: QPalette) -> Colors:
        """Return the colours that go with a palette."""
        window, text = palette.color(QPalette.ColorRole.Window), palette.color(
            QPalette.ColorRole.WindowText
        )  # fmt: skip
        is_dark = luminance(window) < luminance(text)
        base = mixed(window, QColor(0, 0, 0), 0.28) if is_dark else mixed(window, text, 0.02)
        value = 245 if is_dark else 190
        return cls(
            is_dark=is_dark,
            lane=base,
            lane_other=mixed(base, text, 0.035),
            chrome=mixed(window, text, 0.02),
            rule=mixed(window, text, 0.16 if is_dark else 0.2),
            text=mixed(text, window, 0.06),
            quiet=mixed(text, window, 0.36 if is_dark else 0.3),
            select=QColor(255, 255, 255) if is_dark else QColor(12, 14, 18),
            accent=palette.color(QPalette.ColorRole.Highlight),
            now=QColor.fromHsv(NOW_HUE, 190 if is_dark else 225, 250 if is_dark else 210),
            warm=QColor.fromHsv(WARM_HUE, 200 if is_dark else 245, value),
            cool=QColor.fromHsv(COOL_HUE, 150 if is_dark else 235, value),
            unknown=mixed(window, text, 0.5),
        )

    def of_label(self, color: str) -> QColor:
        """Return a label's colour, held apart from the lanes' background."""
        asked = QColor(color)
        if not asked.isValid():
            return self.unknown
        toward = QColor(255, 255, 255) if self.is_dark else QColor(0, 0, 0)
        for share in (0.0, 0.15, 0.3, 0.45):
            turned = mixed(asked, toward, share)
            if contrast(turned, self.lane) >= 3.0:
                return turned
        return mixed(asked, toward, 0.6)
