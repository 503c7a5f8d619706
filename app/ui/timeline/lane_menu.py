"""What can be done with a lane, as a menu over its header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.timeline.board import Board
from app.ui.timeline.lane_view import LaneView, Sorting
from app.ui.timeline.tints import lane_name

SORTINGS: tuple[tuple[Sorting, str], ...] = (
    ("first", QT_TRANSLATE_NOOP("Timeline", "By first appearance")),
    ("name", QT_TRANSLATE_NOOP("Timeline", "By name")),
    ("count", QT_TRANSLATE_NOOP("Timeline", "By number of segments")),
)

LABEL_ACTS = (
    (QT_TRANSLATE_NOOP("Timeline", "Rename label…"), "rename"),
    (QT_TRANSLATE_NOOP("Timeline", "Colour of label…"), "colour"),
    (QT_TRANSLATE_NOOP("Timeline", "Merge label into…"), "merge"),
)


@dataclass(frozen=True)
class LaneActs:
    """Changes of the lanes' view that headers, keys and menu share."""

    board: Board

    def toggle_hidden(self, label_id: str) -> None:
        """Hide a lane, or show it again."""
        view = self.board.lane_view
        self._show(view.with_hidden(label_id, on=view.shows(label_id)))

    def toggle_solo(self, label_id: str) -> None:
        """Show only this lane, or all again."""
        view = self.board.lane_view
        self._show(view.with_solo(label_id, on=label_id not in view.solo))

    def toggle_collapsed(self, label_id: str) -> None:
        """Make a lane thin, or high again."""
        view = self.board.lane_view
        self._show(view.with_collapsed([label_id], on=label_id not in view.collapsed))

    def collapse_all(self, *, on: bool) -> None:
        """Make all lanes thin, or high again."""
        self._show(self.board.lane_view.with_collapsed(self.board.lane_order, on=on))

    def show_all(self) -> None:
        """Show every lane again."""
        self._show(self.board.lane_view.showing_all())

    def sort(self, sorting: Sorting) -> None:
        """Put the lanes in another order."""
        self._show(self.board.lane_view.sorted_by(sorting))

    def move(self, label_id: str, before: str) -> None:
        """Put a lane before another shown one, '' for below all."""
        self._show(self.board.lane_view.moved(self.board.lane_order, label_id, before))

    def step(self, label_id: str, by: int) -> None:
        """Move a lane up (-1) or down (+1) among those that are shown."""
        ids = [lane.label_id for lane in self.board.layout.lanes[:-1]]
        if label_id not in ids:
            return
        at = ids.index(label_id)
        to = at + by
        if 0 <= to < len(ids):
            behind = to + 1 if by > 0 else to
            self.move(label_id, ids[behind] if behind < len(ids) else "")

    def ask(self, label_id: str, what: str) -> None:
        """Ask for a change of the label itself."""
        self.board.label_asked.emit(label_id, what)

    def n_hidden(self) -> int:
        """Return how many lanes with entries are not shown."""
        view, order = self.board.lane_view, self.board.lane_order
        return len(order) - len(view.shown(order))

    def _show(self, view: LaneView) -> None:
        self.board.set_lane_view(view)


def lane_menu(acts: LaneActs, label_id: str, parent: QWidget) -> QMenu:
    """Return the menu of a lane; of an empty id only what concerns all lanes."""
    menu = QMenu(parent)
    board, view = acts.board, acts.board.lane_view

    def add(text: str, act: Callable[[], None], *, checked: bool | None = None) -> None:
        action = menu.addAction(text)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(act)

    if label_id:
        name = lane_name(board, label_id)
        add(
            translate("Timeline", "Hide “{name}”\tH").format(name=name),
            lambda: acts.toggle_hidden(label_id),
        )
        add(
            translate("Timeline", "Solo\tS"),
            lambda: acts.toggle_solo(label_id),
            checked=label_id in view.solo,
        )
        add(translate("Timeline", "Collapse\tC"), lambda: acts.toggle_collapsed(label_id),
            checked=label_id in view.collapsed)  # fmt: skip
        add(translate("Timeline", "Move up\tAlt+Up"), lambda: acts.step(label_id, -1))
        add(translate("Timeline", "Move down\tAlt+Down"), lambda: acts.step(label_id, 1))
        menu.addSeparator()
        if board.is_editable:
            for words, what in LABEL_ACTS:
                add(translate("Timeline", words), partial(acts.ask, label_id, what))
            menu.addSeparator()
    for sorting, words in SORTINGS:
        is_so = not view.order and view.sorting == sorting
        add(translate("Timeline", words), lambda sorting=sorting: acts.sort(sorting), checked=is_so)  # type: ignore[misc]
    menu.addSeparator()
    add(translate("Timeline", "Collapse all"), lambda: acts.collapse_all(on=True))
    add(translate("Timeline", "Expand all"), lambda: acts.collapse_all(on=False))
    n_hidden = acts.n_hidden()
    if n_hidden:
        words = translate("Timeline", "Show all (%n hidden)", "", PLURAL, n_hidden)
        add(words, lambda: acts.show_all())  # noqa: PLW0108 - Qt keeps no method's owner alive
    return menu
