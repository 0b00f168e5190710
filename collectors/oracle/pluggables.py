"""Pluggable databases: open or not, on which instance, with what they complain of.

V$DATABASE stands in every row, so that a database that is no container says so, and is no silence.
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Reason, SessionError, Statement, sql
from collectors.facts.oracle.instances import PLUGGABLES, Pluggable
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, SINCE_12_2
from collectors.oracle.spelling import table
from collectors.tables import Row
from config.text import _

_VIOLATIONS: Final = (
    "left join (select name, count(*) as n from pdb_plug_in_violations where status <> 'RESOLVED' and type = 'ERROR' "
    "group by name) v on v.name = p.name "
)
_FIRST: Final = (
    "select d.cdb, d.database_role, d.open_mode as database_mode, p.inst_id, p.name, p.open_mode, p.restricted, "
    "{saved} as saved, v.n as violations "
    "from v$database d left join gv$pdbs p on p.name <> 'PDB$SEED' "
)
_SAVED: Final = (
    "left join gv$instance i on i.inst_id = p.inst_id left join (select con_name, instance_name, max(state) as state "
    "from dba_pdb_saved_states group by con_name, instance_name) s on s.con_name = p.name "
    "and s.instance_name = i.instance_name "
)
_ASK: Final = sql(
    _FIRST.format(saved="s.state") + _SAVED + _VIOLATIONS + "order by p.name, p.inst_id",
    Statement(_FIRST.format(saved="null") + _VIOLATIONS + "order by p.name, p.inst_id", SINCE_12_1, SINCE_12_2),
    rights=RIGHTS,
    since=SINCE_12_2,
)
_MOUNTED: Final = sql(
    "select d.cdb, d.database_role, d.open_mode as database_mode, p.inst_id, p.name, p.open_mode, p.restricted, "
    "to_char(null) as saved, to_number(null) as violations from v$database d left join gv$pdbs p "
    "on p.name <> 'PDB$SEED' where d.open_mode = 'MOUNTED' order by p.name, p.inst_id",
    rights=RIGHTS,
    since=SINCE_12_1,
)
"""What a mounted database shows: its dictionary is closed, and with it saved states and violations."""
_COMMON_USER = _("inspect as a common user (C##...) with container_data = all, or name the service of the root")


def parse(answer: Answer) -> tuple[Pluggable, ...]:
    """Read every PDB on every instance. Absent where the database is no container, by its own word."""
    rows = table(answer).rows
    if not rows:
        raise SessionError(Reason.EMPTY, "v$database")
    if not rows[0].flag("cdb"):
        raise Absent("v$database.cdb = NO")
    found = tuple(_one(row) for row in rows if row.text("name"))
    if not found:
        raise SessionError(Reason.DENIED, "v$pdbs", _COMMON_USER)
    return found


def _one(row: Row) -> Pluggable:
    return Pluggable(
        name=row.text("name"),
        instance_number=row.number("inst_id"),
        open_mode=row.text("open_mode"),
        restricted=row.text("restricted"),
        saved=row.text("saved"),
        violations_count=row.number("violations", 0),
        role=row.text("database_role"),
        database_mode=row.text("database_mode"),
    )


PLUGGABLES_MOUNTED: Final = Collector(
    id="oracle.pluggables.mounted", provides=PLUGGABLES, on=ORACLE, ask=_MOUNTED, parse=parse
)
PLUGGABLES_V: Final = Collector(id="oracle.pluggables", provides=PLUGGABLES, on=ORACLE, ask=_ASK, parse=parse)
