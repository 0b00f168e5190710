"""Neighbours by LLDP (IEEE 802.1AB, LLDP-MIB; LLDP-V2-MIB where only that is filled in).

The index of a row is time mark, local port number, number; a device may list one neighbour under several time marks.
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Final

from collectors.base import Answer, Collector, Listing, Part, Reason, SessionError, Snmp
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from collectors.network.readings import NOT_TOLD
from collectors.network.varbinds import Objects, Row, objects
from config.kinds import NETWORK
from config.text import verbatim

_LOCAL: Final = "1.0.8802.1.1.2.1.3"
_CHASSIS: Final = f"{_LOCAL}.2.0"
_PORTS: Final[Mapping[str, str]] = {"kind": f"{_LOCAL}.7.1.2", "id": f"{_LOCAL}.7.1.3", "words": f"{_LOCAL}.7.1.4"}
_REMOTE_BASE: Final = "1.0.8802.1.1.2.1.4.1.1"
_REMOTE: Final[Mapping[str, str]] = {
    "chassis_kind": f"{_REMOTE_BASE}.4",
    "chassis": f"{_REMOTE_BASE}.5",
    "port_kind": f"{_REMOTE_BASE}.6",
    "port": f"{_REMOTE_BASE}.7",
    "port_words": f"{_REMOTE_BASE}.8",
    "name": f"{_REMOTE_BASE}.9",
    "words": f"{_REMOTE_BASE}.10",
    "abilities": f"{_REMOTE_BASE}.12",
}
_FORWARDS: Final = 0b0001_1000
"""Of lldpRemSysCapEnabled: wireless access point, router. A telephone is a bridge too, of the PC behind it."""
_ENDS: Final = 0b0000_0101
"""Telephone, station only."""
_MANAGEMENT: Final = "1.0.8802.1.1.2.1.4.2.1.3"
"""lldpRemManAddrIfSubtype: its index ends in the address: subtype (1 IPv4, 2 IPv6), length, bytes."""
_ADDRESS_SIZES: Final = {1: 4, 2: 16}
_IF_NAME: Final = "1.3.6.1.2.1.31.1.1.1.1"
_BRIDGE_PORT: Final = "1.3.6.1.2.1.17.1.4.1.2"
_ADDRESS_KINDS: Final = {3: 6, 4: 6}
"""By kind of port or chassis id (macAddress is 3 of a port, 4 of a chassis), how many bytes it has."""
_INTERFACE_NAME: Final = 5
_INDEX_NUMBERS: Final = 3


def parse(answer: Answer) -> Listing[Neighbour]:
    """Read all neighbours. Raises SessionError (not offered) where the device has no LLDP-MIB at all."""
    said = objects(answer)
    found = dict.fromkeys(_neighbours(said))
    if not found and said.value(_CHASSIS) is None and not said.column(_PORTS["id"]):
        raise SessionError(Reason.NOT_OFFERED, verbatim("LLDP-MIB"), NOT_TOLD)
    return Listing(tuple(found))


def _neighbours(said: Objects) -> Iterator[Neighbour]:
    ports, addresses = _ports(said), _addresses(said)
    for row in said.rows(_REMOTE):
        if len(row.numbers) != _INDEX_NUMBERS:
            continue
        local = str(row.numbers[1])
        yield Neighbour(
            port=ports.get(local, local),
            chassis=_id(row, "chassis", "chassis_kind", 4),
            remote_port=_port(row),
            remote_name=row.text("name"),
            remote_description=" ".join(row.text("words").split()),
            address=addresses.get(row.index, ""),
            is_endpoint=_is_endpoint(row),
        )


def _is_endpoint(row: Row) -> bool:
    raw = row.values["abilities"].raw if "abilities" in row.values else b""
    return bool(raw and raw[0] & _ENDS and not raw[0] & _FORWARDS)


def _addresses(said: Objects) -> dict[str, str]:
    """By row, the first address that a neighbour names; IPv4 before IPv6."""
    found: dict[str, str] = {}
    for index in sorted(said.column(_MANAGEMENT), key=lambda one: [int(part) for part in one.split(".")]):
        numbers = [int(one) for one in index.split(".")]
        row, rest = ".".join(map(str, numbers[:_INDEX_NUMBERS])), numbers[_INDEX_NUMBERS:]
        if len(rest) > 2 and _ADDRESS_SIZES.get(rest[0]) == rest[1] == len(rest[2:]) and max(rest[2:]) < 256:  # noqa: PLR2004 - bytes
            found.setdefault(row, str(ip_address(bytes(rest[2:]))))
    return found


def _ports(said: Objects) -> dict[str, str]:
    """Our ports by LLDP's numbers: their names where LLDP tells them, else by bridge port or ifIndex."""
    names = {index: value.text for index, value in said.column(_IF_NAME).items()}
    bridges = {index: names.get(value.written, "") for index, value in said.column(_BRIDGE_PORT).items()}
    known = set(names.values())
    found = {}
    for row in said.rows(_PORTS):
        told = [row.text("id"), row.text("words")]
        named = next((word for word in told if word in known), "")
        is_name = row.whole("kind") == _INTERFACE_NAME
        found[row.index] = named or bridges.get(row.index) or (told[0] if is_name else told[1] or told[0])
    return {**{k: v for k, v in bridges.items() if v}, **found}


def _port(row: Row) -> str:
    """The far port: its id, and where that is an address, its description with it."""
    number, words = _id(row, "port", "port_kind", 3), row.text("port_words")
    is_address = row.whole("port_kind") == 3  # noqa: PLR2004 - macAddress
    return f"{words} ({number})" if is_address and words and words != number else number or words


def _id(row: Row, name: str, kind: str, address: int) -> str:
    """An id as people write it: an address in hex, everything else as its words."""
    if row.whole(kind) == address and name in row.values and len(row.values[name].raw) == _ADDRESS_KINDS[address]:
        return row.hexadecimal(name)
    return row.text(name)


NEIGHBOURS_SNMP: Final = Collector(
    id="snmp.neighbours",
    provides=NEIGHBOURS,
    on=NETWORK,
    ask=Snmp((Part((), (_CHASSIS,), (*_PORTS.values(), *_REMOTE.values(), _MANAGEMENT, _IF_NAME, _BRIDGE_PORT)),)),
    parse=parse,
)
