"""Facts about a device's hardware: what it measures, and what it says of its own parts."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing


class Quantity(Enum):
    """What is measured, always in this unit."""

    TEMPERATURE = "temperature"  # degrees Celsius
    HUMIDITY = "humidity"  # per cent of relative humidity
    FAN_SPEED = "fan_speed"  # revolutions a minute
    FAN_LOAD = "fan_load"  # per cent of full speed
    VOLTAGE = "voltage"  # volts
    CURRENT = "current"  # amperes
    POWER = "power"  # watts
    ENERGY = "energy"  # kilowatt-hours
    FREQUENCY = "frequency"  # hertz
    OPTICAL_POWER = "optical_power"  # dBm
    BIAS_CURRENT = "bias_current"  # amperes, of a laser
    LOAD = "load"  # per cent of what it can bear
    CHARGE = "charge"  # per cent of a full battery
    ENDURANCE = "endurance"  # per cent that is left of what may be written to an SSD
    RUNTIME = "runtime"  # minutes that the battery lasts
    AIRFLOW = "airflow"  # cubic feet a minute
    DURATION = "duration"  # seconds that something lasts
    COUNT = "count"  # how many there are of something


class Place(Enum):
    """Where a temperature is measured: a chip is hot by design, the air that comes in is not."""

    INLET = "inlet"
    BOARD = "board"
    CHIP = "chip"
    OUTLET = "outlet"
    MODULE = "module"  # an optical module
    BATTERY = "battery"  # of a UPS
    BOARD_BATTERY = "board_battery"  # of a controller's cache or of a mainboard
    ROOM = "room"  # a probe in the room or the rack
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sensor:
    """One measured value. Identity: ``name`` and ``quantity``. ``value`` in the unit of its quantity.

    The four limits are the device's own, None where it has none. ``oid`` is the object that was read. ``port`` is the
    interface that an optical module or a PoE port belongs to; ``is_idle``: its port is shut or nothing is plugged in, so
    that no light is no fault.
    """

    name: str
    quantity: Quantity
    value: float
    oid: str = ""
    low_critical: float | None = None
    low_warn: float | None = None
    high_warn: float | None = None
    high_critical: float | None = None
    place: Place = Place.UNKNOWN
    port: str = ""
    is_idle: bool = False


class Part(Enum):
    """What kind of part it is."""

    POWER = "power"
    FAN = "fan"
    TEMPERATURE = "temperature"  # a thermal state without a number
    MODULE = "module"  # board, line card, supervisor
    OPTICS = "optics"
    DISK = "disk"
    ARRAY = "array"  # RAID, pool, volume
    CONTROLLER = "controller"
    BATTERY = "battery"  # of a UPS
    BOARD_BATTERY = "board_battery"  # of a controller's cache or of a mainboard
    MEMORY = "memory"
    PROCESSOR = "processor"
    VOLTAGE = "voltage"
    PORT = "port"
    UPS = "ups"  # the state of a UPS: on line, on battery, bypass
    OUTLET = "outlet"
    STACK = "stack"
    REDUNDANCY = "redundancy"  # HA, failover, synchronisation
    SERVICE = "service"  # a software service or daemon of the device
    SYSTEM = "system"  # the device's verdict on all of itself
    ALARM = "alarm"
    OTHER = "other"


class Standing(Enum):
    """How a part stands by the device's own word."""

    OK = "ok"
    WARN = "warn"  # degraded, minor
    FAILED = "failed"  # failed, critical, no input
    OFF = "off"  # switched off or standing by on purpose
    ABSENT = "absent"  # nothing is plugged in
    UNKNOWN = "unknown"  # the device itself does not know, or says what no MIB names


@dataclass(frozen=True, slots=True)
class Component:
    """One part. Identity: ``part`` and ``name``. ``words`` is what the MIB calls its state, ``code`` the number of it."""

    name: str
    part: Part
    standing: Standing
    words: str
    code: float | None = None
    oid: str = ""


TEMPERATURES: Final = FactKind[Listing[Sensor]]("network.temperatures")
OPTICS: Final = FactKind[Listing[Sensor]]("network.optics")
"""What optical modules measure of themselves."""
SENSORS: Final = FactKind[Listing[Sensor]]("network.sensors")
"""Every other measured value."""
POWER_SUPPLIES: Final = FactKind[Listing[Component]]("network.power_supplies")
FANS: Final = FactKind[Listing[Component]]("network.fans")
PARTS: Final = FactKind[Listing[Component]]("network.parts")
"""Every other part."""
