"""The shape of one row in the table of what trouble looks like in a kernel log."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """One kind of trouble. ``id`` is the first half of a finding's subject; ``noise``: its lines that are no trouble."""

    id: str
    pattern: re.Pattern[str]
    marks: tuple[str, ...]
    noise: re.Pattern[str] | None = None


def signature(name: str, pattern: str, *marks: str, noise: str = "") -> Signature:
    """Make a row: ``marks`` are for the target's grep and awk, the patterns for us."""
    return Signature(name, re.compile(pattern), marks, re.compile(noise) if noise else None)
