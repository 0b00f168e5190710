"""Names that are no text: bytes of another character set, which the driver hands over as lone surrogates.

They are spelled out before anything else sees them, so that no report stumbles over them; a row whose very name is such a
one is Unseen, for two of them may look alike.
"""

from dataclasses import replace
from typing import Final

from collectors.base import Answer, Reason, Unseen
from collectors.tables import Row, Table
from collectors.tables import table as read_table
from config.text import _

_BYTES: Final = range(0xDC80, 0xDD00)
"""What PEP 383 makes of the bytes 0x80 to 0xFF."""
_SURROGATES: Final = range(0xD800, 0xE000)
_UNREADABLE: Final = _(
    "its name is not in the database's own character set (often GBK in a database that calls itself US7ASCII or "
    "WE8ISO8859P1): look at this object by hand, with NLS_LANG as the application has it"
)


def table(answer: Answer) -> Table:
    """Read an answer as collectors.tables does, with what is no text spelled out."""
    found = read_table(answer)
    return replace(found, rows=tuple(spelled(row) for row in found.rows))


def spelled(row: Row) -> Row:
    r"""The row with ``\xNN`` for each byte that is no text."""
    return Row({name: None if value is None else _spelled(value) for name, value in row.items()})


def _spelled(text: str) -> str:
    return text if not any(ord(sign) in _SURROGATES for sign in text) else "".join(map(_sign, text))


def _sign(sign: str) -> str:
    if ord(sign) in _BYTES:
        return f"\\x{ord(sign) - 0xDC00:02x}"
    return f"\\u{ord(sign):04x}" if ord(sign) in _SURROGATES else sign


def is_doubtful(name: str) -> bool:
    """Whether a name is no text: bytes that the driver could not decode, or what the server put in their place."""
    return "\ufffd" in name or any(ord(sign) in _SURROGATES for sign in name)


def doubtful(database: str, *names: str) -> Unseen:
    """What stands for a row whose name cannot be read."""
    written = ".".join((database, *map(_spelled, names)))
    return Unseen(written, Reason.NOT_UNDERSTOOD, written, _UNREADABLE)
