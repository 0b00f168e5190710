"""Which views a statement of ours names: for telling a missing view from a missing right."""

import re
from typing import Final

_NAMED: Final = re.compile(r"\b(?:from|join)\s+([a-z][a-z0-9_$#]*)", re.IGNORECASE)


def views_in(statement: str) -> tuple[str, ...]:
    """The names behind ``from`` and ``join``, in capitals as the dictionary has them, once each; not DUAL."""
    found = (name.upper() for name in _NAMED.findall(statement))
    return tuple(dict.fromkeys(name for name in found if name != "DUAL"))
