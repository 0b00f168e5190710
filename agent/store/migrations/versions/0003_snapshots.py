"""Snapshots and pins."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of named inspections and of those that something issued cites."""
    op.create_table(
        "snapshots",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("inspection", sa.String, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("change", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
    )
    op.create_table(
        "pins",
        sa.Column("inspection", sa.String, primary_key=True),
        sa.Column("reason", sa.String, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("pins")
    op.drop_table("snapshots")
