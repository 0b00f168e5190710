"""Tables of other engines than InnoDB: not safe in a crash, not in a consistent backup; tables that cannot be opened."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mysql.tables import OTHER_ENGINES, OtherEngine, Tables
from config.limits import Layered
from config.text import _

_UNSAFE: Final = frozenset({"myisam", "mrg_myisam", "merge", "csv", "memory", "isam"})
_SHOWN: Final = 200


def judge(tables: Tables, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a table that is not safe or not openable, and one of the whole."""
    found = [one for one in tables.found if isinstance(one, OtherEngine)]
    broken = [one for one in found if not one.engine]
    unsafe = [one for one in found if one.engine.lower() in _UNSAFE]
    for one in broken[:_SHOWN]:
        yield Finding(one.name, Level.CRITICAL, _("{table} cannot be opened by the server", table=one.name), quote=one.name)
    for one in unsafe[:_SHOWN]:
        words = _("{table} is kept by {engine}: a crash can damage it", table=one.name, engine=one.engine)
        yield Finding(one.name, Level.NOTICE, words, quote=f"{one.name} {one.engine}")
    if tables.unseen and not tables.seen_count:
        return
    if unsafe or broken:
        summary = _("{count:number} tables are not kept by a crash-safe engine", count=len(unsafe) + len(broken))
        yield Finding("", Level.WARN, summary, measures={"tables_count": float(len(unsafe) + len(broken))})
    else:
        count = tables.seen_count
        yield Finding(
            "", Level.OK, _("no table of an engine that is not crash-safe, beside {count:number} of InnoDB", count=count)
        )


ENGINES: Final = Check(
    id="database.mysql.engines",
    title=_("MySQL: tables of other engines"),
    area=Area.DB_OBJECTS,
    needs=OTHER_ENGINES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("information_schema.tables: tables whose engine is not InnoDB or is not told"),
    remedy=_(
        "ALTER TABLE ... ENGINE=InnoDB in a window, after a test of full-text and key lengths. A table that cannot be "
        "opened: "
        "the error log names why (CHECK TABLE, a missing .ibd, a disk); take a copy of the files before any repair."
    ),
    traps=(
        _("Aria, RocksDB and ColumnStore are safe in a crash, each in its own way"),
        _("the tables of the schema mysql are the server's own"),
        _("a schema on which the account has no right is not shown: that is said"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: Alternative Storage Engines",),
)
