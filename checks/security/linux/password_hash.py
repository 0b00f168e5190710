"""How are passwords kept? MD5 and DES are guessed by the thousand million a second, whoever has the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.pam_answers import ordinary
from checks.security.pam_stacks import run, stack
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.accounts import Account
from collectors.facts.login_settings import LOGIN_RULES, LoginRules
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.password_hash"
_WORDS: Final = {
    "yescrypt": "y",
    "gost_yescrypt": "gy",
    "sha512": "6",
    "sha256": "5",
    "blowfish": "2b",
    "sm3": "sm3",
    "md5": "1",
    "bigcrypt": "des",
    "des": "des",
}
"""What pam_unix(8) and ENCRYPT_METHOD of login.defs(5) call a kind, by the prefix that crypt(5) gives it."""


@dataclass(frozen=True, slots=True)
class HashLimits:
    """The kinds that are taken, by the prefix of crypt(5)."""

    strong: tuple[str, ...] = limit(
        ("6", "y", "gy", "7", "5", "2b", "2y", "2a", "sm3"), unit="prefix of crypt(5)", source="crypt(5): none is broken"
    )


def judge(found: LoginRules, limits: Layered[HashLimits], scene: Scene) -> Iterator[Finding]:
    """One finding an account whose password is kept weakly, one of all others, and one of passwords to come."""
    yield _of_new(found, limits.at("new passwords"), scene)
    if isinstance(found.accounts, Unseen):
        yield unknown("", found.accounts)
        return
    if found.accounts.unseen_passwords:
        yield unknown("", found.accounts.unseen_passwords)
        return
    held = [one for one in found.accounts.accounts if one.entry == "set"]
    weak = [one for one in held if one.algorithm not in limits.at(one.name).strong]
    for one in weak:
        yield _of_one(one, scene)
    if not weak:
        kinds = tuple(sorted({f"${one.algorithm}$" for one in held}))
        said = _("none of {count:number} passwords is kept in a weak form", count=len(held))
        yield Finding("", Level.OK, said, quote=" ".join(kinds))


def _of_one(one: Account, scene: Scene) -> Finding:
    if one.algorithm == "other":
        said = _("in which form the password of {account} is kept is not known here", account=one.name)
        return unknown(one.name, Unseen(one.name, Reason.NOT_OFFERED, said))
    said = _("the password of {account} is kept in a weak form", account=one.name)
    return failed(ID, scene, one.name, said, quote=f"{one.name}: {one.algorithm}")


def _of_new(found: LoginRules, limits: HashLimits, scene: Scene) -> Finding:
    """pam_unix takes its own word, without one that of login.defs."""
    if isinstance(found.pam, Unseen):
        return unknown("new passwords", found.pam)
    steps = stack(found.pam, "passwd", "password")
    unix = next((one for one in run(steps, ordinary, found.pam.modules).asked if one.module == "unix"), None)
    if unix is None:
        said = _("as it is read here, pam_unix sets no password")
        return unknown("new passwords", Unseen("new passwords", Reason.FAILED, said))
    word = next((one for one in unix.line.arguments if one in _WORDS), "")
    if not word:
        if isinstance(found.settings, Unseen):
            return unknown("new passwords", found.settings)
        word = found.settings.definitions.get("ENCRYPT_METHOD", "").lower()
    if word not in _WORDS:
        said = _("neither pam_unix nor ENCRYPT_METHOD names a form: the library decides")
        return unknown("new passwords", Unseen("new passwords", Reason.NO_RECORD, said))
    if _WORDS[word] in limits.strong:
        said = _("new passwords are kept as {kind}", kind=word)
        return Finding("new passwords", Level.OK, said, quote=str(unix))
    said = _("new passwords are kept in a weak form: {kind}", kind=word)
    return failed(ID, scene, "new passwords", said, quote=str(unix))


PASSWORD_HASH: Final[SecurityCheck] = security_check(
    ID,
    title=_("Form in which passwords are kept"),
    needs=LOGIN_RULES,
    limits=HashLimits(),
    judge=judge,
    reads=_("the kind of each password’s hash (its prefix alone; no hash leaves the target), pam_unix and ENCRYPT_METHOD"),
    remedy=_("Have passwords kept as SHA-512, yescrypt or SM3, and have those changed that are kept otherwise."),
    card=Card(
        steps=(
            _("Set the form for passwords to come: pam_unix’s word (Debian: in common-password) and ENCRYPT_METHOD."),
            _("Have each password that is kept weakly changed: the old form goes with it."),
        ),
        commands=(
            "sed -i 's/^ENCRYPT_METHOD.*/ENCRYPT_METHOD SHA512/; s/^MD5_CRYPT_ENAB.*/MD5_CRYPT_ENAB no/' /etc/login.defs",
            "sed -i '/^password.*pam_unix/s/\\<\\(md5\\|bigcrypt\\|des\\)\\>/sha512/' /etc/pam.d/common-password",
            "authselect apply-changes   # RHEL 8 and later; before it: authconfig --passalgo=sha512 --update",
            "chage -d 0 <account>   # its owner must change the password at the next login",
        ),
        risk=_("A program that logs in by a password that must be changed first is refused: change that by plan."),
        rollback=_("Put the former word back; passwords that were changed meanwhile keep the new form and go on working."),
        verify="awk -F: '$2 ~ /^[$]/ {split($2, a, \"$\"); print $1, a[2]}' /etc/shadow",
    ),
    traps=(
        _("ENCRYPT_METHOD says nothing of passwords that are there, and pam_unix’s own word overrules it"),
        _("a hash of 13 signs without a prefix is DES"),
    ),
)
