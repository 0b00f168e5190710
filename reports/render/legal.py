r"""Text that every format can carry: what is no character, or would act on its own, is shown as ``\xNN``."""

import re
from typing import Final

_BAD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]"
)
"""What XML 1.0 forbids, C1 controls, and marks that turn the direction of writing round."""
_WORD: Final = re.compile(r"[!-~]{13,}")
_AFTER: Final = re.compile(r"([/_.,:;=&?@\\-])(?=[!-~])")
_PIECE: Final = 12
BREAK: Final = "\u200b"
"""Marks where a line may end. Our own typesetter prints a break there, never this character."""


def legal(text: str) -> str:
    r"""Make text printable: line ends become ``\n``, tabs spaces, what cannot be shown ``\xNN`` or ``\uNNNN``."""
    if text.isascii() and text.isprintable():  # most is, and a large fleet's document has millions of cells
        return text
    return _BAD.sub(_shown, text.replace("\r\n", "\n").replace("\t", "    "))


def breakable(text: str, longest: int) -> str:
    """Let words (paths, digests) of more than ``longest`` characters end a line after a separator or every dozen."""
    plain = legal(text).replace(BREAK, "")
    return _WORD.sub(lambda match: _broken(match[0]) if len(match[0]) > longest else match[0], plain)


def _broken(word: str) -> str:
    pieces = _AFTER.sub(rf"\1{BREAK}", word).split(BREAK)
    return BREAK.join(BREAK.join(p[n : n + _PIECE] for n in range(0, len(p), _PIECE)) for p in pieces)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - one byte
