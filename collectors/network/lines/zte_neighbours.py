"""Neighbours by LLDP of ZXROS: ``show lldp entry``, and ``show lldp neighbor brief`` where the device knows no entries.

Evidence for the forms: of entries ZTE's command manual of ZXROSNG and a public collector's sanitised answers of an 8900E
(names and values), a second public collector's script for older ZXR10 (the kind of a name in brackets behind it); of the
short table the same manual, and two public collectors' answers of live devices, which fold a long name into the next line.
Assumed: what a device says where LLDP does not run. Samples::

    Local port :gei-0/3/0/2
    Chassis type :MAC address
    Chassis ID :0200.5e00.0102
    Port ID :GigabitEthernet1/0/1
    System name :acc-2
    System capabilities :Bridge, Router
    Management address :IPv4-192.0.2.26, IfIndex-10, OID-0
    ----------------------------------------

    Total neighbors: 1
    Local Interface   Scope  Chassis ID      Port ID           Holdtime  System Name
    gei-0/3/0/1       NB     0200.5e00.0101  Ten-GigabitEthern 120       acc-1
                                             et1/0/1
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from collectors.base import Answer, Cli, Collector, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from collectors.network.lines.neighbours import neighbour
from collectors.network.lines.reading import blocks, by_lines, fields, first_match, is_ruler, shown
from collectors.network.lines.zte_stamps import unstamped
from config.kinds import NETWORK
from config.text import verbatim

_ENTRY: Final = re.compile(r"\s*local port\s*:\s*(?P<name>\S.*)$", re.IGNORECASE)
_OFF: Final = r"\blldp\b.*\b(?:disabled?|not (?:enabled|running))\b"
_KIND: Final = re.compile(
    r"\s*\|.*$|\s+nearest\b.*$|\s*\((?:mac address|network address|interface (?:name|alias)|port component|"
    r"chassis component|local(?:ly assigned)?)\)$",
    re.IGNORECASE,
)
"""What kind of name it is, written behind a name; the newer manual writes the bridge's reach there too."""
_NAMED: Final = re.compile(r"^\s*(?P<name>chassis id|port id|peer port)\s*:\s*(?P<value>.*)$", re.IGNORECASE)
_IPV4: Final = re.compile(r"IPv4\s*-\s*(\d{1,3}(?:\.\d{1,3}){3})", re.IGNORECASE)
_NO_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - what stands where the neighbour tells no address
_ENDPOINT: Final = re.compile(r"telephone|station", re.IGNORECASE)
_FORWARDS: Final = re.compile(r"router|wlan|access ?point", re.IGNORECASE)
"""A telephone with a bridge of its own stays an endpoint, as by SNMP."""
_HEAD: Final = re.compile(r"\s*local (?:interface|intf)\s.*chassis id.*port id.*hold", re.IGNORECASE)
_ROW: Final = re.compile(
    r"(?P<port>[A-Za-z]\S*)\s+(?:(?:NB|NC|NTPMR)\s+)?(?P<chassis>\S+)\s+(?P<far>\S+)\s+\d+(?:\s+(?P<name>\S.*))?$"
)
_FAR_IN: Final = " " * 12
"""What the rest of a long value begins with: below the value, and so behind the longest blanks before a name."""
_FOLDED: Final = re.compile(r"\S+(?: \S+)*")
_NEAR: Final = 6
"""Columns that the rest of a name stands beside its beginning, in the answers at hand at most three."""
_LEGEND: Final = re.compile(r"\s*(?:scope codes\s*:|NB\s*=|NC\s*=|NTPMR\s*=|total neighbors)", re.IGNORECASE)
_TOTAL: Final = r"total neighbors\s*:\s*(\d+)"


def zte_entries(answer: Answer) -> Listing[Neighbour]:
    """Entries from one local port to the next.

    Raises SessionError (not offered) of an empty answer: the short table tells that there is none, this one cannot.
    """
    if not answer.text.strip():
        raise SessionError(Reason.NOT_OFFERED, verbatim("show lldp entry"))
    lines = shown(answer)
    _running(lines)
    found = [_entry(_plain(head["name"]), inside) for head, inside in blocks(lines, _ENTRY)]
    if not found:
        raise ParseError("no entry", lines[0])
    return Listing(tuple(dict.fromkeys(found)))


def _running(lines: Sequence[str]) -> None:
    """Raises SessionError (no record) where the device says that LLDP does not run."""
    if len(lines) == 1 and (off := first_match(lines, _OFF)):
        raise SessionError(Reason.NO_RECORD, off.string.strip())


def _plain(value: str) -> str:
    return _KIND.sub("", value.strip()).strip()


def _entry(port: str, lines: Sequence[str]) -> Neighbour:
    plain = [
        f"{'port id' if named['name'].lower() == 'peer port' else named['name']}: {_plain(named['value'])}"
        if (named := _NAMED.match(line))
        else line
        for line in _unfolded(lines)
    ]
    said = fields(plain)
    address = _IPV4.search(said.get("management address", ""))
    abilities = said.get("system capabilities", said.get("system capability", ""))
    return replace(
        neighbour(port, plain),
        address=address[1] if address and address[1] != _NO_ADDRESS else "",
        is_endpoint=bool(_ENDPOINT.search(abilities)) and not _FORWARDS.search(abilities),
    )


def _unfolded(lines: Sequence[str]) -> Sequence[str]:
    """The lines of an entry without the ruler, a long value in one piece."""
    whole: list[str] = []
    for line in lines:
        if whole and line.startswith(_FAR_IN):
            whole[-1] += line.strip()
        elif not is_ruler(line):
            whole.append(line)
    return whole


def zte_brief(answer: Answer) -> Listing[Neighbour]:
    """The short table. Raises ParseError where not as many neighbours are told as the device counts."""
    lines = shown(answer)
    _running(lines)
    found = [neighbour(port, plain) for port, plain in _rows(lines)]
    total = first_match(lines, _TOTAL)
    if total is None and not found:
        raise ParseError("no neighbour, and none is counted", lines[0])
    if total is not None and int(total[1]) != len(found):
        raise ParseError(f"{len(found)} neighbours of {total[1]}", total.string)
    return Listing(tuple(dict.fromkeys(found)))


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Our port, and the neighbour's names and values, with what was folded put together again."""
    has_head = False
    row: re.Match[str] | None = None
    said: dict[str, str] = {}
    for line in lines:
        if _HEAD.match(line):
            has_head = True
        elif is_ruler(line) or _LEGEND.match(line):
            continue
        elif row is not None and line[:1].isspace():
            _unfold(said, row, line)
        elif has_head and (found := _ROW.match(line)):
            if row is not None:
                yield row["port"], _values(said)
            row, said = found, {name: value or "" for name, value in found.groupdict().items()}
        else:
            raise ParseError("no neighbour", line)
    if row is not None:
        yield row["port"], _values(said)


def _unfold(said: dict[str, str], row: re.Match[str], line: str) -> None:
    """Add the rest of a name to that of the row above which it stands below. Raises ParseError where it does so of none."""
    for piece in _FOLDED.finditer(line):
        away, name = min((abs(row.start(name) - piece.start()), name) for name in ("name", "far", "chassis"))
        if away > _NEAR:
            raise ParseError("the rest of no name", line)
        said[name] += piece[0]


def _values(row: dict[str, str]) -> list[str]:
    return [f"chassis id: {row['chassis']}", f"port id: {row['far']}", f"system name: {row['name']}"]


COLLECTORS: Final = (
    Collector(
        id="cli.neighbours.zte_zxros",
        provides=NEIGHBOURS,
        on=NETWORK,
        ask=Cli(("zte_zxros",), "show lldp entry", seconds=60, kib=2048, may_be_empty=True),
        parse=unstamped(zte_entries),
    ),
    by_lines(
        "neighbours_brief", NEIGHBOURS, "zte_zxros", "show lldp neighbor brief", unstamped(zte_brief), seconds=60, kib=2048
    ),
)
