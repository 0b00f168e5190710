"""What SNMPv3 encrypts with: DES in CBC (RFC 3414, 8) and AES in CFB (RFC 3826), by ``cryptography``."""

from typing import TYPE_CHECKING, Final

from collectors.sessions.snmp.ber import BerError
from collectors.sessions.snmp.keys import lengthened, lengthened_as_reeder

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import CBC, CFB

SALT_OCTETS: Final = 8
_BLOCK: Final = 8
_DES_KEY: Final = 8
_DES_OCTETS: Final = 16
"""A key and what is mixed into the first block."""
AES_OCTETS: Final = {"aes": 16, "aes192": 24, "aes256": 32, "aes192c": 24, "aes256c": 32}


class Privacy:
    """One user's encryption on one engine."""

    def __init__(self, protocol: str, digest: str, key: bytes, engine: bytes) -> None:
        self.is_padded = protocol == "des"
        self._cipher: Callable[[bytes, int, int], Cipher[CBC | CFB]]
        if self.is_padded:
            key = lengthened(digest, key, _DES_OCTETS)
            self._cipher = _des(key[:_DES_KEY], key[_DES_KEY:])
            return
        octets = AES_OCTETS[protocol]
        is_reeder = protocol.endswith("c")
        key = lengthened_as_reeder(digest, key, octets, engine) if is_reeder else lengthened(digest, key, octets)
        self._cipher = _aes(key)

    def encrypt(self, data: bytes, salt: bytes, boots: int, seconds: int) -> bytes:
        """Encrypt; ``salt`` goes along in clear."""
        if self.is_padded:
            data += bytes(-len(data) % _BLOCK)
        maker = self._cipher(salt, boots, seconds).encryptor()
        return maker.update(data) + maker.finalize()

    def decrypt(self, data: bytes, salt: bytes, boots: int, seconds: int) -> bytes:
        """Decrypt. Raises BerError where this cannot have been encrypted so."""
        if len(salt) != SALT_OCTETS or (self.is_padded and len(data) % _BLOCK) or not _fits(boots, seconds):
            raise BerError("no such encryption")
        maker = self._cipher(salt, boots, seconds).decryptor()
        return maker.update(data) + maker.finalize()

    def salt(self, boots: int, count: int) -> bytes:
        """What makes two equal messages differ: DES wants the engine's boots in it, AES any number not used before."""
        if self.is_padded:
            return boots.to_bytes(4, "big") + (count & 0xFFFFFFFF).to_bytes(4, "big")
        return count.to_bytes(SALT_OCTETS, "big")


def _fits(boots: int, seconds: int) -> bool:
    return boots >= 0 and seconds >= 0


def _des(key: bytes, mixed: bytes) -> "Callable[[bytes, int, int], Cipher[CBC | CFB]]":
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415 - a heavy import
    from cryptography.hazmat.primitives.ciphers.modes import CBC  # noqa: PLC0415 - as above

    try:
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES  # noqa: PLC0415 - as above
    except ImportError:  # cryptography 42
        from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES  # noqa: PLC0415 - as above
    algorithm = TripleDES(key * 3)  # with one key three times it is DES

    def cipher(salt: bytes, _boots: int, _seconds: int) -> "Cipher[CBC | CFB]":
        return Cipher(algorithm, CBC(bytes(a ^ b for a, b in zip(salt, mixed, strict=True))))

    return cipher


def _aes(key: bytes) -> "Callable[[bytes, int, int], Cipher[CBC | CFB]]":
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415 - a heavy import
    from cryptography.hazmat.primitives.ciphers.algorithms import AES  # noqa: PLC0415 - as above

    try:
        from cryptography.hazmat.decrepit.ciphers.modes import CFB  # noqa: PLC0415 - as above
    except ImportError:  # before cryptography 46
        from cryptography.hazmat.primitives.ciphers.modes import CFB  # noqa: PLC0415 - as above
    algorithm = AES(key)

    def cipher(salt: bytes, boots: int, seconds: int) -> "Cipher[CBC | CFB]":
        return Cipher(algorithm, CFB(boots.to_bytes(4, "big") + seconds.to_bytes(4, "big") + salt))

    return cipher
