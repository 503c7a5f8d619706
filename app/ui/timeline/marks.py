"""Paints what changes often: playhead, hover, selection, and the preview of a gesture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from app.ui.language import PLURAL, translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded, ink_on
from app.ui.timeline.geometry import RULER_PX, time_text
from app.ui.timeline.layout import LANE_MIN_PX, LANE_PAD_PX
from app.ui.timeline.preview import BandPreview, DrawPreview, EdgePreview, MovePreview
from app.ui.timeline.selection_marks import paint_carried
from app.ui.timeline.snapping import frame_around
from app.ui.timeline.targets import mark_words
from app.ui.timeline.tints import lane_color, lane_name

GRIP_PX = 5
HEAD_PX = 7
SMALL_SHARE = 0.88
# A frame narrower than this is not worth a shade of its own.
FRAME_PX = 8


def paint_playhead(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the line of the current time, its grip in the ruler, and the frame it stands in."""
    strips = board.strips
    if board.timeline is None or not board.axis.shows(board.time_s):
        return
    _paint_frame(painter, board, colors)
    x = int(board.axis.to_px(board.time_s))
    below = strips.lanes_bottom_px
    painter.fillRect(QRectF(x, RULER_PX - 4, 1, below - RULER_PX + 4), colors.now)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.now)
    middle, top = x + 0.5, RULER_PX - 13
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(middle - HEAD_PX, top), QPointF(middle + HEAD_PX, top),
                QPointF(middle + HEAD_PX, top + 4), QPointF(middle, top + 12),
                QPointF(middle - HEAD_PX, top + 4),
            ]
        )
    )  # fmt: skip


def _paint_frame(painter: QPainter, board: Board, colors: Colors) -> None:
    frame = frame_around(board.frames_s, board.time_s, board.axis.duration_s)
    if frame is None or frame.duration_s / board.axis.s_per_px < FRAME_PX:
        return
    left, right = board.axis.to_px(frame.start_s), board.axis.to_px(frame.end_s)
    area = QRectF(left, RULER_PX, right - left, board.strips.lanes_bottom_px - RULER_PX)
    painter.fillRect(area, faded(colors.now, 38))


def frame_words(board: Board) -> str:
    """Return how long the frame under the playhead is shown, once it can be seen; else ''."""
    frame = frame_around(board.frames_s, board.time_s, board.axis.duration_s)
    if frame is None or frame.duration_s / board.axis.s_per_px < FRAME_PX:
        return ""
    return f"   {1000 * frame.duration_s:.1f} ms"


def playhead_rect(board: Board, time_s: float) -> QRectF:
    """Return what a playhead at a time covers, the overview left out."""
    x = board.axis.to_px(time_s)
    frame = frame_around(board.frames_s, time_s, board.axis.duration_s)
    left, right = x - HEAD_PX - 1, x + HEAD_PX + 2
    if frame is not None:
        left = min(left, board.axis.to_px(frame.start_s) - 1)
        right = max(right, board.axis.to_px(frame.end_s) + 1)
    return QRectF(left, 0, right - left, board.strips.lanes_bottom_px)


def paint_hover(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the outline of what is under the mouse."""
    rect = board.rect(board.hovered_id) if board.hovered_id else None
    if rect is not None and board.hovered_id not in board.selection:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(faded(colors.select, 30))
        painter.setPen(QPen(faded(colors.select, 190), 1))
        painter.drawRect(_cut(board, rect).adjusted(0, 0, -1, -1))


def paint_selection(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the current entry's outline and grips, or where it is being dragged to."""
    if board.edge_preview is not None:
        _paint_preview(painter, board, colors)
        return
    if board.move_preview is not None:
        _paint_move(painter, board, colors)
        return
    rect = board.rect(board.selected_id) if board.selected_id else None
    if rect is not None:
        _paint_outline(painter, board, rect, colors)


def _paint_outline(painter: QPainter, board: Board, rect: QRectF, colors: Colors) -> None:
    rect = _cut(board, rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faded(colors.lane, 200), 4))
    painter.drawRoundedRect(rect, 2, 2)
    painter.setPen(QPen(colors.select, 2))
    painter.drawRoundedRect(rect, 2, 2)
    painter.setPen(QPen(colors.lane, 1))
    painter.setBrush(colors.select)
    for x in (rect.left(), rect.right()):
        grip = QRectF(x - GRIP_PX / 2, rect.top() - 2, GRIP_PX, rect.height() + 4)
        painter.drawRoundedRect(grip, 2, 2)


def _paint_move(painter: QPainter, board: Board, colors: Colors) -> None:
    held = paint_carried(painter, board, colors)
    if held is not None:
        _paint_outline(painter, board, held, colors)


def _paint_preview(painter: QPainter, board: Board, colors: Colors) -> None:
    preview = board.edge_preview
    before = board.rect(preview.entry_id) if preview else None
    after = board.rect(preview.entry_id, preview.segment) if preview else None
    entry = board.entry(preview.entry_id) if preview else None
    if preview is None or before is None or after is None or entry is None:
        return
    painter.fillRect(_cut(board, before), faded(colors.lane, 190))
    color = lane_color(board, entry.label_id, colors)
    painter.fillRect(_cut(board, after), faded(color, 170))
    _paint_outline(painter, board, after, colors)


def paint_drawing(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the segment being drawn."""
    preview = board.draw_preview
    if preview is None:
        return
    layout, strips = board.layout, board.strips
    lane_idx = layout.lane_at(preview.lane_y_px - strips.lanes_top_px + board.scroll_px)
    top, height = preview.lane_y_px - LANE_MIN_PX / 2, LANE_MIN_PX
    if lane_idx is not None:
        lane = layout.lanes[lane_idx]
        top, height = lane.top_px - board.scroll_px + strips.lanes_top_px, lane.height_px
    left, right = (board.axis.to_px(t) for t in (preview.segment.start_s, preview.segment.end_s))
    rect = QRectF(left, top + LANE_PAD_PX, right - left, height - 2 * LANE_PAD_PX)
    painter.fillRect(rect, colors.lane)
    painter.fillRect(rect, faded(lane_color(board, preview.label_id, colors), 150))
    _paint_outline(painter, board, rect, colors)


def paint_snap(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the guide through what a drag snapped to."""
    mark_s = _snapped_s(board)
    if mark_s is None:
        return
    x = int(board.axis.to_px(mark_s)) + 0.5
    # The playhead goes along with what is dragged: the guide shows through it.
    pen = QPen(colors.accent, 3)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawLine(
        QPointF(x, board.strips.lanes_top_px), QPointF(x, board.strips.lanes_bottom_px)
    )


def _snapped_s(board: Board) -> float | None:
    preview = board.preview
    return None if preview is None or isinstance(preview, BandPreview) else preview.mark_s


def paint_gesture_times(painter: QPainter, board: Board) -> None:
    """Paint the time and the duration a drag has come to, on a plate in the ruler."""
    words, at_s = "", 0.0
    match board.preview:
        case EdgePreview() as dragged:
            at_s = dragged.time_s
            words = f"{time_text(at_s)}   ({dragged.segment.duration_s:.3f} s)"
        case DrawPreview() as drawn:
            at_s = drawn.segment.end_s
            words = f"{time_text(at_s)}   ({drawn.segment.duration_s:.3f} s)"
        case MovePreview() as carried:
            at_s = carried.held_segment.start_s
            words = _moved_words(board, carried)
        case BandPreview() as band:
            at_s = band.to_s
            n = len(board.selection)
            words = translate("Timeline", "%n selected", "", PLURAL, n)
        case None:
            return
    mark_s = _snapped_s(board)
    if mark_s is not None:
        words += "   " + translate("Timeline", "at {mark}").format(mark=mark_words(board, mark_s))
    _paint_chip(painter, board, words, board.axis.to_px(at_s))


def _moved_words(board: Board, carried: MovePreview) -> str:
    start_s = carried.held_segment.start_s
    by_s = start_s - float(board.table.start_s[carried.rows[carried.held]])
    words = f"{time_text(start_s)}   ({by_s:+.3f} s)"
    if carried.label_id is not None:
        words += "   " + translate("Timeline", "to {lane}").format(
            lane=lane_name(board, carried.label_id)
        )
    return words


def _paint_chip(painter: QPainter, board: Board, words: str, at_px: float) -> None:
    metrics = QFontMetrics(painter.font())
    width = metrics.horizontalAdvance(words) + 14
    left = min(max(at_px - width / 2, board.axis.left_px), board.axis.right_px - width)
    plate = QRectF(left, 3, width, RULER_PX - 7)
    paper = QColor(255, 214, 92)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(ink_on(paper))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def small(font: QFont) -> QFont:
    """Return the font a little smaller."""
    smaller = QFont(font)
    if font.pointSizeF() > 0:
        smaller.setPointSizeF(font.pointSizeF() * SMALL_SHARE)
    else:
        smaller.setPixelSize(max(round(font.pixelSize() * SMALL_SHARE), 8))
    return smaller


def _cut(board: Board, rect: QRectF) -> QRectF:
    # Rectangles far outside the view cost time and, past 32 bits, wrap around.
    left = max(rect.left(), board.axis.left_px - 12)
    right = min(rect.right(), board.axis.right_px + 12)
    return QRectF(left, rect.top(), max(right - left, 1.0), rect.height())
