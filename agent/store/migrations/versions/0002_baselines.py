"""Baselines."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of what persons confirmed."""
    op.create_table(
        "baselines",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("inspection", sa.String, nullable=False),
        sa.Column("said_by", sa.String, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("baselines_target", "baselines", ["target"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("baselines_target", "baselines")
    op.drop_table("baselines")
