"""A field of tags between commas; those of the project are offered while one types."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.services.sheets import tidy_tags
from app.ui.language import translate


class TagField(QLineEdit):
    """Tags in the order they were typed, each once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(translate("Notes", "Tags, with commas between them"))
        self._offered = QStringListModel(self)
        completer = _LastTagCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    @property
    def tags(self) -> tuple[str, ...]:
        """What is typed."""
        return tidy_tags(self.text().split(","))

    def show_tags(self, tags: Iterable[str]) -> None:
        """Show tags; what means the same is left as it was typed."""
        wanted = tuple(tags)
        if wanted != self.tags:
            self.setText(", ".join(wanted))

    def offer(self, tags: Iterable[str]) -> None:
        """Take the tags to complete from."""
        wanted = list(tags)
        if wanted != self._offered.stringList():
            self._offered.setStringList(wanted)


class _LastTagCompleter(QCompleter):
    """Completes what stands behind the last comma."""

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        """Return what is being typed of all that stands in the field."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001, N802
        """Return what the field shall say once a tag is chosen."""
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, QLineEdit) else ""
        chosen = str(index.data())
        return f"{before}, {chosen}" if before else chosen
