"""Acts on a server are stored one after the other in a thread, while the window goes on.

An act shows at once, and the window says that it is being stored. One that could not be stored is
taken back on the screen, with what was done upon it, and that is said.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel

from app.domain.conflicts import part_of
from app.domain.edits import Edit
from app.domain.errors import EditRefused, StudioError
from app.domain.timeline import Changes, Timeline
from app.services.ports import HistoryEntry, Progress, ProjectStore
from app.tasks.runner import Work
from app.ui.captions import caption_words
from app.ui.errands import Errands
from app.ui.language import PLURAL, translate
from app.ui.refusals import refusal_words

T = TypeVar("T")
# A server near by is done before anybody could read the words.
SAID_AFTER_MS = 150


@dataclass(eq=False)
class Errand:
    """Something that waits to be stored.

    Attributes:
        work: Stores it; called in a thread.
        then: Called with what ``work`` returned, in the window's.
        caption: What it is in the history.
        shown: The timeline that shows it already; None when nothing does.
        edit, inverse: What has been done to that timeline, and what takes it back.
        is_turn: Whether it walks the history: what is done next must have seen it.
    """

    work: Callable[[], Any]
    then: Callable[[Any], object]
    caption: str = ""
    shown: Timeline | None = None
    edit: Edit | None = None
    inverse: Edit | None = None
    is_turn: bool = False

    @property
    def touched(self) -> set[str]:
        """Names of what it touches, of the video too where it is that."""
        changes = self.edit.changes if self.edit is not None else Changes()
        ids = changes.annotation_ids | changes.suggestion_ids | changes.opinion_ids
        named = set(ids | changes.upheld_ids)
        if changes.sheet and self.shown is not None:
            named.add(self.shown.video_id)
        return named


@dataclass(frozen=True)
class NotStored:
    """What could not be stored.

    Attributes:
        changes: What was taken back, by the timeline that showed it.
    """

    error: StudioError
    captions: tuple[str, ...]
    changes: tuple[tuple[Timeline, Changes], ...] = field(default=())

    @property
    def words(self) -> tuple[str, str]:
        """What is taken back and why, and what a person can do."""
        is_refused = len(self.captions) == 1 and isinstance(self.error, EditRefused)
        if is_refused or not self.captions:
            return self.error.sentence, self.error.next_step
        n = len(self.captions)
        words = translate("Together", "%n steps were not stored.", "", PLURAL, n)
        if n == 1:
            words = translate("Together", "“{step}” was not stored.")
            words = words.format(step=caption_words(self.captions[0]))
        step = translate("Together", "The screen shows what is stored; repeat it in a moment.")
        return f"{words} {refusal_words(self.error.sentence)}", step


class Storing(QObject):
    """Stores acts in their order.

    Signals:
        n_changed: How many acts are on their way.
        not_stored: ``NotStored``.
    """

    n_changed = Signal(int)
    not_stored = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = Errands(self)
        self._waiting: deque[Errand] = deque()
        self._under_way: Errand | None = None
        self._when_empty: list[Callable[[], object]] = []

    @property
    def n_waiting(self) -> int:
        """How many acts are not stored yet."""
        return len(self._waiting)

    @property
    def is_turning(self) -> bool:
        """Whether the history is being walked."""
        return any(one.is_turn for one in self._waiting)

    def act(
        self, store: ProjectStore, timeline: Timeline, edit: Edit, caption: str,
        then: Callable[[HistoryEntry], object],
    ) -> None:  # fmt: skip
        """Apply an edit to a timeline, and let it be stored.

        Raises:
            EditRefused: it does not fit the timeline, or a walk through the history comes first.
        """
        if self.is_turning:
            raise EditRefused(
                "The step before is still being stored on the server.", "Repeat this in a moment."
            )
        inverse = edit.apply(timeline)
        # What the thread reads stays as it is now.
        part = part_of(timeline, edit.changes)
        work = partial(store.commit_edit, part, edit, inverse, caption)
        self.put(Errand(work, then, caption, timeline, edit, inverse))

    def put(self, errand: Errand) -> None:
        """Let something be stored behind everything else."""
        self._waiting.append(errand)
        self._tell()
        self._go_on()

    def then(self, call: Callable[[], object]) -> None:
        """Call something once, when nothing waits any more."""
        self._when_empty.append(call)

    def call(self, work: Callable[[], T]) -> T:
        """Return what some work returns behind everything else; the window is drawn meanwhile.

        For what is rare and cannot go on without the answer.

        Raises:
            StudioError: it could not be done.
        """
        found: list[T | StudioError] = []

        def kept() -> T | StudioError:
            try:
                found.append(work())
            except StudioError as error:
                found.append(error)
                raise
            return found[0]

        errand = Errand(kept, lambda _found: None)
        self.put(errand)
        self._wait(lambda: errand not in self._waiting)
        if not found:
            raise EditRefused("This was not done.", "Repeat this in a moment.")
        answer = found[0]
        if isinstance(answer, StudioError):
            raise answer
        return answer

    def finish(self) -> None:
        """Return when nothing waits any more; what a person does meanwhile waits as well."""
        self._wait(lambda: not self._waiting)

    def _wait(self, is_over: Callable[[], bool]) -> None:
        loop = QEventLoop()
        step = self.n_changed.connect(lambda _n: loop.quit() if is_over() else None)
        if not is_over():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.n_changed.disconnect(step)

    # ------------------------------------------------------------ inside
    def _go_on(self) -> None:
        if self._under_way is not None or not self._waiting:
            return
        errand = self._under_way = self._waiting[0]
        task = self._errands.start("", _tried(errand.work), partial(self._take, errand))
        task.crashed.connect(self._give_up_all)

    def _take(self, errand: Errand, found: object) -> None:
        self._under_way = None
        if isinstance(found, StudioError):
            self._give_up(errand, found)
        else:
            self._waiting.popleft()
            errand.then(found)
        self._tell()
        self._go_on()

    def _give_up(self, errand: Errand, error: StudioError) -> None:
        """Take an act back, with all that was done upon it; without a server, everything."""
        if isinstance(error, EditRefused):
            lost, touched = [errand], errand.touched
            for one in list(self._waiting)[1:]:
                if one.is_turn or one.touched & touched:
                    lost.append(one)
                    touched |= one.touched
        else:
            lost = list(self._waiting)
        self._waiting = deque(one for one in self._waiting if one not in lost)
        undone: list[tuple[Timeline, Changes]] = []
        for one in reversed(lost):
            if one.shown is not None and one.edit is not None and one.inverse is not None:
                one.inverse.apply(one.shown)
                undone.append((one.shown, one.edit.changes))
        captions = tuple(one.caption for one in lost if one.caption)
        self.not_stored.emit(NotStored(error, captions, tuple(undone)))

    def _give_up_all(self) -> None:
        """Take everything back when the thread met a bug of ours, which is told elsewhere."""
        self._under_way = None
        if self._waiting:
            sentence = translate("Together", "The program met an error of its own.")
            self._give_up(self._waiting[0], StudioError(sentence))
        self._tell()

    def _tell(self) -> None:
        self.n_changed.emit(len(self._waiting))
        if not self._waiting:
            calls, self._when_empty = self._when_empty, []
            for call in calls:
                call()


def _tried(work: Callable[[], Any]) -> Work:
    def tried(_progress: Progress, _cancel: threading.Event) -> object:
        try:
            return work()
        except StudioError as error:
            return error

    return tried


class StoringLabel(QLabel):
    """Says how many acts are being stored, when that takes long enough to be read."""

    def __init__(self, storing: Storing) -> None:
        super().__init__()
        self.hide()
        self._storing = storing
        self._soon = QTimer(self, singleShot=True, interval=SAID_AFTER_MS)
        self._soon.timeout.connect(self._say)
        storing.n_changed.connect(self._take)

    def _take(self, n: int) -> None:
        if not n:
            self._soon.stop()
            self.hide()
        elif not self.isHidden():
            self._say()
        elif not self._soon.isActive():
            self._soon.start()

    def _say(self) -> None:
        n = self._storing.n_waiting
        words = translate("Together", "Being stored on the server: %n steps", "", PLURAL, n)
        if n == 1:
            words = translate("Together", "Being stored on the server: 1 step")
        self.setText(words)
        self.show()
