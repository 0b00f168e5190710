"""Full-width signs written where YAML wants its own: the commonest slip under a Chinese input method."""

import re
from typing import Final

from config.text import Text, _

_SIGNS: Final = dict(zip("：，｛｝［］【】“”", (": ", ", ", *'{}[][]""'), strict=True))
_KEY = re.compile(r"\s*(?:-\s+)*[^\s:：，,“”\"'#{}\[\]]+(：)")
_FLOW = re.compile(r"[\[{｛［【].*?([：，｛｝［］【】“”])|(?:^|:|-)\s*([｛［【“])")
_QUOTED_OR_COMMENT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![^\s\[{:,])'[^']*'|(?:^|(?<=\s))#.*")
_BLOCK = re.compile(r"(?:^|[:\-]\s+)[|>][+\-0-9]*\s*$")


def sign_words(sign: str) -> tuple[Text, Text]:
    """Say which sign was found and what to write."""
    if sign == "：":
        return _("the full-width colon “：”"), _("write a half-width colon and a space: “: ”")
    return _("the full-width sign “{sign}”", sign=sign), _("write the half-width “{plain}”", plain=_SIGNS[sign])


def sign_in_key(words: str) -> str | None:
    """The full-width sign in what was read as one key; the colon after its first word before any other."""
    found = _KEY.match(words)
    return found[1] if found else next((sign for sign in words if sign in _SIGNS), None)


def colon_after_key(words: str) -> str | None:
    """The full-width colon after the first word of a plain text that stands where keys and values belong."""
    found = _KEY.match(words)
    return found[1] if found else None


def first_slip(text: str, last_line: int) -> tuple[int, str] | None:
    """Line and sign of the first slip up to the line YAML stumbled over; a key's colon goes before other signs.

    Comments, quoted words and the lines of block texts hold full-width signs by right and are passed over.
    """
    lines = [(number, line) for number, line in _bare_lines(text) if number <= last_line]
    keys = ((number, _KEY.match(line)) for number, line in lines)
    flows = ((number, _FLOW.search(line)) for number, line in lines if number >= last_line - 1)
    for number, found in (*keys, *flows):
        if found:
            return number, next(sign for sign in found.groups() if sign)
    return None


def _bare_lines(text: str) -> list[tuple[int, str]]:
    """The lines with their numbers, without comments, quoted words and block texts."""
    bare: list[tuple[int, str]] = []
    block_indent: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        kept = _QUOTED_OR_COMMENT.sub('""', line).rstrip()
        block_indent = indent if _BLOCK.search(kept) else None
        bare.append((number, kept))
    return bare
