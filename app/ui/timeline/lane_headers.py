"""The lanes' headers: what each lane is, and the hands to hide, single out, fold and move it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QToolTip, QWidget

from app.ui.language import PLURAL, translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.geometry import OVERVIEW_PX
from app.ui.timeline.header_painting import (
    EYE_PX,
    FOLD_PX,
    SOLO_PX,
    HeaderLooks,
    paint_headers,
)
from app.ui.timeline.lane_menu import LaneActs, lane_menu
from app.ui.timeline.layout import Lane
from app.ui.timeline.marks import small
from app.ui.timeline.tints import Tints, lane_name

# A hand that clicks trembles this far.
DRAG_PX = 5
ALT = Qt.KeyboardModifier.AltModifier
OWN_KEYS = {
    (Qt.Key.Key_Up, ALT), (Qt.Key.Key_Down, ALT),
    *((key, Qt.KeyboardModifier.NoModifier) for key in (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_H, Qt.Key.Key_S, Qt.Key.Key_C,
    )),
}  # fmt: skip


class LaneHeaders(QWidget):
    """The column of headers beside the lanes; it lies over the canvas.

    Click: fold, solo or hide by its buttons, solo by Alt-click, else choose the lane for keys.
    Drag: put the lane elsewhere. Keys, once a lane is chosen: Up, Down, Alt+Up, Alt+Down, S, H, C.
    """

    def __init__(self, board: Board, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._board = board
        self._acts = LaneActs(board)
        self._looks = HeaderLooks(Colors.of(self.palette()))
        self._pressed: tuple[str, float] | None = None
        self._dress()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(translate("Timeline", "Lanes"))
        self._show_all = QPushButton(canvas)
        self._show_all.setAccessibleName(translate("Timeline", "Show all lanes"))
        self._show_all.setToolTip(
            translate("Timeline", "Some lanes are hidden; show all of them again")
        )
        self._show_all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show_all.clicked.connect(self._acts.show_all)
        board.content_changed.connect(self._fit)
        board.lanes_changed.connect(self._renew)
        board.view_changed.connect(self._fit_view)
        self._fit()

    @property
    def hovered_id(self) -> str:
        """Label of the header under the mouse, or ''."""
        return self._looks.hovered

    # ------------------------------------------------------------ showing
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the headers in view."""
        painter = QPainter(self)
        try:
            paint_headers(painter, self._board, self._tints, self._looks)
        finally:
            painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take another palette or font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()
            self.update()

    def _dress(self) -> None:
        self._looks.colors = Colors.of(self.palette())
        self._tints = Tints(self._looks.colors)
        self._looks.font, self._looks.small_font = self.font(), small(self.font())

    def _fit(self) -> None:
        strips = self._board.strips
        place = (0, strips.lanes_top_px, max(strips.header_px - 1, 0), strips.lanes_px)
        if self.geometry().getRect() != place:
            self.setGeometry(*place)
        self._shown = (self._board.layout, self._board.scroll_px)
        self._fit_note()
        self.update()

    def _fit_view(self) -> None:
        # Another stretch of time leaves the headers as they are.
        strips, rect = self._board.strips, self.geometry()
        lies_right = (rect.top(), rect.height()) == (strips.lanes_top_px, strips.lanes_px)
        if not lies_right or self._shown != (self._board.layout, self._board.scroll_px):
            self._fit()

    def _renew(self, _lanes: tuple[int, ...]) -> None:
        self._fit_note()
        self.update()

    def _fit_note(self) -> None:
        strips, n_hidden = self._board.strips, self._acts.n_hidden()
        self._show_all.setVisible(n_hidden > 0)
        words = translate("Timeline", "%n hidden · Show all", "", PLURAL, n_hidden)
        if self._show_all.text() != words:
            self._show_all.setText(words)
        at = (6, strips.lanes_bottom_px + 6, max(strips.header_px - 14, 0), OVERVIEW_PX - 11)
        if self._show_all.geometry().getRect() != at:
            self._show_all.setGeometry(*at)

    # ------------------------------------------------------------ what is where
    def lane_at(self, y_px: float) -> Lane | None:
        """Return the lane with entries at a height of this widget, or None."""
        layout = self._board.layout
        k = layout.lane_at(y_px + self._board.scroll_px)
        return None if k is None or k >= len(layout.lanes) - 1 else layout.lanes[k]

    def row(self, label_id: str) -> QRectF:
        """Return where a lane's header lies in this widget; empty when it is not shown."""
        for lane in self._board.layout.lanes[:-1]:
            if lane.label_id == label_id:
                top = lane.top_px - self._board.scroll_px
                return QRectF(0, top, self.width(), lane.height_px)
        return QRectF()

    def part_at(self, at: QPointF) -> tuple[str, str]:
        """Return the label and the part (fold, solo, hide, name) under a point, or ('', '')."""
        lane = self.lane_at(at.y())
        if lane is None:
            return "", ""
        from_right = self.width() - at.x()
        if at.x() < FOLD_PX:
            return lane.label_id, "fold"
        if from_right < EYE_PX:
            return lane.label_id, "hide"
        return lane.label_id, "solo" if from_right < EYE_PX + SOLO_PX else "name"

    # ------------------------------------------------------------ mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what the button under the mouse says, or take the lane."""
        label_id, part = self.part_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not label_id:
            event.ignore()
            return
        acts = {
            "fold": self._acts.toggle_collapsed,
            "solo": self._acts.toggle_solo,
            "hide": self._acts.toggle_hidden,
        }
        if event.modifiers() & ALT:
            part = "solo"
        if part in acts:
            acts[part](label_id)
        else:
            self._looks.chosen = label_id
            self._pressed = (label_id, event.position().y())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Carry the lane, or show what is under the mouse."""
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            label_id, from_px = self._pressed
            if self._looks.dragged or abs(event.position().y() - from_px) > DRAG_PX:
                self._looks.dragged = label_id
                self._looks.gap_px, _ = self._gap(event.position().y())
        else:
            self._looks.hovered, self._looks.part = self.part_at(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the carried lane down."""
        dragged = self._looks.dragged
        self._drop()
        if dragged:
            _, before = self._gap(event.position().y())
            if before != dragged:
                self._acts.move(dragged, before)

    def _drop(self) -> None:
        self._pressed, self._looks.dragged = None, ""
        self.update()

    def _gap(self, y_px: float) -> tuple[float, str]:
        """Return the height of the gap nearest to a height, and the lane below it ('' for none)."""
        lanes = self._board.layout.lanes
        inner = y_px + self._board.scroll_px
        nearest = min(lanes, key=lambda lane: abs(lane.top_px - inner))
        # The blank lane stands last; its id is empty.
        return nearest.top_px - self._board.scroll_px, nearest.label_id

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hover nothing."""
        super().leaveEvent(event)
        self._looks.hovered = self._looks.part = ""
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be done with the lane under the mouse, or with the chosen one."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        label_id = self._looks.chosen if is_key else self.part_at(QPointF(event.pos()))[0]
        at = (
            self.mapToGlobal(self.row(label_id).center().toPoint()) if is_key else event.globalPos()
        )
        menu = self.menu(label_id)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu(self, label_id: str) -> QMenu:
        """Return the menu of a lane ('' for none of them)."""
        return lane_menu(self._acts, label_id, self)

    # ------------------------------------------------------------ keys
    def event(self, event: QEvent) -> bool:
        """Keep the own keys from the window's shortcuts; say what is under the mouse."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_own(event):
                event.accept()
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(event.pos()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Act on the chosen lane."""
        chosen = self._looks.chosen
        if event.key() == Qt.Key.Key_Escape and self._looks.dragged:
            self._drop()
        elif not self._is_own(event):
            event.ignore()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            if event.modifiers() & ALT:
                self._acts.step(chosen, by)
            else:
                self._choose_next(by)
        else:
            act = {
                Qt.Key.Key_H: self._acts.toggle_hidden,
                Qt.Key.Key_S: self._acts.toggle_solo,
                Qt.Key.Key_C: self._acts.toggle_collapsed,
            }[Qt.Key(event.key())]
            act(chosen)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a lane for the keys when Tab brought them here."""
        super().focusInEvent(event)
        is_tab = event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        }
        if is_tab and self.row(self._looks.chosen).isEmpty():
            self._choose_next(1)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Choose none any more; a menu only borrows the keys."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._looks.chosen = ""
            self.update()

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return bool(self._looks.chosen) and (Qt.Key(event.key()), plain) in OWN_KEYS

    def _choose_next(self, by: int) -> None:
        ids = [lane.label_id for lane in self._board.layout.lanes[:-1]]
        if ids:
            at = ids.index(self._looks.chosen) + by if self._looks.chosen in ids else 0
            self._looks.chosen = ids[min(max(at, 0), len(ids) - 1)]
            self._board.reveal_lane(self._looks.chosen)
            self.update()

    def words_at(self, at: QPoint) -> str:
        """Return the words about the header under a point."""
        label_id, part = self.part_at(QPointF(at))
        if not label_id:
            return ""
        drag = translate("Timeline", "Drag to move the lane")
        tips = {
            "fold": translate("Timeline", "Collapse or expand (C)"),
            "solo": translate("Timeline", "Show only this lane (S, or Alt+click)"),
            "hide": translate("Timeline", "Hide this lane (H)"),
        }
        return tips.get(part, f"{lane_name(self._board, label_id)}\n{drag}")
