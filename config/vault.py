"""One encrypted file for many passwords, opened by one passphrase: bytes in, entries out, and back. No I/O here.

A text of four parts, so that a torn or edited file is told from a wrong passphrase::

    xunjian-vault 1
    {"kdf": "scrypt", "n": 131072, ...}       how the key is derived, salt and nonce
    base64, 76 signs a line                   the entries as JSON, by AES-256-GCM over the two lines above
    sha256 of all before, in hexadecimal

The key is scrypt's (RFC 7914) of the passphrase in NFC; N = 2^17, r = 8, p = 1 is what OWASP's Password Storage Cheat Sheet
asks for: 128 MiB and some 0.4 s a try.
"""

import base64
import binascii
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import Enum
from hashlib import sha256
from secrets import token_bytes, token_hex
from typing import Final

from config.secrets import Secret

FORM: Final = b"xunjian-vault 1"
PASSWORD: Final = "password"  # noqa: S105 - the name of a field
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of a file: some ten thousand entries."""
PASSPHRASE_LEAST: Final = 12
"""Characters. Whoever takes the file tries at leisure: fewer fall to a dictionary in spite of scrypt."""
_BLOCK: Final = 1024
"""The entries are padded to a multiple of it: the file's size does not tell a password's length."""
_COSTLIEST: Final = {"n": 2**20, "r": 16, "p": 4}
"""What a header may ask for: a file from elsewhere must not take all memory (n * r * 128 bytes)."""
_FOLD: Final = 76


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at the passphrase costs, in scrypt's own parameters."""

    n: int = 2**17
    r: int = 8
    p: int = 1

    @property
    def is_bearable(self) -> bool:
        """Whether a file that asks for it is opened at all."""
        asked = all(1 <= getattr(self, name) <= most for name, most in _COSTLIEST.items())
        return asked and not self.n & (self.n - 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept under one name. ``secrets`` are by field (password, passphrase, auth, ...)."""

    user: str = ""
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    changed_on: date | None = None
    expires_on: date | None = None
    version: str = field(default_factory=lambda: token_hex(8))
    """Another one whenever a secret changes; tells nothing of the secret."""


class Wrong(Enum):
    """Why a vault did not open."""

    NO_VAULT = "no_vault"  # another file, or a form of a later version
    DAMAGED = "damaged"  # torn, edited, or copied badly
    COSTLY = "costly"  # its header asks for more memory than a vault of ours
    PASSPHRASE = "passphrase"  # noqa: S105 - the file is whole, the passphrase does not open it


class VaultError(Exception):
    """The vault did not open."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why.value)
        self.why = why


def sealed(entries: Mapping[str, Entry], passphrase: Secret, cost: Cost | None = None) -> bytes:
    """Write a vault. Salt and nonce are fresh each time, so no key ever seals two texts."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 30 ms, only where a vault is

    chosen = cost or Cost()
    salt, nonce = token_bytes(16), token_bytes(12)
    header = json.dumps({"kdf": "scrypt", **asdict(chosen), "salt": _text(salt), "nonce": _text(nonce)}).encode()
    text = json.dumps({name: _written(one) for name, one in entries.items()}, ensure_ascii=False).encode()
    padded = text + b" " * (-len(text) % _BLOCK)
    head = FORM + b"\n" + header + b"\n"
    body = _text(AESGCM(derive(passphrase, salt, chosen)).encrypt(nonce, padded, head))
    folded = "".join(body[at : at + _FOLD] + "\n" for at in range(0, len(body), _FOLD)).encode()
    return head + folded + sha256(head + folded).hexdigest().encode() + b"\n"


def opened(content: bytes, passphrase: Secret) -> dict[str, Entry]:
    """Read a vault. Raises VaultError."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    head, header, body = _parts(content)
    try:
        told = json.loads(header)
        cost = Cost(*(int(told[name]) for name in _COSTLIEST))
        salt, nonce, text = (base64.b64decode(one, validate=True) for one in (told["salt"], told["nonce"], body))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise VaultError(Wrong.DAMAGED) from None
    if not cost.is_bearable:
        raise VaultError(Wrong.COSTLY)
    try:
        plain = AESGCM(derive(passphrase, salt, cost)).decrypt(nonce, text, head)
    except InvalidTag:
        raise VaultError(Wrong.PASSPHRASE) from None
    except ValueError:
        raise VaultError(Wrong.DAMAGED) from None
    return {name: _read(one) for name, one in json.loads(plain).items()}


def _parts(content: bytes) -> tuple[bytes, bytes, bytes]:
    """The two first lines, the second alone, and the text between them and the sum. Raises VaultError."""
    lines = content.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    if lines[0] != FORM:
        raise VaultError(Wrong.NO_VAULT)
    whole = b"\n".join(lines[:-1]) + b"\n"
    if len(lines) < 4 or sha256(whole).hexdigest().encode() != lines[-1].strip():  # noqa: PLR2004 - the four parts
        raise VaultError(Wrong.DAMAGED)
    return lines[0] + b"\n" + lines[1] + b"\n", lines[1], b"".join(lines[2:-1])


def derive(passphrase: Secret, salt: bytes, cost: Cost) -> bytes:
    """The key of a passphrase as it was typed, in NFC."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - as above

    typed = unicodedata.normalize("NFC", passphrase.reveal()).encode()
    return Scrypt(salt=salt, length=32, n=cost.n, r=cost.r, p=cost.p).derive(typed)


def _text(content: bytes) -> str:
    return binascii.b2a_base64(content, newline=False).decode()


def _written(one: Entry) -> dict[str, object]:
    days = {"changed_on": one.changed_on, "expires_on": one.expires_on}
    return {
        "user": one.user,
        "secrets": {name: secret.reveal() for name, secret in one.secrets.items()},
        "version": one.version,
        **{name: day.isoformat() for name, day in days.items() if day},
    }


def _read(one: Mapping[str, object]) -> Entry:
    secrets = one.get("secrets", {})
    changed_on, expires_on = (str(one.get(name, "")) for name in ("changed_on", "expires_on"))
    return Entry(
        user=str(one.get("user", "")),
        secrets={str(name): Secret(str(value)) for name, value in secrets.items()} if isinstance(secrets, dict) else {},
        changed_on=date.fromisoformat(changed_on) if changed_on else None,
        expires_on=date.fromisoformat(expires_on) if expires_on else None,
        version=str(one.get("version", "")),
    )
