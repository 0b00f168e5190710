"""What a device is: model, serial number and software version, by its maker's MIB, else by ENTITY-MIB and sysDescr.

Each reading may tell only a part of it; what one has told no later one changes.
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import Answer, Collector, Part, Reason, SessionError, Snmp
from collectors.facts.devices.device import MADE, Made
from collectors.network import ups_mib
from collectors.network.entities import CHASSIS, MAKING, STACK
from collectors.network.readings import NOT_TOLD, Reading, found_by
from collectors.network.varbinds import Objects, Row, objects
from collectors.network.vendors import (
    apc,
    check_point,
    dell_idrac,
    dell_os10,
    delta,
    eaton,
    f5,
    fortinet,
    h3c,
    hillstone,
    hosts,
    hpe_ilo,
    huawei,
    huawei_power,
    huawei_servers,
    juniper,
    lenovo_xcc,
    mikrotik,
    oceanstor,
    palo_alto,
    printers,
    ruijie,
    supermicro,
    truenas,
    zte,
)
from config.kinds import NETWORK
from config.text import verbatim

_DESCRIPTION: Final = "1.3.6.1.2.1.1.1.0"
_VERSION: Final = re.compile(r"(?i)\b(?:software,? )?version:? *(?P<version>v?\d[\w.()/-]*)")
_FIELDS: Final = ("model", "serial", "version")


def _entities(said: Objects) -> Iterator[Made]:
    """The chassis, of a stack its first; it may stand below a part of class stack."""
    rows = list(said.rows(MAKING))
    tops = [row for row in rows if row.whole("class") == CHASSIS]
    tops.sort(key=lambda row: row.numbers)
    for row in tops or [one for one in rows if one.whole("class") == STACK or one.text("contained_in") == "0"][:1]:
        yield Made(
            model=row.text("model"),
            serial=row.text("serial"),
            version=row.text("software"),
            oids=tuple(_sources(row)),
        )


def _sources(row: Row) -> Iterator[tuple[str, str]]:
    for field, column in (("model", "model"), ("serial", "serial"), ("version", "software")):
        if row.text(column):
            yield field, row.oid(column)


def _described(said: Objects) -> Iterator[Made]:
    """The version that sysDescr writes, as IOS, VRP and Comware do."""
    found = _VERSION.search(said.text(_DESCRIPTION))
    if found:
        yield Made(version=found["version"], oids=(("version", _DESCRIPTION),))


STANDARD: Final = (
    Reading(_entities, MAKING.values()),
    Reading(_described, scalars=(_DESCRIPTION,)),
)
READINGS: Final[tuple[Reading[Made], ...]] = (
    *huawei_servers.MADE,
    *oceanstor.MADE,
    *huawei_power.MADE,
    *ruijie.MADE,
    *hillstone.MADE,
    *zte.MADE,
    *huawei.MADE,
    *h3c.MADE,
    *juniper.MADE,
    *fortinet.MADE,
    *f5.MADE,
    *palo_alto.MADE,
    *check_point.MADE,
    *mikrotik.MADE,
    *dell_os10.MADE,
    *dell_idrac.MADE,
    *hpe_ilo.MADE,
    *lenovo_xcc.MADE,
    *supermicro.MADE,
    *truenas.MADE,
    *apc.MADE,
    *eaton.MADE,
    *delta.MADE,
    *printers.MADE,
    *ups_mib.MADE,
    *STANDARD,
    *hosts.MADE,
)


def joined(parts: tuple[Made, ...]) -> Made:
    """One whole of what each reading told: of each field the first that says anything."""
    made, oids = {"model": "", "serial": "", "version": ""}, {}
    for part in parts:
        for field in _FIELDS:
            if not made[field] and getattr(part, field):
                made[field] = getattr(part, field)
                oids[field] = dict(part.oids).get(field, "")
    return Made(**made, oids=tuple(oids.items()))


def parse(answer: Answer) -> Made:
    """Read what it is. Raises SessionError (not offered) where it tells nothing."""
    made = joined(found_by(READINGS, objects(answer)).records)
    if made == Made():
        raise SessionError(Reason.NOT_OFFERED, verbatim("ENTITY-MIB"), NOT_TOLD)
    return made


_PARTS: Final[tuple[Part, ...]] = tuple(dict.fromkeys(one.part for one in READINGS))
MADE_SNMP: Final = Collector(id="snmp.made", provides=MADE, on=NETWORK, ask=Snmp(_PARTS), parse=parse)
