"""How full links are, in the seconds between our two samples: a glance, not the peak."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.ports import ports_of, words_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import INTERFACES, Interface
from config.limits import Layered, limit
from config.text import _

_BITS: Final = 8
_WRAP_SECONDS: Final = 30.0
"""A 32-bit counter of bytes wraps in 34 s at 1 Gbit/s: of longer windows nothing is judged by it."""


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
            summary = _(
                "{port} was {used:percent} full within {window:duration}",
                port=words_of(one),
                used=used,
                window=one.window_seconds,
            )
            yield Finding(
                one.name,
                Level.NOTICE,
                summary,
                expected=_("below {notice:percent}", notice=mine.notice),
                measures={"used_ratio": used},
            )
    busiest, used = max(measured, key=lambda pair: pair[1])
    summary = _(
        "{count} links looked at; the busiest is {port} with {used:percent}",
        count=len(measured),
        port=busiest.name,
        used=used,
    )
    yield Finding("ports", Level.OK, summary)


def _unmeasured(up: int) -> Finding:
    if not up:
        return Finding("", Level.ABSENT, _("no port is up"))
    why = _("{count} ports are up, none with bytes counted twice and a speed", count=up)
    remedy = _(
        "set bandwidth_bits_per_second for ports whose speed the device does not tell; else see the monitoring system"
    )
    return unknown("", Unseen("", Reason.NO_RECORD, why, remedy))


def _used(one: Interface, limits: UtilisationLimits) -> float | None:
    before, now = one.earlier, one.counters
    speed = limits.bandwidth_bits_per_second or one.speed_bits_per_second
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
    needs=INTERFACES,
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
        _("where less bandwidth was bought than the port can do, set bandwidth_bits_per_second for it"),
        _("a 32-bit counter wraps within half a minute at 1 Gbit/s"),
    ),
    refs=("RFC 2863",),
)
