"""Cisco: cellular modems of CISCO-WAN-3G-MIB."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entities import ENTITY, entities, words_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import CISCO
from collectors.network.vendors.states import States, distinct, stated

_OK, _FAILED, _ABSENT, _UNKNOWN = Standing.OK, Standing.FAILED, Standing.ABSENT, Standing.UNKNOWN
_MODEMS: Final = f"{CISCO}.9.661.1"
MODEM: Final[Mapping[str, str]] = {
    "temperature": f"{_MODEMS}.1.1.12",
    "status": f"{_MODEMS}.3.1.1.6",
    "service": f"{_MODEMS}.3.2.1.5",
    "roaming": f"{_MODEMS}.3.2.1.6",
}
"""c3gModemTemperature (degrees), c3gModemStatus, c3gGsmPacketService, c3gGsmCurrentRoamingStatus; index: the modem's
entPhysicalIndex."""
SIM: Final[Mapping[str, str]] = {"sim": f"{_MODEMS}.3.5.1.1.2"}
"""c3gGsmSimStatus; index: the same, and a slot where there are two."""
MODEM_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_FAILED, "offline"),
    3: (_OK, "online"),
    4: (Standing.OFF, "lowPowerMode"),
}
SERVICE_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (Standing.WARN, "none"),
    3: (_OK, "gprs"),
    4: (_OK, "edge"),
    5: (_OK, "umtsWcdma"),
    6: (_OK, "hsdpa"),
    7: (_OK, "hsupa"),
    8: (_OK, "hspa"),
    9: (_OK, "hspaPlus"),
    10: (_OK, "lte"),
}
ROAMING_STATES: Final[States] = {1: (_UNKNOWN, "unknown"), 2: (_OK, "roaming"), 3: (_OK, "home")}
SIM_STATES: Final[States] = {
    1: (_UNKNOWN, "unknown"),
    2: (_OK, "ok"),
    3: (_ABSENT, "notInserted"),
    4: (_ABSENT, "removed"),
    5: (_FAILED, "initFailure"),
    6: (_FAILED, "generalFailure"),
    7: (_FAILED, "locked"),
    8: (_FAILED, "chv1Blocked"),
    9: (_FAILED, "chv2Blocked"),
    10: (_FAILED, "chv1Rejected"),
    11: (_FAILED, "chv2Rejected"),
    12: (_FAILED, "mepLocked"),
    13: (_FAILED, "networkRejected"),
}
_COLUMNS: Final = (
    ("status", "", MODEM_STATES),
    ("service", " packet service", SERVICE_STATES),
    ("roaming", " roaming", ROAMING_STATES),
)


def _temperatures(said: Objects) -> Iterator[Sensor]:
    known = entities(said)
    found = []
    for row in said.rows(MODEM):
        value = row.number("temperature")
        if value is not None:
            name = words_of(known, row.index, f"modem {row.index}")
            oid = row.oid("temperature")
            found.append((row.index, Sensor(name, Quantity.TEMPERATURE, value, oid, place=Place.CHIP)))
    yield from distinct(found)


def _states(said: Objects) -> Iterator[Component]:
    known = entities(said)
    found = []
    for row in said.rows(MODEM):
        name = words_of(known, row.index, f"modem {row.index}")
        for column, words, states in _COLUMNS:
            found += [(row.index, one) for one in stated(row, column, states, f"{name}{words}", Part.PORT)]
    for row in said.rows(SIM):
        modem, _dot, slot = row.index.partition(".")
        name = f"{words_of(known, modem, f'modem {modem}')} SIM {slot}".strip()
        found += [(row.index, one) for one in stated(row, "sim", SIM_STATES, name, Part.PORT)]
    yield from distinct(found)


SENSORS: Final = (Reading(_temperatures, (*MODEM.values(), *ENTITY.values()), of=(CISCO,)),)
COMPONENTS: Final = (Reading(_states, (*MODEM.values(), *SIM.values(), *ENTITY.values()), of=(CISCO,)),)
