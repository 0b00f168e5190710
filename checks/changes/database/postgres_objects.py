"""What PostgreSQL holds: databases, tablespaces, how many objects, which of them are broken, who follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.postgres.counts import COUNTED_SCHEMAS, OBJECT_COUNTS, ObjectCounts
from collectors.facts.postgres.objects import OBJECTS, Objects
from collectors.facts.postgres.replication import REPLICATION, SLOTS, Replication, Slot
from collectors.facts.postgres.space import DATABASES, TABLESPACES, Database, Tablespace
from collectors.policies import Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Base:
    """One database."""

    name: Annotated[str, Policy.IDENTITY]
    allows_connections: Annotated[bool, Policy.AT_LEAST]
    is_invalid: Annotated[bool, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Space:
    """One tablespace and where it lies."""

    name: Annotated[str, Policy.IDENTITY]
    location: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many objects of a kind one schema holds; fewer after a change are lost ones."""

    database: Annotated[str, Policy.IDENTITY]
    schema: Annotated[str, Policy.IDENTITY]
    kind: Annotated[str, Policy.IDENTITY]
    count: Annotated[int, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Broken:
    """One object that does not do its work."""

    database: Annotated[str, Policy.IDENTITY]
    kind: Annotated[str, Policy.IDENTITY]
    name: Annotated[str, Policy.IDENTITY]


@dataclass(frozen=True, slots=True)
class Follower:
    """One standby by the name that it gives itself and its address."""

    name: Annotated[str, Policy.IDENTITY]
    address: Annotated[str, Policy.IDENTITY]
    state: Annotated[str, Policy.EQUAL]
    sync_state: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Kept:
    """One replication slot that lasts."""

    name: Annotated[str, Policy.IDENTITY]
    kind: Annotated[str, Policy.EQUAL]
    is_active: Annotated[bool, Policy.AT_LEAST]


def bases(listing: Listing[Database]) -> Iterator[Base]:
    """Databases."""
    for one in listing.records:
        yield Base(one.name, one.allows_connections, one.is_invalid)


def spaces(listing: Listing[Tablespace]) -> Iterator[Space]:
    """Tablespaces."""
    for one in listing.records:
        yield Space(one.name, one.location)


def counted(listing: Listing[ObjectCounts]) -> Iterator[Counted]:
    """The number of each kind of object, schema by schema."""
    for one in listing.records:
        for group in one.counts:
            yield Counted(one.database, group.schema, group.kind, group.count)


def broken(listing: Listing[Objects]) -> Iterator[Broken]:
    """Broken objects by name; those beside the named ones by their number."""
    for one in listing.records:
        for found in one.broken:
            yield Broken(one.database, found.kind, found.name)


def followers(found: Replication) -> Iterator[Follower]:
    """Standbys that are connected; a base backup that is taken is none."""
    for one in found.standbys:
        if one.state != "backup":
            yield Follower(one.name, one.address, one.state, one.sync_state)


def kept(listing: Listing[Slot]) -> Iterator[Kept]:
    """Slots that are not of one session alone."""
    for one in listing.records:
        if not one.is_temporary:
            yield Kept(one.name, one.kind, one.is_active)


_LOST: Final = _("Stop, and find out what is missing before users write: compare with the dump or the snapshot before.")
DATABASES_ASPECT: Final = Aspect(
    id="database.postgres.changed_databases",
    title=_("Changes of databases (PostgreSQL)"),
    area=Area.DB_OBJECTS,
    needs=DATABASES,
    record=Base,
    things=bases,
    one=_("database {name}"),
    fields={"allows_connections": _("allows connections"), "is_invalid": _("dropping it was interrupted")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("databases of the server, now and then"),
    remedy=_LOST,
    traps=(_("the size of a database is told elsewhere and is no change here"),),
    refs=("pg_database",),
)
TABLESPACES_ASPECT: Final = Aspect(
    id="database.postgres.changed_tablespaces",
    title=_("Changes of tablespaces (PostgreSQL)"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    record=Space,
    things=spaces,
    one=_("tablespace {name}"),
    fields={"location": _("location")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("tablespaces and where they lie, now and then"),
    remedy=_LOST,
    traps=(_("a tablespace inside the data directory has no place of its own"),),
    refs=("pg_tablespace",),
)
COUNTS_ASPECT: Final = Aspect(
    id="database.postgres.changed_object_counts",
    title=_("Number of objects (PostgreSQL)"),
    area=Area.DB_OBJECTS,
    needs=OBJECT_COUNTS,
    record=Counted,
    things=counted,
    one=_("objects {name}"),
    fields={"count": _("number")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_(
        "how many tables, views, indexes, sequences, routines, constraints and triggers each schema holds, now and then"
    ),
    remedy=_LOST,
    traps=(
        _("partitions come and go by the calendar and are not counted"),
        _("more objects than before are noted and no fault"),
        _("from 18 on NOT NULL is a constraint of its own and is not counted"),
    ),
    partly=lambda listing: any(one.schema_count > COUNTED_SCHEMAS for one in listing.records),
    refs=("pg_class", "pg_proc", "pg_constraint", "pg_trigger"),
    is_checked=False,
)
BROKEN_OBJECTS_ASPECT: Final = Aspect(
    id="database.postgres.changed_broken_objects",
    title=_("New broken objects (PostgreSQL)"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    record=Broken,
    things=broken,
    one=_("broken object {name}"),
    fields={},
    gone=Weight.NOTED,
    come=Weight.FAULT,
    reads=_("invalid indexes, constraints and triggers, now and then"),
    remedy=_("Rebuild the index, validate the constraint, enable the trigger; see what the change did to it."),
    partly=lambda listing: any(one.more for one in listing.records),
    refs=("pg_index.indisvalid",),
    is_checked=False,
)
STANDBYS_ASPECT: Final = Aspect(
    id="database.postgres.changed_standbys",
    title=_("Changes of standbys (PostgreSQL)"),
    area=Area.DB_STATUS,
    needs=REPLICATION,
    record=Follower,
    things=followers,
    one=_("standby {name}"),
    fields={"state": _("state"), "sync_state": _("synchronisation")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("standbys that are connected, now and then"),
    remedy=_("See the standby's log; after a new major it must be built anew or carried along with pg_upgrade and rsync."),
    traps=(_("a base backup that is taken shows as a standby for a while and is none"),),
    refs=("pg_stat_replication",),
)
SLOTS_ASPECT: Final = Aspect(
    id="database.postgres.changed_slots",
    title=_("Changes of replication slots (PostgreSQL)"),
    area=Area.DB_STATUS,
    needs=SLOTS,
    record=Kept,
    things=kept,
    one=_("replication slot {name}"),
    fields={"kind": _("kind"), "is_active": _("in use")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("replication slots that last, now and then"),
    remedy=_("A slot that is gone makes its subscriber or standby start anew; pg_upgrade before 17 carries none along."),
    traps=(_("slots of one session alone come and go"),),
    refs=("pg_replication_slots",),
)
