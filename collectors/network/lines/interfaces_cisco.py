"""Interfaces of IOS, IOS XE, NX-OS and ASA: ``show interfaces`` (``show interface``).

Evidence: Cisco's command references and the recorded answers behind ntc-templates' templates of the same names. What is
counted is read by the words behind each number, which the three systems put in another order and plural.

Sample (of IOS, shortened)::

    GigabitEthernet0/1 is up, line protocol is up (connected)
      Hardware is iGbE, address is 0200.5e57.336f (bia 0200.5e57.336f)
      Description: to core
      MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,
      Full-duplex, 1000Mb/s, link type is auto, media type is RJ45
         324 packets input, 48614 bytes, 0 no buffer
         0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored
         703 packets output, 62737 bytes, 0 underruns
         0 output errors, 0 collisions, 2 interface resets
"""

import re
from dataclasses import replace
from typing import Final

from collectors.base import Listing, ParseError
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from collectors.network.lines.asking import IOS, blocks, by_command, whole, word


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_HEADS: Final = {
    "cisco_ios": _of(r"^(?P<name>\S+) is (?P<state>.+?), +line protocol is (?P<protocol>\w+).*$"),
    "cisco_nxos": _of(
        r"^(?P<name>(?!admin )\S+) is (?P<state>up|down)\b(?: *\(.*?\))?(?:, line protocol is (?P<protocol>\w+))?.*$"
    ),
    "cisco_asa": _of(
        r'^Interface (?P<name>\S+) "(?P<alias>.*?)", is (?P<state>.+?), +line protocol is (?P<protocol>\w+).*$'
    ),
}
_ADMIN_DOWN: Final = _of(r"admin(?:istratively)? down|^ *admin state is down")
_HARDWARE: Final = _of(r"^ *Hardware(?: is|:) *(\S.*?)(?:,|$)")
_DESCRIPTION: Final = _of(r"^ *Description: *(\S.*?) *$")
_KILOBITS: Final = _of(r"\bBW (\d+) *Kbit")
_MEGABITS: Final = _of(r"(?:[- ]duplex\)?, *(?:Auto-speed\()?|speed[ (]|BW )(\d+) *(?:Mb/s|Mbps|Mbit)")
_GIGABITS: Final = _of(r"[- ]duplex\)?, *(?:Auto-speed\()?(\d+) *(?:Gb/s|Gbps)")
_DUPLEX: Final = _of(r"\b(full|half)[- ]duplex\b")
_COUNTED: Final = {
    "in_bytes": _of(r"\d (?:packets input,|input packets) +(\d+) bytes"),
    "out_bytes": _of(r"\d (?:packets output,|output packets) +(\d+) bytes"),
    "in_packets": _of(r"\b(\d+) (?:packets input\b|input packets\b)"),
    "out_packets": _of(r"\b(\d+) (?:packets output\b|output packets\b)"),
    "in_errors": _of(r"\b(\d+) input errors?\b"),
    "out_errors": _of(r"\b(\d+) output errors?\b"),
    "in_discards": _of(r"\b(\d+) input discard|Input queue: \d+/\d+/(\d+)/\d+"),
    "out_discards": _of(r"\b(\d+) output discard|Total output drops: *(\d+)"),
    "checksum_errors": _of(r"\b(\d+) CRC\b"),
    "late_collisions": _of(r"\b(\d+) late collisions?\b"),
}
_TYPES: Final = (
    (161, r"port-channel|bundle-ether|po\d"),
    (24, r"loopback"),
    (131, r"tunnel|vti"),
    (53, r"vlan|bdi|nve|virtual|null|nvi|bvi|irb|redundant|internal|embedded-service|bluetooth"),
    (22, r"serial"),
    (6, r".*(?:ethernet|gig|mgmt|management)"),
)
_TYPE_PATTERNS: Final = tuple((number, re.compile(words, re.IGNORECASE)) for number, words in _TYPES)
_SUB_INTERFACE: Final = 135
_OTHER: Final = 1
_KILO, _MEGA, _GIGA = 1000, 1_000_000, 1_000_000_000


def type_of(name: str) -> int:
    """IANA's ifType by an interface's name: what is below another one is a VLAN of it."""
    if "." in name.rpartition("/")[2]:
        return _SUB_INTERFACE
    return next((number for number, pattern in _TYPE_PATTERNS if pattern.match(name)), _OTHER)


def counters(below: str) -> Counters:
    """What stands behind each number; what is not counted stays None."""
    found = {name: _count(pattern, below) for name, pattern in _COUNTED.items()}
    return Counters(**found, is_64_bit=True)


def _count(pattern: re.Pattern[str], text: str) -> int | None:
    one = pattern.search(text)
    told = next((group for group in one.groups() if group is not None), "") if one else ""
    return whole(told) if told else None


def _interfaces(family: str, text: str) -> Listing[Interface]:
    """Every interface by its name, a second one of a name with a number, as by SNMP.

    Raises ParseError where two stand under one head, for then a head was lost.
    """
    found: list[Interface] = []
    for head, below in blocks(text, _HEADS[family]):
        if len(_HARDWARE.findall(below)) > 1:
            raise ParseError("two interfaces below one head", head[0])
        count = sum(one.description == head["name"] for one in found) + 1
        made = _interface(head, below)
        found.append(made if count == 1 else replace(made, name=f"{made.name} #{count}"))
    return Listing(tuple(found))


def _interface(head: re.Match[str], below: str) -> Interface:
    said = head.groupdict()
    alias = word(_DESCRIPTION, below) or said.get("alias") or ""
    is_off = bool(_ADMIN_DOWN.search(head[0]) or _ADMIN_DOWN.search(below.lstrip("\n").partition("\n")[0]))
    duplex = _DUPLEX.search(below)
    return Interface(
        name=head["name"],
        alias=alias,
        description=head["name"],
        index=0,
        type_number=type_of(head["name"]),
        is_enabled=not is_off,
        state=_state(said["state"], said["protocol"]),
        speed_bits_per_second=_speed(below),
        duplex=duplex[1].lower() if duplex else "",
        counters=counters(below),
    )


def _state(state: str, protocol: str | None) -> str:
    """What passes packets is up: the line protocol where it is told."""
    if state.lower().startswith(("deleted", "not present")):
        return "notPresent"
    return "up" if (protocol or state).lower() == "up" else "down"


def _speed(below: str) -> int:
    """What the port runs at, else the bandwidth that routing is told."""
    for pattern, unit in ((_GIGABITS, _GIGA), (_MEGABITS, _MEGA), (_KILOBITS, _KILO)):
        if told := word(pattern, below):
            return whole(told) * unit
    return 0


def _ios(text: str) -> Listing[Interface]:
    return _interfaces("cisco_ios", text)


def _nxos(text: str) -> Listing[Interface]:
    return _interfaces("cisco_nxos", text)


def _asa(text: str) -> Listing[Interface]:
    return _interfaces("cisco_asa", text)


_KIB: Final = 4096
COLLECTORS: Final = (
    by_command("interfaces", INTERFACES, IOS, "show interfaces", _ios, seconds=90, kib=_KIB),
    by_command("interfaces", INTERFACES, ("cisco_nxos",), "show interface", _nxos, seconds=90, kib=_KIB),
    by_command("interfaces", INTERFACES, ("cisco_asa",), "show interface", _asa, seconds=90, kib=_KIB),
)
