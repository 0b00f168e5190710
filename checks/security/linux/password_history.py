"""May an old password be taken again at once? Then the demand to change it does nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import Step, run, setting, stack
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.pam import PAM, Pam
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.password_history"
_USUAL: Final = 10
"""What pam_pwhistory(8) remembers where nothing is said."""


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """How many old passwords are refused."""

    remember: int = limit(5, unit="count", source="openEuler baseline 2.2.2 and usual practice: the last five")
    services: tuple[str, ...] = limit(
        ("passwd", "sshd"), unit="service of PAM", source="where passwords are changed, and expired ones"
    )


def judge(found: Pam, limits: Layered[HistoryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service through which passwords are changed."""
    if found.unread:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(found.unread)))
        return
    asked = [one for one in limits.base.services if one in found.services]
    for service in asked or ["other"]:
        yield _of_service(found, service, limits.at(service), scene)


def _of_service(found: Pam, service: str, limits: HistoryLimits, scene: Scene) -> Finding:
    steps = stack(found, service, "password")
    if not run(steps, ordinary, found.modules).is_granted:
        said = _("as it is read here, {service} lets nobody change a password", service=service)
        return unknown(service, Unseen(service, Reason.FAILED, said))
    guards = [(step, _remembered(found, step)) for step in steps if _refuses(found, steps, step)]
    known = [count for _step, count in guards if count is not None]
    most = max(known, default=0)
    quote = "; ".join(str(step) for step, _count in guards)
    expected = _("the last {count} passwords are refused", count=limits.remember)
    observed = _("{count} remembered", count=most)
    if most >= limits.remember:
        said = _("{service} refuses the last {count} passwords", service=service, count=most)
        return Finding(service, Level.OK, said, observed, expected, quote, {"remembered_count": most})
    if len(known) < len(guards):
        return unknown(service, Unseen(service, Reason.NOT_OFFERED, quote))
    said = _("{service} lets an old password be taken again", service=service)
    measures = {"remembered_count": float(most)}
    return failed(ID, scene, service, said, observed=observed, expected=expected, quote=quote, measures=measures)


def _refuses(found: Pam, steps: tuple[Step, ...], guard: Step) -> bool:
    if not (guard.module == "pwhistory" or (guard.module == "unix" and _arguments(guard).get("remember"))):
        return False
    done = run(steps, lambda step: "authtok_err" if step is guard else ordinary(step), found.modules)
    return guard in done.asked and not done.is_granted


def _arguments(step: Step) -> dict[str, str]:
    return {name: value for name, _sign, value in (one.partition("=") for one in step.line.arguments)}


def _remembered(found: Pam, step: Step) -> int | None:
    """How many a module remembers: pam_pwhistory as it is set, pam_unix (older ones) by its argument alone."""
    if step.module == "unix":
        return _number(_arguments(step)["remember"], 0)
    words = setting(found, "pwhistory", step)
    return None if words is None else _number(words.get("remember", ""), _USUAL)


def _number(word: str, otherwise: int) -> int:
    return int(word) if word.isascii() and word.isdigit() else otherwise


PASSWORD_HISTORY: Final[SecurityCheck] = security_check(
    ID,
    title=_("Passwords that were used before"),
    needs=PAM,
    limits=HistoryLimits(),
    judge=judge,
    reads=_("PAM’s stacks for the change of a password, run as PAM runs them, and pwhistory.conf"),
    remedy=_("Put pam_pwhistory with remember=5 before pam_unix in every stack that changes passwords."),
    card=Card(
        steps=(
            _("Debian, Ubuntu: write a profile for pam-auth-update and enable it; it goes before pam_unix by itself."),
            _("RHEL 8 and later: authselect enable-feature with-pwhistory; then set remember in pwhistory.conf."),
            _("RHEL 7, Kylin, openEuler: write the line into system-auth and password-auth, behind pam_pwquality."),
            _("Change a test account’s password twice and back again as that user: the old one must be refused."),
        ),
        commands=(
            (
                "printf '%s\\n' 'Name: pwhistory' 'Default: yes' 'Priority: 768' 'Password-Type: Primary' 'Password:' "
                "'        requisite pam_pwhistory.so remember=5' >/usr/share/pam-configs/pwhistory   # Debian, Ubuntu"
            ),
            "pam-auth-update --package --enable pwhistory   # Debian, Ubuntu",
            "authselect enable-feature with-pwhistory   # RHEL 8 and later",
        ),
        risk=_("Whoever went back to an old password at each change is refused; passwords that are there keep working."),
        rollback=_("Take the line out again; keep a root session open while PAM is changed."),
        verify="grep -rn -e pwhistory -e remember /etc/pam.d /etc/security/pwhistory.conf",
    ),
    traps=(
        _("remember of pam_unix counts where the installed version knows it; of pam_pwhistory ten are usual unless set"),
        _("a line that is jumped over, or whose refusal is ignored, refuses nothing"),
    ),
)
