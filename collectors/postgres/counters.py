"""Counters of the databases and of checkpoints: any account may read them.

The epoch is when the statistics were reset and when the server was started: a crash empties them without a word.

Sample (rows of counters)::

    [["shop", "2026-11-22 03:00:01+00 ", "120000", "310", "0", "0", "12", "104857600", "5120", "3", "0", "1"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, Statement, sql
from collectors.facts.postgres.counters import CHECKPOINTS, COUNTERS, Checkpoints, Counters
from collectors.postgres.instances import POSTGRES
from collectors.tables import Row, table

_EPOCH: Final = "pg_postmaster_start_time()::text || ' ' || coalesce(stats_reset::text, '') as epoch"
_COUNTERS: Final = f"""
select datname, {_EPOCH}, xact_commit, xact_rollback, deadlocks, conflicts, temp_files, temp_bytes, <sessions>
from pg_stat_database where datid <> 0 and datname is not null order by datname
"""  # noqa: S608 - of our own constants
_ASK_COUNTERS: Final = sql(
    _COUNTERS.replace("<sessions>", "sessions, sessions_abandoned, sessions_fatal, sessions_killed"),
    Statement(
        _COUNTERS.replace(
            "<sessions>",
            "null as sessions, null as sessions_abandoned, null as sessions_fatal, null as sessions_killed",
        ),
        0,
        140_000,
    ),
    since=140_000,
)
_CHECKPOINTS: Final = f"""
select {_EPOCH}, <timed> as timed, <requested> as requested, pg_size_bytes(current_setting('max_wal_size')) as most,
  extract(epoch from current_setting('checkpoint_timeout')::interval)::int as pause
from <view>
"""  # noqa: S608 - as above


def _checkpoints(timed: str, requested: str, view: str) -> str:
    return _CHECKPOINTS.replace("<timed>", timed).replace("<requested>", requested).replace("<view>", view)


_ASK_CHECKPOINTS: Final = sql(
    _checkpoints("num_timed", "num_requested", "pg_stat_checkpointer"),
    Statement(_checkpoints("checkpoints_timed", "checkpoints_req", "pg_stat_bgwriter"), 0, 170_000),
    since=170_000,
)


def counters(answer: Answer) -> Listing[Counters]:
    """Read the databases."""
    found = table(answer)
    if not found.rows:
        raise SessionError(Reason.EMPTY, "pg_stat_database")
    return Listing(tuple(_counters(row) for row in found))


def _counters(row: Row) -> Counters:
    sessions = [
        None if row[name] is None else row.number(name)
        for name in ("sessions", "sessions_abandoned", "sessions_fatal", "sessions_killed")
    ]
    return Counters(
        row.text("datname"),
        row.text("epoch"),
        row.number("xact_commit"),
        row.number("xact_rollback"),
        row.number("deadlocks"),
        row.number("conflicts"),
        row.number("temp_files"),
        row.number("temp_bytes"),
        *sessions,
    )


def checkpoints(answer: Answer) -> Checkpoints:
    """Read the one row."""
    row = table(answer).one()
    return Checkpoints(
        row.text("epoch"), row.number("timed"), row.number("requested"), row.number("most"), row.number("pause")
    )


COUNTERS_POSTGRES: Final = Collector(
    id="postgres.counters", provides=COUNTERS, on=POSTGRES, ask=_ASK_COUNTERS, parse=counters
)
CHECKPOINTS_POSTGRES: Final = Collector(
    id="postgres.checkpoints", provides=CHECKPOINTS, on=POSTGRES, ask=_ASK_CHECKPOINTS, parse=checkpoints
)
