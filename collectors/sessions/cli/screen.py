"""What a person would see on the terminal of what a device sent: escape codes, erasures and overwriting played out.

A device paints its pager's mark and wipes it again with backspaces, with ``ESC[42D`` and blanks, or with a carriage return;
played out line by line, none of it is left, whatever the maker. Text is bytes as Latin-1 here, so none is lost.
"""

import re
from typing import Final

COLUMNS_MOST: Final = 4096
"""How far a cursor is believed to go: a device must not have us paint a line of a thousand million blanks."""

LINE_MOST: Final = 65536
"""Signs of a line that is played out; of a longer one the codes are only taken out: it costs no more than its length."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TOKEN: Final = re.compile(
    r"\x1b\[(?P<numbers>[0-?]{0,32})[ -/]{0,8}(?P<code>[@-~])"
    r"|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)"
    r"|\x1b[()#][0-9A-Za-z]|\x1b[0-Z\\^_`a-~]"
    r"|(?P<sign>[\x00-\x08\x0b-\x1f\x7f])"
    r"|(?P<words>[^\x00-\x08\x0b-\x1f\x7f]+)"
)


def shown(raw: str) -> str:
    """Give the lines as they stand on the screen at the end, without what was wiped."""
    return "\n".join(_line(line) for line in raw.split("\n"))


def words_of(raw: str) -> str:
    """Read Latin-1 text as people wrote it: UTF-8, else GB 18030, as Chinese firmware of before 2015 has it."""
    data = raw.encode("latin-1", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _line(text: str) -> str:
    """Play one line out."""
    plain = text.rstrip("\r")
    if not _CONTROL.search(plain):
        return plain
    if len(plain) > LINE_MOST:
        return "".join(found["words"] or "" for found in _TOKEN.finditer(plain))
    cells, at = "", 0
    for found in _TOKEN.finditer(plain):
        if words := found["words"]:
            cells = cells[:at].ljust(at) + words + cells[at + len(words) :]
            at += len(words)
        elif sign := found["sign"]:
            at = _moved_by_sign(sign, at)
        elif code := found["code"]:
            cells, at = _coded(code, found["numbers"], cells, at)
    return cells.rstrip(" ")


def _moved_by_sign(sign: str, at: int) -> int:
    if sign == "\b":
        return max(0, at - 1)
    return 0 if sign == "\r" else at


def _coded(code: str, numbers: str, cells: str, at: int) -> tuple[str, int]:
    """Follow a control sequence (ECMA-48): the cursor left, right, to a column; the line erased. Others show nothing."""
    count = int(numbers) if numbers.isdecimal() else 0
    if code == "D":
        at = max(0, at - max(1, count))
    elif code == "C":
        at = min(COLUMNS_MOST, at + max(1, count))
    elif code == "G":
        at = min(COLUMNS_MOST, max(0, count - 1))
    elif code == "K":
        cells = _erased(count, cells, at)
    return cells, at


def _erased(how: int, cells: str, at: int) -> str:
    """What erasing in a line leaves: 0 to its end, 1 from its start, 2 all of it."""
    if how == 1:
        return " " * min(at, len(cells)) + cells[at:]
    return cells[:at] if how == 0 else ""
