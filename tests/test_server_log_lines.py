"""What a target sends of its logs, and what is recognised in it: signatures, noise, floods, stamps."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.kernel_log_kinds import KINDS, OTHERS_JUDGE
from collectors.base import Answer
from collectors.facts.log_signatures import MARKS, SIGNATURES, recognise
from collectors.linux.kernel_logs import parse_ring
from collectors.linux.log_lines import GROUP, HEAD
from collectors.linux.log_stamps import Moment, read_line

NOW = datetime(2026, 11, 22, 5, 34, tzinfo=UTC)
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
    ("Aborting journal on device sda1-8.", "filesystem", "sda1"),
    ("JBD2: Detected IO errors while flushing file data on dm-3-8", "filesystem", "dm-3"),
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
