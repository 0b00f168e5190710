"""Whether a carried file, a release or data, is what its publisher gave out: SHA256SUMS beside it, a signature over that.

The same by hand: ``sha256sum -c SHA256SUMS`` and
``openssl pkeyutl -verify -pubin -inkey KEY -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig`` (OpenSSL 3).
"""

from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from agent.installing.trouble import InstallError
from config.os_words import os_words
from config.text import _

SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
KEPT_KEY: Final = Path("/etc/xunjian/publisher.pem")
"""The publisher's key where none is named: whoever installs puts it there."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that its publisher signed for; ``key`` is the sha256 of the public key as DER, ``digest`` that of the file."""

    digest: str
    key: str


def verify(path: Path, publisher: Path) -> Signed:
    """Say what a file's publisher signed for; ``publisher`` holds the Ed25519 public key in PEM.

    Raises InstallError where the signature, the sum or one of the files is not as it must be.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where a file is verified
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - as above
        Encoding,
        PublicFormat,
        load_pem_public_key,
    )

    sums, signature = _read(path.parent / SUMS), _read(path.parent / SIGNATURE)
    try:
        key = load_pem_public_key(_read(publisher))
    except ValueError as error:
        raise InstallError(_("{file} is no public key in PEM", file=str(publisher))) from error
    if not isinstance(key, Ed25519PublicKey):
        raise InstallError(_("{file} is no Ed25519 key", file=str(publisher)))
    try:
        key.verify(signature, sums)
    except InvalidSignature:
        raise InstallError(
            _("{file} is not signed by the key {key}: do not use it", file=SUMS, key=str(publisher))
        ) from None
    digest = _digest(path)
    if f"{digest}  {path.name}" not in sums.decode("utf-8", errors="replace").splitlines():
        raise InstallError(_("{file} is not what its publisher signed for: do not use it", file=str(path)))
    return Signed(digest, sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest())


def compare(path: Path, digest: str) -> None:
    """Hold a file against the sha256 that somebody named for it. Raises InstallError where it is another."""
    found = _digest(path)
    if found != digest.strip().lower():
        raise InstallError(
            _("{file} has the sha256 {digest}, which is not the one you named", file=str(path), digest=found)
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InstallError(_("{file}: {why}", file=str(path), why=os_words(error))) from error


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InstallError(_("{file}: {why}", file=str(path), why=os_words(error))) from error
