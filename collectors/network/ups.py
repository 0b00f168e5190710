"""A UPS out of its parts and sensors. A device without any of them is none: its tables are the witness."""

from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError
from collectors.facts.devices.power import UPS, Ups
from collectors.facts.devices.sensors import PARTS, SENSORS, Component, Part, Quantity, Sensor

_STATES: Final = frozenset({Part.UPS, Part.BATTERY})
_VALUES: Final = frozenset({Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME})


def derive(parts: Listing[Component] | Absent | SessionError, sensors: Listing[Sensor] | Absent | SessionError) -> Ups:
    """Join both. Raises what kept one from being seen, and Absent where neither has anything of a UPS."""
    if isinstance(sensors, Exception) and isinstance(parts, Exception):
        raise sensors
    states: Listing[Component] = Listing(()) if isinstance(parts, Exception) else _states(parts)
    values: Listing[Sensor] = Listing(()) if isinstance(sensors, Exception) else _values(sensors)
    if any(one.part is Part.UPS for one in states.records) or values.records:
        return Ups(states, values)
    for failure in (parts, sensors):
        if isinstance(failure, SessionError):
            raise failure
    counts = [len(one.records) for one in (parts, sensors) if isinstance(one, Listing)]
    raise Absent(f"{sum(counts)} parts and sensors, none of a UPS")


def _states(parts: Listing[Component]) -> Listing[Component]:
    return Listing(tuple(one for one in parts.records if one.part in _STATES), parts.unseen)


def _values(sensors: Listing[Sensor]) -> Listing[Sensor]:
    return Listing(tuple(one for one in sensors.records if one.quantity in _VALUES), sensors.unseen)


UPS_DERIVED: Final = Derived(id="network.ups", provides=UPS, of=(PARTS, SENSORS), derive=derive)
