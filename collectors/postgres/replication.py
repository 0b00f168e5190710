"""WAL archiving, replication slots, standbys, replay: what stands between a failure and lost data.

Of the archive command only its class leaves the server: it may hold a password. Names of WAL files are not turned into
places (that goes wrong with another segment size); whether archiving is behind is asked of the server.

Sample (rows of slots)::

    [["standby1", "physical", "t", "f", "0", "reserved", "", "f", null, "-1"]]
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Listing, Reason, SessionError, Statement, sql
from collectors.facts.postgres.replication import (
    ARCHIVER,
    REPLAY,
    REPLICATION,
    SLOTS,
    Archiver,
    Replay,
    Replication,
    Slot,
    Standby,
)
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, table
from config.text import _

_GRANT: Final = _("grant pg_monitor to the inspecting account: without it the state of standbys is hidden")
_NOTHING: Final = (
    r"$x$^ *(/usr)?(/bin/)?((true|:|exit 0|cd \.|echo|test)( [^|;&<>]*)?"
    r"|(cp|mv|cat|dd|gzip)\M[^|;&%]*%p[^|;&%]*/dev/null[\"']? *(2>&1)? *)$$x$"
)
"""Commands that report success and keep nothing."""
_ARCHIVER: Final = """
select a.archived_count, a.failed_count, extract(epoch from clock_timestamp() - a.last_archived_time) as archived_age,
  extract(epoch from clock_timestamp() - a.last_failed_time) as failed_age, a.last_failed_wal,
  current_setting('archive_mode') as mode, current_setting('archive_timeout') as timeout_text,
  (select setting from pg_settings where name = 'archive_timeout') as timeout,
  case when coalesce(current_setting('archive_library', true), '') <> '' then 'library'
    when (select setting from pg_settings where name = 'archive_command') is null then 'hidden'
    when (select setting from pg_settings where name = 'archive_command') in ('', '(disabled)') then 'none'
    when (select setting from pg_settings where name = 'archive_command') ~ <nothing>
      then 'pretended' else 'command' end as class,
  pg_is_in_recovery() as is_standby,
  case when pg_is_in_recovery() then 0 else pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') end::bigint as written,
  case when pg_is_in_recovery() or a.last_archived_wal is null or length(a.last_archived_wal) <> 24 then null
    else a.last_archived_wal < pg_walfile_name(pg_current_wal_lsn()) end as is_older, <waiting> as waiting
from pg_stat_archiver a
"""
_ARCHIVED: Final = _ARCHIVER.replace("<nothing>", _NOTHING)
_ARCHIVER_ASK: Final = sql(
    _ARCHIVED.replace("<waiting>", "(select count(*) from pg_ls_archive_statusdir() where name like '%.ready')"),
    Statement(_ARCHIVED.replace("<waiting>", "null"), 0, 120_000),
    since=120_000,
    rights="pg_monitor",
)
_SLOTS: Final = """
select slot_name, slot_type, active, temporary,
  case when pg_is_in_recovery() then null else pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) end::bigint as retained,
  <more>
  (select case setting when '-1' then -1 else setting::bigint * 1048576 end from pg_settings
    where name = 'max_slot_wal_keep_size') as room, (select count(*) from pg_replication_slots) as count
from (select 1) one left join pg_replication_slots s on true order by slot_name
"""
_SLOTS_ASK: Final = sql(
    _SLOTS.replace(
        "<more>",
        "wal_status, invalidation_reason as invalidation, synced, "
        "extract(epoch from clock_timestamp() - inactive_since) as inactive,",
    ),
    Statement(
        _SLOTS.replace("<more>", "wal_status, null as invalidation, 'f' as synced, null as inactive,"), 130_000, 170_000
    ),
    Statement(
        _SLOTS.replace("<more>", "null as wal_status, null as invalidation, 'f' as synced, null as inactive,"), 0, 130_000
    ),
    since=170_000,
)
_REPLICATION: Final = sql(
    """
select application_name, client_addr, state, sync_state, pid,
  pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
    replay_lsn)::bigint as lag_bytes, extract(epoch from replay_lag) as lag_seconds,
  current_setting('synchronous_standby_names') as names, pg_is_in_recovery() as is_standby,
  (select count(*) from pg_stat_activity where backend_type is null) as hidden
from (select 1) one left join pg_stat_replication r on true order by application_name, client_addr, backend_start, pid
""",
    rights="pg_monitor",
)
_REPLAY: Final = sql(
    """
select pg_is_in_recovery() as is_standby,
  case when pg_is_in_recovery() then pg_is_wal_replay_paused() end as is_paused,
  exists (select 1 from pg_stat_wal_receiver) as is_receiving,
  case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end as delay,
  pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint as behind,
  (select setting from pg_settings where name = 'recovery_min_apply_delay') as apply_delay,
  exists (select 1 from pg_settings where name = 'primary_conninfo' and setting <> '')
    or pg_last_wal_receive_lsn() is not null as has_source
""",
    rights="pg_monitor",
)


def archiver(answer: Answer) -> Archiver:
    """Read the one row."""
    row = table(answer).one()
    if row.text("class") == "hidden":
        raise SessionError(Reason.DENIED, "archive_command", _GRANT)
    return Archiver(
        mode=row.text("mode"),
        command_class=row.text("class"),
        archived_count=row.number("archived_count"),
        failed_count=row.number("failed_count"),
        last_archived_seconds=row.maybe("archived_age"),
        last_failed_seconds=row.maybe("failed_age"),
        last_failed_file=row.text("last_failed_wal"),
        timeout_seconds=row.number("timeout", 0),
        waiting_count=None if row["waiting"] is None else row.number("waiting"),
        written_bytes=row.number("written"),
        is_standby=row.flag("is_standby"),
        is_behind=row["is_older"] is not None and row.flag("is_older"),
    )


def slots(answer: Answer) -> Listing[Slot]:
    """Read the slots; a row of nulls says that there is none."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.EMPTY, "pg_replication_slots")
    return Listing(tuple(_slot(row) for row in found if row["slot_name"] is not None))


def _slot(row: Row) -> Slot:
    return Slot(
        name=row.text("slot_name"),
        kind=row.text("slot_type"),
        is_active=row.flag("active"),
        is_temporary=row.flag("temporary"),
        retained_bytes=None if row["retained"] is None else row.number("retained"),
        wal_status=row.text("wal_status"),
        invalidation=row.text("invalidation"),
        is_synced=row.flag("synced"),
        inactive_seconds=row.maybe("inactive"),
        room_bytes=row.number("room", -1),
    )


def replication(answer: Answer) -> Replication:
    """Read the standbys. Of what the account may not see only the name and the process stand there."""
    found = table(answer)
    first = next(iter(found), None)
    if first is None:
        raise SessionError(Reason.EMPTY, "pg_stat_replication")
    if first.number("hidden"):
        raise SessionError(Reason.DENIED, "pg_stat_replication", _GRANT)
    return Replication(
        tuple(
            Standby(
                name=row.text("application_name"),
                address=row.text("client_addr"),
                state=row.text("state"),
                sync_state=row.text("sync_state"),
                lag_bytes=None if row["lag_bytes"] is None else row.number("lag_bytes"),
                lag_seconds=row.maybe("lag_seconds"),
            )
            for row in found
            if row["pid"] is not None
        ),
        first.text("names"),
        first.flag("is_standby"),
    )


def replay(answer: Answer) -> Replay:
    """Read a standby's row. Raises Absent on a primary: it says so itself."""
    found = table(answer)
    row = found.one()
    if not row.flag("is_standby"):
        raise Absent("pg_is_in_recovery() = f")
    return Replay(
        is_paused=row.flag("is_paused"),
        is_receiving=row.flag("is_receiving"),
        delay_seconds=row.maybe("delay"),
        behind_bytes=None if row["behind"] is None else row.number("behind"),
        apply_delay_seconds=(row.maybe("apply_delay") or 0) / 1000,
        has_source=row.flag("has_source"),
    )


ARCHIVER_POSTGRES: Final = Collector(
    id="postgres.archiver", provides=ARCHIVER, on=POSTGRES, ask=_ARCHIVER_ASK, parse=archiver
)
SLOTS_POSTGRES: Final = Collector(id="postgres.slots", provides=SLOTS, on=POSTGRES, ask=_SLOTS_ASK, parse=slots)
REPLICATION_POSTGRES: Final = Collector(
    id="postgres.replication", provides=REPLICATION, on=POSTGRES, ask=_REPLICATION, parse=replication
)
REPLAY_POSTGRES: Final = Collector(id="postgres.replay", provides=REPLAY, on=POSTGRES, ask=_REPLAY, parse=replay)
