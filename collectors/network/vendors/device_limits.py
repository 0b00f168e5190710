"""The four limits of a sensor, as the device itself tells them."""

from typing import Final, NamedTuple


class DeviceLimits(NamedTuple):
    """In the order of Sensor's fields, so that they are given to it as ``*limits``; None where there is none."""

    low_critical: float | None = None
    low_warn: float | None = None
    high_warn: float | None = None
    high_critical: float | None = None


NO_LIMITS: Final = DeviceLimits()
