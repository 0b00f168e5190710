"""Kernel log, kills for want of memory, restarts: what was recognised, what silence proves, what must not fool them."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.base import Finding, Level, Scene
from checks.kernel_log_kinds import KINDS, OTHERS_JUDGE
from checks.server import kernel_log, oom_kills, unexpected_reboot
from collectors.base import Absent, Answer, Reason, SessionError
from collectors.facts.boots import Boot, BootHistory, BootRecord
from collectors.facts.log_signatures import MARKS, SIGNATURES, recognise
from collectors.facts.logs import KernelLog, LogReading, LogSight, LogSource, OomKills
from collectors.linux.kernel_logs import derive, parse_ring
from collectors.linux.log_lines import GROUP, HEAD
from collectors.linux.log_stamps import Moment, read_line
from config.limits import Layered
from config.text import render

NOW = datetime(2026, 11, 22, 5, 34, tzinfo=UTC)
SCENE = Scene(at=NOW)
DAY = timedelta(days=1)

LINES = [
    ("blk_update_request: I/O error, dev sdb, sector 1234 op 0x0:(READ)", "disk", "sdb"),
    ("end_request: I/O error, dev sda, sector 1", "disk", "sda"),
    ("Buffer I/O error on dev sdc1, logical block 5, async page read", "disk", "sdc1"),
    ("Buffer I/O error on device dm-3, logical block 5", "disk", "dm-3"),
    ("blk_update_request: critical medium error, dev sdd, sector 99", "disk", "sdd"),
    ("sd 0:2:1:0: [sde] tag#3 Sense Key : Medium Error [current]", "disk", "sde"),
    ("sd 0:2:1:0: [sde] tag#3 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK", "disk", "sde"),
    ("ata3.00: failed command: READ FPDMA QUEUED", "disk", "ata3"),
    ("nvme nvme0: I/O 12 QID 3 timeout, aborting", "disk", "nvme0"),
    ("nvme nvme1: controller is down; will reset: CSTS=0xffffffff", "disk", "nvme1"),
    ("EXT4-fs error (device sdb1): ext4_find_entry:1309: inode #2: comm ls: reading directory", "filesystem", "sdb1"),
    ("EXT4-fs (dm-0): Remounting filesystem read-only", "filesystem", "dm-0"),
    ("XFS (dm-3): Metadata corruption detected at xfs_agf_read_verify", "filesystem", "dm-3"),
    ("XFS (sdb1): xfs_do_force_shutdown(0x2) called. Shutting down filesystem", "filesystem", "sdb1"),
    ("Aborting journal on device sda1-8.", "filesystem", "sda1-8"),
    (
        "EDAC MC0: 1 CE memory read error on CPU#0Chan#1_DIMM#0 (channel:1)",
        "hardware-corrected",
        "CPU#0Chan#1_DIMM#0",
    ),
    ("EDAC MC1: 1 UE memory read error on CPU_SrcID#1", "hardware-uncorrected", "MC1"),
    (
        "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Uncorrected (Fatal)",
        "hardware-uncorrected",
        "0000:00:1c.0",
    ),
    ("{1}[Hardware Error]: event severity: fatal", "hardware-uncorrected", ""),
    ("{1}[Hardware Error]: event severity: corrected", "hardware-corrected", ""),
    ("mce: [Hardware Error]: Machine check events logged", "hardware-corrected", ""),
    ("watchdog: BUG: soft lockup - CPU#3 stuck for 23s! [java:123]", "lockup", "CPU#3"),
    ("INFO: rcu_sched self-detected stall on CPU", "lockup", ""),
    ("INFO: task jbd2/sda1-8:345 blocked for more than 120 seconds.", "hung-task", "jbd2/sda1-8"),
    ("BUG: unable to handle kernel NULL pointer dereference at 0000000000000008", "kernel-fault", ""),
    ("Kernel panic - not syncing: Fatal exception", "kernel-fault", ""),
    ("java[4711]: segfault at 0 ip 00007f sp 00007f error 4 in libjvm.so", "program-fault", "java"),
    ("traps: httpd[88] general protection fault ip:7f sp:7f error:0", "program-fault", "httpd"),
    ("ixgbe 0000:3b:00.0 enp59s0f0: NIC Link is Down", "interface-down", "enp59s0f0"),
    ("tg3 0000:01:00.0 em1: Link is down", "interface-down", "em1"),
    ("bond0: (slave eth1): link status definitely down, disabling slave", "interface-down", "bond0"),
    ("NETDEV WATCHDOG: eth0 (e1000e): transmit queue 0 timed out", "interface-down", "eth0"),
    ("mpatha: remaining active paths: 1", "storage-path", "mpatha"),
    ("mpatha: remaining active paths: 0", "storage-path-lost", "mpatha"),
    ("device-mapper: multipath: Failing path 8:16.", "storage-path", "8:16"),
    ("nfs: server 10.1.1.20 not responding, still trying", "nfs-server", "10.1.1.20"),
    ("CPU3: Core temperature above threshold, cpu clock throttled (total events = 1)", "temperature", ""),
    ("Out of memory: Killed process 4711 (mysqld) total-vm:9000kB, anon-rss:8000kB", "oom", "mysqld"),
    ("Out of memory: Kill process 4711 (java) score 900 or sacrifice child", "oom", "java"),
    ("Memory cgroup out of memory: Killed process 99 (node) total-vm:1kB", "oom-limit", "node"),
    ("net_ratelimit: 12 callbacks suppressed", "held-back-lines", "net_ratelimit"),
    ("imjournal: 812 messages lost due to rate-limiting", "lost-lines", ""),
    ("Missed 12 kernel messages", "lost-lines", ""),
]
HARMLESS = [
    "blk_update_request: I/O error, dev fd0, sector 0",
    "blk_update_request: I/O error, dev sr0, sector 0",
    "blk_update_request: critical target error, dev dm-5, sector 9 op 0x3:(DISCARD) flags 0x800",
    "mce: CPU supports 9 MCE banks",
    "CPU0: Thermal monitoring enabled (TM1)",
    "NMI watchdog: Enabled. Permanently consumes one hw-PMU counter.",
    "IPv6: ADDRCONF(NETDEV_UP): eth0: link is not ready",
    "XFS (sdb1): Unmounting Filesystem",
    "Call Trace:",
    "perf: interrupt took too long (2507 > 2500), lowering kernel.perf_event_max_sample_rate to 79750",
    "xunjian[12]: segfault at 0 ip 0 sp 0 error 4",
    "EDAC MC: Ver: 3.0.0",
    "BTRFS info (device sdb): bdev /dev/sdb errs: wr 0, rd 0, flush 0, corrupt 0, gen 0",
    "nfs: server 10.1.1.20 OK",
    "audit: type=1400 apparmor=DENIED operation=open error=-13",
]


@pytest.mark.parametrize(("message", "signature", "entity"), LINES)
def test_trouble_is_recognised_with_what_it_befell(message: str, signature: str, entity: str) -> None:
    assert recognise(message) == (signature, entity)
    assert re.search(MARKS, message), "the target would not send it"


@pytest.mark.parametrize("message", HARMLESS)
def test_noise_is_no_trouble(message: str) -> None:
    assert recognise(message) is None


def test_every_signature_has_words_or_another_judge_and_a_line_here() -> None:
    known = {one.id for one in SIGNATURES}
    assert known == set(KINDS) | OTHERS_JUDGE
    assert known == {signature for _line, signature, _entity in LINES} | {"clock"}
    assert not set(MARKS) & set("\\'/\"")


@pytest.mark.parametrize("shell", ["sh", "busybox", "mksh"])
def test_the_target_groups_a_flood_and_keeps_the_one_line_beside_it(shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    flood = [f"Nov 21 11:00:{n % 60:02} db01 kernel: net_ratelimit: {n} callbacks suppressed" for n in range(2000)]
    error = "Nov 21 12:00:00 db01 kernel: [{}.5] blk_update_request: I/O error, dev sd{}, sector {}"
    bad = [error.format(n, disk, n * 7) for n, disk in enumerate("abbb")]
    other = ["Nov 21 12:00:00 db01 app: I/O error, dev sdz, sector 5", "Nov 21 12:00:00 db01 kernel: all is well"]
    words = ["busybox", "sh"] if shell == "busybox" else [shell]
    script = f"{HEAD} q=' (kernel|multipathd)[^ ]*: '; cat | {GROUP}"
    lines = "\n".join([*flood[:1000], *bad, *other, *flood[1000:], ""])
    asked = [*words, "-c", script, "ask", "92"]
    done = subprocess.run(asked, input=lines, capture_output=True, text=True, check=True)
    found = {(one.signature, one.entity): one.count for one in parse_ring(Answer(done.stdout)).source.sights}
    assert found == {("held-back-lines", "net_ratelimit"): 2000, ("disk", "sda"): 1, ("disk", "sdb"): 3}
    assert len(done.stdout) < 3000


SEEN = Moment(NOW, NOW - 10 * DAY, 92)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Nov 21 11:00:01 db01 kernel: x", datetime(2026, 11, 21, 11, 0, 1, tzinfo=UTC)),
        ("Dec 31 23:59:59 db01 kernel: x", datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Nov  2 11:00:01 db01 kernel: x", datetime(2026, 11, 2, 11, 0, 1, tzinfo=UTC)),
        ("Nov 23 05:00:00 db01 kernel: x", datetime(2026, 11, 23, 5, 0, tzinfo=UTC)),
        ("2026-11-21T11:00:01+0800 db01 kernel: x", datetime(2026, 11, 21, 3, 0, 1, tzinfo=UTC)),
        ("2026-11-21T11:00:01.5Z db01 kernel[1]: x", datetime(2026, 11, 21, 11, 0, 1, tzinfo=UTC)),
        ("[   60.500000] x", NOW - 10 * DAY + timedelta(seconds=60.5)),
        ("<6>[   60.500000][  T12] x", NOW - 10 * DAY + timedelta(seconds=60.5)),
        ("Feb 29 11:00:01 db01 kernel: x", None),
        ("Nov 31 11:00:01 db01 kernel: x", None),
        ("x", None),
    ],
)
def test_stamps(line: str, at: datetime | None) -> None:
    read = read_line(line, SEEN)
    assert read.at == at
    if at:
        assert read.message == "x"


def test_a_stamp_without_a_year_on_a_leap_day() -> None:
    leap = replace(SEEN, now_at=datetime(2025, 1, 5, tzinfo=UTC))
    assert read_line("Feb 29 11:00:01 db01 kernel: x", leap).at == datetime(2024, 2, 29, 11, 0, 1, tzinfo=UTC)


# --- the judge of the kernel log


def source(name: str = "journal", days: float | None = 200, *sights: LogSight, uncounted: int = 0) -> LogSource:
    return LogSource(name, None if days is None else NOW - days * DAY, NOW, 0, sights, uncounted)


def reading(one: LogSource, boot_days: float = 150) -> LogReading:
    return LogReading(NOW, NOW - boot_days * DAY, 92, one)


NO_JOURNAL, NO_FILES = Absent("no journal"), Absent("no files")
DENIED = SessionError(Reason.DENIED, "dmesg")
MISSING = SessionError(Reason.TOOL_MISSING)


def sight(signature: str, entity: str = "", count: int = 1, *, first: float = 5, last: float = 1) -> LogSight:
    return LogSight(signature, entity, count, NOW - first * DAY, NOW - last * DAY, "line")


def judged(log: KernelLog) -> dict[str, Finding]:
    return {one.subject: one for one in kernel_log.judge(log, Layered(kernel_log.LogLimits()), SCENE)}


@pytest.mark.parametrize(
    ("journal", "files", "ring", "level"),
    [
        (reading(source()), NO_FILES, DENIED, Level.OK),  # the journal covers the window
        (reading(source(days=91)), NO_FILES, DENIED, Level.UNKNOWN),
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 92)), Level.OK),
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 91)), Level.UNKNOWN),  # wrapped
        (NO_JOURNAL, NO_FILES, reading(source("dmesg", 10), boot_days=10), Level.OK),
        (MISSING, NO_FILES, reading(source("dmesg", 10), boot_days=10), Level.OK),
        (DENIED, NO_FILES, reading(source("dmesg", 10), boot_days=10), Level.UNKNOWN),  # who knows what the journal holds
        (NO_JOURNAL, DENIED, reading(source("dmesg", 10), boot_days=10), Level.UNKNOWN),
        (NO_JOURNAL, reading(source("messages", None)), reading(source("dmesg", None)), Level.UNKNOWN),
        (reading(source(uncounted=1)), NO_FILES, DENIED, Level.UNKNOWN),
    ],
)
def test_silence_proves_only_what_was_read(journal: object, files: object, ring: object, level: Level) -> None:
    assert judged(derive(journal, files, ring))[""].level is level  # type: ignore[arg-type]  # readings or errors, as derive takes


def test_nothing_readable_is_the_reason_itself() -> None:
    with pytest.raises(SessionError, match="denied"):
        derive(NO_JOURNAL, NO_FILES, DENIED)
    with pytest.raises(SessionError, match="no journal, no log file"):
        derive(NO_JOURNAL, NO_FILES, MISSING)


def test_what_any_log_shows_counts_once() -> None:
    journal = source("journal", 200, sight("disk", "sdb", 7, last=3))
    messages = source("messages", 30, sight("disk", "sdb", 5, last=1))
    found = judged(derive(reading(journal), reading(messages), DENIED))
    assert found["disk:sdb"].measures["line_count"] == 7
    assert found["disk:sdb"].level is Level.CRITICAL
    assert found[""].level is Level.OK


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (sight("disk", "sdb"), Level.CRITICAL),
        (sight("storage-path", "mpatha"), Level.WARN),
        (sight("storage-path-lost", "mpatha"), Level.CRITICAL),
        (sight("held-back-lines", "net_ratelimit"), Level.NOTICE),
        (sight("hardware-corrected", "MC0", 399, first=5, last=1), Level.NOTICE),
        (sight("hardware-corrected", "MC0", 400, first=5, last=1), Level.WARN),
        (sight("hardware-corrected", "MC0", 99, first=1, last=1), Level.NOTICE),
        (LogSight("hardware-corrected", "MC0", 100, None, None, ""), Level.WARN),
    ],
)
def test_levels_by_kind(one: LogSight, level: Level) -> None:
    found = judged(derive(reading(source("journal", 200, one)), NO_FILES, DENIED))
    assert found[f"{one.signature}:{one.entity}"].level is level


def test_lost_lines_leave_no_ok() -> None:
    found = judged(derive(reading(source("journal", 200, sight("lost-lines"))), NO_FILES, DENIED))
    assert found["lost-lines"].level is Level.WARN
    assert found[""].level is Level.UNKNOWN


def test_what_is_older_than_the_period_is_left_to_the_last_report() -> None:
    old = derive(reading(source("journal", 200, sight("disk", "sdb", first=150, last=93))), NO_FILES, DENIED)
    assert list(judged(old)) == [""]
    at = derive(reading(source("journal", 200, sight("disk", "sdb", first=150, last=92))), NO_FILES, DENIED)
    assert "disk:sdb" in judged(at)


def test_kills_are_left_to_their_own_check() -> None:
    assert list(judged(derive(reading(source("journal", 200, sight("oom", "java"))), NO_FILES, DENIED))) == [""]


# --- kills for want of memory


def oom(kills: OomKills) -> dict[str, Finding]:
    return {one.subject: one for one in oom_kills.judge(kills, Layered(oom_kills.OomLimits()), SCENE)}


WHOLE = derive(reading(source()), NO_FILES, DENIED)
PART = derive(DENIED, NO_FILES, reading(source("dmesg", 10), boot_days=10))


@pytest.mark.parametrize(
    ("kills", "level"),
    [
        (OomKills(0, 1e6, WHOLE), Level.OK),
        (OomKills(None, 1e6, WHOLE), Level.OK),
        (OomKills(0, 92 * 86400.0, PART), Level.OK),  # the counter alone covers the window
        (OomKills(0, 10 * 86400.0, PART), Level.UNKNOWN),
        (OomKills(None, 92 * 86400.0, PART), Level.UNKNOWN),
        (OomKills(0, 200 * 86400.0, None, "denied"), Level.UNKNOWN),
        (OomKills(1, 1e6, None, "denied"), Level.WARN),
        (OomKills(1, 1e6, WHOLE), Level.WARN),
    ],
)
def test_no_kill_is_said_only_where_it_is_proven(kills: OomKills, level: Level) -> None:
    assert oom(kills)[""].level is level


def test_a_killed_database_is_critical_and_a_limit_is_named() -> None:
    log = derive(reading(source("journal", 200, sight("oom", "mysqld", 2), sight("oom-limit", "worker"))), NO_FILES, DENIED)
    found = oom(OomKills(3, 1e6, log))
    assert found[""].level is Level.WARN
    assert found["oom:mysqld"].level is Level.CRITICAL
    assert found["oom-limit:worker"].level is Level.WARN
    assert "控制组（cgroup）内存上限" in render(found["oom-limit:worker"].summary, "zh_CN")
    assert "since boot" in render(found[""].summary, "en")


# --- restarts


def restarts(record: BootRecord, *unseen: str) -> dict[str, Finding]:
    limits = Layered(unexpected_reboot.RebootLimits())
    return {one.subject: one for one in unexpected_reboot.judge(BootHistory(record, unseen), limits, SCENE)}


def record(boot_days: float, kept_days: float | None, *boots: tuple[float, bool | None]) -> BootRecord:
    made = tuple(Boot(NOW - days * DAY, ended) for days, ended in boots)
    return BootRecord("wtmp", NOW, NOW - boot_days * DAY, 92, None if kept_days is None else NOW - kept_days * DAY, made)


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (record(92, None), Level.OK),  # running since before the period: no record is needed
        (record(91, None), Level.UNKNOWN),
        (record(10, 200, (200, None), (10, True)), Level.OK),
        (record(10, 200, (200, None), (10, False)), Level.CRITICAL),
        (record(10, 200, (200, None), (20, True), (10, True)), Level.WARN),
        (record(10, 200, (200, None), (20, False), (10, True)), Level.CRITICAL),
        (record(10, 200, (200, None), (100, False), (10, True)), Level.OK),  # before the period
        (record(10, 30, (10, True)), Level.UNKNOWN),  # rotated: who knows the weeks before
        (record(10, 30, (20, False), (10, True)), Level.CRITICAL),
        (record(10, 10, (10, None)), Level.UNKNOWN),
        (record(10, 200, (200, None)), Level.UNKNOWN),  # this boot was never written
    ],
)
def test_restarts(one: BootRecord, level: Level) -> None:
    assert restarts(one)[""].level is level


@pytest.mark.parametrize(("days", "level"), [(399.9, Level.OK), (400, Level.NOTICE)])
def test_a_year_without_a_restart_is_told(days: float, level: Level) -> None:
    assert restarts(record(days, None))["uptime"].level is level
