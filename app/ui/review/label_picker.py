"""A popup to pick a label by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.labels import Label
from app.ui.language import translate
from app.ui.theme import icon

PICKER_SIZE_PX = (300, 320)
_NEW_ROLE = Qt.ItemDataRole.UserRole + 1


class LabelPicker(QFrame):
    """Filters as you type; the last row makes a label of what was typed.

    Signals:
        picked: A label id.
        made: The name of a label that does not exist yet.
    """

    picked = Signal(str)
    made = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._labels: Sequence[Label] = ()
        self._can_make = True
        self._hint = translate("Review", "Type to filter or to make a new label")
        self._field = QLineEdit(placeholderText=self._hint)
        self._field.setClearButtonEnabled(True)
        self._field.setAccessibleName(translate("Review", "Label"))
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(translate("Review", "Labels"))
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self.resize(*PICKER_SIZE_PX)

    def ask(
        self,
        labels: Sequence[Label],
        current_id: str,
        at: QPoint,
        *,
        can_make: bool = True,
        hint: str = "",
    ) -> None:
        """Open at a place of the screen with the labels in order of their names.

        Args:
            labels: What is offered.
            current_id: Of the label to begin at, or ''.
            at: Where, in pixels of the screen.
            can_make: Whether a label that is not there can be made.
            hint: What the empty field says; '' for the usual.
        """
        self._field.setPlaceholderText(hint or self._hint)
        self._can_make = can_make
        self._labels = sorted(labels, key=lambda label: label.name.casefold())
        self._field.clear()
        self._filter("")
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == current_id:
                self._list.setCurrentRow(row)
        self.move(self._inside_screen(at))
        self.show()
        self._field.setFocus()

    def rows(self) -> list[str]:
        """Return what is offered, top to bottom."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the arrows move the list and Enter take it while the field has the focus."""
        if watched is self._field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                rows = max(self._list.count(), 1)
                self._list.setCurrentRow((self._list.currentRow() + step) % rows)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        typed = text.strip()
        words = typed.casefold().split()
        self._list.clear()
        for label in self._labels:
            if all(word in label.name.casefold() for word in words):
                item = QListWidgetItem(_swatch(label.color), label.name, self._list)
                item.setData(Qt.ItemDataRole.UserRole, label.id)
        is_new = all(label.name.casefold() != typed.casefold() for label in self._labels)
        if typed and is_new and self._can_make:
            item = QListWidgetItem(
                icon("new"),
                translate("Review", "New label “{typed}”").format(typed=typed),
                self._list,
            )
            item.setData(_NEW_ROLE, typed)
        self._list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        label_id, name = item.data(Qt.ItemDataRole.UserRole), item.data(_NEW_ROLE)
        self.hide()
        if name:
            self.made.emit(name)
        else:
            self.picked.emit(label_id)

    def _inside_screen(self, at: QPoint) -> QPoint:
        screen = self.screen().availableGeometry()
        return QPoint(
            max(screen.left(), min(at.x(), screen.right() - self.width())),
            max(screen.top(), min(at.y(), screen.bottom() - self.height())),
        )


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(14, 14)
    picture.fill(QColor(colour))
    return QIcon(picture)
