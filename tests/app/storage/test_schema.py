"""The migrations lead to the tables the code speaks of."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event

from app.domain.timeline import Changes
from app.storage import at_once, entries
from app.storage.database import APPLICATION_ID
from app.storage.tables import metadata


def test_migrations_make_the_tables(store):
    with store._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_the_file_is_durable_by_its_settings(store):
    with store._database.reading() as connection:
        ask = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert ask("journal_mode") == "wal"
        assert ask("synchronous") == 2
        assert ask("foreign_keys") == 1
        assert ask("busy_timeout") == 100
        assert ask("application_id") == APPLICATION_ID


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_a_timeline_is_found_by_index(store):
    direct = sqlite3.connect(store.path)
    for table in ("annotations", "suggestions"):
        plan = direct.execute(
            f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE video_id = 'v' AND start_s < 9"
        ).fetchall()
        assert f"{table}_by_start" in str(plan)
    direct.close()


@pytest.mark.parametrize("store", ["file"], indirect=True)
def test_touched_entries_are_found_by_their_ids(store):
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    several = frozenset(f"id-{k}" for k in range(20))
    changes = Changes(annotation_ids=several, suggestion_ids=several, opinion_ids=several)
    with store._database.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        found = at_once.take_each(connection, entries.part("video-1", changes))
        event.remove(connection, "before_cursor_execute", note)
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", parameters).all())
            for each, parameters in asked
        ]
    assert not any(found.values())
    # Of a hundred thousand on the video, twenty are looked at.
    assert len(plans) >= 4
    assert [plan for plan in plans if "_by_start" in plan or "SCAN" in plan] == []
