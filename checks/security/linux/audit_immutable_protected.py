"""Can who broke in wipe the tracks? Files of audit that others may change, rules that root may take out."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.audits import AUDIT, Audit, AuditFile
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.audit_immutable_protected"
_LOCKED: Final = 2
_TOO_WIDE: Final = 0o137
"""What a file may not grant: 0640 at most; a folder may be entered besides (CIS benchmarks 6.2.4)."""
_TOO_WIDE_FOLDER: Final = 0o027


def judge(found: Audit, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the rules’ lock, one of rights, one of the service."""
    if found.status is None and not found.programs and "auditd" not in found.processes and not found.hidden:
        said = _("auditd is not installed: there is nothing to protect (see the finding of the audit service)")
        yield unknown("", Unseen("", Reason.NO_RECORD, said))
        return
    yield _lock(found, scene)
    yield from _files(found, scene)
    yield _stop(found, scene)


def _lock(found: Audit, scene: Scene) -> Finding:
    status = found.status
    if status is None or isinstance(status, Unseen):
        return unknown("rules", status or Unseen("rules", Reason.TOOL_MISSING, "auditctl"))
    expected, quote = _("enabled 2: rules locked until the next start"), f"enabled {status.enabled}"
    if status.enabled != _LOCKED:
        said = _("the rules of audit are not locked: root may take them out without a trace")
        return failed(ID, scene, "rules", said, expected=expected, quote=quote, most=Level.NOTICE)
    return Finding("rules", Level.OK, _("the rules of audit are locked until the next start"), None, expected, quote)


def _files(found: Audit, scene: Scene) -> Iterator[Finding]:
    bad = [one for one in found.files if not _is_kept(one)]
    for one in bad:
        quote = f"{one.mode:04o} {one.owner}:{one.group} {one.path}"
        said = _("{path} may be read or changed by others than root", path=one.path)
        expected = _("owned by root, files 0640 and folders 0750 at most")
        yield failed(ID, scene, one.path, said, expected=expected, quote=quote)
    if found.unread or not any(one.path.startswith("/var/log/audit") for one in found.files):
        yield unknown("files", Unseen("files", Reason.DENIED, " ".join(found.unread)[:200] or "/var/log/audit"))
    elif not bad:
        said = _("{count:number} files and folders of audit are root’s alone", count=len(found.files))
        yield Finding("files", Level.OK, said)


def _is_kept(one: AuditFile) -> bool:
    wide = _TOO_WIDE_FOLDER if one.is_folder else _TOO_WIDE
    return one.owner == "root" and not one.mode & wide


def _stop(found: Audit, scene: Scene) -> Finding:
    if not found.refuses_stop:
        said = _("no unit of systemd says whether auditd may be stopped by hand")
        return unknown("service", Unseen("service", Reason.NO_RECORD, said))
    expected, quote = _("the unit refuses to be stopped by hand"), f"RefuseManualStop={found.refuses_stop}"
    if found.refuses_stop.lower() not in {"yes", "true", "1", "on"}:
        said = _("auditd may be stopped like any other service")
        return failed(ID, scene, "service", said, expected=expected, quote=quote, most=Level.NOTICE)
    return Finding("service", Level.OK, _("auditd refuses to be stopped by systemctl"), None, expected, quote)


AUDIT_IMMUTABLE_PROTECTED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Protection of the audit records"),
    needs=AUDIT,
    limits=NoLimits(),
    judge=judge,
    reads=_("auditctl -s (enabled 2), owner and rights of /etc/audit and /var/log/audit, RefuseManualStop of the unit"),
    remedy=_("Lock the rules (-e 2), give the files to root alone (0640), leave RefuseManualStop in the unit."),
    card=Card(
        steps=(
            _("Finish the rules first: after -e 2 none can be changed until the next start."),
            _("Write -e 2 into the last rules file and load it."),
            _("Take back rights that are too wide; have log_group name the group that may read."),
        ),
        commands=(
            "echo '-e 2' >/etc/audit/rules.d/99-finalize.rules; augenrules --load",
            "chown -R root /var/log/audit /etc/audit; chmod 0750 /var/log/audit; chmod 0640 /var/log/audit/*",
            "chmod 0640 /etc/audit/*.conf /etc/audit/*.rules /etc/audit/rules.d/*",
        ),
        risk=_("With -e 2 a new rule wants a restart of the host."),
        rollback=_("Remove 99-finalize.rules and restart the host."),
        verify="auditctl -s | grep enabled; ls -lR /etc/audit /var/log/audit",
        window=Window.REBOOT,
    ),
    traps=(
        _("-e 2 in a file holds only when it was loaded last: the kernel tells"),
        _("a group may read where log_group says so: 0640 is in order"),
    ),
)
