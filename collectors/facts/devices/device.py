"""Facts about a device as a whole: what it calls itself, since when it runs."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Device:
    """What a device says of itself. Strings that it does not tell are empty.

    ``object_id`` is sysObjectID. ``up_seconds`` comes from snmpEngineTime where the agent has one, else from sysUpTime,
    which begins anew after 497 days (2**32 hundredths of a second); ``boots_count`` is snmpEngineBoots, None without one.
    ``up_ticks_seconds`` is sysUpTime itself.
    """

    object_id: str
    name: str
    description: str
    location: str
    contact: str
    up_seconds: float | None
    up_ticks_seconds: float | None
    boots_count: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """What a device is: model, serial number, software version; each "" where it does not tell."""

    model: str = ""
    serial: str = ""
    version: str = ""
    oids: tuple[tuple[str, str], ...] = ()
    """By field (model, serial, version), the object that it was read from."""


@dataclass(frozen=True, slots=True)
class DeviceAssets:
    """What the list of assets says of a device; each "" where it does not tell."""

    name: str
    model: str
    version: str
    serial: str


DEVICE_ASSETS: Final = FactKind[DeviceAssets]("network.assets")
DEVICE: Final = FactKind[Device]("network.device")
MADE: Final = FactKind[Made]("network.made")
