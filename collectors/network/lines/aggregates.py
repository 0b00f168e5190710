"""Aggregated links: ``display eth-trunk``, ``display link-aggregation verbose``, ``show aggregatePort summary``.

Evidence for the forms: public recordings of VRP and Comware, the public collectors' parsers of RGOS. Samples::

    Eth-Trunk1's state information is:
    LAG ID: 1                   WorkingMode: LACP
    ActorPortName          Status   PortType PortPri PortNo PortKey PortState Weight
    GigabitEthernet0/0/11  Selected 1GE      32768   1      305     10111100  1

    Aggregate Interface: Bridge-Aggregation10
      Port                Status   Priority Index    Oper-Key               Flag
      XGE1/0/0/1(R)       S        32768    1        1                      {ACDEF}
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import Absent, Answer, Listing, ParseError
from collectors.facts.devices.topology import AGGREGATES, AggregateMember
from collectors.network.lines.reading import blocks, by_lines, fields, first_match, headings, is_ruler, shown

_NONE: Final = re.compile(
    r"(?:info:\s*)?(?:no valid trunk in the system|no (?:aggregat\S* (?:group|port|interface)|eth-trunk)\b.*)",
    re.IGNORECASE,
)
_TRUNK: Final = re.compile(r"\s*(?P<name>Eth-Trunk\d+)'s state information is:", re.IGNORECASE)
_TRUNK_ROW: Final = re.compile(
    r"\s*(?P<port>\S+)\s+(?P<status>Up|Down|Selected|Unselect(?:ed)?|Standby)\b(?P<rest>.*)$", re.IGNORECASE
)
_TRUNK_ASIDE: Final = re.compile(
    r"\s*(?:local:|lag id|preempt|system priority|operate status|workingmode|actorportname|portname|.*:)", re.IGNORECASE
)
_PORT_STATE: Final = re.compile(r"\b([01]{8})\b")
_DISTRIBUTING, _DEFAULTED, _EXPIRED = 5, 6, 7
"""Places in VRP's word of eight bits, as IEEE 802.1AX counts them."""
_GROUP: Final = re.compile(r"\s*Aggregat(?:e|ion) Interface:\s*(?P<name>\S+)", re.IGNORECASE)
_MEMBER: Final = re.compile(
    r"\s*(?P<port>[A-Za-z][\w\-/.]*\d)(?:\([A-Z]\))*\s+(?P<status>[SUI])\s+\d+.*?(?:\{(?P<flags>[A-H]*)\})?\s*$"
)
_SUMMARY: Final = re.compile(
    r"(?P<name>Ag\s?\d+|AggregatePort \d+)\s+\d+\s+\w+\s+(?:\w+\s+)?(?P<ports>\S.*)?$", re.IGNORECASE
)
_PORTS: Final = re.compile(r"[A-Za-z]+ ?\d+(?:/\d+)+")


def _no(lines: Sequence[str]) -> None:
    """Raises Absent where the device says that it has none."""
    if none := next((line for line in lines if _NONE.match(line.strip())), ""):
        raise Absent(none.strip())


def huawei_aggregates(answer: Answer) -> Listing[AggregateMember]:
    """Members of each Eth-Trunk; what stands behind ``Partner:`` is of the far end."""
    lines = shown(answer)
    _no(lines)
    found: list[AggregateMember] = []
    trunks = list(blocks(lines, _TRUNK))
    if not trunks:
        raise ParseError("no Eth-Trunk", lines[0])
    for head, inside in trunks:
        found += _trunk(head["name"], inside)
    return Listing(tuple(found))


def _trunk(name: str, lines: Sequence[str]) -> Iterator[AggregateMember]:
    """Beyond the highest number of active links the others wait by design. Raises ParseError where a member is missing."""
    end = next((at for at, line in enumerate(lines) if line.strip().lower().startswith("partner:")), len(lines))
    members = []
    for line in lines[:end]:
        if row := _TRUNK_ROW.match(line):
            members.append(row)
        elif not is_ruler(line) and not _TRUNK_ASIDE.match(line):
            raise ParseError("no member", line)
    _witnessed(name, {row["port"] for row in members}, lines[end:])
    most, up = _counted(lines, "max active-linknumber"), _counted(lines, "number of up port in trunk")
    on = sum(row["status"].lower() in {"up", "selected"} for row in members)
    if up is not None and up > on:
        raise ParseError(f"{on} members of {up}", name)
    for row in members:
        yield _member(name, row, is_full=most is not None and on >= most)


def _counted(lines: Sequence[str], words: str) -> int | None:
    found = first_match(lines, rf"{words}\s*:\s*(\d+)")
    return int(found[1]) if found else None


def _witnessed(name: str, ports: set[str], far: Sequence[str]) -> None:
    """Raises ParseError where the table of the far end names a port of ours that ours does not."""
    named = {cells[0] for line in far if len(cells := line.split()) > 1 and cells[1][:1].isdecimal()}
    if named - ports:
        raise ParseError(f"{name}: no member", ", ".join(sorted(named - ports)))


def _member(name: str, row: re.Match[str], *, is_full: bool) -> AggregateMember:
    is_on = row["status"].lower() in {"up", "selected"}
    bits = _PORT_STATE.search(row["rest"])
    return AggregateMember(
        name,
        row["port"],
        is_on if bits is None else bits[1][_DISTRIBUTING] == "1",
        None if bits is None else bits[1][_DEFAULTED] == "1",
        None if bits is None else bits[1][_EXPIRED] == "1",
        f"{row['status']} {bits[1] if bits else ''}".strip(),
        is_standby=is_full and not is_on and row["status"].lower() != "down",
    )


def comware_aggregates(answer: Answer) -> Listing[AggregateMember]:
    """Local members of each aggregate interface; a static one has no flags, and is judged by whether it is selected."""
    lines = shown(answer)
    _no(lines)
    groups = list(blocks(lines, _GROUP))
    if not groups and not any(line.strip().lower().startswith("loadsharing type") for line in lines):
        raise ParseError("no aggregate interface", lines[0])
    if len(groups) != sum(line.strip().lower().startswith("aggregation mode") for line in lines):
        raise ParseError("not as many aggregate interfaces as modes", lines[0])
    return Listing(tuple(one for head, inside in groups for one in _group(head["name"], inside)))


def _group(name: str, lines: Sequence[str]) -> list[AggregateMember]:
    """The members of one. Raises ParseError where its table has no heading, or the far end's names one more."""
    end = next((at for at, line in enumerate(lines) if headings(line)[:1] == ["remote"]), len(lines))
    start = next((at for at, line in enumerate(lines[:end]) if headings(line)[:2] == ["port", "status"]), None)
    if start is None:
        raise ParseError("no table of members", name)
    found = []
    for line in lines[start + 1 : end]:
        if row := _MEMBER.match(line):
            found.append(_local(name, row))
        elif not is_ruler(line) and not fields([line]):
            raise ParseError("no member", line)
    _witnessed(name, {one.port for one in found}, [re.sub(r"\([A-Z]\)", "", line) for line in lines[end:]])
    return found


def _local(name: str, row: re.Match[str]) -> AggregateMember:
    flags, is_selected = row["flags"], row["status"] == "S"
    return AggregateMember(
        name,
        row["port"],
        is_selected if flags is None else is_selected and "F" in flags,
        None if flags is None else "G" in flags,
        None if flags is None else "H" in flags,
        row["status"] if flags is None else f"{row['status']} {{{flags}}}",
    )


def ruijie_aggregates(answer: Answer) -> Listing[AggregateMember]:
    """Which ports belong to which; whether they carry traffic this summary does not tell."""
    lines = shown(answer)
    _no(lines)
    found: list[AggregateMember] = []
    name = ""
    if not any("maxports" in headings(line) for line in lines):
        raise ParseError("no heading", lines[0])
    for line in lines:
        if row := _SUMMARY.match(line.strip()):
            name, ports = row["name"], row["ports"] or ""
        elif name and line[:1].isspace() and _PORTS.search(line):
            ports = line
        elif is_ruler(line) or "maxports" in headings(line):
            continue
        else:
            raise ParseError("no aggregate port", line)
        found += [AggregateMember(name, port, None) for port in _PORTS.findall(ports)]
    return Listing(tuple(found))


COLLECTORS: Final = (
    by_lines("aggregates", AGGREGATES, "huawei_vrp", "display eth-trunk", huawei_aggregates),
    by_lines("aggregates", AGGREGATES, "hp_comware", "display link-aggregation verbose", comware_aggregates),
    by_lines("aggregates", AGGREGATES, "ruijie_os", "show aggregatePort summary", ruijie_aggregates),
)
