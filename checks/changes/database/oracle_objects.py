"""What an Oracle database holds: objects, components of its registry, indexes, jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import JOBS, Jobs
from collectors.facts.oracle.objects import INDEX_STATES, OBJECTS, IndexStates, Objects
from collectors.policies import Policy, Within
from config.text import _


@dataclass(frozen=True, slots=True)
class Invalid:
    """The invalid objects of one owner and kind; they must not become more."""

    database: Annotated[str, Policy.IDENTITY]
    owner: Annotated[str, Policy.IDENTITY]
    kind: Annotated[str, Policy.IDENTITY]
    count: Annotated[int, Policy.AT_MOST]


@dataclass(frozen=True, slots=True)
class Part:
    """One component of the registry."""

    database: Annotated[str, Policy.IDENTITY]
    name: Annotated[str, Policy.IDENTITY]
    status: Annotated[str, Policy.EQUAL]
    version: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of one container: how many, and which of them cannot be used."""

    database: Annotated[str, Policy.IDENTITY]
    count: Annotated[int, Policy.AT_LEAST]
    unusable: Annotated[tuple[str, ...], Policy.AT_MOST]


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs one container has: some run once and are gone."""

    database: Annotated[str, Policy.IDENTITY]
    count: Annotated[int, Within(ratio=0.1, least=2)]


def invalid(listing: Listing[Objects]) -> Iterator[Invalid]:
    """Invalid objects, Oracle's own too: utlrp leaves none behind."""
    for container in listing.records:
        for one in container.invalid:
            yield Invalid(container.database, one.owner, one.kind, one.count)


def parts(listing: Listing[Objects]) -> Iterator[Part]:
    """Components of the registry."""
    for container in listing.records:
        for one in container.components:
            yield Part(container.database, one.name, one.status, one.version)


def indexes(listing: Listing[IndexStates]) -> Iterator[Indexes]:
    """Indexes, container by container."""
    for one in listing.records:
        unusable = tuple(sorted(f"{index.owner}.{index.name}" for index in one.unusable))
        yield Indexes(one.database, one.indexes_count, unusable)


def jobs(listing: Listing[Jobs]) -> Iterator[JobCount]:
    """Jobs, container by container."""
    for one in listing.records:
        yield JobCount(one.database, one.jobs_count)


INVALID_ASPECT: Final = Aspect(
    id="database.oracle.changed_invalid_objects",
    title=_("More invalid objects (Oracle)"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    record=Invalid,
    things=invalid,
    one=_("invalid objects of {name}"),
    fields={"count": _("number")},
    gone=Weight.NOTED,
    come=Weight.FAULT,
    reads=_("invalid objects by container, owner and type, now and then"),
    remedy=_("Run utlrp.sql; what stays invalid needs a change of its code or a grant."),
    traps=(NOT_RUN, _("fewer than before are noted and no fault")),
    refs=("DBA_OBJECTS",),
)
REGISTRY_ASPECT: Final = Aspect(
    id="database.oracle.changed_components",
    title=_("Changes of the registry's components (Oracle)"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    record=Part,
    things=parts,
    one=_("component {name}"),
    fields={"status": _("state"), "version": _("version")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("components of the registry, their versions and states, now and then"),
    remedy=_("See the upgrade's summary (utlusts.sql); validate a component that is not VALID."),
    traps=(NOT_RUN, _("an upgrade gives every component another version: that is told")),
    refs=("DBA_REGISTRY",),
)
INDEXES_ASPECT: Final = Aspect(
    id="database.oracle.changed_indexes",
    title=_("Changes of indexes (Oracle)"),
    area=Area.DB_OBJECTS,
    needs=INDEX_STATES,
    record=Indexes,
    things=indexes,
    one=_("indexes of {name}"),
    fields={"count": _("number"), "unusable": _("unusable")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("how many indexes each container has and which cannot be used, now and then"),
    remedy=_("Rebuild what is unusable; find out which index is missing before queries run without it."),
    traps=(NOT_RUN, _("more indexes than before are noted and no fault")),
    refs=("DBA_INDEXES",),
)
JOBS_ASPECT: Final = Aspect(
    id="database.oracle.changed_jobs",
    title=_("Number of jobs (Oracle)"),
    area=Area.DB_OBJECTS,
    needs=JOBS,
    record=JobCount,
    things=jobs,
    one=_("jobs of {name}"),
    fields={"count": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("how many jobs each container has, now and then"),
    remedy=_("See DBA_SCHEDULER_JOBS for what is missing; job_queue_processes of 0 stops them all."),
    traps=(NOT_RUN, _("jobs that run once come and go: within ten per cent nothing is told")),
    refs=("DBA_SCHEDULER_JOBS", "DBA_JOBS"),
)
