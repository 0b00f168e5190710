"""Numbers of GB/T 22239-2019, level 3, that a declaration may name; their titles stand in checks/security/standards.

Of chapter 8.1.10 only the letters that an inspection or its engineer has something to say about.
"""

from typing import Final

_LETTERS: Final = {
    "8.1.2.1": "abcde",
    "8.1.2.2": "ab",
    "8.1.2.3": "",
    "8.1.3.1": "abcd",
    "8.1.3.2": "abcde",
    "8.1.3.3": "abcd",
    "8.1.3.4": "ab",
    "8.1.3.5": "abcd",
    "8.1.3.6": "",
    "8.1.4.1": "abcd",
    "8.1.4.2": "abcdefg",
    "8.1.4.3": "abcd",
    "8.1.4.4": "abcdef",
    "8.1.4.5": "",
    "8.1.4.6": "",
    "8.1.4.7": "ab",
    "8.1.4.8": "ab",
    "8.1.4.9": "abc",
    "8.1.4.10": "ab",
    "8.1.4.11": "ab",
    "8.1.5.1": "",
    "8.1.5.2": "",
    "8.1.5.3": "",
    "8.1.5.4": "abcdef",
    "8.1.10.1": "",
    "8.1.10.2": "a",
    "8.1.10.3": "",
    "8.1.10.4": "",
    "8.1.10.5": "ab",
    "8.1.10.6": "cefghi",
    "8.1.10.7": "",
    "8.1.10.8": "ab",
    "8.1.10.9": "",
    "8.1.10.10": "",
    "8.1.10.11": "c",
    "8.1.10.12": "",
    "8.1.10.13": "",
    "8.1.10.14": "",
}
POINTS: Final = tuple(_LETTERS)
"""The control points, in the assessor's order."""
CLAUSES: Final = tuple(f"{point}{letter}" for point, letters in _LETTERS.items() for letter in letters or ("",))
"""What a verdict is given of: each letter of a control point, or the point itself where it has none."""
CHAPTERS: Final = ("8.1.2", "8.1.3", "8.1.4", "8.1.5", "8.1.10")
MANAGEMENT: Final = (
    "security.management.asset_register",
    "security.management.remote_access_approval",
    "security.management.change_records",
    "security.management.restore_drill",
    "security.management.emergency_plan",
    "security.management.outsourcing_agreement",
    "security.management.last_assessment",
)
"""What only a person can answer for and every site is asked."""


def point_of(clause: str) -> str:
    """The control point of a clause: 8.1.4.1 of 8.1.4.1a."""
    return clause.rstrip("abcdefghij")


def is_within(clause: str, declared: str) -> bool:
    """Whether a declaration of a clause, a point or a chapter speaks of a clause."""
    return declared == clause or point_of(clause) == declared or point_of(clause).startswith(f"{declared}.")
