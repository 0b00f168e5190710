"""Whatever is taken away of a MySQL server's answers, a finding stays what it was or becomes UNKNOWN (test_honesty)."""

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
from collectors.mysql.products import MYSQL
from config.site import Site
from tests.test_cases import CASES, evidence_of

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
WORLDS = ("mariadb-10.11-in-order", "mariadb-10.11-faults")
CHECKS = tuple(check for check in checks_for(MYSQL, None) if not isinstance(check, Trend))
WIRED = collectors_for(MYSQL, CHECKS)
ASKED = tuple(one.id for one in WIRED if isinstance(one, Collector))
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
    return {one: evidence_of(CASES / one / name) for one in ASKED}


def assert_no_better(whole: Mapping[tuple[str, str], Level], less: Mapping[tuple[str, str], Level]) -> None:
    for (check, subject), level in whole.items():
        found = less.get((check, subject)) or less.get((check, ""))
        assert found in {level, Level.UNKNOWN}, f"{check} {subject}: {level.value} became {found}"
    for key, level in less.items():
        assert key in whole or level is Level.UNKNOWN, f"{key}: new, and {level.value}"


def test_the_worlds_are_what_they_are_called() -> None:
    in_order, faults = (levels(replies_of(name)) for name in WORLDS)
    inspected = {level for (check, _subject), level in in_order.items() if check.startswith("database.")}
    assert inspected <= {Level.OK, Level.NOTICE, Level.UNKNOWN, Level.ABSENT}
    assert sum(level in {Level.WARN, Level.CRITICAL} for level in faults.values()) >= 6


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("lost", ASKED)
def test_each_answer_alone_can_be_lost(name: str, lost: str) -> None:
    whole = levels(replies_of(name))
    for reason in GONE:
        assert_no_better(whole, levels({**replies_of(name), lost: SessionError(reason)}))


@given(st.data())
def test_an_answer_cut_at_any_byte_is_never_better(data: st.DataObject) -> None:
    name, lost = data.draw(st.sampled_from(WORLDS)), data.draw(st.sampled_from(ASKED))
    reply = replies_of(name)[lost]
    assert isinstance(reply, bytes)
    (first,) = decode(reply)
    at = data.draw(st.integers(0, max(0, len(first.out) - 1)))
    cut = encode((replace(first, out=first.out[:at]),))
    assert_no_better(levels(replies_of(name)), levels({**replies_of(name), lost: cut}))
