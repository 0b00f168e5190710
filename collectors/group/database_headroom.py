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
            filesystem = _holder(place.path, host)
            if filesystem is None:
                unseen.append(Unseen(place.path, Reason.NOT_ASKED, place.path, _NO_FILESYSTEM))
            else:
                rooms.setdefault(filesystem.mount, (filesystem, []))[1].append(place)
    unseen += [one for server in servers for one in server.unseen if not any(_is_found(server, host) for host in hosts)]
    if not rooms and not unseen:
        raise SessionError(Reason.EMPTY, "", _NO_FILESYSTEM)
    return Listing(tuple(Room(filesystem, tuple(places)) for filesystem, places in rooms.values()), tuple(unseen))


def _is_found(server: ServerSide, host: HostSide) -> bool:
    """Whether the host shows where the only server of that kind has its files: what that does not tell is known then."""
    of_kind = [one for one in host.servers if one.kind == server.kind]
    return len(of_kind) == 1 and bool(of_kind[0].places)


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


def _holder(path: str, host: HostSide) -> Filesystem | None:
    """The filesystem whose mount point is the longest beginning of the path; None below one that was not measured."""
    mounts = {one.mount: one for one in host.filesystems} | dict.fromkeys(host.unmeasured)
    holding = [mount for mount in mounts if path == mount or path.startswith(mount.rstrip("/") + "/")]
    return mounts[max(holding, key=len)] if holding else None


DATABASE_ROOM_OF_GROUP: Final = OfGroup(
    id="group.database_room",
    provides=DATABASE_ROOM,
    groups=("db-on-host",),
    of=DATABASE_PLACES,
    parse=parse,
)
