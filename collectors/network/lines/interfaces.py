"""Interfaces: ``display interface`` of VRP and Comware, ``show interfaces`` of RGOS and ZXROS.

Evidence for the forms: public recordings of VRP, Comware and ZXROS, the public collectors' parsers of RGOS. Each interface
is a block; its counters are those of the lines that count them for its direction. Samples::

    GigabitEthernet0/0/1 current state : UP
    Description:LINK
    Input:  1000 packets, 64000 bytes
      Total Error:                      3
    Output:  900 packets, 58000 bytes

    GigabitEthernet1/0/1
    Current state: DOWN ( Administratively )
    Input:  0 input errors, 0 runts, 0 giants, 0 throttles

    GigabitEthernet 0/1 is UP  , line protocol is UP
      100 packets input, 6400 bytes, 0 no buffer, 0 dropped
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from collectors.network.lines.port_words import duplex_of, interface, speed_of, stood
from collectors.network.lines.reading import Table, at_least_one, blocks, by_lines, first_match, headings, rows, shown
from collectors.network.lines.zte_stamps import unstamped

_VRP_HEAD: Final = re.compile(r"\s*(?P<name>[A-Z0-9][\w/.:\-()|]*)\s+current state\s*:\s*(?P<state>.+)$", re.IGNORECASE)
_COMWARE_HEAD: Final = re.compile(
    r"(?:\s+(?=\S+\s+current state))?(?P<name>[A-Z][\w\-]*\d(?:[\d/.:]*\d)?)(?:\s+current state\s*:\s*(?P<state>.+))?$"
)
_IOS_HEAD: Final = re.compile(
    r"(?P<name>[A-Za-z][\w/.:\-]*(?: \d[\w/.:]*)?) is (?P<state>(?:administratively )?(?:up|down))\b", re.IGNORECASE
)
_PROTOCOL: Final = re.compile(r"\s*line protocol (?:current )?state\s*:", re.IGNORECASE)
_STATE: Final = r"^\s*current state\s*:\s*(.+)$"
_WORDS: Final = r"^\s*(?:description|interface's description)\s*:\s*\"?(.*?)\"?$"
_SPEEDS: Final = (
    r"^\s*speed\s*:\s*(\S+?),?(?:\s|$)",
    r"^\s*([\d.]+[kmg]b(?:ps|/s))(?:-speed)?",
    r"oper speed is\s*(\S+)",
)
_DUPLEX: Final = r"(?:duplex\s*:\s*|oper duplex is |,\s*)((?:full|half)(?:-duplex)?)\b"
_DIRECTION: Final = re.compile(r"\s*(?P<way>input|output)\b(?!\s*(?:peak|band|rate|flow))[^:]*:", re.IGNORECASE)
_RATES: Final = re.compile(r"rate|peak|utili[sz]ation|\blast \d+ ?sec|threshold|/sec", re.IGNORECASE)
_COUNTS: Final = (
    ("packets", re.compile(r"(\d+) packets\b", re.IGNORECASE)),
    ("bytes", re.compile(r"(\d+) bytes\b", re.IGNORECASE)),
    ("errors", re.compile(r"total error:\s*(\d+)|(\d+) (?:input |output )?errors\b", re.IGNORECASE)),
    ("discards", re.compile(r"discard:\s*(\d+)|(\d+) (?:drops|dropped)\b", re.IGNORECASE)),
    ("checksum", re.compile(r"\bcrc:\s*(\d+)|(\d+) crc\b", re.IGNORECASE)),
    ("late", re.compile(r"late collisions:\s*(\d+)|(\d+) late collisions", re.IGNORECASE)),
)
_IOS_WAY: Final = re.compile(r"\b(?:packets (?P<way>input|output)|(?P<error>input|output) errors)\b", re.IGNORECASE)
_VRP_BRIEF: Final = Table(
    ("interface", "phy", "protocol"), between=r"phy:|[*^#!~]?\(?\w+\)?:|\w+/\w+:|.*: (?:input|output) util"
)
_COMWARE_BRIEF: Final = Table(
    ("interface", "link"),
    wide=("description",),
    between=r"the brief information|brief information|link:|protocol:|speed|duplex|type:",
)


def counters_of(lines: Sequence[str]) -> Counters:
    """What a block counts, by direction; a count that is told twice (total and normal) is the first."""
    found: dict[tuple[str, str], int] = {}
    way = ""
    for line in lines:
        if _RATES.search(line):
            continue
        if turned := _DIRECTION.match(line) or _IOS_WAY.search(line):
            named = turned.groupdict()
            way = (named["way"] or named.get("error") or "").lower()
        if way:
            for name, words in _COUNTS:
                if said := words.search(line):
                    found.setdefault((way, name), int(next(one for one in said.groups() if one)))
    return Counters(
        in_bytes=found.get(("input", "bytes")),
        out_bytes=found.get(("output", "bytes")),
        in_packets=found.get(("input", "packets")),
        out_packets=found.get(("output", "packets")),
        in_errors=found.get(("input", "errors")),
        out_errors=found.get(("output", "errors")),
        in_discards=found.get(("input", "discards")),
        out_discards=found.get(("output", "discards")),
        checksum_errors=found.get(("input", "checksum")),
        late_collisions=found.get(("output", "late")),
        is_64_bit=True,
    )


def _block(head: re.Match[str], lines: Sequence[str]) -> Interface:
    """One interface. Raises ParseError where it has no state, or those of two, whose second name was lost."""
    state = head["state"] or next((said[1] for said in [first_match(lines[:3], _STATE)] if said), "")
    standing = stood(state)
    if standing is None or sum(bool(_PROTOCOL.match(line)) for line in lines) > 1:
        raise ParseError("an interface without a state, or with those of two", head.string)
    words = first_match(lines, _WORDS)
    speed = next((said[1] for one in _SPEEDS if (said := first_match(lines, one))), "")
    duplex = first_match(lines, _DUPLEX)
    return interface(
        head["name"].strip(),
        standing[0],
        is_enabled=standing[1],
        alias=words[1].strip() if words else "",
        speed=speed_of(speed),
        duplex=duplex_of(duplex[1]) if duplex else "",
        counters=counters_of(lines),
    )


def _parser(head: re.Pattern[str]) -> Callable[[Answer], Listing[Interface]]:
    """One interface a block that begins with ``head``; an answer without any is not understood."""

    def parse(answer: Answer) -> Listing[Interface]:
        lines = [line for line in shown(answer) if not re.match(r"\s*={3,}", line)]
        found = [_block(first, inside) for first, inside in blocks(lines, head)]
        at_least_one(found, lines)
        if not head.match(lines[0]):
            raise ParseError("no interface's name", lines[0])
        return Listing(tuple(_apart(found)))

    return parse


def _apart(found: Sequence[Interface]) -> Iterator[Interface]:
    names: dict[str, Interface] = {}
    for one in found:
        if names.setdefault(one.name, one) is not one:
            raise ParseError("an interface told twice", one.name)
    yield from found


huawei_interfaces: Final = _parser(_VRP_HEAD)
comware_interfaces: Final = _parser(_COMWARE_HEAD)
ios_like_interfaces: Final = _parser(_IOS_HEAD)


def huawei_brief(answer: Answer) -> Listing[Interface]:
    """``display interface brief``: states and errors, without packets to compare them with."""
    lines = shown(answer)
    found = []
    for row in rows(lines, _VRP_BRIEF):
        standing = stood(re.sub(r"^[\^#!~]", "", row.cell("phy")))
        if standing is None:
            raise ParseError("an interface without a state", row.text)
        errors = [row.cell(one) for one in ("inerrors", "outerrors")]
        counted = [int(one) if one.isdecimal() else None for one in errors]
        counters = Counters(in_errors=counted[0], out_errors=counted[1], is_64_bit=True)
        name = re.sub(r"\(\w+\)$", "", row.cell("interface"))
        found.append(interface(name, standing[0], is_enabled=standing[1], counters=counters))
    at_least_one(found, lines)
    return Listing(tuple(found))


def comware_brief(answer: Answer) -> Listing[Interface]:
    """``display interface brief``: its two tables, of routed and of bridged interfaces."""
    lines = shown(answer)
    found: list[Interface] = []
    columns: list[str] = []
    for line in lines:
        words = headings(line)
        if words[:2] == ["interface", "link"]:
            columns = words
        elif columns and not re.match(_COMWARE_BRIEF.between, line.strip(), re.IGNORECASE):
            found.append(_comware_row(dict(zip(columns, line.split(), strict=False)), line))
    at_least_one(found, lines)
    return Listing(tuple(found))


def _comware_row(cells: dict[str, str], line: str) -> Interface:
    standing = stood(cells.get("link", ""))
    if standing is None:
        raise ParseError("an interface without a state", line)
    speed, duplex = cells.get("speed", ""), cells.get("duplex", "")
    is_full = {"F": "full", "H": "half"}.get(duplex[:1], "")
    return interface(cells["interface"], standing[0], is_enabled=standing[1], speed=speed_of(speed), duplex=is_full)


_SECONDS, _KIB = 120, 4096
_BLOCKS: Final = (
    ("huawei_vrp", "display interface", huawei_interfaces),
    ("hp_comware", "display interface", comware_interfaces),
    ("ruijie_os", "show interfaces", ios_like_interfaces),
    ("zte_zxros", "show interface", unstamped(ios_like_interfaces)),
)
COLLECTORS: Final = (
    *(by_lines("interfaces", INTERFACES, *one, seconds=_SECONDS, kib=_KIB) for one in _BLOCKS),
    by_lines("interfaces_brief", INTERFACES, "huawei_vrp", "display interface brief", huawei_brief),
    by_lines("interfaces_brief", INTERFACES, "hp_comware", "display interface brief", comware_brief),
)
