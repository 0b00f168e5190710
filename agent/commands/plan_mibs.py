"""Of the objects that SNMP asks for, the MIBs that define them: what a line of the short plan says of an ask."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

_OID: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+){4,}(?![\w.])")
_ENTERPRISES: Final = "1.3.6.1.4.1."
_MIBS: Final[Mapping[str, str]] = {
    "1.3.6.1.2.1.1": "SNMPv2-MIB",
    "1.3.6.1.2.1.2": "IF-MIB",
    "1.3.6.1.2.1.4.24": "IP-FORWARD-MIB",
    "1.3.6.1.2.1.4": "IP-MIB",
    "1.3.6.1.2.1.10.7": "EtherLike-MIB",
    "1.3.6.1.2.1.14": "OSPF-MIB",
    "1.3.6.1.2.1.15": "BGP4-MIB",
    "1.3.6.1.2.1.17": "BRIDGE-MIB",
    "1.3.6.1.2.1.25": "HOST-RESOURCES-MIB",
    "1.3.6.1.2.1.31": "IF-MIB",
    "1.3.6.1.2.1.33": "UPS-MIB",
    "1.3.6.1.2.1.43": "Printer-MIB",
    "1.3.6.1.2.1.47": "ENTITY-MIB",
    "1.3.6.1.2.1.68": "VRRP-MIB",
    "1.3.6.1.2.1.99": "ENTITY-SENSOR-MIB",
    "1.3.6.1.2.1.105": "POWER-ETHERNET-MIB",
    "1.3.6.1.2.1.131": "ENTITY-STATE-MIB",
    "1.3.6.1.2.1.138": "ISIS-MIB",
    "1.3.6.1.2.1.191": "OSPFV3-MIB",
    "1.3.6.1.2.1.207": "VRRPV3-MIB",
    "1.3.6.1.6.3.10": "SNMP-FRAMEWORK-MIB",
    "1.0.8802.1.1.2": "LLDP-MIB",
    "1.2.840.10006.300.43": "IEEE8023-LAG-MIB",
}
"""By the arc that each defines: RFC 1213 and 2863, 4292, 4293, 3635, 4750, 4273, 4188, 2790, 1628, 3805, 6933, 2787, 3433,
3621, 4268, 4444, 5643, 6527, 3411; IEEE 802.1AB and 802.3ad."""


def mibs(sent: str) -> tuple[str, ...]:
    """Each once, the standard ones before those of makers (``enterprises`` and the maker's number)."""
    asked = "\n".join(line for line in sent.splitlines() if line.startswith("GET"))
    named = dict.fromkeys(_named(asked))
    return tuple(sorted(named, key=lambda name: name.startswith("enterprises")))


def _named(asked: str) -> Iterator[str]:
    for oid in _OID.findall(asked):
        if oid.startswith(_ENTERPRISES):
            yield f"enterprises.{oid.removeprefix(_ENTERPRISES).partition('.')[0]}"
        else:
            yield next((name for arc, name in _MIBS.items() if f"{oid}.".startswith(f"{arc}.")), oid)
