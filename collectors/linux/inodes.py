"""Inodes of local mounted filesystems, from ``df -i``.

btrfs, zfs and others make inodes as they need them and print 0 or ``-``: they set no limit.

Sample::

    @df
     Filesystem     Type   Inodes  IUsed    IFree IUse% Mounted on
     /dev/sda2      ext4  3276800 412345  2864455   13% /
     /dev/sdc1      btrfs       0      0        0     - /data
    @mounts
     /dev/sda2 / ext4 rw,relatime 0 0
     /dev/sdc1 /data btrfs rw,relatime,subvol=/ 0 0
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing
from collectors.facts.storage import INODES, InodeUse
from collectors.linux.filesystems import df_ask, read_table
from collectors.linux.passages import number

_BY_OWN_MOUNTS: Final = "55517ee0ad34c4ec5e70e7513f7461db752d59660a0df163c159c99b48c272a8"
"""Of the ask as it was before it read the machine's mount table in place of the asking process's."""


def parse(answer: Answer) -> Listing[InodeUse]:
    """Read ``df -PiT``; a kind without a limit has ``total_count`` 0."""
    table = read_table(answer)
    records = []
    for row in table.rows:
        total, used, free = (0 if word == "-" else number(word, row.mount) for word in row.numbers)
        records.append(InodeUse(row.mount, row.device, row.kind, total, used, free, row.mount in table.readonly))
    return Listing(tuple(records), table.unseen)


INODES_DF: Final = Collector(
    id="linux.inodes.df",
    provides=INODES,
    on=LINUX,
    ask=df_ask("-PiT"),
    parse=parse,
    also_reads=(_BY_OWN_MOUNTS,),
)
