"""How many lines a text takes in the docx form: counted, as no word processor is at hand when the document is made.

Widths of letters are those of Arial, which Helvetica's metrics (Adobe Core14 AFM) share, and of the faces that stand in
for it; an ideograph is as wide as it is high in every Chinese face.
"""

import math
import re
from functools import lru_cache
from typing import Final

_THOUSANDTHS: Final = {
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys(" !,./:;I[\\]ft", 278),
    **dict.fromkeys("()-`r", 333),
    **dict.fromkeys("Jckszvxy", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("+<=>~", 584),
    "'": 191,
    "|": 260,
    "{": 334,
    "}": 334,
    '"': 355,
    "*": 389,
    "^": 469,
    "M": 833,
    "m": 833,
    "%": 889,
    "W": 944,
    "@": 1015,
}
_LETTER: Final = 556
"""Of digits and of every letter not named."""
_CODE: Final = 0.602
"""Of a letter in a fixed-width face; Consolas is 0.55 wide, those that stand in for it up to 0.602."""
_CODE_SIZE: Final = 7.5
_GAP: Final = 0.2
"""That stands between an ideograph and a letter, in ems."""
_FIRST_WIDE: Final = "\u2e80"
_WIDE: Final = frozenset("“”‘’…—■▲●○△×·")
"""Set from the Chinese face."""
_BOLD: Final = 1.06
"""How much wider letters are when bold; ideographs stay."""
_HANGING: Final = frozenset("，。、；：！？…")
"""They hang in the margin rather than begin a line."""
_TOKEN: Final = re.compile(
    r" +|[（《「『【“‘]*(?:[!-~\u00a0-\u1fff]+?(?:-(?=[A-Za-z])|(?![!-~\u00a0-\u1fff]))|[^ ])[）》」』】”’]*", re.DOTALL
)
"""What a line is not broken within: a word or an ideograph, with the brackets that open and close it."""


@lru_cache(maxsize=8192)
def lines_of(text: str, size: float, width: float, *, is_code: bool = False, is_bold: bool = False) -> int:
    """Lines that ``text`` in letters of ``size`` takes in a column of ``width``, both in points."""
    room = width / (_CODE_SIZE if is_code else size)
    return sum(_lines(part, room, is_code=is_code, is_bold=is_bold) for part in text.split("\n"))


def width_in_ems(text: str) -> float:
    """How wide a line of ``text`` stands, in heights of its letters."""
    return _width(text, is_code=False, is_bold=False)


def _lines(text: str, room: float, *, is_code: bool, is_bold: bool) -> int:
    if len(text) <= room and (not is_code or len(text) * _CODE <= room) and not is_bold:
        return 1
    lines, at, was_wide = 1, 0.0, None
    for token in _TOKEN.findall(text):
        is_space = token.isspace()
        wide = _width(token, is_code=is_code, is_bold=is_bold)
        gap = 0.0 if is_space or was_wide in {None, _is_wide(token[0])} else _GAP
        was_wide = None if is_space else _is_wide(token[-1])
        if at + gap + wide <= room or is_space or token in _HANGING:
            at += gap + wide
        elif wide <= room:
            lines, at = lines + 1, wide
        else:
            more = math.ceil(wide / room)
            lines, at = lines + more - (not at), wide - (more - 1) * room
    return lines


def _is_wide(letter: str) -> bool:
    return letter >= _FIRST_WIDE or letter in _WIDE


def _width(token: str, *, is_code: bool, is_bold: bool) -> float:
    narrow = [letter for letter in token if not _is_wide(letter)]
    ideographs = float(len(token) - len(narrow))
    if is_code:
        return ideographs + len(narrow) * _CODE
    thousandths = sum(_THOUSANDTHS.get(letter, _LETTER) for letter in narrow)
    return ideographs + thousandths / 1000 * (_BOLD if is_bold else 1.0)
