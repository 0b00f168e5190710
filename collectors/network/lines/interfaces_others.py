"""Interfaces of Arista (``show interfaces | json``) and Junos (``show interfaces extensive``).

Evidence: eAPI's model of ShowInterfaces (Arista's EOS command API documents), and Juniper's CLI reference of ``show
interfaces extensive`` with the recorded answers behind ntc-templates' ``juniper_junos_show_interfaces``.

Sample (of Junos, shortened)::

    Physical interface: ge-0/0/0, Enabled, Physical link is Up
      Description: to core
      Link-level type: Ethernet, MTU: 1514, Link-mode: Full-duplex, Speed: 1000mbps, Loopback: Disabled
      Traffic statistics:
       Input  bytes  :               123456                    0 bps
       Output packets:                 2345                    0 pps
      Input errors:
        Errors: 0, Drops: 0, Framing errors: 0
      Output errors:
        Carrier transitions: 7, Errors: 0, Drops: 0, Collisions: 0
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from collectors.network.lines.asking import blocks, by_command, whole, word
from collectors.network.lines.interfaces_cisco import type_of
from collectors.network.lines.json_answers import Json, count_at, document, items_at, number_at, object_at, text_at


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE)


_TYPES: Final = {"ethernet": 6, "portChannel": 161, "vlan": 53, "loopback": 24, "tunnel": 131, "subinterface": 135}
_DISABLED: Final = frozenset({"disabled"})
_HEAD: Final = _of(
    r"^Physical interface: (?P<name>[^,\s]+)(?:, +(?P<admin>Enabled|Disabled|Administratively down))?"
    r"(?:, +Physical link is (?P<state>Up|Down|up|down))?.*$"
)
_DESCRIPTION: Final = _of(r"^ +Description: *(\S.*?) *$")
_SPEED: Final = _of(
    r"\bSpeed: *(\d+) *(mbps|Gbps|m|g)",
)
_DUPLEX: Final = _of(r"(?:Link-mode|Duplex): *(Full|Half)-duplex")
_LOGICAL: Final = _of(r"^  Logical interface ")
_COUNTED: Final = {
    "in_bytes": _of(r"^ +Input +bytes *: +(\d+)"),
    "out_bytes": _of(r"^ +Output +bytes *: +(\d+)"),
    "in_packets": _of(r"^ +Input +packets *: +(\d+)"),
    "out_packets": _of(r"^ +Output +packets *: +(\d+)"),
    "in_errors": _of(r"^ +Input errors:[ \n]+Errors: (\d+)"),
    "in_discards": _of(r"^ +Input errors:[ \n]+Errors: \d+, Drops: (\d+)"),
    "out_errors": _of(r"^ +Output errors:[ \n]+Carrier transitions: \d+, Errors: (\d+)"),
    "out_discards": _of(r"^ +Output errors:[ \n]+Carrier transitions: \d+, Errors: \d+, Drops: (\d+)"),
    "checksum_errors": _of(r"^ +CRC/Align errors +(\d+)"),
}
_PHYSICAL: Final = re.compile(r"(?:fe|ge|xe|et|em|fxp|me|mge)-?\d")
_JUNOS_TYPES: Final = (
    ("ae", 161),
    ("reth", 161),
    ("lo", 24),
    ("irb", 53),
    ("vlan", 53),
    ("gr-", 131),
    ("ip-", 131),
    ("st", 131),
)


def _eos(text: str) -> Listing[Interface]:
    found = tuple(_arista(name, one) for name, one in items_at(document(text), "interfaces"))
    if not found:
        raise ParseError("no interface at all", text[:200])
    return Listing(found)


def _arista(name: str, said: Json) -> Interface:
    return Interface(
        name=name,
        alias=text_at(said, "description"),
        description=name,
        index=0,
        type_number=_TYPES.get(text_at(said, "hardware"), type_of(name)),
        is_enabled=text_at(said, "interfaceStatus", is_needed=True) not in _DISABLED,
        state=text_at(said, "lineProtocolStatus", is_needed=True),
        speed_bits_per_second=int(number_at(said, "bandwidth") or 0),
        duplex={"duplexFull": "full", "duplexHalf": "half"}.get(text_at(said, "duplex"), ""),
        counters=_arista_counters(object_at(said, "interfaceCounters")),
    )


def _arista_counters(said: Json) -> Counters:
    return Counters(
        in_bytes=count_at(said, "inOctets"),
        out_bytes=count_at(said, "outOctets"),
        in_packets=_sum(said, "inUcastPkts", "inMulticastPkts", "inBroadcastPkts"),
        out_packets=_sum(said, "outUcastPkts", "outMulticastPkts", "outBroadcastPkts"),
        in_errors=count_at(said, "totalInErrors"),
        out_errors=count_at(said, "totalOutErrors"),
        in_discards=count_at(said, "inDiscards"),
        out_discards=count_at(said, "outDiscards"),
        checksum_errors=count_at(object_at(said, "inputErrorsDetail"), "fcsErrors"),
        late_collisions=count_at(object_at(said, "outputErrorsDetail"), "lateCollisions"),
        is_64_bit=True,
    )


def _sum(said: Json, *names: str) -> int | None:
    found = [count for name in names if (count := count_at(said, name)) is not None]
    return sum(found) if found else None


def _junos(text: str) -> Listing[Interface]:
    """Physical interfaces and those that stand for several; the logical ones below them carry no cable."""
    found = {one.name: one for one in _physical(text)}
    return Listing(tuple(found.values()))


def _physical(text: str) -> Iterator[Interface]:
    for head, below in blocks(text, _HEAD):
        own = _LOGICAL.split(below, maxsplit=1)[0]
        if head["state"] is None:
            continue  # pseudo-interfaces of the software tell no link
        yield Interface(
            name=head["name"],
            alias=word(_DESCRIPTION, own),
            description=head["name"],
            index=0,
            type_number=_junos_type(head["name"]),
            is_enabled=(head["admin"] or "Enabled") == "Enabled",
            state=head["state"].lower(),
            speed_bits_per_second=_junos_speed(own),
            duplex=word(_DUPLEX, own).lower(),
            counters=Counters(**{name: _count(pattern, own) for name, pattern in _COUNTED.items()}, is_64_bit=True),
        )


def _count(pattern: re.Pattern[str], text: str) -> int | None:
    told = word(pattern, text)
    return whole(told) if told else None


def _junos_type(name: str) -> int:
    if _PHYSICAL.match(name):
        return _TYPES["ethernet"]
    return next((number for start, number in _JUNOS_TYPES if name.startswith(start)), 1)


def _junos_speed(own: str) -> int:
    found = _SPEED.search(own)
    if found is None:
        return 0
    return whole(found[1]) * (1_000_000_000 if found[2].lower().startswith("g") else 1_000_000)


_KIB: Final = 8192
COLLECTORS: Final = (
    by_command("interfaces", INTERFACES, ("arista_eos",), "show interfaces | json", _eos, seconds=90, kib=_KIB),
    by_command("interfaces", INTERFACES, ("juniper_junos",), "show interfaces extensive", _junos, seconds=120, kib=_KIB),
)
