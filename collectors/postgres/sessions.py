"""Connections, open transactions, locks and what holds back VACUUM: from pg_stat_activity and its neighbours.

Without the role pg_monitor (or pg_read_all_stats) the server hides the sessions of others: their ``backend_type`` is null.
Each statement counts what is hidden; where anything is, nothing is judged. Literals in a statement's text are the
customer's data: of a text only its first words leave the server.

Sample (rows of connections)::

    [["server", "", "12", "97", "1", "0"], ["role", "app", "3", "10", "0", "0"]]
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, sql
from collectors.facts.postgres.sessions import (
    CONNECTIONS,
    HOLDERS,
    LOCKS,
    PREPARED,
    TRANSACTIONS,
    Blocking,
    Connections,
    Holder,
    Locks,
    Prepared,
    Share,
    Transaction,
)
from collectors.postgres.instances import POSTGRES
from collectors.postgres.query_texts import IN_BRIEF
from collectors.tables import Row, Table, table
from config.text import _

MONITOR: Final = "pg_monitor"
_GRANT: Final = _("grant pg_monitor to the inspecting account: without it the sessions of others are hidden")
_CONNECTIONS: Final = sql(
    """
select 'server' as kind, '' as name, count(*) filter (where backend_type = 'client backend') as count,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
  - coalesce(current_setting('reserved_connections', true), '0')::int as room,
  count(*) filter (where state like 'idle in transaction%') as idle,
  count(*) filter (where backend_type is null) as hidden
from pg_stat_activity
union all
select 'role', rolname, (select count(*) from pg_stat_activity a
    where a.usesysid = r.oid and backend_type in ('client backend', 'walsender')), rolconnlimit, 0, 0
from pg_roles r where rolconnlimit > 0
union all
select 'database', datname, (select count(*) from pg_stat_activity a
    where a.datid = d.oid and backend_type in ('client backend', 'walsender')), datconnlimit, 0, 0
from pg_database d where datconnlimit > 0
""",
    rights=MONITOR,
)
_TRANSACTIONS: Final = sql(
    """
select usename, datname, application_name, client_addr, state, extract(epoch from clock_timestamp() - xact_start) as age,
  extract(epoch from clock_timestamp() - state_change) as idle, greatest(age(backend_xmin), age(backend_xid)) as xmin_age,
  <text> as query,
  (select count(*) from pg_stat_activity where backend_type is null) as hidden
from (select 1) one left join (
  select * from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid()
  and backend_type in ('client backend', 'parallel worker', 'background worker') order by xact_start limit 50
) a on true order by xact_start
""".replace("<text>", IN_BRIEF),
    rights=MONITOR,
)
_PREPARED: Final = sql(
    """
select gid, database, owner, extract(epoch from now() - prepared) as age, age(transaction) as xmin_age
from (select 1) one left join (select * from pg_prepared_xacts order by prepared limit 50) p on true
"""
)
_LOCKS: Final = sql(
    """
select pid, pg_blocking_pids(pid) as blockers, usename, application_name, state,
  extract(epoch from clock_timestamp() - coalesce(xact_start, query_start)) as age,
  extract(epoch from clock_timestamp() - query_start) as wait, <text> as query,
  (select count(*) from pg_locks where not fastpath and mode <> 'SIReadLock') as held,
  current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint
  + current_setting('max_prepared_transactions')::bigint) as room,
  (select count(*) from pg_stat_activity where backend_type is null) as hidden
from (select 1) one left join (
  select * from pg_stat_activity where wait_event_type = 'Lock' or pid in (
    select unnest(pg_blocking_pids(w.pid)) from pg_stat_activity w where w.wait_event_type = 'Lock')
) a on true
""".replace("<text>", IN_BRIEF),
    rights=MONITOR,
)
_HORIZON: Final = sql(
    """
select kind, name, age, (select count(*) from pg_stat_activity where backend_type is null) as hidden from (
  select 'backend' as kind, coalesce(usename, backend_type) || '@' || coalesce(application_name, '') as name,
    greatest(age(backend_xmin), age(backend_xid)) as age
  from pg_stat_activity where (backend_xmin is not null or backend_xid is not null) and pid <> pg_backend_pid()
    and backend_type <> 'walsender' and pid not in (select pid from pg_stat_progress_vacuum)
  union all select 'prepared', gid, age(transaction) from pg_prepared_xacts
  union all select 'slot', slot_name, greatest(age(xmin), age(catalog_xmin)) from pg_replication_slots
  union all select 'standby', coalesce(application_name, '?'), age(backend_xmin) from pg_stat_replication
  where backend_xmin is not null
  union all select 'none', '', 0
) h order by age desc nulls last limit 20
""",
    rights=MONITOR,
)


def connections(answer: Answer) -> Connections:
    """Read the server's row and those of roles and databases that have limits of their own."""
    found = _seen(table(answer))
    server = next(row for row in found if row.text("kind") == "server")
    return Connections(
        count=server.number("count"),
        usable=server.number("room"),
        idle_in_transaction_count=server.number("idle"),
        shares=tuple(
            Share(row.text("kind"), row.text("name"), row.number("count"), row.number("room"))
            for row in found
            if row.text("kind") != "server"
        ),
    )


def transactions(answer: Answer) -> Listing[Transaction]:
    """Read the oldest open transactions; a row of nulls says that there is none."""
    found = _seen(table(answer))
    return Listing(
        tuple(
            Transaction(
                user=row.text("usename"),
                database=row.text("datname"),
                application=row.text("application_name"),
                address=row.text("client_addr"),
                state=row.text("state"),
                age_seconds=row.maybe("age") or 0.0,
                idle_seconds=row.maybe("idle") or 0.0,
                xmin_age=None if row["xmin_age"] is None else row.number("xmin_age"),
                query=row.text("query"),
            )
            for row in found
            if row["age"] is not None
        )
    )


def prepared(answer: Answer) -> Listing[Prepared]:
    """Read the prepared transactions; any account sees them all."""
    return Listing(
        tuple(
            Prepared(
                row.text("gid"),
                row.text("database"),
                row.text("owner"),
                row.maybe("age") or 0.0,
                row.number("xmin_age"),
            )
            for row in table(answer)
            if row["gid"] is not None
        )
    )


def locks(answer: Answer) -> Locks:
    """Find the roots: who blocks somebody and waits for nobody."""
    found = _seen(table(answer))
    rows = {row.number("pid"): row for row in found if row["pid"] is not None}
    behind: dict[int, set[int]] = defaultdict(set)
    for pid, row in rows.items():
        for blocker in _pids(row.text("blockers")):
            behind[blocker].add(pid)
    first = next(iter(found))
    return Locks(first.number("held"), first.number("room"), tuple(_blockings(rows, behind)))


def _blockings(rows: Mapping[int, Row], behind: Mapping[int, set[int]]) -> Iterator[Blocking]:
    """Each root: a session that waits for nobody, what has no session, and one of those that wait in a circle."""
    reached: set[int] = set()
    for root in sorted(behind, key=lambda pid: (pid in rows and bool(_pids(rows[pid].text("blockers"))), pid)):
        if root not in reached:
            waiting = _waiting(behind, root)
            reached |= waiting | {root}
            yield _blocking(rows, root, waiting)


def _waiting(behind: Mapping[int, set[int]], root: int) -> set[int]:
    waiting: set[int] = set()
    todo = [root]
    while todo:
        fresh = behind.get(todo.pop(), set()) - waiting - {root}
        waiting |= fresh
        todo += fresh
    return waiting


def _blocking(rows: Mapping[int, Row], root: int, waiting: set[int]) -> Blocking:
    row = rows.get(root, Row(_NO_SESSION, state="session gone" if root else "prepared transaction"))
    return Blocking(
        user=row.text("usename"),
        application=row.text("application_name"),
        state=row.text("state"),
        query=row.text("query"),
        age_seconds=row.maybe("age") or 0.0,
        waiting_count=len(waiting),
        longest_wait_seconds=max((rows[pid].maybe("wait") or 0.0 for pid in waiting), default=0.0),
    )


_NO_SESSION: Final = {"usename": "-", "application_name": None, "query": None, "age": None}


def holders(answer: Answer) -> Listing[Holder]:
    """Read who holds the horizon, oldest first."""
    found = _seen(table(answer))
    return Listing(
        tuple(
            Holder(row.text("kind"), row.text("name"), row.number("age", 0)) for row in found if row.text("kind") != "none"
        )
    )


def _pids(written: str) -> tuple[int, ...]:
    """The members of an int4[] as the server writes it; 0 is a prepared transaction's."""
    return tuple(int(word) for word in written.strip("{}").split(",") if word)


def _seen(found: Table) -> Table:
    """Raise SessionError where the server hid anybody's session."""
    hidden = sum(row.number("hidden", 0) for row in found)
    if hidden or not found.rows:
        raise SessionError(Reason.DENIED, "pg_stat_activity", _GRANT)
    return found


CONNECTIONS_POSTGRES: Final = Collector(
    id="postgres.connections", provides=CONNECTIONS, on=POSTGRES, ask=_CONNECTIONS, parse=connections
)
TRANSACTIONS_POSTGRES: Final = Collector(
    id="postgres.transactions", provides=TRANSACTIONS, on=POSTGRES, ask=_TRANSACTIONS, parse=transactions
)
PREPARED_POSTGRES: Final = Collector(
    id="postgres.prepared_transactions", provides=PREPARED, on=POSTGRES, ask=_PREPARED, parse=prepared
)
LOCKS_POSTGRES: Final = Collector(id="postgres.locks", provides=LOCKS, on=POSTGRES, ask=_LOCKS, parse=locks)
HOLDERS_POSTGRES: Final = Collector(id="postgres.horizon", provides=HOLDERS, on=POSTGRES, ask=_HORIZON, parse=holders)
