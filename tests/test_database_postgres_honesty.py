"""Whatever is taken away of a PostgreSQL server's answers, a finding stays what it was or becomes UNKNOWN (test_honesty).

Of a database that was not asked its objects are not known by name: its own finding is UNKNOWN then.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from agent.outcomes import Reply
from checks.base import Level, Scene, Trend
from collectors.base import Collector, Reason, SessionError
from collectors.evidence import decode, encode
from collectors.postgres.instances import POSTGRES
from config.site import Site
from tests.test_cases import CASES, evidence_of

AT = datetime(2026, 11, 22, 13, tzinfo=UTC)
WORLDS = ("quiet", "bloat-and-careless-design", "without-rights-and-one-database-closed", "postgresql-10", "postgresql-18")
CHECKS = tuple(check for check in checks_for(POSTGRES, None) if not isinstance(check, Trend))
WIRED = collectors_for(POSTGRES, CHECKS)
GONE = (Reason.TIMEOUT, Reason.DENIED, Reason.FAILED, Reason.UNREACHABLE, Reason.BUDGET, Reason.CUT)


def levels(replies: Mapping[str, Reply]) -> dict[tuple[str, str], Level]:
    gathering = Gathering(WIRED, values_of(Site()))
    gathering.questions(1)
    gathering.replies |= replies
    gathering.settle()
    findings, _exhibits = judge(CHECKS, gathering.outcomes, {}, Scene(at=AT))
    return {(one.check, one.subject): one.level for one in findings}


@cache
def replies_of(name: str) -> Mapping[str, Reply]:
    """The answers of one recorded server; of what was not recorded of it those of the quiet one."""
    asked = [one.id for one in WIRED if isinstance(one, Collector)]
    folders = {
        one: next((CASES / one / of for of in (name, "quiet") if (CASES / one / of).is_dir()), None) for one in asked
    }
    return {one: evidence_of(folder) for one, folder in folders.items() if folder is not None}


def assert_no_better(whole: Mapping[tuple[str, str], Level], less: Mapping[tuple[str, str], Level]) -> None:
    for (check, subject), level in whole.items():
        found = less.get((check, subject)) or less.get((check, subject.partition(".")[0])) or less.get((check, ""))
        assert found in {level, Level.UNKNOWN}, f"{check} {subject}: {level.value} became {found}"
    for key, level in less.items():
        assert key in whole or level is Level.UNKNOWN, f"{key}: new, and {level.value}"


def test_the_worlds_are_what_they_are_called() -> None:
    quiet, careless = (levels(replies_of(name)) for name in WORLDS[:2])
    bad = {Level.WARN, Level.CRITICAL}
    assert sum(level in bad for level in careless.values()) > sum(level in bad for level in quiet.values())


@pytest.mark.parametrize("name", WORLDS)
def test_each_answer_alone_can_be_lost(name: str) -> None:
    replies = replies_of(name)
    whole = levels(replies)
    for one, reply in replies.items():
        for reason in GONE:
            assert_no_better(whole, levels({**replies, one: SessionError(reason)}))
        if isinstance(reply, bytes):
            first, *items = decode(reply)
            for number in range(len(items)):
                kept = encode((first, *items[:number], *items[number + 1 :]))
                assert_no_better(whole, levels({**replies, one: kept}))
                failed = replace(items[number], state="denied", out=b"", err=b"42501 permission denied")
                assert_no_better(
                    whole, levels({**replies, one: encode((first, *items[:number], failed, *items[number + 1 :]))})
                )


@given(st.data())
def test_an_answer_cut_anywhere_is_never_better(data: st.DataObject) -> None:
    replies = replies_of(data.draw(st.sampled_from(WORLDS)))
    name = data.draw(st.sampled_from(sorted(replies)))
    reply = replies[name]
    assert isinstance(reply, bytes)
    parts = list(decode(reply))
    number = data.draw(st.integers(0, len(parts) - 1))
    whole = parts[number].out
    parts[number] = replace(parts[number], out=whole[: data.draw(st.integers(0, max(0, len(whole) - 1)))])
    assert_no_better(levels(replies), levels({**replies, name: encode(tuple(parts))}))
