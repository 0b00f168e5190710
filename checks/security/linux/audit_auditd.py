"""Is anybody's doing recorded? Without audit nobody can say later who changed what."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.audits import Audit, AuditStatus
from collectors.facts.log_services import LOG_SERVICES, LogServices
from collectors.facts.services import Services
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.audit_auditd"
_EXPECTED: Final = _("audit switched on in the kernel, auditd running and started at boot")
_AS_ROOT: Final = _("inspect as root, or allow “auditctl -s” and “auditctl -l” in sudoers")


def judge(found: LogServices, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the running audit, one of how it starts."""
    audit = found.audit
    if isinstance(audit, Unseen):
        yield unknown("", audit)
        return
    yield _running(audit, scene)
    yield _at_boot(audit, found.services, scene)


def _running(audit: Audit, scene: Scene) -> Finding:
    status = audit.status
    if isinstance(status, Unseen):
        return unknown("running", Unseen("running", status.reason, status.detail, _AS_ROOT))
    if status is None:
        return _without_tool(audit, scene)
    quote = f"enabled {status.enabled} pid {status.pid}"
    if not status.enabled:
        said = _("audit is switched off in the kernel (enabled 0)")
    elif not status.pid:
        said = _("audit is on, and nobody takes its records: auditd does not run")
    else:
        said = _("auditd runs (process {pid}) and audit is on", pid=status.pid)
        return Finding("running", Level.OK, said, expected=_EXPECTED, quote=quote)
    return failed(ID, scene, "running", said, expected=_EXPECTED, quote=quote)


def _without_tool(audit: Audit, scene: Scene) -> Finding:
    if "auditd" in audit.processes or audit.programs:
        said = _("auditd is installed, and auditctl is not found: whether audit is on was not told")
        return unknown("running", Unseen("running", Reason.TOOL_MISSING, said))
    if audit.hidden:
        return unknown("running", audit.hidden)
    said = _("auditd is not installed and does not run")
    return failed(ID, scene, "running", said, expected=_EXPECTED)


def _at_boot(audit: Audit, services: Services | Unseen, scene: Scene) -> Finding:
    if isinstance(services, Unseen):
        return unknown("start", services)
    one = next((one for one in services.services if one.name == "auditd"), None)
    if one is None or one.starts_at_boot is None:
        if audit.programs or isinstance(audit.status, AuditStatus):
            said = _("no unit or start script of auditd was told")
            return unknown("start", Unseen("start", Reason.NO_RECORD, said))
        return failed(ID, scene, "start", _("no auditd is there to be started at boot"), expected=_EXPECTED)
    if not one.starts_at_boot:
        said = _("auditd is not started at boot")
        return failed(ID, scene, "start", said, expected=_EXPECTED, quote=one.enablement)
    return Finding("start", Level.OK, _("auditd is started at boot"), expected=_EXPECTED, quote=one.enablement)


AUDIT_AUDITD: Final[SecurityCheck] = security_check(
    ID,
    title=_("Audit service (auditd)"),
    needs=LOG_SERVICES,
    limits=NoLimits(),
    judge=judge,
    reads=_("auditctl -s: whether the kernel audits and who takes the records; whether auditd starts at boot"),
    remedy=_("Install auditd, switch it on at boot and start it."),
    card=Card(
        steps=(
            _("See that the file system of /var/log/audit has room: some hundred MiB at least."),
            _("Install the package (RHEL, openEuler, Kylin: audit; Debian, Ubuntu: auditd) and start the service."),
            _("Where the kernel’s command line says audit=0, take it out (grub) and plan a restart."),
        ),
        commands=(
            "yum install audit   # RHEL, openEuler, Kylin",
            "apt-get install auditd   # Debian, Ubuntu",
            "systemctl enable --now auditd",
            "auditctl -e 1",
        ),
        risk=_("Rules that are too wide slow down hosts that open many files: begin with few."),
        rollback=_("systemctl disable auditd, and service auditd stop (the unit refuses systemctl stop)."),
        verify="auditctl -s; systemctl is-enabled auditd",
    ),
    traps=(
        _("auditd may run with audit switched off (enabled 0): then it records nothing"),
        _("audit may be on while nobody takes the records (pid 0)"),
        _("a kernel thread kauditd is no auditd"),
    ),
)
