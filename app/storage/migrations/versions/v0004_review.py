"""What reviewing needs: remarks, sheets, labels that merge, doubt, acts on the project."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; everything that is there keeps its meaning."""
    for column in (
        _text("note", ""),
        _text("tags", "[]"),
        _text("assignee", ""),
        _flag("is_empty"),
    ):
        op.add_column("videos", column)
    for column in (
        _text("shortcut", ""),
        _flag("is_hidden"),
        sa.Column("merged_into", sa.Text),
        sa.Column("tap_before_s", sa.Float),
        sa.Column("tap_after_s", sa.Float),
    ):
        op.add_column("labels", column)
    op.add_column("runs", sa.Column("evidence", sa.LargeBinary))
    for name in ("margin", "entropy", "spread"):
        op.add_column("suggestions", sa.Column(name, sa.Float))
    _add_remarks()
    _add_taps()
    _allow_acts_on_the_project()


def _text(name: str, default: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _add_remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column(
            "video_id", sa.Text, sa.ForeignKey("videos.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
    )
    op.create_index("remarks_of_video", "remarks", ["video_id"])


def _add_taps() -> None:
    op.create_table(
        "taps",
        sa.Column("annotation_id", sa.Text, primary_key=True),
        sa.Column(
            "video_id", sa.Text, sa.ForeignKey("videos.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("label_id", sa.Text, sa.ForeignKey("labels.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("start_s", sa.Float, nullable=False),
        sa.Column("end_s", sa.Float, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_index("taps_of_label", "taps", ["label_id"])


def _allow_acts_on_the_project() -> None:
    """Let a row of the history be of no video; SQLite makes the table anew for that."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("history", "video_id", existing_type=sa.Text, nullable=True)
        return
    keeps_numbers = {"sqlite_autoincrement": True}
    with op.batch_alter_table("history", recreate="always", table_kwargs=keeps_numbers) as history:
        history.alter_column("video_id", existing_type=sa.Text, nullable=True)


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")
