"""A layer under the lanes to compare with: another run, the annotations, another annotator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.domain.labels import stand_ins
from app.domain.project import Run
from app.domain.segment import Segment
from app.domain.several import caption
from app.domain.timeline import Annotation, Changes, Suggestion
from app.services.editing import store_upon
from app.ui.agreement.taking import FEW, Mine, edit_of, unknown
from app.ui.captions import segment_words
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.open_video import OpenVideo
from app.ui.timeline.compared import Layer
from app.ui.timeline.compared_painting import rows_in_view
from app.ui.timeline.widget import TimelineWidget

# Annotations of the layer follow a burst of edits once.
RENEW_AFTER_MS = 150
ALL_KNOWN = QT_TRANSLATE_NOOP("Agreement", "You have all of these already.")
COMPARE_FIRST = QT_TRANSLATE_NOOP("Agreement", "Choose what to compare with first (C).")
PICK_FIRST = QT_TRANSLATE_NOOP(
    "Agreement", "Choose a segment of the compared layer first: click it, or press Alt+Down."
)

Kind = Literal["none", "run", "annotations", "annotator"]
Row = tuple[str, str, Segment, float | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to compare with.

    Attributes:
        which: A run's id, an annotator's name; '' for the others.
        words: For the legend.
    """

    kind: Kind = "none"
    which: str = ""
    words: str = ""


NOTHING = Choice()


class Comparing(QObject):
    """Puts a layer on the timeline and takes segments of it over into the annotations.

    Signals:
        changed: Another layer is chosen.
        told: One sentence for the status line.
        went: Seconds of a segment that was stepped to.
    """

    changed = Signal()
    told = Signal(str)
    went = Signal(float)

    def __init__(self, document: Document, timeline: TimelineWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._timeline = document, timeline
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._choice = NOTHING
        self._suggested: dict[str, Suggestion] = {}
        self._soon = QTimer(self, singleShot=True, interval=RENEW_AFTER_MS)
        self._soon.timeout.connect(self._load)
        document.about_to_close.connect(self._leave)
        document.project_changed.connect(self._forget)
        document.video_opened.connect(self._take_video)
        document.timeline_replaced.connect(self._follow)
        document.timeline_changed.connect(self._follow)
        timeline.board.compared.activated.connect(self._take_over_one)

    @property
    def choice(self) -> Choice:
        """What is compared with."""
        return self._choice

    def runs(self) -> Sequence[Run]:
        """Return the runs over the open video, the newest first."""
        store, video = self._document.store, self._document.video
        if store is None or video is None:
            return ()
        try:
            found = self._document.on_server.call(partial(store.runs_of, video.entry.id))
        except StudioError as error:
            self._document.show_problem(error)
            return ()
        return [one.run for one in found]

    def choose(self, choice: Choice) -> None:
        """Compare with something else, or nothing."""
        if choice != self._choice:
            self._choice = choice
            self._load()
            self.changed.emit()

    # ------------------------------------------------------------ going through
    def step(self, direction: int, time_s: float) -> None:
        """Choose the next (+1) or previous (-1) segment of the layer, from ``time_s`` at first."""
        board = self._timeline.board
        layer = board.compared.layer
        if layer is None:
            self.told.emit(translate("Agreement", COMPARE_FIRST))
            return
        row = layer.beside(layer.row(board.compared.chosen_id), time_s, direction, board.min_score)
        if row is not None:
            self._timeline.choose_compared(layer.ids[row])
            segment = layer.segment(row)
            self._timeline.show_span(segment.start_s, segment.end_s)
            self.went.emit(segment.start_s)

    # ------------------------------------------------------------ taking over
    def take_over(self) -> None:
        """Take the chosen segment over into the annotations."""
        chosen_id = self._timeline.board.compared.chosen_id
        if self._may_take():
            if chosen_id:
                self._take_over_one(chosen_id)
            else:
                self.told.emit(translate("Agreement", PICK_FIRST))

    def take_over_shown(self) -> None:
        """Take over all that is in view and not among the annotations yet, as one act."""
        board = self._timeline.board
        layer = board.compared.layer
        if layer is None or not self._may_take():
            return
        lanes = range(len(board.layout.lanes) - 1)
        parts = [rows_in_view(board, layer, lane) for lane in lanes]
        rows = np.concatenate([np.empty(0, np.int64), *parts])
        # What only touches the view's left edge cannot be seen.
        rows = rows[layer.end_s[rows] > board.axis.start_s]
        if len(rows) > FEW:
            self._take_many(layer, rows)
        else:
            self._take(layer, unknown(layer, rows, Mine.of(board.table)))

    def _take_over_one(self, segment_id: str) -> None:
        layer = self._timeline.board.compared.layer
        row = layer.row(segment_id) if layer is not None and self._may_take() else None
        if layer is not None and row is not None:
            self._take(layer, [row])

    def _may_take(self) -> bool:
        if self._document.read_only_reason:
            return False
        if self._timeline.board.compared.layer is None:
            self.told.emit(translate("Agreement", COMPARE_FIRST))
            return False
        if self._choice.kind == "annotations":
            self.told.emit(translate("Agreement", "These are your annotations already."))
            return False
        return True

    def _take(self, layer: Layer, rows: Sequence[int]) -> None:
        if not rows:
            self.told.emit(translate("Agreement", ALL_KNOWN))
            return
        edit = edit_of(layer, rows, is_run=self._choice.kind == "run")
        if self._document.do(edit, self._caption(layer, rows)):
            self._tell_taken(len(rows))

    def _take_many(self, layer: Layer, rows: NDArray[np.int64]) -> None:
        """Take over in a thread, as one act; what is new is shown when it is stored."""
        video, store = self._document.video, self._document.store
        if video is None or store is None:
            return
        video_id, is_run = video.entry.id, self._choice.kind == "run"
        mine = Mine.of(self._timeline.board.table)

        def work(_progress: object, _cancel: object) -> int:
            left = unknown(layer, rows, mine)
            if left:
                edit = edit_of(layer, left, is_run=is_run)
                store_upon(store, video_id, edit, self._caption(layer, left))
            return len(left)

        self._errands.start("", work, self._show_many)

    def _show_many(self, n: int) -> None:
        if n:
            self._document.take_stored()
            self._tell_taken(n)
        else:
            self.told.emit(translate("Agreement", ALL_KNOWN))

    def _caption(self, layer: Layer, rows: Sequence[int]) -> str:
        name = self._document.label_name(layer.label_id(rows[0]))
        return caption("Take over", len(rows), name)

    def _tell_taken(self, n: int) -> None:
        told = translate("Agreement", "Taken over: {segments}.")
        self.told.emit(told.format(segments=segment_words(n)))

    # ------------------------------------------------------------ the layer
    def _forget(self) -> None:
        self.choose(NOTHING)

    def _leave(self) -> None:
        self._soon.stop()
        self._errands.call_off()

    def _take_video(self, _video: OpenVideo) -> None:
        if self._choice.kind == "run":
            # Another video has other runs.
            self.choose(NOTHING)
        else:
            self._load()

    def _follow(self, _what: Changes | OpenVideo) -> None:
        if self._choice.kind == "annotations" or isinstance(_what, OpenVideo):
            self._soon.start()

    def _load(self) -> None:
        """Make the layer in a thread: a run may have 100,000 suggestions."""
        self._soon.stop()
        choice, video, store = self._choice, self._document.video, self._document.store
        if choice.kind == "none" or video is None or store is None:
            self._timeline.set_layer(None)
            return
        standing = stand_ins(self._document.labels)
        timeline = video.timeline
        owned = tuple(timeline.annotations.values()) if choice.kind == "annotations" else ()
        said = tuple(timeline.opinions.values()) if choice.kind == "annotator" else ()

        def work(_progress: object, _cancel: object) -> Layer:
            if choice.kind == "run":
                return _layer(choice, _of_run(store.suggestions_of_run(choice.which)), standing)
            theirs = [one for one in said if one.annotator == choice.which]
            rows: list[Row] = [(one.id, one.label_id, one.segment, None) for one in theirs]
            return _layer(choice, [*rows, *_of_annotations(owned)], standing)

        def show(layer: Layer) -> None:
            shown = self._document.video
            if self._choice == choice and shown and shown.entry.id == video.entry.id:
                self._timeline.set_layer(layer)

        self._errands.start("", work, show)


def _layer(choice: Choice, rows: Iterable[Row], standing: Mapping[str, str]) -> Layer:
    return Layer(choice.words, rows, standing)


def _of_run(found: Iterable[Suggestion]) -> list[Row]:
    return [(one.id, one.label_id, one.segment, one.score) for one in found]


def _of_annotations(owned: Iterable[Annotation]) -> list[Row]:
    return [(one.id, one.label_id, one.segment, None) for one in owned]
