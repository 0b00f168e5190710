"""Facts that a device's command line tells with one command each, and that ``network.made`` is made of."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind
from collectors.facts.devices.device import Made


@dataclass(frozen=True, slots=True)
class SerialNumbers:
    """Serial numbers by part (``chassis``, ``slot 1``), the device's own first."""

    by_part: tuple[tuple[str, str], ...]


SOFTWARE: Final = FactKind[Made]("network.software")
"""Model and version; the serial number where the same command tells it."""
SERIAL_NUMBERS: Final = FactKind[SerialNumbers]("network.serial_numbers")
