"""The file of a 客户包: one stream of bytes, encrypted in pieces and signed whole, read and written in bounded memory.

::

    xunjian-bundle 1
    {"signer": ..., "way": "key", "ephemeral": ..., "to": ..., "wrapped": ...}    one line of JSON
    4 bytes of length, a piece; again and again                                   ChaCha20-Poly1305 (RFC 8439)
    64 bytes                                                                      Ed25519 (RFC 8032) of sha256 of all above

Each file has a key of its own, wrapped for the receiver's X25519 key (RFC 7748, HKDF of SHA-256) or under a passphrase
(scrypt, RFC 7914, as the vault's). A piece's nonce is its number and whether it is the last (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015): one that was left out, moved, repeated or cut off does not open. The signer's
key is part of what wraps the file's key: who signs another's file anew cannot make it open.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from secrets import token_bytes
from typing import TYPE_CHECKING, BinaryIO, Final

from agent.bundles.keys import KEY_BYTES, PublicKey, StoreKey, derived
from agent.bundles.trouble import BundleError
from config.secrets import Secret
from config.text import _
from config.vault import Cost, derive

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FORM: Final = b"xunjian-bundle 1\n"
PIECE_BYTES: Final = 65_536
_TAG_BYTES: Final = 16
_SIGNATURE_BYTES: Final = 64
_LENGTH_BYTES: Final = 4
_HEADER_MOST: Final = 8192
_NONCE_BYTES: Final = 12
_SIGNED: Final = b"xunjian-bundle 1 signature\0"
_WRAPPED: Final = b"xunjian-bundle 1 key"
_NO_BUNDLE: Final = _("this is no 客户包 of this version of xunjian")
_DAMAGED: Final = _("the file is damaged or was changed: its signature does not fit. Nothing was taken in; copy it again")
_CUT: Final = _("the file does not open whole: a piece is missing, moved or changed. Nothing was taken in")


@dataclass(frozen=True, slots=True)
class Header:
    """The clear line: who signs, and how the file's key is wrapped. Byte strings in Base64."""

    signer: str
    opens: str
    way: str  # key, or passphrase
    wrapped: str
    ephemeral: str = ""
    to: str = ""
    """The receiver's fingerprint."""
    salt: str = ""
    cost: tuple[int, int, int] = (0, 0, 0)

    @property
    def public(self) -> PublicKey:
        """The signer's key."""
        return PublicKey(_bytes(self.signer), _bytes(self.opens))


class Writer:
    """Takes the bytes of the stream; ``close`` ends and signs it."""

    def __init__(self, file: BinaryIO, own: StoreKey, header: Header, key: bytes) -> None:
        self._file, self._own = file, own
        line = json.dumps(asdict(header)).encode() + b"\n"
        self._digest = hashlib.sha256(FORM + line)
        self._cipher, self._with, self._number = _cipher(key), hashlib.sha256(FORM + line).digest(), 0
        self._waiting = bytearray()
        file.write(FORM + line)

    def write(self, content: bytes) -> None:
        """Add to the stream; whole pieces go to the file."""
        self._waiting += content
        while len(self._waiting) > PIECE_BYTES:
            self._piece(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]

    def close(self) -> None:
        """Write the last piece and the signature."""
        self._piece(bytes(self._waiting), is_last=True)
        self._file.write(self._own.sign.sign(_SIGNED + self._digest.digest()))

    def _piece(self, content: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, is_last=is_last), content, self._with)
        written = len(sealed).to_bytes(_LENGTH_BYTES) + sealed
        self._digest.update(written)
        self._file.write(written)
        self._number += 1


def writer_to(file: BinaryIO, own: StoreKey, receiver: PublicKey) -> Writer:
    """Write for the store whose public key this is; no other opens it, nor does this one."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415 - 30 ms, only here
        X25519PrivateKey,
        X25519PublicKey,
    )

    ephemeral, key = X25519PrivateKey.generate(), token_bytes(KEY_BYTES)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(receiver.open))
    sent = ephemeral.public_key().public_bytes_raw()
    under = derived(shared, sent + receiver.open, _WRAPPED)
    told = {"ephemeral": _text(sent), "to": receiver.fingerprint}
    return Writer(file, own, _header(own.public, "key", under, key, told), key)


def writer_under(file: BinaryIO, own: StoreKey, passphrase: Secret, cost: Cost | None = None) -> Writer:
    """Write under a passphrase: whoever has it opens the file."""
    chosen, salt, key = cost or Cost(), token_bytes(16), token_bytes(KEY_BYTES)
    under = derive(passphrase, salt, chosen)
    told = {"salt": _text(salt), "cost": (chosen.n, chosen.r, chosen.p)}
    return Writer(file, own, _header(own.public, "passphrase", under, key, told), key)


def _header(public: PublicKey, way: str, under: bytes, key: bytes, told: Mapping[str, object]) -> Header:
    wrapped = _cipher(under).encrypt(bytes(_NONCE_BYTES), key, public.verify + public.open)
    made = {"signer": _text(public.verify), "opens": _text(public.open), "way": way, "wrapped": _text(wrapped), **told}
    return _read_header(json.dumps(made).encode())


@dataclass(frozen=True, slots=True)
class Signed:
    """A file whose signature fits: who signed it, and the digest of all of it."""

    header: Header
    digest: bytes
    begins: int
    ends: int


def checked(file: BinaryIO) -> Signed:
    """Hold a file against its signature, reading all of it. Raises BundleError."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    size = file.seek(0, 2)
    file.seek(0)
    start = file.readline(len(FORM))
    line = file.readline(_HEADER_MOST)
    begins, ends = file.tell(), size - _SIGNATURE_BYTES
    if start != FORM or begins > ends:
        raise BundleError(_NO_BUNDLE if start != FORM else _DAMAGED)
    header = _read_header(line)
    digest = hashlib.sha256(FORM + line)
    for part in _parts(file, ends - begins):
        digest.update(part)
    try:
        Ed25519PublicKey.from_public_bytes(header.public.verify).verify(file.read(), _SIGNED + digest.digest())
    except (InvalidSignature, ValueError):
        raise BundleError(_DAMAGED) from None
    return Signed(header, digest.digest(), begins, ends)


def opened(signed: Signed, own: StoreKey, passphrase: Callable[[], Secret]) -> bytes:
    """Give the file's key. Raises BundleError where it is for another store, or the passphrase is another."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above

    header = signed.header
    if header.way == "key" and header.to != own.public.fingerprint:
        raise BundleError(
            _("the file is for the store {other}, and this one is {own}", other=header.to, own=own.public.fingerprint)
        )
    under, why = (
        (_from_key(header, own), _DAMAGED) if header.way == "key" else (_from_passphrase(header, passphrase), _WORD)
    )
    public = header.public
    try:
        return _cipher(under).decrypt(bytes(_NONCE_BYTES), _bytes(header.wrapped), public.verify + public.open)
    except (InvalidTag, ValueError):
        raise BundleError(why) from None


_WORD: Final = _("the passphrase does not open the file")


def _from_key(header: Header, own: StoreKey) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415 - as above

    sent = _bytes(header.ephemeral)
    try:
        shared = own.open.exchange(X25519PublicKey.from_public_bytes(sent))
    except ValueError:
        raise BundleError(_DAMAGED) from None
    return derived(shared, sent + own.public.open, _WRAPPED)


def _from_passphrase(header: Header, passphrase: Callable[[], Secret]) -> bytes:
    cost = Cost(*header.cost)
    if not cost.is_bearable:
        raise BundleError(_("the file asks for more memory than one of ours; it is not opened"))
    return derive(passphrase(), _bytes(header.salt), cost)


def stream(file: BinaryIO, signed: Signed, key: bytes) -> Iterator[bytes]:
    """Give the stream in pieces. Raises BundleError where a piece is not what was written, or the file changed since.

    Only when it ended without one is the whole known to be what was signed.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above

    file.seek(0)
    digest = hashlib.sha256(file.read(signed.begins))
    cipher, number = _cipher(key), 0
    beside = digest.digest()
    while file.tell() < signed.ends:
        head = file.read(_LENGTH_BYTES)
        length = int.from_bytes(head)
        if not _TAG_BYTES <= length <= min(PIECE_BYTES + _TAG_BYTES, signed.ends - file.tell()):
            raise BundleError(_CUT)
        sealed = file.read(length)
        digest.update(head + sealed)
        try:
            yield cipher.decrypt(_nonce(number, is_last=file.tell() == signed.ends), sealed, beside)
        except InvalidTag:
            raise BundleError(_CUT) from None
        number += 1
    if number == 0 or digest.digest() != signed.digest:
        raise BundleError(_CUT)


def _parts(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (part := file.read(min(PIECE_BYTES, length))):
        length -= len(part)
        yield part


def _read_header(line: bytes) -> Header:
    try:
        told = json.loads(line)
        cost = told.get("cost", (0, 0, 0))
        words = {name: str(told.get(name, "")) for name in Header.__slots__ if name != "cost"}
        header = Header(**words, cost=(int(cost[0]), int(cost[1]), int(cost[2])))
        is_ours = header.way in {"key", "passphrase"} and len(header.public.verify) == KEY_BYTES
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError):
        raise BundleError(_DAMAGED) from None
    if not is_ours:
        raise BundleError(_DAMAGED)
    return header


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_NONCE_BYTES - 1) + (b"\1" if is_last else b"\0")


def _cipher(key: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - as above

    return ChaCha20Poly1305(key)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(written: str) -> bytes:
    return base64.b64decode(written, validate=True)
