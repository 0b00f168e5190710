"""What hosts are: the kernel's version that net-snmp writes into sysDescr, and AIX's own (IBM-AIX-MIB)."""

import re
from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.device import Made
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import NET_SNMP

_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_DESCRIBED: Final = re.compile(r"(?:Linux|FreeBSD) \S+ (?P<version>\d\S*)")
_AIX: Final = "1.3.6.1.4.1.2.3.1.2.1.1"
_MACHINE: Final = "1.3.6.1.4.1.2.6.191.1.3"
_MODEL, _SERIAL = f"{_MACHINE}.6.0", f"{_MACHINE}.7.0"
"""aixSeMachineType and aixSeSerialNumber, with the maker before them ("IBM,8233-E8B")."""


def _described(said: Objects) -> Iterator[Made]:
    found = _DESCRIBED.match(said.text(_DESCRIPTION))
    if found:
        yield Made(version=found["version"], oids=(("version", _DESCRIPTION),))


def _machine(said: Objects) -> Iterator[Made]:
    told = {"model": said.text(_MODEL).removeprefix("IBM,"), "serial": said.text(_SERIAL).removeprefix("IBM,")}
    sources = {"model": _MODEL, "serial": _SERIAL}
    yield Made(**told, oids=tuple((field, oid) for field, oid in sources.items() if told[field]))


MADE: Final = (
    Reading(_described, scalars=(_DESCRIPTION,), of=(NET_SNMP,)),
    Reading(_machine, scalars=(_MODEL, _SERIAL), of=(_AIX,)),
)
