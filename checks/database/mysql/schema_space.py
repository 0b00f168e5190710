"""Space that each schema takes, and the server's own tablespaces that only ever grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Exhibit, Finding, Level, Scene
from collectors.facts.mysql.space import SPACE, SchemaSpace
from config.limits import Layered, compare, limit
from config.text import Text, _

_SHOWN: Final = 15
_INF: Final = float("inf")


@dataclass(frozen=True, slots=True)
class SpaceLimits:
    """Bytes of one schema, where the operator names a limit; bytes of a tablespace of the server's own."""

    warn_bytes: float = limit(
        _INF, unit="bytes", source="the operator: a quota of the schema; the disk is the host's check"
    )
    critical_bytes: float = limit(_INF, unit="bytes", source="the operator")
    own_notice_bytes: float = limit(
        20e9, unit="bytes", source="our judgement: ibdata1, undo and temporary space never shrink"
    )


def judge(spaces: tuple[SchemaSpace, ...], limits: Layered[SpaceLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a schema, one each of the server's own tablespaces."""
    for one in spaces:
        level, summary = _verdict(one, limits.at(one.name))
        yield Finding(
            one.name,
            level,
            summary,
            quote=f"{one.name}: {one.files_count} files, {one.size_bytes} bytes",
            measures={"size_bytes": float(one.size_bytes), "files_count": float(one.files_count)},
        )
    biggest = sorted(spaces, key=lambda one: -one.size_bytes)[:_SHOWN]
    rows = tuple((one.name, str(one.files_count), _("{size:bytes}", size=one.size_bytes)) for one in biggest)
    yield Exhibit(_("Space by schema"), (_("schema"), _("files"), _("size")), rows)


def _verdict(one: SchemaSpace, limits: SpaceLimits) -> tuple[Level, Text]:
    if one.is_own:
        summary = _("the server's own {name} takes {size:bytes}", name=one.name, size=one.size_bytes)
        return Level.NOTICE if one.size_bytes >= limits.own_notice_bytes else Level.OK, summary
    level = LEVEL_OF_SIDE[compare(float(one.size_bytes), limits.warn_bytes, limits.critical_bytes)]
    summary = _(
        "{name} takes {size:bytes} in {count:number} files", name=one.name, size=one.size_bytes, count=one.files_count
    )
    return level, summary


SCHEMA_SPACE: Final = Check(
    id="database.mysql.schema_space",
    title=_("MySQL: space by schema"),
    area=Area.DB_SPACE,
    needs=SPACE,
    limits=SpaceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("InnoDB's own list of tablespaces: the size of every file, without opening a table"),
    remedy=_(
        "Big temporary space (ibtmp1): a statement that sorted much; it is given back at a restart; set a max in "
        "innodb_temp_data_file_path. Big undo: long transactions. Big ibdata1: tables from the days of "
        "innodb_file_per_table = OFF; it only shrinks by a dump and a new server."
    ),
    traps=(
        _("tables of other engines (MyISAM, Aria) are not in InnoDB's list"),
        _("names beyond ASCII stand there as in file names, and are shown as people write them"),
        _("what is free inside of a file is in its size"),
    ),
    clause="1.4.3.4",
    refs=("MySQL Reference Manual: The INFORMATION_SCHEMA INNODB_TABLESPACES Table",),
)
