"""Tables without a primary key: replication by rows reads them whole for every row, groups and Galera refuse them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.mysql.tables import KEYLESS, Keyless
from config.limits import Layered
from config.text import _

_SHOWN: Final = 200


def judge(tables: Keyless, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a table without a key, and one of the whole."""
    for name in tables.names[:_SHOWN]:
        yield Finding(
            name,
            Level.NOTICE,
            _("{table} has no primary key and no unique key that could stand for it", table=name),
            quote=f"{name}: GEN_CLUST_INDEX",
        )
    count = tables.keyless_count
    if count:
        yield Finding(
            "",
            Level.WARN,
            _("{count:number} of {total:number} InnoDB tables have no primary key", count=count, total=tables.total_count),
            measures={"tables_count": float(count)},
        )
    else:
        yield Finding("", Level.OK, _("all {total:number} InnoDB tables have a primary key", total=tables.total_count))


PRIMARY_KEYS: Final = Check(
    id="database.mysql.primary_keys",
    title=_("MySQL: tables without a primary key"),
    area=Area.DB_OBJECTS,
    needs=KEYLESS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("InnoDB's own dictionary (innodb_tables, innodb_indexes): tables with a hidden key (GEN_CLUST_INDEX)"),
    remedy=_(
        "Give each a primary key, best a column the application knows; else ADD COLUMN id BIGINT UNSIGNED AUTO_INCREMENT "
        "PRIMARY KEY (rebuilds the table; online tools for a big one). MySQL 8.0.30 on can add a hidden one for new "
        "tables: "
        "sql_generate_invisible_primary_key = ON."
    ),
    traps=(
        _("a unique key over columns that are NOT NULL stands for a primary key"),
        _("partitions of one table are one table"),
        _("InnoDB's dictionary needs PROCESS alone and hides no schema"),
    ),
    clause="1.4.3.4",
    refs=(
        "MySQL Reference Manual: Clustered and Secondary Indexes",
        "MySQL Reference Manual: Group Replication Requirements",
    ),
)
