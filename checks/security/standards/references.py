"""References of the security checks by standard and number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.security.standards.mapping import ROWS


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause or section: ``standard`` is its short name (gbt22239, cis-debian12), ``number`` as it is printed there."""

    standard: str
    number: str


def _read(text: str) -> tuple[Reference, ...]:
    parts = (part.split() for part in text.split("; ") if part)
    return tuple(Reference(standard, number) for standard, *numbers in parts for number in numbers)


REFERENCES: Final[Mapping[str, tuple[Reference, ...]]] = {check: _read(text) for check, _grade, _entry, text in ROWS}
"""By check."""


def refs(check: str) -> tuple[str, ...]:
    """What a check's card shows of its references."""
    return tuple(f"{one.standard} {one.number}" for one in REFERENCES[check])
