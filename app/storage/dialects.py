"""What SQLite and PostgreSQL say in different words: the one place that knows both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

SERVER = "postgresql"


class Upsert:
    """Puts rows in; a row of the same key gives way, or stays.

    Args:
        table: Where to.
        key: The columns that tell rows apart.
        replaced: Columns that are renewed in a row that is there; None for all but the key, an
            empty sequence to leave it as it is.
    """

    def __init__(
        self, table: Table, key: Sequence[str], replaced: Sequence[str] | None = None
    ) -> None:
        names = [c.name for c in table.c if c.name not in key] if replaced is None else replaced
        # Statements are made once: making one takes SQLAlchemy longer than SQLite needs for it.
        self._here = _upsert(sqlite.insert(table), key, names)
        self._there = _upsert(postgresql.insert(table), key, names)

    def on(self, connection: Connection) -> Insert:
        """Return the statement for where a connection leads to."""
        return self._there if connection.dialect.name == SERVER else self._here

    def execute(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put rows in."""
        connection.execute(self.on(connection), list(rows))


def _upsert(
    new: sqlite.Insert | postgresql.Insert, key: Sequence[str], names: Sequence[str]
) -> Insert:
    if not names:
        return new.on_conflict_do_nothing(index_elements=list(key))
    renewed = {name: new.excluded[name] for name in names}
    return new.on_conflict_do_update(index_elements=list(key), set_=renewed)


class Within(FunctionElement[bool]):
    """Whether the first text has the second one in it."""

    inherit_cache = True
    type = Boolean()
    name = "within"


@compiles(Within, "sqlite")
def _within_here(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **options)}) > 0)"


@compiles(Within, SERVER)
def _within_there(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **options)}) > 0)"
