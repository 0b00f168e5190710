"""Neighbours by LLDP: ``display lldp neighbor``, ``... neighbor-information verbose``, ``show lldp neighbors detail``.

Evidence for the forms: public recordings' parsers of VRP and Comware, the public collectors' parsers of RGOS. A
neighbour is a list of names and values below its port; which there are differs by version, those that we read do not.
Sample::

    GigabitEthernet0/0/1  has 1 neighbor(s):
    Neighbor index     :1
    Chassis ID         :00e0-fc12-3456
    Port ID            :GigabitEthernet0/0/24
    System name        :acc-sw
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from collectors.network.lines.reading import blocks, by_lines, fields, shown

_VRP: Final = re.compile(r"\s*(?P<name>\S+)\s+has\s+(?P<count>\d+)\s+neighbor", re.IGNORECASE)
_COMWARE: Final = re.compile(r"\s*(?:CDP|LLDP)\s+neighbor-information of port\s+\d*\s*\[(?P<name>[^\]]+)\]", re.IGNORECASE)
_INDEX: Final = re.compile(r"\s*(?:LLDP\s+)?neighbor\s+index\s*:\s*\d+", re.IGNORECASE)
_OFF: Final = re.compile(
    r"(?:info:|%)?\s*(?:the )?(?:global )?lldp(?: service| function)?\s+(?:is )?(?:not (?:enabled|running)|disabled)",
    re.IGNORECASE,
)
_NO: Final = re.compile(r"(?:info:|%)?\s*no (?:lldp )?neighbou?rs?\b", re.IGNORECASE)
_MAC: Final = re.compile(r"[0-9a-f]{2}(?:[-:.]?[0-9a-f]{2}){5}|[0-9a-f]{4}(?:[-.][0-9a-f]{4}){2}", re.IGNORECASE)


_ENDS: Final = re.compile(r"telephone|station", re.IGNORECASE)
_FORWARDS: Final = re.compile(r"router|wlan|access ?point", re.IGNORECASE)


def _address(word: str) -> str:
    """An address as SNMP writes it, with colons, so that one device is the same by either way."""
    digits = re.sub(r"[-:.]", "", word).lower()
    return ":".join(re.findall("..", digits)) if _MAC.fullmatch(word) else word


def neighbour(port: str, lines: Sequence[str]) -> Neighbour:
    """One neighbour by its names and values. Raises ParseError without its chassis or port."""
    said = fields(lines)
    chassis = said.get("chassis id") or said.get("chassisid/subtype", "").rpartition("/")[0]
    far = said.get("port id") or said.get("portid/subtype", "").rpartition("/")[0]
    if not chassis or not far:
        raise ParseError("a neighbour without its chassis or port", port)
    words = said.get("port description", "")
    is_address = bool(_MAC.fullmatch(far))
    abilities = said.get("system capabilities enabled", "")
    return Neighbour(
        port=port,
        chassis=_address(chassis),
        remote_port=f"{words} ({_address(far)})" if is_address and words else _address(far),
        remote_name=said.get("system name", ""),
        remote_description=" ".join(said.get("system description", "").split()),
        address=said.get("management address", said.get("management address value", "")),
        is_endpoint=bool(_ENDS.search(abilities)) and not _FORWARDS.search(abilities),
    )


def _reader(head: re.Pattern[str]) -> Callable[[Answer], Listing[Neighbour]]:
    """Neighbours of each port; that no port has one is an answer too, that LLDP does not run is none."""

    def parse(answer: Answer) -> Listing[Neighbour]:
        lines = shown(answer)
        found = [one for first, inside in blocks(lines, head) for one in _of_port(first, inside)]
        if not found:
            _none(lines, head)
        return Listing(tuple(dict.fromkeys(found)))

    return parse


def _none(lines: Sequence[str], head: re.Pattern[str]) -> None:
    if any(_OFF.match(line.strip()) for line in lines):
        raise SessionError(Reason.NO_RECORD, lines[0].strip())
    if not any(_NO.match(line.strip()) or head.match(line) for line in lines):
        raise ParseError("no neighbour", lines[0])


def _of_port(head: re.Match[str], lines: Sequence[str]) -> Iterator[Neighbour]:
    """Raises ParseError where not as many are told as were counted."""
    each = [inside for _index, inside in blocks(lines, _INDEX)]
    counted = head.groupdict().get("count")
    if counted is None and not each:
        each = [list(lines)]
    if counted is not None and int(counted) != len(each):
        raise ParseError(f"{len(each)} neighbours of {counted}", head.string)
    for inside in each:
        yield neighbour(head["name"].strip(), inside)


COLLECTORS: Final = (
    by_lines("neighbours", NEIGHBOURS, "huawei_vrp", "display lldp neighbor", _reader(_VRP), seconds=60, kib=2048),
    by_lines(
        "neighbours",
        NEIGHBOURS,
        "hp_comware",
        "display lldp neighbor-information verbose",
        _reader(_COMWARE),
        seconds=60,
        kib=2048,
    ),
    by_lines(
        "neighbours_plain", NEIGHBOURS, "hp_comware", "display lldp neighbor-information", _reader(_COMWARE), kib=2048
    ),
    by_lines("neighbours", NEIGHBOURS, "ruijie_os", "show lldp neighbors detail", _reader(_COMWARE), seconds=60, kib=2048),
)
