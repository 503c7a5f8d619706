"""Videos that were removed: put aside with all that is on them, so that they can come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, update

from app.storage import history
from app.storage.database import Transactions
from app.storage.tables import videos

KEPT_DAYS = 30
IN_PROJECT: ColumnElement[bool] = videos.c.removed_at.is_(None)


def put_aside(connection: Connection, video_id: str) -> None:
    """Let a video leave the project; an unknown id changes nothing."""
    # Turned later, what stands undone would come between acts that nobody sees any more.
    history.forget_undone(connection)
    now = datetime.now(UTC).isoformat()
    connection.execute(update(videos).where(videos.c.id == video_id).values(removed_at=now))


def bring_back(connection: Connection, video_id: str) -> None:
    """Let a video that was put aside be in the project again; any other changes nothing."""
    aside = update(videos).where(videos.c.id == video_id, videos.c.removed_at.is_not(None))
    if connection.execute(aside.values(removed_at=None)).rowcount:
        history.forget_undone(connection)


def forget_old(database: Transactions) -> None:
    """Delete the videos that were put aside more than ``KEPT_DAYS`` ago, with all on them."""
    before = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat()
    with database.writing() as connection:
        connection.execute(delete(videos).where(videos.c.removed_at < before))
