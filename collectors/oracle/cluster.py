"""The networks between the instances of a cluster with what they lost, and the memory of each instance's processes."""

from typing import Final

from collectors.base import Absent, Answer, Collector, ParseError, Reason, SessionError, sql
from collectors.facts.oracle.cluster import INTERCONNECTS, PROCESS_MEMORY, Interconnect, Link, ProcessMemory
from collectors.oracle.containers import ORACLE, RIGHTS, about
from collectors.oracle.spelling import table
from collectors.tables import Row

_RECEIVED: Final = ("gc cr blocks received", "gc current blocks received")
_LINKS: Final = (
    "select 'cluster' as about, to_number(null) as inst_id, value as name, to_char(null) as address, "
    "to_char(null) as is_public, to_number(null) as amount from v$parameter where name = 'cluster_database' union all "
    "select 'link', inst_id, name, ip_address, is_public, to_number(null) from gv$cluster_interconnects union all "
    "select 'count', inst_id, name, to_char(null), to_char(null), value from gv$sysstat where name in "
    "('gc cr blocks received', 'gc current blocks received', 'gc blocks lost', 'gc blocks corrupt')"
)
_MEMORY: Final = (
    "select inst_id, name, value from gv$pgastat where name in ('aggregate PGA target parameter', 'total PGA allocated', "
    "'maximum PGA allocated', 'over allocation count') order by inst_id, name"
)


def parse_links(answer: Answer) -> tuple[Interconnect, ...]:
    """Read every instance's networks. Absent where the database is no cluster's, by its own parameter."""
    rows = table(answer).rows
    heads = about(rows, "cluster")
    if len(heads) != 1:
        raise ParseError(f"{len(heads)} parameters cluster_database")
    if heads[0].text("name").upper() != "TRUE":
        raise Absent(f"cluster_database = {heads[0].text('name')}")
    links, counts = about(rows, "link"), about(rows, "count")
    if not links or not counts:
        raise SessionError(Reason.EMPTY, "gv$cluster_interconnects" if counts else "gv$sysstat")
    return tuple(_instance(number, links, counts) for number in sorted({row.number("inst_id") for row in counts}))


def _instance(number: int, links: tuple[Row, ...], counts: tuple[Row, ...]) -> Interconnect:
    its = {row.text("name"): row.number("amount") for row in counts if row.number("inst_id") == number}
    return Interconnect(
        instance_number=number,
        links=tuple(
            Link(row.text("name"), row.text("address"), {"YES": True, "NO": False}.get(row.text("is_public")))
            for row in links
            if row.number("inst_id") == number
        ),
        received_count=sum(its.get(name, 0) for name in _RECEIVED),
        lost_count=its.get("gc blocks lost", 0),
        corrupt_count=its.get("gc blocks corrupt", 0),
    )


def parse_memory(answer: Answer) -> tuple[ProcessMemory, ...]:
    """Read every instance's four numbers; there is at least the one that answers."""
    rows = table(answer).rows
    if not rows:
        raise SessionError(Reason.EMPTY, "gv$pgastat")
    return tuple(_memory(number, rows) for number in sorted({row.number("inst_id") for row in rows}))


def _memory(number: int, rows: tuple[Row, ...]) -> ProcessMemory:
    its = {row.text("name"): row.number("value") for row in rows if row.number("inst_id") == number}
    try:
        return ProcessMemory(
            instance_number=number,
            target_bytes=its["aggregate PGA target parameter"],
            used_bytes=its["total PGA allocated"],
            peak_bytes=its["maximum PGA allocated"],
            exceeded_count=its["over allocation count"],
        )
    except KeyError as missing:
        raise ParseError("a number of gv$pgastat is missing", str(missing)) from None


INTERCONNECTS_GV: Final = Collector(
    id="oracle.interconnects", provides=INTERCONNECTS, on=ORACLE, ask=sql(_LINKS, rights=RIGHTS), parse=parse_links
)
PROCESS_MEMORY_GV: Final = Collector(
    id="oracle.process_memory", provides=PROCESS_MEMORY, on=ORACLE, ask=sql(_MEMORY, rights=RIGHTS), parse=parse_memory
)
