"""Whether somebody still mends the faults of this version, and how far behind the mended ones it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.postgres_versions import AS_OF, ENDS_ON, NEWEST
from collectors.facts.postgres.instances import INSTANCES, Instance
from config.limits import Layered, limit
from config.text import _, verbatim


@dataclass(frozen=True, slots=True)
class VersionLimits:
    """How soon before its end a version is told, and how many minor releases it may be behind."""

    soon_days: int = limit(180, unit="days", source="our judgement: an upgrade takes two quarters of planning")
    behind_minors: int = limit(2, unit="count", source="postgresql.org: minor releases come quarterly; two are half a year")


def judge(instance: Instance, limits: Layered[VersionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the server. A vendor's own numbers are not judged by the project's dates."""
    if instance.product != "postgres":
        name = verbatim(instance.words[:60] if instance.product == "other" else instance.product)
        yield Finding("", Level.ABSENT, _("{product} has releases of its own: ask its vendor", product=name))
        return
    major, minor = divmod(instance.version, 10_000)
    version = f"{major}.{minor}"
    measures = {"major_version": major, "minor_version": minor}
    ends_on = ENDS_ON.get(major)
    if ends_on is None:
        summary = _(
            "version {version} is not in the list of {day}: its end is not known here",
            version=version,
            day=AS_OF.isoformat(),
        )
        yield Finding("", Level.NOTICE if major > max(ENDS_ON) else Level.CRITICAL, summary, measures=measures)
        return
    left = (ends_on - scene.at.date()).days
    behind = max(0, NEWEST[major] - minor)
    level, summary = Level.OK, _("version {version} is supported until {day}", version=version, day=ends_on.isoformat())
    if left < 0:
        level, summary = (
            Level.CRITICAL,
            _("version {version} has had no mending since {day}", version=version, day=ends_on.isoformat()),
        )
    elif left < limits.base.soon_days:
        level, summary = (
            Level.WARN,
            _("version {version} is supported only until {day}", version=version, day=ends_on.isoformat()),
        )
    elif behind >= limits.base.behind_minors:
        level = Level.WARN
        summary = _(
            "version {version} is {behind:number} minor releases behind {newest}",
            version=version,
            behind=behind,
            newest=f"{major}.{NEWEST[major]}",
        )
    yield Finding(
        "",
        level,
        summary,
        observed=verbatim(instance.words),
        expected=_(
            "a supported major version with its newest minor ({newest}, as of {day})",
            newest=f"{major}.{NEWEST[major]}",
            day=AS_OF.isoformat(),
        ),
        measures=measures | {"minors_behind_count": behind},
    )


VERSION_SUPPORT: Final = Check(
    id="database.postgres.version_support",
    title=_("PostgreSQL: support of the version"),
    area=Area.DB_STATUS,
    needs=INSTANCES,
    limits=VersionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("version(), beside the project's own list of versions, which is part of this program and dated"),
    remedy=_(
        "A minor update exchanges the programs and needs a short restart, no conversion of the data: plan it for the next "
        "window after reading its release notes. A major version that has ended: plan the upgrade (pg_upgrade, or logical "
        "replication for a short switch), try it on a copy, and check extensions and drivers first."
    ),
    traps=(
        _("without a way to the outside the list is as old as this program: its day is printed"),
        _("products of other vendors (KingbaseES, Vastbase, EDB ...) have releases of their own and are not judged by it"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org: Versioning Policy",),
)
