"""Must new passwords be good ones? Without a rule, the one that came with the installation stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, NOT_RUN
from collectors.facts.dameng.instances import SETTINGS, Settings
from config.limits import Layered, limit
from config.text import _

_COMPOSED: Final = 4 | 8 | 16
"""Bits of PWD_POLICY that ask for a capital letter (4), a digit (8), another sign (16)."""
_NOT_NAME: Final = 1
_LONG: Final = 2
"""The bit with which PWD_MIN_LEN holds; without it a password of any length is taken."""
_USUAL_LENGTH: Final = 9
"""What that bit asks for where the server has no PWD_MIN_LEN yet."""


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """The shortest password that is allowed."""

    length_count: int = limit(8, unit="count", source="GB/T 22239 as it is usually applied: eight signs and three kinds")


def judge(settings: Settings, limits: Layered[PolicyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the rules, one of auditing."""
    policy = int(settings.parameters["PWD_POLICY"].now or 0)
    least = settings.parameters.get("PWD_MIN_LEN")
    asked = int(least.now or 0) if least is not None else _USUAL_LENGTH
    length = asked if policy & _LONG else 0
    level, summary = Level.OK, _("rules for new passwords hold (PWD_POLICY {policy})", policy=str(policy))
    if not policy:
        level, summary = Level.WARN, _("no rule holds for new passwords (PWD_POLICY 0)")
    elif not policy & _COMPOSED or not policy & _NOT_NAME or length < limits.base.length_count:
        level = Level.NOTICE
        summary = _(
            "the rules for new passwords are weak: PWD_POLICY {policy}, at least {count:number} signs",
            policy=str(policy),
            count=length,
        )
    yield Finding(
        "password rules", level, summary, quote=f"PWD_POLICY={policy} PWD_MIN_LEN={least.now if least is not None else '-'}"
    )
    audit = settings.parameters.get("ENABLE_AUDIT")
    if audit is not None:
        is_on = audit.now not in {"", "0"}
        words = _("auditing is on") if is_on else _("auditing is off: nobody can tell afterwards who did what")
        yield Finding("audit", Level.OK if is_on else Level.NOTICE, words, quote=f"ENABLE_AUDIT={audit.now}")


PASSWORD_POLICY: Final = Check(
    id="database.dameng.password_policy",
    title=_("DM8: rules for passwords, auditing"),
    area=Area.DB_SECURITY,
    needs=SETTINGS,
    limits=PolicyLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$parameter: PWD_POLICY, PWD_MIN_LEN, ENABLE_AUDIT"),
    remedy=_(
        "Set PWD_POLICY and PWD_MIN_LEN as the customer's rules ask (both are changed without a restart), and "
        "have SYSDBA, SYSSSO and "
        "SYSAUDITOR take new passwords. Auditing is switched on by SYSAUDITOR, with the disk space for it."
    ),
    traps=(
        NOT_RUN,
        _("the rules hold for passwords set from now on: what was set before is not seen"),
        _("PWD_MIN_LEN holds only while PWD_POLICY has the bit 2"),
        _("limits of a profile may be stricter than the parameter"),
    ),
    clause="1.4.3.4",
    refs=(HEALTH, "DM8 安全管理 (eco.dameng.com)"),
)
