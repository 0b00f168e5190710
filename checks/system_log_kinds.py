"""What each signature of the system log means to people: words, level, remedy. One row for one signature."""

from collections.abc import Mapping
from typing import Final

from checks.base import Level
from checks.kernel_log_kinds import LogKind
from config.text import _

SYSTEM_KINDS: Final[Mapping[str, LogKind]] = {
    "service-killed": LogKind(
        _("main process of a service was killed or crashed"),
        Level.WARN,
        _("See journalctl -u with the unit's name for the minutes before; look for a core dump and for want of memory."),
    ),
    "service-restarts": LogKind(
        _("service failed so often that it is no longer restarted"),
        Level.WARN,
        _("Mend what its own log says, then reset the failure (systemctl reset-failed) and start it."),
    ),
    "service-failed": LogKind(
        _("service failed or could not be started"),
        Level.WARN,
        _(
            "See systemctl status and journalctl -u with the unit's name; disable it where nobody needs it and "
            "its owner agrees."
        ),
    ),
    "program-crashed": LogKind(
        _("program crashed and left a core dump"),
        Level.WARN,
        _("Keep the core dump (coredumpctl list); ask who owns the program for an update or a case with its vendor."),
    ),
    "cluster-fencing": LogKind(
        _("cluster node was fenced or is to be fenced"),
        Level.CRITICAL,
        _(
            "Find out from both nodes' logs why contact was lost; check heartbeat links, fencing "
            "device and time of the nodes."
        ),
    ),
    "cluster-quorum": LogKind(
        _("cluster lost its quorum"),
        Level.CRITICAL,
        _("Check which nodes are there (corosync-quorumtool -s) and the network between them before anything is started."),
    ),
    "cluster-member-lost": LogKind(
        _("cluster lost a member or a heartbeat link"),
        Level.CRITICAL,
        _(
            "Check the heartbeat network (both rings), the load of the nodes, and whether the member "
            "was stopped on purpose."
        ),
    ),
    "cluster-retransmits": LogKind(
        _("cluster messages were sent again, or the node paused"),
        Level.WARN,
        _("Look for load, packet loss or a wrong MTU on the heartbeat network, and for pauses of the virtual machine."),
    ),
    "cluster-eviction": LogKind(
        _("Oracle Clusterware reports a node eviction or a failed resource"),
        Level.CRITICAL,
        _("See alert log and ocssd.log of Clusterware on all nodes; check private network and voting disks."),
    ),
    "cluster-failover": LogKind(
        _("keepalived changed its state"),
        Level.WARN,
        _("Compare with planned work; else find out why the other node or its check failed."),
    ),
    "disk-health": LogKind(
        _("disk reports failing health (smartd)"),
        Level.CRITICAL,
        _("Secure the data, read the disk's SMART values, and have the disk replaced."),
    ),
    "array-event": LogKind(
        _("array reports a failed or missing disk"),
        Level.CRITICAL,
        _("See the state of the array (cat /proc/mdstat, storcli) and the backup; replace the disk and watch the rebuild."),
    ),
    "pool-filling": LogKind(
        _("storage pool or snapshot is filling up or degraded"),
        Level.WARN,
        _("See lvs -a or zpool status; extend the pool or clear it before it is full."),
    ),
    "hardware-reported": LogKind(
        _("hardware error reported by a monitoring daemon"),
        Level.CRITICAL,
        _("Read the BMC's event log (ipmitool sel elist) for the component, and have it replaced."),
    ),
    "heat": LogKind(
        _("temperature above its limit"),
        Level.WARN,
        _("Check room temperature, fans, dust and air flow, and the BMC's sensors."),
    ),
    "power": LogKind(
        _("power supply or UPS reports trouble"),
        Level.WARN,
        _(
            "Check mains, UPS load and battery age; where the UPS asks for a battery, have its maker replace it "
            "in a change window."
        ),
    ),
    "clock-backwards": LogKind(
        _("clock was set back"),
        Level.WARN,
        _("Find what sets the clock; databases and clusters may misjudge times. Let chrony slew instead of stepping."),
    ),
    "clock": LogKind(
        _("clock jumped or lost its source"),
        Level.WARN,
        _("See the check on clock synchronisation."),
    ),
    "no-space": LogKind(
        _("a program met a full filesystem"),
        Level.WARN,
        _(
            "See the checks on filesystems and inodes; find what filled it at that time, a quota or a "
            "temporary folder included."
        ),
    ),
    "out-of-handles": LogKind(
        _("a program had too many files open"),
        Level.WARN,
        _("Raise LimitNOFILE of its unit or nofile in limits.conf; repeated: look for a leak with the program's owner."),
    ),
    "out-of-memory": LogKind(
        _("a program could not get memory"),
        Level.WARN,
        _(
            "Compare its memory with its limits (heap, unit, control group) and with the machine's; "
            "plan more or find the leak."
        ),
    ),
    "jobs-refused": LogKind(
        _("scheduled jobs of an account are refused"),
        Level.WARN,
        _("Mostly its password has expired: chage -l with the account's name; its jobs do not run until that is mended."),
    ),
    "rotation-failed": LogKind(
        _("log rotation failed"),
        Level.WARN,
        _("Run logrotate -d by hand and mend the entry that it names; else logs grow until the disk is full."),
    ),
    "log-forwarding": LogKind(
        _("log lines could not be forwarded"),
        Level.WARN,
        _("Check the central log server, the network to it and the queue settings; lines may be missing there."),
    ),
    "lines-dropped": LogKind(
        _("log lines were lost or held back"),
        Level.NOTICE,
        _("Find what floods the log; raise the rate limits where the lines are wanted. What is missing cannot be judged."),
    ),
}
