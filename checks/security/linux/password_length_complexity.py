"""How weak a password may one choose? What counts is the module that the change of a password meets, as PAM runs it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import Step, run, stack
from checks.security.password_strength import MODULES, OTHERS, Strength, strength
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.pam import PAM, Pam
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.password_length_complexity"


@dataclass(frozen=True, slots=True)
class StrengthLimits:
    """The least that a new password must have. ``services`` are those through which people change one."""

    length: int = limit(8, unit="signs", source="assessors of GB/T 22239-2019 ask for 8 signs")
    classes: int = limit(2, unit="classes of signs", source="assessors of GB/T 22239-2019 ask for two classes or more")
    services: tuple[str, ...] = limit(
        ("passwd", "sshd"), unit="service of PAM", source="where passwords are changed, and expired ones"
    )


def judge(found: Pam, limits: Layered[StrengthLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service through which passwords are changed."""
    if found.unread:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(found.unread)))
        return
    asked = [one for one in limits.base.services if one in found.services]
    for service in asked or ["other"]:
        yield _of_service(found, service, limits.at(service), scene)


def _of_service(found: Pam, service: str, limits: StrengthLimits, scene: Scene) -> Finding:
    steps = stack(found, service, "password")
    if not run(steps, ordinary, found.modules).is_granted:
        said = _("as it is read here, {service} lets nobody change a password", service=service)
        return unknown(service, Unseen(service, Reason.FAILED, said))
    guards = [step for step in steps if step.module in MODULES | OTHERS and _refuses(found, steps, step)]
    strengths = [strength(found, step) for step in guards]
    least = _together(one for one in strengths if one)
    quote = "; ".join(map(str, guards))
    expected = _("{length} signs and {classes} classes of signs at least", length=limits.length, classes=limits.classes)
    observed = _("{length} signs, {classes} classes of signs", length=least.length, classes=least.classes)
    if least.length >= limits.length and least.classes >= limits.classes:
        said = _("{service} takes no weaker password than demanded", service=service)
        return Finding(service, Level.OK, said, observed, expected, quote, _measures(least))
    if None in strengths:
        said = _("what {modules} demands was not read", modules=quote)
        return unknown(service, Unseen(service, Reason.NOT_OFFERED, said))
    if not guards:
        said = _("{service} takes a new password whatever its strength: no module that refuses one is met", service=service)
        return failed(ID, scene, service, said, expected=expected, quote=_tail(steps))
    said = _("{service} takes passwords that are too weak", service=service)
    return failed(ID, scene, service, said, observed=observed, expected=expected, quote=quote, measures=_measures(least))


def _refuses(found: Pam, steps: tuple[Step, ...], guard: Step) -> bool:
    """Whether a password that this module refuses stays refused when the stack has come to its end."""
    done = run(steps, lambda step: "authtok_err" if step is guard else ordinary(step), found.modules)
    return guard in done.asked and not done.is_granted


def _together(strengths: Iterable[Strength]) -> Strength:
    several = tuple(strengths)
    return Strength(
        max((one.length for one in several), default=0),
        max((one.classes for one in several), default=0),
        any(one.is_for_root for one in several),
    )


def _measures(least: Strength) -> dict[str, float]:
    return {"length_count": least.length, "classes_count": least.classes}


def _tail(steps: tuple[Step, ...]) -> str:
    return "; ".join(str(step) for step in steps[:4])


PASSWORD_LENGTH_COMPLEXITY: Final[SecurityCheck] = security_check(
    ID,
    title=_("Length and complexity of passwords"),
    needs=PAM,
    limits=StrengthLimits(),
    judge=judge,
    reads=_("PAM’s stacks for the change of a password, run as PAM runs them, and pwquality.conf with its .d folder"),
    remedy=_("Have pam_pwquality check new passwords in every stack that changes them: 8 signs, three classes."),
    card=Card(
        steps=(
            _("Debian, Ubuntu: install libpam-pwquality; its profile enters common-password by itself (pam-auth-update)."),
            _("RHEL, openEuler, Kylin: see that pam_pwquality.so stands as requisite in system-auth and in password-auth."),
            _("Write minlen and minclass into /etc/security/pwquality.conf and see that no line below sets them anew."),
            _("Change the password of a test account to a weak one as that user: it must be refused."),
        ),
        commands=(
            "apt-get install libpam-pwquality   # Debian, Ubuntu",
            "authselect current; grep -n pwquality /etc/pam.d/system-auth /etc/pam.d/password-auth   # RHEL",
            "printf '%s\\n' 'minlen = 8' 'minclass = 3' >>/etc/security/pwquality.conf",
        ),
        risk=_("Programs that set passwords themselves may be refused; passwords that are there keep working."),
        rollback=_("Take the two lines out of pwquality.conf again; keep a root session open while PAM is changed."),
        verify="grep -v '^#' /etc/security/pwquality.conf; grep -rn pwquality /etc/pam.d",
        window=Window.NONE,
    ),
    traps=(
        _("a module that stands in the file but is jumped over, or whose refusal is ignored, refuses nothing"),
        _("pwquality.conf without pam_pwquality in the stack does nothing"),
        _("RHEL keeps system-auth and password-auth apart: one may be hardened and the other not"),
        _("a positive credit makes the shortest password shorter than minlen; enforcing = 0 only warns"),
        _("a module whose file is not installed refuses everything, or nothing, as its line’s control says"),
    ),
)
