"""Acts on very many segments, done beside the window: it lives on, and shows what came of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.edits import Edit
from app.domain.timeline import Changes, Timeline
from app.services.editing import store_upon
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.storing import Errand

# More segments than this at once hold a window for longer than a frame.
FEW = 40


class LongActs(QObject):
    """Makes, applies and stores an edit of the open video in a thread; one act, one transaction.

    Until it is stored nothing else can be done; then the timeline is read again. On a server it is
    stored behind what was done before.

    Args:
        document: Whose open video is changed.
        parent: Owns it.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._then: Callable[[Changes], object] | None = None
        self._done: Changes | None = None
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._errands.busy_changed.connect(document.busy_changed)
        document.timeline_replaced.connect(self._arrive)
        document.video_closed.connect(self._forget)
        document.about_to_close.connect(self._errands.call_off)

    def do(
        self, make: Callable[[Timeline], Edit], caption: str, then: Callable[[Changes], object]
    ) -> None:
        """Do what ``make`` gives for the timeline; when it is on the lanes, tell ``then`` of it.

        Raises:
            EditRefused: something else is on its way.
        """
        store, video = self._document.store, self._document.video
        if store is None or video is None:
            return
        timeline = video.timeline

        def work() -> Changes:
            # Upon what is stored: the timeline on the screen stays as it is until it is read again.
            edit = make(timeline)
            store_upon(store, timeline.video_id, edit, caption)
            return edit.changes

        if self._document.is_shared:
            self._then, self._done = then, None
            self._document.storing.put(Errand(work, self._show, caption, is_turn=True))
            return
        self._document.hold(on=True)
        self._then, self._done = then, None
        words = translate("Review", "Storing what was done to many segments")
        task = self._errands.start(words, lambda _progress, _cancel: work(), self._show)
        task.ended.connect(self._end)

    def _show(self, done: Changes) -> None:
        self._done = done
        self._document.hold(on=False)
        self._document.take_stored()

    def _end(self) -> None:
        if self._done is None:
            self._document.hold(on=False)
            self._forget()

    def _arrive(self) -> None:
        then, done = self._then, self._done
        if then is not None and done is not None:
            self._forget()
            then(done)

    def _forget(self) -> None:
        self._then = None
