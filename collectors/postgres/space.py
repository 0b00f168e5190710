"""Sizes of databases, tablespaces and WAL, ages of transaction ids, checksum failures: from shared catalogues.

``pg_database_size`` goes through every file of a database (2.4 s at 100,000 tables, measured): it is asked once, only of
databases whose size the account may see; of the others the size is null. The ages of transaction ids are a question of
their own, so that a slow disk does not hide them.

Sample (rows of databases)::

    [["shop", "t", "73400320", "pg_default", "f"]]
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Listing, Reason, SessionError, Statement, Unseen, sql
from collectors.facts.postgres.space import (
    AGES,
    CHECKSUMS,
    DATABASES,
    TABLESPACES,
    WAL_SPACE,
    Checksums,
    Database,
    DatabaseAge,
    Tablespace,
    WalSpace,
)
from collectors.postgres.instances import POSTGRES
from collectors.tables import table
from config.text import _

_GRANT: Final = _("grant pg_monitor to the inspecting account, or connect on that database")
_DATABASES: Final = sql(
    """
select d.datname, d.datallowconn,
  case when has_database_privilege(d.oid, 'connect') or pg_has_role(current_user, 'pg_read_all_stats', 'member')
    then pg_database_size(d.oid) end as size, t.spcname, d.datconnlimit = -2 as is_invalid
from pg_database d join pg_tablespace t on t.oid = d.dattablespace order by d.datname
""",
    seconds=30,
    rights="pg_monitor",
)
_AGES: Final = sql(
    """
select datname, age(datfrozenxid) as xid_age, mxid_age(datminmxid) as mxid_age,
  current_setting('autovacuum_freeze_max_age') as freeze_max,
  current_setting('autovacuum_multixact_freeze_max_age') as mxid_freeze_max
from pg_database order by datname
"""
)
_CHECKSUMS: Final = sql(
    "select current_setting('data_checksums') as is_on, datname, checksum_failures from pg_stat_database order by datname",
    Statement("select current_setting('data_checksums') as is_on, '' as datname, null as checksum_failures", 0, 120_000),
    since=120_000,
)
_KEPT: Final = """
  coalesce((select max(case when pg_is_in_recovery() then 0 else pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) end)
    from pg_replication_slots), 0)::bigint as by_slots
from pg_ls_waldir()
"""
_WAL: Final = sql(
    "select count(*) as count, coalesce(sum(size), 0)::bigint as size, pg_size_bytes(current_setting('max_wal_size')) as "
    "most, "
    "pg_size_bytes(coalesce(current_setting('wal_keep_size', true), '0')) as keep," + _KEPT,
    Statement(
        "select count(*) as count, coalesce(sum(size), 0)::bigint as size, "
        "pg_size_bytes(current_setting('max_wal_size')) as most, "
        "current_setting('wal_keep_segments')::bigint * 16777216 as keep," + _KEPT,
        0,
        130_000,
    ),
    since=130_000,
    rights="pg_monitor",
)
_TABLESPACES: Final = sql(
    """
select spcname, pg_tablespace_location(oid) as location,
  case when has_tablespace_privilege(oid, 'create') or pg_has_role(current_user, 'pg_read_all_stats', 'member')
    or spcname = 'pg_default' then pg_tablespace_size(oid) end as size
from pg_tablespace where spcname <> 'pg_global' order by spcname
""",
    seconds=30,
    rights="pg_monitor",
)


def databases(answer: Answer) -> Listing[Database]:
    """Read the databases; one whose size is hidden is a record without size."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.EMPTY, "pg_database")
    return Listing(
        tuple(
            Database(
                name=row.text("datname"),
                allows_connections=row.flag("datallowconn"),
                size_bytes=None if row["size"] is None else row.number("size"),
                tablespace=row.text("spcname"),
                is_invalid="is_invalid" in row and row.flag("is_invalid"),
            )
            for row in found
        )
    )


def ages(answer: Answer) -> Listing[DatabaseAge]:
    """Read the age of each database."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.EMPTY, "pg_database")
    return Listing(
        tuple(
            DatabaseAge(
                name=row.text("datname"),
                xid_age=row.number("xid_age"),
                multixact_age=row.number("mxid_age"),
                freeze_max_age=row.number("freeze_max"),
                multixact_freeze_max_age=row.number("mxid_freeze_max"),
            )
            for row in found
        )
    )


def checksums(answer: Answer) -> Checksums:
    """Read the counts. Before version 12 the server keeps none: what is on is not known to work."""
    found = table(answer)
    is_on = any(row.flag("is_on") for row in found)
    failures = tuple(
        (row.text("datname"), row.number("checksum_failures")) for row in found if row["checksum_failures"] is not None
    )
    if is_on and not failures:
        raise SessionError(Reason.NO_RECORD, found.server.words[:80], _("before version 12 failures stand in the log only"))
    return Checksums(is_on, failures)


def wal_space(answer: Answer) -> WalSpace:
    """Read the one row."""
    row = table(answer).one()
    if not row.number("count"):
        raise SessionError(Reason.EMPTY, "pg_ls_waldir()")
    return WalSpace(row.number("count"), row.number("size"), row.number("most"), row.number("keep"), row.number("by_slots"))


def tablespaces(answer: Answer) -> Listing[Tablespace]:
    """Read the tablespaces; one whose size is hidden is unseen."""
    found = table(answer)
    if not found.rows:
        raise Absent("pg_tablespace")
    return Listing(
        tuple(
            Tablespace(row.text("spcname"), row.text("location"), row.number("size"))
            for row in found
            if row["size"] is not None
        ),
        tuple(
            Unseen(row.text("spcname"), Reason.DENIED, "pg_tablespace_size", _GRANT) for row in found if row["size"] is None
        ),
    )


DATABASES_POSTGRES: Final = Collector(
    id="postgres.databases", provides=DATABASES, on=POSTGRES, ask=_DATABASES, parse=databases
)
AGES_POSTGRES: Final = Collector(id="postgres.database_ages", provides=AGES, on=POSTGRES, ask=_AGES, parse=ages)
CHECKSUMS_POSTGRES: Final = Collector(
    id="postgres.checksums", provides=CHECKSUMS, on=POSTGRES, ask=_CHECKSUMS, parse=checksums
)
WAL_SPACE_POSTGRES: Final = Collector(id="postgres.wal_space", provides=WAL_SPACE, on=POSTGRES, ask=_WAL, parse=wal_space)
TABLESPACES_POSTGRES: Final = Collector(
    id="postgres.tablespaces", provides=TABLESPACES, on=POSTGRES, ask=_TABLESPACES, parse=tablespaces
)
