"""Masking: names, addresses and accounts in a target's answers become others of their kind, the same each time.

Widths stay, so that tables keep their columns; two addresses of one subnet stay in one; what is alike stays alike and what
differs differs. The map from the real to the masked is the site's and never leaves it.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

_HAN: Final = "安保北昌成城春达大德东方丰福港高光广海汉航和恒宏华辉江金京景康利联龙明南宁鹏平启庆日荣瑞山盛顺泰天通万文"
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_ADDRESS: Final = re.compile(rf"(?<![0-9.])({_OCTET})\.({_OCTET})\.({_OCTET})\.({_OCTET})(?![0-9]|\.[0-9])")
_ADDRESS_6: Final = re.compile(r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,39}(?![0-9A-Za-z:])")
_HARDWARE: Final = re.compile(
    r"(?<![0-9A-Za-z:.-])(?:[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}"
    r"|[0-9A-Fa-f]{4}([.-])[0-9A-Fa-f]{4}\2[0-9A-Fa-f]{4})(?![0-9A-Za-z:])"
)
_STAY: Final[Mapping[str, frozenset[int]]] = {
    "": frozenset({10, 100, 127, 169, 172, 192, *range(224, 255)}),
    "100": frozenset(range(64, 128)),
    "169": frozenset({254}),
    "172": frozenset(range(16, 32)),
    "192": frozenset({168}),
}
"""By the octets before, the values that stay: they say only which of everybody's ranges it is (RFC 6890), or a netmask."""
_WHOLE: Final = re.compile(r"0\.|127\.|169\.254\.|(?:22[4-9]|2[345][0-9])\.")
"""What stays whole: this host, loopback, link-local, multicast, netmasks."""
_GROUPS: Final = 8


@dataclass(frozen=True, slots=True)
class Mask:
    """A site's mask: its secret key, and what each of its own words (in small letters) becomes."""

    key: bytes
    words: Mapping[str, str]

    def raw(self, body: bytes) -> bytes:
        """Mask an answer; bytes that are no UTF-8 stay as they are."""
        return self.text(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def text(self, text: str) -> str:
        """Mask a text."""
        text = _HARDWARE.sub(lambda found: _hardware(self.key, found[0]), text)
        text = _ADDRESS_6.sub(lambda found: _address_6(self.key, found[0]), text)
        seen = {found[0] for found in _ADDRESS.finditer(text)}
        text = _ADDRESS.sub(lambda found: address(self.key, found[0]), text)
        for one in sorted(seen):  # as the index of a row in an SNMP table
            text = re.sub(rf"(?<=\.){re.escape(one)}(?![0-9]|\.[0-9])", address(self.key, one), text)
        pattern = _pattern(tuple(sorted(self.words)))
        return pattern.sub(lambda found: _cased(found[0], self.words.get(found[0].lower(), "")), text) if pattern else text


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """The site's words, the longest first; of letters and digits only where they stand alone."""
    if not words:
        return None
    parts = (
        rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])" if one.isascii() else re.escape(one)
        for one in sorted(words, key=len, reverse=True)
    )
    return re.compile("|".join(parts), re.IGNORECASE)


def address(key: bytes, written: str) -> str:
    """Mask an IPv4 address octet by octet: each by those before it, and to as many digits; 0 and 255 stay.

    Loopback, link-local, multicast and netmasks stay, and so does what says which private range it is.
    """
    if _WHOLE.match(written):
        return written
    octets = written.split(".")
    return ".".join(_octet(key, ".".join(octets[:place]), int(one)) for place, one in enumerate(octets))


def _octet(key: bytes, before: str, value: int) -> str:
    if value in {0, 255} or value in _STAY.get(before, ()):
        return str(value)
    return str(_shuffled(key, before, len(str(value)))[value])


@lru_cache(maxsize=4096)
def _shuffled(key: bytes, before: str, digits: int) -> Mapping[int, int]:
    """What each octet of so many digits becomes after ``before``: another of them."""
    low, high = ((1, 9), (10, 99), (100, 254))[digits - 1]
    moving = [one for one in range(low, high + 1) if one not in _STAY.get(before, ())]
    return dict(zip(moving, sorted(moving, key=lambda one: _digest(key, f"octet {before} {one}")), strict=True))


def _address_6(key: bytes, written: str) -> str:
    """An IPv6 address group by group; clock times and what else has colons stays."""
    groups = written.split(":")
    if "::" not in written and len(groups) != _GROUPS:
        return written
    if written.startswith(("::", "ff", "FF")) or len(groups) > _GROUPS + 1:
        return written
    kept = 1 if written[:2].lower() in {"fe", "fc", "fd"} else 0
    made = []
    for place, one in enumerate(groups):
        is_kept = place < kept or not one.strip("0")
        made.append(one if is_kept else _hexadecimal(key, "group " + ":".join(groups[: place + 1]).lower(), one))
    return ":".join(made)


def _hardware(key: bytes, written: str) -> str:
    """A hardware address: its maker stays, the card's own number does not."""
    plain = re.sub(r"[^0-9a-f]", "", written.lower())
    if plain in {"0" * 12, "f" * 12}:
        return written
    digits = iter(plain[:6] + _digest(key, f"hardware {plain}")[:6])
    made = [next(digits) if one.isalnum() else one for one in written]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(written, made, strict=True))


def _hexadecimal(key: bytes, what: str, one: str) -> str:
    made = _digest(key, what)[: len(one)]
    made = made if made[0] != "0" else "a" + made[1:]
    return made.upper() if one.isupper() else made


def pseudonym(key: bytes, word: str, taken: frozenset[str] = frozenset()) -> str:
    """Another word of the same width, none of ``taken``: letters for letters, digits for digits, ideographs for such."""
    for turn in range(1000):
        stream = iter(bytes.fromhex(_digest(key, f"word {turn} {word}") * (len(word) // 32 + 1)))
        made = "".join(_sign(one, next(stream)) for one in word)
        if made != word and made not in taken:
            return made
    return made


def _sign(one: str, number: int) -> str:
    if one.isascii():
        return chr(97 + number % 26) if one.isalpha() else str(number % 10) if one.isdigit() else one
    return _HAN[number % len(_HAN)] if one.isalnum() else one


def _cased(written: str, masked: str) -> str:
    """The masked word in the letters of the written one: large where it is large."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(written, masked, strict=False))


def _digest(key: bytes, what: str) -> str:
    return hmac.new(key, what.encode("utf-8", "surrogatepass"), sha256).hexdigest()
