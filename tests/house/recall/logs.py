"""Seeds for the logs: one line of each kind of trouble as the kernel and the services write it, restarts, guessed logins.

The lines are reduced on the target; what the reduction itself does with a log is measured live.
"""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, fault, healthy

_HITS = """@hit 3
 2026-11-20T10:00:01+0800 db01 kernel: blk_update_request: I/O error, dev sdb, sector 1234 op 0x0:(READ) flags 0x0
 2026-11-21T11:00:01+0800 db01 kernel: blk_update_request: I/O error, dev sdb, sector 5678 op 0x0:(READ) flags 0x0
@hit 1
 2026-11-21T11:00:05+0800 db01 multipathd[812]: mpatha: remaining active paths: 1
"""
_QUIET = "2026-09-01T08:00:00+0800 db01 kernel: Linux version 5.14.0-427.el9.x86_64\n"


def _kernel(line: str, count: int = 1, program: str = "kernel") -> Edit:
    head = f" 2026-11-20T10:00:01+0800 db01 {program}: {line}\n"
    last = "" if count == 1 else f" 2026-11-21T11:00:01+0800 db01 {program}: {line}\n"
    return Edit(_QUIET, f"{_QUIET}@hit {count}\n{head}{last}")


KERNEL_LINES = (
    ("blk_update_request: I/O error, dev sdb, sector 1234 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0", "*sdb*", "critical"),
    ("critical medium error, dev sdc, sector 7814037 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 2", "*sdc*", "critical"),
    ("Buffer I/O error on dev dm-3, logical block 12345, lost async page write", "*dm-3*", "critical"),
    ("sd 0:0:1:0: [sdd] tag#12 Sense Key : Medium Error [current]", "*sdd*", "critical"),
    ("sd 0:0:1:0: [sdd] tag#12 Sense Key : Hardware Error [current]", "*sdd*", "critical"),
    ("sd 0:0:2:0: [sde] tag#3 FAILED Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK", "*sde*", "critical"),
    ("ata3.00: failed command: READ FPDMA QUEUED", "*ata3*", "critical"),
    ("nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10", "*nvme0*", "critical"),
    ("EXT4-fs error (device sdb1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0", "*sdb1*", "critical"),
    ("EXT4-fs (dm-1): Remounting filesystem read-only", "*dm-1*", "critical"),
    ("XFS (dm-2): Corruption of in-memory data detected.  Shutting down filesystem", "*dm-2*", "critical"),
    ('XFS (sda3): metadata I/O error in "xfs_trans_read_buf_map" at daddr 0x1 len 1 error 5', "*sda3*", "critical"),
    ("BTRFS error (device sdf): bdev /dev/sdf errs: wr 0, rd 1, flush 0, corrupt 0, gen 0", "*sdf*", "critical"),
    ("device-mapper: multipath: 253:3: Failing path 8:32.", "*8:32*", "warn"),
    ("nfs: server nas01 not responding, still trying", "*nas01*", "warn"),
    ("mce: [Hardware Error]: CPU 12: Machine Check Exception: 5 Bank 7: be00000000010092", "*", "critical"),
    ("EDAC MC0: 1 UE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1 offset:0x0)", "*", "critical"),
    ("EDAC MC0: 1 CE memory scrubbing error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1)", "*", "notice"),
    ("{1}[Hardware Error]: event severity: fatal", "*", "critical"),
    ("watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kworker/3:1:411]", "*", "critical"),
    ("NMI watchdog: Watchdog detected hard LOCKUP on cpu 5", "*", "critical"),
    ("rcu: INFO: rcu_sched self-detected stall on CPU", "*", "critical"),
    ("INFO: task jbd2/sda1-8:411 blocked for more than 120 seconds.", "*", "critical"),
    ("BUG: unable to handle kernel NULL pointer dereference at 0000000000000018", "*", "critical"),
    ("Oops: 0002 [#1] SMP PTI", "*", "critical"),
    ("general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP", "*", "critical"),
    ("java[4711]: segfault at 0 ip 00007f sp 00007f error 4 in libjvm.so[7f0000000000+f00000]", "*java*", "warn"),
    ("traps: oracle_4711[4711] trap invalid opcode ip:7f sp:7f error:0 in libc-2.17.so", "*oracle*", "warn"),
    ("i40e 0000:3b:00.0 eno1: NIC Link is Down", "*eno1*", "warn"),
    ("NETDEV WATCHDOG: eth2 (ixgbe): transmit queue 3 timed out", "*eth2*", "warn"),
    ("bond0: (slave eno2): link status definitely down, disabling slave", "*bond0*", "warn"),
    ("CPU4: Core temperature above threshold, cpu clock throttled (total events = 1)", "*", "warn"),
    ("nf_conntrack: nf_conntrack: table full, dropping packet", "*", "warn"),
    ("neighbour: arp_cache: neighbor table overflow!", "*", "warn"),
    ("connection1:0: detected conn error (1020)", "*", "warn"),
    ("rport-2:0-1: blocked FC remote port time out: removing target and saving binding", "*rport-2:0-1*", "warn"),
    ("qla2xxx [0000:3b:00.0]-500b:3: LOOP DOWN detected (2 7 0 0).", "*", "warn"),
    ("JBD2: Detected IO errors while flushing file data on dm-5-8", "*dm-5*", "critical"),
    ("Aborting journal on device sda2-8.", "*sda2*", "critical"),
)  # fmt: skip
NOISE = (
    "blk_update_request: I/O error, dev fd0, sector 0 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0",
    "blk_update_request: I/O error, dev sr0, sector 0 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0",
    "perf: interrupt took too long (2510 > 2500), lowering kernel.perf_event_max_sample_rate to 79500",
    "ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.PCI0], AE_NOT_FOUND",
)
KERNEL = Seeding(
    "server.kernel_log",
    ("linux.kernel_logs.journal/ordinary-one-disk", "linux.kernel_logs.files/no-log-files-here", "linux.kernel_logs.dmesg/wrapped"),
    (
        UNTOUCHED,
        *(fault(line, {subject: level}, _kernel(line)) for line, subject, level in KERNEL_LINES),
        *(healthy(line, _kernel(line)) for line in NOISE),
        fault("the last path", {"*mpatha*": "critical"}, _kernel("mpatha: remaining active paths: 0", program="multipathd[812]")),
        fault("a hundred corrected errors a day", {"*": "warn"}, _kernel("EDAC MC0: 1 CE memory scrubbing error on DIMM_A1 (channel:1 slot:0)", 9000)),
    ),
    mend=(Edit(_HITS, ""),),
)  # fmt: skip
_JOURNAL = "linux.system_logs.journal/persistent-journal-at-the-first-time"
_FENCED = """@hit 2
 2026-11-20T02:00:01+0800 db01 pacemaker-fenced[912]: notice: Operation 'reboot' targeting db02 by db01 for pacemaker-controld.913@db01: OK
 2026-11-21T02:00:01+0800 db01 pacemaker-fenced[912]: notice: Operation 'reboot' targeting db02 by db01 for pacemaker-controld.913@db01: OK
@hits 1
"""


def _spoken(line: str) -> Edit:
    return Edit("@hits 0\n", f"@hit 1\n 2026-11-20T02:00:01+0800 db01 {line}\n@hits 1\n")


SYSTEM_LINES = (
    ("systemd[1]: nginx.service: Main process exited, code=killed, status=9/KILL", "*nginx*", "warn"),
    ("systemd[1]: app.service: Main process exited, code=dumped, status=11/SEGV", "*app.service*", "warn"),
    ("systemd[1]: app.service: Start request repeated too quickly.", "*app.service*", "warn"),
    ("systemd[1]: Failed to start Daily backup.", "*", "warn"),
    ("systemd[1]: app.service: Failed with result 'exit-code'.", "*app.service*", "warn"),
    ("systemd-coredump[812]: Process 4711 (java) of user 1000 dumped core.", "*java*", "warn"),
    ("pacemaker-fenced[912]: notice: Operation 'reboot' targeting db02 by db01 for pacemaker-controld.913@db01: OK", "*db02*", "critical"),
    ("corosync[811]:   [QUORUM] This node is within the non-primary component and will NOT provide any services.", "*", "critical"),
    ("corosync[811]:   [TOTEM ] A processor failed, forming new configuration.", "*", "critical"),
    ("corosync[811]:   [TOTEM ] Retransmit List: 2a 2b", "*", "warn"),
    ("corosync[811]:   [KNET  ] link: host: 2 link: 0 is down", "*", "critical"),
    ("Keepalived_vrrp[901]: (VI_1) Entering MASTER STATE", "*VI_1*", "warn"),
    ("smartd[700]: Device: /dev/sdb [SAT], 8 Currently unreadable (pending) sectors", "*sdb*", "critical"),
    ("smartd[700]: Device: /dev/sdb [SAT], FAILED SMART self-check. BACK UP DATA NOW!", "*sdb*", "critical"),
    ("mdadm[640]: Fail event detected on md device /dev/md0, component device /dev/sdb1", "*md0*", "critical"),
    ("dmeventd[500]: WARNING: Thin pool vg0-pool-tpool data is now 85.00% full.", "*", "warn"),
    ("chronyd[612]: System clock wrong by 3.204118 seconds", "*", "warn"),
    ("chronyd[612]: Can't synchronise: no selectable sources", "*", "warn"),
    ("upsmon[900]: UPS ups@localhost on battery", "*", "warn"),
    ('nginx[902]: write() to "/var/log/nginx/access.log" failed (28: No space left on device)', "*", "warn"),
    ("java[4711]: java.io.IOException: Too many open files", "*", "warn"),
    ("java[4711]: java.lang.OutOfMemoryError: Java heap space", "*", "warn"),
    ("crond[812]: (oracle) FAILED to authorize user with PAM (Authentication token is no longer valid; new one required)", "*oracle*", "warn"),
    ("logrotate[900]: error: error running shared postrotate script for '/var/log/app/*.log '", "*", "warn"),
)  # fmt: skip
INNOCENT = (
    "shop[77]: the user typed: Out of memory, no space left on device",
    "systemd[1]: app.service: Main process exited, code=exited, status=143/n/a",
    "crond[99]: (root) CMD (/usr/local/bin/error_report.sh)",
)
SYSTEM = Seeding(
    "server.system_log",
    (_JOURNAL, "linux.system_logs.files/no-log-files-here", "linux.log_memory/first-time"),
    (
        UNTOUCHED,
        *(fault(line, {subject: level}, _spoken(line)) for line, subject, level in SYSTEM_LINES),
        fault("silent for two days", {"*": "warn"}, ("2026-11-22T13:34:00+0800 db01 crond", "2026-11-20T13:34:00+0800 db01 crond")),
    ),
    mend=(Edit(_FENCED, "@hits 0\n"),),
)  # fmt: skip
_SHUT = " shutdown system down  5.14.0-427.el9.x Mon Nov  2 13:34:17 2026 - Mon Nov  2 13:37:00 2026  (00:02)\n"
REBOOT = Seeding(
    "server.unexpected_reboot",
    ("linux.boots.wtmp/ordinary-with-a-rotated-file",),
    (
        UNTOUCHED,
        healthy("in the journal", instead=("linux.boots.wtmp/empty-wtmp-tells-only-the-uptime", "linux.boots.journal/ordinary-shut-down-in-order")),
        fault("a start without a shutdown", {"*": "critical"}, (_SHUT, "")),
        fault("start without a shutdown in wtmp", {"*": "critical"}, instead=("linux.boots.wtmp/start-without-a-shutdown",)),
        fault("power lost in a guest", {"*": "critical"}, instead=("linux.boots.wtmp/debian-12-guest-after-a-power-cut", "linux.boots.journal/debian-12-guest-after-a-power-cut")),
        fault("power lost, by the journal", {"*": "critical"}, instead=("linux.boots.journal/power-loss-and-a-restarted-journald",)),
        fault("up for 500 days", {"*": "notice"}, ("@up 1728000.00", "@up 43200000.00")),
    ),
)  # fmt: skip
_SOURCE = "@source 10.0.0.9 3 2 0 0 0 Nov 20 10:00:00\n ops\n@total 3 2 5400 1 0\n@lines 8\n"


def _failures(total: int, most_a_day: int, before_success: int = 0) -> tuple[str, str]:
    """So many failures of one source, the worst day's, and those before a success."""
    return (
        _SOURCE,
        f"@source 10.0.0.9 {total} {most_a_day} {before_success} 0 0 Nov 20 10:00:00\n ops\n@total {total} {most_a_day} 5400 1 0\n@lines 8\n",
    )


LOGINS = Seeding(
    "server.login_failures",
    ("linux.auth_failures.logs/quiet-files",),
    (
        UNTOUCHED,
        *(fault(f"{n} of one source in a day", truth, _failures(n, n))
          for n, truth in ((21, {"sources": "warn"}), (50, {"sources": "warn"}), (51, {"sources": "warn", "failures": "warn"}), (4000, {"sources": "warn", "failures": "warn"}))),
        healthy("20 of one source in a day", _failures(20, 20)),
        healthy("9 and then a success", _failures(15, 15, 9)),
        *(fault(f"{n} and then a success", {"success after failures": "critical"}, _failures(15, 15, n)) for n in (10, 15)),
        fault("guessed and flooded", {"failures": "warn", "sources": "warn", "success after failures": "critical"}, instead=("linux.auth_failures.logs/guessed-and-flooded",)),
    ),
)  # fmt: skip
_AUDIT, _SECURE, _MESSAGES = "1760000000", "2026-04-20T", "Mar 13 03:"
_YOUNG = (("@journal-first 1760000000000000", "@journal-first 1787300000000000"),)
"""A journal that reaches back as far would hold them all."""
RETENTION = Seeding(
    "server.log_retention",
    ("linux.logs_kept.find/ordinary",),
    (
        UNTOUCHED,
        healthy("just installed", instead=("linux.logs_kept.find/debian-12-guest-just-installed",)),
        fault("system log of two months, login log of five", {"system": "warn", "login": "warn"}, ("1048576 1784000000 /var/log/messages-20260714.gz", "1048576 1788000000 /var/log/messages-20260714.gz"), ("1048576 1778000000 /var/log/messages-20260505.gz", "1048576 1787000000 /var/log/messages-20260505.gz"), (_MESSAGES, "Jul 20 03:"), *_YOUNG),
        fault("login log of two months", {"login": "warn"}, ("524288 1778000000 /var/log/secure-20260505", "524288 1787000000 /var/log/secure-20260505"), (_SECURE, "2026-07-20T"), *_YOUNG),
        fault("audit log of a month", {"audit": "warn"}, ("msg=audit(1760000000", "msg=audit(1787300000")),
        fault("a file of 1.5 GiB", {"/var/log/tomcat/catalina.out": "warn"}, ("104857600 1789990000 /var/log/tomcat", "1610612736 1789990000 /var/log/tomcat")),
        fault("nothing rotated for nine days", {"logrotate": "warn"}, ("@rotated 1789980000", "@rotated 1789222000")),
        healthy("rotated seven days ago", ("@rotated 1789980000", "@rotated 1789396000")),
        fault("no system log at all", {"system": "warn", "login": "warn"}, instead=("linux.logs_kept.find/no-system-log-at-all",)),
    ),
    mend=(Edit("1610612736 1789990000 /var/log/tomcat", "104857600 1789990000 /var/log/tomcat"),),
)  # fmt: skip
SEEDINGS: tuple[Seeding, ...] = (KERNEL, SYSTEM, REBOOT, LOGINS, RETENTION)
