"""Facts that a device's command line tells with one command each, and that others are made of: network.made, .optics."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing
from collectors.facts.devices.device import Made
from collectors.facts.devices.sensors import Sensor


@dataclass(frozen=True, slots=True)
class SerialNumbers:
    """Serial numbers by part (``chassis``, ``slot 1``), the device's own first."""

    by_part: tuple[tuple[str, str], ...]


SOFTWARE: Final = FactKind[Made]("network.software")
"""Model and version; the serial number where the same command tells it."""
SERIAL_NUMBERS: Final = FactKind[SerialNumbers]("network.serial_numbers")
MODULE_VALUES: Final = FactKind[Listing[Sensor]]("network.module_values")
"""What optical modules measure, before it is known which of their ports is in use."""
