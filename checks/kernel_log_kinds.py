"""What each signature of the kernel log means to people: words, level, remedy. One row for one signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Level
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class LogKind:
    """The words and the level of one kind of trouble."""

    title: Text
    level: Level
    remedy: Text


OTHERS_JUDGE: Final = frozenset({"oom", "oom-limit"})
"""Signatures that a check of their own judges."""

KINDS: Final[Mapping[str, LogKind]] = {
    "disk": LogKind(
        _("disk input/output error"),
        Level.CRITICAL,
        _(
            "Look at the disk's SMART values and the RAID controller; secure the data, then replace the disk, "
            "cable or backplane: report it to the maker with these lines."
        ),
    ),
    "filesystem": LogKind(
        _("filesystem error"),
        Level.CRITICAL,
        _(
            "Look for errors of the disk below first; in agreement with the customer stop writing and take a "
            "backup, then check the filesystem unmounted in a change window (fsck; xfs_repair -n before "
            "xfs_repair). Do not simply remount it writable."
        ),
    ),
    "storage-path-lost": LogKind(
        _("last path to a volume lost"),
        Level.CRITICAL,
        _(
            "Check HBA, fibre, switch port and array at once; after repair confirm with multipath -ll that all "
            "paths are back."
        ),
    ),
    "storage-path": LogKind(
        _("path to storage failed"),
        Level.WARN,
        _("Check HBA, fibre, switch port and array controller, and confirm with multipath -ll that all paths are back."),
    ),
    "nfs-server": LogKind(
        _("NFS server did not answer"),
        Level.WARN,
        _("Check the NFS server and the network at that time, and the mount options of the clients."),
    ),
    "hardware-uncorrected": LogKind(
        _("uncorrected hardware error"),
        Level.CRITICAL,
        _(
            "Find the component (memory slot, PCI address) in the BMC's event log, report it to the maker with "
            "that log, and have it replaced at the next window."
        ),
    ),
    "hardware-corrected": LogKind(
        _("corrected hardware error"),
        Level.NOTICE,
        _("Note the component and watch it; replace it in a maintenance window when the errors become more."),
    ),
    "lockup": LogKind(
        _("processor stuck in the kernel"),
        Level.CRITICAL,
        _(
            "Keep the lines; look for an overloaded hypervisor, firmware and driver versions, and open a case "
            "with the vendor."
        ),
    ),
    "hung-task": LogKind(
        _("task blocked for minutes"),
        Level.CRITICAL,
        _("Look at the storage or the remote mount behind it: a task waits there for a reply that does not come."),
    ),
    "kernel-fault": LogKind(
        _("fault in the kernel"),
        Level.CRITICAL,
        _(
            "Keep the whole trace and the vmcore, compare the kernel with the vendor's errata, open a case with "
            "both, and plan an update in a change window."
        ),
    ),
    "program-fault": LogKind(
        _("program crashed"),
        Level.WARN,
        _(
            "Ask who owns the program; look for its core dump (coredumpctl list, abrt-cli list; core_pattern says "
            "where it goes) and for an update. Repeated: a case with its vendor."
        ),
    ),
    "interface-down": LogKind(
        _("network link went down"),
        Level.WARN,
        _(
            "Compare with planned work; else check cable, module and switch port, and look at the switch's log "
            "for that time."
        ),
    ),
    "temperature": LogKind(
        _("temperature above its limit"),
        Level.WARN,
        _("Check room temperature, fans, dust and air flow, and the BMC's sensors."),
    ),
    "clock": LogKind(
        _("clock jumped or lost its source"),
        Level.WARN,
        _("See the check on clock synchronisation."),
    ),
    "lost-lines": LogKind(
        _("lines of the kernel were lost"),
        Level.WARN,
        _(
            "Find what floods the kernel's log; enlarge its buffer if it recurs (kernel option log_buf_len=4M, "
            "from the next planned restart on)."
        ),
    ),
    "lost-file-lines": LogKind(
        _("lines were lost between the journal and the log files"),
        Level.WARN,
        _(
            "Find what floods the log; raise Ratelimit.Burst of imjournal where the lines are wanted. The journal "
            "may still have them."
        ),
    ),
    "suppressed-lines": LogKind(
        _("a program's log lines were suppressed, it wrote too many"),
        Level.NOTICE,
        _(
            "Find why the program writes so much; where the lines are wanted raise LogRateLimitBurst of its unit "
            "(before systemd 240: RateLimitBurst in journald.conf)."
        ),
    ),
    "network-table": LogKind(
        _("a network table of the kernel was full, packets were dropped"),
        Level.WARN,
        _(
            "Compare connections or neighbours with the limit (net.netfilter.nf_conntrack_max, "
            "net.ipv4.neigh.default.gc_thresh3); look for an attack or a leak of connections before raising it."
        ),
    ),
    "disk-refused": LogKind(
        _("disk refused a request"),
        Level.NOTICE,
        _(
            "Mostly a command that the disk does not know (discard, write same): see the lines beside it. A "
            "hardware error is told by itself."
        ),
    ),
    "array-member": LogKind(
        _("disk dropped out of a software RAID"),
        Level.CRITICAL,
        _("See cat /proc/mdstat and the disk's SMART values; secure the data, replace the disk and watch the rebuild."),
    ),
    "controller": LogKind(
        _("firmware of a storage controller failed"),
        Level.CRITICAL,
        _(
            "Save the controller's own log (storcli, arcconf, ssacli) and open a case with the maker; firmware "
            "and driver are updated, or the controller replaced, in a change window after a backup."
        ),
    ),
    "filesystem-noted": LogKind(
        _("filesystem carries errors noted since its last check"),
        Level.WARN,
        _("Look for errors of the disk below; take a backup, then run fsck unmounted in an agreed window."),
    ),
    "snapshot": LogKind(
        _("LVM snapshot became invalid"),
        Level.WARN,
        _(
            "Its data are gone: see lvs; remove it with its owner's consent, and make the backup that relied on "
            "it again with a larger snapshot."
        ),
    ),
    "thin-pool-full": LogKind(
        _("thin pool full or failed"),
        Level.CRITICAL,
        _(
            "See lvs -a for data and metadata; extend the pool (lvextend) at once, then see whether its "
            "filesystems are still writable and check them unmounted in a change window."
        ),
    ),
    "thin-pool": LogKind(
        _("thin pool filling up"),
        Level.WARN,
        _("See lvs -a for data and metadata; extend the pool or delete what is not needed before it is full."),
    ),
    "held-back-lines": LogKind(
        _("repeated lines were held back by the kernel"),
        Level.NOTICE,
        _("Find what floods the log at that place; other lines of the same source may be missing."),
    ),
}
