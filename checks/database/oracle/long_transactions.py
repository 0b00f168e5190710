"""Are transactions open for long? They hold locks and undo, and a crash rolls them back for as long again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.activity import TRANSACTIONS, Transaction, Transactions
from config.limits import Layered, compare, limit
from config.text import _

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class TransactionLimits:
    """Age of the oldest open transaction."""

    warn_seconds: int = limit(3600, unit="seconds", source="our own: an hour; nightly batches may need more")
    critical_seconds: int = limit(86_400, unit="seconds", source="our own: a day is no batch any more")


def judge(transactions: Transactions, limits: Layered[TransactionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the database."""
    oldest = sorted(transactions.open, key=lambda one: -one.age_seconds)
    if not oldest:
        yield Finding(
            "", Level.OK, _("no transaction is open in {count:number} sessions", count=transactions.sessions_count)
        )
        return
    age = oldest[0].age_seconds
    long = [one for one in oldest if one.age_seconds >= limits.base.warn_seconds]
    yield Finding(
        "",
        _level(oldest, limits.base),
        _("{count:number} transaction(s) open, the oldest since {age:duration}", count=len(oldest), age=max(0.0, age)),
        observed=_("the oldest: {who}", who=tuple(_who(one) for one in (long or oldest)[:_SHOWN])),
        expected=_("none older than {warn:duration}", warn=limits.base.warn_seconds),
        quote="; ".join(
            f"{one.session} age={one.age_seconds:.0f}s undo_blocks={one.undo_blocks}" for one in oldest[:_SHOWN]
        ),
        measures={"oldest_seconds": max(0.0, age), "open_count": float(len(oldest))},
    )


def _level(oldest: list[Transaction], limits: TransactionLimits) -> Level:
    """A query over a database link leaves a transaction with one undo block or none: it holds nobody up."""
    held = max((one.age_seconds for one in oldest if one.undo_blocks > 1), default=0.0)
    by_work = LEVEL_OF_SIDE[compare(held, limits.warn_seconds, limits.critical_seconds)]
    is_long = oldest[0].age_seconds >= limits.warn_seconds
    return Level.NOTICE if by_work is Level.OK and is_long else by_work


def _who(one: Transaction) -> str:
    words = (one.session, one.user, one.program, one.status)
    return f"{' '.join(word for word in words if word)} (undo {one.undo_blocks})"


LONG_TRANSACTIONS: Final = Check(
    id="database.oracle.long_transactions",
    title=_("Oracle: long transactions"),
    area=Area.DB_STATUS,
    needs=TRANSACTIONS,
    limits=TransactionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("gv$transaction, gv$session"),
    remedy=_(
        "Ask the owner of the session what it does. INACTIVE with undo blocks is a forgotten commit: the "
        "application's pool "
        "or a person's tool. Before it is ended think of the rollback, which takes as long as the work did; "
        "v$fast_start_transactions shows it."
    ),
    traps=(
        NOT_RUN,
        _("a transaction of a distributed or a parallel statement may stand in several sessions"),
        _("a query over a database link opens a transaction that changed nothing: a notice at most"),
        _("a batch at night is long by design: set the limit where it runs"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$TRANSACTION, V$SESSION",),
)
