"""The marks of levels and risks, one table for screen and paper: word and shape tell them, never colour alone."""

from collections.abc import Mapping
from typing import Final

MARKS: Final[Mapping[str, str]] = {
    "critical": "■",
    "warn": "▲",
    "notice": "△",
    "ok": "●",
    "unknown": "○",
    "absent": "—",
    "high": "■",
    "medium": "▲",
    "low": "△",
    "expected": "✓",
    "unexpected": "✗",
}
"""By a level's value, a risk's name, or how a difference stands beside what was declared.

All of them differ in grey; what was not seen is an empty ring."""

STYLES: Final[Mapping[str, str]] = {
    "critical": "bold red",
    "unknown": "magenta",
    "warn": "yellow",
    "notice": "cyan",
    "ok": "green",
    "absent": "dim",
    "expected": "green",
    "unexpected": "bold red",
}
"""By a level's value, how a terminal draws it, beside its mark and its word."""
