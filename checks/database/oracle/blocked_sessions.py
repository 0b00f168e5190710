"""Do sessions wait for each other? Behind one forgotten lock the whole application stands still."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.activity import BLOCKING, Blocked, Blocking
from config.limits import Layered, compare, limit
from config.text import _

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class BlockingLimits:
    """How long the longest waits, and how many wait for longer than a moment."""

    warn_seconds: int = limit(60, unit="seconds", source="our own: a minute is no ordinary wait for a row")
    critical_seconds: int = limit(900, unit="seconds", source="our own: users have called by then")
    least_seconds: int = limit(10, unit="seconds", source="our own: a commit or a buffer is waited for in a moment")
    critical_count: int = limit(20, unit="count", source="our own: a queue behind one session")


def judge(blocking: Blocking, limits: Layered[BlockingLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the database."""
    if not blocking.blocked:
        yield Finding("", Level.OK, _("none of {count:number} sessions waits for another", count=blocking.sessions_count))
        return
    longest = max(one.waited_seconds for one in blocking.blocked)
    level = LEVEL_OF_SIDE[compare(longest, limits.base.warn_seconds, limits.base.critical_seconds)]
    if _is_a_queue(blocking, limits.base) or _is_a_hang(blocking, limits.base):
        level = Level.CRITICAL
    heads = Counter(one.blocker for one in blocking.blocked)
    yield Finding(
        "",
        level,
        _(
            "{count:number} session(s) wait for another, the longest for {longest:duration}",
            count=len(blocking.blocked),
            longest=longest,
        ),
        observed=_(
            "at the head: {heads}", heads=tuple(_head(name, count, blocking) for name, count in heads.most_common(_SHOWN))
        ),
        expected=_("no wait longer than {warn:duration}", warn=limits.base.warn_seconds),
        quote="; ".join(
            f"{one.session} {one.event} {one.waited_seconds:.0f}s <- {one.blocker}" for one in blocking.blocked[:_SHOWN]
        ),
        measures={"blocked_count": float(len(blocking.blocked)), "longest_wait_seconds": longest},
    )


def _is_a_queue(blocking: Blocking, limits: BlockingLimits) -> bool:
    return sum(one.waited_seconds >= limits.least_seconds for one in blocking.blocked) >= limits.critical_count


def _is_a_hang(blocking: Blocking, limits: BlockingLimits) -> bool:
    """Every commit waits for the log writer, for a moment: a minute of it is no commit any more."""
    return any(one.is_background and one.waited_seconds >= limits.warn_seconds for one in blocking.blocked)


def _head(name: str, count: int, blocking: Blocking) -> str:
    """The head of a chain: instance:sid, account, program, what it does, and how many wait for it."""
    one: Blocked = next(one for one in blocking.blocked if one.blocker == name)
    words = (name, one.blocker_user, one.blocker_program, one.blocker_status)
    return f"{' '.join(word for word in words if word)} ({count})"


BLOCKED_SESSIONS: Final = Check(
    id="database.oracle.blocked_sessions",
    title=_("Oracle: sessions that wait for each other"),
    area=Area.DB_STATUS,
    needs=BLOCKING,
    limits=BlockingLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("gv$session: blocking_session, final_blocking_session, seconds_in_wait"),
    remedy=_(
        "Look at the head of the chain (its program, its machine, since when it is idle) and ask its owner before it is "
        "ended (alter system kill session ... immediate). A background process at the head is a hang: alert log, archiver, "
        "recovery area. Then have the application commit before it waits for people."
    ),
    traps=(
        NOT_RUN,
        _("on a busy database commits wait for the log writer all the time: only waits that last are counted"),
        _("sessions come and go: the database is the subject, who waits stands beside it"),
        _("on a cluster the head may be on another instance: final_blocking_instance tells"),
        _("v$lock is not joined: that query is slow and blocks on a busy database"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: V$SESSION",),
)
