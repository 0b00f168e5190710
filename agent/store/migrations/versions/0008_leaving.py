"""Files that the record cites, what is to leave, seals of other stores, and of when a document tells."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _words(*names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _times(*names: str, nullable: bool = False) -> list["sa.Column[float]"]:
    return [sa.Column(name, sa.Double, nullable=nullable) for name in names]


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "attachments",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        *_words("name", "media"),
        *_times("at"),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.String, primary_key=True),
        *_words("channel", "kind", "payload", "state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        *_times("made_at", "next_at"),
        *_times("begun_at", "handed_at", "ended_at", nullable=True),
        *_words("receipt", "error"),
    )
    op.create_index("outbox_due", "outbox", ["state", "next_at"])
    op.create_table(
        "foreign_seals",
        sa.Column("seal", sa.String, primary_key=True),
        *_words("origin"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("inspection", sa.String, nullable=False, unique=True),
        *_words("previous"),
        *_times("sealed_at"),
    )
    op.add_column("targets", sa.Column("started_at", sa.Double))
    op.create_index("targets_started_at", "targets", ["target", "started_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("targets_started_at", "targets")
    op.drop_column("targets", "started_at")
    op.drop_table("foreign_seals")
    op.drop_index("outbox_due", "outbox")
    op.drop_table("outbox")
    op.drop_table("attachments")
