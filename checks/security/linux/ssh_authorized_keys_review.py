"""Whose keys open which account? A key that nobody knows is a door that no password change shuts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Confirmed, Exhibit, Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_against
from checks.security.ssh_values import not_tried
from collectors.base import Reason, Unseen
from collectors.facts.authorized_keys import KEY_LOGINS, AuthorizedKey, AuthorizedKeys, KeyLogins, KeyPath
from config.limits import Layered, limit
from config.text import Text, _, verbatim

ID: Final = "security.linux.ssh_authorized_keys_review"
_WRITABLE: Final = 0o022


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """The shortest RSA keys, and the kinds that are weak at any length."""

    rsa_bits: int = limit(2048, unit="bits", source="NIST SP 800-131A: RSA of at least 2048 bits")
    weak_kinds: tuple[str, ...] = limit(("DSA", "ssh-dss"), unit="kind", source="OpenSSH 7.0: ssh-dss is off by default")


def judge(
    found: KeyLogins, confirmed: Confirmed[KeyLogins] | None, limits: Layered[KeyLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a weak, new or shared key, one a path that others may write to, one an account; and all keys shown."""
    before = None if confirmed is None else {(one.user, one.fingerprint) for one in confirmed.facts.keys.keys}
    for one in found.keys.keys:
        yield from _of_key(one, before, limits.at(one.user), scene)
    yield from _shared(found.keys, scene)
    yield from _writable(found.keys.paths, scene)
    yield from _accounts(found.keys, scene, is_confirmed=before is not None)
    unseen = tuple(_unseen(found))
    yield from unseen
    if not found.keys.keys and not unseen:
        said = _("no key opens any of {count:number} local accounts", count=found.keys.accounts_count)
        yield Finding("", Level.OK, said, None, _EXPECTED)
    yield Exhibit(_("Keys that open accounts by SSH"), _COLUMNS, tuple(_row(one) for one in found.keys.keys))


def _of_key(one: AuthorizedKey, before: set[tuple[str, str]] | None, limits: KeyLimits, scene: Scene) -> Iterator[Finding]:
    said = None
    if one.kind in limits.weak_kinds:
        said = _("a key of {user} is of the weak kind {kind}", user=one.user, kind=one.kind)
    elif one.kind == "RSA" and one.bits_count is not None and one.bits_count < limits.rsa_bits:
        said = _("a key of {user} is an RSA key of {bits:number} bits", user=one.user, bits=one.bits_count)
    elif one.bits_count is None:
        yield unknown(_subject(one), Unseen(one.path, Reason.NOT_UNDERSTOOD, f"ssh-keygen -l: {one.kind}", _BY_HAND))
    elif before is not None and (one.user, one.fingerprint) not in before:
        said = _("a key of {user} was not there when the list was confirmed", user=one.user)
    if said is not None:
        yield failed(ID, scene, _subject(one), said, expected=_EXPECTED, quote=_quote(one))


def _shared(keys: AuthorizedKeys, scene: Scene) -> Iterator[Finding]:
    users: dict[str, dict[str, None]] = {}
    for one in keys.keys:
        if one.fingerprint:
            users.setdefault(one.fingerprint, {})[one.user] = None
    for fingerprint, of in users.items():
        if len(of) > 1:
            said = _("one key opens {count:number} accounts: {users}", count=len(of), users=tuple(of)[:10])
            yield failed(ID, scene, fingerprint, said, expected=_EXPECTED, quote=fingerprint, most=Level.NOTICE)


def _writable(paths: tuple[KeyPath, ...], scene: Scene) -> Iterator[Finding]:
    for one in paths:
        if one.mode & _WRITABLE or one.owner not in {"root", one.account}:
            said = _("others than {user} may write {path}: who does puts his key there", user=one.account, path=one.path)
            quote = f"{one.mode:o} {one.owner} {one.path}"
            yield failed(ID, scene, one.path, said, expected=_EXPECTED, quote=quote)


def _accounts(keys: AuthorizedKeys, scene: Scene, *, is_confirmed: bool) -> Iterator[Finding]:
    users: dict[str, list[AuthorizedKey]] = {}
    for one in keys.keys:
        users.setdefault(one.user, []).append(one)
    for user, of in users.items():
        free = sum("from" not in one.options for one in of)
        said = _(
            "{count:number} keys open {user}, {free:number} of them from everywhere", count=len(of), user=user, free=free
        )
        measures: Mapping[str, float] = {"keys_count": float(len(of))}
        if user == "root" and free and not is_confirmed:
            yield failed(ID, scene, user, said, expected=_EXPECTED, measures=measures, most=Level.NOTICE)
        else:
            yield Finding(user, Level.OK, said, None, _EXPECTED, measures=measures)


def _unseen(found: KeyLogins) -> Iterator[Finding]:
    for one in found.keys.unseen:
        yield unknown(one.subject, one)
    if found.keys.more_count:
        said = _("{count:number} more than are named here", count=found.keys.more_count)
        yield unknown("AuthorizedKeysFile", Unseen("", Reason.BUDGET, said, _BY_HAND))
    for name in ("AuthorizedKeysCommand", "TrustedUserCAKeys"):
        values = {a.settings.get(name.lower(), "none") for one in found.ssh.daemons for a in one.answers} - {"none"}
        if values:
            said = _(
                "{name} {value} lets in by keys that stand in no file here", name=name, value=", ".join(sorted(values))
            )
            yield unknown(name, Unseen(name, Reason.NOT_OFFERED, said, _BY_HAND))
    places = next(filter(None, map(not_tried, found.ssh.daemons)), None)
    if places is not None:
        yield unknown("AuthorizedKeysFile", places)


def _subject(one: AuthorizedKey) -> str:
    return f"{one.user} {one.fingerprint or one.kind}"


def _quote(one: AuthorizedKey) -> str:
    return f"{one.bits_count or '?'} {one.fingerprint} {one.kind} {','.join(one.options) or '-'} {one.path}"


def _row(one: AuthorizedKey) -> tuple[str | Text, ...]:
    bits = "?" if one.bits_count is None else str(one.bits_count)
    limits = ",".join(one.options).replace("from", f"from={one.sources or '?'}", 1) if one.options else "-"
    return one.user, one.kind, bits, one.fingerprint, limits, one.comment or "-", verbatim(one.path)


_EXPECTED: Final = _("keys of known owners, RSA of 2048 bits and more, no DSA; files that nobody else may write")
_BY_HAND: Final = _("Look by hand: who gets in by it, and which keys it gives out; have the list confirmed.")
_COLUMNS: Final = (_("account"), _("kind"), _("bits"), _("fingerprint"), _("limits"), _("comment"), _("path"))

SSH_AUTHORIZED_KEYS_REVIEW: Final[SecurityCheck] = security_against(
    ID,
    title=_("Keys that open accounts by SSH"),
    needs=KEY_LOGINS,
    limits=KeyLimits(),
    judge=judge,
    reads=_("the files of keys of all local accounts where sshd looks for them: kind, length, fingerprint, limits, rights"),
    remedy=_("Have every key named by its owner; take out unknown, weak and shared ones, and have the list confirmed."),
    card=Card(
        steps=(
            _("Find the owner of each key by its fingerprint (log of sshd: Accepted publickey), person or job."),
            _("Keep a copy of the file, then take out keys without an owner; treat one of root as an incident."),
            _("Have weak and shared keys made anew, one a person or job (ssh-keygen -t ed25519)."),
            _("Write from= with the address before keys of jobs, command= where a job runs one command only."),
            _("Take back the rights of others on the file, on .ssh and on the home folder; confirm the list."),
        ),
        commands=(
            "ssh-keygen -lf <file>; journalctl -u sshd | grep 'Accepted publickey'   # Debian, Ubuntu: -u ssh",
            "cp -p <file> <file>.bak; vi <file>",
            "chmod go-w <home> <home>/.ssh <file>; chown <account>: <home>/.ssh <file>",
        ),
        risk=_("A backup, a cluster or a job that logs in by a key taken out stops: look for it in the log first."),
        rollback=_("Put the copy of the file back: it holds at the next login."),
        verify="ssh-keygen -lf <file>; stat -c '%a %U %n' <home> <home>/.ssh <file>",
    ),
    traps=(
        _("sshd may look elsewhere than in .ssh: AuthorizedKeysFile holds, also that of a Match block"),
        _("keys of AuthorizedKeysCommand, of a directory service and of certificates stand in no file"),
        _("authorized_keys2 still opens an account on Debian and Ubuntu"),
        _("accounts that only a directory service knows have keys too: only local accounts were looked at"),
        _("a comment says what somebody once wrote, not whose the key is"),
    ),
)
