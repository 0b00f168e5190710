"""Are there sessions left? At the limit nobody can log in any more, not even to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, MANUAL, NOT_RUN
from collectors.facts.dameng.sessions import SESSIONS, Sessions
from config.limits import Layered, compare, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Sessions beside the lower of MAX_SESSIONS and what the licence allows."""

    warn: float = limit(0.8, unit="ratio", source="our own: as for other products' connections")
    critical: float = limit(0.95, unit="ratio", source="our own: as for other products' connections")


def judge(sessions: Sessions, limits: Layered[SessionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the instance."""
    most = max(1, min(sessions.most_count, sessions.licensed_count or sessions.most_count))
    used = sessions.count / most
    yield Finding(
        "",
        LEVEL_OF_SIDE[compare(used, limits.base.warn, limits.base.critical)],
        _("{count:number} of {most:number} sessions, {used:percent}", count=sessions.count, most=most, used=used),
        observed=_("{count:number} of them active", count=sessions.active_count),
        expected=_("below {warn:percent}", warn=limits.base.warn),
        quote=f"N_SESS={sessions.count} MAX_SESSIONS={sessions.most_count} licence={sessions.licensed_count or '-'}",
        measures={"sessions_count": float(sessions.count), "most_count": float(most)},
    )


SESSIONS_CHECK: Final = Check(
    id="database.dameng.sessions",
    title=_("DM8: sessions"),
    area=Area.DB_STATUS,
    needs=SESSIONS,
    limits=SessionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("v$session_sys, v$sessions, v$parameter (MAX_SESSIONS), v$license"),
    remedy=_(
        "See which application holds them (v$sessions by clnt_ip and appname) and bound its pool. Raising "
        "MAX_SESSIONS needs "
        "memory and a restart, and helps only as far as the licence allows."
    ),
    traps=(
        NOT_RUN,
        _("the licence may allow fewer than MAX_SESSIONS: the lower number counts"),
        _("it is one moment: the peak of the day is not seen"),
    ),
    clause="1.4.3.4",
    refs=(MANUAL, HEALTH),
)
