"""Are transactions open for long? They hold locks and keep undo from being cleaned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import MANUAL, NOT_RUN
from collectors.facts.dameng.sessions import TRANSACTIONS, Transaction
from config.limits import Layered, compare, limit
from config.text import _

_TOP: Final = 5
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class TransactionLimits:
    """Since the session's last request."""

    idle_warn_seconds: int = limit(600, unit="seconds", source="our own: nobody works on it", subjects=("idle",))
    idle_critical_seconds: int = limit(_HOUR, unit="seconds", source="our own: forgotten", subjects=("idle",))
    open_warn_seconds: int = limit(_HOUR, unit="seconds", source="our own: as for other products", subjects=("open",))
    open_critical_seconds: int = limit(
        6 * _HOUR, unit="seconds", source="our own: as for other products", subjects=("open",)
    )


def judge(transactions: Sequence[Transaction], limits: Layered[TransactionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of idle ones that changed something, one of those at work."""
    base = limits.base
    idle = [one for one in transactions if one.is_idle and one.changes_count]
    busy = [one for one in transactions if not one.is_idle]
    yield _finding("idle", idle, (base.idle_warn_seconds, base.idle_critical_seconds))
    yield _finding("open", busy, (base.open_warn_seconds, base.open_critical_seconds))


def _finding(subject: str, found: list[Transaction], ages: tuple[int, int]) -> Finding:
    longest = max((one.seconds for one in found), default=0)
    top = sorted(found, key=lambda one: -one.seconds)[:_TOP]
    return Finding(
        subject,
        LEVEL_OF_SIDE[compare(longest, *ages)],
        _("{count:number} transaction(s), the longest since {age:duration}", count=len(found), age=longest),
        expected=_("less than {age:duration}", age=ages[0]),
        quote="; ".join(
            f"{one.user or '?'} {one.program or '?'} {one.seconds}s changes={one.changes_count}" for one in top
        ),
        measures={"transactions_count": float(len(found)), "longest_seconds": float(longest)},
    )


LONG_TRANSACTIONS: Final = Check(
    id="database.dameng.long_transactions",
    title=_("DM8: long transactions"),
    area=Area.DB_STATUS,
    needs=TRANSACTIONS,
    limits=TransactionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$trx, v$sessions"),
    remedy=_(
        "Ask the application's owner about the user and program: does it commit? A monitoring tool without "
        "autocommit is a usual "
        "culprit. End one only with the owner's consent; rolling back takes about as long as the changes did."
    ),
    traps=(
        NOT_RUN,
        _("v$trx tells no start: it is open at least since its session's last request, maybe longer"),
        _("an idle transaction that changed nothing holds hardly anything, and is left out"),
        _("our own transaction is left out"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, "github.com/gaoyuan98/dameng_exporter/issues/20"),
)
