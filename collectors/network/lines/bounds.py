"""How long a line of an answer may be: patterns that look for a word anywhere in a line take the square of its length."""

from typing import Final

from collectors.base import ParseError

LONGEST: Final = 2048
"""Characters: what RFC 5424 (6.1) wants of every receiver of a log line; a terminal's row has some 80 to 200."""


def bounded(text: str) -> str:
    """The answer itself. Raises ParseError where a line is longer than a device writes; JSON may be one line."""
    if text.lstrip()[:1] not in {"{", "["} and len(text) > LONGEST and max(map(len, text.splitlines())) > LONGEST:
        raise ParseError(f"a line of more than {LONGEST} characters", text[:200])
    return text
