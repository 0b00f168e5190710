"""Documents packed over earlier ones; purged evidence leaves no row; how far thinning has come."""

from zlib import crc32

import sqlalchemy as sa
from alembic import op
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

revision = "0004"
down_revision = "0003"

_DIGEST_BYTES = 32
_TARGETS = sa.table(
    "targets", *(sa.column(name) for name in ("inspection", "target", "body", "checksum", "evidence", "base"))
)
_INSPECTIONS = sa.table("inspections", sa.column("id"), sa.column("purged_at"))
_EVIDENCE = sa.table(
    "evidence",
    *(sa.column(name) for name in ("digest", "body", "checksum", "size_bytes", "cited_at", "documented_at", "purged_at")),
)


def upgrade() -> None:
    """Add the columns and tables; say of inspections, not of each piece, that it was purged."""
    op.add_column("inspections", sa.Column("purged_at", sa.Double))
    op.add_column("targets", sa.Column("base", sa.String, nullable=False, server_default=""))
    op.create_table(
        "bases",
        sa.Column("target", sa.String, primary_key=True),
        sa.Column("inspection", sa.String, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("least_bytes", sa.BigInteger, nullable=False),
        sa.Column("spent_bytes", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "thinned",
        sa.Column("what", sa.String, primary_key=True),
        sa.Column("before_at", sa.Double, nullable=False),
    )
    connection = op.get_bind()
    row = _EVIDENCE.c
    gone = dict(tuple(one) for one in connection.execute(sa.select(row.digest, row.purged_at).where(row.body.is_(None))))
    for inspection, digests in _cited(connection) if gone else ():
        found = [gone[digest] for digest in digests if digest in gone]
        if found:
            marked = sa.update(_INSPECTIONS).where(_INSPECTIONS.c.id == inspection)
            connection.execute(marked.values(purged_at=max(found)))
    connection.execute(sa.delete(_EVIDENCE).where(row.body.is_(None)))
    with op.batch_alter_table("evidence") as table:
        table.drop_column("purged_at")
        table.alter_column("body", existing_type=sa.LargeBinary, nullable=False)
    op.create_index("evidence_cited_at", "evidence", ["cited_at"])


def _cited(connection: sa.Connection) -> list[tuple[str, list[str]]]:
    """Each inspection's digests, a target at a time."""
    return [
        (inspection, [cited[at : at + _DIGEST_BYTES].hex() for at in range(0, len(cited), _DIGEST_BYTES)])
        for inspection, cited in connection.execute(sa.select(_TARGETS.c.inspection, _TARGETS.c.evidence))
    ]


def downgrade() -> None:
    """Pack each document alone again, and leave a row for each piece of evidence that was purged."""
    op.drop_index("evidence_cited_at", "evidence")
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("purged_at", sa.Double))
        table.alter_column("body", existing_type=sa.LargeBinary, nullable=True)
    connection = op.get_bind()
    _alone(connection)
    purged = dict(
        tuple(one) for one in connection.execute(sa.select(_INSPECTIONS).where(_INSPECTIONS.c.purged_at.is_not(None)))
    )
    there = set(connection.execute(sa.select(_EVIDENCE.c.digest)).scalars())
    empty = {"body": None, "checksum": 0, "size_bytes": 0, "documented_at": None}
    for inspection, digests in _cited(connection) if purged else ():
        for digest in set(digests) - there if inspection in purged else ():
            at = purged[inspection]
            there.add(digest)
            connection.execute(sa.insert(_EVIDENCE), {"digest": digest, "cited_at": at, "purged_at": at, **empty})
    op.drop_table("thinned")
    op.drop_table("bases")
    op.drop_column("targets", "base")
    op.drop_column("inspections", "purged_at")


def _alone(connection: sa.Connection) -> None:
    """Pack documents without the one that they repeat."""
    row, under = _TARGETS.c, _TARGETS.alias("under")
    over = sa.select(row.inspection, row.target, row.body, row.evidence, under.c.body).join(
        under, sa.and_(under.c.inspection == row.base, under.c.target == row.target)
    )
    for inspection, target, body, cited, base in connection.execute(over).all():
        raw = ZstdDecompressor().decompress(base) + bytes(cited).hex().encode()
        whole = ZstdDecompressor(dict_data=ZstdCompressionDict(raw, dict_type=DICT_TYPE_RAWCONTENT)).decompress(body)
        packed = ZstdCompressor(level=3).compress(whole)
        this = sa.update(_TARGETS).where(row.inspection == inspection, row.target == target)
        connection.execute(this.values(body=packed, checksum=crc32(packed)))
