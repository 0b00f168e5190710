"""The fold that makes the ledger: what was seen and said, in the order of time, into problems as they stand.

A store that learnt it in another order, or twice, tells the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from checks.acceptance import Acceptance, Withdrawal, decide
from checks.acceptance import State as Worth
from checks.base import SUMMARY_ORDER
from reports.record.problems import (
    ENDED,
    OPEN,
    Alias,
    Claim,
    Dismissal,
    Key,
    Problem,
    Rating,
    Sight,
    State,
    Told,
    What,
    Word,
)


def ledger(told: Iterable[Told], aliases: Sequence[Alias], today: date) -> dict[Key, Problem]:
    """Fold everything that was seen and said, in whatever order it comes, into the problems as they stand today."""
    names = names_of(aliases)
    found: dict[Key, Problem | None] = {}
    words: dict[Key, list[Word]] = {}
    for key, one in _in_order(told, names):
        if isinstance(one, Sight):
            found[key] = _seen(found.get(key), replace(one, key=key), words.get(key, []))
        else:
            words.setdefault(key, []).append(one)
            found[key] = _said(found.get(key), one)
    return {key: _today(problem, today) for key, problem in found.items() if problem}


def _seen(problem: Problem | None, one: Sight, words: Sequence[Word]) -> Problem | None:
    """What an inspection makes of a row."""
    match one.what:
        case What.FAILED:
            return _failed(problem, one, words)
        case What.UNSEEN if problem and problem.state not in ENDED:
            return replace(problem, unverified_since=problem.unverified_since or one.at)
        case What.UNCHECKED if problem and problem.state not in ENDED:
            return replace(problem, state=State.SUPERSEDED, unverified_since=problem.unverified_since or one.at)
        case What.PASSED | What.GONE if problem and problem.state not in ENDED:
            return _over(problem, one)
        case _:
            return problem


def _over(problem: Problem, one: Sight) -> Problem:
    over = State.VERIFIED if one.what is What.PASSED else State.RETIRED
    state = State.DISMISSED if problem.state is State.DISMISSED else over
    return replace(problem, state=state, ended_at=one.at, unverified_since=None, claim=None, rating=None)


def _failed(problem: Problem | None, one: Sight, words: Sequence[Word]) -> Problem:
    assert one.finding is not None  # noqa: S101 - a failure has its finding
    level = one.finding.level
    if problem is None:
        new = Problem(
            one.key, State.NEW, level, level, one.at, one.at, one.inspection, finding=one.finding, shape=one.shape
        )
        problem = replace(
            new,
            is_of_standard=one.is_of_standard,
            acceptance=_standing(words),
            dismissal=_dismissed(words),
            rating=_rating(words),
        )
        state = State.NEW
    else:
        state = State.RECURRED if problem.state in ENDED else State.CONTINUING
        problem = replace(
            problem,
            level=level,
            worst=max(problem.worst, level, key=SUMMARY_ORDER.index),
            last_seen=one.at,
            inspection=one.inspection,
            times_seen=problem.times_seen + 1,
            times_recurred=problem.times_recurred + (state is State.RECURRED),
            recurred_at=one.at if state is State.RECURRED else problem.recurred_at,
            finding=one.finding,
            shape=one.shape,
            is_of_standard=problem.is_of_standard and state is not State.RECURRED,
        )
    dismissed = problem.dismissal is not None and problem.dismissal.shape == one.shape
    return replace(
        problem,
        state=State.DISMISSED if dismissed else state,
        dismissal=problem.dismissal if dismissed else None,
        ended_at=None,
        unverified_since=None,
        claim=None,
    )


def _said(problem: Problem | None, one: Word) -> Problem | None:
    """What a person's word makes of a row; a word about what nobody ever saw waits in ``words`` for its first sight."""
    if problem is None:
        return None
    if isinstance(one, Acceptance):
        return replace(problem, acceptance=one)
    if isinstance(one, Withdrawal):
        return replace(problem, acceptance=None)
    if isinstance(one, Claim):
        return replace(problem, state=State.CLAIMED, claim=one) if problem.state in OPEN else problem
    if isinstance(one, Rating):
        return replace(problem, rating=None if one.is_over else one) if problem.state not in ENDED else problem
    return _judged(problem, one)


def _judged(problem: Problem, one: Dismissal) -> Problem:
    """What an engineer's word on a false alarm makes of a row."""
    if one.is_over:
        return replace(problem, state=State.CONTINUING, dismissal=None) if problem.dismissal else problem
    if problem.state in ENDED or one.shape != problem.shape:
        return problem
    return replace(problem, state=State.DISMISSED, dismissal=one, claim=None)


def _standing(words: Sequence[Word]) -> Acceptance | None:
    last = next((w for w in reversed(words) if isinstance(w, Acceptance | Withdrawal)), None)
    return last if isinstance(last, Acceptance) else None


def _dismissed(words: Sequence[Word]) -> Dismissal | None:
    last = next((w for w in reversed(words) if isinstance(w, Dismissal)), None)
    return last if last is not None and not last.is_over else None


def _rating(words: Sequence[Word]) -> Rating | None:
    last = next((w for w in reversed(words) if isinstance(w, Rating)), None)
    return last if last is not None and not last.is_over else None


def _today(problem: Problem, today: date) -> Problem:
    """What an acceptance is worth today: it ends with its day and with what it was bound to."""
    if problem.acceptance is None or problem.finding is None or problem.state not in OPEN:
        return problem
    worth = decide(problem.acceptance, problem.finding, today)
    if worth is Worth.ACCEPTED:
        return replace(problem, state=State.ACCEPTED)
    return replace(problem, reopened_by=worth)


def _in_order(told: Iterable[Told], names: Mapping[Key, Key]) -> list[tuple[Key, Told]]:
    """By time, each once, by its name of today. An inspection tells a subject once: of two findings the worse."""
    sights: dict[tuple[str, Key], Sight] = {}
    words: dict[Word, Key] = {}
    for one in told:
        key = name_now(key_told(one), names)
        if not isinstance(one, Sight):
            words[one] = key
            continue
        other = sights.get((one.inspection, key))
        sights[(one.inspection, key)] = one if other is None else max(other, one, key=_badness)
    every = [*((key, one) for (_of, key), one in sights.items()), *((key, one) for one, key in words.items())]
    return sorted(every, key=lambda pair: (_moment(pair[1]), pair[0]))


def _badness(one: Sight) -> tuple[int, str, Key, str]:
    order = (What.GONE, What.PASSED, What.UNCHECKED, What.UNSEEN, What.FAILED)
    level = SUMMARY_ORDER.index(one.finding.level) if one.finding else -1
    return order.index(one.what) * 100 + level, one.shape, one.key, repr(one.finding)


def _moment(one: Told) -> tuple[datetime, str]:
    at = one.at
    assert at is not None  # noqa: S101 - what came from a store has its time
    return at, one.inspection if isinstance(one, Sight) else repr(one)


def key_told(one: Told) -> Key:
    """Of which row it was told, by its name of then."""
    if isinstance(one, Acceptance | Withdrawal):
        return one.target, one.check, one.subject
    return one.key


def names_of(aliases: Sequence[Alias]) -> dict[Key, Key]:
    """Of each old name the new one; of two words about one name the later, so what was named back is named back."""
    found: dict[Key, Key] = {}
    for one in sorted(aliases, key=lambda one: (one.at, one.old, one.new)):
        found.pop(one.old, None)  # before the new name's way is followed, or a ring through the old one had no end
        if name_now(one.new, found) == one.old:
            found.pop(one.new, None)  # it leads back here: the older word ends
        if one.old != one.new:
            found[one.old] = one.new
    return found


def name_now(key: Key, names: Mapping[Key, Key]) -> Key:
    """The name of today; ``names`` holds no ring."""
    while (later := names.get(key)) is not None:
        key = later
    return key
