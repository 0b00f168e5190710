"""ASM disk groups, by the view that does not look for disks anew (V$ASM_DISKGROUP_STAT).

It shows nothing from within a PDB, and nothing where no ASM is: V$DATAFILE and the container stand in the row as witnesses.
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Reason, SessionError, Statement, sql
from collectors.facts.oracle.spaces import DISK_GROUPS, DiskGroup
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1
from collectors.oracle.spelling import table
from collectors.tables import Row
from config.text import _

_MIB: Final = 1 << 20
_TEXT: Final = (
    "select f.files, f.on_asm, {container} as container, g.name, g.state, g.type, g.total_mb, g.free_mb, "
    "g.usable_file_mb, g.offline_disks from (select count(*) as files, "
    "sum(case when substr(name, 1, 1) = '+' then 1 else 0 end) as on_asm from v$datafile) f "
    "left join v$asm_diskgroup_stat g on 1 = 1 order by g.name"
)
_ROOT: Final = _("disk groups are shown in the root only: name a service of the root and a common user")


def parse(answer: Answer) -> tuple[DiskGroup, ...]:
    """Read every group. Absent where no file lies on ASM and no group is there."""
    rows = table(answer).rows
    if not rows or not rows[0].number("files"):
        raise SessionError(Reason.EMPTY, "v$datafile")
    found = tuple(_group(row) for row in rows if row.text("name"))
    if found:
        return found
    if rows[0].number("on_asm"):
        raise SessionError(Reason.DENIED, "v$asm_diskgroup_stat", _ROOT)
    raise Absent(f"v$datafile: {rows[0].number('files')} files, none on ASM")


def _group(row: Row) -> DiskGroup:
    return DiskGroup(
        name=row.text("name"),
        state=row.text("state"),
        redundancy=row.text("type"),
        total_bytes=row.number("total_mb", 0) * _MIB,
        free_bytes=row.number("free_mb", 0) * _MIB,
        usable_bytes=row.number("usable_file_mb", 0) * _MIB,
        offline_count=row.number("offline_disks", 0),
    )


DISK_GROUPS_V: Final = Collector(
    id="oracle.disk_groups",
    provides=DISK_GROUPS,
    on=ORACLE,
    ask=sql(
        _TEXT.format(container="null"),
        Statement(_TEXT.format(container="sys_context('USERENV', 'CON_NAME')"), SINCE_12_1),
        rights=RIGHTS,
    ),
    parse=parse,
)
