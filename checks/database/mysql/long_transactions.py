"""Transactions that have been open for long: they hold locks, undo and the history of everything after them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Exhibit, Finding, Level, Scene
from collectors.facts.mysql.sessions import TRANSACTIONS, Transaction, Transactions
from config.limits import Layered, compare, limit
from config.text import _, verbatim

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class TransactionLimits:
    """How long a transaction is open, and how long its session does nothing meanwhile."""

    warn_seconds: float = limit(3600.0, unit="seconds", source="our judgement")
    critical_seconds: float = limit(6 * 3600.0, unit="seconds", source="our judgement")
    idle_warn_seconds: float = limit(600.0, unit="seconds", source="our judgement: nobody thinks that long over a dialogue")
    idle_critical_seconds: float = limit(3600.0, unit="seconds", source="our judgement")


def judge(open_now: Transactions, limits: Layered[TransactionLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding of the oldest, one of the one that has been idle for longest; a table of the old ones."""
    base = limits.base
    oldest = max((one.age_seconds for one in open_now.oldest), default=0.0)
    level = LEVEL_OF_SIDE[compare(oldest, base.warn_seconds, base.critical_seconds)]
    found = [one for one in open_now.oldest if one.age_seconds >= base.warn_seconds]
    yield Finding(
        "",
        level,
        _(
            "the oldest open transaction is {age:duration} old; {count:number} are open",
            age=oldest,
            count=open_now.total_count,
        )
        if open_now.oldest
        else _("no transaction is open"),
        observed=verbatim("; ".join(map(_told, found[:_SHOWN]))) if found else None,
        expected=_("none older than {seconds:duration}", seconds=base.warn_seconds),
        quote="; ".join(map(_told, open_now.oldest[:1])),
        measures={"oldest_seconds": oldest},
    )
    idle = [one for one in open_now.oldest if one.is_idle]
    longest = max((one.idle_seconds for one in idle), default=0.0)
    yield Finding(
        "idle",
        LEVEL_OF_SIDE[compare(longest, base.idle_warn_seconds, base.idle_critical_seconds)],
        _(
            "{count:number} sessions keep a transaction open and do nothing, for up to {age:duration}",
            count=len(idle),
            age=longest,
        )
        if idle
        else _("no session keeps a transaction open and does nothing"),
        observed=verbatim("; ".join(map(_told, idle[:_SHOWN]))) if idle else None,
        measures={"idle_seconds": longest},
    )
    if found:
        columns = (_("session"), _("account"), _("schema"), _("open for"), _("rows locked"), _("rows changed"))
        yield Exhibit(_("Transactions open for long"), columns, tuple(map(_row, found[:_SHOWN])))


def _told(one: Transaction) -> str:
    return f"{one.thread} {one.user}@{one.host} {one.schema} {one.age_seconds:.0f} s"


def _row(one: Transaction) -> tuple[str, ...]:
    who = f"{one.user}@{one.host}"
    return str(one.thread), who, one.schema, f"{one.age_seconds:.0f} s", str(one.rows_locked), str(one.rows_modified)


LONG_TRANSACTIONS: Final = Check(
    id="database.mysql.long_transactions",
    title=_("MySQL: transactions open for long"),
    area=Area.DB_STATUS,
    needs=TRANSACTIONS,
    limits=TransactionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("information_schema.innodb_trx with the session of each; never the text of a statement"),
    remedy=_(
        "Find the program behind the account and address, and ask before anything is ended: KILL rolls back, which may "
        "take "
        "as long again. An idle one is a program that forgot its COMMIT: mend that, and set wait_timeout or "
        "idle_transaction_timeout (MariaDB)."
    ),
    traps=(
        _("InnoDB writes the start in the time zone of the server's machine, not of the session"),
        _("a logical backup (mysqldump --single-transaction) is a long transaction on purpose"),
        _("TIME of the process list is of the present statement, not of the transaction"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The INFORMATION_SCHEMA INNODB_TRX Table",),
)
