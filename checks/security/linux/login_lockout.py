"""How often may a password be guessed? Without a lock as often as the network carries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.lockouts import MODULES, OTHERS, Lock, lock
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import REFUSED, Step, run, stack
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.login_settings import LOGIN_RULES, LoginRules
from collectors.facts.pam import Pam
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.login_lockout"


@dataclass(frozen=True, slots=True)
class LockoutLimits:
    """After how many failures an account is locked, how long, and through which ``services`` people log in."""

    failures: int = limit(5, unit="count", source="assessors of GB/T 22239-2019: locked after 5 failures")
    lock_seconds: int = limit(600, unit="seconds", source="assessors of GB/T 22239-2019: locked for 10 minutes")
    services: tuple[str, ...] = limit(
        ("sshd", "login"), unit="service of PAM", source="logins from afar and at the console"
    )


_SHOWN: Final = ("sshd", "login", "su", "sudo", "gdm-password", "lightdm", "cockpit", "vsftpd")
"""Services that ask people for their password, in the order of the table."""


def judge(found: LoginRules, limits: Layered[LockoutLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a service through which people log in; a table of all that ask for a password."""
    pam = found.pam
    if isinstance(pam, Unseen):
        yield unknown("", pam)
        return
    if pam.unread:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(pam.unread)))
        return
    asked = [one for one in limits.base.services if one in pam.services]
    for service in asked or ["other"]:
        one = _of_service(pam, service, limits.at(service), scene)
        yield _through_pam(one, found, scene) if service == "sshd" else one
    shown = [_of_service(pam, one, limits.at(one), scene) for one in _SHOWN if one in pam.services]
    yield Exhibit(
        _("What each service of PAM does after failed logins"),
        (_("Service"), _("What it does"), _("Values"), _("Lines")),
        tuple((one.subject, one.summary, one.observed or "-", one.quote or "-") for one in shown),
    )


def _through_pam(one: Finding, found: LoginRules, scene: Scene) -> Finding:
    """What sshd's stack says counts only where sshd asks PAM at all (UsePAM)."""
    if one.level is Level.UNKNOWN or one.measures.get("failures_count") is None:
        return one
    if isinstance(found.ssh, Unseen):
        return unknown(one.subject, replace(found.ssh, subject=one.subject))
    uses = found.ssh.settings.get("usepam", "").lower()
    if uses == "no":
        said = _("sshd does not ask PAM (UsePAM no): its lock does not hold for logins from afar")
        return failed(ID, scene, one.subject, said, expected=one.expected, quote="usepam no")
    if uses != "yes":
        return unknown(one.subject, Unseen(one.subject, Reason.DENIED, "sshd -T: usepam"))
    return one


def _of_service(pam: Pam, service: str, limits: LockoutLimits, scene: Scene) -> Finding:
    steps = stack(pam, service, "auth")
    expected = _(
        "locked after {count} failures at most, for {span:duration} at least, root too",
        count=limits.failures,
        span=limits.lock_seconds,
    )
    if not run(steps, ordinary, pam.modules).is_granted:
        said = _("as it is read here, {service} lets nobody log in with a password", service=service)
        return unknown(service, Unseen(service, Reason.FAILED, said))
    known = tuple(one for one in steps if one.module in MODULES)
    quote = "; ".join(map(str, known))
    gap = _gap(pam, steps, known)
    if gap is not None:
        others = [one for one in steps if one.module in OTHERS]
        if others:
            said = _("what {modules} does was not read", modules="; ".join(map(str, others)))
            return unknown(service, Unseen(service, Reason.NOT_OFFERED, said))
        return failed(ID, scene, service, gap, expected=expected, quote=quote)
    held = lock(pam, known)
    if held is None:
        said = _("what {modules} demands was not read", modules=quote)
        return unknown(service, Unseen(service, Reason.NOT_OFFERED, said))
    return _judged(service, held, limits, scene, expected, quote)


def _gap(pam: Pam, steps: tuple[Step, ...], known: tuple[Step, ...]) -> Text | None:
    """Why nothing is locked, though a module may stand there; None where a lock holds.

    Two runs: with an account that is locked the right password must not open it, and a wrong one must be counted.
    """
    if not known:
        return _("failed logins are not counted and lock no account")
    locked = run(steps, lambda step: REFUSED if step in known else ordinary(step), pam.modules)
    if locked.is_granted:
        return _("a locked account is let in all the same: the right password passes the module by")
    wrong = run(steps, _at_a_wrong_password, pam.modules)
    if not any(one.module != "faillock" or "authfail" in one.line.arguments for one in wrong.asked if one in known):
        return _("failed logins are not counted: the stack ends before the module that counts them")
    return None


def _at_a_wrong_password(step: Step) -> str:
    if step.module == "faillock":
        return "ignore" if "authfail" in step.line.arguments else "success"
    return REFUSED if step.module == "unix" else ordinary(step)


def _judged(service: str, held: Lock, limits: LockoutLimits, scene: Scene, expected: Text, quote: str) -> Finding:
    measures = {"failures_count": float(held.failures), "lock_seconds": float(held.seconds)}
    span = _("{span:duration}", span=held.seconds) if held.seconds else _("until it is unlocked by hand")
    observed = _("{count} failures, {span}", count=held.failures, span=span)
    is_soon = 0 < held.failures <= limits.failures
    is_long = not held.seconds or held.seconds >= limits.lock_seconds
    if not (is_soon and is_long):
        said = _("{service} locks an account too late or for too short a time", service=service)
        return failed(ID, scene, service, said, observed=observed, expected=expected, quote=quote, measures=measures)
    if not held.is_for_root:
        said = _("{service} locks accounts after failed logins, but never root", service=service)
        return failed(
            ID,
            scene,
            service,
            said,
            observed=observed,
            expected=expected,
            quote=quote,
            measures=measures,
            most=Level.WARN,
        )
    said = _("{service} locks an account after failed logins, root too", service=service)
    return Finding(service, Level.OK, said, observed, expected, quote, measures)


LOGIN_LOCKOUT: Final[SecurityCheck] = security_check(
    ID,
    title=_("Locking of accounts after failed logins"),
    needs=LOGIN_RULES,
    limits=LockoutLimits(),
    judge=judge,
    reads=_("PAM’s stacks for logins, run as PAM runs them with a locked account and with a wrong password; faillock.conf"),
    remedy=_("Have pam_faillock lock an account for 10 minutes after 5 failures, root too, in every stack for logins."),
    card=Card(
        steps=(
            _("Keep a root session open until the end, and have a second way in (console)."),
            _("Debian, Ubuntu: write both profiles for pam-auth-update and enable them."),
            _("RHEL 8 and later: authselect enable-feature with-faillock. openEuler, Kylin: see the stacks of the vendor."),
            _("Write deny, unlock_time and even_deny_root into /etc/security/faillock.conf."),
            _("Log in five times with a wrong password as a test account: the right one must be refused; then unlock it."),
        ),
        commands=(
            (
                "printf '%s\\n' 'Name: faillock' 'Default: yes' 'Priority: 0' 'Auth-Type: Primary' 'Auth:' "
                "'        [default=die] pam_faillock.so authfail' >/usr/share/pam-configs/faillock   # Debian, Ubuntu"
            ),
            (
                "printf '%s\\n' 'Name: faillock_notify' 'Default: yes' 'Priority: 1024' 'Auth-Type: Primary' 'Auth:' "
                "'        requisite pam_faillock.so preauth' 'Account-Type: Primary' 'Account:' "
                "'        required pam_faillock.so' >/usr/share/pam-configs/faillock_notify   # Debian, Ubuntu"
            ),
            "pam-auth-update --package --enable faillock faillock_notify   # Debian, Ubuntu",
            "authselect enable-feature with-faillock   # RHEL 8 and later",
            "printf '%s\\n' 'deny = 5' 'unlock_time = 600' even_deny_root >>/etc/security/faillock.conf",
        ),
        risk=_("Somebody who guesses on purpose locks others out, root too: keep access to SSH limited to few addresses."),
        rollback=_("pam-auth-update --remove, or authselect disable-feature; faillock --user <account> --reset unlocks."),
        verify="grep -rn faillock /etc/pam.d; grep -v '^#' /etc/security/faillock.conf; faillock --user <account>",
    ),
    traps=(
        _("a module behind a sufficient pam_unix is never reached with the right password: the lock lets everybody in"),
        _("pam_faillock without its authfail line counts nothing; pam_tally2 without deny locks nothing"),
        _("faillock.conf without the module in the stack does nothing; an argument of the line overrules it"),
        _("sshd with UsePAM no asks no PAM; and RHEL’s password-auth and system-auth are apart"),
        _("unlock_time of 0 or never is a lock until somebody unlocks it by hand"),
    ),
)
