"""Going through what two annotators disagree about, and settling it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.disagreements import settle
from app.domain.errors import StudioError
from app.domain.labels import stand_ins
from app.domain.opinions import Reading, Ruling
from app.domain.timeline import Changes, Verdict
from app.services.agreement import VideoPlaces, all_places, places_of
from app.services.ports import ProjectStore, TwoSides
from app.services.second_opinions import drop_annotator
from app.ui.agreement.place_book import Key, Place, PlaceBook
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.open_video import OpenVideo
from app.ui.preferences import Preferences

# A burst of edits is followed once.
READ_AFTER_MS = 400
# More segments than this of one video are matched away from the window.
MATCHED_AT_ONCE = 1500
CHOOSE_FIRST = QT_TRANSLATE_NOOP("Agreement", "Go to a disagreement first (Ctrl+J).")
SAID = (Verdict.ACCEPTED, Verdict.REJECTED)
CAPTIONS = {Ruling.MINE: "Keep mine", Ruling.THEIRS: "Take theirs", Ruling.BOTH: "Keep both"}


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of the project in a thread."""

    readings: list[Reading]
    annotator: str
    standing: dict[str, str]
    places: list[VideoPlaces]


class AgreementDesk(QObject):
    """Knows where I and the chosen annotator differ, and changes it.

    Signals:
        annotators_changed: Who there is, or who is chosen.
        changed: Where the two differ.
        current_changed: Another place is gone to, or none.
        shown: ``Place`` whose video is open: it is to be seen now.
        told: One sentence for the status line.
    """

    annotators_changed = Signal()
    changed = Signal()
    current_changed = Signal()
    shown = Signal(object)
    told = Signal(str)

    def __init__(
        self, document: Document, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._preferences = document, preferences
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._readings: list[Reading] = []
        self._annotator = ""
        self._standing: Mapping[str, str] = {}
        self._book = PlaceBook()
        self._current: tuple[str, Key] | None = None
        self._wanted: tuple[str, Key] | None = None
        self._is_followed = False
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._soon.timeout.connect(self.read)
        document.about_to_close.connect(self._leave)
        document.project_changed.connect(self._take_project)
        document.history_changed.connect(self._read_soon)
        document.stored.connect(self._read_soon)
        document.labels_changed.connect(self._read_soon)
        document.timeline_changed.connect(self._follow)
        document.timeline_replaced.connect(self._renew)
        document.video_opened.connect(self._arrive)

    # ------------------------------------------------------------ what there is
    @property
    def annotators(self) -> Sequence[str]:
        """Who else has worked on this project, by name."""
        return tuple(dict.fromkeys(one.annotator for one in self._readings))

    @property
    def annotator(self) -> str:
        """With whom is compared, or ''."""
        return self._annotator

    @property
    def standing(self) -> Mapping[str, str]:
        """The label that stands for each, by id."""
        return self._standing

    @property
    def book(self) -> PlaceBook:
        """Where the two differ."""
        return self._book

    @property
    def current(self) -> Place | None:
        """The place that is gone to, as it is now, or None."""
        return None if self._current is None else self._book.find(*self._current)

    @property
    def is_choosing(self) -> bool:
        """Whether a place is on the screen and can be settled."""
        video, place = self._document.video, self.current
        is_shown = place is not None and video is not None and video.entry.id == place.video_id
        return is_shown and not self._document.read_only_reason

    # ------------------------------------------------------------ with whom
    def choose(self, annotator: str) -> None:
        """Compare with another annotator."""
        path = self._document.path
        if path is not None:
            self._preferences.keep_annotator(path, annotator)
            self._go_to(None)
            self.read()

    def set_tolerance(self, tolerance_s: float) -> None:
        """Let boundaries closer than this agree."""
        self._preferences.edge_tolerance_s = tolerance_s
        self.read()

    def remove(self) -> None:
        """Take the annotator out of the project; what was taken over stays. It can come back."""
        store, annotator = self._document.store, self._annotator
        if store is None or not annotator:
            return
        try:
            sources, said = drop_annotator(store, annotator)
        except StudioError as error:
            self._document.show_problem(error)
            return

        def bring_back() -> None:
            try:
                for video_id, ones in said.items():
                    store.put_readings(annotator, sources.get(video_id, ""), {video_id: ones})
            except StudioError as error:
                self._document.show_problem(error)
            self._document.reload_timeline(self._open_id)
            self.choose(annotator)

        self._go_to(None)
        self._document.reload_timeline(self._open_id)
        self.read()
        left = translate("Agreement", "{name} left the project.").format(name=annotator)
        self._document.undoable.emit(left, bring_back)

    # ------------------------------------------------------------ going through
    def step(self, direction: int) -> None:
        """Go to the next (+1) or previous (-1) place nobody has settled, in whatever video."""
        video_id, time_s, key = self._moment()
        place = self._book.beside(video_id, time_s, direction, key)
        if place is not None:
            self.go_to(place.video_id, place.found.key)
            return
        self._go_to(None)
        if not self._annotator:
            words = translate("Agreement", "There is no other annotator in this project yet.")
        else:
            words = translate("Agreement", "Nothing is left to settle.")
        self.told.emit(words)

    def go_to(self, video_id: str, key: Key) -> None:
        """Show a place, opening its video if need be."""
        self._go_to((video_id, key))
        if video_id == self._open_id:
            self._show()
        else:
            self._wanted = (video_id, key)
            self._document.open_video(video_id)

    def leave_place(self) -> None:
        """Be at no place any more: the person looks at something else."""
        if self._current is not None and self._wanted is None:
            self._go_to(None)

    def settle(self, ruling: Ruling) -> None:
        """Choose mine, theirs or both at the place one is at, and go to the next."""
        place, video = self.current, self._document.video
        if place is None or video is None or not self.is_choosing:
            self.told.emit(translate("Agreement", CHOOSE_FIRST))
            return
        try:
            edit = settle(video.timeline, place.found, self._annotator, ruling)
        except StudioError as error:
            self._document.show_problem(error)
            return
        at = (place.video_id, place.found.span.start_s, place.found.key)
        if self._document.do(edit, f"{CAPTIONS[ruling]}: {self._label_of(place)}"):
            following = self._book.beside(*at[:2], 1, at[2])
            if following is None:
                self._go_to(None)
                self.told.emit(translate("Agreement", "Nothing is left to settle."))
            else:
                self.go_to(following.video_id, following.found.key)

    def _label_of(self, place: Place) -> str:
        one = place.found.mine or place.found.theirs
        return self._document.label_name(one.label_id) if one else ""

    def _moment(self) -> tuple[str, float, Key | None]:
        """Return where one is: at a place, else at the beginning of the open video."""
        if self._current is not None:
            place = self._book.find(*self._current)
            start_s = place.found.span.start_s if place else 0.0
            return self._current[0], start_s, self._current[1]
        return self._open_id, 0.0, None

    def _go_to(self, current: tuple[str, Key] | None) -> None:
        self._wanted = None
        if current != self._current:
            self._current = current
            self.current_changed.emit()

    def _show(self) -> None:
        self._wanted = None
        place = self.current
        if place is not None:
            self.current_changed.emit()
            self.shown.emit(place)

    # ------------------------------------------------------------ reading
    def read(self) -> None:
        """Read everything again, in a thread."""
        store, path = self._document.store, self._document.path
        self._soon.stop()
        if store is None or path is None:
            return
        wanted, tolerance_s = self._preferences.annotator(path), self._preferences.edge_tolerance_s

        def work(_progress: object, _cancel: object) -> _Read:
            return _read(store, wanted, tolerance_s)

        self._errands.start("", work, self._take)

    def _read_soon(self) -> None:
        # Without an annotator there is nothing an edit could change here; an edit of the open
        # video is followed already, while a walk through the history may touch any.
        is_followed, self._is_followed = self._is_followed, False
        if self._readings and not is_followed:
            self._soon.start()

    def _take(self, found: _Read) -> None:
        before = (self.annotators, self._annotator)
        self._readings, self._annotator = found.readings, found.annotator
        self._standing = found.standing
        self._book = PlaceBook(found.places)
        self._book.set_order([one.id for one in self._document.videos])
        # An act since then is on the timeline, though not in what was read.
        self._put_open()
        if before != (self.annotators, self._annotator):
            self.annotators_changed.emit()
        if self._current is not None and self.current is None:
            self._go_to(None)
        self.changed.emit()

    def _take_project(self) -> None:
        self._go_to(None)
        self._readings, self._annotator, self._book = [], "", PlaceBook()
        self.annotators_changed.emit()
        self.changed.emit()
        self.read()

    def _leave(self) -> None:
        self._soon.stop()
        self._errands.call_off()

    # ------------------------------------------------------------ the open video
    @property
    def _open_id(self) -> str:
        return self._document.video.entry.id if self._document.video else ""

    def _arrive(self, _video: OpenVideo) -> None:
        wanted = self._wanted
        self._renew()
        if wanted is not None and wanted[0] == self._open_id:
            # The views take the video first, and what a person left there.
            QTimer.singleShot(0, self, self._show)

    def _follow(self, _changes: Changes) -> None:
        self._is_followed = self._renew() and not self._document.redo_caption

    def _renew(self, _video: OpenVideo | None = None) -> bool:
        """Match again what is on the open timeline; go back to what an undo opened again.

        Returns:
            Whether it could be done here and now.
        """
        before = self._book.open_keys(self._open_id)
        if not self._put_open():
            return False
        again = self._book.open_keys(self._open_id) - before
        # Only after an undo there is something to redo.
        if len(again) == 1 and self._wanted is None and self._document.redo_caption:
            self._go_to((self._open_id, next(iter(again))))
        self.changed.emit()
        return True

    def _put_open(self) -> bool:
        """Match the open video again; return whether the book says now what is on it."""
        video = self._document.video
        reading = None if video is None else self._reading_of(video.entry.id)
        if video is None or reading is None:
            return True
        side = self._side(video)
        # A timeline that was read before the annotator's work was says nothing of it.
        if side is None or len(side.theirs) != reading.n_opinions:
            return False
        if len(side.mine) + len(side.theirs) > MATCHED_AT_ONCE:
            return False
        tolerance_s = self._preferences.edge_tolerance_s
        self._book.put(places_of(side, self._standing, tolerance_s=tolerance_s))
        return True

    def _reading_of(self, video_id: str) -> Reading | None:
        mine = (one for one in self._readings if one.annotator == self._annotator)
        return next((one for one in mine if one.video_id == video_id), None)

    def _side(self, video: OpenVideo) -> TwoSides | None:
        """Return both sides of the open video; None where I have not worked on it."""
        timeline, entry = video.timeline, video.entry
        theirs = [one for one in timeline.opinions.values() if one.annotator == self._annotator]
        upheld = {k: r for (k, who), r in timeline.upheld.items() if who == self._annotator}
        judged = (one.verdict in SAID for one in timeline.suggestions.values())
        has_mine = bool(timeline.annotations or upheld) or timeline.sheet.is_empty or any(judged)
        if not has_mine:
            return None
        mine = tuple(timeline.annotations.values())
        return TwoSides(entry.id, entry.duration_s, entry.fps, mine, tuple(theirs), upheld)


def _read(store: ProjectStore, wanted: str, tolerance_s: float) -> _Read:
    readings = store.readings()
    names = list(dict.fromkeys(one.annotator for one in readings))
    annotator = wanted if wanted in names else next(iter(names), "")
    standing = stand_ins(store.labels())
    places = all_places(store, annotator, tolerance_s=tolerance_s) if annotator else []
    return _Read(readings, annotator, standing, places)
