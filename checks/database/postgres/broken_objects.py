"""Indexes, constraints and triggers that stand there and do not do their work."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.objects import OBJECTS, BrokenObject, Objects
from config.limits import Layered
from config.text import Text, _

_KINDS: Final[Mapping[str, tuple[Level, Text]]] = {
    "unique_index": (Level.CRITICAL, _("the unique index {name} is not valid: doubles are not kept out")),
    "index": (Level.WARN, _("the index {name} is not valid: it costs with each write and serves no query")),
    "building_index": (Level.NOTICE, _("the index {name} is being built at this moment")),
    "unclear_index": (
        Level.NOTICE,
        _("the index {name} is not valid; whether it is being built at this moment is hidden without pg_monitor"),
    ),
    "constraint": (Level.NOTICE, _("the constraint {name} was never validated: old rows may break it")),
    "trigger": (Level.NOTICE, _("the trigger {name} is switched off")),
    "key_trigger": (Level.CRITICAL, _("the foreign key {name} is switched off: wrong references are let in")),
}


def judge(found: Listing[Objects], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding each, one of each database without any."""
    for one in found.records:
        for broken in one.broken:
            yield _broken(one.database, broken)
        yield from (_more(one.database, kind, count) for kind, count in one.more)
        if not one.broken:
            yield Finding(
                one.database,
                Level.OK,
                _("{count:number} indexes, constraints and triggers are in order", count=one.count),
                measures={"object_count": one.count},
            )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _broken(database: str, one: BrokenObject) -> Finding:
    level, words = _KINDS.get(one.kind, (Level.WARN, _("{name} is not in order")))
    return Finding(
        f"{database}.{one.table} {one.name}",
        level,
        Text(words.template, {"name": one.name}),
        expected=_("valid, validated and on"),
        quote=f"{one.kind} {one.name} {one.table}",
    )


def _more(database: str, kind: str, count: int) -> Finding:
    return Finding(
        f"{database} {kind}",
        _KINDS[kind][0] if kind in _KINDS else Level.WARN,
        _("{count:number} further ones of the kind {kind}", count=count, kind=kind),
        expected=_("valid, validated and on"),
        measures={"further_object_count": count},
    )


BROKEN_OBJECTS: Final = Check(
    id="database.postgres.broken_objects",
    title=_("PostgreSQL: invalid indexes, constraints and triggers"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("pg_index, pg_constraint, pg_trigger, and which indexes are being built (12 and later)"),
    remedy=_(
        "An invalid index is left by a CREATE INDEX CONCURRENTLY that failed: drop it (DROP INDEX CONCURRENTLY) and build "
        "it again, for a unique one after removing the doubles; from version 12 REINDEX INDEX CONCURRENTLY does it. "
        "Validate constraints off peak (VALIDATE CONSTRAINT). A trigger of a foreign key that is off was often left by a "
        "data load: verify the references, then switch it on."
    ),
    traps=(
        _("an index that is being built concurrently is not valid meanwhile, and no fault"),
        _("the invalid parent of partitioned indexes is not counted"),
        _("triggers of the system are counted only where they keep foreign keys"),
    ),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: CREATE INDEX, Building Indexes Concurrently",),
)
