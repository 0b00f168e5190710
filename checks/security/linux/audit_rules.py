"""What is audited? A running auditd without rules records logins at best."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.audit_families import FAMILIES, Family, LoadedRule, missing, read_rule, silenced
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.audits import AUDIT, Audit, AuditStatus
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.audit_rules"


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """Which families must be audited."""

    families: tuple[str, ...] = limit(
        tuple(one.name for one in FAMILIES),
        unit="family of audit rules",
        source="GB/T 22239-2019 8.1.4.3 a); CIS benchmarks 6.2.3",
    )


def judge(found: Audit, limits: Layered[RuleLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a family."""
    asked = [one for one in FAMILIES if one.name in limits.base.families]
    rules = found.rules
    if isinstance(rules, Unseen):
        yield unknown("", rules)
        return
    if rules is None:
        yield from (_without_tool(one, found, scene) for one in asked)
        return
    is_off = isinstance(found.status, AuditStatus) and not found.status.enabled
    read = tuple(map(read_rule, rules))
    yield from (_judged(one, read, scene, is_off=is_off) for one in asked)


def _without_tool(family: Family, found: Audit, scene: Scene) -> Finding:
    if found.programs or "auditd" in found.processes or found.hidden:
        return unknown(family.name, found.hidden or Unseen(family.name, Reason.TOOL_MISSING, "auditctl"))
    said = _("{family}: nothing is audited, auditctl is not installed", family=family.words)
    return failed(ID, scene, family.name, said)


def _judged(family: Family, rules: tuple[LoadedRule, ...], scene: Scene, *, is_off: bool) -> Finding:
    wanted = (*family.paths, *("/".join(group) for group in family.calls))
    expected = _("loaded rules for {wanted}", wanted=wanted)
    silent = silenced(rules)
    if is_off or silent:
        said = _("{family}: audit is switched off in the kernel, its rules do nothing", family=family.words)
        if silent:
            said = _("{family}: a rule of never keeps everything from being audited", family=family.words)
        return failed(ID, scene, family.name, said, expected=expected, quote=silent.text if silent else "enabled 0")
    lost = missing(family, rules)
    if lost:
        said = _("{family}: no loaded rule for {lost}", family=family.words, lost=lost)
        return failed(ID, scene, family.name, said, expected=expected)
    quote = "; ".join(one.text for one in rules if not missing(family, rules) and _is_of(family, one))[:300]
    return Finding(family.name, Level.OK, _("{family} are audited", family=family.words), None, expected, quote)


def _is_of(family: Family, rule: LoadedRule) -> bool:
    calls = {call for group in family.calls for call in group}
    return bool(calls & {*rule.calls}) or any(path in rule.text for path in family.paths)


AUDIT_RULES: Final[SecurityCheck] = security_check(
    ID,
    title=_("Audit rules that are loaded"),
    needs=AUDIT,
    limits=RuleLimits(),
    judge=judge,
    reads=_("auditctl -l: the rules in the kernel, not those in files"),
    remedy=_("Write rules for accounts, sudo, time, sessions, modules and sshd into /etc/audit/rules.d and load them."),
    card=Card(
        steps=(
            _("Write the rules into a file in /etc/audit/rules.d and load them with augenrules."),
            _("Take out “-a never,task” where the distribution ships it: it silences the others."),
            _("Where audit is locked (enabled 2) the rules hold from the next start on."),
            _("Look for two days at how much is recorded, and narrow what is too much."),
        ),
        commands=(
            "cd /etc/audit/rules.d; sed -i 's/^-a never,task/#&/; s/^-a task,never/#&/' *.rules",
            (
                "for f in /etc/passwd /etc/shadow /etc/group /etc/gshadow /etc/sudoers /etc/sudoers.d /etc/localtime "
                '/run/utmp /var/log/wtmp /var/log/btmp /etc/ssh/sshd_config; do echo "-w $f -p wa -k base"; done '
                ">50-base.rules"
            ),
            "echo '-a always,exit -F arch=b64 -S adjtimex,settimeofday,clock_settime -k time' >>50-base.rules",
            "echo '-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -k modules' >>50-base.rules",
            "augenrules --load",
        ),
        risk=_("Each rule costs a little at each call that it watches; these few are hardly felt."),
        rollback=_("Remove the file and run augenrules --load."),
        verify="auditctl -l",
    ),
    traps=(
        _("files hold what was meant, the kernel what holds: a file with an error is loaded to the line of the error"),
        _("“-a never,task” as shipped by RHEL keeps every call from being audited"),
        _("a rule for arch=b32 alone does not see programs of 64 bits"),
        _("a watch of reading alone (-p r) does not see changes"),
        _("/run/utmp and /var/run/utmp are one file; a watch of a folder covers what is in it"),
    ),
)
