"""What several annotators on one server need: revisions, authors, a queue of analyses.

A project file has the same columns and leaves them as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and a table; everything that is there keeps its meaning."""
    for table in ("project", "videos"):
        op.add_column(table, _number("revision", "0"))
    op.add_column("history", _text("author", default=""))
    settled = sa.Column("is_settled", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("history", settled)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "video_id", sa.Text, sa.ForeignKey("videos.id", ondelete="CASCADE"), nullable=False
        ),
        _text("state"),
        _text("asked_by"),
        _text("asked_at"),
        _text("worker", default=""),
        sa.Column("leased_until_s", sa.Float, nullable=False, server_default="0"),
        _number("n_tries", "0"),
        _text("failure", default=""),
        sa.Column("run_id", sa.Text),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "id"])


def _text(name: str, default: str | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _number(name: str, default: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")
