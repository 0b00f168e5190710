"""Filesystems: one that is gone after a change is data that nobody reaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.mounts import MOUNT_TABLE, MountTable
from collectors.facts.storage import FILESYSTEMS, Filesystem, passes
from collectors.policies import UNTOLD, Policy, Within
from config.text import _

_SAME_SIZE: Final = 0.01
"""What a filesystem's own bookkeeping changes of its size (a repair, another kernel's count): ours."""


@dataclass(frozen=True, slots=True)
class Place:
    """One filesystem by its mount point. ``size_gib`` is rounded: what somebody adds or takes is more."""

    mount: Annotated[str, Policy.IDENTITY]
    kind: Annotated[str, Policy.EQUAL]
    is_readonly: Annotated[bool, Policy.EQUAL]
    size_gib: Annotated[float, Within(ratio=_SAME_SIZE, least=0.1)]


def places(listing: Listing[Filesystem]) -> Iterator[Place]:
    """Filesystems that last: what containers and logins mount by themselves comes and goes."""
    for one in listing.records:
        if not passes(one.kind, one.mount):
            yield Place(one.mount, one.kind, one.is_readonly, round(one.size_bytes / 2**30, 2))


@dataclass(frozen=True, slots=True)
class Made:
    """Which filesystem is mounted at a point: one that was made anew has another UUID, and not the former's data."""

    mount: Annotated[str, Policy.IDENTITY]
    uuid: Annotated[str, Policy.EQUAL]


def made(table: MountTable) -> Iterator[Made]:
    """Filesystems on devices of this machine; of one whose UUID udev does not tell, nothing is said."""
    for mount in dict.fromkeys(one.mount for one in table.mounts):
        one = table.at(mount)
        if one is not None and one.device and not passes(one.kind, one.mount):
            yield Made(one.mount, one.uuid or UNTOLD)


FILESYSTEMS_ASPECT: Final = Aspect(
    id="server.changed_filesystems",
    title=_("Changes of filesystems"),
    area=Area.STORAGE,
    needs=FILESYSTEMS,
    record=Place,
    things=places,
    one=_("filesystem {name}"),
    fields={"kind": _("kind"), "is_readonly": _("read-only"), "size_gib": _("size (GiB)")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("local filesystems by mount point: kind, size, whether they can be written to, now and then"),
    remedy=_("Gone: see fstab and the log of its mount unit, and mount it before the application starts."),
    traps=(
        _("device names (sda, sdb) may swap at each start and are not compared"),
        _("what containers and logins mount by themselves comes and goes"),
    ),
    refs=("df(1)", "mount(8)"),
)
FILESYSTEM_IDS_ASPECT: Final = Aspect(
    id="server.changed_filesystem_ids",
    title=_("Changes of which filesystem is mounted"),
    area=Area.STORAGE,
    needs=MOUNT_TABLE,
    record=Made,
    things=made,
    one=_("filesystem mounted at {name}"),
    fields={"uuid": _("UUID")},
    gone=None,
    come=None,
    reads=_("the UUID of the filesystem at each mount point, now and then"),
    remedy=_(
        "Another filesystem is mounted here than before: find out whether it was made anew or another volume was mapped, "
        "and where the former data are, before the application writes."
    ),
    traps=(_("a filesystem that somebody made larger, or whose device has another letter, keeps its UUID"),),
    refs=("blkid(8)",),
)
