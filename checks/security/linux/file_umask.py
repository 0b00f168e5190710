"""With which rights do new files come? With 022 everybody on the host may read what an administrator writes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import Step, run, stack
from checks.security.shape import Card, SecurityCheck, security_check
from checks.security.shell_settings import Outcome, in_login_shells, in_other_shells
from collectors.base import Reason, Unseen
from collectors.facts.login_settings import LOGIN_RULES, LoginRules, LoginSettings
from collectors.facts.pam import Pam
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.file_umask"
_INHERITED: Final = "022"
"""What a session has where nobody sets it: systemd starts its services with it (systemd.exec(5))."""
_SYMBOLIC: Final = re.compile(r"[ugoa]*=[rwx]*(,[ugoa]*=[rwx]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class UmaskLimits:
    """The bits that must be taken away, in octal."""

    mask: str = limit("027", unit="octal", source="CIS benchmarks 5.4.3.3 and openEuler baseline 1.1.5")


_BY_HAND: Final = _("Log in as an ordinary user and look: umask.")


def judge(found: LoginRules, limits: Layered[UmaskLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for login shells, one for others where the system's rc file sets it."""
    settings = found.settings
    if isinstance(settings, Unseen):
        yield unknown("", settings)
        return
    if settings.unread or "/etc/profile" not in settings.files:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(settings.unread) or "/etc/profile", _BY_HAND))
        return
    start = "?" if isinstance(found.pam, Unseen) else _of_pam(found.pam, settings)
    login = in_login_shells(settings, "umask", start)
    if login.values == {"?"} and isinstance(found.pam, Unseen):
        yield unknown("login shells", found.pam)
    else:
        yield _judged("login shells", login, limits.at("login shells"), scene)
    other = in_other_shells(settings, "umask", "")
    if other.places:
        yield _judged("other shells", Outcome(other.values - {""}, other.places), limits.at("other shells"), scene)


def _of_pam(pam: Pam, settings: LoginSettings) -> str:
    """What the session starts with: pam_umask(8) where a stack runs it, else what is inherited."""
    steps = stack(pam, "sshd" if "sshd" in pam.services else "login", "session")
    found = next((one for one in run(steps, ordinary, pam.modules).asked if one.module == "umask"), None)
    if found is None:
        return _INHERITED
    value = _argument(found) or settings.definitions.get("UMASK", _INHERITED)
    mask = _mask(value)
    is_shared = "usergroups" in found.line.arguments or settings.definitions.get("USERGROUPS_ENAB") == "yes"
    if mask is None or not is_shared or "nousergroups" in found.line.arguments:
        return value
    return f"{mask & 0o707 | (mask & 0o700) >> 3:03o}"  # the group's bits become the owner's


def _argument(step: Step) -> str:
    return next((one.partition("=")[2] for one in step.line.arguments if one.startswith("umask=")), "")


def _judged(subject: str, outcome: Outcome, limits: UmaskLimits, scene: Scene) -> Finding:
    masks = [_mask(one or _INHERITED) for one in outcome.values]
    wanted = _mask(limits.mask) or 0
    good = [mask is not None and mask & wanted == wanted for mask in masks]
    shown = tuple(sorted(one or _INHERITED for one in outcome.values))
    expected = _("umask {mask} or stricter", mask=limits.mask)
    quote = " ".join((*outcome.places, *(f"umask {one}" for one in shown)))
    if None in masks or (any(good) and not all(good)):
        said = _("what it is set to depends on a condition that only a login decides: {places}", places=outcome.places)
        return unknown(subject, Unseen(subject, Reason.NOT_OFFERED, said, _BY_HAND))
    if all(good):
        return Finding(
            subject, Level.OK, _("new files are kept from others: umask {mask}", mask=shown), None, expected, quote
        )
    said = _("new files may be read by others: umask {mask}", mask=shown)
    return failed(ID, scene, subject, said, expected=expected, quote=quote)


def _mask(value: str) -> int | None:
    """The bits that a umask takes away; None for what only running would tell."""
    if value and set(value) <= set("01234567"):
        return int(value, 8)
    if not _SYMBOLIC.fullmatch(value):
        return None
    kept = {"u": 0, "g": 0, "o": 0}
    for part in value.split(","):
        who, _sign, rights = part.partition("=")
        bits = sum({"r": 4, "w": 2, "x": 1}[one] for one in set(rights))
        kept |= dict.fromkeys("ugo" if not who or "a" in who else who, bits)
    return 0o777 & ~(kept["u"] << 6 | kept["g"] << 3 | kept["o"])


FILE_UMASK: Final[SecurityCheck] = security_check(
    ID,
    title=_("Rights of new files (umask)"),
    needs=LOGIN_RULES,
    limits=UmaskLimits(),
    judge=judge,
    reads=_("pam_umask with login.defs, and where the shells’ start files set umask, in the order in which they are read"),
    remedy=_("Set umask 027 in login.defs and in the shells’ start files."),
    card=Card(
        steps=(
            _("Ask which programs share files through their group or with others: give them rights by an ACL first."),
            _("Write 027 where the host sets it: login.defs, a file in /etc/profile.d, and each line of the rc file."),
            _("Log in anew, make a file and look at its rights."),
        ),
        commands=(
            "grep -n umask /etc/profile /etc/profile.d/*.sh /etc/bashrc /etc/bash.bashrc",
            "sed -i 's/^UMASK.*/UMASK 027/' /etc/login.defs",
            "sed -i 's/^\\([[:space:]]*\\)umask 0*[02]*2$/\\1umask 027/' /etc/profile /etc/bashrc",
            "echo 'umask 027' >/etc/profile.d/zz-umask.sh",
        ),
        risk=_("Programs that are started from a login shell and whose files others read are refused them afterwards."),
        rollback=_("Put the former value back and log in anew; rights of files made meanwhile stay."),
        verify="bash -lc umask",
    ),
    traps=(
        _("login.defs alone decides nothing where pam_umask is in no stack or a start file sets another value"),
        _("rc files for other shells than login shells (RHEL’s /etc/bashrc) are judged apart"),
        _("with USERGROUPS_ENAB the group’s bits become the owner’s: 027 turns to 007"),
    ),
)
