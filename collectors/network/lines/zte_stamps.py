"""The time of day that ZXROS may write above every answer, which is no part of what was asked."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from collectors.base import Answer

F = TypeVar("F")
_STAMP: Final = re.compile(
    r"\s*\d\d:\d\d:\d\d \S+ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d{4}[ \t\r]*(?:\n|$)"
)
"""``10:20:30 Beijing Wed May 6 2026``: so a public program's answers of a live ZXROS begin."""


def unstamped(parse: Callable[[Answer], F]) -> Callable[[Answer], F]:
    """The same reading without the time above the answer; not for the command that asks what time it is."""

    def without(answer: Answer) -> F:
        return parse(
            replace(answer, text=_STAMP.sub("", answer.text, count=1) if _STAMP.match(answer.text) else answer.text)
        )

    return without
