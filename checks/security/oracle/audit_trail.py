"""Whether anything is audited: by the trail that the binaries write, and of SYS."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.oracle.accounts import Setting
from collectors.facts.oracle.hardening import AUDITING, Auditing
from collectors.facts.oracle.limits import AuditTrail
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.oracle.audit_trail"
_SYS: Final = "audit_sys_operations"
_OFF: Final = frozenset({"", "NONE", "FALSE"})
_WANTED: Final = _("audit_trail is on, or a unified policy is enabled")


def judge(found: Auditing, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a container, and one of what SYS does where the traditional trail is written."""
    mode = found.linked.unified_auditing
    for one in found.trails.records:
        quote = (
            f"Unified Auditing={mode or '-'} audit_trail={one.traditional or '-'} policies={' '.join(one.policies) or '-'}"
        )
        if mode not in {"TRUE", "FALSE", ""}:
            yield unknown(one.database, Unseen(one.database, Reason.EMPTY, quote[:300]))
            continue
        words = _audited(one, mode)
        if words is None:
            words = _("nothing is audited: audit_trail is off and no unified policy is enabled")
            if mode == "TRUE":
                words = _("nothing is audited: only unified auditing is linked in, and no policy is enabled")
            yield failed(ID, scene, one.database, words, expected=_WANTED, quote=quote[:300])
        else:
            yield Finding(one.database, Level.OK, words, expected=_WANTED, quote=quote[:300])
    yield from (unknown(one.subject, one) for one in found.trails.unseen)
    if mode != "TRUE":
        yield _of_sys(found.of_sys, scene)


def _audited(one: AuditTrail, mode: str) -> Text | None:
    if one.policies:
        return _("{count:number} unified audit policy(ies) are enabled", count=len(one.policies))
    if mode != "TRUE" and one.traditional.upper() not in _OFF:
        return _("the traditional trail is on: audit_trail {value}", value=one.traditional)
    return None


def _of_sys(one: Setting | None, scene: Scene) -> Finding:
    """What SYS does; less grave than no audit at all, for its logins are recorded always."""
    value = one.value.upper() if one is not None else ""
    if one is None or value not in {"TRUE", "FALSE"}:
        return unknown(_SYS, Unseen(_SYS, Reason.EMPTY, "v$system_parameter"))
    quote = f"{_SYS} = {one.value}"
    if one.in_file is not None:
        quote += f" (spfile: {one.in_file})"
    words = None
    if value == "FALSE":
        words = _("what SYS does is not audited, only that it logs in")
    elif (one.in_file or "").strip().upper() == "FALSE":
        words = _("it is on now and will be off after the next start")
    if words is None:
        return Finding(_SYS, Level.OK, _("what SYS does is audited"), expected=_("TRUE"), quote=quote)
    return failed(ID, scene, _SYS, words, expected=_("TRUE"), quote=quote, most=Level.WARN)


AUDIT_TRAIL: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: auditing"),
    needs=AUDITING,
    limits=NoLimits(),
    judge=judge,
    reads=_("v$option 'Unified Auditing', audit_trail, audit_sys_operations, audit_unified_enabled_policies"),
    remedy=_("Enable unified policies (from 12.1 on) or audit_trail, and audit what SYS does; keep records six months."),
    card=Card(
        steps=(
            _("Agree what is audited: logins, failed logins, accounts and rights, definitions, sensitive tables."),
            _("Give the records a tablespace of their own, and a job that archives them before it purges."),
            _("From 12.1 on enable policies in each container; before, set audit_trail and restart in a window."),
            _("Set audit_sys_operations to TRUE; its records go to files or syslog on the host, so collect those too."),
        ),
        commands=(
            "audit policy ora_secureconfig;",
            "audit policy ora_logon_failures whenever not successful;",
            "alter system set audit_trail = db, extended scope = spfile sid = '*';",
            "alter system set audit_sys_operations = true scope = spfile sid = '*';",
        ),
        risk=_("Records take room and time: a full tablespace of the trail stops what is audited, logins too."),
        rollback=_("NOAUDIT POLICY <policy>; the parameters back to what was noted (scope = spfile), restart."),
        verify=(
            "select parameter, value from v$option where parameter = 'Unified Auditing'; "
            "select policy_name, enabled_option, entity_name from audit_unified_enabled_policies;"
        ),
        window=Window.RESTART,
    ),
    traps=(
        NOT_RUN,
        _("where only unified auditing is linked in, audit_trail and audit_sys_operations do nothing"),
        _("audit_trail that is on audits what somebody named (AUDIT ...): what is audited is looked at by a person"),
        _("each container has its own policies: one that audits nothing is a hole of its own"),
        _("11.2 has no unified auditing: the traditional trail counts alone"),
    ),
)
