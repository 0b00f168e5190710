"""Which SSH algorithms are spoken: today's, and by opt-in those of the SHA-1 era.

paramiko of these versions speaks both; what is of yesterday is switched off unless the target's entry says ``legacy: true``
(RFC 9142 for key exchange; OpenSSH's release notes 7.0, 7.6 and 8.8 for ssh-dss, CBC and ssh-rsa).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paramiko import Transport

LEGACY: Mapping[str, Sequence[str]] = {
    "kex": (
        "diffie-hellman-group-exchange-sha1",
        "diffie-hellman-group14-sha1",
        "diffie-hellman-group1-sha1",
    ),
    "keys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "pubkeys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "ciphers": ("aes128-cbc", "aes192-cbc", "aes256-cbc", "blowfish-cbc", "3des-cbc"),
    "macs": ("hmac-sha1-96", "hmac-md5", "hmac-md5-96"),
}

AUTHENTICATED = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Ciphers that carry their own proof (RFC 5647): today's, and one pass over each packet instead of two."""

_OF_KIND = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")}
"""A known key's kind, and the signatures that the key can make (RFC 8332)."""


def disabled(*, legacy: bool) -> dict[str, list[str]]:
    """Give what paramiko is to leave out."""
    return {} if legacy else {kind: list(names) for kind, names in LEGACY.items()}


def prefer(transport: "Transport", kinds: Sequence[str]) -> None:
    """Ask first for the kinds of host key that are known of the target, as OpenSSH does, and for ciphers in one pass."""
    options = transport.get_security_options()
    options.ciphers = _first(AUTHENTICATED, tuple(options.ciphers))
    known = [name for kind in kinds for name in _OF_KIND.get(kind, (kind,))]
    options.key_types = _first(tuple(dict.fromkeys(known)), tuple(options.key_types))


def _first(wanted: Sequence[str], able: Sequence[str]) -> tuple[str, ...]:
    """What is wanted of what there is, then the rest."""
    first = [name for name in wanted if name in able]
    return (*first, *(name for name in able if name not in first))


class _Remembering(dict[str, object]):
    """A table that remembers what was looked up last."""

    asked = ""

    def __getitem__(self, name: str) -> object:
        self.asked = name
        return super().__getitem__(name)


def remember_key_exchange(transport: "Transport") -> None:
    """Have the transport keep the name of the key exchange, which paramiko forgets once it is done."""
    transport._kex_info = _Remembering(transport._kex_info)  # type: ignore[attr-defined]  # noqa: SLF001 - no public way


def negotiated(transport: "Transport") -> dict[str, str]:
    """Say what was agreed upon, and whether any of it is of yesterday."""
    kinds = getattr(transport, "_kex_info", None)
    agreed = {
        "host_key_type": str(transport.host_key_type),
        "key_exchange": kinds.asked if isinstance(kinds, _Remembering) else "",
        "cipher": str(transport.local_cipher),
        "mac": "implicit" if transport.local_cipher in AUTHENTICATED else str(transport.local_mac),
        "server_version": str(transport.remote_version),
    }
    old = {name for names in LEGACY.values() for name in names}
    is_legacy = any(agreed[key] in old for key in ("host_key_type", "key_exchange", "cipher", "mac"))
    return agreed | {"is_legacy": "yes" if is_legacy else "no"}
