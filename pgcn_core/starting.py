"""The first half second of a command line: Ctrl-C while modules are loaded ends it in a sentence.

Imports nothing of ours: everything that takes time is loaded inside it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_EXIT_CODE = 130


@contextmanager
def quiet_start(program: str) -> Iterator[None]:
    """End the process at once on Ctrl-C while the body loads modules.

    A ``KeyboardInterrupt`` in the middle of an import would print a traceback, or be swallowed by
    whatever is being imported. Nothing is open yet that would have to be closed.

    Args:
        program: As the person typed it.
    """
    told = f"{program}: Stopped. Run the same again to start it.\n".encode()

    def end(_signal: int, _frame: FrameType | None) -> None:
        os.write(2, told)
        os._exit(_EXIT_CODE)

    # Where Ctrl-C was taken away, as for a job in the background, it stays away.
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
