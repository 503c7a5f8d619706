"""What the picture says while keys tag: that they do, and which key gives which label."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.domain.labels import Label
from app.ui.language import translate

MARGIN_PX = 12
GAP_PX = 6.0
CHIP_PX = 24.0
NAME_PX = 150.0
_PLATE = QColor(0, 0, 0, 190)
_BADGE = QColor("#d43d51")
_TEXT = QColor(240, 240, 242)
_CHIP = QColor(52, 55, 62, 235)


class TagStrip(QWidget):
    """Chips over the upper edge of a widget, in as many rows as they need.

    Args:
        over: What it floats on.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._chips: Sequence[tuple[str, Label]] = ()
        self._held: Collection[str] = ()
        self._note = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        self.hide()

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Key and label of every chip."""
        return [(key, label.name) for key, label in self._chips]

    @property
    def note(self) -> str:
        """What was tagged last, in words."""
        return self._note

    def show_keys(self, chips: Sequence[tuple[str, Label]]) -> None:
        """Show which key gives which label."""
        self._chips = chips
        self.setAccessibleName(
            " ".join([_mode_words(), *(f"{key} {name}" for key, name in self.chips)])
        )
        self._place()
        self.update()

    def show_held(self, label_ids: Collection[str]) -> None:
        """Light the chips of labels whose keys are down."""
        if set(label_ids) != set(self._held):
            self._held = label_ids
            self.update()

    def show_note(self, words: str) -> None:
        """Say what was tagged last."""
        self._note = words
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the upper edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room that all chips need under each other's rows."""
        rects = [rect for rect, _words in self._laid_out()]
        bottom = max((rect.bottom() for rect in rects), default=CHIP_PX)
        right = max((rect.right() for rect in rects), default=0.0)
        return QSize(round(right + GAP_PX), round(bottom + GAP_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the badge and the chips."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_PLATE)
            painter.drawRoundedRect(self.rect(), 6, 6)
            places = self._laid_out()
            self._paint_badge(painter, places[0][0])
            for (rect, words), (key, label) in zip(places[1:], self._chips, strict=False):
                self._paint_chip(painter, rect, (key, words), label)
            if self._note:
                painter.setPen(_TEXT)
                painter.drawText(places[-1][0], Qt.AlignmentFlag.AlignVCenter, self._note)
        finally:
            painter.end()

    def _paint_badge(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(_BADGE)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._bold())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _mode_words())
        painter.setFont(self.font())

    def _paint_chip(
        self, painter: QPainter, rect: QRectF, words: tuple[str, str], label: Label
    ) -> None:
        color, is_held = QColor(label.color), label.id in self._held
        painter.setPen(QPen(color, 2) if is_held else Qt.PenStyle.NoPen)
        painter.setBrush(color if is_held else _CHIP)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRect(QRectF(rect.left() + 3, rect.top() + 4, 4, rect.height() - 8))
        dark = QColor(16, 16, 18)
        painter.setPen(dark if is_held and color.lightness() > 110 else _TEXT)
        key, name = words
        key_px = QFontMetricsF(self._bold()).horizontalAdvance(key)
        inner = rect.adjusted(12, 0, -6, 0)
        painter.setFont(self._bold())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, key)
        painter.setFont(self.font())
        rest = inner.adjusted(key_px + 6, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, name)

    def _laid_out(self) -> list[tuple[QRectF, str]]:
        """Return the place and words of the badge, every chip, and the note."""
        bold, plain = QFontMetricsF(self._bold()), QFontMetricsF(self.font())
        sized = [(bold.horizontalAdvance(_mode_words()) + 18, _mode_words())]
        for key, label in self._chips:
            name = plain.elidedText(label.name, Qt.TextElideMode.ElideRight, NAME_PX)
            width = bold.horizontalAdvance(key) + plain.horizontalAdvance(name) + 26
            sized.append((width, name))
        if self._note:
            sized.append((plain.horizontalAdvance(self._note) + 12, self._note))
        room, x, y = self._over.width() - 2 * MARGIN_PX - GAP_PX, GAP_PX, GAP_PX
        found: list[tuple[QRectF, str]] = []
        for width, words in sized:
            if found and x + width > room:
                x, y = GAP_PX, y + CHIP_PX + GAP_PX
            found.append((QRectF(x, y, width, CHIP_PX), words))
            x += width + GAP_PX
        return found

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _place(self) -> None:
        self.resize(self.sizeHint())
        self.move(MARGIN_PX, MARGIN_PX)


def _mode_words() -> str:
    return translate("Tagging", "TAGGING (T ends)")
