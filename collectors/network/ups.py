"""A UPS out of its parts and sensors. A device without any of them is none: its tables are the witness.

Where it answers none of those tables, its sysObjectID is: a maker of switches gives it to no UPS.
"""

from typing import Final, TypeVar

from collectors.base import Absent, Derived, Listing, Reason, SessionError, Unseen
from collectors.facts.devices.device import DEVICE, Device
from collectors.facts.devices.power import UPS, Ups
from collectors.facts.devices.sensors import PARTS, SENSORS, Component, Part, Quantity, Sensor
from collectors.network.vendors.prefixes import NO_UPS
from config.text import _

R = TypeVar("R", Component, Sensor)
_NONE: Final = 65535
"""With -1 what cards write that know no value; RFC 1628 has none below 0 of all three."""
_FULL: Final = 100
_STATES: Final = frozenset({Part.UPS, Part.BATTERY})
_VALUES: Final = frozenset({Quantity.LOAD, Quantity.CHARGE, Quantity.RUNTIME})
_OF_BATTERY: Final = frozenset({Quantity.CHARGE, Quantity.RUNTIME})
"""What only a UPS measures; power supplies and firewalls tell a load too."""


def derive(
    parts: Listing[Component] | Absent | SessionError,
    sensors: Listing[Sensor] | Absent | SessionError,
    device: Device | Absent | SessionError,
) -> Ups:
    """Join both. Raises what kept one from being seen, and Absent where neither has anything of a UPS.

    Absent too where a device that by its sysObjectID is no UPS was asked and answered with no row of any UPS's tables.
    """
    states, values = _seen(parts), _seen(sensors)
    is_ups = any(one.part is Part.UPS for one in states) or any(one.quantity in _OF_BATTERY for one in values)
    failed = [one for one in (parts, sensors) if isinstance(one, SessionError)]
    if is_ups:
        told = [one for one in values if one.quantity in _VALUES]
        is_charged = any(one.quantity is Quantity.CHARGE and 0 < one.value <= _FULL for one in told)
        known = tuple(one for one in told if _is_reading(one, is_charged=is_charged))
        empty = tuple(_not_told(one) for one in told if one not in known)
        return Ups(tuple(one for one in states if one.part in _STATES), known, (*_unseen(parts), *_unseen(sensors), *empty))
    if not failed:
        raise Absent(f"{len(states) + len(values)} parts and sensors, none of a UPS")
    if all(one.reason is Reason.NOT_OFFERED for one in failed) and _is_other(device):
        raise Absent("sysObjectID of a maker of network devices, and no row of a UPS")
    raise failed[0]


def _is_other(device: Device | Absent | SessionError) -> bool:
    return isinstance(device, Device) and any(f"{device.object_id}.".startswith(f"{one}.") for one in NO_UPS)


def _is_reading(one: Sensor, *, is_charged: bool) -> bool:
    """A battery that holds a charge lasts longer than no minute at all: 0 is a card that does not estimate."""
    if one.quantity is Quantity.CHARGE:
        return 0 <= one.value <= _FULL
    return 0 <= one.value < _NONE and not (one.quantity is Quantity.RUNTIME and not one.value and is_charged)


def _not_told(one: Sensor) -> Unseen:
    why = _("the UPS says {value}, which is no reading", value=f"{one.value:g}")
    return Unseen(f"{one.name} {one.quantity.value}", Reason.NO_RECORD, why)


def _seen(told: Listing[R] | Absent | SessionError) -> tuple[R, ...]:
    return told.records if isinstance(told, Listing) else ()


def _unseen(told: Listing[R] | Absent | SessionError) -> tuple[Unseen, ...]:
    if isinstance(told, SessionError):
        return (Unseen("", told.reason, told.detail, told.remedy),)
    return told.unseen if isinstance(told, Listing) else ()


UPS_DERIVED: Final = Derived(id="network.ups", provides=UPS, of=(PARTS, SENSORS, DEVICE), derive=derive)
