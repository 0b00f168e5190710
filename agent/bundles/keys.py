"""A store's own key: it signs what the store hands over, and opens what is handed to it.

Thirty-two bytes of chance in a file beside the store, readable by its account alone; the two keys (Ed25519 to sign, X25519
to open) are derived from them. A copy of the store has no key of its own and makes another. People compare the fingerprint
by telephone: 160 bits in Base32, eight groups of four signs.
"""

import base64
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Final

from agent.bundles.trouble import BundleError
from agent.store.values import default_path
from config.problems import ConfigError
from config.secrets import private_bytes
from config.text import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_FORM: Final = "xunjian-key 1"
_PUBLIC_FORM: Final = "xunjian-public-key 1"
_SEED_BYTES: Final = 32
KEY_BYTES: Final = 32
"""Of either public key (RFC 8032, RFC 7748)."""
_FINGERPRINT_BYTES: Final = 20
_GROUP: Final = 4
_MOST_BYTES: Final = 4096
_PUBLIC: Final = re.compile(rf"\s*{_PUBLIC_FORM}\s+(\S+)")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others know of a store: by ``verify`` its signatures are held, for ``open`` it is written to."""

    verify: bytes
    open: bytes

    @property
    def fingerprint(self) -> str:
        """The name of the key, to be read aloud."""
        digest = sha256(self.verify + self.open).digest()[:_FINGERPRINT_BYTES]
        signs = base64.b32encode(digest).decode()
        return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))

    @property
    def text(self) -> str:
        """As it is handed over: its form, the key, its fingerprint."""
        return f"{_PUBLIC_FORM}\n{base64.b64encode(self.verify + self.open).decode()}\n{self.fingerprint}\n"


@dataclass(frozen=True, slots=True)
class StoreKey:
    """The key of this store; never printed."""

    sign: "Ed25519PrivateKey"
    open: "X25519PrivateKey"

    @property
    def public(self) -> PublicKey:
        """What may be handed out of it."""
        return PublicKey(self.sign.public_key().public_bytes_raw(), self.open.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return "StoreKey(***)"


def place_of(store_place: str) -> Path:
    """Where the key of a store lies: beside its file; of a database among this account's own data."""
    if "://" in store_place:
        return default_path().parent / f"store-key-{sha256(store_place.encode()).hexdigest()[:16]}"
    return Path(f"{store_place}.key")


def key_of(store_place: str) -> StoreKey:
    """Give the key of a store; made when it is first asked for. Raises BundleError."""
    path = place_of(store_place)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return _read(path)
    seed = token_bytes(_SEED_BYTES)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{_FORM}\n{base64.b64encode(seed).decode()}\n")
        file.flush()
        os.fsync(file.fileno())
    return _key(seed)


def _read(path: Path) -> StoreKey:
    try:
        lines = private_bytes(str(path), "", str(path), most=_MOST_BYTES).decode("ascii").splitlines()
        seed = base64.b64decode(lines[1], validate=True) if lines[0] == _FORM else b""
    except ConfigError as error:
        problem = error.problems[0]
        raise BundleError(_("{found}; {write}", found=problem.found, write=problem.write)) from None
    except (ValueError, IndexError):
        seed = b""
    if len(seed) != _SEED_BYTES:
        raise BundleError(_("{file} is no key of a store; put back a copy of it, or move it away", file=str(path)))
    return _key(seed)


def _key(seed: bytes) -> StoreKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - 30 ms, only here
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - as above

    sign, opening = (derived(seed, b"", f"xunjian store key 1 {use}".encode()) for use in ("sign", "open"))
    return StoreKey(Ed25519PrivateKey.from_private_bytes(sign), X25519PrivateKey.from_private_bytes(opening))


def derived(secret: bytes, salt: bytes, use: bytes) -> bytes:
    """A key of 32 bytes for one use (HKDF of SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - as above

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=use).derive(secret)


def public_of(text: str, place: str) -> PublicKey:
    """Read a public key as ``xunjian site key`` prints it. Raises BundleError."""
    found = re.match(_PUBLIC, text)
    try:
        body = base64.b64decode(found[1], validate=True) if found else b""
    except ValueError:
        body = b""
    if len(body) != 2 * KEY_BYTES:
        raise BundleError(_("{file} is no public key of a store: xunjian site key prints one", file=place))
    return PublicKey(body[:KEY_BYTES], body[KEY_BYTES:])


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are the same, however they are grouped and cased; a part of one is not."""
    left, right = ("".join(word.split("-")).replace(" ", "").upper() for word in (one, other))
    return bool(left) and left == right
