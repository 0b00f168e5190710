"""Transactions that stay open: they keep locks, and every row version that died since."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.postgres.sessions import TRANSACTIONS, Transaction
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class TransactionLimits:
    """How long a transaction may be open, and how long it may do nothing."""

    warn_seconds: int = limit(3600, unit="seconds", source="our judgement, 1 h")
    critical_seconds: int = limit(21_600, unit="seconds", source="our judgement, 6 h")
    idle_warn_seconds: int = limit(600, unit="seconds", source="our judgement, 10 min")
    idle_critical_seconds: int = limit(3600, unit="seconds", source="our judgement, 60 min")
    critical_xmin_age: int = limit(50_000_000, unit="count", source="a quarter of autovacuum_freeze_max_age (200 million)")


def judge(found: Listing[Transaction], limits: Layered[TransactionLimits], scene: Scene) -> Iterator[Finding]:
    """Two findings of the server: transactions that work long, and those that wait for their client."""
    base = limits.base
    idle = [one for one in found.records if one.state.startswith("idle in transaction")]
    active = [one for one in found.records if one not in idle]
    oldest = max((one.age_seconds for one in active), default=0.0)
    side = compare(oldest, base.warn_seconds, base.critical_seconds)
    held = max((one.xmin_age or 0 for one in found.records), default=0)
    level = Level.CRITICAL if held > base.critical_xmin_age else _LEVELS[side]
    yield _finding(
        "open", level, active, oldest, base.warn_seconds, {"oldest_transaction_seconds": oldest, "xmin_age": held}
    )
    longest = max((one.idle_seconds for one in idle), default=0.0)
    yield _finding(
        "idle",
        _LEVELS[compare(longest, base.idle_warn_seconds, base.idle_critical_seconds)],
        idle,
        longest,
        base.idle_warn_seconds,
        {"longest_idle_in_transaction_seconds": longest},
    )


_LEVELS: Final = {Side.WITHIN: Level.OK, Side.WARN: Level.WARN, Side.CRITICAL: Level.CRITICAL}


def _finding(
    subject: str, level: Level, found: list[Transaction], longest: float, warn: float, measures: dict[str, float]
) -> Finding:
    return Finding(
        subject,
        level,
        _summary(subject, len(found), longest),
        expected=_("shorter than {warn:duration}", warn=warn),
        quote="\n".join(map(_line, found[:_SHOWN])),
        measures=measures,
    )


def _summary(subject: str, count: int, longest: float) -> Text:
    if not count:
        return _("no transaction is open") if subject == "open" else _("no session is idle in a transaction")
    if subject == "open":
        return _("{count:number} transaction(s) open, the oldest for {longest:duration}", count=count, longest=longest)
    return _(
        "{count:number} session(s) idle in a transaction, the longest for {longest:duration}", count=count, longest=longest
    )


def _line(one: Transaction) -> str:
    who = f"{one.user}@{one.database} {one.application} {one.address}".strip()
    return f"{who} | {one.state} | {one.age_seconds:.0f} s | {one.query}"


TRANSACTIONS_CHECK: Final = Check(
    id="database.postgres.transactions",
    title=_("PostgreSQL: long and idle transactions"),
    area=Area.DB_STATUS,
    needs=TRANSACTIONS,
    limits=TransactionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "pg_stat_activity: the oldest open transactions of clients, their state, and how far back they hold row versions"
    ),
    remedy=_(
        "Ask the application's people what the session does; a session idle in a transaction is an error of the program "
        "(no commit after an exception, a connection that is kept open). End it with pg_terminate_backend(pid) only with "
        "their consent. Against the next: set idle_in_transaction_session_timeout for the role, and mend the program."
    ),
    traps=(
        _("the time of an idle session is since its state changed, not since its last statement began"),
        _("autovacuum, base backups and replication are not counted: they are long by nature"),
        _("the statement is shown without its strings and numbers: they are the customer's data"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 28.2.3 pg_stat_activity",),
)
