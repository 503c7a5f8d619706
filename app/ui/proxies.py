"""Making and deleting the proxy of the open video, and saying when one would help."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel

from app.domain.errors import StudioError
from app.services.ports import MediaFacts, Progress, ProxyShop
from app.tasks.runner import Task
from app.ui.actions import ActionSet
from app.ui.document import Document
from app.ui.errands import report_bug
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.open_video import OpenVideo
from app.ui.theme import in_role

MAKE, DELETE = "make_proxy", "delete_proxy"
MAKE_WORDS = QT_TRANSLATE_NOOP("Actions", "Make a proxy")
STOP_WORDS = QT_TRANSLATE_NOOP("Actions", "Stop making the proxy")


class Proxies(QObject):
    """One proxy is made at a time; it goes on while other videos are looked at.

    Args:
        document: Says which video is open.
        shop: Makes and keeps proxies; None offers none.
        parent: Owner.

    Attributes:
        words: Says how far the one being made has come, for a status bar.

    Signals:
        problem: Sentence and next step.
        told: One sentence.
    """

    problem = Signal(str, str)
    told = Signal(str)

    def __init__(
        self, document: Document, shop: ProxyShop | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._shop = shop
        self._actions: ActionSet | None = None
        self._task: Task | None = None
        self._making: MediaFacts | None = None
        self._is_stopping = False
        self._hinted: set[str] = set()
        self.words = in_role(QLabel(), "faint")
        document.video_opened.connect(self._take_video)
        document.video_closed.connect(self.show_actions)

    @property
    def is_making(self) -> bool:
        """Whether a proxy is being made."""
        return self._task is not None

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions of proxies."""
        return {MAKE: self.toggle, DELETE: self.delete}

    def show_on(self, actions: ActionSet) -> None:
        """Keep the two actions in step with what can be done."""
        self._actions = actions
        self.show_actions()

    @Slot()
    def toggle(self) -> None:
        """Make the proxy of the open video; stop the one that is being made."""
        if self._task is not None:
            self._is_stopping = True
            self._task.cancel()
            self._show_words(translate("Window", "Stopping…"))
            self.show_actions()
            return
        facts, shop = self._facts(), self._shop
        if facts is None or shop is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> None:
            shop.make(facts.path, progress=progress, cancel=cancel)

        self._making, self._is_stopping = facts, False
        self._task = Task(work, self)
        self._task.progressed.connect(self._tell_progress)
        self._task.finished.connect(self._tell_made)
        self._task.cancelled.connect(self._tell_stopped)
        self._task.failed.connect(self._tell_failed)
        self._task.crashed.connect(report_bug)
        self._task.ended.connect(self._end)
        self._task.start()
        self._show_words(translate("Window", "Proxy of {name}").format(name=facts.path.name))
        self.show_actions()

    @Slot()
    def delete(self) -> None:
        """Delete the proxy of the open video."""
        facts = self._facts()
        if facts is None or self._shop is None:
            return
        try:
            self._shop.delete(facts.fingerprint)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            told = translate("Window", "The proxy cannot be deleted: {reason}.")
            later = translate("Window", "Try again later.")
            self.problem.emit(told.format(reason=reason), later)
        else:
            told = translate("Window", "The proxy of {name} is deleted.")
            self.told.emit(told.format(name=facts.path.name))
        self.show_actions()

    def shut_down(self) -> None:
        """Stop, and return when the thread is over."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    @Slot()
    def show_actions(self) -> None:
        """Allow what can be done with the open video now."""
        if self._actions is None:
            return
        facts, shop = self._facts(), self._shop
        has_proxy = facts is not None and shop is not None and shop.has(facts.fingerprint)
        can_make = facts is not None and shop is not None and not has_proxy
        make = self._actions[MAKE]
        make.setText(translate("Actions", STOP_WORDS if self.is_making else MAKE_WORDS))
        make.setEnabled((can_make or self.is_making) and not self._is_stopping)
        self._actions[DELETE].setEnabled(has_proxy)

    def _facts(self) -> MediaFacts | None:
        return self._document.video.facts if self._document.video is not None else None

    def _show_words(self, words: str) -> None:
        self.words.setText(words)

    # ------------------------------------------------------------ what is heard
    @Slot(object)
    def _take_video(self, video: OpenVideo) -> None:
        self.show_actions()
        facts = video.facts
        is_news = facts.fingerprint not in self._hinted and not self.is_making
        if self._shop is None or not facts.heavy or not is_news:
            return
        if not self._shop.has(facts.fingerprint):
            self._hinted.add(facts.fingerprint)
            told = translate(
                "Window",
                "{name} is heavy to scrub ({reason}); Play > Make a proxy makes it quick.",
            )
            self.told.emit(told.format(name=facts.path.name, reason=facts.heavy))

    @Slot(str, int, int)
    def _tell_progress(self, _stage: str, done: int, total: int) -> None:
        if self._making is not None and total > 0 and not self._is_stopping:
            told = translate("Window", "Proxy of {name} {percent} %")
            name = self._making.path.name
            self._show_words(told.format(name=name, percent=100 * done // total))

    @Slot(object)
    def _tell_made(self, _nothing: object) -> None:
        if self._making is not None:
            told = translate("Window", "{name} has a proxy now; exact frames follow it.")
            self.told.emit(told.format(name=self._making.path.name))

    @Slot()
    def _tell_stopped(self) -> None:
        if self._making is not None:
            told = translate("Window", "No proxy was made of {name}.")
            self.told.emit(told.format(name=self._making.path.name))

    @Slot(object)
    def _tell_failed(self, error: StudioError) -> None:
        self.problem.emit(error.sentence, error.next_step)

    @Slot()
    def _end(self) -> None:
        task, self._task, self._making = self._task, None, None
        self._is_stopping = False
        if task is not None:
            task.deleteLater()
        self._show_words("")
        self.show_actions()
