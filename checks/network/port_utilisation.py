"""How full links are, in the seconds between our two samples: a glance, not the peak."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.ports import ports_of, words_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import MEASURED_LINKS, Interface
from config.limits import Layered, limit
from config.text import _

_BITS: Final = 8
_WRAP_SECONDS: Final = 30.0
"""A 32-bit counter of bytes wraps in 34 s at 1 Gbit/s: of longer windows nothing is judged by it."""

_TAG: Final = re.compile(
    r"(?<![\w.])bw\s*[=:＝：]\s*(?P<number>\d{1,6}(?:\.\d{1,3})?)\s*(?P<unit>[kmg])(?:b(?:it)?(?:ps|/s)?)?(?![a-z\d])",
    re.IGNORECASE,
)
"""In the description of a port, what was bought: ``bw=100M``."""
_UNITS: Final = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class UtilisationLimits:
    """Used of the speed of the link, the busier direction."""

    notice: float = limit(0.80, unit="ratio", source="Zabbix and Nokia templates: 85 to 90 %, less for a glance")
    bandwidth_bits_per_second: int = limit(
        0, unit="bit/s", source="the operator, where less than the port's speed was bought"
    )


def judge(ports: Listing[Interface], limits: Layered[UtilisationLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a link that is nearly full, one of all others together with the busiest."""
    up = [one for one in ports_of(ports.records) if one.is_up]
    measured = [(one, used) for one in up if (used := _used(one, limits.at(one.name))) is not None]
    if not measured:
        yield _unmeasured(len(up))
        return
    for one, used in measured:
        mine = limits.at(one.name)
        if used >= mine.notice:
            yield _nearly_full(one, used, mine)
    busiest, used = max(measured, key=lambda pair: pair[1])
    summary = _(
        "{count} links looked at; the busiest is {port} with {used:percent}",
        count=len(measured),
        port=busiest.name,
        used=used,
    )
    yield Finding("ports", Level.OK, summary)


def _nearly_full(one: Interface, used: float, mine: UtilisationLimits) -> Finding:
    summary = _(
        "{port} was {used:percent} full within {window:duration}",
        port=words_of(one),
        used=used,
        window=one.window_seconds,
    )
    tagged = _tagged(one)
    if tagged and not mine.bandwidth_bits_per_second:
        summary = _(
            "{port} was {used:percent} full within {window:duration}, of the {megabits:number} Mbit/s that its description "
            "names",
            port=words_of(one),
            used=used,
            window=one.window_seconds,
            megabits=tagged / _UNITS["m"],
        )
    expected = _("below {notice:percent}", notice=mine.notice)
    return Finding(one.name, Level.NOTICE, summary, expected=expected, measures={"used_ratio": used})


def _tagged(one: Interface) -> float:
    """The bandwidth that its description names, in bits a second; 0 where none, or more than the port can do."""
    found = _TAG.search(one.alias)
    bits = float(found["number"]) * _UNITS[found["unit"].lower()] if found else 0.0
    return 0.0 if one.speed_bits_per_second and bits > one.speed_bits_per_second else bits


def _unmeasured(up: int) -> Finding:
    if not up:
        return Finding("", Level.ABSENT, _("no port is up"))
    why = _("{count} ports are up, none with bytes counted twice and a speed", count=up)
    remedy = _(
        "write bw=100M into the descriptions of ports whose speed the device does not tell; else see the monitoring system"
    )
    return unknown("", Unseen("", Reason.NO_RECORD, why, remedy))


def _used(one: Interface, limits: UtilisationLimits) -> float | None:
    before, now = one.earlier, one.counters
    speed = limits.bandwidth_bits_per_second or _tagged(one) or one.speed_bits_per_second
    if before is None or not speed or one.window_seconds <= 0:
        return None
    if not now.is_64_bit and one.window_seconds > _WRAP_SECONDS:
        return None
    rates = [
        (after - earlier) * _BITS / one.window_seconds
        for after, earlier in ((now.in_bytes, before.in_bytes), (now.out_bytes, before.out_bytes))
        if after is not None and earlier is not None and after >= earlier
    ]
    return min(max(rates) / speed, 1.0) if rates else None


PORT_UTILISATION: Final = Check(
    id="network.port_utilisation",
    title=_("Use of links"),
    area=Area.NETWORK,
    needs=MEASURED_LINKS,
    limits=UtilisationLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("two samples of the 64-bit byte counters, seconds apart, against the speed of the link"),
    remedy=_(
        "See the curve of days in the monitoring system before widening the link; find out who fills it (flow statistics); "
        "set priorities for what must not wait."
    ),
    traps=(
        _("seconds are no peak and no average: a link that is empty now may be full at nine o'clock"),
        _("where less bandwidth was bought than the port can do, write bw=100M into its description, or set the limit"),
        _("an aggregate that tells no speed is measured against that of its members together"),
        _("a 32-bit counter wraps within half a minute at 1 Gbit/s"),
    ),
    refs=("RFC 2863",),
)
