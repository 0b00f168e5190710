"""Are objects or components of the database invalid? Somebody broke them, or an upgrade was not finished."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.objects import OBJECTS, Invalid, Objects
from config.limits import Layered, limit
from config.text import _

_RIGHT: Final = frozenset({"VALID", "LOADED", "OPTION OFF", "REMOVED"})
_BY_DESIGN: Final = "MATERIALIZED VIEW"
"""Invalid as soon as a row below it changes, until its next refresh."""


@dataclass(frozen=True, slots=True)
class InvalidLimits:
    """How fresh a change must be for somebody to have broken something now."""

    fresh_seconds: int = limit(7 * 86_400, unit="seconds", source="our own: changed within a week, somebody works on it")


def judge(objects: Listing[Objects], limits: Layered[InvalidLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container for its objects, one for each component that is not valid."""
    for one in objects.records:
        yield _of_objects(one, limits.at(one.database))
        for component in one.components:
            if component.status not in _RIGHT:
                yield Finding(
                    f"{one.database}.{component.name}",
                    Level.WARN,
                    _("the component {name} is {status}", name=component.name, status=component.status),
                    quote=f"{component.name} {component.version} {component.status}",
                )


def _of_objects(one: Objects, limits: InvalidLimits) -> Finding:
    count = sum(part.count for part in one.invalid)
    fresh = [part for part in one.invalid if part.newest_seconds < limits.fresh_seconds and part.kind != _BY_DESIGN]
    level, summary = Level.OK, _("no object is invalid")
    if any(part.is_maintained for part in one.invalid):
        level, summary = Level.WARN, _("{count:number} invalid object(s), some of Oracle's own", count=count)
    elif fresh:
        level = Level.WARN
        summary = _("{count:number} invalid object(s), some changed in the last week", count=count)
    elif count:
        level, summary = Level.NOTICE, _("{count:number} invalid object(s), none changed in the last week", count=count)
    quote = "; ".join(f"{part.owner} {part.kind} {part.count}" for part in _largest(one.invalid))
    return Finding(one.database, level, summary, quote=quote, measures={"invalid_count": float(count)})


def _largest(invalid: tuple[Invalid, ...]) -> list[Invalid]:
    return sorted(invalid, key=lambda part: -part.count)[:10]


INVALID_OBJECTS: Final = Check(
    id="database.oracle.invalid_objects",
    title=_("Oracle: invalid objects and components"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    limits=InvalidLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("dba_objects status INVALID, dba_registry"),
    remedy=_(
        "Compile them (utlrp.sql in a quiet hour) and look at what stays: dba_errors says why. Invalid components: was a "
        "patch or an upgrade finished (datapatch, dbms_registry)? Ask the application's people before theirs are touched."
    ),
    traps=(
        NOT_RUN,
        _("views and packages compile themselves at their first use: an old invalid object is a notice"),
        _("a materialized view is invalid until its next refresh: a notice"),
        _("a public synonym whose object is gone is nobody's own: a notice"),
        _("what lies in the recycle bin is left out"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: DBA_OBJECTS, DBA_REGISTRY",),
)
