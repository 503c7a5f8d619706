"""Where a project lies: in a file, or in a database on a server.

Both are written as a path. Of a server it is the address with one slash less, as paths have it:
``postgresql:/anna@films.example.org/highjump``. A password never stands in it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

from app.domain.errors import ProjectError
from app.domain.project import PROJECT_SUFFIX

SERVER_SCHEME = "postgresql"
_SCHEMES = frozenset({SERVER_SCHEME, "postgres"})


def looks_like_server(text: str) -> bool:
    """Say whether a text begins as the address of a server does."""
    return text.strip().split(":", 1)[0].lower() in _SCHEMES and ":/" in text


def server_place(url: str) -> Path:
    """Return the place of a project on a server.

    Args:
        url: ``postgresql://name@server:port/database?option=value``.

    Raises:
        ProjectError: it is no such address, names no database, or has a password in it.
    """
    try:
        parts = urlsplit(url.strip())
        has_password = parts.password is not None
    except ValueError:
        raise _no_address(url) from None
    if has_password or "password=" in parts.query.lower():
        raise ProjectError(
            "The address has a password in it, which others could read.",
            "Leave it out, and put it into the file .pgpass or the variable PGPASSWORD.",
        )
    database = parts.path.strip("/")
    if parts.scheme not in _SCHEMES or not database or "/" in database or parts.fragment:
        raise _no_address(url)
    query = f"?{quote(parts.query, safe='=&%+-,.')}" if parts.query else ""
    return Path(f"{SERVER_SCHEME}:/{parts.netloc}/{database}{query}")


def _no_address(url: str) -> ProjectError:
    return ProjectError(
        f"{url!r} is not the address of a project.",
        "Write it as postgresql://name@server/database.",
    )


def project_place(text: str | Path) -> Path:
    """Return the place a person named: of a server, or a file as it stands.

    Raises:
        ProjectError: it begins like the address of a server and is none.
    """
    plain = str(text)
    if not looks_like_server(plain):
        return Path(text)
    head, rest = plain.split(":", 1)
    # A path has lost one of the slashes already.
    body = rest.lstrip("/")
    has_server = "/" in body.split("?", 1)[0]
    return server_place(f"{head}://{'' if has_server else '/'}{body}")


def is_on_server(place: Path) -> bool:
    """Say whether a place is on a server."""
    return bool(place.parts) and place.parts[0] == f"{SERVER_SCHEME}:"


def names_project(path: Path) -> bool:
    """Say whether a path is a project by its look: a project file, or a place on a server."""
    return path.suffix == PROJECT_SUFFIX or is_on_server(path)


def server_url(place: Path) -> str:
    """Return the address of a place on a server, without a password."""
    authority, _, database = place.as_posix().removeprefix(f"{SERVER_SCHEME}:/").rpartition("/")
    return f"{SERVER_SCHEME}://{authority}/{database}"


def database_name(place: Path) -> str:
    """Return the name of the database of a place on a server."""
    return place.name.split("?", 1)[0]
