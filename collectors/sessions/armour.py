r"""Bytes as printable, numbered, checksummed lines: what comes back through a terminal, whatever it does to lines.

Sample::

    ~k3f9 begin 1363 81749 2774011893       lines, bytes and POSIX cksum of what follows
    ~k3f9 00001 H4sIAAAAAAAAA+1d63PbOJL/7r8CpcrVyl5Jlt95TGpLcZSMb2M7Zzszd3VzlaJI 7a1c
    ...
    ~k3f9 end 1363 81749 2774011893

A line is at most 76 signs, so a terminal of 80 columns does not wrap it; one that was wrapped is put together again by its
own checksum. Lines of several hosts in one log are told apart by the four signs of their own.
"""

import base64
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.sessions.streams import checksum

WIDTH: Final = 60
"""Signs of base64 a line."""
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_MODULUS: Final = 65521
_HEAD: Final = re.compile(rb"~(\w{4}) (begin|end) (\d{1,6}) (\d{1,10}) (\d{1,10})(?!\d)")
_START: Final = re.compile(rb"~(\w{4}) (\d{5,6}) ")
MOST_BYTES: Final = 256 * 1024 * 1024
"""Of what was packed: many times all bounds of a kit's asks together; what a crafted file unpacks beyond is left out."""
_WINDOW: Final = 400
"""Signs after a line's number within which its 64 must stand, wraps and paddings between."""

SHELL: Final = r"""armour() {
  cat "$1" >"$1.g"
  ! command -v gzip >/dev/null || gzip -9 -c "$1" >"$1.g"
  set -- "$1" $(cksum <"$1.g")
  if command -v base64 >/dev/null; then base64 "$1.g"
  elif command -v openssl >/dev/null; then openssl base64 -in "$1.g"
  else uuencode -m "$1.g" x | sed '1d;$d'
  fi | tr -d '\r\n' | fold -w 60 >"$1.b"
  echo >>"$1.b"
  awk -v k="$K4" -v s="$3 $2" '
    BEGIN {
      A = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
      for (i = 1; i <= 65; i++) o[substr(A, i, 1)] = i
    }
    $0 != "" { l[++n] = $0 }
    END {
      printf "~%s begin %d %s\n", k, n, s
      for (j = 1; j <= n; j++) {
        v = 0
        for (i = 1; i <= length(l[j]); i++) v = (v * 31 + o[substr(l[j], i, 1)]) % 65521
        printf "~%s %05d %s %04x\n", k, j, l[j], v
      }
      printf "~%s end %d %s\n", k, n, s
    }' "$1.b"
  unlink "$1.g"; unlink "$1.b"
}
"""
"""``armour FILE``, where K4 holds the four signs. POSIX awk, and one of base64, openssl, uuencode; gzip where it is."""


@dataclass(frozen=True, slots=True)
class Armoured:
    """What was found of one host: the lines by number, and how many there should be; None where head and end were lost."""

    name: str
    lines: Mapping[int, bytes]
    count: int | None = None
    size_bytes: int = 0
    checksum: int = 0

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the lines that are not there; those after the last known one only where the count is known."""
        last = self.count if self.count is not None else max(self.lines, default=0)
        return tuple(number for number in range(1, last + 1) if number not in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether every line came, and together they are what was sent."""
        if self.count is None or self.missing:
            return False
        raw = self._bytes(self.count)
        return len(raw) == self.size_bytes and checksum(raw) == self.checksum

    def content(self) -> bytes:
        """Give what was sent; where lines are missing, what stands before the first of them."""
        missing = self.missing
        until = missing[0] - 1 if missing else max(self.lines, default=0)
        return unpacked(self._bytes(until))

    def _bytes(self, until: int) -> bytes:
        text = b"".join(self.lines[number] for number in range(1, until + 1))
        return base64.b64decode(text[: len(text) // 4 * 4])


def line_checksum(data: bytes) -> int:
    """Compute a line's own checksum, as the awk program does."""
    value = 0
    for sign in data.decode("ascii"):
        value = (value * 31 + _ALPHABET.index(sign) + 1) % _MODULUS
    return value


def unpacked(raw: bytes) -> bytes:
    """Unpack gzip as far as it goes, ``MOST_BYTES`` at most; bytes that are none are given as they are."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        return machine.decompress(raw, MOST_BYTES)
    except zlib.error:
        return _unpacked_slowly(raw)


def _unpacked_slowly(raw: bytes) -> bytes:
    """Unpack up to the byte that is damaged."""
    machine, out = zlib.decompressobj(16 + zlib.MAX_WBITS), bytearray()
    for at in range(len(raw)):
        try:
            out += machine.decompress(raw[at : at + 1])
        except zlib.error:
            break
        if len(out) > MOST_BYTES:
            break
    return bytes(out)


def recovered(log: bytes) -> dict[str, Armoured]:
    """Find every host's lines in a terminal's log, by the four signs of each; wraps, prompts and pagers pass."""
    plain = cleaned(log)
    heads: dict[str, tuple[int, int, int]] = {}
    for found in _HEAD.finditer(plain):
        heads.setdefault(found[1].decode(), (int(found[3]), int(found[4]), int(found[5])))
    lines: dict[str, dict[int, bytes]] = {name: {} for name in heads}
    for found in _START.finditer(plain):
        data = _line_at(plain, found.end())
        if data is not None:
            lines.setdefault(found[1].decode(), {}).setdefault(int(found[2]), data)
    return {name: Armoured(name, lines[name], *heads.get(name, ())) for name in lines if name in heads or lines[name]}


_ESCAPES: Final = re.compile(rb"\x1b\[[0-?]{0,32}[ -/]{0,8}[@-~]|\x1b\][^\x07\r\n]{0,256}\x07|\x1b[@-_]")
_PAGERS: Final = re.compile(
    rb"(?:(?<![ \t])[ \t]{1,80})?"
    rb"(?:-{2,8} ?(?:More|\xe6\x9b\xb4\xe5\xa4\x9a|\xb8\xfc\xb6\xe0) ?-{2,8}|<--- More --->|-- \xe6\x9b\xb4\xe5\xa4\x9a --)"
    rb"(?:\([^)]{0,40}\))?[ \t]{0,80}(?:\r[ \t]{0,240}\r)?",
    re.IGNORECASE,
)
"""What pagers print between lines, in English and Chinese, UTF-8 and GBK. Every repetition is bounded: a target that prints
a megabyte of blanks or dashes must cost no more than its length."""
_ERASED: Final = re.compile(rb"[^\x08]\x08 ?\x08?")


def cleaned(log: bytes) -> bytes:
    """Take out of a terminal's log what a terminal puts in: colours, titles, pagers, what was typed and erased."""
    plain = _PAGERS.sub(b"", _ESCAPES.sub(b"", log))
    return _ERASED.sub(b"", plain).replace(b"\x00", b"")


def _line_at(plain: bytes, start: int) -> bytes | None:
    """Put one line together: base64 up to the place where its four hex digits fit, wraps passed over."""
    dense = re.sub(rb"[\r\n]+", b"", plain[start : start + _WINDOW])
    found = re.match(rb"([A-Za-z0-9+/=]{1,%d})[ \t]+([0-9a-f]{4})(?![0-9a-f])" % WIDTH, dense)
    if found is None or line_checksum(found[1]) != int(found[2], 16):
        return None
    return found[1]
