"""One history over all videos: what stands undone comes after everything that stands."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number undone acts behind the others.

    Within a video they were the last already, and acts on different videos do not meet, so the
    new order gives the same timelines.
    """
    connection = op.get_bind()
    newest = connection.execute(sa.text("SELECT coalesce(max(id), 0) FROM history")).scalar()
    connection.execute(
        sa.text("UPDATE history SET id = id + :newest WHERE is_undone"), {"newest": newest}
    )
    if connection.dialect.name == "sqlite":
        _number_on(connection)
    op.create_index("history_by_state", "history", ["is_undone", "id"])


def _number_on(connection: sa.Connection) -> None:
    """Let new acts come behind those that were numbered anew."""
    connection.execute(
        sa.text(
            "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM history)"
            " WHERE name = 'history'"
        )
    )


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")
