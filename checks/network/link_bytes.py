"""How much the busiest links have carried so far: two inspections make an average of days, two samples only a glance."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from checks.ports import ports_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import MEASURED_LINKS, Interface
from config.limits import Layered
from config.text import _

MOST: Final = 8
"""Ours: links of a device that are followed, those that have carried most: the others are far from full."""


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
