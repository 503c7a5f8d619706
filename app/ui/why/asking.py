"""Asks the engine about a run from a thread of its own; of each kind of question the newest counts.

An edge under the hand asks many times a second, and is answered before anything longer.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QThread, Signal

from app.domain.errors import Cancelled, StudioError
from app.services.explaining import Answer, Explainer, Question, RunCase, ScoreQuestion
from app.ui.errands import report_bug

Kind = Literal["score", "why"]


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """One question about a run."""

    case: RunCase
    question: Question

    @property
    def kind(self) -> Kind:
        """Score questions are short and go first."""
        return "score" if isinstance(self.question, ScoreQuestion) else "why"


class Asker(QObject):
    """Takes questions at any rate and never waits.

    Args:
        explainer: Who answers.

    Signals:
        answered: ``Wish`` and ``Answer``.
        refused: ``Wish`` and ``StudioError``.
    """

    answered = Signal(object, object)
    refused = Signal(object, object)

    def __init__(self, explainer: Explainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explainer = explainer
        self._box = _Box()
        self._thread = _AskThread(explainer, self._box, self)
        self._thread.answered.connect(self._tell_answer)
        self._thread.refused.connect(self._tell_refusal)
        self._thread.crashed.connect(report_bug)

    def ask(self, wish: Wish) -> None:
        """Ask; a question of the same kind that is not answered yet is dropped."""
        if not self._thread.isRunning():
            self._thread.start()
        self._box.post(wish)

    def drop(self, kind: Kind) -> None:
        """Nobody waits for an answer of this kind any more."""
        self._box.drop(kind)

    def shut_down(self) -> None:
        """Stop; returns when the thread is over."""
        self._box.close()
        self._explainer.close()
        self._thread.wait()

    def _tell_answer(self, wish: Wish, answer: Answer) -> None:
        if self._box.is_newest(wish):
            self.answered.emit(wish, answer)

    def _tell_refusal(self, wish: Wish, error: StudioError) -> None:
        if self._box.is_newest(wish):
            self.refused.emit(wish, error)


class _Box:
    """The newest wish of each kind, and which of them still wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._newest: dict[Kind, Wish] = {}
        self._waiting: set[Kind] = set()
        self._is_closed = False

    def post(self, wish: Wish) -> None:
        with self._changed:
            self._newest[wish.kind] = wish
            self._waiting.add(wish.kind)
            self._changed.notify_all()

    def drop(self, kind: Kind) -> None:
        with self._changed:
            self._newest.pop(kind, None)
            self._waiting.discard(kind)

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._newest.clear()
            self._waiting.clear()
            self._changed.notify_all()

    def take(self) -> Wish | None:
        """Wait for a wish and return it; None when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or bool(self._waiting))
            if self._is_closed:
                return None
            kind: Kind = "score" if "score" in self._waiting else "why"
            self._waiting.discard(kind)
            return self._newest[kind]

    def put_back(self, wish: Wish) -> None:
        """Let a wish wait again that gave way to a shorter one, if it is still the newest."""
        with self._changed:
            if self._newest.get(wish.kind) is wish:
                self._waiting.add(wish.kind)

    def gives_way(self, wish: Wish) -> bool:
        """Whether a wish being answered should stop for another one."""
        with self._changed:
            is_overtaken = self._newest.get(wish.kind) is not wish
            return is_overtaken or (wish.kind == "why" and "score" in self._waiting)

    def is_newest(self, wish: Wish) -> bool:
        with self._changed:
            return self._newest.get(wish.kind) is wish


class _AskThread(QThread):
    answered = Signal(object, object)
    refused = Signal(object, object)
    crashed = Signal(object)

    def __init__(self, explainer: Explainer, box: _Box, parent: QObject) -> None:
        super().__init__(parent)
        self._explainer = explainer
        self._box = box

    def run(self) -> None:
        while (wish := self._box.take()) is not None:
            self._answer(wish)

    def _answer(self, wish: Wish) -> None:
        def cancel() -> bool:
            return self._box.gives_way(wish)

        try:
            answer = self._explainer.answer(wish.case, wish.question, cancel)
        except Cancelled:
            self._box.put_back(wish)
        except StudioError as error:
            self.refused.emit(wish, error)
        except Exception as error:  # noqa: BLE001 - a bug of ours; the crash hook tells it
            self.crashed.emit(error)
        else:
            self.answered.emit(wish, answer)
