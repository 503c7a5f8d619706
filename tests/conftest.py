"""What every test stands on: no screen needed, no folder of the user's touched."""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests import footage, server

# pytest-qt ends the process when Qt finds no screen, so this comes before Qt is imported.
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The window speaks the system's language; the tests read English.
os.environ["LANGUAGE"] = "en"

PATIENCE_MS = 30_000
NOBODY = 65534


class PatientBot(QtBot):
    """Waits as long as a busy machine may take; a wait that ends well costs no more by it."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):  # noqa: N802 - pytest-qt's name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **how):  # noqa: N802 - pytest-qt's name
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp, request) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the run folders of its own; one cache for all, so that weights convert once."""
    assert footage.NAME  # imported first: it remembers where the user's sample lies
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGCN_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PGCN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("PGCN_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[server.Server]:
    """Run a server for the whole run; tests that need it are skipped where there is none."""
    with contextlib.ExitStack() as stack:
        try:
            yield stack.enter_context(server.running())
        except server.CannotStart as reason:
            pytest.skip(f"no PostgreSQL server: {reason}")


@pytest.fixture(scope="session")
def server_template(postgres, tmp_path_factory) -> str:
    """Return the name of a database with an empty project, to make others like it."""
    from app.storage.server import ServerProjects  # noqa: PLC0415 - optional

    place = postgres.new_place()
    ServerProjects(tmp_path_factory.mktemp("servers")).open(place).close()
    return place.name.split("?")[0]


@pytest.fixture(autouse=True)
def own_looks() -> Iterator[None]:
    """Take back the theme that a window put on the whole program."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    qapp = widgets.QApplication.instance() if widgets else None
    if qapp is not None and qapp.styleSheet():
        qapp.setStyleSheet("")
        qapp.setPalette(qapp.style().standardPalette())


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


@pytest.fixture
def common_user() -> Iterator[Path]:
    """Be nobody for a while, with a folder of nobody's: permissions do not bind root."""
    if not hasattr(os, "seteuid"):
        pytest.skip("needs users as Unix has them")
    was = os.geteuid()
    folder = Path(tempfile.mkdtemp())
    if was == 0:
        os.chown(folder, NOBODY, -1)
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(was)
    folder.chmod(0o700)
    shutil.rmtree(folder)
