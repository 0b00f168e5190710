"""Temperatures, fans and voltages of a BMC: Sensor and Fan resources where the chassis has them, else Thermal and Power.

Both stand side by side on newer controllers (Thermal and Power are deprecated since 2020.4): the chassis' own links say
which to read, so that nothing is judged twice and a document that was not had does not bring the other one in.

Sample::

    {"documents": {"/redfish/v1/": {}, "/redfish/v1/Chassis/1": {"@odata.type": "#Chassis.v1_9_0.Chassis"}}, "unseen": []}
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError
from collectors.facts.bmc import SENSORS, Presence, Sensor, Thresholds, Verdict
from collectors.redfish.abouts import About, missing
from collectors.redfish.documents import BMC, TREE, Documents, Object, name_of, objects, read, real, text
from collectors.redfish.statuses import presence_of, state_of, verdict_of, words_of

_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "Cel": ("temperature", "degrees C"),
    "RPM": ("fan", "RPM"),
    "{rev}/min": ("fan", "RPM"),
    "V": ("voltage", "Volts"),
    "A": ("current", "Amps"),
    "W": ("power", "Watts"),
}
"""UCUM codes of Sensor.ReadingUnits (DSP0268)."""
_DEPRECATED: Final = (
    ("Thermal", "Temperatures", "temperature", "degrees C", ("ReadingCelsius",)),
    ("Thermal", "Fans", "fan", "", ("Reading", "ReadingRPM")),
    ("Power", "Voltages", "voltage", "Volts", ("ReadingVolts",)),
)


def parse(answer: Answer) -> Listing[Sensor]:
    """Read every sensor of every chassis. Raises SessionError where a BMC shows none at all."""
    documents = read(answer)
    sensors = {one.name: one for one in _all(documents)}
    unseen = missing(documents, About.SENSORS)
    if not sensors and not unseen:
        raise SessionError(Reason.NO_RECORD, "Redfish: Thermal, Sensors")
    return Listing(tuple(sensors.values()), unseen)


def has_link(one: Object, key: str) -> bool:
    """Whether a document links to another under ``key``."""
    return isinstance(one.get(key), dict)


def _all(documents: Documents) -> Iterator[Sensor]:
    for _path, chassis in documents.typed("Chassis"):
        if has_link(chassis, "Sensors"):
            continue
        for link, array, kind, unit, names in _DEPRECATED:
            yield from _deprecated(documents.at(chassis.get(link)), (link, array, kind, unit, names))
    for path, one in documents.typed("Sensor"):
        yield _sensor(path, one)
    for path, one in documents.typed("Fan"):
        yield _fan(path, one)


def _deprecated(document: Object | None, form: tuple[str, str, str, str, tuple[str, ...]]) -> Iterator[Sensor]:
    link, array, kind, unit, names = form
    for number, one in enumerate(objects(document or {}, array)):
        base = name_of(text(document or {}, "@odata.id")) or link
        place = f"{base}#{array}/{text(one, 'MemberId') or number}"
        said = unit or {"Percent": "percent"}.get(text(one, "ReadingUnits"), text(one, "ReadingUnits") or "RPM")
        yield _made(place, one, (kind, said), real(one, *names))


def _sensor(path: str, one: Object) -> Sensor:
    kind, unit = _UNITS.get(text(one, "ReadingUnits"), ("other", text(one, "ReadingUnits")))
    if text(one, "ReadingType") == "Rotational":
        kind = "fan"
    return _made(name_of(path), one, (kind, unit), real(one, "Reading"))


def _fan(path: str, one: Object) -> Sensor:
    speed = one.get("SpeedPercent")
    inside = speed if isinstance(speed, dict) else {}
    turning = real(inside, "SpeedRPM")
    reading = turning if turning is not None else real(inside, "Reading")
    return _made(name_of(path), one, ("fan", "percent" if turning is None else "RPM"), reading)


def _made(place: str, one: Object, measured: tuple[str, str], reading: float | None) -> Sensor:
    presence = presence_of(one)
    verdict = verdict_of(one)
    if presence is Presence.PRESENT and reading is None and verdict is Verdict.NONE and not state_of(one):
        presence = Presence.SILENT
    return Sensor(
        name=place,
        title=text(one, "Name", "FanName") or place,
        kind=measured[0],
        presence=presence,
        verdict=verdict,
        reading=reading,
        unit=measured[1],
        thresholds=_thresholds(one),
        words=words_of(one),
    )


def _thresholds(one: Object) -> Thresholds:
    limits = one.get("Thresholds")
    if isinstance(limits, dict):
        return Thresholds(
            lower_critical=_mark(limits, "LowerCritical"),
            lower_warn=_mark(limits, "LowerCaution"),
            upper_warn=_mark(limits, "UpperCaution"),
            upper_critical=_mark(limits, "UpperCritical"),
        )
    return Thresholds(
        lower_critical=_set(real(one, "LowerThresholdCritical")),
        lower_warn=_set(real(one, "LowerThresholdNonCritical")),
        upper_warn=_set(real(one, "UpperThresholdNonCritical")),
        upper_critical=_set(real(one, "UpperThresholdCritical")),
    )


def _mark(limits: Object, name: str) -> float | None:
    inside = limits.get(name)
    return _set(real(inside, "Reading")) if isinstance(inside, dict) else None


def _set(value: float | None) -> float | None:
    """A limit of 0 is how makers write that none is set."""
    return value or None


SENSORS_REDFISH: Final = Collector(id="redfish.sensors", provides=SENSORS, on=BMC, ask=TREE, parse=parse)
