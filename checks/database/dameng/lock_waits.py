"""Does anybody wait for a lock? What hangs behind a forgotten transaction looks like a slow application."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.sessions import WAITS, Wait
from config.limits import Layered, compare, limit
from config.text import _

_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class WaitLimits:
    """Since the waiting statement came."""

    warn_seconds: int = limit(30, unit="seconds", source="our own: longer than a user waits")
    critical_seconds: int = limit(300, unit="seconds", source="our own: nobody will end it by itself")


def judge(waits: Sequence[Wait], limits: Layered[WaitLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the instance; who holds what stands in the quote."""
    if not waits:
        yield Finding("", Level.OK, _("nobody waits for a lock"), measures={"waiting_count": 0.0})
        return
    longest = max(one.seconds for one in waits)
    top = sorted(waits, key=lambda one: -one.seconds)[:_TOP]
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(longest, limits.base.warn_seconds, limits.base.critical_seconds)],
        _("{count:number} transaction(s) wait for a lock, the longest since {age:duration}", count=len(waits), age=longest),
        expected=_("less than {age:duration}", age=limits.base.warn_seconds),
        quote="; ".join(
            f"{one.user or '?'} <- {one.holder or '?'} ({one.holder_state or '?'}) {one.seconds}s" for one in top
        ),
        measures={"waiting_count": float(len(waits)), "longest_seconds": float(longest)},
    )


LOCK_WAITS: Final = Check(
    id="database.dameng.lock_waits",
    title=_("DM8: lock waits"),
    area=Area.DB_STATUS,
    needs=WAITS,
    limits=WaitLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$trxwait, v$sessions"),
    remedy=_(
        "Find the holder (v$trxwait.wait_for_id, v$sessions.trx_id). An idle holder forgot to commit: have its "
        "owner commit or roll "
        "back; only with the customer's consent end it (SP_CLOSE_SESSION). Again and again: the application's "
        "order of updates."
    ),
    traps=(
        NOT_RUN,
        _("the unit of v$trxwait.wait_time is not documented: the time since the statement came is taken"),
        _("in a DSC cluster other nodes' waits stand in v$dsc_trxwait, and are not seen here"),
        _("where others' sessions are hidden from the account, nothing is judged"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
