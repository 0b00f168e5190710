"""Interfaces with speeds that can be measured against: an aggregate without one of its own has its members' together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError, Unseen
from collectors.facts.devices.ports import INTERFACES, MEASURED_LINKS, Interface
from collectors.facts.devices.topology import AGGREGATES, AggregateMember
from collectors.network.since_start import NOT_THIS_WAY

_FULL: Final = 2**32 - 1
"""ifSpeed of an interface that is faster than 32 bits can say (RFC 2863), where ifHighSpeed says nothing."""
_AGGREGATE_TYPE: Final = 161
"""IANA ifType ieee8023adLag."""
Unread = Absent | SessionError


def derive(ports: Listing[Interface] | Unread, members: Listing[AggregateMember] | Unread) -> Listing[Interface]:
    """Join them; without aggregates the interfaces are as they are. Raises why those were not seen."""
    if isinstance(ports, Exception):
        raise ports
    if isinstance(members, SessionError) and members.reason not in NOT_THIS_WAY:
        lost = tuple(
            Unseen(one.name, members.reason, members.detail, members.remedy)
            for one in ports.records
            if one.type_number == _AGGREGATE_TYPE and one.is_up and one.speed_bits_per_second in {0, _FULL}
        )
        return Listing(ports.records, (*ports.unseen, *lost)) if lost else ports
    if not isinstance(members, Listing):
        return ports
    known = {one.name: one for one in ports.records}
    speeds = _speeds(members.records, known)
    records = tuple(_with_speed(one, speeds.get(one.name, ())) for one in ports.records)
    return Listing(records, ports.unseen)


def _speeds(members: Iterable[AggregateMember], known: Mapping[str, Interface]) -> dict[str, tuple[int, ...]]:
    """By aggregate the speeds of those of its members that carry traffic; 0 of one whose speed is not told."""
    found: dict[str, tuple[int, ...]] = {}
    for one in members:
        port = known.get(one.port)
        if one.is_distributing is False or one.is_standby or (port is not None and not port.is_up):
            continue
        found[one.aggregate] = (*found.get(one.aggregate, ()), port.speed_bits_per_second if port else 0)
    return found


def _with_speed(one: Interface, speeds: tuple[int, ...]) -> Interface:
    """Its own speed, where that can be one: not 0, not the mark of what is too fast, not below its fastest member's."""
    told = one.speed_bits_per_second
    if not speeds or not all(speeds) or (told not in {0, _FULL} and told >= max(speeds)):
        return one
    return replace(one, speed_bits_per_second=sum(speeds))


MEASURED_LINKS_DERIVED: Final = Derived(
    id="network.measured_links", provides=MEASURED_LINKS, of=(INTERFACES, AGGREGATES), derive=derive
)
