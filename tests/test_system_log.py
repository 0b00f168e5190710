"""The system log: what its signatures know and what must not fool them, what silence proves, databases' own signatures."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Finding, Level, Scene
from checks.server import system_log
from checks.system_log_kinds import SYSTEM_KINDS
from collectors.base import Absent, Reason, SessionError
from collectors.facts.log_database_signatures import MYSQL, ORACLE, POSTGRES, recognise_in
from collectors.facts.log_signatures import recognise
from collectors.facts.log_system_signatures import NOISE, SYSTEM_MARKS, SYSTEM_SIGNATURES, recognise_system
from collectors.facts.logs import LogSight
from collectors.facts.system_logs import LogMemory, LogReversal, SystemLog, SystemLogReading
from collectors.linux.log_stamps import Moment, read_line
from collectors.linux.system_log_lines import readable
from collectors.linux.system_logs import derive
from config.limits import Layered

NOW = datetime(2026, 11, 22, 5, 34, tzinfo=UTC)
DAY = timedelta(days=1)
SCENE = Scene(at=NOW)
SEEN = Moment(NOW, NOW - 200 * DAY, 92)

LINES = [
    ("systemd", "nginx.service: Main process exited, code=killed, status=9/KILL", "service-killed", "nginx.service"),
    ("systemd", "app@7.service: main process exited, code=dumped, status=11/SEGV", "service-killed", "app@7.service"),
    ("systemd", "nginx.service: Start request repeated too quickly.", "service-restarts", "nginx.service"),
    ("systemd", "start request repeated too quickly for nginx.service", "service-restarts", "nginx.service"),
    ("systemd", "Unit ntpd.service entered failed state.", "service-failed", "ntpd.service"),
    ("systemd", "kdump.service: Failed with result 'exit-code'.", "service-failed", "kdump.service"),
    ("systemd", "Failed to start nginx.service - A web server.", "service-failed", "nginx.service"),
    ("systemd", "Failed to start Crash recovery kernel arming.", "service-failed", "Crash recovery kernel arming"),
    ("systemd", "Dependency failed for /data.", "service-failed", "/data"),
    ("systemd-coredump", "Process 4711 (java) of user 1000 dumped core.", "program-crashed", "java"),
    (
        "abrt-hook-ccpp",
        "Process 88 (gnome-shell) of user 0 killed by SIGSEGV - dumping core",
        "program-crashed",
        "gnome-shell",
    ),
    ("pacemaker-fenced", "notice: Operation 'reboot' targeting db02 by db01 for x@db01: OK", "cluster-fencing", "db02"),
    ("stonith-ng", "notice: Operation reboot of x: Operation 'off' targeting db02 on db01", "cluster-fencing", "db02"),
    ("crmd", "notice: Peer db02 was terminated (reboot) by db01 on behalf of crmd.1: OK", "cluster-fencing", "db02"),
    ("pengine", "warning: Scheduling Node db02 for STONITH", "cluster-fencing", "db02"),
    (
        "pacemaker-schedulerd",
        "warning: Cluster node db02 will be fenced: peer is no longer part",
        "cluster-fencing",
        "db02",
    ),
    ("corosync", "[QUORUM] This node is within the non-primary component and will NOT provide any", "cluster-quorum", ""),
    ("pacemaker-controld", "warning: Quorum lost", "cluster-quorum", ""),
    ("corosync", "[TOTEM ] A processor failed, forming new configuration.", "cluster-member-lost", ""),
    ("corosync", "[KNET  ] link: host: 2 link: 0 is down", "cluster-member-lost", "host: 2 link: 0"),
    ("corosync", "[TOTEM ] Marking ringid 1 interface 10.0.0.1 FAULTY", "cluster-member-lost", "1"),
    ("pacemaker-attrd", "notice: Node db02 state is now lost", "cluster-member-lost", "db02"),
    ("corosync", "[TOTEM ] Retransmit List: 1a 1b 1c", "cluster-retransmits", ""),
    ("ohasd", "CRS-1609: This node is unable to communicate with other nodes", "cluster-eviction", "CRS-1609"),
    ("Keepalived_vrrp", "VRRP_Instance(VI_1) Entering FAULT STATE", "cluster-failover", "VI_1"),
    ("smartd", "Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors", "disk-health", "/dev/sda"),
    ("smartd", "Device: /dev/sdb [SAT], FAILED SMART self-check. BACK UP DATA NOW!", "disk-health", "/dev/sdb"),
    ("mdadm", "Fail event detected on md device /dev/md0, component device /dev/sdb1", "array-event", "/dev/md0"),
    ("lvm", "WARNING: Thin pool vg-pool-tpool data is now 85.20% full.", "pool-filling", "vg-pool"),
    ("mcelog", "Hardware event. This is not a software error.", "hardware-reported", ""),
    ("mcelog", "Processor 3 heated above trip temperature. Throttling enabled.", "heat", "Processor 3"),
    ("apcupsd", "Power failure.", "power", ""),
    ("upsmon", "UPS rack1@localhost on battery", "power", "rack1@localhost"),
    ("systemd-journald", "Time jumped backwards, rotating.", "clock-backwards", ""),
    ("chronyd", "System clock wrong by 12.345678 seconds", "clock", ""),
    ("ntpd", "kernel reports TIME_ERROR: 0x41: Clock Unsynchronized", "clock", ""),
    ("postgres", "could not write file: No space left on device", "no-space", "postgres"),
    ("nginx", "accept4() failed (24: Too many open files)", "out-of-handles", "nginx"),
    ("tomcat", "java.lang.OutOfMemoryError: Java heap space", "out-of-memory", "tomcat"),
    (
        "crond",
        "(oracle) FAILED to authorize user with PAM (Authentication token is no longer valid)",
        "jobs-refused",
        "oracle",
    ),
    ("logrotate", "ALERT exited abnormally with [1]", "rotation-failed", ""),
    (
        "rsyslogd",
        "action 'action-3-builtin:omfwd' suspended (module 'builtin:omfwd')",
        "log-forwarding",
        "action-3-builtin:omfwd",
    ),
    ("systemd-journald", "Suppressed 31 messages from /system.slice/app.service", "lines-dropped", "app.service"),
    (
        "rsyslogd",
        "imjournal: 812 messages lost due to rate-limiting (20000 allowed within 600 seconds)",
        "lines-dropped",
        "imjournal",
    ),
]


@pytest.mark.parametrize(("program", "message", "signature", "entity"), LINES)
def test_a_line_is_recognised_with_what_it_befell(program: str, message: str, signature: str, entity: str) -> None:
    assert recognise_system(program, message) == (signature, entity)


@pytest.mark.skipif(not shutil.which("grep"), reason="no grep: the target's own search is not verified")
def test_the_target_finds_every_line_that_we_recognise() -> None:
    text = "".join(f"Nov 20 10:00:01 db01 {program}[1]: {message}\n" for program, message, _id, _entity in LINES)
    found = subprocess.run(["grep", "-cE", SYSTEM_MARKS], input=text.encode(), capture_output=True, check=False).stdout
    assert int(found) == len(LINES)
    assert not re.search(r"['\\/\"]", SYSTEM_MARKS), "a mark must mean the same to every grep and awk"


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("shop", "the report says: Failed with result 'exit-code'"),  # who quotes is no systemd
        ("shop", "customer asked about Retransmit List and quorum lost"),
        ("pacemaker-fenced", "notice: Additional logging available in /var/log/pacemaker/pacemaker.log"),
        ("smartd", "Device: /dev/sda [SAT], 0 Currently unreadable (pending) sectors"),
        ("systemd", "Started Session 7 of user root."),
        ("chronyd", "System clock wrong by 0.000123 seconds"),
        ("Keepalived_vrrp", "VRRP_Instance(VI_1) Entering BACKUP STATE"),
    ],
)
def test_what_only_looks_like_trouble_is_none(program: str, message: str) -> None:
    assert recognise_system(program, message) in (None, NOISE)


def test_a_service_that_was_stopped_did_not_fail() -> None:
    assert recognise_system("systemd", "app.service: Main process exited, code=killed, status=15/TERM") == NOISE


def test_every_signature_has_words_and_a_line() -> None:
    assert {one.id for one in SYSTEM_SIGNATURES} == set(SYSTEM_KINDS)
    assert {one.id for one in SYSTEM_SIGNATURES} == {signature for _p, _m, signature, _e in LINES}


def test_trap_7_words_of_trouble_in_healthy_lines_are_no_trouble() -> None:
    """Component logs are full of the words: level Info, ``error`` in a file's name, ``failed=0``."""
    lines = [
        "Info CBS Warning: Unrecognized packageExtended attribute.",
        "Info CSI Performing 1 operations; 0 are not lock/unlock, errors: none",
        "loaded plugin error-reporter.so, failover disabled",
        "statistics: sent=812 failed=0 errors=0",
        "nightly run finished, 0 errors, 0 warnings",
    ]
    for line in lines:
        assert recognise(line) is None
        assert recognise_system("app", line) is None
    log = made(lines=())
    assert judged(log)[""].level is Level.OK


def test_trap_9_stamps_without_a_year_oracle_stamps_and_korean_texts() -> None:
    assert read_line("Dec 31 23:59:59 db01 su[1]: x", SEEN).at == datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert read_line("Nov 22 05:00:00 db01 su[1]: x", SEEN).at == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    assert read_line("Feb 29 05:00:00 db01 su[1]: x", replace(SEEN, now_at=datetime(2024, 3, 1, tzinfo=UTC))).at is not None
    korean = "ORA-01653: 테이블 HR.BONUS를 8192(으)로 테이블스페이스 USERS에서 확장할 수 없습니다"
    assert recognise_in(ORACLE, korean) == ("oracle-no-room", "ORA-01653")
    assert recognise_in(ORACLE, "ORA-01578: ORACLE 数据块损坏 (文件号 5, 块号 77)") == ("oracle-damaged", "ORA-01578")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("连接数据库失败".encode(), "连接数据库失败"),
        ("连接数据库失败".encode("gbk"), "连接数据库失败"),
        ("erp: 错误 5".encode("gb18030"), "erp: 错误 5"),
        ("데이터베이스 연결 실패".encode(), "데이터베이스 연결 실패"),
        (b"plain \\x41 text", "plain \\x41 text"),
        (b"x" * 200 + "失".encode()[:-1], "x" * 200),  # cut within a sign
    ],
)
def test_texts_of_any_encoding_are_read(raw: bytes, words: str) -> None:
    assert readable(raw.decode("utf-8", errors="backslashreplace")) == words


# --- judging


def one_reading(name: str = "messages", **changed: object) -> SystemLogReading:
    bare = SystemLogReading(NOW, NOW - 200 * DAY, 92, name, covered_from=NOW - 100 * DAY, read_until=NOW, writer="1")
    return replace(bare, **changed)  # type: ignore[arg-type]  # fields of the test's own


def made(*readings: SystemLogReading, **changed: object) -> SystemLog:
    changed.pop("lines", None)
    bare = SystemLog(
        NOW, NOW - 200 * DAY, 92, readings or (one_reading(),), (), (), LogMemory(is_first=True), NOW - 100 * DAY, None
    )
    return replace(bare, **changed)  # type: ignore[arg-type]  # fields of the test's own


def judged(log: SystemLog) -> dict[str, Finding]:
    return {one.subject: one for one in system_log.judge(log, Layered(system_log.SilenceLimits()), SCENE)}


@pytest.mark.parametrize(
    ("log", "level"),
    [
        (made(), Level.OK),
        (made(covered_from=NOW - 92 * DAY), Level.OK),
        (made(covered_from=NOW - 91 * DAY), Level.UNKNOWN),
        (made(covered_from=NOW - 10 * DAY, booted_at=NOW - 10 * DAY), Level.OK),
        (made(covered_from=None), Level.UNKNOWN),
        (made(one_reading(begun="lost")), Level.UNKNOWN),
        (made(one_reading(left_bytes=1)), Level.UNKNOWN),
        (made(one_reading(is_behind=True)), Level.UNKNOWN),
        (made(one_reading(uncounted=1)), Level.UNKNOWN),
        (made(one_reading(unmined=1)), Level.UNKNOWN),
        (made(one_reading(), one_reading("journal", denied="no")), Level.UNKNOWN),
        (made(missed=("timeout",)), Level.UNKNOWN),
    ],
)
def test_silence_proves_something_only_where_everything_was_read(log: SystemLog, level: Level) -> None:
    assert judged(log)[""].level is level


@pytest.mark.parametrize(
    ("hours", "writer", "other_hours", "level"),
    [
        (23.9, "1", None, Level.OK),
        (24.0, "1", None, Level.WARN),
        (24.0, "0", None, Level.WARN),
        (24.0, "0", 1.0, Level.NOTICE),  # rsyslog was removed, the journal lives
        (24.0, "1", 1.0, Level.WARN),  # rsyslogd runs and writes nothing
        (24.0, "0", 30.0, Level.WARN),
        (24.0, "", 1.0, Level.WARN),  # nobody could tell who writes
    ],
)
def test_a_log_without_new_lines(hours: float, writer: str, other_hours: float | None, level: Level) -> None:
    readings = [one_reading(read_until=NOW - timedelta(hours=hours), writer=writer)]
    if other_hours is not None:
        readings.append(one_reading("journal", read_until=NOW - timedelta(hours=other_hours), writer=""))
    assert judged(made(*readings))["written:messages"].level is level


def test_a_dead_logger_is_not_judged_by_a_journal_that_was_not_seen() -> None:
    log = made(one_reading(read_until=NOW - 2 * DAY, writer="0"), missed=("timeout",))
    assert judged(log)["written:messages"].level is Level.UNKNOWN


@pytest.mark.parametrize(("seconds", "is_told"), [(299, False), (300, True)])
def test_times_that_step_back(seconds: float, *, is_told: bool) -> None:
    log = made(one_reading(reversal=LogReversal(seconds, "line")))
    assert ("order:messages" in judged(log)) is is_told


def test_what_was_found_stands_though_lines_are_missing() -> None:
    sight = LogSight("cluster-fencing", "db02", 2, NOW - 2 * DAY, NOW - DAY, "line")
    found = judged(made(one_reading(left_bytes=1), sights=(sight,)))
    assert found["cluster-fencing:db02"].level is Level.CRITICAL
    assert found[""].level is Level.UNKNOWN


# --- joining


def test_earlier_sights_stay_in_the_period_and_leave_it() -> None:
    old = LogSight("service-failed", "a.service", 2, NOW - 95 * DAY, NOW - 93 * DAY, "old")
    kept = LogSight("service-failed", "b.service", 2, NOW - 9 * DAY, NOW - 8 * DAY, "kept")
    new = LogSight("service-failed", "b.service", 3, NOW - DAY, NOW, "new")
    memory = LogMemory(is_first=False, read_at=NOW - 2 * DAY, sights=(old, kept))
    log = derive(Absent("no journal"), one_reading(begun="continued", sights=(new,)), memory).facts
    assert [(one.entity, one.count, one.first_at) for one in log.sights] == [("b.service", 5, NOW - 9 * DAY)]


def test_lines_that_are_read_again_are_not_counted_again() -> None:
    sight = LogSight("service-failed", "b.service", 3, NOW - DAY, NOW, "line")
    memory = LogMemory(is_first=False, read_at=NOW - 2 * DAY, sights=(sight,))
    log = derive(Absent("no journal"), one_reading(begun="lost", sights=(sight,)), memory).facts
    assert [one.count for one in log.sights] == [3]


def test_what_two_logs_show_counts_once() -> None:
    sight = LogSight("service-failed", "b.service", 3, NOW - DAY, NOW, "line")
    both = one_reading("journal", sights=(sight,)), one_reading(sights=(replace(sight, count=2),))
    assert [one.count for one in derive(*both, LogMemory(is_first=True)).facts.sights] == [3]


@pytest.mark.parametrize(
    ("journal", "files", "reason"),
    [
        (Absent("x"), Absent("y"), Reason.NO_RECORD),
        (one_reading(denied="no"), Absent("y"), Reason.DENIED),
        (SessionError(Reason.TIMEOUT), Absent("y"), Reason.TIMEOUT),
    ],
)
def test_nothing_read_is_said(
    journal: SystemLogReading | Exception, files: SystemLogReading | Exception, reason: Reason
) -> None:
    with pytest.raises(SessionError) as raised:
        derive(journal, files, LogMemory(is_first=True))
    assert raised.value.reason is reason


def test_without_a_memory_nothing_is_judged() -> None:
    with pytest.raises(SessionError):
        derive(one_reading(), Absent("y"), SessionError(Reason.NOT_ASKED))


# --- databases


@pytest.mark.parametrize(
    ("table", "message", "named"),
    [
        (ORACLE, "ORA-00600: internal error code, arguments: [kcbz_check_objd_typ_3]", ("oracle-damaged", "ORA-00600")),
        (ORACLE, "ORA-00257: archiver error. Connect internal only, until freed.", ("oracle-archiver-stuck", "ORA-00257")),
        (ORACLE, "ORA-04031: unable to allocate 32 bytes of shared memory", ("oracle-memory", "ORA-04031")),
        (ORACLE, "ORA-00060: Deadlock detected. More info in file /u01/x.trc.", ("oracle-deadlock", "ORA-00060")),
        (ORACLE, "ORA-01555 caused by SQL statement below", ("oracle-undo", "ORA-01555")),
        (ORACLE, "TNS-12541: TNS:no listener", ("oracle-listener", "TNS-12541")),
        (ORACLE, "Thread 1 cannot allocate new log, sequence 77", ("oracle-redo-slow", "")),
        (ORACLE, "ORA-01013: user requested cancel of current operation", None),
        (ORACLE, "ORA-0: no error", None),
        (POSTGRES, "PANIC:  could not locate a valid checkpoint record", ("postgres-damaged", "")),
        (POSTGRES, "WARNING:  invalid page in block 7 of relation base/1/2", ("postgres-damaged", "")),
        (POSTGRES, "FATAL:  sorry, too many clients already", ("postgres-connections", "")),
        (POSTGRES, "ERROR:  canceling statement due to user request", None),
        (POSTGRES, "LOG:  duration: 0.054 ms", None),
        (POSTGRES, "ERROR:  deadlock detected", ("postgres-deadlock", "")),
        (MYSQL, "InnoDB: Unable to lock ./ibdata1 error: 11", ("mysql-locked", "./ibdata1")),
        (MYSQL, "[ERROR] [MY-010584] [Repl] Slave SQL for channel '': Error", ("mysql-replication", "SQL")),
        (MYSQL, "[Warning] Aborted connection 5 to db", None),
        (MYSQL, "[Note] InnoDB: Buffer pool(s) load completed", None),
        (MYSQL, "[ERROR] [MY-013183] [InnoDB] Assertion failed", ("mysql-error", "MY-013183")),
    ],
)
def test_database_lines(table: tuple[object, ...], message: str, named: tuple[str, str] | None) -> None:
    assert recognise_in(table, message) == named  # type: ignore[arg-type]  # the tables of the module
