"""Whether a device ran on between two inspections: what a restart begins anew is not compared across one."""

from datetime import datetime
from typing import Final

from checks.base import Scene

_SLACK_SECONDS: Final = 600.0
"""How far a device's clock may run off without being taken for a restart: ours."""


def ran_on(up_seconds: float | None, then_at: datetime, scene: Scene) -> bool | None:
    """None where the device does not tell how long it runs. sysUpTime that wrapped after 497 days reads as a restart."""
    if up_seconds is None:
        return None
    return up_seconds + _SLACK_SECONDS >= (scene.at - then_at).total_seconds()
