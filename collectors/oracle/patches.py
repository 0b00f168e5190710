"""Patches of the dictionary, container by container, beside the version of the binaries that run it.

From 18c on V$INSTANCE.VERSION_FULL is that of the binaries, and TARGET_VERSION what datapatch brought the dictionary to.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Statement, Walk, sql
from collectors.facts.oracle.accounts import PATCHES, Patch, Patches
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, SINCE_18, about, by_container, in_each
from collectors.tables import Row

_BINARY: Final = (
    "select 'binary' as about, to_char(null) as patch_id, to_char(null) as action, d.database_role as status, "
    "{version} as description, to_number(null) as age, to_char(null) as target from v$instance i "
    "join v$database d on 1 = 1 union all "
)
_SQLPATCH: Final = (
    "select 'patch', to_char(patch_id), action, status, description, "
    "round((sysdate - cast(action_time as date)) * 86400), {target} from dba_registry_sqlpatch"
)
_HISTORY: Final = (
    "select 'patch', to_char(id), action, 'SUCCESS', comments, round((sysdate - cast(action_time as date)) * 86400), "
    "to_char(null) from dba_registry_history where action in ('APPLY', 'ROLLBACK')"
)
_OF_RELEASE: Final = "case when patch_type <> 'INTERIM' then target_version end"


def parse(walk: Walk[Answer]) -> Listing[Patches]:
    """Read the patches of every container; one that was never patched has none, which is an answer."""
    return by_container(walk, _patches)


def _patches(database: str, rows: tuple[Row, ...]) -> Patches:
    binary = about(rows, "binary")
    if len(binary) != 1:
        raise ParseError(f"{len(binary)} versions of the binaries")
    return Patches(
        database=database,
        role=binary[0].text("status"),
        binary=binary[0].text("description"),
        patches=tuple(sorted((_patch(row) for row in about(rows, "patch")), key=lambda one: -one.age_seconds)),
    )


def _patch(row: Row) -> Patch:
    return Patch(
        number=row.text("patch_id"),
        action=row.text("action"),
        status=row.text("status"),
        words=row.text("description"),
        age_seconds=float(row.number("age", 0)),
        target=row.text("target"),
    )


PATCHES_DBA: Final = Collector(
    id="oracle.patches",
    provides=PATCHES,
    on=ORACLE,
    ask=in_each(
        sql(
            _BINARY.format(version="i.version") + _HISTORY,
            Statement(_BINARY.format(version="i.version_full") + _SQLPATCH.format(target=_OF_RELEASE), SINCE_18),
            Statement(_BINARY.format(version="i.version") + _SQLPATCH.format(target="to_char(null)"), SINCE_12_1),
            rights=RIGHTS,
        )
    ),
    parse=parse,
)
