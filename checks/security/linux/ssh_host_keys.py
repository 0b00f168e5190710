"""Are the host’s own keys its alone, and strong? Who has one can pretend to be this host to every administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from checks.security.ssh_values import AS_ROOT, KEEP, not_tried
from collectors.base import Reason, Unseen
from collectors.facts.ssh_effective import SSH_EFFECTIVE, HostKey, SshEffective
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.ssh_host_keys"
_SUBJECT: Final = "HostKey"
_KEEPERS: Final = frozenset({"ssh_keys", "_ssh", "_keysign"})
"""Groups of ssh-keysign, which may read the keys where it must (RHEL 7 and 8: ssh_keys)."""


@dataclass(frozen=True, slots=True)
class HostKeyLimits:
    """The shortest keys, and the kinds that are weak at any length."""

    rsa_bits: int = limit(2048, unit="bits", source="NIST SP 800-131A: RSA of at least 2048 bits")
    weak_kinds: tuple[str, ...] = limit(("DSA", "RSA1"), unit="kind", source="OpenSSH 7.0: ssh-dss is off by default")


def judge(found: SshEffective, limits: Layered[HostKeyLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a host key."""
    there = [one for one in found.host_keys if one.mode is not None]
    for one in there:
        yield _judged(one, limits.at(one.path), scene)
    unclear = next(filter(None, (not_tried(one) for one in found.daemons if one.unclear)), None)
    if unclear:
        yield unknown(_SUBJECT, unclear)
    elif not there:
        yield unknown(_SUBJECT, Unseen(_SUBJECT, Reason.EMPTY, "sshd -T: hostkey", AS_ROOT))


def _judged(one: HostKey, limits: HostKeyLimits, scene: Scene) -> Finding:
    quote = f"{one.mode or 0:o} {one.user} {one.group} {one.kind or '?'} {one.bits_count or '?'} {one.path}"
    said = _wide(one) or _weak(one, limits)
    if said is not None:
        return failed(ID, scene, one.path, said, expected=_EXPECTED, quote=quote)
    if not one.kind or one.bits_count is None:
        return unknown(one.path, Unseen(one.path, Reason.DENIED, f"ssh-keygen -lf {one.path}", AS_ROOT))
    said = _("{kind} of {bits:number} bits, for root alone", kind=one.kind, bits=one.bits_count)
    return Finding(one.path, Level.OK, said, None, _EXPECTED, quote)


def _wide(one: HostKey) -> Text | None:
    allowed = 0o640 if one.group in _KEEPERS else 0o600
    if one.user != "root":
        return _("{path} belongs to {user}", path=one.path, user=one.user)
    if (one.mode or 0) & ~allowed & 0o7777:
        return _("others than root may read or change {path} ({mode})", path=one.path, mode=f"{one.mode or 0:o}")
    return None


def _weak(one: HostKey, limits: HostKeyLimits) -> Text | None:
    if one.kind in limits.weak_kinds:
        return _("{path} is a key of the weak kind {kind}", path=one.path, kind=one.kind)
    if one.kind == "RSA" and one.bits_count is not None and one.bits_count < limits.rsa_bits:
        return _("{path} is an RSA key of {bits:number} bits", path=one.path, bits=one.bits_count)
    return None


_EXPECTED: Final = _("owner root, rights 600 (640 for the group of ssh-keysign), RSA of 2048 bits and more, no DSA")

SSH_HOST_KEYS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Host keys of SSH"),
    needs=SSH_EFFECTIVE,
    limits=HostKeyLimits(),
    judge=judge,
    reads=_("owner, rights, kind and length of the private keys that sshd -T names (stat, ssh-keygen -l)"),
    remedy=_("Give the private host keys to root alone; make short and DSA keys anew, or name only the good ones."),
    card=Card(
        steps=(
            KEEP,
            _("Take back the rights. A private key that others could read counts as known to them: make it anew."),
            _("Before a key is made anew, tell the administrators its new fingerprint: their clients will warn."),
            _("Test the files with sshd -t, reload sshd, and log in anew."),
        ),
        commands=(
            "chown root:root /etc/ssh/ssh_host_*_key; chmod 600 /etc/ssh/ssh_host_*_key   # RHEL 7, 8: root:ssh_keys, 640",
            "mv /etc/ssh/ssh_host_rsa_key /etc/ssh/ssh_host_rsa_key.old",
            "ssh-keygen -q -t rsa -b 3072 -N '' -f /etc/ssh/ssh_host_rsa_key",
            "ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub",
            "sshd -t && systemctl reload sshd   # Debian, Ubuntu: ssh",
        ),
        risk=_("Clients and jobs that know the old key refuse to connect until it is replaced in their known_hosts."),
        rollback=_("Put the old key file back and reload sshd."),
        verify="stat -c '%a %U %G %n' /etc/ssh/ssh_host_*_key; ssh-keygen -lf /etc/ssh/ssh_host_rsa_key",
        window=Window.RELOAD,
    ),
    traps=(
        _("640 with the group ssh_keys is right on RHEL 7 and 8"),
        _("host keys stand where HostKey says, not always in /etc/ssh"),
        _("the public file beside a key may be of another one: the private file itself is read"),
    ),
)
