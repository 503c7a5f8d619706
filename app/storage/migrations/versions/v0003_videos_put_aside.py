"""A video that is removed is put aside first, so that it can come back with all that is on it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add when a video was put aside; null for those in the project."""
    op.add_column("videos", sa.Column("removed_at", sa.Text))


def downgrade() -> None:
    """Refuse: an older program reads the backup made before the migration."""
    raise NotImplementedError("project files are not taken back to an older schema")
