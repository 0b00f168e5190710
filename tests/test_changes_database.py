"""What changes by itself in a database and is no change of it; and what hangs on facts of several answers."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checks.aspects import AnyAspect, Way, Weight, compare
from checks.changes.database import (
    dameng_objects,
    dameng_server,
    oracle_access,
    oracle_objects,
    oracle_space,
    postgres_objects,
    postgres_server,
)
from collectors.base import Listing
from collectors.facts.dameng.instances import Parameter, Settings
from collectors.facts.dameng.protection import Job, JobRun
from collectors.facts.oracle.accounts import Account, Holder, Jobs
from collectors.facts.oracle.objects import IndexStates, Invalid, Objects, UnusableIndex
from collectors.facts.oracle.spaces import DiskGroup
from collectors.facts.postgres.settings import Setting as PostgresSetting
from collectors.facts.postgres.settings import Settings as PostgresSettings
from tests.house.changed import differences, outcomes, rewritten
from tests.test_cases import CASES

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED


def told(aspect: AnyAspect, now: Any, then: Any) -> list[tuple[str, Way, str, Weight]]:  # noqa: ANN401 - facts of any kind
    return [(one.subject, one.way, one.field, one.weight) for one in compare(aspect, now, then).differences]


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("postgres.instance/quiet", lambda text: text.replace("2026-11-22 13:13:32.4", "2026-12-01 01:02:03.4")),
        ("postgres.databases/quiet", lambda text: text.replace('"7667047"', '"99667047"')),
        ("postgres.tables/churn-and-an-invalid-index", lambda text: text.replace('"600000","300000"', '"1","2"')),
        (
            "postgres.replication/primary-with-a-standby-a-dead-slot-and-a-failing-archive",
            lambda text: text.replace('"13519"', '"4711"').replace('"0.036015"', '"9.5"'),
        ),
        (
            "postgres.slots/primary-with-a-standby-a-dead-slot-and-a-failing-archive",
            lambda text: text.replace('"33554392"', '"99"'),
        ),
        (
            "postgres.hba/wide-rules-and-strong-accounts",
            lambda text: re.sub(r'\["(\d)","(host|local)"', lambda m: f'["{int(m[1]) + 3}","{m[2]}"', text),
        ),
        ("mysql.settings/mariadb-10.11-in-order", lambda text: text.replace('["hostname","vm"]', '["hostname","db9"]')),
        (
            "mysql.channels/mariadb-10.11-follows-two",
            lambda text: text.replace('"0-1-48"', '"0-1-99"').replace('"35229","861"', '"35229","999"'),
        ),
        ("oracle.instances/mounted-standby", lambda text: text.replace('"7776000"', '"60"')),
        ("oracle.patches/denied", lambda text: text.replace('"69120000"', '"79120000"')),
        ("oracle.disk_groups/sound", lambda text: text.replace('"2048000","900000"', '"148000","90000"')),
        ("oracle.standby/mounted-standby", lambda text: text.replace("+00 00:00:05", "+00 01:00:05")),
        ("dameng.instance/mounted", lambda text: text.replace('"600"', '"9000"')),
        ("dameng.tablespaces/corrupt-and-offline", lambda text: text.replace('"131072","65536"', '"131072","1"')),
        ("dameng.licence/enterprise-with-a-date", lambda text: text.replace('"770"', '"700"')),
        ("dameng.accounts/ending-and-locked", lambda text: text.replace('["APP","OPEN","5"', '["APP","OPEN","4"')),
    ],
)
def test_noise_of_databases_is_no_change(case: str, change: Callable[[str], str], tmp_path: Path) -> None:
    then = outcomes(CASES / case)
    now = rewritten(CASES / case, tmp_path, change)
    assert then
    assert now.keys() == then.keys()
    assert not list(differences(now, then))


def test_a_default_of_another_version_is_no_change_and_what_was_set_is_one() -> None:
    def found(value: str, default: str) -> PostgresSettings:
        one = PostgresSetting("jit", value, "", "configuration file", default, is_pending=False)
        return PostgresSettings("postgres", 150000, {"jit": one})

    assert told(postgres_server.SETTINGS_ASPECT, found("off", "off"), found("on", "on")) == []
    assert told(postgres_server.SETTINGS_ASPECT, found("on", "off"), found("on", "on")) == [
        ("jit", Way.CHANGED, "value", REPORT)
    ]


def test_an_object_that_is_broken_now_is_a_fault_and_one_that_was_mended_is_noted() -> None:
    then = outcomes(CASES / "postgres.objects/churn-and-an-invalid-index")
    facts = next(facts for kind, facts in then.items() if kind == postgres_objects.BROKEN_OBJECTS_ASPECT.needs)
    assert isinstance(facts, Listing)
    sound = Listing(tuple(type(one)(**{**_fields(one), "broken": ()}) for one in facts.records), facts.unseen)
    new = told(postgres_objects.BROKEN_OBJECTS_ASPECT, facts, sound)
    assert new
    assert {(way, weight) for _subject, way, _field, weight in new} == {(Way.COME, FAULT)}
    mended = told(postgres_objects.BROKEN_OBJECTS_ASPECT, sound, facts)
    assert {(way, weight) for _subject, way, _field, weight in mended} == {(Way.GONE, NOTED)}


def _fields(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a record of any kind
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def invalid(**counts: int) -> Listing[Objects]:
    found = tuple(Invalid(owner, "VIEW", count, 1.0, is_maintained=False) for owner, count in counts.items())
    return Listing((Objects("PDB1", found, ()),))


def test_invalid_objects_must_not_become_more() -> None:
    assert told(oracle_objects.INVALID_ASPECT, invalid(APP=3), invalid(APP=2)) == [
        ("PDB1 APP VIEW", Way.CHANGED, "count", FAULT)
    ]
    assert told(oracle_objects.INVALID_ASPECT, invalid(APP=1), invalid(APP=2)) == [
        ("PDB1 APP VIEW", Way.CHANGED, "count", NOTED)
    ]
    assert told(oracle_objects.INVALID_ASPECT, invalid(APP=2), invalid()) == [("PDB1 APP VIEW", Way.COME, "", FAULT)]
    assert told(oracle_objects.INVALID_ASPECT, invalid(), invalid(APP=2)) == [("PDB1 APP VIEW", Way.GONE, "", NOTED)]


def test_an_index_that_cannot_be_used_any_more() -> None:
    def states(count: int, *names: str) -> Listing[IndexStates]:
        unusable = tuple(UnusableIndex("APP", name, is_unique=False, parts_count=0) for name in names)
        return Listing((IndexStates("PDB1", count, unusable),))

    assert told(oracle_objects.INDEXES_ASPECT, states(9, "I1"), states(9)) == [("PDB1", Way.CHANGED, "unusable", FAULT)]
    assert told(oracle_objects.INDEXES_ASPECT, states(9), states(9, "I1")) == [("PDB1", Way.CHANGED, "unusable", NOTED)]
    assert told(oracle_objects.INDEXES_ASPECT, states(8), states(9)) == [("PDB1", Way.CHANGED, "count", FAULT)]


def test_jobs_that_run_once_come_and_go() -> None:
    def of(count: int) -> Listing[Jobs]:
        return Listing((Jobs("PDB1", count, ()),))

    assert told(oracle_objects.JOBS_ASPECT, of(18), of(20)) == []
    assert told(oracle_objects.JOBS_ASPECT, of(17), of(20)) == [("PDB1", Way.CHANGED, "count", REPORT)]


def account(name: str, status: str, *, is_maintained: bool = False) -> Account:
    return Account("PDB1", name, status, None, "DEFAULT", "USERS", False, is_maintained, "12C")  # noqa: FBT003 - as it stands


@pytest.mark.parametrize(
    ("status", "is_lost"),
    [
        ("OPEN", False), ("EXPIRED(GRACE)", False), ("EXPIRED", True), ("LOCKED", True), ("LOCKED(TIMED)", True),
        ("EXPIRED & LOCKED", True), ("EXPIRED(GRACE) & LOCKED(TIMED)", True),
    ],
)  # fmt: skip
def test_which_accounts_can_be_used(status: str, is_lost: bool) -> None:  # noqa: FBT001 - a parameter
    then, now = Listing((account("APP", "OPEN"),)), Listing((account("APP", status),))
    lost = [("PDB1.APP", Way.CHANGED, "is_usable", FAULT)]
    assert told(oracle_access.ACCOUNTS_ASPECT, now, then) == (lost if is_lost else [])


def test_accounts_of_oracle_itself_are_not_compared() -> None:
    then = Listing((account("APP", "OPEN"), account("OJVMSYS", "OPEN", is_maintained=True)))
    assert told(oracle_access.ACCOUNTS_ASPECT, Listing((account("APP", "OPEN"),)), then) == []


def test_who_may_do_everything_now() -> None:
    then = Listing((Holder("PDB1", "", (), ()), Holder("PDB1", "APP", (), ("SELECT ANY TABLE",))))
    now = Listing((Holder("PDB1", "", (), ()), Holder("PDB1", "APP", ("DBA",), ()), Holder("PDB1", "X", ("DBA",), ())))
    assert told(oracle_access.HOLDERS_ASPECT, now, then) == [
        ("PDB1.APP", Way.CHANGED, "rights", REPORT),
        ("PDB1.X", Way.COME, "", REPORT),
    ]


def test_a_disk_group_that_lost_a_disk_and_one_that_grew() -> None:
    def group(gib: int, offline: int) -> tuple[DiskGroup, ...]:
        return (DiskGroup("DATA", "CONNECTED", "NORMAL", gib * 2**30, 1, 1, offline),)

    assert told(oracle_space.GROUPS_ASPECT, group(9, 0), group(10, 0)) == [("DATA", Way.CHANGED, "gib", FAULT)]
    assert told(oracle_space.GROUPS_ASPECT, group(11, 0), group(10, 1)) == [
        ("DATA", Way.CHANGED, "gib", NOTED),
        ("DATA", Way.CHANGED, "offline", NOTED),
    ]


def test_parameters_and_jobs_of_dameng() -> None:
    def settings(value: str, *, in_file: str = "x") -> Settings:
        return Settings({"BUFFER": Parameter("BUFFER", value, in_file)}, (), 1, 1)

    assert told(dameng_server.PARAMETERS_ASPECT, settings("1", in_file="y"), settings("1")) == []
    assert told(dameng_server.PARAMETERS_ASPECT, settings("2"), settings("1")) == [("BUFFER", Way.CHANGED, "value", REPORT)]
    then = (Job("BAK", True, ()), Job("STAT", True, ()))  # noqa: FBT003 - as it stands
    now = (Job("BAK", False, (JobRun(0, 60),)),)  # noqa: FBT003 - as it stands
    assert told(dameng_objects.JOBS_ASPECT, now, then) == [
        ("BAK", Way.CHANGED, "is_enabled", FAULT),
        ("STAT", Way.GONE, "", FAULT),
    ]
