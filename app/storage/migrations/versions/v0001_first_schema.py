"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first schema."""
    _make_project()
    _make_runs()
    _make_work()


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Float, nullable=False)


def _of_video() -> "sa.Column[str]":
    key = sa.ForeignKey("videos.id", ondelete="CASCADE")
    return sa.Column("video_id", sa.Text, key, nullable=False)


def _of_label() -> "sa.Column[str]":
    return sa.Column("label_id", sa.Text, sa.ForeignKey("labels.id"), nullable=False)


def _make_project() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Text, primary_key=True),
        _text("made_at"),
    )
    op.create_table(
        "videos",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        _text("path"),
        _text("relative_path", nullable=True),
        sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
        _number("duration_s"),
        _number("fps"),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        _text("newest_run_id", nullable=True),
    )
    op.create_table(
        "labels",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        _text("color"),
    )


def _make_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        _of_video(),
        _text("made_at"),
        _text("model_name"),
        sa.Column("is_trained", sa.Boolean, nullable=False),
        _text("note"),
        _text("settings_json"),
        sa.Column("graph", sa.LargeBinary, nullable=False),
    )
    op.create_index("runs_of_video", "runs", ["video_id"])
    run_key = sa.ForeignKey("runs.id", ondelete="CASCADE")
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("run_id", sa.Text, run_key, nullable=False),
        _of_video(),
        _of_label(),
        _number("start_s"),
        _number("end_s"),
        _number("score"),
        sa.Column("proposal_idx", sa.Integer, nullable=False),
    )
    op.create_index("suggestions_by_start", "suggestions", ["video_id", "start_s"])
    op.create_index("suggestions_of_run", "suggestions", ["run_id"])


def _make_work() -> None:
    suggestion_key = sa.ForeignKey("suggestions.id", ondelete="CASCADE")
    op.create_table(
        "verdicts",
        sa.Column("suggestion_id", sa.Text, suggestion_key, primary_key=True),
        _text("verdict"),
    )
    source_key = sa.ForeignKey("suggestions.id", ondelete="SET NULL")
    op.create_table(
        "annotations",
        sa.Column("id", sa.Text, primary_key=True),
        _of_video(),
        _of_label(),
        _number("start_s"),
        _number("end_s"),
        sa.Column("suggestion_id", sa.Text, source_key, nullable=True),
    )
    op.create_index("annotations_by_start", "annotations", ["video_id", "start_s"])
    op.create_index("annotations_of_suggestion", "annotations", ["suggestion_id"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_video(),
        _text("caption"),
        _text("edit"),
        _text("inverse"),
        sa.Column("is_undone", sa.Boolean, nullable=False),
        _text("made_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("history_of_video", "history", ["video_id", "id"])
