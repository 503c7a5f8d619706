"""The keys as they are now, menu by menu, over the window until the next key or click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import plain_text, shown_keys
from app.ui.language import translate
from app.ui.theme import SPACING_PX, in_role

NAME_WIDTH_PX = 150
N_COLUMNS = 3
SCROLLING = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
Row = tuple[str, str]
Block = tuple[str, Sequence[Row]]


class ShortcutSheet(QDialog):
    """Every action that has a key.

    Args:
        menus: Title to actions, in the order of the menu bar.
        others: Title to what is done and how, for what is no action.
    """

    def __init__(
        self,
        menus: Mapping[str, Sequence[QAction]],
        parent: QWidget | None = None,
        others: Mapping[str, Sequence[Row]] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(translate("Dialogs", "Keyboard shortcuts"))
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, SPACING_PX * 2, 0)
        row.setSpacing(SPACING_PX * 4)
        for blocks in in_columns([*_with_keys(menus), *(others or {}).items()], N_COLUMNS):
            column = QVBoxLayout()
            for title, rows in blocks:
                column.addLayout(_block(title, rows))
            column.addStretch(1)
            row.addLayout(column)
        hint = QLabel(
            translate(
                "Dialogs", "Any key closes this. Keys are changed under View, Colours and keys."
            )
        )
        hint.setProperty("role", "faint")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(SPACING_PX * 2,) * 4)
        whole.setSpacing(SPACING_PX * 2)
        # On a small screen not all of it has room.
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self._page = page
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(self.area, 1)
        whole.addWidget(hint)
        self._hint = hint

    def show_over(self, window: QWidget) -> None:
        """Show it in the middle of a window, no larger than the screen."""
        margins = SPACING_PX * 4
        bar_px = self.area.verticalScrollBar().sizeHint().width()
        wanted = self._page.sizeHint() + QSize(margins + bar_px, margins)
        wanted.setHeight(wanted.height() + SPACING_PX * 2 + self._hint.sizeHint().height())
        screen = window.screen().availableGeometry()
        self.resize(wanted.boundedTo(screen.size()))
        place = QRect(QPoint(), self.size())
        place.moveCenter(window.mapToGlobal(window.rect().center()))
        left = min(max(place.left(), screen.left()), screen.right() + 1 - place.width())
        top = min(max(place.top(), screen.top()), screen.bottom() + 1 - place.height())
        self.move(left, top)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, or go away; a modifier alone may be the beginning of a key to look up."""
        bar = self.area.verticalScrollBar()
        if event.key() in SCROLLING and bar.maximum() > 0:
            bar.triggerAction(SCROLLING[Qt.Key(event.key())])
            return
        if event.key() not in {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt}:
            self.close()


def in_columns(blocks: Sequence[Block], n_columns: int) -> list[list[Block]]:
    """Return blocks cut into columns of about one height; a long block goes on in the next.

    Args:
        blocks: Title and rows; a title counts as one row more.
        n_columns: At least 1.
    """
    height = -(-sum(len(rows) + 1 for _, rows in blocks) // n_columns) + 1
    columns: list[list[Block]] = [[]]
    room = height
    for title, rows in blocks:
        left = list(rows)
        while left:
            if room < 3 and columns[-1]:
                columns.append([])
                room = height
            fitting, left = left[: room - 1], left[room - 1 :]
            columns[-1].append((title, fitting))
            room -= len(fitting) + 1
    return columns


def _with_keys(menus: Mapping[str, Sequence[QAction]]) -> list[Block]:
    return [
        (title, [(plain_text(one.text()), shown_keys(one)) for one in actions if one.shortcuts()])
        for title, actions in menus.items()
    ]


def _block(title: str, rows: Sequence[Row]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACING_PX * 2)
    grid.setVerticalSpacing(3)
    grid.setColumnMinimumWidth(0, NAME_WIDTH_PX)
    head = in_role(QLabel(plain_text(title)), "title")
    grid.addWidget(head, 0, 0, 1, 2)
    for at, (words, how) in enumerate(rows, start=1):
        grid.addWidget(QLabel(words), at, 0)
        keys = in_role(QLabel(how), "faint")
        grid.addWidget(keys, at, 1)
    return grid
