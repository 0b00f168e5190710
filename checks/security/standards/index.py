"""The index of standards: every clause and section that a check names, with a title of ours and whether it was verified."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.security.standards.database_sections import DATABASES
from checks.security.standards.gbt22239_inner import INNER
from checks.security.standards.gbt22239_outer import OUTER
from checks.security.standards.gbt22239_running import RUNNING
from checks.security.standards.guide import ENTRIES
from checks.security.standards.level_two import LEVEL_TWO
from checks.security.standards.linux_sections import LINUX
from checks.security.standards.names import SHORT
from checks.security.standards.network_sections import NETWORK
from checks.security.standards.references import REFERENCES, Reference
from checks.security.standards.sections import (
    COMPLIANCE_AS_CODE,
    FROM_MEMORY,
    ONE_SOURCE,
    SCANNER_RULES,
    Section,
    Topic,
)
from config.text import Text, _, verbatim

_SOURCES: Final[Mapping[str, Text]] = {
    "cis-debian12": COMPLIANCE_AS_CODE,
    "cis-rhel9": COMPLIANCE_AS_CODE,
    "openeuler": COMPLIANCE_AS_CODE,
    "cis-postgresql13": SCANNER_RULES,
    "cis-oracle19": SCANNER_RULES,
    "cis-mysql56": SCANNER_RULES,
}
_CHAPTER_ALONE: Final = 1
"""Parts of the number of a whole chapter of a benchmark: which of its sections is meant was not seen."""


def _is_verified(standard: str, number: str) -> bool:
    """Whether a number was held against a public rule set, and is that of a section, not of a chapter of a benchmark."""
    parts = number.split(".")
    return standard in _SOURCES and (standard in {"cis-debian12", "cis-rhel9", "openeuler"} or len(parts) > _CHAPTER_ALONE)


def _sections(topics: tuple[Topic, ...]) -> Iterator[Section]:
    for topic in topics:
        for part in topic.sections.split("; "):
            standard, *numbers = part.split()
            for number in numbers:
                is_verified = _is_verified(standard, number)
                source = _SOURCES[standard] if is_verified else ONE_SOURCE if standard == "cis-ios15" else FROM_MEMORY
                yield Section(standard, number, topic.title, is_verified=is_verified, source=source)


_ALL: Final = (
    *OUTER,
    *INNER,
    *RUNNING,
    *LEVEL_TWO,
    *ENTRIES,
    *_sections(LINUX),
    *_sections(DATABASES),
    *_sections(NETWORK),
)
INDEX: Final[Mapping[tuple[str, str], Section]] = {(one.standard, one.number): one for one in _ALL}
"""By standard and number."""


def section_of(one: Reference) -> Section:
    """What the index says of a reference; of one that it does not have, that it is unverified."""
    known = INDEX.get((one.standard, one.number))
    return known or Section(one.standard, one.number, verbatim(""), is_verified=False, source=FROM_MEMORY)


def title_of(clause: str) -> Text:
    """The title of a clause or control point of GB/T 22239."""
    return section_of(Reference("gbt22239", clause)).title


def shown(one: Reference) -> Text:
    """A reference as it is printed: an unverified one says so."""
    name = f"{SHORT.get(one.standard, one.standard)} {one.number}"
    return verbatim(name) if section_of(one).is_verified else _("{reference} (unverified)", reference=name)


def shown_together(check: str) -> tuple[Text, ...]:
    """All references of a check, one text a standard: its verified numbers, then those that are not, which it says."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for one in REFERENCES.get(check, ()):
        groups.setdefault((one.standard, section_of(one).is_verified), []).append(one.number)
    said = {key: f"{SHORT.get(key[0], key[0])}: {' '.join(numbers)}" for key, numbers in groups.items()}
    return tuple(
        verbatim(words) if is_verified else _("{reference} (unverified)", reference=words)
        for (_standard, is_verified), words in said.items()
    )


def clauses_of(check: str) -> tuple[str, ...]:
    """The clauses of GB/T 22239, level 3, that a check speaks to."""
    return tuple(one.number for one in REFERENCES.get(check, ()) if one.standard == "gbt22239")
