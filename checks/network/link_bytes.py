"""How much the busiest links carry from inspection to inspection: an average of days, where two samples are a glance."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from checks.base import Area, Check, Finding, Level, Measured, NoLimits, Point, Scene, Trend, unknown
from checks.growth import AT_LIMIT, FORECAST_REFS, FORECAST_TRAPS, Growth, GrowthLimits
from checks.growth_words import Filling
from checks.ports import ports_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import MEASURED_LINKS, Interface
from config.limits import Layered
from config.text import _

MOST: Final = 8
"""Ours: links of a device that are followed, those that have carried most: the others are far from full."""
_BITS: Final = 8
_LEAST_SECONDS: Final = 43_200.0
"""Ours: between two inspections, so that the average holds hours of work and of rest."""
BUSY: Final = 0.5
"""Ours: a link that is half full on the average of days is full in the hours of work."""
_AVERAGE: Final = Growth(Filling("ratio", AT_LIMIT))


def carried(ports: Listing[Interface], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding each of the links that carried most."""
    up = [one for one in ports_of(ports.records) if one.is_up]
    counted = [(count, one) for one in up if (count := _bytes(one)) is not None and one.speed_bits_per_second]
    if not up:
        yield Finding("", Level.ABSENT, _("no port is up"))
    elif not counted:
        why = _("{count} ports are up, none with a 64-bit counter of bytes and a speed", count=len(up))
        yield unknown("", Unseen("", Reason.NO_RECORD, why))
    for count, one in sorted(counted, key=lambda pair: (-pair[0], pair[1].name))[:MOST]:
        yield Finding(
            one.name,
            Level.OK,
            _("{port} has carried {count:bytes} in its busier direction so far", port=one.name, count=count),
            measures={"carried_bytes": float(count), "speed_bits_per_second": float(one.speed_bits_per_second)},
        )


def _bytes(one: Interface) -> int | None:
    counters = one.counters
    known = [count for count in (counters.in_bytes, counters.out_bytes) if count is not None]
    return max(known) if known and counters.is_64_bit else None


def judge(series: Mapping[str, tuple[Point, ...]], limits: Layered[GrowthLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a link: when its average between inspections is at its limit."""
    loads = {subject: tuple(averages(points)) for subject, points in series.items()}
    for subject in (subject for subject, points in loads.items() if not points and series[subject]):
        yield Finding(subject, Level.ABSENT, _("{port} was counted once so far: no average yet", port=subject))
    followed = {subject: points for subject, points in loads.items() if points}
    if followed or not loads:
        yield from _AVERAGE(followed, limits, scene)


def averages(points: tuple[Point, ...]) -> Iterator[Point]:
    """The average load between two looks as a share of the speed; where a counter began again there is none."""
    for before, after in pairwise(points):
        seconds = (after.at - before.at).total_seconds()
        if seconds >= _LEAST_SECONDS and after.value >= before.value and after.capacity > 0:
            yield Point(after.at, (after.value - before.value) * _BITS / seconds / after.capacity, BUSY)


LINK_BYTES: Final = Check(
    id="network.link_bytes",
    title=_("Bytes carried by the busiest links"),
    area=Area.NETWORK,
    needs=MEASURED_LINKS,
    limits=NoLimits(),
    judge=carried,
    worst=Level.NOTICE,
    reads=_("the 64-bit byte counters of ports that are up, and their speed"),
    remedy=_("Switch the counters of 64 bits on where the device has them (ifHCInOctets)."),
    traps=(
        _("a counter that began again since the last inspection is told by its fall"),
        _("only the eight links that have carried most are followed"),
    ),
    refs=("RFC 2863",),
)
LINK_LOAD: Final = Trend(
    id="network.link_load",
    title=_("Growth of the load of links"),
    area=Area.NETWORK,
    needs=MEASURED_LINKS,
    of=Measured("network.link_bytes", value="carried_bytes", capacity="speed_bits_per_second"),
    limits=GrowthLimits(reached_ratio=0.80),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the average load of the busiest links between one inspection and the next"),
    remedy=_(
        "See the curve of days in the monitoring system and who fills the link (flow statistics); move backups to the "
        "night, set priorities, and order more bandwidth or a second link before the date."
    ),
    traps=(_("its limit is half of the speed on the average of days: then the hours of work are full"), *FORECAST_TRAPS),
    refs=("RFC 2863", *FORECAST_REFS),
)
