"""Keys of SNMPv3's users: a password becomes a key of one engine (RFC 3414, A.2; RFC 7860), and is made longer for AES.

The million octets that a password is hashed through cost a millisecond; a fleet with one user pays them once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from config.secrets import Secret

_STRETCH_OCTETS: Final = 1 << 20
"""RFC 3414, A.2.1."""


@dataclass(frozen=True, slots=True)
class Digest:
    """An authentication protocol: the hash's name in hashlib, and how much of its HMAC goes into a message."""

    name: str
    octets: int


DIGESTS: Final[Mapping[str, Digest]] = {
    "md5": Digest("md5", 12),
    "sha": Digest("sha1", 12),
    "sha224": Digest("sha224", 16),
    "sha256": Digest("sha256", 24),
    "sha384": Digest("sha384", 32),
    "sha512": Digest("sha512", 48),
}
"""By the configuration's word (RFC 3414, 6 and 7; RFC 7860, 4.1)."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys that were made, by hash, secret and engine; in memory only, shared by the sessions of one run."""

    _made: dict[tuple[str, str, bytes], bytes] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def key(self, digest: str, secret: Secret, engine: bytes) -> bytes:
        """The secret's key on this engine."""
        place = (digest, secret.reveal(), engine)
        with self._lock:
            if place not in self._made:
                self._made[place] = localized(digest, self._stretched(digest, secret), engine)
            return self._made[place]

    def _stretched(self, digest: str, secret: Secret) -> bytes:
        place = (digest, secret.reveal(), b"")
        if place not in self._made:
            self._made[place] = stretched(digest, secret.reveal().encode())
        return self._made[place]


def stretched(digest: str, octets: bytes) -> bytes:
    """Hash a million octets of the password, again and again (RFC 3414, A.2.1)."""
    times = _STRETCH_OCTETS // len(octets) + 1
    return hashlib.new(digest, (octets * times)[:_STRETCH_OCTETS], usedforsecurity=False).digest()


def localized(digest: str, key: bytes, engine: bytes) -> bytes:
    """Make a key that is of use on one engine only (RFC 3414, 2.6)."""
    return hashlib.new(digest, key + engine + key, usedforsecurity=False).digest()


def lengthened(digest: str, key: bytes, octets: int) -> bytes:
    """Lengthen a key as draft-blumenthal-aes-usm-04, 3.1.2.1 does: net-snmp's way."""
    while len(key) < octets:
        key += hashlib.new(digest, key, usedforsecurity=False).digest()
    return key[:octets]


def lengthened_as_reeder(digest: str, key: bytes, octets: int, engine: bytes) -> bytes:
    """Lengthen a key as draft-reeder-snmpv3-usm-3desede-00, 2.1 does: Cisco's way."""
    while len(key) < octets:
        key += localized(digest, stretched(digest, key), engine)
    return key[:octets]
