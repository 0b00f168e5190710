"""Where an Oracle database lies: tablespaces, data files, ASM disk groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.spaces import DATA_FILES, DEFINITIONS, DISK_GROUPS, DataFile, Definition, DiskGroup
from collectors.policies import Policy
from config.text import _

_GIB: Final = 2**30


@dataclass(frozen=True, slots=True)
class Space:
    """One tablespace."""

    name: Annotated[str, Policy.IDENTITY]
    status: Annotated[str, Policy.EQUAL]
    contents: Annotated[str, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class File:
    """One data file. ``number`` keeps it known when it is moved."""

    database: Annotated[str, Policy.IDENTITY]
    path: Annotated[str, Policy.IDENTITY]
    number: Annotated[str, Policy.ALIAS]
    online: Annotated[str, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Group:
    """One ASM disk group."""

    name: Annotated[str, Policy.IDENTITY]
    state: Annotated[str, Policy.EQUAL]
    redundancy: Annotated[str, Policy.EQUAL]
    gib: Annotated[float, Policy.AT_LEAST]
    offline: Annotated[int, Policy.AT_MOST]


def spaces(listing: Listing[Definition]) -> Iterator[Space]:
    """Tablespaces."""
    for one in listing.records:
        yield Space(f"{one.database}.{one.name}", one.status, one.contents)


def files(listing: Listing[DataFile]) -> Iterator[File]:
    """Data files."""
    for one in listing.records:
        yield File(one.database, one.path, f"{one.database} {one.number}", one.online)


def groups(found: tuple[DiskGroup, ...]) -> Iterator[Group]:
    """Disk groups; what is free in them moves."""
    for one in found:
        yield Group(one.name, one.state, one.redundancy, round(one.total_bytes / _GIB, 2), one.offline_count)


_LOST: Final = _("Stop, and find out what is missing before users write; see the alert log and compare with the backup.")
SPACES_ASPECT: Final = Aspect(
    id="database.oracle.changed_tablespaces",
    title=_("Changes of tablespaces (Oracle)"),
    area=Area.DB_SPACE,
    needs=DEFINITIONS,
    record=Space,
    things=spaces,
    one=_("tablespace {name}"),
    fields={"status": _("status"), "contents": _("kind")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("tablespaces and whether they can be written to, now and then"),
    remedy=_LOST,
    traps=(NOT_RUN, _("how full they are is compared elsewhere")),
    refs=("DBA_TABLESPACES",),
)
FILES_ASPECT: Final = Aspect(
    id="database.oracle.changed_data_files",
    title=_("Changes of data files (Oracle)"),
    area=Area.DB_SPACE,
    needs=DATA_FILES,
    record=File,
    things=files,
    one=_("data file {name}"),
    fields={"online": _("status")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("data files and whether they are online, now and then"),
    remedy=_LOST,
    traps=(NOT_RUN, _("a file that was moved is known by its number")),
    refs=("DBA_DATA_FILES",),
)
GROUPS_ASPECT: Final = Aspect(
    id="database.oracle.changed_disk_groups",
    title=_("Changes of disk groups (Oracle ASM)"),
    area=Area.DB_SPACE,
    needs=DISK_GROUPS,
    record=Group,
    things=groups,
    one=_("disk group {name}"),
    fields={
        "state": _("state"),
        "redundancy": _("redundancy"),
        "gib": _("size (GiB)"),
        "offline": _("disks that are offline"),
    },
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("ASM disk groups: state, redundancy, size and disks that are offline, now and then"),
    remedy=_("See V$ASM_DISK and the paths to the LUNs; bring disks back online before DISK_REPAIR_TIME is over."),
    traps=(NOT_RUN, _("what is free in a group is compared elsewhere")),
    refs=("V$ASM_DISKGROUP",),
)
