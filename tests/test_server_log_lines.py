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
from collectors.facts.logs import LogSight
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
    ("imjournal: 812 messages lost due to rate-limiting", "lost-file-lines", "imjournal"),
    ("Missed 12 kernel messages", "lost-lines", ""),
    ("** 40 printk messages dropped **", "lost-lines", ""),
    ("/dev/kmsg buffer overrun, some messages lost.", "lost-lines", ""),
    ("Suppressed 2212 messages from tomcat.service", "suppressed-lines", "tomcat.service"),
    ("Suppressed 31 messages from /system.slice/app.service", "suppressed-lines", "app.service"),
    ("imuxsock lost 166 messages from pid 4711 due to rate-limiting", "suppressed-lines", "imuxsock"),
    ("sd 0:0:0:0: [sda] tag#5 FAILED Result: hostbyte=0x01 driverbyte=0x00", "disk", "sda"),
    ("sd 0:0:0:0: [sda] tag#5 FAILED Result: hostbyte=DID_TIME_OUT driverbyte=DRIVER_OK", "disk", "sda"),
    ("sd 0:0:0:0: [sda] tag#5 Sense Key : Hardware Error [current]", "disk", "sda"),
    ("blk_update_request: critical target error, dev sda, sector 4096", "disk-refused", "sda"),
    ("nvme0n1: I/O Cmd(0x2) @ LBA 4096, 8 blocks, I/O Error (sct 0x2 / sc 0x81) DNR", "disk", "nvme0n1"),
    ("nvme0n1: I/O Cmd(0x2) @ LBA 4096, 8 blocks, I/O Error (sct 0x3 / sc 0x71)", "storage-path", "nvme0n1"),
    ("md/raid1:md0: Disk failure on sdb1, disabling device.", "array-member", "sdb1"),
    ("raid5: Disk failure on sdc1, disabling device.", "array-member", "sdc1"),
    ("megaraid_sas 0000:03:00.0: FW in FAULT state Fault code:0x10000", "controller", "0000:03:00.0"),
    ("mpt3sas_cm0: fault_state(0x5854)!", "controller", ""),
    ("hpsa 0000:04:00.0: Controller lockup detected: 0x00130000 after 30", "controller", "0000:04:00.0"),
    ("nf_conntrack: nf_conntrack: table full, dropping packet", "network-table", "nf_conntrack"),
    ("nf_conntrack: table full, dropping packet", "network-table", "nf_conntrack"),
    ("neighbour: arp_cache: neighbor table overflow!", "network-table", "arp_cache"),
    ("Neighbour table overflow.", "network-table", ""),
    ("EXT4-fs (sda1): error count since last fsck: 12", "filesystem-noted", "sda1"),
    ("EXT4-fs (sda1): warning: mounting fs with errors, running e2fsck is recommended", "filesystem-noted", "sda1"),
    ("device-mapper: snapshots: Invalidating snapshot: Unable to allocate exception.", "snapshot", ""),
    ("device-mapper: thin: 253:4: reached low water mark for data device: sending event.", "thin-pool", "253:4"),
    ("device-mapper: thin: 253:4: switching pool to out-of-data-space (queue IO) mode", "thin-pool-full", "253:4"),
    # a word that is noise at the beginning, further on: whoever names a program so hides nothing
    ("EXT4-fs error (device sda1): ext4_find_entry:1309: comm ACPI_mon: reading directory", "filesystem", "sda1"),
    ("EXT4-fs error (device sda1): ext4_find_entry:1309: comm xunjian-agent: reading", "filesystem", "sda1"),
    ("EXT4-fs error (device sda1): ext4_find_entry:1309: comm [PME] audit( sr0: x", "filesystem", "sda1"),
    ("EXT4-fs error (device sda1): comm dev fd0, sector 0 op 0x3:(DISCARD): x", "filesystem", "sda1"),
    ("xunjian[12]: segfault at 0 ip 0 sp 0 error 4", "program-fault", "xunjian"),
    ("eth0: link down, SATA link down", "interface-down", "eth0"),
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
    "sd 0:0:0:0: [sda] tag#5 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE cmd_age=0s",
    "sd 0:0:0:0: [sda] tag#5 FAILED Result: hostbyte=0x00 driverbyte=0x08",
    "sd 0:0:0:0: [sda] tag#5 Sense Key : Illegal Request [current]",
    "critical target error, dev sda, sector 8 op 0x9:(WRITE_ZEROES) flags 0x800",
    "nvme0n1: Dataset Management(0x9) @ LBA 4096, 8 blocks, Invalid Field in Command (sct 0x0 / sc 0x2) DNR",
    "ata3: SATA link down (SStatus 0 SControl 300)",
    "ACPI BIOS Error (bug): Could not resolve symbol, Machine check events logged",
    "pcieport 0000:00:1c.0: PME: Signaling with IRQ 24",
    "Linux version 5.14.0-427.el9.x86_64",
    "Journal stopped",
    "device-mapper: thin: 253:4: switching pool to write mode",
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


def grouped(lines: list[str], up_days: float = 10) -> list[LogSight]:
    """What the target's own program makes of a log, read here."""
    script = f"{HEAD} q=.; cat | {GROUP}"
    asked = ["sh", "-c", script, "ask", "92"]
    done = subprocess.run(asked, input="\n".join([*lines, ""]), capture_output=True, text=True, check=True)
    heads = f"@now {NOW:%s} +0000\n@up {up_days * 86400:.2f} 1.00\n"
    told = "".join(one for one in done.stdout.splitlines(keepends=True) if not one.startswith(("@now", "@up")))
    return list(parse_ring(Answer(heads + told)).source.sights)


def kernel_line(at: str, message: str) -> str:
    return f"2026-11-{at}+0000 db01 {message}"


DOWN = "kernel: ixgbe 0000:3b:00.0 enp59s0f0: NIC Link is Down"
STARTED = "kernel: Linux version 5.14.0-427.el9.x86_64 (builder)"
RESTART = [
    kernel_line("05T10:00:00", DOWN),
    kernel_line("05T10:00:30", "systemd-journald[700]: Journal stopped"),
    kernel_line("05T10:08:00", STARTED),
    kernel_line("05T10:08:20", DOWN),
    kernel_line("05T10:13:00", DOWN),
]


@pytest.mark.parametrize(
    ("others", "count"),
    [
        ([], None),
        ([kernel_line("05T10:13:01", DOWN)], 1),  # five minutes are over
        ([kernel_line("09T10:00:00", DOWN), kernel_line("10T10:00:00", DOWN)], 2),
        ([kernel_line("12T05:34:10", DOWN)], None),  # the start that the uptime tells
        ([kernel_line("08T10:00:00", DOWN), kernel_line("08T10:00:30", "systemd-journald[700]: Journal stopped")], 1),
        ([kernel_line("09T10:00:00", DOWN), kernel_line("09T10:08:00", STARTED)], 1),  # no stop: power was lost
    ],
)
def test_a_link_that_goes_down_while_the_system_restarts_is_no_trouble(others: list[str], count: int | None) -> None:
    found = {one.signature: one for one in grouped([*RESTART, *others])}
    assert ("interface-down" in found) == (count is not None)
    if count:
        assert found["interface-down"].count == count
        assert found["interface-down"].quote in others
        assert found["interface-down"].entity == "enp59s0f0"


def test_more_link_losses_than_are_sent_stay_trouble() -> None:
    flood = [kernel_line(f"15T{n // 60:02}:{n % 60:02}:00", DOWN) for n in range(500)]
    (found,) = grouped([*RESTART, *flood])
    assert found.count == 500
    assert (found.first_at, found.last_at) == (
        datetime(2026, 11, 15, tzinfo=UTC),
        datetime(2026, 11, 15, 8, 19, tzinfo=UTC),
    )
    assert [one.count for one in grouped([kernel_line("15T00:00:00", DOWN)] * 2)] == [2]


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
