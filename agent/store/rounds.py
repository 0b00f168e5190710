"""Many inspections at once, for a document that tells of each target and check the latest result of a whole quarter.

Ninety daily rounds of 200 targets are 18,000 documents, and of nearly all of them nothing is told: where a later result of
the target saw the same checks, it stands in place of the earlier one. So each result bears a digest of what it saw, and of
those that are alike only the latest is read.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import sqlalchemy as sa

from agent.store.documents import KEPT, Kept, read
from agent.store.packing import Book, book, result
from agent.store.tables import BOOKS, INSPECTIONS, TARGETS
from checks.base import Level
from checks.result import Inspection, TargetResult

_DIGITS = 16
"""Ours: 64 bits, of the few digests that one target has."""
_KINDS = sa.select(TARGETS.c.target, TARGETS.c.judged).where(TARGETS.c.inspection == sa.bindparam("one"))
_ONE = KEPT.where(TARGETS.c.target == sa.bindparam("of"))
_BOOK = sa.select(INSPECTIONS.c.book).where(INSPECTIONS.c.id == sa.bindparam("one"))


def judged(one: TargetResult) -> str:
    """A digest of what decides which of two results of a target is told of a check: how it ended, and what each saw."""
    saw = {finding.check for finding in one.findings if finding.level is not Level.UNKNOWN}
    told = [one.state, one.transport.get("origin", ""), *(f"{check} {check in saw}" for check in sorted(one.checks))]
    return sha256("\0".join(told).encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]


def telling(connection: sa.Connection, headings: Sequence[Inspection]) -> tuple[Inspection, ...]:
    """Read these inspections, the oldest first, with those results only that no later one is like; of each at least one."""
    told: set[tuple[str, str, str]] = set()
    books: dict[str, Book] = {}
    found = []
    for heading in reversed(headings):
        whose = with_book(connection, heading, books)
        kinds = [(target, kind) for target, kind in connection.execute(_KINDS, {"one": heading.id})]
        news = [target for target, kind in kinds if not kind or (whose.customer, target, kind) not in told]
        told.update((whose.customer, target, kind) for target, kind in kinds)
        wanted = news or [target for target, _kind in kinds[:1]]
        rows = _rows(connection, heading.id, wanted, is_whole=len(wanted) == len(kinds))
        found.append(replace(whose, targets=tuple(result(read(row)) for row in rows)))
    return tuple(reversed(found))


def _rows(connection: sa.Connection, one: str, targets: Sequence[str], *, is_whole: bool) -> list[Kept]:
    if is_whole:
        return [Kept(*row) for row in connection.execute(KEPT.order_by(TARGETS.c.number), {"one": one})]
    return [Kept(*row) for target in targets for row in connection.execute(_ONE, {"one": one, "of": target})]


def met(connection: sa.Connection, one: str) -> list[str]:
    """The targets that an inspection holds, by name."""
    return sorted(target for target, _kind in connection.execute(_KINDS, {"one": one}))


def beside(
    connection: sa.Connection, ids: tuple[str, str], targets: Sequence[str]
) -> list[tuple[str, TargetResult | None, TargetResult | None]]:
    """Read what two inspections say of some targets; None of a side that does not hold one."""
    found = []
    for target in targets:
        one, other = ([Kept(*row) for row in connection.execute(_ONE, {"one": each, "of": target})] for each in ids)
        before = result(read(one[0])) if one else None
        is_same = bool(one) and bool(other) and one[0].digest == other[0].digest
        after = before if is_same else result(read(other[0])) if other else None
        found.append((target, before, after))
    return found


def with_book(connection: sa.Connection, heading: Inspection, books: dict[str, Book]) -> Inspection:
    """Add to a heading what its inspection judged by; ``books`` are those read so far."""
    digest = connection.execute(_BOOK, {"one": heading.id}).scalar_one()
    if digest not in books:
        row = connection.execute(sa.select(BOOKS).where(BOOKS.c.digest == digest)).one()
        books[digest] = book(row.digest, row.body, row.checksum)
    used = books[digest]
    return replace(heading, catalogue=used.catalogue, rules=used.rules, customer=used.customer, defects=used.defects)
