"""Oracle as a server: versions, role, instances, pluggable databases, parameters, patches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import SetTo, Trait
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import PATCHES, SETTINGS, Patches, Setting
from collectors.facts.oracle.instances import DATABASES, INSTANCES, PLUGGABLES, Database, Instance, Pluggable
from collectors.policies import UNTOLD, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Running:
    """One instance."""

    name: Annotated[str, Policy.IDENTITY]
    status: Annotated[str, Policy.EQUAL]
    logins: Annotated[str, Policy.EQUAL]
    host: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Pdb:
    """One pluggable database on one instance."""

    name: Annotated[str, Policy.IDENTITY]
    instance: Annotated[str, Policy.IDENTITY]
    open_mode: Annotated[str, Policy.EQUAL]
    restricted: Annotated[str, Policy.EQUAL]
    saved: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Applied:
    """One patch of a container's dictionary; the last thing that was done with it."""

    database: Annotated[str, Policy.IDENTITY]
    number: Annotated[str, Policy.IDENTITY]
    done: Annotated[str, Policy.EQUAL]


def traits(one: Database) -> Iterator[Trait]:
    """The database's traits; scn and times are none."""
    yield Trait("version", version=one.words or UNTOLD)
    for name in ("dbid", "role", "open_mode", "log_mode", "force_logging", "flashback", "protection_mode"):
        yield Trait(name, nature=getattr(one, name) or UNTOLD)


def instances(found: tuple[Instance, ...]) -> Iterator[Running]:
    """Instances; since when they run is not compared."""
    for one in found:
        yield Running(one.name, one.status, one.logins, one.host)


def pluggables(found: tuple[Pluggable, ...]) -> Iterator[Pdb]:
    """Pluggable databases, instance by instance."""
    for one in found:
        yield Pdb(one.name, str(one.instance_number), one.open_mode, one.restricted, one.saved)


def parameters(found: tuple[Setting, ...]) -> Iterator[SetTo]:
    """Parameters as they are now."""
    for one in found:
        yield SetTo(one.name, "default" if one.is_default else one.value)


def patches(listing: Listing[Patches]) -> Iterator[Applied]:
    """Patches by container and number, the latest word of each."""
    for one in listing.records:
        last = {patch.number: f"{patch.action} {patch.status}".strip() for patch in one.patches}
        for number, done in last.items():
            yield Applied(one.database, number, done)


SERVER_ASPECT: Final = Aspect(
    id="database.oracle.changed_database",
    title=_("Changes of version, role and mode (Oracle)"),
    area=Area.DB_STATUS,
    needs=DATABASES,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("version, role, open mode, archive mode, flashback and protection mode, now and then"),
    remedy=_("Compare with the change's record; another role or mode means a switch or a step of the upgrade left undone."),
    traps=(NOT_RUN, _("a planned switch changes the role: declare it")),
    refs=("V$DATABASE",),
)
INSTANCES_ASPECT: Final = Aspect(
    id="database.oracle.changed_instances",
    title=_("Changes of instances (Oracle)"),
    area=Area.DB_STATUS,
    needs=INSTANCES,
    record=Running,
    things=instances,
    one=_("instance {name}"),
    fields={"status": _("status"), "logins": _("logins"), "host": _("host")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("instances, whether they are open and let users in, now and then"),
    remedy=_("Start the instance that is gone and see its alert log; end the restricted mode that an upgrade left behind."),
    traps=(NOT_RUN, _("since when an instance runs is not compared")),
    refs=("GV$INSTANCE",),
)
PLUGGABLES_ASPECT: Final = Aspect(
    id="database.oracle.changed_pluggables",
    title=_("Changes of pluggable databases (Oracle)"),
    area=Area.DB_STATUS,
    needs=PLUGGABLES,
    record=Pdb,
    things=pluggables,
    one=_("pluggable database {name}"),
    fields={"open_mode": _("open mode"), "restricted": _("restricted"), "saved": _("state at start")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("pluggable databases and how they are open, now and then"),
    remedy=_("See PDB_PLUG_IN_VIOLATIONS: after a patch one that was not patched opens restricted; then SAVE STATE."),
    traps=(NOT_RUN, _("a PDB that is closed on one instance on purpose is compared there too")),
    refs=("GV$PDBS", "DBA_PDB_SAVED_STATES"),
)
PARAMETERS_ASPECT: Final = Aspect(
    id="database.oracle.changed_parameters",
    title=_("Changes of parameters (Oracle)"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    record=SetTo,
    things=parameters,
    one=_("parameter {name}"),
    fields={"value": _("value")},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("initialisation parameters that the checks read, now and then"),
    remedy=_("Compare with the change's record; carry over into the spfile what was set on purpose."),
    traps=(
        NOT_RUN,
        _("a default that differs between two versions is no change"),
        _("a parameter that only one version knows is no change"),
    ),
    refs=("V$PARAMETER",),
)
PATCHES_ASPECT: Final = Aspect(
    id="database.oracle.changed_patches",
    title=_("Changes of patches (Oracle)"),
    area=Area.DB_STATUS,
    needs=PATCHES,
    record=Applied,
    things=patches,
    one=_("patch {name}"),
    fields={"done": _("state")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("patches of the dictionary by container, now and then"),
    remedy=_("Run datapatch -verbose after the binaries were patched, and see its log where a patch is not SUCCESS."),
    traps=(NOT_RUN, _("a patch that was taken back stands with its last action")),
    refs=("DBA_REGISTRY_SQLPATCH",),
)
