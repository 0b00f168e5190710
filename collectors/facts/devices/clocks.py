"""Facts about a device's clock: what it shows, and whether a time server keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Unseen


@dataclass(frozen=True, slots=True)
class DeviceTime:
    """What a clock shows. ``local`` has no zone; ``words`` is the line as it stands.

    ``utc_offset_seconds`` is None where the device only names its zone.
    """

    local: datetime
    utc_offset_seconds: float | None
    words: str


@dataclass(frozen=True, slots=True)
class TimeServer:
    """What a device says of its synchronisation; ``stratum`` None and ``reference`` "" where it does not tell."""

    is_synchronised: bool
    stratum: int | None = None
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """Both together; what was not seen of them is None, and why stands in ``unseen``."""

    time: DeviceTime | None
    server: TimeServer | None
    unseen: tuple[Unseen, ...] = ()


DEVICE_TIME: Final = FactKind[DeviceTime]("network.device_time")
TIME_SERVER: Final = FactKind[TimeServer]("network.time_server")
CLOCK: Final = FactKind[DeviceClock]("network.clock")
