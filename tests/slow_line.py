"""A line between a program and the tests' server that is slow, counts, and can go dead."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.server import Server

# Messages after which a client waits: Sync ends what was sent together, Query stands alone.
WAITED_FOR = b"SQ"
# Requests without a letter in front, answered before the connection begins.
BEFORE_BEGIN = {80877103, 80877104}
_Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class SlowLine:
    """Forwards a port of this computer to a server's socket.

    Args:
        server: Where it leads to.
        delay_s: How long everything is on its way, each way.

    Attributes:
        n_exchanges: How often a client has waited for an answer; connecting does not count.
        n_connections: How often one has connected.
    """

    def __init__(self, server: Server, delay_s: float = 0.0) -> None:
        self._socket = str(server.folder / "socket" / ".s.PGSQL.5432")
        self.delay_s = delay_s
        self.n_exchanges = 0
        self.n_connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._is_up = asyncio.Event()
        self._is_up.set()
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        begun = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self.port = begun.result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def place(self, like: Path, user: str = "anna") -> Path:
        """Return where a database of the server is by this line."""
        database = like.name.split("?")[0]
        return Path(f"postgresql:/{user}@127.0.0.1:{self.port}/{database}")

    def go_dead(self) -> None:
        """Forward nothing more, and close nothing: what was sent waits."""
        self._loop.call_soon_threadsafe(self._is_up.clear)

    def come_back(self) -> None:
        """Forward again, what waited first."""
        self._loop.call_soon_threadsafe(self._is_up.set)

    def break_off(self) -> None:
        """Close every connection, as a server that falls over does."""

        def close() -> None:
            for writer in self._writers:
                writer.transport.abort()

        self._loop.call_soon_threadsafe(close)

    async def _listen(self) -> int:
        self._listener = await asyncio.start_server(self._take, "127.0.0.1", 0)
        return int(self._listener.sockets[0].getsockname()[1])

    async def _leave(self) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_connections += 1
        there = await asyncio.open_unix_connection(self._socket)
        self._writers += [writer, there[1]]
        counter = _Counter()
        for source, goal, counts in ((reader, there[1], counter), (there[0], writer, None)):
            task = asyncio.ensure_future(self._carry(source, goal, counts))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(
        self, source: asyncio.StreamReader, goal: asyncio.StreamWriter, counter: _Counter | None
    ) -> None:
        on_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        hand_out = asyncio.ensure_future(self._hand_out(on_way, goal))
        try:
            with contextlib.suppress(OSError):
                while data := await source.read(1 << 16):
                    if counter is not None:
                        self.n_exchanges += counter.count(data)
                    on_way.put_nowait((self._loop.time() + self.delay_s, data))
            on_way.put_nowait((self._loop.time() + self.delay_s, b""))
            await hand_out
        finally:
            hand_out.cancel()

    async def _hand_out(
        self, on_way: asyncio.Queue[tuple[float, bytes]], goal: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = await on_way.get()
                await asyncio.sleep(due - self._loop.time())
                await self._is_up.wait()
                if not data:
                    goal.close()
                    return
                goal.write(data)


class _Counter:
    """Follows what a client says, as far as counting needs."""

    def __init__(self) -> None:
        self._rest = b""
        self._has_begun = False

    def count(self, data: bytes) -> int:
        """Return how many answers a client waits for with this."""
        self._rest += data
        return sum(letter in WAITED_FOR for letter in self._messages())

    def _messages(self) -> Iterator[bytes]:
        while len(self._rest) >= (5 if self._has_begun else 8):
            head = 1 if self._has_begun else 0
            (length,) = struct.unpack_from("!I", self._rest, head)
            if len(self._rest) < head + length:
                return
            message = self._rest[: head + length]
            self._rest = self._rest[head + length :]
            if self._has_begun:
                yield message[:1]
            elif struct.unpack_from("!I", message, 4)[0] not in BEFORE_BEGIN:
                self._has_begun = True


@contextlib.contextmanager
def slow_line(server: Server, delay_s: float = 0.0) -> Iterator[SlowLine]:
    """Lay a line."""
    with SlowLine(server, delay_s) as line:
        yield line
