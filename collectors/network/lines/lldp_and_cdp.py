"""Neighbours by LLDP, and by CDP where no LLDP runs: Cisco, Arista.

Evidence: Cisco's and Arista's command references, the recorded answers behind ntc-templates'
``show_lldp_neighbors_detail`` and ``show_cdp_neighbors_detail`` of cisco_ios and cisco_nxos, and eAPI's model of
ShowLldpNeighborsDetail. IOS and NX-OS write how many entries they displayed: fewer is an answer that was cut.

Sample (of IOS)::

    ------------------------------------------------
    Local Intf: Gi1/0/1
    Chassis id: 0200.5e57.336f
    Port id: Gi0/2
    Port Description: to access
    System Name: core-1.example

    System Description:
    Cisco IOS Software, C2960X Software

    Time remaining: 95 seconds

    Total entries displayed: 1
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from collectors.network.lines.asking import IOS, blocks, by_command, whole, word
from collectors.network.lines.json_answers import Json, document, items_at, object_at, text_at


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_LOCAL: Final = _of(r"^Local (?:Intf|Port id): *(\S+) *$")
_CHASSIS: Final = _of(r"^Chassis id: *(\S.*?) *$")
_PORT: Final = _of(r"^Port id: *(\S.*?) *$")
_PORT_WORDS: Final = _of(r"^Port Description: *(\S.*?) *$")
_NAME: Final = _of(r"^System Name: *(\S.*?) *$")
_WORDS: Final = _of(r"^System Description:[ \n]*(\S.*?) *$")
_MANAGEMENT: Final = _of(r"^(?:Management Address: *| +IP(?: address|v4)?: *)(\d+\.\d+\.\d+\.\d+) *$")
_CAPABILITIES: Final = _of(r"^(?:System|Enabled) Capabilities: *(?P<letters>[A-Z](?:, *[A-Z])*) *$")
"""R router, B bridge, W access point, T telephone, S station (the legend that ``show lldp neighbors`` writes)."""
_CDP_CAPABILITIES: Final = _of(r"^Platform: .*, *Capabilities: *(\S.*?) *$")
_TOTAL: Final = _of(r"^ *Total (?:entries|cdp entries) displayed *: *(\d+)")
_OFF: Final = _of(r"^% *(?:LLDP|CDP) is not enabled.*$")
_NOT_TOLD: Final = re.compile(r"-? ?not advertised|null|-", re.IGNORECASE)
_RULE: Final = _of(r"^-{5,} *$")
_MAC: Final = re.compile(r"(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}", re.IGNORECASE)
_CDP_NAME: Final = _of(r"^Device ID: *(?P<name>\S+)")
_CDP_PORTS: Final = _of(r"^Interface: *(?P<port>[^,\s]+), +Port ID \(outgoing port\): *(?P<far>\S.*?) *$")
_CDP_WORDS: Final = _of(r"^Version *:[ \n]*(\S.*?) *$")


def _told(pattern: re.Pattern[str], text: str) -> str:
    found = word(pattern, text)
    return "" if _NOT_TOLD.fullmatch(found) else found


def _complete(text: str, found: list[Neighbour]) -> Listing[Neighbour]:
    """What was found, where it is as much as the device says that it displayed."""
    total = word(_TOTAL, text)
    if total and whole(total) != len(found):
        raise ParseError("not as many entries as were displayed", f"{total}: {len(found)}")
    if not total and not found:
        raise ParseError("no entry, and none is counted", text[:200])
    return Listing(tuple(dict.fromkeys(found)))


def _lldp(text: str) -> Listing[Neighbour]:
    """Entries parted by rulers (IOS) or by their first line (NX-OS). Raises SessionError (not offered) where it is off."""
    if off := _OFF.search(text):
        raise SessionError(Reason.NOT_OFFERED, off[0])
    return _complete(text, list(_entries(text)))


def _entries(text: str) -> Iterator[Neighbour]:
    is_by_ruler = bool(_RULE.search(text))
    heads = _RULE if is_by_ruler else _CHASSIS
    if not heads.search(text):
        return
    for head, below in blocks(text, heads):
        said = below if is_by_ruler else f"{head[0]}\n{below.lstrip()}"
        if not _LOCAL.search(said) and not _CHASSIS.search(said):
            continue  # what stands behind the last ruler
        if len(_LOCAL.findall(said)) != 1 or len(_CHASSIS.findall(said)) != 1:
            raise ParseError("an entry without its own port, or with two", said[:200])
        yield Neighbour(
            port=word(_LOCAL, said),
            chassis=_address(word(_CHASSIS, said)),
            remote_port=_told(_PORT, said) or _told(_PORT_WORDS, said),
            remote_name=_told(_NAME, said),
            remote_description=_told(_WORDS, said),
            address=word(_MANAGEMENT, said),
            is_endpoint=_is_endpoint(said),
        )


def _is_endpoint(said: str) -> bool:
    """By what is enabled, the last line of the two; a telephone with its own bridge is one, as by SNMP."""
    told = [set(one["letters"].replace(",", " ").split()) for one in _CAPABILITIES.finditer(said)]
    return bool(told) and bool(told[-1] & {"T", "S"}) and not told[-1] & {"R", "W"}


def _address(chassis: str) -> str:
    """A chassis that is an address as SNMP's reading writes it, so that both ways tell one neighbour alike."""
    digits = chassis.replace(".", "").lower()
    is_address = bool(_MAC.fullmatch(chassis))
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)) if is_address else chassis


def _cdp(text: str) -> Listing[Neighbour]:
    """Entries from one ``Device ID`` to the next."""
    if off := _OFF.search(text):
        raise SessionError(Reason.NOT_OFFERED, off[0])
    if not _CDP_NAME.search(text):
        return _complete(text, [])
    found = []
    for head, below in blocks(text, _CDP_NAME):
        ports = _CDP_PORTS.findall(below)
        if len(ports) != 1:
            raise ParseError("an entry without its own port, or with two", head[0])
        port, far = ports[0]
        address = word(_MANAGEMENT, below)
        words = set(word(_CDP_CAPABILITIES, below).lower().split())
        is_endpoint = bool(words & {"host", "phone"}) and not words & {
            "router",
            "switch",
            "trans-bridge",
            "source-route-bridge",
        }
        found.append(
            Neighbour(port, head["name"], far, head["name"], _told(_CDP_WORDS, below), "cdp", address, is_endpoint)
        )
    return _complete(text, found)


def _lldp_eos(text: str) -> Listing[Neighbour]:
    """By our ports; a port without a neighbour has an empty list."""
    said = document(text)
    found = [
        _arista(port, one) for port, held in items_at(said, "lldpNeighbors") for one in _listed(held, "lldpNeighborInfo")
    ]
    if not found and not said.get("lldpNeighbors"):
        raise Absent("lldpNeighbors: {}")
    return Listing(tuple(dict.fromkeys(found)))


def _listed(said: Json, name: str) -> Iterator[Json]:
    held = said.get(name)
    if not isinstance(held, list):
        raise ParseError(f"no {name}", str(said)[:200])
    for one in held:
        if not isinstance(one, dict):
            raise ParseError(f"no object in {name}", str(one)[:200])
        yield one


def _arista(port: str, said: Json) -> Neighbour:
    far = object_at(said, "neighborInterfaceInfo")
    return Neighbour(
        port=port,
        chassis=_address(text_at(said, "chassisId", is_needed=True)),
        remote_port=text_at(far, "interfaceId_v2") or text_at(far, "interfaceId").strip('"'),
        remote_name=text_at(said, "systemName"),
        remote_description=" ".join(text_at(said, "systemDescription").split()),
    )


_NX: Final = ("cisco_nxos",)
_LLDP, _CDP, _KIB = "show lldp neighbors detail", "show cdp neighbors detail", 2048
COLLECTORS: Final = (
    by_command("neighbours", NEIGHBOURS, IOS, _LLDP, _lldp, kib=_KIB),
    by_command("neighbours", NEIGHBOURS, _NX, _LLDP, _lldp, kib=_KIB),
    by_command("neighbours", NEIGHBOURS, ("arista_eos",), f"{_LLDP} | json", _lldp_eos, kib=_KIB),
    by_command("neighbours", NEIGHBOURS, IOS, _CDP, _cdp, kib=_KIB, also="cdp"),
    by_command("neighbours", NEIGHBOURS, _NX, _CDP, _cdp, kib=_KIB, also="cdp"),
)
