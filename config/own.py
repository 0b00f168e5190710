"""What an operator adds to the catalogue himself: custom checks, and monitoring plug-ins to run. Plain values."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import inf
from typing import Any, Final

from config.limits import Side, limit
from config.text import Text, _

AREAS: Final = (
    "hardware",
    "resources",
    "storage",
    "network",
    "logs",
    "services",
    "configuration",
    "cluster",
    "backup",
)
"""The parts of an inspection that a check of the operator's own may belong to."""
UNITS: Final[Mapping[str, tuple[str, float, str]]] = {
    "percent": ("value_ratio", 0.01, "%"),
    "ratio": ("value_ratio", 1.0, ""),
    "bytes": ("value_bytes", 1.0, " B"),
    "KiB": ("value_bytes", 1024.0, " KiB"),
    "MiB": ("value_bytes", 1024.0**2, " MiB"),
    "GiB": ("value_bytes", 1024.0**3, " GiB"),
    "seconds": ("value_seconds", 1.0, " s"),
    "milliseconds": ("value_seconds", 0.001, " ms"),
    "celsius": ("value_celsius", 1.0, " °C"),
    "count": ("value_count", 1.0, ""),
}
"""By the unit that the answer is in: the measure's name, the factor to its base unit, the sign behind the number."""
HERE, ON_TARGET = "here", "on-target"


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """Limits of a custom check, in the unit of its answer; reaching one counts. One that is not set is infinite."""

    warn_below: float = limit(-inf, source="xunjian.yaml")
    warn_above: float = limit(inf, source="xunjian.yaml")
    critical_below: float = limit(-inf, source="xunjian.yaml")
    critical_above: float = limit(inf, source="xunjian.yaml")

    def side(self, value: float) -> Side:
        """Say on which side a value lies."""
        if value <= self.critical_below or value >= self.critical_above:
            return Side.CRITICAL
        return Side.WARN if value <= self.warn_below or value >= self.warn_above else Side.WITHIN


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The texts that are right, word for word."""

    expected: tuple[str, ...] = limit((), source="xunjian.yaml")


@dataclass(frozen=True, slots=True)
class ProgramLimits:
    """None of ours: a monitoring plug-in is given its limits on its command line."""


Limits = NumberLimits | TextLimits | ProgramLimits


@dataclass(frozen=True, slots=True)
class CustomCheck:
    """One read-only command, what to take from its answer, and by what to judge it."""

    id: str
    zh: str
    en: str
    ask: str
    platform: str = "linux"
    area: str = "services"
    root: str = "never"
    seconds: int = 10
    ok: tuple[int, ...] = (0,)
    """Exit codes of an answer; ``grep -c`` says 1 where it counted none."""
    regex: str = ""
    """Its group ``value``, or its only one, is the value; ``subject`` names what it is the value of."""
    column: int = 0
    """Counted from 1, split at blanks; 0 where a regex takes the value."""
    subject_column: int = 0
    line: int = 0
    """Of the answer, counted from 1, or from its end (-1); 0 for all."""
    match: str = ""
    """Only lines that this pattern is found in."""
    is_number: bool = True
    unit: str = "count"
    warn_below: float | None = None
    warn_above: float | None = None
    critical_below: float | None = None
    critical_above: float | None = None
    expected: tuple[str, ...] = ()
    otherwise: str = "warn"
    """The level of a text that is none of the expected."""
    remedy_zh: str = ""
    remedy_en: str = ""
    targets: tuple[str, ...] = ("*",)
    place: str = ""

    @property
    def check(self) -> str:
        """The check's id."""
        return f"custom.{self.id}"

    @property
    def limits(self) -> NumberLimits | TextLimits:
        """What it is judged by, before the rules of ``limits:``."""
        if not self.is_number:
            return TextLimits(self.expected)
        return NumberLimits(
            -inf if self.warn_below is None else self.warn_below,
            inf if self.warn_above is None else self.warn_above,
            -inf if self.critical_below is None else self.critical_below,
            inf if self.critical_above is None else self.critical_above,
        )


@dataclass(frozen=True, slots=True)
class ProgramCheck:
    """A Nagios or monitoring-plugins executable with its arguments: ``here``, or on the target."""

    id: str
    zh: str
    en: str
    command: tuple[str, ...]
    runs: str = HERE
    area: str = "services"
    root: str = "never"
    seconds: int = 30
    remedy_zh: str = ""
    remedy_en: str = ""
    targets: tuple[str, ...] = ("*",)
    place: str = ""

    @property
    def check(self) -> str:
        """The check's id."""
        return f"nagios.{self.id}"

    @property
    def limits(self) -> ProgramLimits:
        """None."""
        return ProgramLimits()


Own = CustomCheck | ProgramCheck
_KINDS: Final[Mapping[str, type[CustomCheck] | type[ProgramCheck]]] = {"custom": CustomCheck, "program": ProgramCheck}
PREFIXES: Final = ("custom.", "nagios.")
"""How the ids of what an operator adds himself begin."""


def written(own: Own) -> str:
    """Write a definition as the store keeps it with the inspection that used it."""
    kind = next(name for name, type_ in _KINDS.items() if isinstance(own, type_))
    return json.dumps({"kind": kind, **asdict(own)}, ensure_ascii=False, sort_keys=True)


def read(definition: str) -> Own:
    """Read a definition back. Raises ValueError for one that this version does not understand."""
    values: dict[str, Any] = json.loads(definition)
    type_ = _KINDS.get(values.pop("kind", ""))
    names = {one.name for one in fields(type_)} if type_ else set()
    if type_ is None or not set(values) <= names:
        raise ValueError("not a definition of this version")
    made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return type_(**made)


def title_of(own: Own) -> Text:
    """Say its title; the operator's words, in each language that he wrote."""
    return _in_both(own.zh, own.en)


_LOOK = _("Do as agreed for this check of the site's own; who wrote it knows what it guards")


def remedy_of(own: Own) -> Text:
    """Say what to do; where the operator wrote nothing, that it is his."""
    return _in_both(own.remedy_zh, own.remedy_en) if own.remedy_zh or own.remedy_en else _LOOK


def _in_both(zh: str, en: str) -> Text:
    return Text("{verbatim}", {"verbatim": en or zh}, {"zh_CN": zh or en, "en": en or zh})
