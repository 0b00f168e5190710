"""A TCP port. Behind one that nobody answers on, nothing works."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.functions import CONNECTION, Connection
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class PortLimits:
    """Seconds to connect, and a regular expression for what the service says first."""

    banner: str = limit("", unit="regular expression", source="the operator")
    warn_seconds: float = limit(0.5, unit="seconds", source="our judgement: some round trips, even over a wide area")
    critical_seconds: float = limit(3.0, unit="seconds", source="our judgement: connect 3 s; the third SYN leaves then")


def judge(connection: Connection, limits: Layered[PortLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: it is taken, in time, and says what it should."""
    took = connection.took_seconds
    if took is None:
        yield _unreached(connection)
        return
    level, summary = _verdict(connection, took, limits.base)
    yield Finding(
        "",
        level,
        summary,
        observed=_("connected after {took:number} s", took=took),
        expected=_("connected within {seconds:number} s", seconds=limits.base.warn_seconds),
        quote=connection.said.strip()[:120],
        measures={"took_seconds": took, "failed_tries_count": len(connection.tries)},
    )


def _unreached(connection: Connection) -> Finding:
    last, count = connection.tries[-1], len(connection.tries)
    if not last.is_named:
        return unknown("", Unseen("", Reason.UNREACHABLE, last.detail, _NAME))
    return Finding(
        "",
        Level.CRITICAL,
        _("nobody answers: {count:number} of {count:number} attempts failed", count=count),
        observed=Text("{verbatim}", {"verbatim": last.detail}),
        expected=_("a connection"),
        quote=last.detail,
        measures={"failed_tries_count": count},
    )


_NAME: Final = _("correct the name in the address, or the name service of the machine that inspects")


def _verdict(connection: Connection, took: float, limits: PortLimits) -> tuple[Level, Text]:
    said = connection.said.strip()
    if connection.is_closed and not said:
        return Level.WARN, _("the port is taken and closed at once: nothing serves behind it, or we are not let in")
    if limits.banner:
        try:
            fits = re.search(limits.banner, said)
        except re.error:
            return Level.WARN, _("no regular expression: {words}", words=limits.banner)
        if not fits:
            return Level.CRITICAL, _("another service answers than expected ({words})", words=limits.banner)
    side = compare(took, limits.warn_seconds, limits.critical_seconds)
    if side is not Side.WITHIN:
        return LEVEL_OF_SIDE[side], _("it answers, but only after {took:number} s", took=took)
    if connection.tries:
        return Level.WARN, _("it answers, but {count:number} attempt(s) before failed", count=len(connection.tries))
    return Level.OK, _("it answers after {took:number} s", took=took)


TCP_PORT: Final = Check(
    id="function.tcp_port",
    title=_("TCP port"),
    area=Area.FUNCTIONS,
    needs=CONNECTION,
    limits=PortLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("a connection to the port from where xunjian runs, at most three attempts, and what the service says first"),
    remedy=_(
        "See on the server whether the service runs and listens on that address (ss -ltnp), then go along the way: host "
        "firewall, access lists, balancer. Try from a user's place too: the way from here may differ from theirs."
    ),
    traps=(
        _("a firewall between here and there is not the users' way: try from their place before you call it an outage"),
        _("a port that is taken and closed at once serves nobody"),
        _("one failed attempt is not an outage: three are made"),
        _("many services wait for the client's word: no banner is no fault"),
    ),
    clause="1.4.3.4",
    refs=("RFC 9293",),
)
