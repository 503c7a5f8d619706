"""Connections that notice when the line or the server is dead, instead of waiting for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from typing import Any, Self, TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout

T = TypeVar("T")
# It would write to the terminal what is told in the window.
logging.getLogger("psycopg").setLevel(logging.ERROR)
# Nobody waits longer without being told.
SILENCE_S = 3.0
# libpq takes whole seconds, and not less than two.
ASK_TIMEOUT_S = 3
CONNECT_TIMEOUT_S = 5
# Whoever stops in the midst of a change (a computer asleep) must not hold the others up.
IDLE_LIMIT_MS = 5_000
# Longer than that, so that the others only wait.
LOCK_LIMIT_MS = 8_000
# Only something broken takes so long.
STATEMENT_LIMIT_MS = 120_000
LIMITS = (
    f"-c idle_in_transaction_session_timeout={IDLE_LIMIT_MS} "
    f"-c lock_timeout={LOCK_LIMIT_MS} -c statement_timeout={STATEMENT_LIMIT_MS} "
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
)
# What the system notices by itself: sent, and not even received there. Milliseconds and seconds.
LINE_OPTIONS: dict[str, Any] = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "options": LIMITS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 6_000,
}


class LineSilent(psycopg.OperationalError):
    """Nothing comes from the server any more, though nobody has hung up."""


class WatchedCursor(psycopg.ServerCursor[Any]):
    """A cursor that is closed when its connection is: nothing is left to close on a dead line."""

    @property
    def closed(self) -> bool:
        """Whether nothing can be read any more."""
        return self.connection.closed or super().closed


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that asks, when nothing has come for a while, whether the server is there.

    An answer may take its time; what tells is whether the server lets somebody in meanwhile.

    Attributes:
        way: How it was connected.
    """

    way: dict[str, Any]

    @classmethod
    def connect(cls, conninfo: str = "", **options: Any) -> Self:
        """See ``psycopg.Connection.connect``."""
        made = super().connect(conninfo, **options)
        known = ("autocommit", "context", "prepare_threshold", "row_factory", "cursor_factory")
        made.server_cursor_factory = WatchedCursor
        made.way = {key: value for key, value in options.items() if key not in known}
        return made

    def wait(self, gen: Generator[Any, Any, T], *args: Any, **options: Any) -> T:
        """See ``psycopg.Connection.wait``.

        Raises:
            LineSilent: nothing has come, and the server is not there; the connection is closed.
        """
        return super().wait(self._unless_silent(gen), *args, **options)

    def _unless_silent(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        heard_at = time.monotonic()
        try:
            state = next(gen)
            while True:
                ready = yield state
                if ready:
                    heard_at = time.monotonic()
                elif time.monotonic() - heard_at > SILENCE_S:
                    self._ask_again()
                    heard_at = time.monotonic()
                state = gen.send(ready)
        except StopIteration as end:
            found: T = end.value
            return found

    def _ask_again(self) -> None:
        """See whether the server lets somebody in."""
        try:
            psycopg.connect(**(self.way | {"connect_timeout": ASK_TIMEOUT_S})).close()
        except psycopg.OperationalError as error:
            # A refusal is an answer, too.
            if isinstance(error, ConnectionTimeout) or "FATAL" not in str(error):
                self.close()
                raise LineSilent("the server does not answer") from error
