"""Which commands a device may be sent at all: those that show, in words that no family takes for anything else."""

import re
from typing import Final

_FIRST: Final = re.compile(
    r"(?:display|list|get) .*|(?:show|dir)(?: .*)?|"
    r"diagnose (?:sys (?:ha checksum (?:show|cluster)|ha status|session stat|top-summary)|"
    r"hardware (?:sysinfo|deviceinfo) .*|autoupdate versions|debug crashlog read)|execute sensor list"
)
_FILTERS: Final = re.compile(
    r"(?:include|exclude|begin|section|count|match|except|find|grep|inc?|i|no-more|json|xml|last|display (?:xml|json|set))"
    r"(?: .*)?"
)
_SIGNS: Final = re.compile(r"[A-Za-z0-9 ._:/|*^$\"'\-]+")
_OWN: Final = frozenset(
    {
        "terminal length 0",
        "terminal pager 0",
        "screen-length 0 temporary",
        "screen-length disable",
        "set cli screen-length 0",
        "enable",
        "quit",
        "exit",
        "config global",
        "end",
    }
)
"""What the session types of its own accord: for this login only, and gone with it."""


def is_read_only(command: str) -> bool:
    """Whether a command only shows something: its first words, its filters, and not a sign that redirects or chains."""
    first, *filters = (part.strip() for part in command.split("|"))
    return (
        bool(_SIGNS.fullmatch(command))
        and bool(_FIRST.fullmatch(first))
        and all(_FILTERS.fullmatch(one) for one in filters)
    )


def is_own(command: str) -> bool:
    """Whether it is what the session may type by itself."""
    return command in _OWN
