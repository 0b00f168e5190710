"""Seeds for filesystems and mounts: full, without inodes, growing, read-only, missing, without an answer."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from datetime import timedelta
from math import ceil, floor

from agent.past import Series
from tests.house.recall.shapes import AT, UNTOUCHED, Edit, Seeding, Variation, fault, healthy

DF = "linux.filesystems.df/loop-filesystems-bind-mounts-and-a-chinese-name"
ROOT = "264212084 24868624  81522288      24% /\n"
ROOT_USABLE = 24868624 + 81522288
INODES = "16777216 443891 16333325    3% /\n"
INODES_ALL = 16777216
TIB_KIB = 1024**3
LARGE = 20 * TIB_KIB
GIB_KIB = 1024**2


def _used(ratio: float, over: bool = True) -> str:  # noqa: FBT001, FBT002 - which way the last kilobyte is rounded
    used = ceil(ROOT_USABLE * ratio) if over else floor(ROOT_USABLE * ratio) - 1
    return f"264212084 {used}  {ROOT_USABLE - used}      {ceil(100 * used / ROOT_USABLE)}% /\n"


def _large(free_kib: int) -> str:
    return f"{LARGE} {LARGE - free_kib}  {free_kib}      99% /\n"


def _inodes(ratio: float, over: bool = True) -> str:  # noqa: FBT001, FBT002 - as above
    used = ceil(INODES_ALL * ratio) if over else floor(INODES_ALL * ratio) - 1
    return f"16777216 {used} {INODES_ALL - used}    {ceil(100 * used / INODES_ALL)}% /\n"


USAGE = Seeding(
    "server.filesystem_usage",
    ("linux.filesystems.df/ordinary",),
    (
        UNTOUCHED,
        healthy("busybox", instead=("linux.filesystems.df/busybox-names-bind-mounts-by-their-first-mount",)),
        healthy("loop devices and bind mounts", instead=(DF,)),
        *(healthy(f"/ at {r:.0%}", (ROOT, _used(r))) for r in (0.0, 0.5, 0.79)),
        healthy("/ just below 80 %", (ROOT, _used(0.80, over=False))),
        *(fault(f"/ at {r:.0%}", {"/": "warn"}, (ROOT, _used(r))) for r in (0.80, 0.85, 0.89)),
        fault("/ just below 90 %", {"/": "warn"}, (ROOT, _used(0.90, over=False))),
        *(fault(f"/ at {r:.0%}", {"/": "critical"}, (ROOT, _used(r))) for r in (0.90, 0.97, 1.0)),
        fault("20 TiB with 4 GiB free", {"/": "critical"}, (ROOT, _large(4 * GIB_KIB))),
        fault("20 TiB with 6 GiB free", {"/": "warn"}, (ROOT, _large(6 * GIB_KIB))),
        healthy("a full filesystem that is mounted read-only", (ROOT, _used(0.99)), ("ext4 rw,relatime,discard", "ext4 ro,relatime")),
        fault("a folder in a Chinese name at 86 %", {"/data/数据 备份": "warn"}, instead=("linux.filesystems.df/chinese-path-with-a-space",)),
    ),
)  # fmt: skip
INODE_USAGE = Seeding(
    "server.inode_usage",
    ("linux.inodes.df/ordinary",),
    (
        UNTOUCHED,
        healthy("busybox", instead=("linux.inodes.df/busybox",)),
        healthy("btrfs has no number", instead=("linux.inodes.df/btrfs-has-no-limit-loop-filesystems",)),
        *(healthy(f"/ at {r:.0%}", (INODES, _inodes(r))) for r in (0.0, 0.5, 0.79)),
        healthy("/ just below 80 %", (INODES, _inodes(0.80, over=False))),
        *(fault(f"/ at {r:.0%}", {"/": "warn"}, (INODES, _inodes(r))) for r in (0.80, 0.89)),
        fault("/ just below 90 %", {"/": "warn"}, (INODES, _inodes(0.90, over=False))),
        *(fault(f"/ at {r:.0%}", {"/": "critical"}, (INODES, _inodes(r))) for r in (0.90, 0.97, 1.0)),
        healthy("read-only", (INODES, _inodes(1.0)), ("ext4 rw,relatime,discard", "ext4 ro,relatime")),
    ),
)  # fmt: skip


def _growth(today: float, daily: float, whole: float, *, days: int = 90, wobble: float = 0.0) -> Series:
    """What was kept of ``/``: one point a day, ``daily`` more each, up to yesterday."""
    moments = [AT - timedelta(days=back) for back in range(days, 0, -1)]
    used = [today - daily * (days - n) + wobble * (n % 7 < 2) for n in range(days)]
    return {
        ("/", "used_bytes"): tuple(zip(moments, used, strict=True)),
        ("/", "usable_bytes"): tuple((at, whole) for at in moments),
        ("/", "size_bytes"): tuple((at, whole) for at in moments),
        ("/", "used_count"): tuple(zip(moments, used, strict=True)),
        ("/", "total_count"): tuple((at, whole) for at in moments),
    }


def _trend(case_used: float, whole: float) -> tuple[Variation, ...]:
    """Growth that fills what is left in so many days; today's point is the recorded one."""
    left = whole - case_used

    def grows(days: float) -> Series:
        return _growth(case_used, min(left / days, case_used / 91), whole)

    levels = {4: "critical", 20: "warn", 60: "notice"}
    steep = {days: level for days, level in levels.items() if left / days <= case_used / 91}
    return (
        Variation("no history"),
        Variation("steady for ninety days", series=_growth(case_used, 0, whole)),
        Variation("full in five years", series=grows(1800)),
        *(Variation(f"full in {days} days", truth={"/": level}, series=grows(days)) for days, level in steep.items()),
    )


def _growing(check: str, case: str, row: tuple[str, str], used: float, whole: float, factor: int) -> Seeding:
    """Nearly full today, so that ninety days of growth fit below it."""
    full = [fault("seed", {}, row).edits[0]]
    return Seeding(check, (case,), _trend(used * factor, whole * factor), mend=tuple(full))


_NEARLY = ceil(ROOT_USABLE * 0.96)
_NEARLY_INODES = ceil(INODES_ALL * 0.96)
GROWTH = _growing(
    "server.filesystem_growth", "linux.filesystems.df/ordinary", (ROOT, _used(0.96)), _NEARLY, ROOT_USABLE, 1024
)
INODE_GROWTH = _growing(
    "server.inode_growth", "linux.inodes.df/ordinary", (INODES, _inodes(0.96)), _NEARLY_INODES, INODES_ALL, 1
)

_DATA = "/data rw,relatime shared:30 - ext4 /dev/sdb1 rw,errors=remount-ro,data=ordered"
_RO = ("/data rw,relatime shared:30 - ext4 /dev/sdb1 ro,errors=remount-ro,data=ordered", _DATA)
_MOUNTS = ("linux.mount_tables/rhel7-by-uuid-and-lvm",)
_MENDED = fault("", {}, _RO).edits
_ROOT_RW = "/ rw,relatime shared:1 - xfs /dev/mapper/rhel-root rw,attr2,inode64,noquota"
_BOOT = "/boot rw,relatime shared:29 - xfs /dev/sda1 rw,attr2,inode64,noquota"
READONLY = Seeding(
    "server.filesystem_readonly",
    _MOUNTS,
    (
        UNTOUCHED,
        *(
            fault(f"{mount} by the kernel, {how}", {mount: "critical"}, (old, new))
            for mount, old in (("/data", _DATA), ("/", _ROOT_RW), ("/boot", _BOOT))
            for how, new in (
                ("mount and filesystem", old.replace(" rw,", " ro,")),
                ("filesystem alone", old[::-1].replace(" rw,"[::-1], " ro,"[::-1], 1)[::-1]),
            )
        ),
        healthy("as fstab wants it", (_DATA, _DATA.replace(" rw,", " ro,")), ("ext4 defaults,errors=remount-ro", "ext4 ro")),
        fault("in emergency, ext4", {"/mnt/err": "critical"}, instead=("linux.mount_tables/ext4-in-emergency-loops-and-a-broken-line",)),
    ),
    mend=_MENDED,
)  # fmt: skip
FSTAB = Seeding(
    "server.fstab_consistency",
    _MOUNTS,
    (
        UNTOUCHED,
        *(
            fault(f"{mount} is not mounted", {mount: level}, (line, ""))
            for mount, line, level in (
                ("/data", f" 93 62 8:17 / {_DATA}\n", "critical"),
                ("/boot", f" 90 62 8:1 / {_BOOT}\n", "critical"),
            )
        ),
        fault("another device", {"/boot": "warn"}, (_BOOT, _BOOT.replace("sda1", "sdd1"))),
        fault("swap is off", {"swap /dev/rhel/swap": "warn"}, (" /dev/dm-1                               partition	8388604	0	-2\n", "")),
        fault("a mount that fstab does not know", {"/data": "warn"}, (" LABEL=数据\\040盘 /data ext4 defaults,errors=remount-ro 1 2\n", ""), ("@cluster /etc/corosync/corosync.conf\n", "")),
        fault("a line with two fields", {"/etc/fstab": "warn"}, ("/dev/rhel/swap swap swap", "/dev/sdz9 /lost\n /dev/rhel/swap swap swap")),
        fault("a device that is not there", {"/boot": "warn"}, ('UUID="05d927bb-5875-49e3-ada1-7f46cb31c932"', 'UUID="15d927bb-5875-49e3-ada1-7f46cb31c932"')),
        healthy("nofail and away", (f" 93 62 8:17 / {_DATA}\n", ""), ("ext4 defaults,errors=remount-ro 1", "ext4 nofail 1")),
        healthy("noauto and away", (f" 93 62 8:17 / {_DATA}\n", ""), ("ext4 defaults,errors=remount-ro 1", "ext4 noauto 1")),
    ),
    mend=_MENDED,
)  # fmt: skip
_ANSWERS = ("says", "@type nfs\n")
REMOTE = Seeding(
    "server.remote_mounts",
    ("linux.remote_mounts.statfs/answers-stale-stuck-denied-and-left-out",),
    (
        UNTOUCHED,
        *(
            fault(f"{mount} {how}", {mount: "critical"}, (mount, what, words))
            for mount in ("/mnt/nas", "/mnt/win", "/mnt/stale", "/home/ops/gate")
            for how, what, words in (
                ("hangs in the kernel", "state", "stuck"),
                ("does not answer in time", "state", "timeout"),
                ("is stale", "fails", f"stat: cannot read file system information for '{mount}': Stale file handle\n"),
                ("lost its server", "fails", f"stat: cannot read file system information for '{mount}': Transport endpoint is not connected\n"),
                ("is read with errors", "fails", f"stat: cannot read file system information for '{mount}': Input/output error\n"),
                ("has its host down", "fails", f"stat: cannot read file system information for '{mount}': Host is down\n"),
            )
        ),
        healthy("a right that we lack", ("/home/ops/gate", "fails", "stat: cannot read file system information for '/home/ops/gate': Permission denied\n")),
        fault("two FUSE servers gone", {"/mnt/nas 1": "critical", "/mnt/gone": "critical"}, instead=("linux.remote_mounts.statfs/one-hangs-one-lost-its-server",)),
    ),
    mend=tuple(Edit(*_ANSWERS, part=mount) for mount in ("/mnt/win", "/mnt/stale", "/home/ops/gate")),
)  # fmt: skip
SEEDINGS = (USAGE, INODE_USAGE, GROWTH, INODE_GROWTH, READONLY, FSTAB, REMOTE)
