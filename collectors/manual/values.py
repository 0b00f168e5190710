"""What a person wrote in one cell of a form, as the value that the item asks for."""

import re
import unicodedata
from datetime import date
from typing import Final

from config.checklists import Choice, Item

NOT_APPLICABLE: Final = frozenset({"不适用", "n/a", "na", "not applicable"})
NOT_LOOKED: Final = frozenset({"未检", "未查", "未检查", "看不到", "not inspected", "not seen"})
NONE: Final = frozenset({"无", "没有", "none", "no", "-", "—", "/", "从未", "never"})
_NUMBER: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(\D*)")
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_DEGREES: Final = ("℃", "°c", "c", "度", "摄氏度")


class NotUnderstood(ValueError):  # noqa: N818 - about what was written, no failure of ours
    """The words do not say what the item asks for."""


def plain(said: str) -> str:
    """Words as they are compared: full-width signs as their narrow ones, small letters, no blanks around."""
    return unicodedata.normalize("NFKC", said).strip().casefold()


def value_of(item: Item, said: str) -> Choice | float | date | str:
    """Read an answer. Raises NotUnderstood."""
    match item.kind:
        case "choice":
            return _choice(item, plain(said))
        case "number":
            return _number(item, plain(said))
        case "date":
            return "" if plain(said) in NONE else day_of(said)
        case "text":
            return "" if plain(said) in NONE else said.strip()


def _choice(item: Item, said: str) -> Choice:
    for choice in item.choices:
        if said in {plain(words) for words in (*choice.words.values(), *choice.also)}:
            return choice
    raise NotUnderstood(said)


def _number(item: Item, said: str) -> float:
    """A number alone or with the item's own unit: a rough one, a range or another unit is no reading."""
    found = _NUMBER.fullmatch(said)
    unit = plain(item.range.unit)
    if found is None or found[2].strip() not in {"", unit, *(_DEGREES if unit in map(plain, _DEGREES) else ())}:
        raise NotUnderstood(said)
    return float(found[1])


def day_of(said: str) -> date:
    """A day with its year. Raises NotUnderstood."""
    found = _DAY.fullmatch(plain(said)) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", plain(said))
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise NotUnderstood(said)
