"""Is anything audited, and does the audit trail have room? A trail that nobody archives fills SYSTEM and stops logins."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.limits import AUDIT, AuditSegment, AuditTrail
from config.limits import Layered, limit
from config.text import Text, _

_OFF: Final = frozenset({"", "NONE", "FALSE"})


@dataclass(frozen=True, slots=True)
class AuditLimits:
    """What the records may take: in SYSTEM, where the dictionary lives, less than in a tablespace of their own."""

    system_bytes: int = limit(5 << 30, unit="bytes", source="our own: SYSTEM should hold the dictionary and little else")
    notice_bytes: int = limit(20 << 30, unit="bytes", source="our own: queries on it take minutes from here on")


def judge(found: Listing[AuditTrail], limits: Layered[AuditLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of each container for what is audited, one a table of the trail that takes much room."""
    for one in found.records:
        yield _of_setting(one)
        for segment in one.segments:
            subject = f"{one.database}.{segment.name}"
            verdict = _size_verdict(segment, limits.at(subject))
            if verdict is not None:
                level, summary = verdict
                measures = {"audit_bytes": float(segment.size_bytes)}
                quote = f"{segment.name} {segment.tablespace} {segment.size_bytes}"
                yield Finding(subject, level, summary, quote=quote, measures=measures)


def _of_setting(one: AuditTrail) -> Finding:
    is_traditional = one.traditional.upper() not in _OFF
    total = sum(segment.size_bytes for segment in one.segments)
    level, summary = Level.OK, _("audited: audit_trail {value}", value=one.traditional)
    if one.policies:
        summary = _("{count:number} unified audit policy(ies) are enabled", count=len(one.policies))
    elif not is_traditional:
        level, summary = Level.WARN, _("nothing is audited: audit_trail is off and no unified policy is enabled")
    return Finding(
        one.database,
        level,
        summary,
        observed=_("audit records take {size:bytes}", size=total),
        quote=f"audit_trail={one.traditional or '-'} policies={' '.join(one.policies) or '-'}",
        measures={"audit_bytes": float(total)},
    )


def _size_verdict(segment: AuditSegment, limits: AuditLimits) -> tuple[Level, Text] | None:
    """None: it takes little."""
    if segment.tablespace == "SYSTEM" and segment.size_bytes >= limits.system_bytes:
        return Level.WARN, _("audit records take {size:bytes} of the tablespace SYSTEM", size=segment.size_bytes)
    if segment.size_bytes >= limits.notice_bytes:
        return Level.NOTICE, _("audit records take {size:bytes}", size=segment.size_bytes)
    return None


AUDIT_TRAIL: Final = Check(
    id="database.oracle.audit_trail",
    title=_("Oracle: audit trail"),
    area=Area.DB_SECURITY,
    needs=AUDIT,
    limits=AuditLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$parameter audit_trail, audit_unified_enabled_policies, dba_segments of AUD$, FGA_LOG$ and AUDSYS"),
    remedy=_(
        "Agree what must be audited and how long records are kept (in China at least six months, Cybersecurity Law, "
        "article 21). Move AUD$ to a tablespace of its own (dbms_audit_mgmt.set_audit_trail_location), archive, then purge "
        "by a job (dbms_audit_mgmt.clean_audit_trail); a truncate by hand leaves no trace of what was lost."
    ),
    traps=(
        NOT_RUN,
        _("records that go to files (OS, XML) take no room in the database: look at audit_file_dest on the host"),
        _("audit_trail that is on audits what somebody named (AUDIT ...), and of itself logins as SYSDBA only"),
        _("from 23ai on there is no audit_trail any more: the unified policies count"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Database Reference: AUDIT_TRAIL, AUDIT_UNIFIED_ENABLED_POLICIES", "Oracle Database Security Guide"),
)
