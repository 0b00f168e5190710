"""Does a password alone, or a key alone, let an administrator in? Level 3 wants a second factor of another kind."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed, mitigation_of
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import REFUSED, Step, run, stack
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.login_settings import LOGIN_RULES, LoginRules
from collectors.facts.pam import Pam
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.login_mfa"
_SERVICES: Final = ("sshd", "login")
_SECOND: Final = frozenset(
    "google_authenticator oath otpw radius yubico u2f duo rsa securid pkcs11 privacyidea".split()  # noqa: SIM905 - names
)
"""Modules that ask for something one has: one-time words, tokens, smart cards."""


def judge(found: LoginRules, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service through which people log in."""
    pam = found.pam
    if isinstance(pam, Unseen):
        yield unknown("", pam)
        return
    if pam.unread:
        yield unknown("", Unseen("", Reason.DENIED, " ".join(pam.unread)))
        return
    for service in [one for one in _SERVICES if one in pam.services] or ["other"]:
        yield _of_service(pam, service, found, scene)


def _of_service(pam: Pam, service: str, found: LoginRules, scene: Scene) -> Finding:
    steps = stack(pam, service, "auth")
    quote = "; ".join(str(one) for one in steps if one.module in _SECOND)[:300]
    is_two = not run(steps, _without_the_second, pam.modules).is_granted
    if service == "sshd":
        return _by_ssh(found, quote, scene, is_two=is_two and bool(quote))
    if not quote and is_two:
        said = _("as it is read here, {service} lets nobody log in with a password", service=service)
        return unknown(service, Unseen(service, Reason.FAILED, said))
    return _two(service, quote) if is_two else _one(service, quote, scene)


def _without_the_second(step: Step) -> str:
    return REFUSED if step.module in _SECOND else ordinary(step)


def _by_ssh(found: LoginRules, quote: str, scene: Scene, *, is_two: bool) -> Finding:
    """PAM's second factor holds where sshd asks PAM and no key passes it by; AuthenticationMethods may ask for two."""
    if isinstance(found.ssh, Unseen):
        return unknown("sshd", Unseen("sshd", found.ssh.reason, found.ssh.detail, found.ssh.remedy))
    told = {name: found.ssh.settings.get(name, "").lower() for name in _READ}
    is_told = found.ssh.is_effective and all(told[name] for name in ("usepam", "pubkeyauthentication"))
    if not is_told or any(name in _READ for name, _value, _condition in found.ssh.matched):
        return unknown("sshd", Unseen("sshd", Reason.NO_RECORD, "sshd -T; Match"))
    methods = told["authenticationmethods"] or "any"
    ways = [{one.partition(":")[0] for one in way.split(",")} for way in methods.split()]
    if methods != "any" and all(_is_of_two(way, is_two=is_two) for way in ways):
        return _two("sshd", f"authenticationmethods {methods}; {quote}".removesuffix("; "))
    is_passed_by = any(told[name] == "yes" for name in _PAST_PAM)
    if is_two and methods == "any" and told["usepam"] == "yes" and not is_passed_by:
        return _two("sshd", quote)
    return _one("sshd", f"authenticationmethods {methods}; {quote}".removesuffix("; "), scene)


def _is_of_two(way: set[str], *, is_two: bool) -> bool:
    """Whether one way in asks for two kinds: a key and a password, or what PAM asks for where that is two already."""
    by_pam = way & {"password", "keyboard-interactive"}
    return bool(by_pam) and ("publickey" in way or is_two)


_PAST_PAM: Final = ("pubkeyauthentication", "gssapiauthentication", "hostbasedauthentication")
"""Ways in by which sshd asks none of PAM's modules for auth."""
_READ: Final = ("authenticationmethods", "usepam", *_PAST_PAM)


def _two(service: str, quote: str) -> Finding:
    return Finding(service, Level.OK, _("{service} asks for two factors", service=service), None, _EXPECTED, quote)


def _one(service: str, quote: str, scene: Scene) -> Finding:
    if mitigation_of(ID, scene) is not None:
        said = _("{service} asks for one factor; the second one in front of it was declared", service=service)
    else:
        said = _("{service} lets people in with one factor, and no second one was declared", service=service)
    return failed(ID, scene, service, said, expected=_EXPECTED, quote=quote)


_EXPECTED: Final = _("two factors of different kinds, here or at a bastion host that was declared")

LOGIN_MFA: Final[SecurityCheck] = security_check(
    ID,
    title=_("Second factor at a login"),
    needs=LOGIN_RULES,
    limits=NoLimits(),
    judge=judge,
    reads=_("PAM’s stacks of sshd and login, run without the second factor, and AuthenticationMethods of sshd"),
    remedy=_("Let administrators log in only by a bastion host with two factors and declare it, or ask for two here."),
    card=Card(
        steps=(
            _("Administrators come by a bastion host with two factors: limit SSH to it and declare mfa for this target."),
            _("Without one: roll out keys to every administrator, then ask for the key and the password."),
            _("Keep a root session open, test the settings, reload (the unit is ssh on Debian), log in anew."),
            _("For the console: a module for one-time words (pam_oath, pam_google_authenticator) as required."),
        ),
        commands=(
            "sed -i '1i AuthenticationMethods publickey,password' /etc/ssh/sshd_config",
            "sshd -t && systemctl reload sshd",
            "apt-get install libpam-oath   # the console of Debian, Ubuntu; RHEL with EPEL: yum install pam_oath",
            "sed -i '1i auth required pam_oath.so usersfile=/etc/users.oath window=10 digits=6' /etc/pam.d/login",
        ),
        risk=_("Accounts without a key, and programs that log in with a key alone, are locked out: list them first."),
        rollback=_("Take the line out again and reload."),
        verify="sshd -T -C user=root,host=h,addr=127.0.0.1 | grep -i authenticationmethods",
        window=Window.RELOAD,
    ),
    traps=(
        _("a module for one-time words that is optional, or behind a sufficient one, refuses nobody"),
        _("a key passes PAM’s second factor by where AuthenticationMethods is any"),
        _("a second factor at a bastion host is not seen from here: it is declared, with its end"),
    ),
)
