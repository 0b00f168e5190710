"""What parts and groups of devices are called where a person reads it: a bare number says which part it is.

Identities stay as they are; ``checks.subjects`` and the judges of these parts say them with the words from here.
"""

import re
from collections.abc import Mapping
from typing import Final

from config.text import Text, _, verbatim

_NUMBER: Final = re.compile(r"\d{1,3}", re.ASCII)
"""Longer ones are rows of a table, no places in a chassis."""
_IN_SLOT: Final = re.compile(r"\d{1,3}(?:/\d{1,3})* \S.*", re.ASCII)
_ALONE: Final[Mapping[str, Text]] = {
    "power": _("power supply {name}"),
    "fan": _("fan {name}"),
    "module": _("slot {name}"),
}
"""By kind of part (sensors.Part), what a number alone is."""
_OURS: Final[Mapping[str, Text]] = {
    "alarms": _("alarms"),
    "alarms of the UPS": _("alarms of the UPS"),
    "red alarm": _("red alarm"),
    "yellow alarm": _("yellow alarm"),
    "battery": _("battery"),
    "output": _("output"),
    "last test": _("last test"),
}
"""Names that a table gives no words for, and that are therefore ours."""
_GROUP: Final = re.compile(r"(?P<protocol>vrrp|hsrp|glbp) (?P<port>\S.*) (?P<number>\d+(?: IPv6)?)", re.ASCII)
_PROTOCOLS: Final = {"ha": "HA", "failover": "Failover", "clusterxl": "ClusterXL", "vrrp": "VRRP", "hsrp": "HSRP"}


def part_called(kind: str, name: str) -> Text:
    """Say a part of a device: ``0 PWR2`` is what stands in slot 0, ``1`` the first supply, fan or slot by its kind."""
    if name in _OURS:
        return _OURS[name]
    if kind in _ALONE and _NUMBER.fullmatch(name):
        return Text(_ALONE[kind].template, {"name": name})
    if kind in _ALONE and _IN_SLOT.fullmatch(name):
        return _("slot {name}", name=name)
    return verbatim(name)


def group_called(name: str) -> Text:
    """Say a gateway group by its identity (protocol, interface, number)."""
    if found := _GROUP.fullmatch(name):
        protocol = found["protocol"].upper()
        return _("{protocol} group {number} ({port})", protocol=protocol, number=found["number"], port=found["port"])
    protocol, blank, rest = name.partition(" ")
    return verbatim(f"{_PROTOCOLS.get(protocol, protocol)}{blank}{rest}")
