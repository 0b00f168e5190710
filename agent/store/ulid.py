"""ULIDs: ids that sort by time and never meet between stores (github.com/ulid/spec: 48 bits of ms, 80 of chance)."""

import secrets
from datetime import datetime
from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 26
_RANDOM_BITS = 80
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def ulid(now_ms: int, after: str = "") -> str:
    """Make an id later than ``after``, also within one millisecond and when the clock was set back.

    The chance part is always new, so two stores that share ``after`` do not make the same id.
    """
    at_ms = max(now_ms, milliseconds(after) + 1) if after else now_ms
    return _written((at_ms << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS))


def derived(at: datetime, *words: str) -> str:
    """Make the id of what these words say of a moment: said again, it is the same."""
    digest = sha256("\0".join(words).encode(errors="surrogatepass")).digest()
    chance = int.from_bytes(digest[: _RANDOM_BITS // 8], "big")
    return _written((int(at.timestamp() * 1000) << _RANDOM_BITS) | chance)


def _written(number: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_CHARACTERS - 1), -1, -5))


def milliseconds(one: str) -> int:
    """Give the moment in an id, as ms since 1970 UTC. Raises ValueError for what is no ULID."""
    if len(one) != _CHARACTERS or not set(one) <= _VALUES.keys():
        raise ValueError(f"no ULID: {one!r}")
    number = 0
    for character in one:
        number = number * 32 + _VALUES[character]
    return number >> _RANDOM_BITS
