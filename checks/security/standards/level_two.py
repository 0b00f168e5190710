"""What of the level-3 clauses level 2 has, and under which numbers.

Only four numbers of chapter 7.1.4 were seen; which letters level 2 leaves out is known from memory alone. So a control
point of level 2 is told by its name, its number where it was seen, and what was left out as unverified.
"""

from collections.abc import Mapping
from typing import Final

from checks.security.standards.sections import Section
from config.clauses import CLAUSES, point_of
from config.text import _

NUMBERS: Final[Mapping[str, str]] = {
    "8.1.4.1": "7.1.4.1",
    "8.1.4.2": "7.1.4.2",
    "8.1.4.3": "7.1.4.3",
    "8.1.4.7": "7.1.4.7",
}
"""By control point of level 3, that of level 2, where its number was seen."""
LEVEL_TWO: Final[tuple[Section, ...]] = (
    Section("gbt22239", "7.1.4.1", _("Identification and authentication"), 2),
    Section("gbt22239", "7.1.4.2", _("Access control"), 2),
    Section("gbt22239", "7.1.4.3", _("Security audit"), 2),
    Section("gbt22239", "7.1.4.7", _("Integrity of data"), 2),
)
_LEFT_OUT: Final = {
    "8.1.2.1": "abe",
    "8.1.2.2": "b",
    "8.1.3.1": "bcd",
    "8.1.3.2": "e",
    "8.1.3.3": "bcd",
    "8.1.3.4": "b",
    "8.1.3.5": "d",
    "8.1.4.1": "d",
    "8.1.4.2": "efg",
    "8.1.4.3": "d",
    "8.1.4.4": "f",
    "8.1.4.7": "b",
    "8.1.4.8": "ab",
    "8.1.4.9": "c",
    "8.1.4.10": "b",
    "8.1.5.3": "",
    "8.1.5.4": "abcdef",
    "8.1.10.5": "b",
    "8.1.10.6": "fghi",
    "8.1.10.8": "b",
}
"""By control point of level 3, the letters that level 2 does not ask for; unverified."""
OF_LEVEL_THREE: Final = frozenset(f"{point}{letter}" for point, letters in _LEFT_OUT.items() for letter in letters or ("",))
"""The clauses that level 2 does not have; unverified."""


def is_asked(clause: str, level: int) -> bool:
    """Whether an asset of a protection level is held to a clause of level 3, or to a control point as a whole."""
    if level >= 3:  # noqa: PLR2004 - the level that the clauses are numbered for
        return True
    own = [one for one in CLAUSES if one == clause or point_of(one) == clause]
    return clause not in OF_LEVEL_THREE and (not own or any(one not in OF_LEVEL_THREE for one in own))
