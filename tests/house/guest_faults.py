"""What is made of the guest, well and broken, and what must be found of each: levels by check and subject, and why.

A subject is a glob. What is not named here must be OK or not applicable.
"""

from dataclasses import dataclass
from typing import Final

_BY: Final = 'set -e; by() { readlink -f /dev/disk/by-id/*"$1" | sort -u; }\n'

PREPARE: Final = (
    _BY
    + """
mdadm --create /dev/md0 --run --level=1 --raid-devices=2 --assume-clean "$(by GUEST-SATA-1)" "$(by GUEST-SATA-2)" 2>&1
mkfs.ext4 -q /dev/md0; mkdir -p /data; echo "UUID=$(blkid -s UUID -o value /dev/md0) /data ext4 nofail 0 2" >>/etc/fstab
systemctl daemon-reload; mount /data
pvcreate -q "$(by GUEST-SATA-3)"; vgcreate -q vg0 "$(by GUEST-SATA-3)"
lvcreate -q -L 64M --thinpool pool vg0; lvcreate -q -V 48M --thin -n thin vg0/pool
printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' >/etc/systemd/system/nightly-export.service
systemctl daemon-reload; systemctl start nightly-export.service
sync
"""
)
BREAK: Final = (
    _BY
    + """
mdadm /dev/md0 --fail "$(by GUEST-SATA-2)" 2>&1
echo 'the guest breaks' >/sys/fs/ext4/md0/trigger_fs_error
printf '0x04 0x08 0x31 0x6f 0x01 0xff 0xff # power supply: failure detected\\n' >/tmp/event
ipmitool sel add /tmp/event
dd if=/dev/urandom of=/dev/vg0/thin bs=1M count=48 conv=fsync 2>&1
lvcreate -q -V 48M --thin -n more vg0/pool; dd if=/dev/urandom of=/dev/vg0/more bs=1M count=14 conv=fsync 2>&1
sed -i 's/true/false/' /etc/systemd/system/nightly-export.service
systemctl daemon-reload; systemctl start nightly-export.service 2>&1 || :
echo offline >"$(ls -d /sys/class/scsi_disk/*:0:1:0/device/block/sd*/device | head -n 1)/state"
logger -p daemon.crit -t appd 'cannot write journal: No space left on device'
sleep 6; sync
"""
)


@dataclass(frozen=True, slots=True)
class Said:
    """A level that must be found, and why it is right."""

    check: str
    subject: str
    level: str
    why: str


ALWAYS: Final = (
    Said(
        "server.fstab_consistency", "/", "notice", "fstab names the root by /dev/vda, as debootstrap's guest was given it"
    ),
    Said("server.clock", "synchronisation", "warn", "chronyd runs and reaches nobody: the guest's network is closed"),
    Said("server.accounts", "password policy", "warn", "Debian's login.defs has PASS_MAX_DAYS 99999"),
    Said("server.ssh_server", "MACs", "notice", "OpenSSH 9.2 still offers hmac-sha1 and 64-bit umac"),
    Said("server.login_failures", "*", "unknown", "the record of logins is minutes old"),
    Said("server.power_redundancy", "", "unknown", "QEMU's BMC has neither power supply nor redundancy"),
    Said("server.cpu_history", "", "unknown", "sysstat has not written its first file"),
    Said("server.local_certificates", "", "unknown", "openssl is not installed there"),
    Said("server.backup_freshness", "", "unknown", "no backup is configured"),
    Said("server.restore_evidence", "", "unknown", "only a person knows"),
)
EMULATED: Final = tuple(
    Said(check, "*", "*", "software emulation on a busy machine is slow")
    for check in ("server.cpu", "server.load_pressure", "server.disk_latency")
)
"""What depends on how busy the machine is that the guest runs on: it may be alarmed, and need not."""
FIRST_START: Final = Said("server.unexpected_reboot", "", "unknown", "the record of starts begins with this one")
HEALTHY: Final = (
    FIRST_START,
    Said("server.md_raid", "????????:*", "ok", "both members work; udev tells the UUID"),
    Said("server.lvm", "vg0/pool", "ok", "nothing was written yet"),
    Said("server.multipath", "*", "ok", "both paths work"),
    Said("server.disk_health", "GUEST-SATA-?", "ok", "SMART says PASSED"),
    Said("server.disk_health", "GUEST-NVME-1", "ok", "the SMART log has no critical warning"),
    Said("server.bmc_events", "SEL", "ok", "no event in the BMC's log"),
    Said("server.bmc_sensors", "Watchdog*", "ok", "the BMC's one sensor"),
    Said("server.failed_units", "", "ok", "systemd says running"),
    Said("server.kdump", "crash kernel", "ok", "loaded into what crashkernel= set aside"),
    Said("server.system_log", "written:journal", "ok", "journald writes"),
)
BROKEN: Final = (
    FIRST_START,
    Said("server.md_raid", "????????:*", "critical", "mdadm --fail of one of two members"),
    Said("server.lvm", "vg0/pool", "critical", "62 of 64 MiB are written"),
    Said("server.multipath", "*", "critical", "one of two paths is offline, the only one of its group"),
    Said("server.bmc_events", "Power Supply*", "critical", "ipmitool sel add"),
    Said("server.failed_units", "nightly-export.service", "warn", "its program ends with 1"),
    Said("server.kernel_log", "array-member:*", "critical", "the kernel's line on the failed member"),
    Said("server.kernel_log", "filesystem:md0", "critical", "trigger_fs_error makes the kernel report an error of ext4"),
    Said("server.kernel_log", "storage-path:*", "warn", "the kernel's and multipathd's lines on the path"),
    Said("server.system_log", "no-space:appd", "warn", "a line of a program's own, by logger"),
    Said("server.system_log", "pool-filling:vg0-pool", "warn", "dmeventd's line"),
    Said("server.system_log", "service-failed:nightly-export.service", "warn", "systemd's line"),
    Said("server.log_novelty", "new", "notice", "the first inspection did not know such lines"),
)
BROKEN_BESIDE: Final = (
    Said("server.disk_health", "GUEST-LUN-1", "unknown", "smartctl cannot open the path that is offline"),
    Said("server.error_growth", "disk GUEST-LUN-1", "unknown", "as before"),
)
"""What may stand beside, and need not."""
_GONE: Final = {"server.bmc_events", "server.multipath", "server.failed_units", "server.unexpected_reboot"}
LASTING: Final = tuple(one for one in BROKEN if one.check not in _GONE)
"""What is there after the power came back: the BMC of QEMU forgets, both paths are new, the unit was not started again."""
CUT: Final = (
    *LASTING,
    Said("server.unexpected_reboot", "", "critical", "a start without a shutdown before"),
)
CUT_BESIDE: Final = (
    Said("server.error_growth", "*", "unknown", "the counters began again with the start"),
    Said("server.configuration_drift", "*", "notice", "the array came back under another name, and without crashkernel="),
    Said("server.fstab_consistency", "/data", "*", "the array may need longer than the start waits"),
    Said("server.failed_units", "restarts", "unknown", "systemd-fsckd ended by itself between systemd's two lists"),
    Said("server.failed_units", "*fsck*", "warn", "the filesystem had an error to be mended"),
    Said("server.kernel_log", "filesystem:*", "*", "ext4 tells of that error again when it is mounted"),
    Said("server.system_log", "", "unknown", "the journal's last entries, where the last inspection stopped, went with it"),
    Said("server.log_novelty", "*", "unknown", "as before: what was lost may have been new"),
)
