"""A letter box between the window and one worker: only the newest request counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one request; a newer one replaces one not yet taken.

    The window posts and nudges and never waits; the worker takes and waits.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._letters: list[T] = []
        self._is_closed = False

    def post(self, letter: T) -> None:
        """Put a request in, in place of any that still lies there."""
        with self._changed:
            self._letters = [letter]
            self._changed.notify_all()

    def nudge(self) -> None:
        """Let a worker in ``wait_until`` look again."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Send the worker home: every wait ends, ``take`` returns None."""
        with self._changed:
            self._is_closed = True
            self._letters = []
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Whether the worker has been sent home."""
        return self._is_closed

    @property
    def waiting(self) -> T | None:
        """The request not yet taken, for a worker that asks whether to give up its work."""
        letters = self._letters
        return letters[-1] if letters else None

    def take(self) -> T | None:
        """Wait for a request and return it; None when closed."""
        with self._changed:
            self._changed.wait_for(self._is_called)
            return self._letters.pop() if self._letters else None

    def is_quiet_for(self, seconds: float) -> bool:
        """Wait up to ``seconds``; return whether nothing newer came in all that time."""
        with self._changed:
            return not self._changed.wait_for(self._is_called, seconds)

    def wait_until(self, is_ready: Callable[[], bool]) -> bool:
        """Wait until ``is_ready`` (looked at after each nudge); False if something newer came."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_called() or is_ready())
            return not self._is_called()

    def _is_called(self) -> bool:
        return self._is_closed or bool(self._letters)
