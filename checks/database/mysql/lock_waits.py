"""Sessions that wait for a lock of another one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.sessions import WAITS, Wait
from config.limits import Layered, compare, limit
from config.text import _, verbatim

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class WaitLimits:
    """How long the longest waits."""

    warn_seconds: float = limit(10.0, unit="seconds", source="our judgement: a person notices")
    critical_seconds: float = limit(
        60.0, unit="seconds", source="our judgement; innodb_lock_wait_timeout is 50 s by default"
    )


def judge(waits: tuple[Wait, ...], limits: Layered[WaitLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of all who wait at this moment."""
    base = limits.base
    if not waits:
        yield Finding("", Level.OK, _("nobody waits for a lock at this moment"))
        return
    longest = max(one.waiting_seconds for one in waits)
    told = "; ".join(_told(one) for one in sorted(waits, key=lambda one: -one.waiting_seconds)[:_SHOWN])
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(longest, base.warn_seconds, base.critical_seconds)],
        _(
            "{count:number} sessions wait for locks of others, for up to {longest:duration}",
            count=len({one.waiter for one in waits}),
            longest=longest,
        ),
        observed=verbatim(told),
        expected=_("nobody longer than {seconds:duration}", seconds=base.warn_seconds),
        quote=told,
        measures={"waiting_seconds": longest, "waiting_count": float(len(waits))},
    )


def _told(one: Wait) -> str:
    """Who waits for whom; of a metadata lock the server does not say who holds it."""
    blocker = f" <- {one.blocker} {one.blocker_user} {one.blocker_state}".rstrip() if one.blocker else ""
    return f"{one.kind}: {one.waiter} {one.waiter_user} {one.waiting_seconds:.0f} s{blocker}"


LOCK_WAITS: Final = Check(
    id="database.mysql.lock_waits",
    title=_("MySQL: waits for locks"),
    area=Area.DB_STATUS,
    needs=WAITS,
    limits=WaitLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("innodb_lock_waits (data_lock_waits of MySQL 8), sessions that wait for a metadata lock"),
    remedy=_(
        "Look at the session that holds the lock: often one that sleeps in an open transaction. Ask its owner, then "
        "end that "
        "one, not those that wait. For metadata locks look for a long query or an open transaction on the table that "
        "is to be "
        "changed. Lasting: shorter transactions, an index for the WHERE of the UPDATE, changes of tables with "
        "lock_wait_timeout."
    ),
    traps=(
        _("it is a look at one moment: none now is no proof for yesterday"),
        _("who holds a metadata lock is only known with its instrument (mdl) on"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: InnoDB Transaction and Locking Information",),
)
