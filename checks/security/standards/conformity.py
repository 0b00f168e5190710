"""How each clause stands on each asset and over all of them: machine's findings, and a person's answers where none are.

A person's answer never betters what a check found, nor fills in for what a check could not see: it stands only where no
check speaks to the clause.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from checks.base import Finding
from checks.security.standards.index import clauses_of
from checks.security.standards.level_two import is_asked
from checks.security.standards.management import spoken_of
from checks.security.standards.verdicts import ANSWERS, Verdict, of_check, together
from config.clauses import CLAUSES, POINTS, is_within, point_of
from config.said import Declaration

ANSWER_HOLDS: Final = timedelta(days=365)
"""How long an answer without an end holds; ours, as assessments of level 3 are owed once a year."""
OF_AN_ASSET: Final = "8.1.4"
"""The chapter that every single asset is held to; the others are answered for the site."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One asset: its protection level, and by security check its findings; no checks where its kind has none."""

    target: str
    level: int
    checks: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause on one asset: the verdict and the checks it comes of; ``answer`` where a person gave it.

    ``target`` "" is the site as a whole.
    """

    target: str
    clause: str
    verdict: Verdict
    checks: tuple[str, ...] = ()
    answer: Declaration | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One clause over all assets that it applies to."""

    clause: str
    verdict: Verdict
    cells: tuple[Cell, ...]

    @property
    def is_for_a_person(self) -> bool:
        """Whether no check speaks to it anywhere, so that only a person can answer."""
        return not any(cell.checks for cell in self.cells)


def ends_on(answer: Declaration) -> date:
    """The last day on which an answer holds."""
    return answer.until or answer.on + ANSWER_HOLDS


def is_valid(answer: Declaration, on: date) -> bool:
    """Whether an answer was given by a day and still holds on it."""
    return answer.on <= on <= ends_on(answer)


def rows(assets: Sequence[Looked], answers: Sequence[Declaration], on: date) -> tuple[Row, ...]:
    """Every clause in the assessor's order; a control point that a check speaks of as a whole stands before its letters."""
    valid = [one for one in answers if is_valid(one, on)]
    wholes = {clause for asset in assets for check in asset.checks for clause in clauses_of(check)} - set(CLAUSES)
    made = []
    for point in POINTS:
        letters = [clause for clause in CLAUSES if point_of(clause) == point]
        for clause in [*([point] if point in wholes else []), *letters]:
            cells = tuple(_cells(clause, assets, valid))
            if cells:
                made.append(Row(clause, together(cell.verdict for cell in cells), cells))
    return tuple(made)


def points(found: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """The rows by control point."""
    by_point: dict[str, tuple[Row, ...]] = {}
    for row in found:
        by_point[point_of(row.clause)] = (*by_point.get(point_of(row.clause), ()), row)
    return by_point


def _cells(clause: str, assets: Sequence[Looked], answers: Sequence[Declaration]) -> Iterable[Cell]:
    """The assets that a clause applies to; and the site as a whole where no check speaks to it on any."""
    held = [asset for asset in assets if is_asked(clause, asset.level)]
    found = [cell for asset in held if (cell := _of_asset(clause, asset, answers)) is not None]
    if any(cell.checks for cell in found):
        return found
    return [_by_hand("", clause, answers), *found] if held or not assets else []


def _of_asset(clause: str, asset: Looked, answers: Sequence[Declaration]) -> Cell | None:
    """How an asset stands; None where nothing speaks to the clause on it and it is not each asset's to answer."""
    checks = tuple(check for check in asset.checks if clause in clauses_of(check))
    if checks:
        return Cell(asset.target, clause, together(of_check(asset.checks[check]) for check in checks), checks)
    said = _by_hand(asset.target, clause, answers)
    is_blank = not asset.checks and clause.startswith(f"{OF_AN_ASSET}.")
    return said if is_blank or (said.answer is not None and said.answer.target) else None


def _by_hand(target: str, clause: str, answers: Sequence[Declaration]) -> Cell:
    """The latest answer of a person: that of the target before that of the site."""
    mine = [one for one in answers if one.target in {"", target} and any(is_within(clause, c) for c in spoken_of(one.item))]
    answer = max(mine, key=lambda one: (bool(one.target), one.on), default=None)
    return Cell(target, clause, ANSWERS[answer.answer] if answer else Verdict.UNSEEN, (), answer)
