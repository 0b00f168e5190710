"""What runs out slowly, container by container: numbers of sequences, quotas.

Each statement counts what there is, so that none near its end is an answer and no silence.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Walk
from collectors.facts.oracle.limits import QUOTAS, SEQUENCES, Quota, Quotas, SequenceNumber, SequenceNumbers
from collectors.oracle.containers import ORACLE, about, by_container, in_each
from collectors.oracle.owners import of_owners
from collectors.tables import Row

_SEQUENCES: Final = (
    "select 'all' as about, to_char(null) as owner, to_char(null) as name, count(*) as least, to_number(null) as most, "
    "to_number(null) as step, to_number(null) as reached from dba_sequences q where {OWNER:q.sequence_owner} union all "
    "select 'used', q.sequence_owner, q.sequence_name, q.min_value, q.max_value, q.increment_by, q.last_number "
    "from dba_sequences q where q.cycle_flag = 'N' and {OWNER:q.sequence_owner} and "
    "((q.increment_by > 0 and (q.last_number - q.min_value) * 2 >= q.max_value - q.min_value) or "
    "(q.increment_by < 0 and (q.max_value - q.last_number) * 2 >= q.max_value - q.min_value))"
)
_QUOTAS: Final = (
    "select 'all' as about, to_char(null) as account, to_char(null) as tablespace, count(*) as used, "
    "to_number(null) as most from dba_ts_quotas q where {OWNER:q.username} union all "
    "select 'bounded', q.username, q.tablespace_name, q.bytes, q.max_bytes from dba_ts_quotas q "
    "where q.max_bytes >= 0 and q.bytes > 0 and q.dropped = 'NO' and {OWNER:q.username} "
    "and q.username not in (select p.grantee from dba_sys_privs p where p.privilege = 'UNLIMITED TABLESPACE')"
)


def _count(rows: tuple[Row, ...], column: str) -> int:
    counted = about(rows, "all")
    if len(counted) != 1:
        raise ParseError(f"{len(counted)} counts")
    return counted[0].number(column)


def _sequences(database: str, rows: tuple[Row, ...]) -> SequenceNumbers:
    return SequenceNumbers(
        database=database,
        count=_count(rows, "least"),
        used=tuple(
            SequenceNumber(
                owner=row.text("owner"),
                name=row.text("name"),
                least=row.number("least"),
                most=row.number("most"),
                step=row.number("step"),
                last=row.number("reached"),
            )
            for row in about(rows, "used")
        ),
    )


def _quotas(database: str, rows: tuple[Row, ...]) -> Quotas:
    return Quotas(
        database=database,
        count=_count(rows, "used"),
        bounded=tuple(
            Quota(row.text("account"), row.text("tablespace"), row.number("used"), row.number("most"))
            for row in about(rows, "bounded")
        ),
    )


def parse_sequences(walk: Walk[Answer]) -> Listing[SequenceNumbers]:
    """Read the sequences of every container that are half used up."""
    return by_container(walk, _sequences)


def parse_quotas(walk: Walk[Answer]) -> Listing[Quotas]:
    """Read the bounded quotas of every container."""
    return by_container(walk, _quotas)


SEQUENCES_DBA: Final = Collector(
    id="oracle.sequences", provides=SEQUENCES, on=ORACLE, ask=in_each(of_owners(_SEQUENCES)), parse=parse_sequences
)
QUOTAS_DBA: Final = Collector(
    id="oracle.quotas", provides=QUOTAS, on=ORACLE, ask=in_each(of_owners(_QUOTAS)), parse=parse_quotas
)
