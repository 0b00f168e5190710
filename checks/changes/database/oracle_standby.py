"""Standbys of an Oracle database, as the primary and as they themselves tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.oracle_words import NOT_RUN
from collectors.facts.oracle.recovery import SHIPPINGS, STANDBYS, Shipping, Standby
from collectors.policies import UNTOLD, Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Sent:
    """One standby that redo is sent to."""

    name: Annotated[str, Policy.IDENTITY]
    is_sent: Annotated[bool, Policy.AT_LEAST]
    recovery_mode: Annotated[str, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Applying:
    """A standby itself."""

    name: Annotated[str, Policy.IDENTITY]
    is_applying: Annotated[bool, Policy.AT_LEAST]
    gaps: Annotated[int, Policy.AT_MOST]


def shipping(found: tuple[Shipping, ...]) -> Iterator[Sent]:
    """Standbys by their name, else by the number of the destination."""
    for one in found:
        is_sent = one.status in {"VALID", "IDLE"} and not one.error
        yield Sent(one.unique_name or f"dest {one.number}", is_sent, one.recovery_mode or UNTOLD)


def applying(one: Standby) -> Iterator[Applying]:
    """The standby; how far it is behind moves."""
    yield Applying("standby", bool(one.apply_processes), one.gaps_count)


SHIPPING_ASPECT: Final = Aspect(
    id="database.oracle.changed_shipping",
    title=_("Changes of standbys (Oracle)"),
    area=Area.DB_STATUS,
    needs=SHIPPINGS,
    record=Sent,
    things=shipping,
    one=_("standby {name}"),
    fields={"is_sent": _("redo is sent"), "recovery_mode": _("recovery mode")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("standbys that redo is sent to, now and then"),
    remedy=_("Set LOG_ARCHIVE_DEST_STATE_n to ENABLE again, see its error, and compare both sides' versions."),
    traps=(NOT_RUN, _("a destination that has nothing to send just now (IDLE) is in order")),
    refs=("V$ARCHIVE_DEST_STATUS",),
)
STANDBY_ASPECT: Final = Aspect(
    id="database.oracle.changed_standby",
    title=_("Changes of a standby's recovery (Oracle)"),
    area=Area.DB_STATUS,
    needs=STANDBYS,
    record=Applying,
    things=applying,
    one=_("{name}"),
    fields={"is_applying": _("recovery runs"), "gaps": _("gaps")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("whether a standby applies redo, and gaps in it, now and then"),
    remedy=_("Start managed recovery again, and have the missing logs sent (FAL_SERVER) or take them from a backup."),
    traps=(NOT_RUN, _("how far a standby is behind is not compared")),
    refs=("V$MANAGED_STANDBY", "V$ARCHIVE_GAP"),
)
