"""Security checks of audit, logs and the clock: what is loaded and what is there decides, never a file alone."""

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checks.base import Exhibit, Finding, Level, NoLimits, Scene
from checks.security.audit_families import FAMILIES, Family, missing, read_rule, silenced
from checks.security.linux import (
    audit_auditd,
    audit_immutable_protected,
    audit_lost_events,
    audit_rules,
    log_remote,
    log_rsyslog,
    time_sync,
)
from checks.security.linux import log_retention_180d as retention
from collectors.base import Answer, Reason, Shell, Unseen
from collectors.facts.audits import Audit, AuditStatus
from collectors.facts.clocks import Clock, TimeServices, TimeSource
from collectors.facts.log_forwarding import LogAction, LogForwarding
from collectors.facts.log_services import LogServices
from collectors.facts.logs_kept import LogKeeping, LogTrail
from collectors.facts.services import Service, Services
from collectors.linux.log_forwarding import LOG_FORWARDING_FILES
from collectors.linux.log_forwarding import parse as parse_forwarding
from config.limits import Layered
from config.said import Mitigation
from tests.test_cases import CASES, facts_of

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT)
DENIED = Unseen("", Reason.DENIED, "denied")
LOCKED = "all-families-locked"


def case_of_audit(case: str) -> Audit:
    found = facts_of(CASES / "linux.audits.auditctl" / case)
    assert isinstance(found, Audit)
    return found


def by_subject(findings: Iterable[Finding | Exhibit]) -> dict[str, Finding]:
    return {one.subject: one for one in findings if isinstance(one, Finding)}


def levels(findings: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {name: one.level for name, one in by_subject(findings).items()}


def of(*names: str, off: tuple[str, ...] = ()) -> Services:
    on = [Service(name, is_running=True, starts_at_boot=True, enablement="enabled") for name in names]
    return Services("systemd", (*on, *(Service(name, False, False, "", "disabled") for name in off)))  # noqa: FBT003


KEPT = LogKeeping(
    asked_at=AT,
    files_count=4,
    size_bytes=1000,
    large=(),
    trails=(
        LogTrail("system", 30, AT - timedelta(days=200), AT - timedelta(minutes=5), is_exact=True),
        LogTrail("login", 30, AT - timedelta(days=181), AT - timedelta(minutes=9), is_exact=True),
    ),
    journal="none",
    installed_at=AT - timedelta(days=900),
)
FORWARDING = LogForwarding(("rsyslogd", "systemd-journal"), ())


def log_services(
    *,
    forwarding: LogForwarding | Unseen = FORWARDING,
    audit: Audit | Unseen | None = None,
    keeping: LogKeeping | Unseen = KEPT,
    services: Services | Unseen | None = None,
) -> LogServices:
    return LogServices(
        forwarding, case_of_audit(LOCKED) if audit is None else audit, keeping, services or of("auditd", "rsyslog")
    )


def test_auditd_that_runs_and_starts_at_boot_passes() -> None:
    assert levels(audit_auditd.judge(log_services(), Layered(NoLimits()), SCENE)) == {
        "running": Level.OK,
        "start": Level.OK,
    }


def test_auditd_may_run_with_audit_switched_off() -> None:
    off = replace(case_of_audit(LOCKED), status=AuditStatus(enabled=0, pid=711, lost_count=0))
    found = by_subject(audit_auditd.judge(log_services(audit=off), Layered(NoLimits()), SCENE))
    assert found["running"].level is Level.CRITICAL
    assert found["running"].quote == "enabled 0 pid 711"


def test_audit_may_be_on_while_nobody_takes_the_records() -> None:
    alone = replace(case_of_audit(LOCKED), status=AuditStatus(enabled=1, pid=0, lost_count=0))
    found = levels(audit_auditd.judge(log_services(audit=alone), Layered(NoLimits()), SCENE))
    assert found["running"] is Level.CRITICAL


def test_a_kernel_thread_kauditd_is_no_auditd() -> None:
    """Real: this machine's kernel has the thread, and no program of audit."""
    found = case_of_audit("no-audit-tools-here")
    assert "kauditd" in found.processes
    judged = audit_auditd.judge(log_services(audit=found, services=of()), Layered(NoLimits()), SCENE)
    assert levels(judged) == {"running": Level.CRITICAL, "start": Level.CRITICAL}


def test_real_auditctl_of_a_kernel_with_audit_off_fails() -> None:
    found = case_of_audit("auditctl-of-debian-and-audit-off")
    judged = audit_auditd.judge(log_services(audit=found), Layered(NoLimits()), SCENE)
    assert levels(judged)["running"] is Level.CRITICAL
    assert set(levels(audit_rules.judge(found, Layered(audit_rules.RuleLimits()), SCENE)).values()) == {Level.WARN}


def test_without_root_nothing_of_audit_passes() -> None:
    found = case_of_audit("without-root")
    judged = [
        *audit_auditd.judge(log_services(audit=found, services=DENIED), Layered(NoLimits()), SCENE),
        *audit_rules.judge(found, Layered(audit_rules.RuleLimits()), SCENE),
        *audit_lost_events.judge(found, Layered(audit_lost_events.LostLimits()), SCENE),
        *audit_immutable_protected.judge(found, Layered(NoLimits()), SCENE),
    ]
    assert {one.level for one in judged if one.subject != "service"} == {Level.UNKNOWN}


def test_a_disabled_auditd_fails_at_boot_alone() -> None:
    found = log_services(services=of(off=("auditd",)))
    assert levels(audit_auditd.judge(found, Layered(NoLimits()), SCENE)) == {
        "running": Level.OK,
        "start": Level.CRITICAL,
    }


def test_all_families_are_audited_by_the_rules_of_our_card() -> None:
    judged = levels(audit_rules.judge(case_of_audit(LOCKED), Layered(audit_rules.RuleLimits()), SCENE))
    assert judged == dict.fromkeys((one.name for one in FAMILIES), Level.OK)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
def test_each_family_that_is_taken_out_is_missed(family: Family) -> None:
    found = case_of_audit(LOCKED)
    assert isinstance(found.rules, tuple)
    words = (*family.paths, *(call for group in family.calls for call in group))
    kept = tuple(one for one in found.rules if not any(word in one for word in words))
    judged = levels(audit_rules.judge(replace(found, rules=kept), Layered(audit_rules.RuleLimits()), SCENE))
    assert judged[family.name] is Level.WARN
    assert [name for name, level in judged.items() if level is Level.WARN] == [family.name]


TIME = next(one for one in FAMILIES if one.name == "time")
IDENTITY = next(one for one in FAMILIES if one.name == "identity")


def test_a_rule_for_32_bits_alone_does_not_see_programs_of_64() -> None:
    rules = (read_rule("-w /etc/localtime -p wa"), read_rule("-a always,exit -F arch=b32 -S settimeofday -F key=time"))
    assert missing(TIME, rules) == ("settimeofday/clock_settime/adjtimex",)


def test_a_watch_of_reading_alone_does_not_see_changes() -> None:
    assert missing(IDENTITY, (read_rule("-w /etc -p r -k read"),)) == IDENTITY.paths


def test_a_watch_of_a_folder_covers_what_is_in_it() -> None:
    assert missing(IDENTITY, (read_rule("-a always,exit -F dir=/etc -F perm=wa -F key=etc"),)) == ()


def test_a_rule_for_one_user_alone_audits_not_everybody() -> None:
    assert missing(IDENTITY, (read_rule("-a always,exit -F dir=/etc -F perm=wa -F auid=1005"),)) == IDENTITY.paths
    assert missing(IDENTITY, (read_rule("-a always,exit -F dir=/etc -F perm=wa -F auid>=1000 -F auid!=-1"),)) == ()


@pytest.mark.parametrize("never", ["-a never,task", "-a task,never", "task,never"])
def test_never_task_as_shipped_by_rhel_silences_the_others(never: str) -> None:
    found = case_of_audit(LOCKED)
    assert isinstance(found.rules, tuple)
    judged = audit_rules.judge(replace(found, rules=(*found.rules, never)), Layered(audit_rules.RuleLimits()), SCENE)
    assert set(levels(judged).values()) == {Level.WARN}


def test_a_never_for_one_file_or_behind_the_others_silences_nothing() -> None:
    always = read_rule("-a always,exit -F arch=b64 -S settimeofday")
    assert silenced((read_rule("-a never,exit -F path=/usr/bin/x"), always)) is None
    assert silenced((always, read_rule("-a never,exit -S all"))) is None
    assert silenced((read_rule("-a never,exit -S all"), always)) is not None


def test_rules_of_audit_2_are_read() -> None:
    found = case_of_audit("rhel6-lost-some-and-a-log-that-all-can-read")
    judged = by_subject(audit_rules.judge(found, Layered(audit_rules.RuleLimits()), SCENE))
    assert "/etc/passwd" not in str(judged["identity"].summary.values)
    assert "/etc/shadow" in str(judged["identity"].summary.values)
    assert "settimeofday" in str(judged["time"].summary.values)  # its rule is one of 32 bits


def test_lost_records_fail_and_a_small_backlog_is_a_notice() -> None:
    found = case_of_audit("rhel6-lost-some-and-a-log-that-all-can-read")
    judged = by_subject(audit_lost_events.judge(found, Layered(audit_lost_events.LostLimits()), SCENE))
    assert (judged["lost"].level, judged["lost"].measures) == (Level.WARN, {"lost_count": 41.0})
    assert judged["backlog"].level is Level.NOTICE
    good = levels(audit_lost_events.judge(case_of_audit(LOCKED), Layered(audit_lost_events.LostLimits()), SCENE))
    assert good == {"lost": Level.OK, "backlog": Level.OK}


def test_no_loss_where_audit_does_not_run_is_not_judged() -> None:
    found = case_of_audit("auditctl-of-debian-and-audit-off")
    assert levels(audit_lost_events.judge(found, Layered(audit_lost_events.LostLimits()), SCENE))["lost"] is Level.UNKNOWN


def test_a_log_of_audit_that_all_can_read_fails() -> None:
    found = case_of_audit("rhel6-lost-some-and-a-log-that-all-can-read")
    judged = levels(audit_immutable_protected.judge(found, Layered(NoLimits()), SCENE))
    assert judged["/var/log/audit/audit.log"] is Level.WARN
    assert judged["/var/log/audit"] is Level.WARN
    assert judged["rules"] is Level.NOTICE
    assert judged["service"] is Level.UNKNOWN


def test_locked_rules_and_files_of_root_pass_and_a_group_may_read() -> None:
    judged = levels(audit_immutable_protected.judge(case_of_audit(LOCKED), Layered(NoLimits()), SCENE))
    assert judged == {"rules": Level.OK, "files": Level.OK, "service": Level.OK}


def test_the_log_service_passes_fails_and_is_not_seen() -> None:
    limits = Layered(log_rsyslog.LoggerLimits())
    good = levels(log_rsyslog.judge(log_services(), limits, SCENE))
    assert good == {"logger": Level.OK, "start": Level.OK, "records": Level.OK}
    nobody = LogForwarding((), ())
    bad = log_services(forwarding=nobody, services=of(), keeping=replace(KEPT, trails=()))
    assert set(levels(log_rsyslog.judge(bad, limits, SCENE)).values()) == {Level.CRITICAL}
    unseen = log_services(forwarding=DENIED, services=DENIED, keeping=DENIED)
    assert set(levels(log_rsyslog.judge(unseen, limits, SCENE)).values()) == {Level.UNKNOWN}
    hidden = log_services(forwarding=replace(nobody, hidden=DENIED))
    assert levels(log_rsyslog.judge(hidden, limits, SCENE))["logger"] is Level.UNKNOWN


@pytest.mark.parametrize(("hours", "level"), [(24.0, Level.OK), (24.1, Level.CRITICAL)])
def test_a_logger_that_runs_and_a_log_that_stands_still(hours: float, level: Level) -> None:
    trails = (LogTrail("system", 1, AT - timedelta(days=9), AT - timedelta(hours=hours), is_exact=True),)
    found = log_services(keeping=replace(KEPT, trails=trails))
    assert levels(log_rsyslog.judge(found, Layered(log_rsyslog.LoggerLimits()), SCENE))["records"] is level


@pytest.mark.parametrize(("journal", "level"), [("persistent", Level.OK), ("volatile", Level.WARN), ("none", Level.WARN)])
def test_the_journal_in_run_is_lost_at_each_start(journal: str, level: Level) -> None:
    found = log_services(forwarding=LogForwarding(("systemd-journal",), ()), keeping=replace(KEPT, journal=journal))
    assert levels(log_rsyslog.judge(found, Layered(log_rsyslog.LoggerLimits()), SCENE))["logger"] is level


def forwarding(case: str) -> LogForwarding:
    found = facts_of(CASES / "linux.log_forwarding.files" / case)
    assert isinstance(found, LogForwarding)
    return found


def remote(found: LogForwarding, *, is_collected: bool = False) -> dict[str, Level]:
    return levels(log_remote.judge(found, Layered(log_remote.RemoteLimits(is_collected=is_collected)), SCENE))


def test_logs_that_are_sent_by_tcp_pass_where_a_connection_stands() -> None:
    found = forwarding("rsyslog-to-a-log-server-by-tcp")
    assert remote(found) == {"loghost.example:514": Level.OK}
    assert remote(replace(found, connections=())) == {"loghost.example:514": Level.WARN}
    assert remote(replace(found, connections=("rsyslogd 10.20.0.9:1514",))) == {"loghost.example:514": Level.WARN}
    assert remote(replace(found, connections=DENIED)) == {"loghost.example:514": Level.UNKNOWN}


def test_a_file_that_rsyslog_does_not_include_says_nothing() -> None:
    """Nor is an action to this host itself another machine."""
    assert remote(forwarding("a-file-that-nobody-includes")) == {"": Level.WARN}


def test_a_configured_action_without_a_running_logger_sends_nothing() -> None:
    found = LogForwarding((), (LogAction("rsyslog", "loghost.example:514", "udp", "/etc/rsyslog.conf"),))
    assert remote(found) == {"loghost.example:514": Level.WARN}


def test_udp_passes_and_says_that_nobody_here_sees_it_arrive() -> None:
    found = forwarding("syslog-ng-udp-and-the-journal")
    assert remote(found)["10.20.0.9"] is not Level.UNKNOWN
    assert [one.by for one in found.actions] == ["syslog-ng", "journal-upload", "auditd"]


def test_what_a_shipper_sends_was_not_read_and_the_operator_may_state_it() -> None:
    found = LogForwarding(("filebeat", "rsyslogd"), ())
    assert remote(found) == {"": Level.UNKNOWN}
    assert remote(found, is_collected=True) == {"": Level.OK}
    assert remote(forwarding("hidden-and-unread")) == {"": Level.UNKNOWN}


RSYSLOG = """\
module(load="imuxsock")
$IncludeConfig {place}/rsyslog.d/*.conf
auth,authpriv.*                 -/var/log/auth.log
*.emerg                         :omusrmsg:*
# *.* @@never.example:514
*.*;auth.none   @@(o)central.example:6514;RSYSLOG_ForwardFormat
"""
MODERN = """\
*.* action(type="omfwd"
  Target="10.20.0.9" Port="514"
  Protocol="tcp" queue.filename="q")
action(type="ommysql" server="db.example" db="logs" uid="writer" pwd="hunter2-secret")
local0.* action(type="omrelp" target="relp.example" port="2514")
"""


def test_the_real_ask_reads_both_forms_of_rsyslog_and_no_password_leaves(tmp_path: Path) -> None:
    (tmp_path / "rsyslog.d").mkdir()
    (tmp_path / "rsyslog.conf").write_text(RSYSLOG.format(place=tmp_path))
    (tmp_path / "rsyslog.d" / "x.conf").write_text(MODERN)
    assert isinstance(LOG_FORWARDING_FILES.ask, Shell)
    command = LOG_FORWARDING_FILES.ask.command.replace("/etc/rsyslog", f"{tmp_path}/rsyslog")
    done = subprocess.run(["sh", "-c", f"S=; {command}"], capture_output=True, text=True, check=True)
    assert "hunter2-secret" not in done.stdout
    assert "never.example" not in done.stdout
    found = parse_forwarding(Answer(done.stdout.replace(f"{tmp_path}/rsyslog", "/etc/rsyslog")))
    assert {(one.place, one.transport) for one in found.actions} == {
        ("central.example:6514", "tcp"),
        ("10.20.0.9:514", "tcp"),
        ("relp.example:2514", "relp"),
    }
    assert ("auth,authpriv.*", "/var/log/auth.log") in found.writes


def kept(
    days: int,
    *,
    installed: int | None = 900,
    is_exact: bool = True,
    is_centralised: bool = False,
    journal: str = "none",
    journal_oldest_at: datetime | None = None,
    denied: tuple[str, ...] = (),
    scene: Scene = SCENE,
) -> dict[str, Level]:
    trails = tuple(LogTrail(name, 9, AT - timedelta(days=days), AT, is_exact) for name in ("system", "login"))
    since = None if installed is None else AT - timedelta(days=installed)
    found = replace(
        KEPT, trails=trails, installed_at=since, journal=journal, journal_oldest_at=journal_oldest_at, denied=denied
    )
    limits = Layered(retention.RetentionLimits(is_centralised=is_centralised))
    return levels(retention.judge(found, limits, scene))


def test_retention_at_its_boundary() -> None:
    assert kept(180) == {"system": Level.OK, "login": Level.OK}
    assert kept(179) == {"system": Level.CRITICAL, "login": Level.CRITICAL}


def test_a_host_that_is_younger_than_six_months_is_not_inspected_and_does_not_fail() -> None:
    assert set(kept(30, installed=179).values()) == {Level.UNKNOWN}
    assert set(kept(30, installed=180).values()) == {Level.CRITICAL}
    assert set(kept(30, installed=None).values()) == {Level.UNKNOWN}


def test_an_oldest_file_that_was_not_read_proves_no_short_log() -> None:
    assert set(kept(30, is_exact=False).values()) == {Level.UNKNOWN}
    assert set(kept(30, journal="persistent").values()) == {Level.UNKNOWN}
    assert set(kept(30, denied=("find: '/var/log': Permission denied",)).values()) == {Level.UNKNOWN}


def test_a_journal_on_disk_counts_and_not_for_audit() -> None:
    old = AT - timedelta(days=300)
    assert set(kept(30, journal="persistent", journal_oldest_at=old).values()) == {Level.OK}
    audit_trail = (LogTrail("audit", 5, AT - timedelta(days=3), AT, is_exact=True),)
    found = replace(KEPT, trails=(*KEPT.trails, *audit_trail), journal="persistent", journal_oldest_at=old)
    assert levels(retention.judge(found, Layered(retention.RetentionLimits()), SCENE))["audit"] is Level.CRITICAL


def test_a_log_server_that_the_operator_states_closes_the_gap() -> None:
    assert set(kept(30, is_centralised=True).values()) == {Level.OK}


def test_short_logs_weigh_as_the_guide_says_and_no_mitigation_lowers_them() -> None:
    """Entry 6.5.1.2 names them from level 3 on, and nothing that may be declared lowers it."""
    declared = (Mitigation("mfa", "a customer", date(2026, 1, 1)),)
    assert set(kept(30, scene=replace(SCENE, dengbao=3, mitigations=declared)).values()) == {Level.CRITICAL}
    assert set(kept(30, scene=replace(SCENE, dengbao=2)).values()) == {Level.WARN}


def clock(*names: str, source: TimeSource | None = None, is_whole: bool = True, marks: tuple[str, ...] = ()) -> Level:
    found = Clock(TimeServices(names, is_whole, utc_offset_seconds=0, container_marks=marks), chrony=source)
    (judged,) = time_sync.judge(found, Layered(time_sync.SyncLimits()), SCENE)
    return judged.level


CHRONY = TimeSource("chronyd", is_answering=True, is_synchronised=True, reference="ntp1", stratum=3, offset_seconds=0.001)


def test_the_clock_passes_fails_and_is_not_seen() -> None:
    assert clock("chronyd", source=CHRONY) is Level.OK
    assert clock("chronyd", source=replace(CHRONY, is_synchronised=False)) is Level.WARN
    assert clock() is Level.WARN
    assert clock("chronyd") is Level.UNKNOWN
    assert clock(is_whole=False) is Level.UNKNOWN
    assert clock(marks=("/.dockerenv",)) is Level.UNKNOWN


@pytest.mark.parametrize(("offset", "level"), [(1.0, Level.OK), (-1.0, Level.OK), (1.01, Level.WARN), (-1.01, Level.WARN)])
def test_a_clock_at_its_boundary(offset: float, level: Level) -> None:
    assert clock("chronyd", source=replace(CHRONY, offset_seconds=offset)) is level


def test_two_services_fight_over_the_clock() -> None:
    assert clock("chronyd", "ntpd", source=CHRONY) is Level.WARN


def test_a_clock_that_follows_itself_is_a_notice() -> None:
    assert clock("chronyd", source=replace(CHRONY, is_own_clock=True)) is Level.NOTICE
