"""Room for a database on its host's filesystems. A full one stops it, and a full WAL disk may stop it for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.database_servers import DATABASE_ROOM, Room
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """Where the room becomes too small: as a share, and in bytes where the filesystem is small."""

    warn_used_ratio: float = limit(0.8, unit="ratio", source="contract template; Oracle Enterprise Manager default is 85 %")
    critical_used_ratio: float = limit(0.9, unit="ratio", source="contract template")
    warn_free_bytes: int = limit(10 * 1024**3, unit="bytes", source="some days of WAL or archived log of a busy database")
    plenty_free_bytes: int = limit(500 * 1024**3, unit="bytes", source="our own: a share alone says little of a large disk")


def judge(rooms: Listing[Room], limits: Layered[RoomLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a filesystem, however many folders of the database lie there."""
    for room in rooms.records:
        of = limits.at(room.filesystem.mount)
        one = room.filesystem
        level, summary = _verdict(room, of)
        yield Finding(
            one.mount,
            level,
            summary,
            observed=_(
                "{used:percent} used of {size:bytes}, {free:bytes} free; {places}",
                used=one.used_ratio,
                size=one.size_bytes,
                free=one.available_bytes,
                places=tuple(f"{place.role} {place.path}" for place in room.places),
            ),
            expected=_(
                "below {warn:percent}, more than {free:bytes} free", warn=of.warn_used_ratio, free=of.warn_free_bytes
            ),
            measures={"used_ratio": one.used_ratio, "available_bytes": one.available_bytes},
        )


def _verdict(room: Room, of: RoomLimits) -> tuple[Level, Text]:
    one = room.filesystem
    if one.is_readonly:
        return Level.CRITICAL, _("{mount} is read-only: the database cannot write there", mount=one.mount)
    left = _("{mount}: {free:bytes} are left for the database", mount=one.mount, free=one.available_bytes)
    if one.available_bytes < of.plenty_free_bytes:
        if one.used_ratio >= of.critical_used_ratio:
            return Level.CRITICAL, left
        if one.used_ratio >= of.warn_used_ratio:
            return Level.WARN, left
    if one.available_bytes < of.warn_free_bytes:
        return Level.WARN, left
    return Level.OK, _("{mount} has room for the database: {free:bytes}", mount=one.mount, free=one.available_bytes)


DATABASE_HEADROOM: Final = Check(
    id="group.database_headroom",
    title=_("Room for the database on its host"),
    area=Area.DB_SPACE,
    needs=DATABASE_ROOM,
    limits=RoomLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "data directory, WAL, logs and tablespaces as the database and its host name them, and df of the filesystems that "
        "hold them, each once"
    ),
    remedy=_(
        "Find out what grows: WAL kept by a slot or a broken archiving, logs, temporary files, data. Remove by the "
        "database's own means only, never a file of WAL or redo by hand; then enlarge the filesystem, or move WAL and "
        "tablespaces to others."
    ),
    traps=(
        _("folders of one filesystem share its room: it is counted once"),
        _("WAL and tablespaces may be links out of the data directory: the host is asked where they lead"),
        _("of what root keeps in reserve (ext4: 5 %) the database gets nothing"),
    ),
    clause="1.4.3.4",
    refs=("PostgreSQL documentation, 29.2 Disk Full Failure",),
)
