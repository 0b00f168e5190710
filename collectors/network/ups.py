"""A UPS out of its parts and sensors. A device without any of them is none: its tables are the witness."""

from typing import Final, TypeVar

from collectors.base import Absent, Derived, Listing, SessionError, Unseen
from collectors.facts.devices.power import UPS, Ups
from collectors.facts.devices.sensors import PARTS, SENSORS, Component, Part, Quantity, Sensor

R = TypeVar("R", Component, Sensor)
_STATES: Final = frozenset({Part.UPS, Part.BATTERY})
_VALUES: Final = frozenset({Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME})
_OF_BATTERY: Final = frozenset({Quantity.CHARGE, Quantity.RUNTIME})
"""What only a UPS measures; power supplies and firewalls tell a load too."""


def derive(parts: Listing[Component] | Absent | SessionError, sensors: Listing[Sensor] | Absent | SessionError) -> Ups:
    """Join both. Raises what kept one from being seen, and Absent where neither has anything of a UPS."""
    states, values = _seen(parts), _seen(sensors)
    is_ups = any(one.part is Part.UPS for one in states) or any(one.quantity in _OF_BATTERY for one in values)
    failed = [one for one in (parts, sensors) if isinstance(one, SessionError)]
    if is_ups:
        return Ups(
            tuple(one for one in states if one.part in _STATES),
            tuple(one for one in values if one.quantity in _VALUES),
            (*_unseen(parts), *_unseen(sensors)),
        )
    if failed:
        raise failed[0]
    raise Absent(f"{len(states) + len(values)} parts and sensors, none of a UPS")


def _seen(told: Listing[R] | Absent | SessionError) -> tuple[R, ...]:
    return told.records if isinstance(told, Listing) else ()


def _unseen(told: Listing[R] | Absent | SessionError) -> tuple[Unseen, ...]:
    if isinstance(told, SessionError):
        return (Unseen("", told.reason, told.detail, told.remedy),)
    return told.unseen if isinstance(told, Listing) else ()


UPS_DERIVED: Final = Derived(id="network.ups", provides=UPS, of=(PARTS, SENSORS), derive=derive)
