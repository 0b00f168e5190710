"""Patches and known vulnerabilities: what local indexes and packs say, with the dates of their data."""

from collections.abc import Iterator
from typing import Final

from checks.security.standards.index import clauses_of
from config.text import _
from reports.documents.model import DASH, Block, Table, fact
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, paragraph, too_many

_CLAUSES: Final = frozenset({"8.1.4.4e", "8.1.10.5a"})
"""The clauses that patches are asked by."""
MOST_ON_PAPER: Final = 160


def is_of_patches(check: str) -> bool:
    """Whether a check looks at patches, their data or the end of support."""
    return not _CLAUSES.isdisjoint(clauses_of(check))


def patches(of: Matter) -> Iterator[Block]:
    """One row a result, with what was seen: the age of the data stands beside what rests on it."""
    yield paragraph(
        of,
        _(
            "Read from the targets’ own package indexes and from dated lists, offline. Installed versions are held against "
            "what these name, with their dates; no version is held against lists of vulnerabilities by its number alone. "
            "Nothing pending means nothing pending as of the date of the data, and never that there is no vulnerability."
        ),
    )
    rows = tuple(
        (
            fact(pair.target),
            of.material.what(pair.check, finding.subject),
            of.material.level(finding.level),
            of.say(finding.summary),
            of.say(finding.observed) if finding.observed else DASH,
            of.material.seen_at(pair),
        )
        for pair in of.material.pairs
        if is_of_patches(pair.check)
        for finding in pair.findings
    )
    if not rows:
        yield paragraph(of, _("No check of patches was made in this round."))
        return
    titled = (
        (_("Target"), 13),
        (_("Check"), 21),
        (_("Level"), 10),
        (_("Result"), 27),
        (_("Observed"), 20),
        (_("Time"), 17),
    )
    elsewhere = too_many(of, len(rows))
    yield Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere, is_dense=True)
