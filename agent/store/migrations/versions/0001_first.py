"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables as they were first released."""
    op.create_table(
        "bookmarks",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("collector", sa.String, primary_key=True),
        sa.Column("schedule", sa.String, primary_key=True),
        sa.Column("bookmark", sa.String, nullable=False),
        sa.Column("inspection", sa.String, nullable=False),
    )
    op.create_table(
        "books",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "current_findings",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("check_id", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("finding_id", sa.String, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("since_at", sa.Double, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("inspection", sa.String, nullable=False),
    )
    op.create_index("current_findings_finding_id", "current_findings", ["finding_id"])
    op.create_table(
        "evidence",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("cited_at", sa.Double, nullable=False),
        sa.Column("documented_at", sa.Double, nullable=True),
        sa.Column("purged_at", sa.Double, nullable=True),
    )
    op.create_table(
        "identity_events",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("said_by", sa.String, nullable=False),
        sa.Column("how", sa.String, nullable=False),
    )
    op.create_index("identity_events_target", "identity_events", ["target"])
    op.create_table(
        "leases",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
    )
    op.create_table(
        "level_changes",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("check_id", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("inspection", sa.String, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("before", sa.String, nullable=True),
        sa.Column("after", sa.String, nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("credential", sa.String, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("inspection", sa.String, unique=True, nullable=False),
        sa.Column("seal", sa.String, unique=True, nullable=False),
        sa.Column("previous", sa.String, unique=True, nullable=False),
        sa.Column("sealed_at", sa.Double, nullable=False),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("check_id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.UniqueConstraint("target", "check_id", "subject", "name", name="series_once"),
    )
    op.create_table(
        "inspections",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("tool_version", sa.String, nullable=False),
        sa.Column("started_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("config_digest", sa.String, nullable=False),
        sa.Column("book", sa.String, sa.ForeignKey("books.digest"), nullable=False),
        sa.Column("expected", sa.String, nullable=False),
        sa.Column("completes", sa.String, nullable=False),
        sa.Column("footprint", sa.String, nullable=False),
        sa.Column("owner_boot", sa.String, nullable=False),
        sa.Column("owner_space", sa.String, nullable=False),
        sa.Column("owner_pid", sa.Integer, nullable=False),
        sa.Column("owner_started", sa.String, nullable=False),
        sa.Column("renewed_at", sa.Double, nullable=False),
    )
    op.create_index("inspections_completes", "inspections", ["completes"])
    op.create_table(
        "measures",
        sa.Column("series", sa.Integer, sa.ForeignKey("series.id"), primary_key=True),
        sa.Column("at", sa.Double, primary_key=True),
        sa.Column("value", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "targets",
        sa.Column("inspection", sa.String, sa.ForeignKey("inspections.id"), primary_key=True),
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("checksum", sa.BigInteger, nullable=False),
        sa.Column("evidence", sa.LargeBinary, nullable=False),
    )
