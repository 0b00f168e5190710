"""What of the ledger of problems is news: that one is there, that it became worse, that it is over; each once.

Pure: of problems, of when each last changed, and of what persons claimed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from agent.feeds.roundup import MARK, OPENED, OVER
from checks.base import SUMMARY_ORDER, Level
from reports.record.problems import ENDED, OPEN, Key, Problem, State

_LEVELS: Final = {level.value: SUMMARY_ORDER.index(level) for level in (Level.NOTICE, Level.WARN, Level.CRITICAL)}


@dataclass(frozen=True, slots=True)
class News:
    """One thing that changed: ``name`` is the same for the same change, ``mark`` for the same problem."""

    problem: Problem
    mark: str
    name: str
    word: str
    at: datetime


def mark_of(key: Key) -> str:
    """The mark of a problem on a service desk: for ever the same, and no word of the site in it."""
    return f"{MARK}{sha256(json.dumps(list(key), ensure_ascii=True).encode()).hexdigest()[:12]}]"


def news(
    problems: Iterable[Problem],
    changed_at: Mapping[Key, datetime],
    claims: Mapping[Key, tuple[str, datetime]],
    level: str,
    told: frozenset[str],
    since: datetime,
) -> Iterator[News]:
    """What is to be told from a level on and since a moment. ``told`` are the names that were told of before.

    ``claims`` are, by problem, the last claim's id and moment: one that an inspection refuted is news.
    """
    for one in problems:
        mark = mark_of(one.key)
        if one.state in OPEN and one.state is not State.CLAIMED:
            made = _open(one, mark, changed_at, claims)
            is_wanted = _LEVELS.get(one.level.value, -1) >= _LEVELS[level]
        elif one.state in ENDED and one.ended_at is not None:
            made = News(one, mark, f"{mark}{OVER}.{one.times_recurred}.{one.state.value}", OVER, one.ended_at)
            is_wanted = any(name.startswith(f"{mark}{OPENED}.") for name in told)
        else:
            continue
        if is_wanted and made.at >= since and made.name not in told:
            yield made


def _open(one: Problem, mark: str, changed_at: Mapping[Key, datetime], claims: Mapping[Key, tuple[str, datetime]]) -> News:
    name, at = f"{mark}{OPENED}.{one.times_recurred}.{one.level.value}", changed_at.get(one.key, one.first_seen)
    claim = claims.get(one.key)
    if claim is not None and at <= claim[1] < one.last_seen:
        name, at = f"{name}.{claim[0]}", one.last_seen
    return News(one, mark, name, OPENED, at)
