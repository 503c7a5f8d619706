"""The items of the scene: lanes with all segments, bands, overview, and what moves over them."""

from __future__ import annotations

from collections.abc import Callable

from pyqtgraph import GraphicsObject
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.ui.timeline import bands, chrome, in_out, marks, overview
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.compared_painting import paint_chosen, paint_compared
from app.ui.timeline.geometry import OVERVIEW_PX, RULER_PX, time_text
from app.ui.timeline.graph_strip import GraphStrip
from app.ui.timeline.growing import paint_growing
from app.ui.timeline.note_marks import paint_notes
from app.ui.timeline.segments import SegmentPainter
from app.ui.timeline.selection_marks import SelectionPainter, paint_band
from app.ui.timeline.spread import Spread
from app.ui.timeline.strips.backdrop import SCORES
from app.ui.timeline.tints import Tints
from app.ui.timeline.web_marks import paint_web_mark


class PictureItem(GraphicsObject):
    """Shows a picture that is painted again only where it is stale."""

    def __init__(self, paint_picture: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__()
        self._paint_picture = paint_picture
        self._rect = QRectF()
        self._picture: QImage | None = None
        self._is_stale = True
        self._stale: list[QRectF] = []

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return what the picture covers."""
        return self._rect

    def place(self, rect: QRectF) -> None:
        """Cover another part of the scene."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
            self.renew()

    def renew(self) -> None:
        """Paint the picture again before it is shown next."""
        self._is_stale = True
        self.update()

    def renew_part(self, area: QRectF) -> None:
        """Paint a part again, in pixels of the picture."""
        self._stale.append(area)
        self.update(area.translated(self._rect.topLeft()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Show the picture."""
        ratio = painter.device().devicePixelRatioF()
        # Between two device pixels the edges of a part would show as seams.
        has_seams = bool(self._stale) and ratio != int(ratio)
        picture = self._fitting(ratio)
        if self._is_stale or has_seams:
            self._stale = [QRectF(0, 0, self._rect.width(), self._rect.height())]
        for area in self._stale:
            self._paint_area(picture, area)
        self._stale, self._is_stale = [], False
        painter.drawImage(self._rect.topLeft(), picture)

    def _fitting(self, ratio: float) -> QImage:
        """Return the picture, another one where it has another size: fresh memory costs a frame."""
        size = (self._rect.size() * ratio).toSize().expandedTo(QSize(1, 1))
        picture = self._picture
        if picture is None or picture.size() != size or picture.devicePixelRatioF() != ratio:
            picture = QImage(size, QImage.Format.Format_RGB32)
            picture.setDevicePixelRatio(ratio)
            # The painters cover every pixel; without an alpha channel showing it is a plain copy.
            picture.fill(Qt.GlobalColor.black)
            self._picture, self._is_stale = picture, True
        return picture

    def _paint_area(self, picture: QImage, area: QRectF) -> None:
        painter = QPainter(picture)
        try:
            painter.setClipRect(area)
            self._paint_picture(painter, area)
        finally:
            painter.end()


class MarksItem(GraphicsObject):
    """Playhead, selection, hover, previews: painted over the pictures, never kept."""

    def __init__(self, paint_marks: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint_marks = paint_marks
        self._rect = QRectF()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return what the marks cover: everything."""
        return self._rect

    def place(self, rect: QRectF) -> None:
        """Cover another part of the scene."""
        self.prepareGeometryChange()
        self._rect = rect

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Paint the marks."""
        self._paint_marks(painter)


class Pictures:
    """Paints a board: what the items show."""

    def __init__(self, board: Board, colors: Colors, font: QFont) -> None:
        self._board = board
        self._segments = SegmentPainter()
        self._selected = SelectionPainter()
        self.graph = GraphStrip()
        self.dress(colors, font)

    def dress(self, colors: Colors, font: QFont) -> None:
        """Use other colours and another font."""
        self._colors, self._font, self._small = colors, font, marks.small(font)
        self._tints = Tints(colors)

    def paint_lanes(self, painter: QPainter, area: QRectF) -> None:
        """Paint ruler, graph, lanes and segments as far as they lie in ``area``."""
        board, colors = self._board, self._colors
        strips = board.strips
        strip = QRectF(0, strips.lanes_top_px, strips.width_px, strips.lanes_px)
        inside = strip.intersected(area)
        painter.save()
        painter.setClipRect(inside)
        spread = Spread.of(board, inside)
        has_scores = board.backdrop.shows(SCORES)
        chrome.paint_lanes(painter, board, colors, is_bare=not has_scores)
        if has_scores:
            bands.paint_scores(painter, board, self._tints, spread, chrome.grounds(board, colors))
        chrome.paint_lane_rules(painter, board, colors)
        chrome.paint_hints(painter, board, colors, self._small)
        self._segments.paint(painter, board, self._tints.of_lanes(board), self._small, spread)
        paint_notes(painter, board, colors)
        paint_compared(painter, board, self._tints, inside)
        painter.restore()
        if area.top() < strips.lanes_top_px:
            self.graph.paint(painter, board, colors)
            chrome.paint_ruler(painter, board, colors, self._small)
            bands.paint_ruler_cuts(painter, board, colors)
        chrome.paint_divider(painter, board, colors)

    def paint_bands(self, painter: QPainter, _area: QRectF) -> None:
        """Paint film, sound and actionness; (0, 0) is below the ruler."""
        painter.translate(0, -RULER_PX)
        bands.paint_bands(painter, self._board, self._colors, self._small)

    def paint_overview(self, painter: QPainter, area: QRectF) -> None:
        """Paint the overview at (0, 0) as far as it lies in ``area``."""
        painter.setFont(self._small)
        overview.paint_overview(painter, self._board, self._tints, area)

    def paint_marks(self, painter: QPainter) -> None:
        """Paint everything that lies over the pictures."""
        board, colors = self._board, self._colors
        strips = board.strips
        painter.setFont(self._small)
        if board.timeline is None:
            return
        overview.paint_window(painter, board, colors)
        painter.setFont(self._font)
        words = time_text(board.time_s) + marks.frame_words(board)
        chrome.paint_corner(painter, strips, words, colors.text)
        painter.setFont(self._small)
        painter.setClipRect(
            QRectF(strips.header_px, strips.lanes_top_px, strips.time_px, strips.lanes_px)
        )
        marks.paint_hover(painter, board, colors)
        painter.setClipRect(QRectF(strips.header_px, 0, strips.time_px, strips.lanes_bottom_px))
        paint_web_mark(painter, board, colors)
        painter.setClipRect(
            QRectF(strips.header_px, strips.lanes_top_px, strips.time_px, strips.lanes_px)
        )
        self._selected.paint(painter, board, colors)
        marks.paint_selection(painter, board, colors)
        paint_chosen(painter, board, colors)
        marks.paint_drawing(painter, board, colors)
        paint_growing(painter, board, colors)
        paint_band(painter, board, colors)
        painter.setClipRect(QRectF(strips.header_px, 0, strips.time_px, strips.lanes_bottom_px))
        in_out.paint_in_out(painter, board, colors)
        marks.paint_playhead(painter, board, colors)
        marks.paint_snap(painter, board, colors)
        marks.paint_gesture_times(painter, board)

    def moved(self, before_s: float, after_s: float) -> list[QRectF]:
        """Return what a move of the playhead makes stale."""
        board = self._board
        strips = board.strips
        below = QRectF(strips.header_px, strips.lanes_bottom_px, strips.time_px, OVERVIEW_PX)
        corner = QRectF(0, 0, strips.header_px, RULER_PX)
        heads = [marks.playhead_rect(board, t) for t in (before_s, after_s)]
        return [*heads, below, corner]
