"""Local mounted filesystems and how full they are, from ``df``.

Remote filesystems are not asked here: one dead server would hang them all (see remote_mounts).

Sample::

    Filesystem     Type  1024-blocks     Used Available Capacity Mounted on
    /dev/sda2      xfs      52403200 31441920  20961280      60% /
    /dev/sdb1      ext4    103080888 85000000  12800000      87% /data/数据 备份
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Shell
from collectors.facts.storage import FILESYSTEMS, Filesystem

_SKIPPED_KINDS = "nfs nfs4 cifs smb3 smbfs ceph glusterfs fuse.sshfs fuse.glusterfs lustre beegfs gpfs afs autofs"


def parse(answer: Answer) -> Listing[Filesystem]:
    """Read ``df -PkT``; a line that does not fit is an error, never skipped."""
    header, *lines = answer.text.splitlines()
    if not header.startswith("Filesystem"):
        raise ParseError("df printed no header", header)
    return Listing(tuple(_filesystem(line) for line in lines if line.strip()))


def _filesystem(line: str) -> Filesystem:
    try:
        device, kind, size, used, available, _capacity, mount = line.split(maxsplit=6)
        return Filesystem(mount, device, kind, int(size) * 1024, int(used) * 1024, int(available) * 1024)
    except ValueError as error:
        raise ParseError("df line", line) from error


FILESYSTEMS_DF: Final = Collector(
    id="linux.filesystems.df",
    provides=FILESYSTEMS,
    on=LINUX,
    ask=Shell(
        f'x=; for t in {_SKIPPED_KINDS}; do x="$x -x $t"; done; df -PkT $x',
        tool="df",
        seconds=10,
        kib=256,
    ),
    parse=parse,
)
