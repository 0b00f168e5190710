"""Whom we met: the host key a target shows, against what is known or pinned."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from collectors.base import Reason, SessionError
from config.os_words import os_words
from config.text import Text, _

SYSTEM_KNOWN_HOSTS = "/etc/ssh/ssh_known_hosts"


class UnknownHostKey(SessionError):  # noqa: N818 - it is said of the target, as Absent is
    """Nobody has said yet that this key is the target's: a first contact, and no alarm."""

    def __init__(self, detail: Text, remedy: Text) -> None:
        super().__init__(Reason.UNPROVED, detail, remedy)


class ChangedHostKey(SessionError):  # noqa: N818 - it is said of the target, as Absent is
    """Another key than the known or pinned one: another machine, or somebody between."""

    def __init__(self, detail: Text, remedy: Text) -> None:
        super().__init__(Reason.IDENTITY, detail, remedy)


_CHANGED = _(
    "another machine answers, or somebody stands between: compare the fingerprint at the console, and only then "
    "replace the known one"
)
_REVOKED = _("this key is marked as revoked in the known_hosts file: give the target a new host key")
_UNREADABLE = _("make the known_hosts file readable for the inspecting account, or name another one")


_KEY_FILES = {
    "ssh-ed25519": "ssh_host_ed25519_key.pub",
    "ssh-rsa": "ssh_host_rsa_key.pub",
    "ecdsa-sha2-nistp256": "ssh_host_ecdsa_key.pub",
    "ecdsa-sha2-nistp384": "ssh_host_ecdsa_key.pub",
    "ecdsa-sha2-nistp521": "ssh_host_ecdsa_key.pub",
}
"""Where sshd keeps its public keys (sshd_config(5), HostKey)."""


@dataclass(frozen=True, slots=True)
class Known:
    """One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""

    marker: str
    hosts: str
    kind: str
    key: str


def fingerprint(key: bytes) -> str:
    """Name a public key as ssh-keygen -l does: SHA256, base64 without padding."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def host_name(address: str, port: int) -> str:
    """Name a target as known_hosts does: the port only when it is not 22."""
    return address if port == 22 else f"[{address}]:{port}"  # noqa: PLR2004 - the port of SSH


def known_hosts(path: str) -> tuple[Known, ...]:
    """Read the lines of the known_hosts file, and of the system's. No file is no lines; one we may not read an error."""
    paths = [Path(path).expanduser()] if path else [Path("~/.ssh/known_hosts").expanduser(), Path(SYSTEM_KNOWN_HOSTS)]
    known: list[Known] = []
    for one in paths:
        try:
            state = one.stat()
            known += _lines(str(one), state.st_mtime_ns, state.st_size)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise SessionError(
                Reason.UNPROVED, _("{path}: {why}", path=str(one), why=os_words(error)), _UNREADABLE
            ) from error
    return tuple(known)


@lru_cache(maxsize=8)
def _lines(path: str, _changed_at: int, _size: int) -> tuple[Known, ...]:
    return tuple(known for line in Path(path).read_text(errors="replace").splitlines() if (known := _known(line)))


def _known(line: str) -> Known | None:
    words = line.split()
    marker = words.pop(0) if words and words[0].startswith("@") else ""
    if len(words) < 3 or words[0].startswith("#"):  # noqa: PLR2004 - hosts, kind, key
        return None
    return Known(marker, words[0], words[1], words[2])


def matches(hosts: str, name: str) -> bool:
    """Whether a line's hosts name ``name``: hashed, or patterns with ``*``, ``?`` and ``!``."""
    if hosts.startswith("|1|"):
        try:
            _empty, _one, salt, digest = hosts.split("|")
            made = hmac.new(base64.b64decode(salt), name.encode(), "sha1").digest()
            return hmac.compare_digest(made, base64.b64decode(digest))
        except ValueError:
            return False
    found = False
    for pattern in hosts.split(","):
        if fnmatchcase(name.lower(), pattern.removeprefix("!").lower().replace("[", "[[]")):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def known_kinds(known: tuple[Known, ...], name: str) -> tuple[str, ...]:
    """Which kinds of key are known of a target, so that it is asked for one of those."""
    return tuple(dict.fromkeys(one.kind for one in known if not one.marker and matches(one.hosts, name)))


def verify(name: str, kind: str, key: bytes, known: tuple[Known, ...], pinned: str = "", file: str = "") -> None:
    """Return when ``key`` is the target's. Raises UnknownHostKey or ChangedHostKey with the offered fingerprint.

    ``file`` is the known_hosts file that the remedy names; the account's own if empty.
    """
    offered = _("{name} offers {kind} {fingerprint}", name=name, kind=kind, fingerprint=fingerprint(key))
    if pinned:
        if hmac.compare_digest(pinned.rstrip("="), fingerprint(key)):
            return
        raise ChangedHostKey(_("{offered}, pinned is {pinned}", offered=offered, pinned=pinned), _CHANGED)
    encoded = base64.b64encode(key).decode()
    lines = [one for one in known if matches(one.hosts, name)]
    if any(one.key == encoded and one.marker == "@revoked" for one in known):
        raise ChangedHostKey(offered, _REVOKED)
    plain = [one for one in lines if not one.marker]
    if any(one.key == encoded for one in plain):
        return
    if plain:
        have = tuple(fingerprint(_decoded(one.key)) for one in plain)
        raise ChangedHostKey(_("{offered}, known is {known}", offered=offered, known=have), _CHANGED)
    raise UnknownHostKey(
        offered,
        _(
            "compare {fingerprint} with the machine's own (at its console: ssh-keygen -lf /etc/ssh/{public}); if they are "
            "equal, run {scan} or write host_key: {fingerprint} in the target's ssh entry; "
            "accept_new_host_key: true there takes the first key unseen",
            fingerprint=fingerprint(key),
            public=_KEY_FILES.get(kind, "ssh_host_*_key.pub"),
            scan=_scan(name, kind, file or "~/.ssh/known_hosts"),
        ),
    )


def _scan(name: str, kind: str, file: str) -> str:
    """The command that makes a key known, for the name as known_hosts has it."""
    address, _bracket, port = name.removeprefix("[").partition("]:")
    way = f"-p {port} " if port else ""
    return f"ssh-keyscan {way}-t {kind} {address} >> {file}"


def _decoded(key: str) -> bytes:
    try:
        return base64.b64decode(key)
    except ValueError:
        return b""


def accept(path: str, name: str, kind: str, key: bytes) -> bool:
    """Write a new key down, as ``StrictHostKeyChecking accept-new`` does; whether that worked."""
    file = Path(path or "~/.ssh/known_hosts").expanduser()
    line = f"{name} {kind} {base64.b64encode(key).decode()}\n".encode()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One write at the end of the file: several targets may do so at once.
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True
