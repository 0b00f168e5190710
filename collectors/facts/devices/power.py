"""Facts about a UPS, made of its parts and its sensors."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.devices.sensors import Component, Sensor


@dataclass(frozen=True, slots=True)
class Ups:
    """What a UPS says of itself: its states (source, battery, test), and its values (charge, load, time left)."""

    states: tuple[Component, ...]
    values: tuple[Sensor, ...]
    unseen: tuple[Unseen, ...] = ()


UPS: Final = FactKind[Ups]("network.ups")
