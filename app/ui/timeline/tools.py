"""The small controls of the timeline: what is in view, what is selected, snapping, following."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from app.ui.timeline.following import FollowMode
from app.ui.timeline.geometry import TimeAxis, time_text
from app.ui.timeline.snapping import SnapChoice

SNAP_WORDS = {
    "frames": ("Frames", "Every edge lies on the boundary of a frame"),
    "edges": ("Edges of neighbours", "Starts and ends of other annotations"),
    "playhead": ("Playhead", "The frame that is shown"),
    "cuts": ("Shot cuts", "Where the camera changes"),
    "model": ("Model boundaries", "Edges of suggestions, and of proposals shown as arcs"),
}
FOLLOW_WORDS = {
    FollowMode.PAGE: "Page by page",
    FollowMode.CENTRE: "Keep it in the middle",
    FollowMode.OFF: "Stay where I am",
}
MARGIN_PX = 8


class TimelineTools(QWidget):
    """A row of controls; set by setters, speaks by signals.

    Signals:
        snapping_changed: ``SnapChoice``, by a person's act.
        following_changed: ``FollowMode``, by a person's act.
    """

    snapping_changed = Signal(object)
    following_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice, self._mode = SnapChoice(), FollowMode.PAGE
        self._selected = QLabel()
        self._range = QLabel()
        self._range.setProperty("role", "faint")
        self._range.setToolTip("What the timeline shows now, and how much closer than the whole")
        self._boxes = {name: QCheckBox(words) for name, (words, _) in SNAP_WORDS.items()}
        self._buttons = {mode: QRadioButton(words) for mode, words in FOLLOW_WORDS.items()}
        self.snap_button = _menu_button("Snap", "What dragged edges snap to; Alt turns it off")
        self.follow_button = _menu_button("Follow", "How the view goes with the playhead")
        self._fill_menus()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN_PX)
        for widget in (self._selected, self._range, self.snap_button, self.follow_button):
            row.addWidget(widget)
        self.show_selection(0, 0.0)
        self.set_snapping(self._choice)
        self.set_following(self._mode)

    def _fill_menus(self) -> None:
        for name, box in self._boxes.items():
            box.setToolTip(SNAP_WORDS[name][1])
            box.toggled.connect(self._take_snapping)
        group = QButtonGroup(self)
        for button in self._buttons.values():
            group.addButton(button)
            button.toggled.connect(self._take_following)
        _fill(self.snap_button.menu(), list(self._boxes.values()))
        _fill(self.follow_button.menu(), list(self._buttons.values()))

    @property
    def snap_choice(self) -> SnapChoice:
        """What is ticked."""
        return self._choice

    def show_range(self, axis: TimeAxis) -> None:
        """Say what is in view."""
        step_s = axis.span_s / 1000
        words = f"{time_text(axis.start_s, step_s)} to {time_text(axis.end_s, step_s)}"
        closer = axis.duration_s / axis.span_s
        self._range.setText(f"{words}  ({closer:.3g}x)" if closer > 1.001 else words)

    def show_selection(self, n_selected: int, total_s: float) -> None:
        """Say how much is selected, when it is more than one."""
        self._selected.setVisible(n_selected > 1)
        self._selected.setText(f"{n_selected} selected, {time_text(total_s)} s in all")

    def set_snapping(self, choice: SnapChoice) -> None:
        """Tick what edges snap to; says nothing."""
        self._choice = choice
        for name, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(getattr(choice, name))
        n_on = sum(getattr(choice, field.name) for field in fields(choice))
        self.snap_button.setText("Snap" if n_on == len(SNAP_WORDS) else f"Snap ({n_on})")

    def set_following(self, mode: FollowMode) -> None:
        """Mark how the view follows; says nothing."""
        self._mode = mode
        for each, button in self._buttons.items():
            with QSignalBlocker(button):
                button.setChecked(each is mode)
        self.follow_button.setText("Follow" if mode is not FollowMode.OFF else "Follow (off)")

    def _take_snapping(self) -> None:
        ticked = {name: box.isChecked() for name, box in self._boxes.items()}
        self.set_snapping(replace(self._choice, **ticked))
        self.snapping_changed.emit(self._choice)

    def _take_following(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if is_on:
            mode = next(mode for mode, button in self._buttons.items() if button.isChecked())
            self.set_following(mode)
            self.following_changed.emit(mode)


def _menu_button(words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(tip)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setMenu(QMenu(button))
    return button


def _fill(menu: QMenu, boxes: list[QCheckBox] | list[QRadioButton]) -> None:
    # One widget for all, so that the menu stays open while several are ticked.
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN_PX + 4, MARGIN_PX, MARGIN_PX + 4, MARGIN_PX)
    for box in boxes:
        column.addWidget(box)
    action = QWidgetAction(menu)
    action.setDefaultWidget(page)
    menu.addAction(action)
