"""Facts now beside facts then: the first time, two epochs, growth at its limits, settings that differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.judging import judge_one
from agent.outcomes import Missed, Seen
from agent.past import Past
from checks.base import Exhibit, Finding, Level, Scene, Then
from checks.comparing import pairs
from checks.server.configuration_drift import CONFIGURATION_DRIFT, DriftLimits
from checks.server.error_growth import ERROR_GROWTH, RULES, ErrorGrowthLimits
from checks.subjects import subject_words
from collectors.base import Absent, Listing, Reason, SessionError, Unseen
from collectors.facts.accounts import Account, Accounts
from collectors.facts.counters import Counter
from collectors.facts.disk_health import DiskHealth
from collectors.facts.identity import Identity
from collectors.facts.jobs import Job
from collectors.facts.mounts import Mount, MountTable
from collectors.facts.network import Bond, BondMember, Link, LinkCounters
from collectors.facts.paths import FcPort
from collectors.facts.raid import Drive, DriveState, RaidController
from collectors.facts.services import Unit
from collectors.facts.settings import VOLATILE_SYSCTLS, SettingsArea
from collectors.linux.counters import derive as count
from collectors.linux.settings import derive as settle
from collectors.policies import Policy, fields_under
from config.limits import Layered
from config.text import render

NOW = datetime(2026, 11, 22, tzinfo=UTC)
THEN = NOW - timedelta(days=10)
SCENE = Scene(at=NOW)
HERE = Identity("m1", "db01", "kylin", "Kylin", "V10", "4.19", "x86_64", 0, boot_id="b1")
NONE = Absent("none of /sys/class")


@dataclass(frozen=True)
class Thing:
    name: Annotated[str, Policy.IDENTITY]
    value: Annotated[int, Policy.REPORT]
    epoch: Annotated[str, Policy.EPOCH] = "e"
    label: str = ""


def test_records_are_paired_by_identity_and_compared_by_what_is_declared() -> None:
    now = (Thing("a", 1, label="new"), Thing("b", 3), Thing("c", 1))
    then = (Thing("gone", 1), Thing("b", 2, "f"), Thing("a", 1, label="old"))
    found = {(one.now or one.then).name: one for one in pairs(Thing, now, then) if one.now or one.then}  # type: ignore[union-attr]  # one is there
    assert (found["a"].changed, found["a"].is_same_epoch) == ((), True)
    assert (found["b"].changed, found["b"].is_same_epoch) == (("value",), False)
    assert found["c"].then is None
    assert found["gone"].now is None
    assert fields_under(Thing, Policy.IDENTITY) == ("name",)


def test_an_epoch_that_nobody_knows_is_no_epoch() -> None:
    (pair,) = pairs(Thing, [Thing("a", 2, "")], [Thing("a", 1, "")])
    assert not pair.is_same_epoch


@given(st.lists(st.builds(Thing, st.text(max_size=2), st.integers())))
def test_the_same_records_twice_differ_in_nothing(things: list[Thing]) -> None:
    found = pairs(Thing, things, reversed(things) if len({t.name for t in things}) == len(things) else things)
    assert all(one.now is not None and one.then is not None and not one.changed for one in found)


def listing(*counters: Counter) -> Listing[Counter]:
    return Listing(counters)


def grown(now: Counter, then: Counter | None, days: float = 10.0) -> Finding:
    then_facts = Then(listing(*([then] if then else [])), NOW - timedelta(days=days))
    (found,) = ERROR_GROWTH.judge(listing(now), then_facts, Layered(ErrorGrowthLimits()), SCENE)
    assert isinstance(found, Finding)
    return found


def test_the_first_time_it_is_not_applicable_and_nothing_is_new() -> None:
    facts = listing(Counter("disk", "S1", "pending_count", 90, "S1"))
    facts = replace(facts, unseen=(Unseen("disk sdb", Reason.DENIED),))
    (found,) = judge_one(ERROR_GROWTH, Seen(facts), Layered(ERROR_GROWTH.limits), SCENE)
    assert isinstance(found, Finding)
    assert (found.level, found.subject) == (Level.ABSENT, "")
    assert "不适用（首次）" in render(found.summary, "zh_CN")


def test_a_then_that_cannot_be_read_is_unknown_and_not_the_first_time() -> None:
    past = Past({ERROR_GROWTH.id: SessionError(Reason.NOT_ASKED, "purged")})
    (found,) = judge_one(ERROR_GROWTH, Seen(listing()), Layered(ERROR_GROWTH.limits), SCENE, past)
    assert isinstance(found, Finding)
    assert (found.level, found.reason) == (Level.UNKNOWN, "not_asked")


def test_what_is_not_seen_now_is_unknown_whatever_was_seen_then() -> None:
    past = Past({ERROR_GROWTH.id: Then(listing(), THEN)})
    (found,) = judge_one(ERROR_GROWTH, Missed(SessionError(Reason.DENIED)), Layered(ERROR_GROWTH.limits), SCENE, past)
    assert isinstance(found, Finding)
    assert found.level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("part", "name", "growth", "level"),
    [
        ("disk", "pending_count", 0, Level.OK),
        ("disk", "pending_count", 1, Level.CRITICAL),
        ("disk", "uncorrectable_count", 1, Level.CRITICAL),
        ("disk", "reallocated_count", 1, Level.WARN),
        ("disk", "crc_error_count", 1, Level.WARN),
        ("drive", "media_error_count", 1, Level.WARN),
        ("memory", "corrected_count", 99, Level.OK),
        ("memory", "corrected_count", 100, Level.WARN),
        ("memory", "uncorrected_count", 1, Level.CRITICAL),
        ("link", "errors_count", 9999, Level.OK),
        ("link", "errors_count", 10000, Level.WARN),
        ("link", "carrier_changes_count", 2, Level.OK),
        ("link", "carrier_changes_count", 3, Level.WARN),
        ("bond", "link_failures_count", 1, Level.WARN),
        ("port", "loss_of_sync_count", 1, Level.WARN),
        ("unit", "restarts_count", 5, Level.OK),
        ("unit", "restarts_count", 6, Level.WARN),
    ],
)
def test_growth_at_its_limits_over_ten_days(part: str, name: str, growth: int, level: Level) -> None:
    before = Counter(part, "x", name, 7, "e")
    assert grown(replace(before, value=7 + growth), before).level is level


def test_what_has_grown_says_both_values_and_since_when() -> None:
    before = Counter("disk", "S1", "pending_count", 7, "S1")
    found = grown(replace(before, value=9), before)
    assert found.subject == "disk S1"
    assert render(found.summary, "en") == "disk S1: grown since 2026-11-12 08:00 +08:00: pending sectors"
    assert found.observed is not None
    assert render(found.observed, "en") == "pending sectors 7 → 9"
    assert found.measures == {"pending_count_growth": 2}
    assert render(subject_words(ERROR_GROWTH.id, found.subject), "zh_CN") == "磁盘 S1"


def test_over_two_epochs_the_difference_is_unseen() -> None:
    before = Counter("link", "eth0", "errors_count", 500_000, "b1")
    found = grown(replace(before, value=500_001, epoch="b2"), before, days=1000)
    assert (found.level, found.reason) == (Level.UNKNOWN, "no_record")


def test_a_counter_that_fell_began_again() -> None:
    before = Counter("port", "50:01", "link_failure_count", 4, "b1")
    assert grown(replace(before, value=0), before).level is Level.UNKNOWN


def test_what_was_counted_since_the_restart_alone_can_be_enough() -> None:
    before = Counter("memory", "mc0", "uncorrected_count", 5, "b1")
    assert grown(replace(before, value=2, epoch="b2"), before).level is Level.CRITICAL


def test_a_count_of_no_known_epoch_proves_no_growth() -> None:
    before = Counter("disk", "/dev/sdb", "pending_count", 5, "")
    assert grown(replace(before, value=50), before).level is Level.UNKNOWN


def test_a_disk_that_was_not_there_has_not_grown() -> None:
    found = grown(Counter("disk", "S2", "pending_count", 90, "S2"), Counter("disk", "S1", "pending_count", 0, "S1"))
    assert (found.subject, found.level) == ("disk S2", Level.ABSENT)


def test_units_without_growth_are_one_finding() -> None:
    before = listing(*(Counter("unit", f"u{n}.service", "restarts_count", n, "b1") for n in range(9)))
    now = listing(*(replace(c, value=c.value + (10 if c.subject == "u3.service" else 0)) for c in before.records))
    found = list(ERROR_GROWTH.judge(now, Then(before, THEN), Layered(ErrorGrowthLimits()), SCENE))
    said = {(f.subject, f.level) for f in found if isinstance(f, Finding)}
    assert said == {("units", Level.OK), ("unit u3.service", Level.WARN)}


def test_every_part_is_counted_with_its_epoch() -> None:
    disk = DiskHealth("S1", "/dev/sda", serial="S1", pending_count=3)
    drive = Drive("252:1", DriveState.ONLINE, "Onln", serial="D1", media_error_count=2)
    link = Link(
        "eth0", is_physical=True, is_enabled=True, has_carrier=True, total=LinkCounters(9, 1, 0), carrier_changes_count=2
    )
    virtual = replace(link, name="veth1", is_physical=False)
    found = count(
        HERE,
        Listing((disk,)),
        Listing((RaidController("C1", "storcli", drives=(drive,)),)),
        NONE,
        Listing((link, virtual)),
        Listing((Bond("bond0", "active-backup", is_up=True, members=(BondMember("eth0", is_up=True, status="up"),)),)),
        Listing((FcPort("50:01", "host1", "Online", counts={"loss_of_sync_count": 4}),)),
        Listing((Unit("a.service", restarts_count=1), Unit("b.mount"))),
    )
    assert {(c.part, c.subject, c.name, c.value, c.epoch) for c in found.records} == {
        ("disk", "S1", "pending_count", 3, "S1"),
        ("drive", "C1 252:1", "media_error_count", 2, "D1"),
        ("link", "eth0", "errors_count", 1, "b1"),
        ("link", "eth0", "carrier_changes_count", 2, "b1"),
        ("bond", "bond0 eth0", "link_failures_count", 0, "b1"),
        ("port", "50:01", "loss_of_sync_count", 4, "b1"),
        ("unit", "a.service", "restarts_count", 1, "b1"),
    }
    assert all((c.part, c.name) in RULES for c in found.records)


def test_a_part_that_was_not_seen_is_unseen_and_one_without_counters_is_absent() -> None:
    denied = SessionError(Reason.DENIED, "smartctl")
    unit = Listing((Unit("a.service", restarts_count=1),))
    found = count(HERE, denied, NONE, NONE, NONE, NONE, NONE, unit)
    assert [(one.subject, one.reason) for one in found.unseen] == [("disk", Reason.DENIED)]
    with pytest.raises(Absent, match="sys/class"):
        count(HERE, *[NONE] * 7)
    with pytest.raises(SessionError, match="smartctl"):
        count(HERE, denied, *[NONE] * 6)


def drift(
    now: Mapping[str, str], then: Mapping[str, str], area: str = "hosts", unseen: tuple[Unseen, ...] = (), **limits: object
) -> tuple[list[Finding], list[Exhibit]]:
    set_ = Layered(replace(DriftLimits(), **limits))  # type: ignore[arg-type]  # names and types are the dataclass's
    before = Then(Listing((SettingsArea(area, then),), unseen), THEN)
    said = list(CONFIGURATION_DRIFT.judge(Listing((SettingsArea(area, now),)), before, set_, SCENE))
    return [f for f in said if isinstance(f, Finding)], [e for e in said if isinstance(e, Exhibit)]


def test_equal_settings_are_ok_and_no_table() -> None:
    (found,), tables = drift({"10.0.0.1": "a"}, {"10.0.0.1": "a"})
    assert (found.subject, found.level, tables) == ("hosts", Level.OK, [])


def test_each_changed_setting_is_a_notice_with_both_values() -> None:
    found, (table,) = drift({"a": "1", "b": "2", "new": "3"}, {"a": "1", "b": "9", "old": "4"})
    said = {f.subject: (f.level, render(f.observed, "en")) for f in found if f.observed}
    assert said == {
        "hosts b": (Level.NOTICE, "9 → 2"),
        "hosts new": (Level.NOTICE, "not there → 3"),
        "hosts old": (Level.NOTICE, "4 → not there"),
    }
    assert len(table.rows) == 3


@pytest.mark.parametrize("key", [one.replace("*", "x") for one in VOLATILE_SYSCTLS])
def test_what_sysctl_counts_is_no_setting(key: str) -> None:
    (found,), _tables = drift({key: "2"}, {key: "1"}, "sysctl")
    assert found.level is Level.OK


def test_sysctl_keys_come_and_go_but_a_value_that_differs_is_a_change() -> None:
    (found,), _tables = drift({"vm.swappiness": "60", "net.new": "1"}, {"vm.swappiness": "10", "kernel.old": "1"}, "sysctl")
    assert found.subject == "sysctl vm.swappiness"
    assert render(subject_words(CONFIGURATION_DRIFT.id, found.subject), "zh_CN") == "内核参数 vm.swappiness"


def test_what_was_seen_in_part_then_is_compared_only_where_both_have_it() -> None:
    partly = (Unseen("jobs", Reason.DENIED),)
    (found,), _tables = drift({"a": "1", "b": "2"}, {"a": "1"}, "jobs", partly)
    assert found.level is Level.OK


def test_an_area_that_was_not_seen_then_is_not_compared() -> None:
    nothing: Listing[SettingsArea] = Listing((), (Unseen("hosts", Reason.DENIED),))
    before = Then(nothing, THEN)
    (found,) = CONFIGURATION_DRIFT.judge(
        Listing((SettingsArea("hosts", {"a": "1"}),)), before, Layered(DriftLimits()), SCENE
    )
    assert isinstance(found, Finding)
    assert found.level is Level.ABSENT


def test_many_changes_of_one_area_are_one_finding_and_the_whole_table() -> None:
    now, then = ({str(n): side for n in range(21)} for side in ("a", "b"))
    (found,), (table,) = drift(now, then)
    assert (found.subject, found.level, len(table.rows)) == ("hosts", Level.NOTICE, 21)
    assert len(drift(dict(list(now.items())[:20]), dict(list(then.items())[:20]))[0]) == 20


def test_the_operator_can_say_what_changes_by_itself() -> None:
    (found,), _tables = drift({"nameserver": "10.0.0.9"}, {"nameserver": "10.0.0.2"}, "resolver", ignored=("resolver *",))
    assert found.level is Level.OK


def test_all_areas_come_together() -> None:
    files = Listing((SettingsArea("hosts", {"a": "1"}),), (Unseen("sysctl", Reason.EMPTY),))
    accounts = Accounts(NOW, (Account("root", 0, "/bin/bash"),))
    mounts = MountTable(
        (
            Mount("/data", "/dev/sdb1", "xfs", "/", ("rw", "noatime"), ("rw",), "sdb1"),
            Mount("/proc", "proc", "proc", "/", ("rw",), ("rw",)),
        ),
        None,
    )
    jobs = Listing(
        (
            Job("/etc/crontab", "0 1 * * *", "root", "/opt/b.sh"),
            Job("/etc/crontab", "0 2 * * *", "root", "/opt/b.sh"),
            Job("timer", "x.timer", "", "x.service"),
        ),
        (Unseen("/var/spool/cron", Reason.DENIED),),
    )
    found = settle(files, accounts, mounts, jobs)
    assert {one.name: dict(one.settings) for one in found.records} == {
        "hosts": {"a": "1"},
        "accounts": {"root": "0 /bin/bash"},
        "mounts": {"/data": "xfs noatime,rw"},
        "jobs": {"/etc/crontab /opt/b.sh": "0 1 * * * root | 0 2 * * * root"},
    }
    assert [one.subject for one in found.unseen] == ["sysctl", "jobs"]
    lost = settle(SessionError(Reason.TIMEOUT), accounts, NONE, jobs)
    assert "files" in [one.subject for one in lost.unseen]
    assert dict(next(one for one in lost.records if one.name == "mounts").settings) == {}
    with pytest.raises(SessionError, match="timeout"):
        settle(*[SessionError(Reason.TIMEOUT)] * 4)
