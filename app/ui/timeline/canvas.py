"""The scene of the timeline and the mouse over it."""

from __future__ import annotations

from pyqtgraph import GraphicsView
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyle, QToolTip, QWidget

from app.ui.language import translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.compared_painting import compared_at, compared_words
from app.ui.timeline.edge_scroll import EdgeScroll
from app.ui.timeline.geometry import OVERVIEW_PX, RULER_PX
from app.ui.timeline.gestures import Draw, EdgeDrag, Gesture, Overview, Pan, Scrub
from app.ui.timeline.glide import Glide, Speedometer
from app.ui.timeline.grabs import Band, Carry
from app.ui.timeline.items import MarksItem, PictureItem, Pictures
from app.ui.timeline.overview import lane_area
from app.ui.timeline.selection import Selection
from app.ui.timeline.tints import lane_name
from app.ui.timeline.tips import facts
from app.ui.timeline.web import WebMark
from app.ui.timeline.web_marks import edge_words

# One notch of a wheel (120) zooms by this; trackpads send parts of a notch.
NOTCH = 120.0
ZOOM_PER_NOTCH = 1.25
# More lanes than this are painted faster together than one by one.
FEW_LANES = 3
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class TimelineCanvas(GraphicsView):
    """Shows a board and turns mouse and wheel into what they mean."""

    # The base class sends events to itself before there is a board.
    _is_built = False
    _gesture: Gesture | None = None
    _button = Qt.MouseButton.NoButton
    _mouse_at: QPointF | None = None

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        # The items cover every pixel: nothing has to be wiped before them.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        self.board = board
        self._before_click = ""
        self._pictures = Pictures(board, Colors.of(self.palette()), self.font())
        self._lanes = PictureItem(self._pictures.paint_lanes)
        self._bands = PictureItem(self._pictures.paint_bands)
        self._overview = PictureItem(self._pictures.paint_overview)
        self._marks = MarksItem(self._pictures.paint_marks)
        for item in (self._lanes, self._bands, self._overview, self._marks):
            self.scene().addItem(item)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Timeline", "Timeline"))
        self.glide = Glide(self)
        self.glide.is_allowed = moves_by_itself(self)
        self.glide.moved.connect(self._glide_on)
        self._flick = Speedometer()
        self._flicked_px = 0.0
        self._edges = EdgeScroll(board, self)
        self._edges.scrolled.connect(self._drag_on)
        self._dragged_to = (0.0, 0.0, False)
        board.content_changed.connect(self._renew_all)
        board.lanes_changed.connect(self._renew_some)
        board.view_changed.connect(self._renew_lanes)
        board.backdrop_changed.connect(self._renew_bands)
        board.marks_changed.connect(self._marks.update)
        board.time_moved.connect(self._move_playhead)
        self._is_built = True

    # ------------------------------------------------------------ showing
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Divide the new size among the strips."""
        super().resizeEvent(event)
        if self._is_built:
            self.board.resize(self.viewport().width(), self.viewport().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take another palette or font."""
        super().changeEvent(event)
        dressed = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if self._is_built and event.type() in dressed:
            self._pictures.dress(Colors.of(self.palette()), self.font())
            self._renew_all()

    def _renew_all(self) -> None:
        strips = self.board.strips
        top = strips.lanes_bottom_px
        self._lanes.place(QRectF(0, 0, strips.width_px, top))
        self._overview.place(QRectF(0, top, strips.width_px, OVERVIEW_PX))
        self._marks.place(QRectF(0, 0, strips.width_px, strips.height_px))
        self._overview.renew()
        self._renew_lanes()

    def _renew_lanes(self) -> None:
        strips = self.board.strips
        self._lanes.place(QRectF(0, 0, strips.width_px, strips.lanes_bottom_px))
        self._lanes.renew()
        self._renew_bands()
        self._marks.update()

    def edge_at(self, x_px: float, y_px: float) -> WebMark | None:
        """Return the drawn edge of the graph near a point, or None."""
        return self._pictures.graph.mark_at(self.board, x_px, y_px)

    def mark_neighbour(self, proposal_idx: int) -> None:
        """Light the edge to a neighbour of the shown proposal; none where it is not in view."""
        self.board.mark_web(self._pictures.graph.neighbour_mark(self.board, proposal_idx))

    def _renew_bands(self) -> None:
        strips = self.board.strips
        self._bands.place(QRectF(0, RULER_PX, strips.width_px, strips.bands_px))
        self._bands.renew()

    def _renew_some(self, lanes: tuple[int, ...]) -> None:
        if len(lanes) > FEW_LANES:
            self._renew_all()
            return
        board, strips = self.board, self.board.strips
        strip = QRectF(0, strips.lanes_top_px, strips.width_px, strips.lanes_px)
        for k in lanes:
            lane = board.layout.lanes[k]
            top = lane.top_px - board.scroll_px + strips.lanes_top_px
            shown = QRectF(0, top, strips.width_px, lane.height_px).intersected(strip)
            if not shown.isEmpty():
                self._lanes.renew_part(shown)
            self._overview.renew_part(lane_area(board, k))
        self._marks.update()

    def _move_playhead(self, before_s: float, after_s: float) -> None:
        for rect in self._pictures.moved(before_s, after_s):
            self._marks.update(rect)

    # ------------------------------------------------------------ mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a gesture."""
        event.accept()
        self.glide.stop()
        if self._gesture is None and self.board.timeline is not None:
            self._gesture, self._button = self._begin(event), event.button()
            self.board.is_busy = self._gesture is not None
            if isinstance(self._gesture, (Scrub, EdgeDrag, Draw, Carry, Band)):
                at, goes_down = event.position(), isinstance(self._gesture, (Carry, Band))
                self._edges.begin(at.x(), at.y(), goes_down=goes_down)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow with the gesture, or show what is under the mouse."""
        event.accept()
        at = event.position()
        if self._gesture is not None:
            self._dragged_to = (at.x(), at.y(), bool(event.modifiers() & ALT))
            self._drag_on()
            self._edges.follow(at.x(), at.y())
            if self.board.move_preview is not None:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._hover(at)

    def _drag_on(self) -> None:
        if self._gesture is not None:
            x_px, y_px, is_free = self._dragged_to
            self._gesture.move(x_px, y_px, free=is_free)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the gesture."""
        event.accept()
        if self._gesture is None or event.button() != self._button:
            return
        gesture, self._gesture = self._gesture, None
        self.board.is_busy = False
        self._edges.stop()
        gesture.release()
        if isinstance(gesture, Pan):
            self.glide.throw(*gesture.speed.speed_px_s())
        self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Activate the entry that was meant before the first click cycled on."""
        event.accept()
        hits = self.board.hits(event.position().x(), event.position().y())
        compared_id = compared_at(self.board, event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and compared_id and not hits:
            self.board.compared.activated.emit(compared_id)
            return
        if event.button() != Qt.MouseButton.LeftButton or not hits:
            self.mousePressEvent(event)
            return
        meant = self._before_click if self._before_click in hits else self.board.selected_id
        meant = meant if meant in hits else hits[0]
        self.board.pick(Selection.only(meant))
        self.board.entry_activated.emit(meant)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape takes a gesture back; every other key belongs to the window."""
        if event.key() == Qt.Key.Key_Escape and self.cancel_gesture():
            event.accept()
        else:
            event.ignore()

    def cancel_gesture(self) -> bool:
        """Take the running gesture back; return whether there was one."""
        gesture, self._gesture = self._gesture, None
        self.board.is_busy = False
        self._edges.stop()
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def forget_gesture(self) -> None:
        """End the gesture without a word: what it was about is no longer shown."""
        self._gesture = None
        self.board.is_busy = False
        self._edges.stop()
        self.board.show_preview(None)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hover nothing."""
        super().leaveEvent(event)
        self._mouse_at = None
        if self._gesture is None:
            self.board.mark(hovered="")
            self.board.mark_web(None)

    def _begin(self, event: QMouseEvent) -> Gesture | None:
        at, board = event.position(), self.board
        if event.button() == Qt.MouseButton.MiddleButton:
            return Pan(board, at.x(), at.y())
        if event.button() != Qt.MouseButton.LeftButton or at.x() < board.strips.header_px:
            return None
        if at.y() >= board.strips.lanes_bottom_px:
            return Overview(board, at.x())
        if at.y() < board.strips.lanes_top_px:
            return Scrub(board, at.x(), deselects=False)
        return self._begin_on_lanes(event)

    def _begin_on_lanes(self, event: QMouseEvent) -> Gesture | None:
        x, y = event.position().x(), event.position().y()
        keys, board = event.modifiers(), self.board
        self._before_click = board.selected_id
        if keys & SHIFT:
            return Band(board, x, y, adds=bool(keys & CTRL))
        if keys & CTRL and board.is_editable:
            return Draw(board, x, y, free=bool(keys & ALT))
        edge = board.edge_at(x, y)
        if edge is not None:
            return EdgeDrag(board, edge[0], edge[1], x)
        hits = board.hits(x, y)
        if hits:
            return Carry(board, hits, x, y)
        compared_id = compared_at(board, x, y)
        if compared_id:
            board.choose_compared(compared_id)
            board.compared.picked.emit(compared_id)
            return None
        return Scrub(board, x, deselects=True)

    @property
    def hovered_lane_id(self) -> str:
        """Label of the lane under the mouse, '' when it is elsewhere."""
        at, strips = self._mouse_at, self.board.strips
        if at is None or not strips.lanes_top_px <= at.y() < strips.lanes_bottom_px:
            return ""
        return self.board.lane_id_at(at.y())

    def _hover(self, at: QPointF) -> None:
        board, self._mouse_at = self.board, at
        board.mark_web(self.edge_at(at.x(), at.y()))
        hits = board.hits(at.x(), at.y())
        edge = board.edge_at(at.x(), at.y())
        if edge is None:
            board.mark(hovered=hits[0] if hits else "")
            edge = board.edge_at(at.x(), at.y())
        shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    # ------------------------------------------------------------ wheel and tips
    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom at the mouse; pan with Shift or sideways; scroll lanes over their names."""
        event.accept()
        board, x = self.board, event.position().x()
        side, turn = float(event.angleDelta().x()), float(event.angleDelta().y())
        keys = event.modifiers()
        self.glide.stop()
        if board.timeline is None:
            return
        if event.phase() == Qt.ScrollPhase.ScrollBegin:
            self._flick = Speedometer()
        if event.phase() == Qt.ScrollPhase.ScrollEnd:
            self.glide.throw(*self._flick.speed_px_s())
        elif keys & SHIFT or abs(side) > abs(turn):
            self._pan_by_wheel(event, turn or side)
        elif x < board.strips.header_px and not keys & CTRL:
            board.scroll_to(board.scroll_px - round(turn / 2))
        else:
            board.set_axis(board.axis.zoomed(ZOOM_PER_NOTCH ** (turn / NOTCH), x))
        if self._gesture is None:
            self._hover(event.position())

    def _pan_by_wheel(self, event: QWheelEvent, turn: float) -> None:
        self.board.set_axis(self.board.axis.panned(-turn))
        # Where fingers on a touchpad throw, the system tells phases; a wheel has none.
        if event.phase() == Qt.ScrollPhase.ScrollUpdate:
            self._flicked_px += turn
            self._flick.add(self._flicked_px, 0.0)

    def _glide_on(self, right_px: float, down_px: float) -> None:
        board, before = self.board, (self.board.axis, self.board.scroll_px)
        board.set_axis(board.axis.panned(-right_px))
        board.scroll_to(board.scroll_px - round(down_px))
        if (board.axis, board.scroll_px) == before:
            self.glide.stop()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show what the entry under the mouse is; hold Escape back from shortcuts."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _words_at(self, at: QPoint) -> str:
        board, strips = self.board, self.board.strips
        hits = board.hits(at.x(), at.y())
        if hits:
            return self.tip(hits[0])
        if compared_id := compared_at(board, at.x(), at.y()):
            return compared_words(board, compared_id)
        if board.web_mark is not None:
            return edge_words(board.web_mark)
        is_name = at.x() < strips.header_px
        if is_name and strips.lanes_top_px <= at.y() < strips.lanes_bottom_px:
            return lane_name(board, board.lane_id_at(at.y()))
        return ""

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the gesture while there is one; it may be a shortcut of the window."""
        if self._gesture is not None and _would_be_escape(event):
            event.accept()
            return True
        return super().event(event)

    def tip(self, entry_id: str) -> str:
        """Return the words about an entry: label, times, duration, score, source."""
        entry = self.board.entry(entry_id)
        return "" if entry is None else "\n".join(facts(self.board, entry))


def moves_by_itself(widget: QWidget) -> bool:
    """Return whether the system wants things to move that nobody holds."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


def _would_be_escape(event: QEvent) -> bool:
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    return is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
