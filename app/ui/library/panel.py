"""The list of the project's videos, what is looked for in it, and how far the project is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.library.filter_bar import FilterBar
from app.ui.library.item_model import LibraryModel, LibraryRow
from app.ui.library.list_view import LibraryList
from app.ui.library.words import video_words
from app.ui.theme import SPACING_PX, in_role

HINT = QT_TRANSLATE_NOOP(
    "Library",
    "Drop videos or a folder of videos anywhere on this window, or press Ctrl+I.\n\n"
    "They are analysed on their own; what is found appears on the timeline below.",
)
# A list that is being scrolled asks for the pictures of where it comes to rest.
LOOK_AFTER_MS = 60
HINT_PAGE, LIST_PAGE, NO_MATCH_PAGE = range(3)


class LibraryPanel(QWidget):
    """Lists the videos; a click opens one.

    Signals:
        video_chosen: A video's id.
        menu_asked: Video ids and the place on the screen.
        pictures_wanted: The ``VideoEntry`` of rows in view that have no picture yet.
        find_asked: The person wants to find the missing files.
        stop_asked: The person wants no more videos added.
        left: The person is done here; the keys belong to the review again.
    """

    video_chosen = Signal(str)
    menu_asked = Signal(list, QPoint)
    pictures_wanted = Signal(list)
    find_asked = Signal()
    stop_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = LibraryModel(self)
        self._list = LibraryList(self._model)
        self.filters = FilterBar()
        self._look = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look.timeout.connect(self._ask_pictures)
        self._make_pages()
        self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._pages, 1)
        for line in (self._adding, self._missing, self._progress):
            column.addWidget(line)
        self._connect()
        self.setMinimumWidth(220)
        self.show_rows([], 0)
        self.show_progress(0, 0)

    @property
    def model(self) -> LibraryModel:
        """The rows."""
        return self._model

    @property
    def view(self) -> LibraryList:
        """The list that shows them."""
        return self._list

    def show_rows(self, rows: Sequence[LibraryRow], n_all: int) -> None:
        """Show videos.

        Args:
            rows: Those that are looked for, in order.
            n_all: How many there are with those that are not.
        """
        selected, current = self._list.selected_ids, self._current_id()
        top_px = self._list.verticalScrollBar().value()
        before = self._model.ids
        self._model.show_rows(rows)
        if self._model.ids[: len(before)] != before:
            self._list.select(selected, current)
            self._list.verticalScrollBar().setValue(top_px)
        page = NO_MATCH_PAGE if n_all and not rows else LIST_PAGE if n_all else HINT_PAGE
        self._pages.setCurrentIndex(page)
        self.filters.setVisible(n_all > 0)
        self._look.start()

    def show_progress(self, n_judged: int, n_all: int, n_shown: int = 0, n_videos: int = 0) -> None:
        """Say how much of the project is reviewed, and how many of its videos are listed."""
        self._progress.setVisible(n_videos > 0)
        words = video_words(n_videos)
        if n_shown != n_videos:
            words = translate("Library", "{n_shown} of {videos}").format(
                n_shown=n_shown, videos=words
            )
        if n_all:
            words += "  ·  " + translate("Library", "{n_judged} of {n_all} reviewed").format(
                n_judged=n_judged, n_all=n_all
            )
        self._counted.setText(words)
        self._bar.setRange(0, max(n_all, 1))
        self._bar.setValue(n_judged)
        self._bar.setVisible(n_all > 0)

    def show_adding(self, n_done: int, n_all: int, *, is_adding: bool) -> None:
        """Say how many files have been looked at."""
        self._adding.setVisible(is_adding)
        words = translate("Library", "Looking for videos…")
        if n_all:
            words = translate("Library", "Adding, {done} of {all}").format(done=n_done, all=n_all)
        self._added.setText(words)

    def show_missing(self, n_missing: int) -> None:
        """Say how many files are not where they were."""
        self._missing.setVisible(n_missing > 0)
        words = translate("Library", "%n files are missing", "", PLURAL, n_missing)
        self._gone.setText(translate("Library", "1 file is missing") if n_missing == 1 else words)

    def show_picture(self, fingerprint: str, picture: QPixmap) -> None:
        """Take the small picture of a video."""
        self._model.show_picture(fingerprint, picture)

    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid what changes the project."""
        self.find_button.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the pictures of rows that come into view."""
        super().resizeEvent(event)
        self._look.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the pictures that nobody looked at."""
        super().showEvent(event)
        self._look.start()

    # ------------------------------------------------------------ making
    def _make_pages(self) -> None:
        hint = _faint(translate("Library", HINT))
        none = QWidget()
        column = QVBoxLayout(none)
        column.setContentsMargins(0, 0, SPACING_PX, 0)
        column.addWidget(_faint(translate("Library", "No video matches.")))
        self.clear_button = QPushButton(translate("Library", "Show all videos"))
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._pages = QStackedWidget()
        for page in (hint, self._list, none):
            self._pages.addWidget(page)

    def _make_foot(self) -> None:
        self._added, self.stop_button = QLabel(), QPushButton(translate("Library", "Stop"))
        self.stop_button.setAccessibleName(translate("Library", "Stop adding videos"))
        self._adding = _line(self._added, self.stop_button)
        self._gone = QLabel()
        self.find_button = QPushButton(translate("Library", "Find in a folder…"))
        self._missing = _line(self._gone, self.find_button)
        self._adding.hide()
        self._missing.hide()
        self._counted = in_role(QLabel(), "faint")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(translate("Library", "Reviewed in the whole project"))
        self._progress = QWidget()
        column = QVBoxLayout(self._progress)
        column.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
        column.setSpacing(SPACING_PX // 2)
        column.addWidget(self._counted)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self._list.chosen.connect(self.video_chosen)
        self._list.left.connect(self.left)
        self._list.customContextMenuRequested.connect(self._ask_menu)
        self._list.verticalScrollBar().valueChanged.connect(self._look_soon)
        self.filters.left_down.connect(self._list.go_in)
        self.filters.left.connect(self.left)
        self.clear_button.clicked.connect(self.filters.clear)
        self.stop_button.clicked.connect(self.stop_asked)
        self.find_button.clicked.connect(self.find_asked)

    def _look_soon(self) -> None:
        # Not the timer's start itself, which would take the scroll bar's value for milliseconds.
        self._look.start()

    def _current_id(self) -> str:
        index = self._list.currentIndex()
        return self._model.row(index.row()).video.id if index.isValid() else ""

    def _ask_pictures(self) -> None:
        if not self.isVisible():
            return
        rows = [self._model.row(at) for at in self._list.visible_places]
        wanted = [
            row.video
            for row in rows
            if row.state is not None
            and not row.video.is_missing
            and not self._model.has_picture(row.video.fingerprint)
        ]
        self.pictures_wanted.emit(wanted)

    def _ask_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if not index.isValid():
            # From the keyboard: where the current row is, whatever the mouse is at.
            index = self._list.currentIndex()
        if not index.isValid() or self._model.row(index.row()).state is None:
            return
        clicked = self._model.row(index.row()).video.id
        selected = self._list.selected_ids
        ids = selected if clicked in selected else [clicked]
        self.menu_asked.emit(ids, self._list.viewport().mapToGlobal(at))


def _faint(words: str) -> QLabel:
    label = in_role(QLabel(words, wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop), "faint")
    label.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
    return label


def _line(label: QLabel, button: QPushButton) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
    row.addWidget(label, 1)
    row.addWidget(button)
    return line
