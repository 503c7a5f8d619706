"""What the world can do to files that are written."""

import contextlib
import signal

import pytest


@pytest.fixture
def full_disk():
    """Return a context in which no file grows beyond some bytes, as on a disk without room."""
    resource = pytest.importorskip("resource")

    @contextlib.contextmanager
    def full(n_bytes):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)

    return full
