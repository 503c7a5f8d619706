"""What other annotators say, beside one's own annotations, and what was chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    op.create_table(
        "readings",
        sa.Column("annotator", sa.Text, primary_key=True),
        _video(primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_table(
        "opinions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("annotator", sa.Text, nullable=False),
        _video(),
        sa.Column("label_id", sa.Text, sa.ForeignKey("labels.id"), nullable=False),
        sa.Column("start_s", sa.Float, nullable=False),
        sa.Column("end_s", sa.Float, nullable=False),
        sa.Column("ruling", sa.Text, nullable=False),
    )
    op.create_index("opinions_by_start", "opinions", ["video_id", "start_s"])
    op.create_index("opinions_of_annotator", "opinions", ["annotator", "video_id"])
    op.create_table(
        "upheld",
        sa.Column("annotation_id", sa.Text, primary_key=True),
        sa.Column("annotator", sa.Text, primary_key=True),
        _video(),
        sa.Column("ruling", sa.Text, nullable=False),
    )
    op.create_index("upheld_of_video", "upheld", ["video_id"])


def _video(*, primary_key: bool = False) -> "sa.Column[str]":
    return sa.Column(
        "video_id",
        sa.Text,
        sa.ForeignKey("videos.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")
