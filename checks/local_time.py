"""Times as people read them: in the site's zone, with its offset, the same in every finding."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checks.base import Scene


def minute(at: datetime | None, scene: Scene) -> str:
    """A time to the minute with the offset of its zone; ``?`` where there is none."""
    return f"{there:%Y-%m-%d %H:%M} {f'{there:%z}'[:3]}:{f'{there:%z}'[3:5]}" if (there := _there(at, scene)) else "?"


def day(at: datetime | None, scene: Scene) -> str:
    """The day at the site; ``?`` where there is none."""
    return f"{there:%Y-%m-%d}" if (there := _there(at, scene)) else "?"


def _there(at: datetime | None, scene: Scene) -> datetime | None:
    if at is None:
        return None
    try:
        return at.astimezone(ZoneInfo(scene.timezone))
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return at
