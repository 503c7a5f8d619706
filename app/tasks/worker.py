"""A thread that answers the newest request until it is sent home."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Slot

from app.tasks.mailbox import Mailbox

T = TypeVar("T")

# The longest a window that dies without closing what it opened waits for the work in hand.
LEAVE_MS = 3000


class Worker(QThread, Generic[T]):
    """What threads with a mailbox have in common; ``run`` is theirs, and takes from the mailbox.

    Connect signals to methods of QObjects of the window's thread, never to lambdas (those would
    run in this thread).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox: Mailbox[T] = Mailbox()

    def ask(self, request: T) -> None:
        """Replace whatever was asked before; returns at once."""
        self._mailbox.post(request)

    def close(self) -> None:
        """Let the thread end after the piece of work in hand; returns at once."""
        self._mailbox.close()

    @Slot()
    def leave(self) -> None:
        """End the thread and wait; a thread deleted while it runs would end the program."""
        self.close()
        self.wait(LEAVE_MS)

    def _is_called(self) -> bool:
        """Whether there is something else to do: a newer request, or to go home."""
        return self._mailbox.is_closed or self._mailbox.waiting is not None
