"""The tables, for SQLite and PostgreSQL alike.

Times are seconds since 1970 UTC; it is ``check_id`` because CHECK is SQL's word.
"""

import sqlalchemy as sa

METADATA = sa.MetaData()


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, primary_key=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, nullable=False)


def _at(name: str) -> "sa.Column[float]":
    return sa.Column(name, sa.Double, nullable=False)


def _body() -> tuple["sa.Column[bytes]", "sa.Column[int]"]:
    return sa.Column("body", sa.LargeBinary, nullable=False), sa.Column("checksum", sa.BigInteger, nullable=False)


REVISION = sa.Table("xunjian_revision", METADATA, sa.Column("version_num", sa.String(32), primary_key=True))
"""Alembic's own table under our name, so that a shared PostgreSQL database may hold another program's."""

BOOKS = sa.Table("books", METADATA, _key("digest"), *_body())

INSPECTIONS = sa.Table(
    "inspections",
    METADATA,
    _key("id"),
    _text("purpose"),
    _text("tool_version"),
    _at("started_at"),
    sa.Column("ended_at", sa.Double),
    _text("state"),
    _text("config_digest"),
    sa.Column("book", sa.ForeignKey("books.digest"), nullable=False),
    sa.Column("expected", sa.String, nullable=False),  # JSON: the targets' ids, in the operator's order
    _text("completes"),
    _text("footprint"),  # JSON
    _text("owner_boot"),
    _text("owner_space"),
    sa.Column("owner_pid", sa.Integer, nullable=False),
    _text("owner_started"),
    _at("renewed_at"),
    sa.Column("purged_at", sa.Double),  # when evidence that it cites was purged, the first time
    sa.Index("inspections_completes", "completes"),
)

TARGETS = sa.Table(
    "targets",
    METADATA,
    sa.Column("inspection", sa.ForeignKey("inspections.id"), primary_key=True),
    _key("target"),
    sa.Column("number", sa.Integer, nullable=False),  # in the order of finishing
    _text("state"),
    _text("digest"),
    *_body(),
    sa.Column("evidence", sa.LargeBinary, nullable=False),  # the digests, 32 bytes each, sorted
    sa.Column("base", sa.String, nullable=False, server_default=""),  # the inspection whose document it is packed over
    sa.Column("judged", sa.String, nullable=False, server_default=""),  # a digest of which checks saw something
    sa.Column("started_at", sa.Double),  # of which the document tells; NULL where an older program wrote it
    sa.Index("targets_judged", "inspection", "judged", "target"),
    sa.Index("targets_started_at", "target", "started_at"),
)

BASES = sa.Table(
    "bases",
    METADATA,
    _key("target"),
    _text("inspection"),
    sa.Column("documents", sa.Integer, nullable=False),  # packed over it
    sa.Column("least_bytes", sa.BigInteger, nullable=False),  # the smallest of them
    sa.Column("spent_bytes", sa.BigInteger, nullable=False),  # what they took beyond the smallest
)
"""What each target's next document is packed over; whole documents make do without."""

EVIDENCE = sa.Table(
    "evidence",
    METADATA,
    _key("digest"),
    *_body(),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    _at("cited_at"),  # the start of the latest inspection that cites it
    sa.Column("documented_at", sa.Double),  # the same, of those that are not routine
    sa.Index("evidence_cited_at", "cited_at"),
)

SEALS = sa.Table(
    "seals",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("inspection", sa.String, nullable=False, unique=True),  # no foreign key: a removed inspection keeps its name
    sa.Column("seal", sa.String, nullable=False, unique=True),
    sa.Column("previous", sa.String, nullable=False, unique=True),
    _at("sealed_at"),
)

FOREIGN_SEALS = sa.Table(
    "foreign_seals",
    METADATA,
    _key("seal"),
    _text("origin"),  # the first seal of the chain that it is of
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("inspection", sa.String, nullable=False, unique=True),
    _text("previous"),
    _at("sealed_at"),
)
"""Links of other stores' chains, as those made them: each inspection stays verifiable in the chain of its origin."""

CURRENT = sa.Table(
    "current_findings",
    METADATA,
    _key("target"),
    _key("check_id"),
    _key("subject"),
    _text("finding_id"),
    _text("level"),
    _at("since_at"),
    _at("at"),
    _text("inspection"),
    sa.Index("current_findings_finding_id", "finding_id"),
)

CHANGES = sa.Table(
    "level_changes",
    METADATA,
    _key("target"),
    _key("check_id"),
    _key("subject"),
    _key("inspection"),
    _at("at"),
    sa.Column("before", sa.String),
    _text("after"),
)

SERIES = sa.Table(
    "series",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("target"),
    _text("check_id"),
    _text("subject"),
    _text("name"),
    sa.UniqueConstraint("target", "check_id", "subject", "name", name="series_once"),
)

MEASURES = sa.Table(
    "measures",
    METADATA,
    sa.Column("series", sa.ForeignKey("series.id"), primary_key=True),
    sa.Column("at", sa.Double, primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
    sqlite_with_rowid=False,
)

THINNED = sa.Table("thinned", METADATA, _key("what"), _at("before_at"))
"""How far thinning has come: what is older was looked at."""

BOOKMARKS = sa.Table(
    "bookmarks",
    METADATA,
    _key("target"),
    _key("collector"),
    _key("schedule"),
    _text("bookmark"),
    _text("inspection"),
)

BASELINES = sa.Table(
    "baselines",
    METADATA,
    _key("id"),
    _text("target"),
    _text("kind"),
    _text("inspection"),  # "" takes the baseline back
    _text("said_by"),
    _at("at"),
    sa.Index("baselines_target", "target"),
)
"""What persons confirmed, as events that are only ever added: of each kind the latest counts."""

ACCEPTANCES = sa.Table(
    "acceptances",
    METADATA,
    _key("id"),
    _text("target"),
    _text("check_id"),
    _text("subject"),
    _text("event"),  # accept, or withdraw with all but by whom and why empty
    _text("level"),
    _text("reason"),
    _text("said_by"),
    _text("control"),
    _text("until"),
    _text("bounds"),  # JSON: [measure, value, is_least]
    _text("written_by"),
    _at("at"),
    sa.Index("acceptances_target", "target"),
)
"""Risks that were accepted, as events that are only ever added: of each finding the latest counts."""

RECORD = sa.Table(
    "record_events",
    METADATA,
    _key("id"),
    _text("stream"),  # incident, duty, problem, document, hand, alias, article
    _text("name"),  # of what: an incident's number, a duty's name, a problem's key as JSON
    _text("kind"),
    _text("said_by"),
    _text("note"),
    _text("body"),  # JSON: words by name
    _text("origin"),  # the account and machine that wrote it
    _at("at"),  # when it happened
    _at("told_at"),  # when it was written
    sa.Index("record_events_name", "stream", "name"),
)
"""The service record, as events that are only ever added: two stores are one by the union of theirs."""

ATTACHMENTS = sa.Table(
    "attachments",
    METADATA,
    _key("digest"),
    *_body(),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    _text("name"),  # the file's, as it was given
    _text("media"),  # such as application/pdf
    _at("at"),
)
"""Files that the record cites: issued documents, scans of signed ones. Written once, never changed."""

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    _key("key"),  # of what is said to whom; the same thing has the same key, and goes once
    _text("channel"),  # a name of the configuration's deliveries
    _text("kind"),  # document, problem, incident, clock
    _text("payload"),  # JSON; files by their digests
    _text("state"),  # waiting, sending, delivered, doubtful, dead, withdrawn
    sa.Column("attempts", sa.Integer, nullable=False),
    _at("made_at"),
    _at("next_at"),
    sa.Column("begun_at", sa.Double),  # when the attempt that runs began
    sa.Column("handed_at", sa.Double),  # from when on it may have arrived though nobody answered
    sa.Column("ended_at", sa.Double),  # when it was delivered or given up
    _text("receipt"),  # what the other side answered: a number, an address
    _text("error"),  # the last attempt's
    sa.Index("outbox_due", "state", "next_at"),
)
"""What is to leave, each with how far it came; what is delivered stays as the proof of it."""

OCCASIONS = sa.Table(
    "occasions",
    METADATA,
    _key("schedule"),
    sa.Column("due_at", sa.Double, primary_key=True),
    _key("step"),  # "" is a gap: occasions that never began
    _text("state"),  # waiting, running, done, failed, missed, void
    sa.Column("place", sa.Integer, nullable=False),
    _text("needs"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", sa.Double),
    sa.Column("begun_at", sa.Double),
    sa.Column("ended_at", sa.Double),
    _text("reference"),  # of a round its inspection, of a document its number
    _text("note"),  # JSON: words by name
    sa.Index("occasions_state", "state"),
)
"""What the schedules brought: of each occasion its steps, each with how far it came. An occasion is here once."""

SCHEDULES = sa.Table("schedules", METADATA, _key("name"), _text("timing"), _at("since"))
"""Since when a schedule counts; ``timing`` is the digest of its times: with new ones it counts anew."""

SNAPSHOTS = sa.Table(
    "snapshots",
    METADATA,
    _key("name"),
    _text("inspection"),  # no foreign key, as in seals: a removed inspection is missed, not forgotten
    _at("made_at"),
    _text("made_by"),
    _text("change"),  # the number of the change it was made for, or ""
    _text("note"),
)

PINS = sa.Table("pins", METADATA, _key("inspection"), _key("reason"), _at("at"))
"""Inspections that something issued cites, for ever; snapshots and baselines pin by themselves."""

LEASES = sa.Table("leases", METADATA, _key("target"), _text("holder"), _at("expires_at"))

REFUSALS = sa.Table("refusals", METADATA, _key("target"), _key("fingerprint"), _text("credential"), _at("at"))

IDENTITIES = sa.Table(
    "identity_events",
    METADATA,
    _key("id"),
    _text("target"),
    _at("at"),
    _text("identity"),  # JSON
    _text("said_by"),
    _text("how"),
    sa.Index("identity_events_target", "target"),
)
