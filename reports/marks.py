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
}
"""By a level's value or a risk's name. All of them differ in grey; what was not seen is an empty ring."""

STYLES: Final[Mapping[str, str]] = {
    "critical": "bold red",
    "unknown": "magenta",
    "warn": "yellow",
    "notice": "cyan",
    "ok": "green",
    "absent": "dim",
}
"""By a level's value, how a terminal draws it, beside its mark and its word."""
