"""A layer under the lanes to compare with: another run, the annotations, another annotator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.agreement import match, times_of
from app.domain.disagreements import added
from app.domain.edits import Edit, Several
from app.domain.labels import stand_ins
from app.domain.opinion_edits import JudgeOpinion
from app.domain.opinions import Ruling
from app.domain.project import Run
from app.domain.segment import Segment
from app.domain.several import caption
from app.domain.timeline import Annotation, Changes, Suggestion
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
# From this tIoU on, an annotation of the same label is the same action.
KNOWN_TIOU = 0.5
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
        return [one.run for one in store.runs_of(video.entry.id)]

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
        self._take([layer.ids[row] for row in self._unknown(layer, rows)])

    def _take_over_one(self, segment_id: str) -> None:
        if self._may_take():
            self._take([segment_id])

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

    def _take(self, ids: Sequence[str]) -> None:
        layer = self._timeline.board.compared.layer
        rows = [] if layer is None else [row for row in map(layer.row, ids) if row is not None]
        if layer is None or not rows:
            self.told.emit(translate("Agreement", "You have all of these already."))
            return
        edits = [part for row in rows for part in self._edits(layer, row)]
        name = self._document.label_name(layer.label_id(rows[0]))
        if self._document.do(Several(tuple(edits)), caption("Take over", len(rows), name)):
            told = translate("Agreement", "Taken over: {segments}.")
            self.told.emit(told.format(segments=segment_words(len(rows))))

    def _edits(self, layer: Layer, row: int) -> tuple[Edit, ...]:
        segment_id, label_id = layer.ids[row], layer.label_id(row)
        if self._choice.kind == "run":
            # What it came from is kept, though its run is not the one on the lanes.
            return (added(label_id, layer.segment(row), segment_id),)
        return added(label_id, layer.segment(row)), JudgeOpinion(segment_id, Ruling.THEIRS)

    def _unknown(self, layer: Layer, rows: NDArray[np.int64]) -> list[int]:
        """Return those of (k,) rows that no annotation of the same label stands for."""
        video = self._document.video
        standing = stand_ins(self._document.labels)
        mine: dict[str, list[Segment]] = {}
        for one in video.timeline.annotations.values() if video else ():
            mine.setdefault(standing.get(one.label_id, one.label_id), []).append(one.segment)
        left: list[int] = []
        for code in np.unique(layer.label[rows]).tolist():
            theirs = rows[layer.label[rows] == code]
            times = np.column_stack([layer.start_s[theirs], layer.end_s[theirs]])
            pairs = match(times_of(mine.get(layer.label_ids[code], [])), times)
            known = [one.theirs for one in pairs if one.tiou >= KNOWN_TIOU]
            left += np.delete(theirs, known).tolist()
        return left

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
