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

from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.theme import in_role
from app.ui.timeline.following import FollowMode
from app.ui.timeline.geometry import TimeAxis, time_text
from app.ui.timeline.snapping import SnapChoice

SNAP_WORDS = {
    "frames": (
        QT_TRANSLATE_NOOP("Timeline", "Frames"),
        QT_TRANSLATE_NOOP(
            "Timeline", "Edges lie between frames, unless they snap to something else"
        ),
    ),
    "edges": (
        QT_TRANSLATE_NOOP("Timeline", "Edges of neighbours"),
        QT_TRANSLATE_NOOP("Timeline", "Starts and ends of other annotations"),
    ),
    "playhead": (
        QT_TRANSLATE_NOOP("Timeline", "Playhead"),
        QT_TRANSLATE_NOOP("Timeline", "The frame that is shown"),
    ),
    "cuts": (
        QT_TRANSLATE_NOOP("Timeline", "Shot cuts"),
        QT_TRANSLATE_NOOP("Timeline", "Where the camera changes"),
    ),
    "model": (
        QT_TRANSLATE_NOOP("Timeline", "Model boundaries"),
        QT_TRANSLATE_NOOP("Timeline", "Edges of suggestions, and of proposals shown as arcs"),
    ),
}
FOLLOW_WORDS = {
    FollowMode.PAGE: QT_TRANSLATE_NOOP("Timeline", "Page by page"),
    FollowMode.CENTRE: QT_TRANSLATE_NOOP("Timeline", "Keep it in the middle"),
    FollowMode.OFF: QT_TRANSLATE_NOOP("Timeline", "Stay where I am"),
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
        self._range = in_role(QLabel(), "faint")
        self._range.setToolTip(
            translate("Timeline", "What the timeline shows now, and how much closer than the whole")
        )
        self._boxes = {
            name: QCheckBox(translate("Timeline", words)) for name, (words, _) in SNAP_WORDS.items()
        }
        self._buttons = {
            mode: QRadioButton(translate("Timeline", words)) for mode, words in FOLLOW_WORDS.items()
        }
        self.snap_button = _menu_button(
            translate("Timeline", "Snap"),
            translate("Timeline", "What dragged edges snap to; Alt turns it off"),
        )
        self.follow_button = _menu_button(
            translate("Timeline", "Follow"),
            translate("Timeline", "How the view goes with the playhead"),
        )
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
            box.setToolTip(translate("Timeline", SNAP_WORDS[name][1]))
            box.toggled.connect(self._take_snapping)
        group = QButtonGroup(self)
        for button in self._buttons.values():
            group.addButton(button)
            button.toggled.connect(self._take_following)
        _fill(self.snap_button.menu(), list(self._boxes.values()))
        _fill(self.follow_button.menu(), list(self._buttons.values()))

    def show_range(self, axis: TimeAxis) -> None:
        """Say what is in view."""
        step_s = axis.span_s / 1000
        words = translate("Timeline", "{start} to {end}").format(
            start=time_text(axis.start_s, step_s), end=time_text(axis.end_s, step_s)
        )
        closer = axis.duration_s / axis.span_s
        self._range.setText(f"{words}  ({closer:.3g}x)" if closer > 1.001 else words)

    def show_selection(self, n_selected: int, total_s: float) -> None:
        """Say how much is selected, when it is more than one."""
        self._selected.setVisible(n_selected > 1)
        self._selected.setText(
            translate("Timeline", "%n selected, {total} s in all", "", PLURAL, n_selected).format(
                total=time_text(total_s)
            )
        )

    def set_snapping(self, choice: SnapChoice) -> None:
        """Tick what edges snap to; says nothing."""
        self._choice = choice
        for name, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(getattr(choice, name))
        n_on = sum(getattr(choice, field.name) for field in fields(choice))
        self.snap_button.setText(
            translate("Timeline", "Snap")
            if n_on == len(SNAP_WORDS)
            else translate("Timeline", "Snap ({n})").format(n=n_on)
        )

    def set_following(self, mode: FollowMode) -> None:
        """Mark how the view follows; says nothing."""
        self._mode = mode
        for each, button in self._buttons.items():
            with QSignalBlocker(button):
                button.setChecked(each is mode)
        self.follow_button.setText(
            translate("Timeline", "Follow")
            if mode is not FollowMode.OFF
            else translate("Timeline", "Follow (off)")
        )

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
