"""Whatever is taken away of a DM8 server's answers, a finding stays what it was or becomes UNKNOWN (test_honesty)."""

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
from checks.base import Change, Level, Scene, Trend
from collectors.base import Collector, SessionError
from collectors.evidence import decode, encode
from config.site import Site
from tests.test_cases import CASES, evidence_of
from tests.test_database_mysql_honesty import GONE, assert_no_better

CHECKS = [one for one in checks_for("dameng", None) if not (isinstance(one, Change) and one.beside_baseline)]
"""Without those that compare two moments: of one moment they have nothing to say."""
WIRED = collectors_for("dameng", CHECKS)
ASKED = tuple(one.id for one in WIRED if isinstance(one, Collector))
IN_ORDER: Mapping[str, str] = {
    "dameng.instance": "open-and-normal",
    "dameng.licence": "enterprise-with-a-date",
    "dameng.tablespaces": "ordinary",
    "dameng.backup_sets": "full-and-incremental",
    "dameng.backup_folders": "no-backup-job",
    "dameng.archiving": "local-with-limit",
    "dameng.watcher": "not-guarded",
    "dameng.replay": "a-primary",
    "dameng.redo": "ordinary",
    "dameng.sessions": "ordinary",
    "dameng.waits": "nobody-waits",
    "dameng.transactions": "none",
    "dameng.deadlocks": "none",
    "dameng.job_schema": "set-up",
    "dameng.job_runs": "succeeding",
    "dameng.log_levels": "calm",
    "dameng.parameters": "ordinary",
    "dameng.machine": "ordinary",
    "dameng.accounts": "ordinary",
    "dameng.objects": "all-valid",
    "dameng.slow_statements": "monitored-and-none",
}
FAULTS: Mapping[str, str] = {
    **IN_ORDER,
    "dameng.instance": "suspended-primary",
    "dameng.licence": "trial-ends-soon",
    "dameng.tablespaces": "full-and-fixed-and-chinese",
    "dameng.backup_sets": "old",
    "dameng.archiving": "primary-with-an-invalid-standby",
    "dameng.watcher": "silent",
    "dameng.replay": "standby-behind",
    "dameng.redo": "small-and-busy",
    "dameng.sessions": "at-the-licence",
    "dameng.waits": "behind-an-idle-one",
    "dameng.transactions": "idle-and-busy",
    "dameng.deadlocks": "many",
    "dameng.job_runs": "failing-and-off",
    "dameng.log_levels": "fatal",
    "dameng.parameters": "weak",
    "dameng.accounts": "ending-and-locked",
    "dameng.objects": "some-invalid",
    "dameng.slow_statements": "some",
}
WORLDS = {"in order": IN_ORDER, "faults": FAULTS}


def levels(replies: Mapping[str, Reply]) -> dict[tuple[str, str], Level]:
    gathering = Gathering(WIRED, values_of(Site()))
    gathering.questions(1)
    gathering.replies |= replies
    gathering.settle()
    findings, _exhibits = judge(CHECKS, gathering.outcomes, {}, Scene(at=datetime(2026, 11, 22, 4, tzinfo=UTC)))
    return {(one.check, one.subject): one.level for one in findings}


@cache
def replies_of(name: str) -> Mapping[str, Reply]:
    return {one: evidence_of(CASES / one / WORLDS[name][one]) for one in ASKED}


def test_a_server_in_order_is_judged_without_a_false_alarm_and_each_fault_is_found() -> None:
    in_order, faults = (levels(replies_of(name)) for name in WORLDS)
    assert set(in_order.values()) <= {Level.OK, Level.ABSENT}
    bad = {check for (check, _subject), level in faults.items() if level in {Level.WARN, Level.CRITICAL}}
    notices = {"invalid_objects", "top_statements", "parameters"}
    trends = {check.id for check in CHECKS if isinstance(check, Trend)}
    assert {check.id for check in CHECKS} - bad == trends | {f"database.dameng.{name}" for name in notices}
    assert Level.NOTICE in {level for (check, _subject), level in faults.items() if check == "database.dameng.parameters"}


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("lost", ASKED)
def test_each_answer_alone_can_be_lost(name: str, lost: str) -> None:
    whole = levels(replies_of(name))
    for reason in GONE:
        assert_no_better(whole, levels({**replies_of(name), lost: SessionError(reason)}))


@given(st.data())
def test_an_answer_cut_at_any_byte_is_never_better(data: st.DataObject) -> None:
    name, lost = data.draw(st.sampled_from(sorted(WORLDS))), data.draw(st.sampled_from(ASKED))
    reply = replies_of(name)[lost]
    assert isinstance(reply, bytes)
    (first,) = decode(reply)
    at = data.draw(st.integers(0, max(0, len(first.out) - 1)))
    cut = encode((replace(first, out=first.out[:at]),))
    assert_no_better(levels(replies_of(name)), levels({**replies_of(name), lost: cut}))
