"""One cell of a target sheet: its words, and what they mean for a field."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from agent.sheets.headings import DENGBAO, IMPORTANCE
from config.grammar import URL, is_address
from config.text import Text, _

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: a day count that was meant as a date
_LOST_DIGITS = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]+", re.IGNORECASE)
_SEVERAL = re.compile(r"[0-9.]+(?:/[0-9]+\.[0-9.]+)+")
"""IP addresses with a stroke between them."""
_MOST_EXACT = 10**15  # digits that Excel keeps of a number


class Unclear(ValueError):  # noqa: N818 - it is about the cell, no failure of ours
    """A cell that does not say what its column wants; ``write`` is what would, ``kept`` what was taken all the same."""

    def __init__(self, write: Text, kept: str = "") -> None:
        super().__init__(str(write))
        self.write = write
        self.kept = kept


def words(cell: object) -> str:
    """A cell as text: days without a time, whole numbers without a fraction."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < _MOST_EXACT:
            return str(int(cell))
        case int() | float() if abs(cell) >= _MOST_EXACT:
            return f"{cell:.14e}"
        case _:
            return str(cell).strip()


def _day(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T]00:00(?::00)?)?", plain)
    found = found or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", plain)
    try:
        if found:
            return date(*(int(part) for part in found.groups())).isoformat()
        if plain.isascii() and plain.isdigit() and int(plain) in _EXCEL_DAYS:
            return (_EXCEL_DAY_ZERO + timedelta(days=int(plain))).isoformat()
    except ValueError:
        pass
    raise Unclear(_("write a date as 2026-12-31"))


def _address(text: str) -> str:
    if URL.fullmatch(text):
        return text
    apart = r"[\s,;\uff0c\uff1b、]+" if not _SEVERAL.fullmatch(text) else r"/"
    parts = [part for part in re.split(apart, text) if part]
    first = re.sub(r"/(?:[0-9]|[12][0-9]|3[0-2])$", "", parts[0])
    if not is_address(first.partition("/")[0]):
        raise Unclear(_("write one IP address or host name"))
    if len(parts) > 1:
        raise Unclear(_("the first address was taken; write one in a cell"), first)
    return first


def _port(text: str) -> str:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:  # noqa: PLR2004 - RFC 9293
        return str(int(text))
    raise Unclear(_("write a port from 1 to 65535"))


def _account(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@\\-]{0,63}\$?", text):
        return text
    raise Unclear(_("write the account's name alone, without a password"))


def _importance(text: str) -> str:
    if found := IMPORTANCE.get(text.lower()):
        return found
    raise Unclear(_("write high, normal or low"))


def _dengbao(text: str) -> str:
    if found := DENGBAO.get(unicodedata.normalize("NFKC", text).replace(" ", "")):
        return str(found)
    raise Unclear(_("write a level from 1 to 5"))


def _serial(text: str) -> str:
    if _LOST_DIGITS.fullmatch(text):
        raise Unclear(_("the sheet has lost digits of a long number; format the column as text and enter it again"))
    return text


def _tags(text: str) -> str:
    return "\n".join(dict.fromkeys(part for part in re.split(r"[\s,;|\uff0c\uff1b、]+", text) if part))


READERS: Mapping[str, Callable[[str], str]] = {
    "address": _address,
    "warranty_ends_on": _day,
    "port": _port,
    "credential": _account,
    "importance": _importance,
    "dengbao": _dengbao,
    "serial": _serial,
    "tags": _tags,
}
"""How the fields are read that are more than words; ``tags`` come back one a line."""
