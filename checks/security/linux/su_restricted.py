"""Who may try root's password with su? Without a group that is asked for, every account that somebody took over."""

from collections.abc import Callable, Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import SUCCESS, Step, run, stack
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.pam import PAM, Pam
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.linux.su_restricted"
_SERVICES: Final = ("su", "su-l")


def judge(pam: Pam, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service of su: su-l is that of ``su -`` where it has a file of its own."""
    unread = tuple(one for one in pam.unread if "/pam.d" in one)
    for service in _SERVICES:
        if unread:
            yield unknown(service, Unseen(service, Reason.DENIED, " ".join(unread)))
        elif service in pam.services or service == "su":
            yield _judged(pam, service, scene)


def _judged(pam: Pam, service: str, scene: Scene) -> Finding:
    steps = stack(pam, service, "auth")
    quote = "; ".join(str(one) for one in steps if one.module in {"wheel", "succeed_if"})[:300]
    if run(steps, _with_its_password(is_member=False), pam.modules).is_granted:
        said = _("{service}: whoever has the password of root becomes root, of whatever group", service=service)
        return failed(ID, scene, service, said, expected=_EXPECTED, quote=quote)
    if run(steps, _without_a_password, pam.modules).is_granted:
        said = _("{service}: members of the group become root without a password", service=service)
        return failed(ID, scene, service, said, expected=_EXPECTED, quote=quote)
    return Finding(service, Level.OK, _told(steps, pam, service), None, _EXPECTED, quote)


def _told(steps: tuple[Step, ...], pam: Pam, service: str) -> Text:
    if run(steps, _with_its_password(is_member=True), pam.modules).is_granted:
        return _("{service}: only members of the group that is asked for become root", service=service)
    return _("{service}: nobody but root gets through", service=service)


def _with_its_password(*, is_member: bool) -> Callable[[Step], str]:
    """What the modules answer to an ordinary user who knows root's password."""

    def answer(step: Step) -> str:
        if step.module == "wheel":
            return _wheel(step, is_member=is_member)
        if step.module == "succeed_if":
            return _condition(step, is_member=is_member)
        return ordinary(step)

    return answer


def _wheel(step: Step, *, is_member: bool) -> str:
    """pam_wheel(8): a member passes on to the password, with ``trust`` passes it by; ``deny`` turns the sense round."""
    words = step.line.arguments
    if is_member == ("deny" in words):
        return "perm_denied"
    return SUCCESS if "trust" in words else "ignore"


def _condition(step: Step, *, is_member: bool) -> str:
    """pam_succeed_if(8) asks about the account that is aimed at, and of the caller only with ``use_uid``."""
    if "use_uid" not in step.line.arguments:
        return SUCCESS
    return SUCCESS if is_member and "ingroup" in step.line.arguments else ordinary(step)


def _without_a_password(step: Step) -> str:
    return "auth_err" if step.module in {"unix", "sss", "krb5", "ldap"} else _with_its_password(is_member=True)(step)


_EXPECTED: Final = _("members of one group only, and with the password")

SU_RESTRICTED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Who may use su"),
    needs=PAM,
    limits=NoLimits(),
    judge=judge,
    reads=_("PAM’s stack of su and su-l with all that it takes in, run for a user within and without the group"),
    remedy=_("Let pam_wheel allow su to one group only, and keep that group empty or to the administrators."),
    card=Card(
        steps=(
            _("Ask which accounts and scripts use su; the administrators’ work goes by sudo."),
            _("Make a group for it, empty where everybody uses sudo (RHEL, openEuler, Kylin: wheel does as well)."),
            _("Put the line of pam_wheel behind that of pam_rootok in /etc/pam.d/su, before every other line of auth."),
            _("Try it from a second session as an account outside the group, while a root session stays open."),
        ),
        commands=(
            "groupadd sugroup",
            "cp -a /etc/pam.d/su /root/su.pam.kept",
            "sed -i '/^auth.*pam_rootok/a auth required pam_wheel.so use_uid group=sugroup' /etc/pam.d/su",
        ),
        risk=_("Scripts that run su as an ordinary account stop; those that root starts do not."),
        rollback=_("cp -a /root/su.pam.kept /etc/pam.d/su"),
        verify="grep -n pam_wheel /etc/pam.d/su",
    ),
    traps=(
        _("pam_wheel that is commented out, or behind a sufficient module, refuses nobody"),
        _("pam_wheel with deny keeps the group out and lets everybody else in"),
        _("pam_wheel with trust and sufficient lets members in without any password"),
        _("su - has a file of its own (su-l) on some systems"),
    ),
)
