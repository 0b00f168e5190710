"""The filesystems of a host that hold files of a database, each once for all that share it."""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Absent, Listing, OfGroup, Reason, SessionError, Unseen
from collectors.facts.database_servers import DATABASE_PLACES, DATABASE_ROOM, HostSide, Place, Room, ServerSide
from collectors.facts.storage import Filesystem
from collectors.group.seen_members import seen_members
from config.text import _

_NO_HOST: Final = _("name the machine that the database runs on as its host: and inspect both in one round")
_NO_FILESYSTEM: Final = _("see by hand which filesystem holds this folder (a remote one is not measured here)")


def parse(members: Mapping[str, HostSide | ServerSide | Absent | Unseen]) -> Listing[Room]:
    """Join the database's folders with its host's filesystems. Raises SessionError where no host was seen."""
    sorted_out = seen_members(members)
    hosts = [one for one in sorted_out.seen.values() if isinstance(one, HostSide)]
    servers = [one for one in sorted_out.seen.values() if isinstance(one, ServerSide)]
    if not hosts:
        first = sorted_out.unseen[0] if sorted_out.unseen else Unseen("", Reason.NOT_ASKED)
        raise SessionError(first.reason, first.detail, _NO_HOST)
    rooms: dict[str, tuple[Filesystem, list[Place]]] = {}
    unseen: list[Unseen] = list(sorted_out.unseen)
    for host in hosts:
        places = list(_places(host, servers))
        unseen += host.unseen
        for place in dict.fromkeys(places):
            filesystem = _holder(place.path, host.filesystems)
            if filesystem is None:
                unseen.append(Unseen(place.path, Reason.NOT_ASKED, place.path, _NO_FILESYSTEM))
            else:
                rooms.setdefault(filesystem.mount, (filesystem, []))[1].append(place)
    known = any(rooms)
    unseen += [one for server in servers for one in server.unseen if not known]
    if not rooms and not unseen:
        raise SessionError(Reason.EMPTY, "", _NO_FILESYSTEM)
    return Listing(tuple(Room(filesystem, tuple(places)) for filesystem, places in rooms.values()), tuple(unseen))


def _places(host: HostSide, servers: list[ServerSide]) -> Iterator[Place]:
    """What the database tells, and what its host found of the same server: links that no statement shows are there."""
    kinds = {server.kind for server in servers}
    told = {place.path.rstrip("/") for server in servers for place in server.places}
    for server in servers:
        yield from (place for place in server.places if place.path.startswith("/"))
    of_kind = [one for one in host.servers if not kinds or one.kind in kinds]
    for one in of_kind:
        if len(of_kind) == 1 or one.data.rstrip("/") in told:
            yield from (place for place in one.places if place.path.rstrip("/") not in told)


def _holder(path: str, filesystems: tuple[Filesystem, ...]) -> Filesystem | None:
    """The filesystem whose mount point is the longest beginning of the path."""
    holding = [one for one in filesystems if path == one.mount or path.startswith(one.mount.rstrip("/") + "/")]
    return max(holding, key=lambda one: len(one.mount), default=None)


DATABASE_ROOM_OF_GROUP: Final = OfGroup(
    id="group.database_room",
    provides=DATABASE_ROOM,
    groups=("db-on-host",),
    of=DATABASE_PLACES,
    parse=parse,
)
