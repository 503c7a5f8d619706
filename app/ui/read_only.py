"""A project that may only be looked at: the bar that says why, and what is off meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.ui.language import translate
from app.ui.theme import SPACING_PX, colours_of, tinted

# Every action that changes a project.
EDITING = (
    "accept", "compare_annotator", "delete", "detect", "detect_all", "draw_marked", "duplicate",
    "edit_times", "enqueue", "find_missing", "import_annotations", "import_folder", "import_videos",
    "keep_both", "keep_mine", "label_1", "label_2", "label_3", "label_4", "label_5", "label_6",
    "label_7", "label_8", "label_9", "merge", "nothing_here", "nudge_back", "nudge_end_back",
    "nudge_end_on", "nudge_on", "nudge_start_back", "nudge_start_on", "redo", "reject", "relabel",
    "set_end", "set_start", "snooze", "split", "tag_mode", "take_over", "take_over_shown",
    "take_theirs", "undo",
)  # fmt: skip


class ReadOnlyBar(QFrame):
    """Says why nothing can be changed.

    Signals:
        try_again_asked: The person wants it opened again.
    """

    try_again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "problem")
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(translate("Window", "Try again"))
        self.button.setToolTip(
            translate("Window", "Open the project again, to change it if that is possible now")
        )
        self.button.clicked.connect(self.try_again_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._text.text()

    def show_reason(self, reason: str) -> None:
        """Say why the project can only be looked at; '' hides the bar."""
        colours = colours_of(self.palette())
        self._sign.setPixmap(tinted("info", QColor(colours.warn), 20))
        off = translate("Window", "You can watch and export; editing is off.")
        self._text.setText(f"{reason} {off}" if reason else "")
        self.setVisible(bool(reason))
