"""What Oracle keeps for itself and nobody clears away: who lives in SYSAUX, and the audit trail.

V$SYSAUX_OCCUPANTS tells the size of the workload repository without a view of it, and so needs no pack.
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError, Statement, Walk, sql
from collectors.facts.oracle.limits import AUDIT, OCCUPANTS, AuditSegment, AuditTrail, Occupant, Occupants
from collectors.oracle.containers import ORACLE, RIGHTS, SINCE_12_1, about, by_container, in_each
from collectors.tables import Row

_AUDIT: Final = (
    "select 'all' as about, to_char(null) as name, p.value as place, to_number(null) as amount from v$database d "
    "left join v$parameter p on p.name = 'audit_trail' union all "
    "select 'segment', s.owner || '.' || s.segment_name, s.tablespace_name, sum(s.bytes) from dba_segments s "
    "where s.owner = 'AUDSYS' or (s.owner in ('SYS', 'SYSTEM') and s.segment_name in ('AUD$', 'FGA_LOG$')) "
    "group by s.owner || '.' || s.segment_name, s.tablespace_name"
)
_POLICIES: Final = (
    " union all select 'policy', policy_name, to_char(null), to_number(null) from audit_unified_enabled_policies"
)


def _occupants(database: str, rows: tuple[Row, ...]) -> Occupants:
    if not rows:
        raise SessionError(Reason.EMPTY, "v$sysaux_occupants")
    return Occupants(
        database,
        tuple(Occupant(row.text("occupant_name").strip(), row.number("size_bytes", 0)) for row in rows),
    )


def _audit(database: str, rows: tuple[Row, ...]) -> AuditTrail:
    heads = about(rows, "all")
    if len(heads) != 1:
        raise SessionError(Reason.EMPTY, "v$database")
    return AuditTrail(
        database=database,
        traditional=heads[0].text("place"),
        policies=tuple(sorted({row.text("name") for row in about(rows, "policy")})),
        segments=tuple(
            AuditSegment(row.text("name"), row.text("place"), row.number("amount", 0)) for row in about(rows, "segment")
        ),
    )


def parse_occupants(walk: Walk[Answer]) -> Listing[Occupants]:
    """Read who lives in the SYSAUX of every container; the view is never empty."""
    return by_container(walk, _occupants)


def parse_audit(walk: Walk[Answer]) -> Listing[AuditTrail]:
    """Read the audit trail of every container."""
    return by_container(walk, _audit)


OCCUPANTS_V: Final = Collector(
    id="oracle.sysaux",
    provides=OCCUPANTS,
    on=ORACLE,
    ask=in_each(
        sql(
            "select occupant_name, space_usage_kbytes * 1024 as size_bytes from v$sysaux_occupants order by occupant_name",
            rights=RIGHTS,
            seconds=60,
        )
    ),
    parse=parse_occupants,
)
AUDIT_DBA: Final = Collector(
    id="oracle.audit",
    provides=AUDIT,
    on=ORACLE,
    ask=in_each(sql(_AUDIT, Statement(_AUDIT + _POLICIES, SINCE_12_1), rights=RIGHTS, seconds=60)),
    parse=parse_audit,
)
