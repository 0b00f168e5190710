"""Indexes that cannot be used, invalid objects, the registry's components: container by container.

Each statement counts what there is, so that none in a bad state is an answer and no silence.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, Statement, Walk, sql
from collectors.facts.oracle.objects import (
    INDEX_STATES,
    OBJECTS,
    Component,
    IndexStates,
    Invalid,
    Objects,
    UnusableIndex,
)
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, about, by_container, in_each
from collectors.tables import Row

_INDEXES: Final = (
    "select 'all' as about, to_char(null) as owner, to_char(null) as index_name, to_char(null) as uniqueness, "
    "count(*) as amount from dba_indexes union all "
    "select 'whole', owner, index_name, uniqueness, 0 from dba_indexes where status = 'UNUSABLE' union all "
    "select 'part', p.index_owner, p.index_name, i.uniqueness, count(*) from dba_ind_partitions p join dba_indexes i "
    "on i.owner = p.index_owner and i.index_name = p.index_name where p.status = 'UNUSABLE' "
    "group by p.index_owner, p.index_name, i.uniqueness union all "
    "select 'part', p.index_owner, p.index_name, i.uniqueness, count(*) from dba_ind_subpartitions p join dba_indexes i "
    "on i.owner = p.index_owner and i.index_name = p.index_name where p.status = 'UNUSABLE' "
    "group by p.index_owner, p.index_name, i.uniqueness"
)
_OBJECTS: Final = (
    "select 'component' as about, to_char(null) as owner, comp_id as name, version, status, to_number(null) as amount, "
    "to_number(null) as newest from dba_registry union all "
    "select 'invalid', o.owner, o.object_type, {maintained}, to_char(null), count(*), "
    "round((sysdate - max(o.last_ddl_time)) * 86400) from dba_objects o left join dba_users u on u.username = o.owner "
    "where o.status = 'INVALID' and o.object_name not like 'BIN$%' group by o.owner, o.object_type{group}"
)


def _states(database: str, rows: tuple[Row, ...]) -> IndexStates:
    counted = about(rows, "all")
    if len(counted) != 1 or not counted[0].number("amount"):
        raise SessionError(Reason.EMPTY, "dba_indexes")
    return IndexStates(
        database=database,
        indexes_count=counted[0].number("amount"),
        unusable=tuple(_unusable(row) for row in (*about(rows, "whole"), *about(rows, "part"))),
    )


def _unusable(row: Row) -> UnusableIndex:
    return UnusableIndex(
        owner=row.text("owner"),
        name=row.text("index_name"),
        is_unique=row.text("uniqueness") == "UNIQUE",
        parts_count=row.number("amount"),
    )


def _objects(database: str, rows: tuple[Row, ...]) -> Objects:
    components = about(rows, "component")
    if not components:
        raise SessionError(Reason.EMPTY, "dba_registry")
    return Objects(
        database=database,
        invalid=tuple(_invalid(row) for row in about(rows, "invalid")),
        components=tuple(Component(row.text("name"), row.text("version"), row.text("status")) for row in components),
    )


def _invalid(row: Row) -> Invalid:
    return Invalid(
        owner=row.text("owner"),
        kind=row.text("name"),
        count=row.number("amount"),
        newest_seconds=float(row.number("newest", 0)),
        is_maintained=row.text("version") == "Y" or row.text("owner") in {"SYS", "SYSTEM"},
    )


def parse_states(walk: Walk[Answer]) -> Listing[IndexStates]:
    """Read the indexes of every container that cannot be used."""
    return by_container(walk, _states)


def parse_objects(walk: Walk[Answer]) -> Listing[Objects]:
    """Read what is invalid in every container. There is always a component: the catalogue itself."""
    return by_container(walk, _objects)


INDEX_STATES_DBA: Final = Collector(
    id="oracle.index_states",
    provides=INDEX_STATES,
    on=ORACLE,
    ask=in_each(sql(_INDEXES, rights=RIGHTS, seconds=30)),
    parse=parse_states,
)
OBJECTS_DBA: Final = Collector(
    id="oracle.objects",
    provides=OBJECTS,
    on=ORACLE,
    ask=in_each(
        sql(
            _OBJECTS.format(maintained="to_char(null)", group=""),
            Statement(_OBJECTS.format(maintained="u.oracle_maintained", group=", u.oracle_maintained"), SINCE_12_1),
            rights=RIGHTS,
            seconds=30,
        )
    ),
    parse=parse_objects,
)
