"""Whether the inspecting account sees the tables at all: what it does not see is not free of faults."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mysql.tables import COVERAGE, SchemaSeen
from config.limits import Layered
from config.text import _


def judge(schemas: tuple[SchemaSeen, ...], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding of the whole."""
    there, seen = sum(one.tables_count for one in schemas), sum(one.seen_count for one in schemas)
    dark = tuple(one.name for one in schemas if one.seen_count < one.tables_count)
    if not dark:
        yield Finding("", Level.OK, _("the account sees all {count:number} InnoDB tables", count=there))
        return
    missed = sum(max(0, one.tables_count - one.seen_count) for one in schemas)
    yield Finding(
        "",
        Level.WARN,
        _(
            "the account does not see {missed:number} of {count:number} tables; not inspected: {dark}",
            missed=missed,
            count=there,
            dark=dark,
        ),
        expected=_("REFERENCES on *.*, which shows tables and reads no row"),
        quote=f"{seen} of {there}",
        measures={"missed_count": float(missed)},
    )


COVERAGE_CHECK: Final = Check(
    id="database.mysql.coverage",
    title=_("MySQL: what the inspecting account sees"),
    area=Area.DB_OBJECTS,
    needs=COVERAGE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("InnoDB's own list of tables beside information_schema.tables"),
    remedy=_(
        "GRANT REFERENCES ON *.* to the inspecting account (xunjian doctor --grants mysql): it shows tables and reads "
        "no row."
    ),
    traps=(
        _("information_schema leaves out what an account has no right on, without a word"),
        _("partitions, full-text helpers and half-made tables of ALTER are no tables of their own"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: INFORMATION_SCHEMA Privileges",),
)
