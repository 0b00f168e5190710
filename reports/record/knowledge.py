"""The library of answers (问题库): articles as a fold over what was written, approved and used; which of them fit a case.

Nothing decides but a person: candidates are offered with the reason why each fits, and what helped is counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from config.text import Text, _

ALL_CHECK: Final = 10
"""Points of a check that the article names; ours: a check says more than any words."""
SYMPTOM: Final = 3
"""Points of each word of a symptom that the case has."""
HELPED_AT_MOST: Final = 3
"""Points that former help can give."""
OFFERED: Final = 5


class State(Enum):
    """Where an article stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.DRAFT: _("draft"),
    State.APPROVED: _("approved"),
    State.RETIRED: _("out of use"),
}


class Step(Enum):
    """What was done to an article; the value is the kind of the store's entry."""

    WRITTEN = "written"
    APPROVED = "approved"
    RETIRED = "retired"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done. A use says of which incident, and whether the article helped."""

    id: str
    article: str
    step: Step
    at: datetime
    told_at: datetime
    by: str
    note: str = ""
    title: str = ""
    category: str = ""
    checks: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    text: str = ""
    incident: str = ""
    has_helped: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands. ``version`` counts its texts; ``is_shipped`` came with the program and is approved."""

    id: str
    title: str
    category: str
    checks: tuple[str, ...]
    symptoms: tuple[str, ...]
    text: str
    state: State = State.DRAFT
    version: int = 1
    by: str = ""
    approved_by: str = ""
    incident: str = ""
    """The incident that it grew from."""
    uses: int = 0
    helped: int = 0
    is_shipped: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may fit, with its points and what they are for."""

    article: Article
    points: int
    checks: tuple[str, ...]
    words: tuple[str, ...]


def library(shipped: Iterable[Article], told: Iterable[Told]) -> dict[str, Article]:
    """Fold all that was done, in whatever order and however often it comes, into the articles as they stand."""
    found = {one.id: one for one in shipped}
    every = {one.id: one for one in told}
    for one in sorted(every.values(), key=lambda one: (one.told_at, one.id)):
        after = _after(found.get(one.article), one)
        if after is not None:
            found[one.article] = after
    return found


def _after(now: Article | None, one: Told) -> Article | None:
    if one.step is Step.WRITTEN:
        new = Article(
            one.article, one.title, one.category, one.checks, one.symptoms, one.text, by=one.by, incident=one.incident
        )
        if now is None:
            return new
        return replace(
            new, version=now.version + 1, uses=now.uses, helped=now.helped, incident=one.incident or now.incident
        )
    if now is None:
        return None  # a word about what is not here: its text comes with another store
    match one.step:
        case Step.APPROVED:
            return replace(now, state=State.APPROVED, approved_by=one.by)
        case Step.RETIRED:
            return replace(now, state=State.RETIRED)
        case _:
            return replace(now, uses=now.uses + 1, helped=now.helped + one.has_helped)


def candidates(of: Iterable[Article], checks: Iterable[str], words: str, most: int = OFFERED) -> tuple[Candidate, ...]:
    """Give the articles that fit a case: by its checks and by the words of symptoms in ``words``, the best first.

    A draft is offered after what is approved; what is out of use never.
    """
    wanted, said = frozenset(checks), words.casefold()
    found = []
    for one in of:
        if one.state is State.RETIRED:
            continue
        by_check = tuple(check for check in one.checks if check in wanted)
        by_word = tuple(word for word in one.symptoms if word.casefold() in said)
        if by_check or by_word:
            points = ALL_CHECK * len(by_check) + SYMPTOM * len(by_word) + min(one.helped, HELPED_AT_MOST)
            found.append(Candidate(one, points, by_check, by_word))
    return tuple(sorted(found, key=_rank)[:most])


def _rank(one: Candidate) -> tuple[bool, int, str]:
    return (one.article.state is State.DRAFT, -one.points, one.article.id)
