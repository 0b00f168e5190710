"""Whatever is taken away of a database's answers, a finding stays what it was or becomes UNKNOWN: every product, every ask.

A world is one recorded answer an ask; the answers of one world need not be of one server, for each check reads its own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agent.catalogue import checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from agent.outcomes import Reply
from checks.base import Level, Scene, Trend
from collectors.base import Collector, EachDatabase, Reason, SessionError, Sql
from collectors.evidence import Reply as Written
from collectors.evidence import decode, encode
from config.kinds import platform_of
from config.site import Site
from tests.test_cases import CASES, evidence_of

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
PLATFORMS = sorted({platform_of(kind) for kind in ("postgres", "mysql", "oracle", "dameng")})
CHECKS = {one: tuple(check for check in checks_for(one, None) if not isinstance(check, Trend)) for one in PLATFORMS}
WIRED = {one: collectors_for(one, CHECKS[one]) for one in PLATFORMS}
ASKED = [
    (one, c.id)
    for one in PLATFORMS
    for c in WIRED[one]
    if isinstance(c, Collector) and isinstance(c.ask, Sql | EachDatabase)
]
GONE = (Reason.TIMEOUT, Reason.DENIED, Reason.FAILED, Reason.UNREACHABLE, Reason.BUDGET, Reason.CUT)
WORLDS = 4
"""The first so many recorded answers of each ask that hold facts."""


def levels(platform: str, replies: Mapping[str, Reply]) -> dict[tuple[str, str], Level]:
    gathering = Gathering(WIRED[platform], values_of(Site()))
    gathering.questions(1)
    gathering.replies |= replies
    gathering.settle()
    findings, _exhibits = judge(CHECKS[platform], gathering.outcomes, {}, Scene(at=AT))
    return {(one.check, one.subject): one.level for one in findings}


@cache
def names(platform: str) -> tuple[str, ...]:
    """The worlds that were recorded whole: one server's answers to (nearly) all that its product is asked."""
    asked = [one for at, one in ASKED if at == platform]
    seen = Counter(p.name for one in asked for p in (CASES / one).iterdir())
    facts = Counter(p.parent.name for one in asked for p in (CASES / one).glob("*/facts.json"))
    return tuple(sorted(n for n, count in seen.items() if count >= 0.9 * len(asked) and facts[n] >= 0.5 * len(asked)))


@cache
def world(platform: str, number: int) -> Mapping[str, Reply]:
    recorded = names(platform)
    made: dict[str, Reply] = {}
    for _platform, one in (pair for pair in ASKED if pair[0] == platform):
        if recorded:
            case = CASES / one / recorded[number % len(recorded)]
            made[one] = evidence_of(case) if case.exists() else SessionError(Reason.FAILED)
        else:
            cases = sorted(p.parent for p in (CASES / one).glob("*/facts.json"))
            assert cases, f"{one} has no case with facts"
            made[one] = evidence_of(cases[number % len(cases)])
    return made


@cache
def whole(platform: str, number: int) -> Mapping[tuple[str, str], Level]:
    return levels(platform, world(platform, number))


def assert_no_better(platform: str, number: int, lost: str, reply: Reply) -> None:
    before, after = whole(platform, number), levels(platform, {**world(platform, number), lost: reply})
    for (check, subject), level in before.items():
        found = after.get((check, subject)) or _around(check, subject, after)
        assert found in {level, Level.UNKNOWN}, f"{check} {subject}: {level.value} became {found}"
    for key, level in after.items():
        assert key in before or level is Level.UNKNOWN, f"{key}: new, and {level.value}"


def _around(check: str, subject: str, after: Mapping[tuple[str, str], Level]) -> Level | None:
    """What became of what holds the subject: the database that it is in, or the whole target."""
    parts = subject.split(".")
    holders = (".".join(parts[:n]) for n in range(len(parts) - 1, -1, -1))
    return next((after[check, one] for one in holders if (check, one) in after), None)


@pytest.mark.parametrize(("platform", "lost"), ASKED)
def test_each_answer_alone_can_be_lost(platform: str, lost: str) -> None:
    for number in range(WORLDS):
        for reason in GONE:
            assert_no_better(platform, number, lost, SessionError(reason))


def _without_a_row(text: str) -> Iterator[str]:
    """The answer without each of its rows, as a way that loses a line would leave it; of what is no answer, nothing."""
    try:
        said = json.loads(text)
    except ValueError:
        return
    for at in range(len(said["rows"])):
        rows = [row for n, row in enumerate(said["rows"]) if n != at]
        yield json.dumps(said | {"rows": rows}, ensure_ascii=False)


def _parts(reply: Reply) -> tuple[Written, ...]:
    return decode(reply) if isinstance(reply, bytes) else ()


@pytest.mark.parametrize(("platform", "lost"), ASKED)
def test_a_row_that_is_lost_is_missed(platform: str, lost: str) -> None:
    parts = _parts(world(platform, 0)[lost])
    for n, part in enumerate(parts):
        if part.state == "ok" and part.out.startswith(b"{"):
            for text in list(_without_a_row(part.out.decode()))[:3]:
                less = replace(part, out=text.encode())
                assert_no_better(platform, 0, lost, encode((*parts[:n], less, *parts[n + 1 :])))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_answer_cut_at_any_byte_is_never_better(data: st.DataObject) -> None:
    platform, lost = data.draw(st.sampled_from(ASKED))
    number = data.draw(st.integers(0, WORLDS - 1))
    parts = _parts(world(platform, number)[lost])
    assume(parts)
    n = data.draw(st.integers(0, len(parts) - 1))
    at = data.draw(st.integers(0, max(0, len(parts[n].out) - 1)))
    cut = replace(parts[n], out=parts[n].out[:at])
    assert_no_better(platform, number, lost, encode((*parts[:n], cut, *parts[n + 1 :])))
