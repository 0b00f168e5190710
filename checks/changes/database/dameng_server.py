"""Dameng DM8 as a server: version, state, licence, parameters, archiving, guard."""

from collections.abc import Iterator
from typing import Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import HoldingTrait, SetTo
from checks.dameng_words import NOT_RUN
from collectors.facts.dameng.instances import INSTANCE, LICENCE, SETTINGS, Instance, Licence, Settings
from collectors.facts.dameng.protection import ARCHIVING, WATCHER, Archiving, Watcher
from collectors.policies import UNTOLD
from config.text import _


def server(one: Instance) -> Iterator[HoldingTrait]:
    """The instance; since when it runs is not compared."""
    yield HoldingTrait("version", version=one.words or UNTOLD)
    yield HoldingTrait("status", nature=one.status or UNTOLD)
    yield HoldingTrait("mode", nature=one.mode or UNTOLD)
    yield HoldingTrait("database", nature=one.database or UNTOLD)
    yield HoldingTrait("created", nature=one.created or UNTOLD)


def licence(one: Licence) -> Iterator[HoldingTrait]:
    """The licence; how many days are left falls by itself."""
    yield HoldingTrait("series", nature=one.series or UNTOLD)
    yield HoldingTrait("kind", nature=one.kind or UNTOLD)
    yield HoldingTrait("ends", version=one.ends or UNTOLD)


def parameters(found: Settings) -> Iterator[SetTo]:
    """Parameters of interest."""
    for name, one in found.parameters.items():
        yield SetTo(name, one.now)


def archiving(found: Archiving) -> Iterator[HoldingTrait]:
    """Whether redo is archived, and each destination with its state; one that only sends later still sends."""
    yield HoldingTrait("archiving", holds=found.is_on)
    for one in found.destinations:
        yield HoldingTrait(f"{one.kind} {one.place}", holds=one.status != "INVALID" if one.status else None)


def guard(one: Watcher) -> Iterator[HoldingTrait]:
    """The process that guards the instance."""
    yield HoldingTrait("guard", nature=one.status or UNTOLD)
    yield HoldingTrait("switching", nature=one.switching or UNTOLD)


_TRAIT_FIELDS: Final = {"version": _("version"), "nature": _("value"), "holds": _("in order")}
SERVER_ASPECT: Final = Aspect(
    id="database.dameng.changed_instance",
    title=_("Changes of version, status and mode (DM8)"),
    area=Area.DB_STATUS,
    needs=INSTANCE,
    record=HoldingTrait,
    things=server,
    one=_("{name}"),
    fields=_TRAIT_FIELDS,
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("version, status, mode and database, now and then"),
    remedy=_("Compare with the change's record; another mode means a switch: find out why, and which side users write to."),
    traps=(NOT_RUN, _("a planned switch changes the mode: declare it")),
    refs=("V$INSTANCE", "V$DATABASE"),
)
LICENCE_ASPECT: Final = Aspect(
    id="database.dameng.changed_licence",
    title=_("Changes of the licence (DM8)"),
    area=Area.DB_STATUS,
    needs=LICENCE,
    record=HoldingTrait,
    things=licence,
    one=_("{name}"),
    fields=_TRAIT_FIELDS,
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("series, kind and end of the licence, now and then"),
    remedy=_("Put dm.key back into the folder of the new binaries: without it the server runs on a trial."),
    traps=(NOT_RUN, _("how many days are left falls by itself and is not compared")),
    refs=("V$LICENSE",),
)
PARAMETERS_ASPECT: Final = Aspect(
    id="database.dameng.changed_parameters",
    title=_("Changes of parameters (DM8)"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    record=SetTo,
    things=parameters,
    one=_("parameter {name}"),
    fields={"value": _("value")},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("parameters that the checks read, now and then"),
    remedy=_("Compare with the change's record and with dm.ini."),
    traps=(NOT_RUN, _("a parameter that only one version knows is no change")),
    refs=("V$DM_INI",),
)
ARCHIVING_ASPECT: Final = Aspect(
    id="database.dameng.changed_archiving",
    title=_("Changes of archiving (DM8)"),
    area=Area.DB_STATUS,
    needs=ARCHIVING,
    record=HoldingTrait,
    things=archiving,
    one=_("{name}"),
    fields=_TRAIT_FIELDS,
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("whether redo is archived, and its destinations, now and then"),
    remedy=_("Put dmarch.ini back as it was; a destination that is invalid is a standby that gets nothing any more."),
    traps=(NOT_RUN, _("a destination that only sends later (ASYNC_SEND) still sends")),
    refs=("V$ARCH_STATUS", "V$DM_ARCH_INI"),
)
GUARD_ASPECT: Final = Aspect(
    id="database.dameng.changed_guard",
    title=_("Changes of the guard (DM8)"),
    area=Area.DB_STATUS,
    needs=WATCHER,
    record=HoldingTrait,
    things=guard,
    one=_("{name}"),
    fields=_TRAIT_FIELDS,
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("the guarding process of the instance and how it switches, now and then"),
    remedy=_("Start dmwatcher again on every node, and confirm with dmmonitor that the group is open."),
    traps=(NOT_RUN, _("an instance that is not guarded has no such process")),
    refs=("V$DMWATCHER",),
)
