"""Which package brings a command that an ask needs."""

from collections.abc import Mapping
from typing import Final

_DEBIAN_RHEL: Final[Mapping[str, tuple[str, str]]] = {
    "smartctl": ("smartmontools", "smartmontools"),
    "nvme": ("nvme-cli", "nvme-cli"),
    "mdadm": ("mdadm", "mdadm"),
    "lvs": ("lvm2", "lvm2"),
    "multipath": ("multipath-tools", "device-mapper-multipath"),
    "multipathd": ("multipath-tools", "device-mapper-multipath"),
    "ipmitool": ("ipmitool", "ipmitool"),
    "sensors": ("lm-sensors", "lm_sensors"),
    "dmidecode": ("dmidecode", "dmidecode"),
    "lsblk": ("util-linux", "util-linux"),
    "ss": ("iproute2", "iproute"),
    "ip": ("iproute2", "iproute"),
    "ethtool": ("ethtool", "ethtool"),
    "chronyc": ("chrony", "chrony"),
    "ntpq": ("ntp", "ntp"),
    "openssl": ("openssl", "openssl"),
    "zpool": ("zfsutils-linux", "zfs"),
    "btrfs": ("btrfs-progs", "btrfs-progs"),
    "drbdsetup": ("drbd-utils", "drbd-utils"),
    "crm_mon": ("pacemaker-cli-utils", "pacemaker-cli"),
    "corosync-quorumtool": ("corosync", "corosync"),
    "sar": ("sysstat", "sysstat"),
    "lastb": ("util-linux", "util-linux"),
}


def package_of(tool: str) -> str:
    """The package with this command, of the Debian family and the Red Hat family where they differ; empty for another."""
    named = _DEBIAN_RHEL.get(tool)
    if named is None:
        return ""
    debian, rhel = named
    return debian if debian == rhel else f"{debian} (deb) / {rhel} (rpm)"
