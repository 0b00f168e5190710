"""Check Point: processors, hardware sensors, connections and ClusterXL of CHECKPOINT-MIB.

Small appliances (Gaia Embedded) have the sysObjectID of net-snmp, so that hosts with it are asked these objects too.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.loads import Processor
from collectors.facts.devices.sensors import Component, Part, Quantity, Sensor, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading, ratio
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import CHECK_POINT, NET_SNMP
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_OK, _WARN, _FAILED, _OFF, _UNKNOWN = Standing.OK, Standing.WARN, Standing.FAILED, Standing.OFF, Standing.UNKNOWN
_PRODUCTS: Final = f"{CHECK_POINT}.1"
_SVN: Final = f"{_PRODUCTS}.6"
CORES: Final[Mapping[str, str]] = {"used": f"{_SVN}.7.5.1.5"}
"""multiProcUsage."""
_SENSOR: Final = f"{_SVN}.7.8"
TABLES: Final[Mapping[Quantity, Mapping[str, str]]] = {
    quantity: {name: f"{_SENSOR}.{table}.1.{column}" for name, column in (("name", 2), ("value", 3), ("state", 6))}
    for quantity, table in ((Quantity.TEMPERATURE, 1), (Quantity.FAN_SPEED, 2), (Quantity.VOLTAGE, 3))
}
"""tempertureSensorTable (sic), fanSpeedSensorTable, voltageSensorTable: Name, Value (a string), Status."""
_PARTS: Final[Mapping[Quantity, Part]] = {
    Quantity.TEMPERATURE: Part.TEMPERATURE,
    Quantity.FAN_SPEED: Part.FAN,
    Quantity.VOLTAGE: Part.VOLTAGE,
}
RANGE_STATES: Final[States] = {0: (_OK, "in range"), 1: (_FAILED, "out of range"), 2: (_UNKNOWN, "reading error")}
SUPPLIES: Final[Mapping[str, str]] = {"state": f"{_SVN}.7.9.1.1.2"}
"""powerSupplyStatus, a word."""
SUPPLY_STATES: Final[Mapping[str, Standing]] = {
    "up": _OK,
    "present": _OK,
    "down": _FAILED,
    "failed": _FAILED,
    "not present": Standing.ABSENT,
    "dummy": Standing.ABSENT,
}
VOLUMES: Final[Mapping[str, str]] = {"state": f"{_SVN}.7.7.1.1.6"}
"""raidVolumeState, as LSI's controllers number it."""
VOLUME_STATES: Final[States] = {
    0: (_OK, "optimal"),
    1: (_WARN, "degraded"),
    2: (_FAILED, "failed"),
    3: (_FAILED, "missing"),
}
_NOW, _PEAK, _MOST = (f"{_PRODUCTS}.1.25.{number}.0" for number in (3, 4, 10))
"""fwNumConn, fwPeakNumConn, fwConnTableLimit (0 where the table grows as it must)."""
_COUNTS: Final[Mapping[str, str]] = {
    "connections": _NOW,
    "connections, most so far": _PEAK,
    "accelerated connections": f"{_PRODUCTS}.36.1.2.0",
    "inbound ESP associations": f"{_PRODUCTS}.2.5.2.1.0",
    "outbound ESP associations": f"{_PRODUCTS}.2.5.2.3.0",
    "IKE associations": f"{_PRODUCTS}.2.9.1.1.0",
}
"""fwSXLConnsExisting, cpvCurrEspSAsIn, cpvCurrEspSAsOut, cpvIKECurrSAs."""
_PERCENT: Final = 100.0
_STARTED, _STATE, _CODE = f"{_PRODUCTS}.5.5.0", f"{_PRODUCTS}.5.6.0", f"{_PRODUCTS}.5.101.0"
"""haStarted (yes or no), haState (a word), haStatCode."""
CLUSTER_STATES: Final[States] = {0: (_OK, "ok"), 1: (_WARN, "attention"), 2: (_FAILED, "down")}
_ACCELERATION: Final = f"{_PRODUCTS}.36.1.1.0"
_LOG_SERVERS, _LOGGING = f"{_PRODUCTS}.1.30.1.0", f"{_PRODUCTS}.1.30.5.0"
SERVICES: Final[Mapping[str, tuple[str, States]]] = {
    _ACCELERATION: ("SecureXL", {0: (_WARN, "disabled"), 1: (_OK, "enabled")}),
    _LOG_SERVERS: ("log servers", {0: (_OK, "ok"), 1: (_WARN, "warning"), 2: (_FAILED, "error")}),
    _LOGGING: (
        "logging",
        {
            0: (_OK, "to log servers"),
            1: (_OK, "local, as configured"),
            2: (_FAILED, "local, log servers do not answer"),
            3: (_WARN, "local, too many logs"),
        },
    ),
}
"""fwSXLStatus, fwLSConnOverall, fwLocalLoggingStat."""
_VERSION, _MODEL, _SERIAL = f"{_SVN}.4.1.0", f"{_SVN}.16.7.0", f"{_SVN}.16.3.0"
"""svnVersion, svnApplianceProductName, svnApplianceSerialNumber."""


def _processors(said: Objects) -> Iterator[Processor]:
    for row in said.rows(CORES):
        used = ratio(row.number("used"))
        if used is not None:
            yield Processor(f"core {row.index.partition('.')[0]}", used, row.oid("used"))


def _sensors(said: Objects) -> Iterator[Sensor]:
    found = []
    for quantity, table in TABLES.items():
        for row in said.rows(table):
            value, name = row.number("value"), row.text("name") or f"sensor {row.index}"
            if value is not None and RANGE_STATES.get(row.whole("state") or 0, (_UNKNOWN, ""))[0] is not _UNKNOWN:
                found.append((row.index, Sensor(name, quantity, value, row.oid("value"), place=place_of(name))))
    yield from distinct(found)


def _counts(said: Objects) -> Iterator[Sensor]:
    for name, oid in _COUNTS.items():
        value = said.number(oid)
        if value is not None:
            yield Sensor(name, Quantity.COUNT, value, oid)
    now, most = said.number(_NOW), said.number(_MOST, 0)
    if now is not None and most:
        yield Sensor("connections", Quantity.LOAD, now / most * _PERCENT, _NOW)


def _hardware(said: Objects) -> Iterator[Component]:
    found = []
    for quantity, table in TABLES.items():
        for row in said.rows(table):
            name = row.text("name") or f"sensor {row.index}"
            found += [(row.index, one) for one in stated(row, "state", RANGE_STATES, name, _PARTS[quantity])]
    for row in said.rows(VOLUMES):
        found += [(row.index, one) for one in stated(row, "state", VOLUME_STATES, f"volume {row.index}", Part.ARRAY)]
    for row in said.rows(SUPPLIES):
        words = row.text("state")
        standing = SUPPLY_STATES.get(words.lower(), _UNKNOWN)
        name = f"power supply {row.index.partition('.')[0]}"
        found.append((row.index, Component(name, Part.POWER, standing, words, oid=row.oid("state"))))
    yield from distinct(found)


def _services(said: Objects) -> Iterator[Component]:
    for oid, (name, states) in SERVICES.items():
        yield from stated_alone(said, oid, states, name, Part.SERVICE)
    is_off = said.text(_STARTED).lower() == "no"
    states = dict.fromkeys(CLUSTER_STATES, (_OFF, "not started")) if is_off else CLUSTER_STATES
    yield from stated_alone(said, _CODE, states, "cluster member", Part.REDUNDANCY)


def _groups(said: Objects) -> Iterator[GatewayGroup]:
    if said.text(_STARTED).lower() == "yes":
        yield GatewayGroup("clusterxl", "", "", said.text(_STATE).lower())


def _made(said: Objects) -> Iterator[Made]:
    fields = (("model", _MODEL), ("serial", _SERIAL), ("version", _VERSION))
    told = tuple((name, oid) for name, oid in fields if said.text(oid))
    yield Made(said.text(_MODEL), said.text(_SERIAL), said.text(_VERSION), told)


_OF: Final = (CHECK_POINT, NET_SNMP)
_HARDWARE: Final = [oid for table in TABLES.values() for oid in table.values()]
PROCESSORS: Final = (Reading(_processors, CORES.values(), of=(CHECK_POINT,)),)
SENSORS: Final = (
    Reading(_sensors, _HARDWARE, of=(CHECK_POINT,)),
    Reading(_counts, (), (*_COUNTS.values(), _MOST), of=_OF),
)
COMPONENTS: Final = (
    Reading(_hardware, (*_HARDWARE, *SUPPLIES.values(), *VOLUMES.values()), of=(CHECK_POINT,)),
    Reading(_services, (), (*SERVICES, _STARTED, _CODE), of=_OF),
)
GATEWAY_GROUPS: Final = (Reading(_groups, (), (_STARTED, _STATE), of=_OF),)
MADE: Final = (Reading(_made, (), (_VERSION, _MODEL, _SERIAL), of=_OF),)
