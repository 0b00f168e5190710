"""Columns that count by themselves: how near the next value is to the end of the column's type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.mysql.tables import COUNTING, Counting, Tables
from config.limits import Layered, compare, limit
from config.text import _

_BITS: Final = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "integer": 32, "bigint": 64}
"""MySQL Reference Manual: Integer Types."""
_TYPE: Final = re.compile(r"^(\w+)")


_FOLLOWED: Final = 0.25
"""Ours: from here on a column has a finding of its own, so that its history begins in good time."""


@dataclass(frozen=True, slots=True)
class CounterLimits:
    """Share of the type's values that are used up."""

    warn_ratio: float = limit(0.75, unit="ratio", source="our judgement")
    critical_ratio: float = limit(0.90, unit="ratio", source="our judgement")


def judge(tables: Tables, limits: Layered[CounterLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a column near its end, and one of all the others together."""
    for one in tables.found:
        if not isinstance(one, Counting) or (most := highest(one.kind)) is None:
            continue
        if one.next_value is None:
            summary = _("the server could not look into the table of {column}: it was locked", column=one.name)
            yield Finding(one.name, Level.UNKNOWN, summary, reason="timeout")
            continue
        mine, ratio = limits.at(one.name), one.next_value / most
        level = LEVEL_OF_SIDE[compare(ratio, mine.warn_ratio, mine.critical_ratio)]
        if level is not Level.OK or ratio >= _FOLLOWED:
            yield Finding(
                one.name,
                level,
                _("{column} has used {ratio:percent} of its values ({kind})", column=one.name, ratio=ratio, kind=one.kind),
                expected=_("less than {ratio:percent}", ratio=mine.warn_ratio),
                quote=f"auto_increment {one.next_value}; {one.kind}: {most}",
                measures={"used_ratio": ratio, "next_count": float(one.next_value), "values_count": float(most)},
            )
    if tables.seen_count or not tables.unseen:
        yield Finding(
            "",
            Level.OK,
            _("of {count:number} InnoDB tables every other counter is far from its end", count=tables.seen_count),
        )


def highest(kind: str) -> int | None:
    """The highest value of a type; None of what is no integer type."""
    found = _TYPE.match(kind.lower())
    bits = _BITS.get(found[1]) if found else None
    if bits is None:
        return None
    return (1 << (bits if "unsigned" in kind.lower() else bits - 1)) - 1


AUTO_INCREMENT: Final = Check(
    id="database.mysql.auto_increment",
    title=_("MySQL: numbers of auto_increment used up"),
    area=Area.DB_OBJECTS,
    needs=COUNTING,
    limits=CounterLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "information_schema.tables.auto_increment beside the type of the column, compared with InnoDB's own list of tables"
    ),
    remedy=_(
        "At the end every INSERT fails (1062 or 167). Change the column to BIGINT UNSIGNED, with every column that "
        "refers to "
        "it and the application's own types; on a big table with gh-ost or pt-online-schema-change, and in good time."
    ),
    traps=(
        _("unsigned columns hold twice as much; int(10) is no limit of ten digits"),
        _("MySQL 8 keeps that number for up to a day (information_schema_stats_expiry)"),
        _("tables on which the account has no right at all are not shown: they are counted against InnoDB's own list"),
        _("an INSERT that failed or was rolled back has used a number too"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Integer Types", "MySQL Reference Manual: AUTO_INCREMENT Handling in InnoDB"),
)
