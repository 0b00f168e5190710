"""MikroTik RouterOS: health gauges, optical modules and PoE of MIKROTIK-MIB."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network.entity_sensors import place_of
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects, Row
from collectors.network.vendors.links import LINKS, Link, links
from collectors.network.vendors.prefixes import MIKROTIK
from collectors.network.vendors.states import States, distinct, stated, stated_alone

_ROUTER: Final = f"{MIKROTIK}.1.1"
_HEALTH: Final = f"{_ROUTER}.3"
GAUGE: Final[Mapping[str, str]] = {
    "name": f"{_HEALTH}.100.1.2",
    "value": f"{_HEALTH}.100.1.3",
    "unit": f"{_HEALTH}.100.1.4",
}
"""mtxrGaugeTable: Name, Value, Unit."""
UNITS: Final[Mapping[int, tuple[Quantity, float]]] = {
    1: (Quantity.TEMPERATURE, 1.0),
    2: (Quantity.FAN_SPEED, 1.0),
    3: (Quantity.VOLTAGE, 0.1),
    4: (Quantity.CURRENT, 0.1),
    5: (Quantity.POWER, 0.1),
}
"""mtxrGaugeUnit: celsius, rpm, dV, dA, dW; 6 is a status."""
_STATUS: Final = 6
GAUGE_STATES: Final[States] = {0: (Standing.OK, "ok"), 1: (Standing.FAILED, "fail")}
_OLD: Final[Mapping[str, tuple[str, Quantity, float]]] = {
    f"{_HEALTH}.8.0": ("voltage", Quantity.VOLTAGE, 0.1),
    f"{_HEALTH}.10.0": ("temperature", Quantity.TEMPERATURE, 0.1),
    f"{_HEALTH}.11.0": ("cpu-temperature", Quantity.TEMPERATURE, 0.1),
    f"{_HEALTH}.12.0": ("power-consumption", Quantity.POWER, 0.1),
    f"{_HEALTH}.13.0": ("current", Quantity.CURRENT, 0.001),
    f"{_HEALTH}.17.0": ("fan1-speed", Quantity.FAN_SPEED, 1.0),
    f"{_HEALTH}.18.0": ("fan2-speed", Quantity.FAN_SPEED, 1.0),
}
"""mtxrHlVoltage, Temperature, ProcessorTemperature, Power, Current, FanSpeed1 and 2: of releases without gauges."""
_SUPPLY, _BACKUP = f"{_HEALTH}.15.0", f"{_HEALTH}.16.0"
"""mtxrHlPowerSupplyState, mtxrHlBackupPowerSupplyState: whether it works."""
WORKS_STATES: Final[States] = {0: (Standing.FAILED, "false"), 1: (Standing.OK, "true")}
_OPTICAL: Final = f"{_ROUTER}.19.1.1"
OPTICAL: Final[Mapping[str, str]] = {
    "name": f"{_OPTICAL}.2",
    "loss": f"{_OPTICAL}.3",
    "fault": f"{_OPTICAL}.4",
    "wavelength": f"{_OPTICAL}.5",
    "temperature": f"{_OPTICAL}.6",
    "voltage": f"{_OPTICAL}.7",
    "bias": f"{_OPTICAL}.8",
    "tx": f"{_OPTICAL}.9",
    "rx": f"{_OPTICAL}.10",
}
"""mtxrOpticalTable: Name, RxLoss, TxFault, Wavelength, Temperature, SupplyVoltage (mV), TxBiasCurrent (mA), TxPower and
RxPower (thousandths of dBm)."""
MEASURES: Final = (
    ("temperature", "temperature", Quantity.TEMPERATURE, 1.0),
    ("voltage", "supply voltage", Quantity.VOLTAGE, 0.001),
    ("bias", "Tx bias", Quantity.BIAS_CURRENT, 0.001),
    ("tx", "Tx power", Quantity.OPTICAL_POWER, 0.001),
    ("rx", "Rx power", Quantity.OPTICAL_POWER, 0.001),
)
LOSS_STATES: Final[States] = {0: (Standing.OK, "light"), 1: (Standing.FAILED, "no light")}
FAULT_STATES: Final[States] = {0: (Standing.OK, "no fault"), 1: (Standing.FAILED, "transmitter fault")}
EMPTY_STATES: Final[States] = {0: (Standing.ABSENT, "no module")}
_POE: Final = f"{_ROUTER}.15.1.1"
POE: Final[Mapping[str, str]] = {
    "name": f"{_POE}.2",
    "state": f"{_POE}.3",
    "voltage": f"{_POE}.4",
    "current": f"{_POE}.5",
    "power": f"{_POE}.6",
}
"""mtxrPOETable: Name, Status, Voltage (dV), Current (mA), Power (dW)."""
_POE_UNITS: Final = (
    ("voltage", Quantity.VOLTAGE, 0.1),
    ("current", Quantity.CURRENT, 0.001),
    ("power", Quantity.POWER, 0.1),
)
POE_STATES: Final[States] = {
    1: (Standing.OFF, "disabled"),
    2: (Standing.OFF, "waitingForLoad"),
    3: (Standing.OK, "poweredOn"),
    4: (Standing.FAILED, "overload"),
}
_VERSION, _SERIAL, _DESCRIPTION = f"{_ROUTER}.4.4.0", f"{_ROUTER}.7.3.0", "1.3.6.1.2.1.1.1.0"
"""mtxrLicVersion, mtxrSerialNumber, sysDescr ("RouterOS CRS317-1G-16S+")."""
_MODEL: Final = re.compile(r"^RouterOS (?P<model>\S.*)$")


def _sensors(said: Objects) -> Iterator[Sensor]:
    yield from distinct((*_gauges(said), *_optics(said), *_powered(said)))


def _gauges(said: Objects) -> Iterator[tuple[str, Sensor]]:
    """Gauges; the scalars only of a release that has none, since they repeat them."""
    rows = list(said.rows(GAUGE))
    for row in rows:
        unit, value = UNITS.get(row.whole("unit") or 0), row.number("value")
        if unit is not None and value is not None:
            name = row.text("name") or f"gauge {row.index}"
            yield row.index, Sensor(name, unit[0], value * unit[1], row.oid("value"), place=place_of(name))
    for oid, (name, quantity, scale) in () if rows else _OLD.items():
        value = said.number(oid)
        if value is not None:
            yield "0", Sensor(name, quantity, value * scale, oid, place=place_of(name))


def _is_filled(row: Row) -> bool:
    """Whether a module is in it that measures: the row of an empty cage, or of a copper module, is of zeros."""
    return any(row.number(column) for column, _words, _quantity, _scale in MEASURES)


def _optics(said: Objects) -> Iterator[tuple[str, Sensor]]:
    ports = links(said)
    for row in said.rows(OPTICAL):
        name = row.text("name") or f"port {row.index}"
        link = ports.get(name, Link(name, is_idle=False))
        for column, words, quantity, scale in MEASURES if _is_filled(row) else ():
            value = row.number(column)
            if value is not None:
                yield (
                    row.index,
                    Sensor(
                        f"{name} {words}",
                        quantity,
                        value * scale,
                        row.oid(column),
                        place=Place.MODULE,
                        port=name,
                        is_idle=link.is_idle,
                    ),
                )


def _powered(said: Objects) -> Iterator[tuple[str, Sensor]]:
    """What ports feed by PoE."""
    for row in said.rows(POE):
        for column, quantity, scale in _POE_UNITS:
            value = row.number(column)
            if value is not None:
                name = f"{row.text('name') or row.index} PoE"
                yield row.index, Sensor(name, quantity, value * scale, row.oid(column))


def _parts(said: Objects) -> Iterator[Component]:
    rows = list(said.rows(GAUGE))
    found = []
    for row in rows:
        if row.whole("unit") == _STATUS:
            name = row.text("name") or f"gauge {row.index}"
            found += [(row.index, one) for one in stated(row, "value", GAUGE_STATES, name, _kind(name))]
    for row in said.rows(OPTICAL):
        name, is_filled = row.text("name") or f"port {row.index}", _is_filled(row)
        for column, words, states in (("loss", "Rx", LOSS_STATES), ("fault", "Tx", FAULT_STATES)):
            told = stated(row, column, states if is_filled else EMPTY_STATES, f"{name} {words}", Part.OPTICS)
            found += [(row.index, one) for one in told]
    for row in said.rows(POE):
        name = row.text("name") or f"port {row.index}"
        found += [(row.index, one) for one in stated(row, "state", POE_STATES, f"{name} PoE", Part.PORT)]
    yield from distinct(found)
    if not rows:
        yield from stated_alone(said, _SUPPLY, WORKS_STATES, "psu1-state", Part.POWER)
        yield from stated_alone(said, _BACKUP, WORKS_STATES, "psu2-state", Part.POWER)


def _kind(name: str) -> Part:
    lower = name.lower()
    if "psu" in lower or "power" in lower:
        return Part.POWER
    return Part.FAN if "fan" in lower else Part.OTHER


def _made(said: Objects) -> Iterator[Made]:
    found = _MODEL.search(said.text(_DESCRIPTION))
    fields = (("serial", _SERIAL), ("version", _VERSION), *((("model", _DESCRIPTION),) if found else ()))
    told = tuple((name, oid) for name, oid in fields if said.text(oid))
    yield Made(found["model"] if found else "", said.text(_SERIAL), said.text(_VERSION), told)


_OF: Final = (MIKROTIK,)
_MEASURED: Final = (*GAUGE.values(), *OPTICAL.values(), *POE.values(), *LINKS.values())
SENSORS: Final = (Reading(_sensors, _MEASURED, tuple(_OLD), of=_OF),)
COMPONENTS: Final = (Reading(_parts, (*GAUGE.values(), *OPTICAL.values(), *POE.values()), (_SUPPLY, _BACKUP), of=_OF),)
MADE: Final = (Reading(_made, (), (_VERSION, _SERIAL, _DESCRIPTION), of=_OF),)
