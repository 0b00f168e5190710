"""Sessions that wait for others, and how full the table of locks is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.postgres.sessions import LOCKS, Blocking, Locks
from config.limits import Layered, compare, limit
from config.text import _

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class LockLimits:
    """How long and how many may wait, and how full the lock table may be."""

    wait_warn_seconds: int = limit(60, unit="seconds", source="our judgement, 60 s")
    wait_critical_seconds: int = limit(600, unit="seconds", source="our judgement, 10 min")
    waiting_critical: int = limit(5, unit="count", source="our judgement, 5 sessions behind one")
    table_warn: float = limit(0.50, unit="ratio", source="our judgement")
    table_critical: float = limit(0.80, unit="ratio", source="our judgement; at 100 % statements fail")


def judge(locks: Locks, limits: Layered[LockLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of who blocks, one of the lock table."""
    base = limits.base
    yield _blocking(locks.roots, base)
    ratio = locks.held_count / locks.room_count if locks.room_count else 0.0
    yield Finding(
        "lock table",
        LEVEL_OF_SIDE[compare(ratio, base.table_warn, base.table_critical)],
        _("{ratio:percent} of the lock table is used", ratio=ratio),
        observed=_("{count:number} locks, room for {room:number}", count=locks.held_count, room=locks.room_count),
        expected=_("below {warn:percent}", warn=base.table_warn),
        measures={"lock_ratio": ratio, "lock_count": locks.held_count},
    )


def _blocking(roots: tuple[Blocking, ...], limits: LockLimits) -> Finding:
    waiting = sum(one.waiting_count for one in roots)
    longest = max((one.longest_wait_seconds for one in roots), default=0.0)
    level = LEVEL_OF_SIDE[compare(longest, limits.wait_warn_seconds, limits.wait_critical_seconds)]
    if level is Level.WARN and any(one.waiting_count >= limits.waiting_critical for one in roots):
        level = Level.CRITICAL
    summary = _("no session waits for another")
    if waiting:
        summary = _(
            "{waiting:number} session(s) wait for {roots:number} other(s), the longest for {longest:duration}",
            waiting=waiting,
            roots=len(roots),
            longest=longest,
        )
    ordered = sorted(roots, key=lambda one: -one.waiting_count)
    return Finding(
        "waiting",
        level,
        summary,
        expected=_("no wait longer than {warn:duration}", warn=limits.wait_warn_seconds),
        quote="\n".join(
            f"{one.user} {one.application} | {one.state} | {one.waiting_count} <- | {one.query}" for one in ordered[:_SHOWN]
        ),
        measures={"waiting_count": waiting, "longest_wait_seconds": longest},
    )


LOCKS_CHECK: Final = Check(
    id="database.postgres.locks",
    title=_("PostgreSQL: sessions that block others"),
    area=Area.DB_STATUS,
    needs=LOCKS,
    limits=LockLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_stat_activity and pg_blocking_pids() of those that wait, pg_locks"),
    remedy=_(
        "Look at the session at the root, not at those that wait: what it does, for whom. Idle in a transaction: the "
        "application must end it; with the consent of its people pg_terminate_backend(pid) does. Structure changes (ALTER, "
        "VACUUM FULL, REINDEX) belong into a window with lock_timeout set, so that they do not queue everybody behind them."
    ),
    traps=(
        _("pg_blocking_pids() takes the lock manager's own lock: it is called only for sessions that already wait"),
        _("a fixed number of locks says nothing: a partitioned query takes thousands; the share of the table counts"),
        _("before version 14 the wait is counted from the statement's start, which may be earlier than the wait"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 54.12 pg_locks",),
)
