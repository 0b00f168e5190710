r"""How mount tables are written and chosen from: escapes, lines of /proc/mounts, the choice of local mounts in shell.

No collector of its own: filesystems, inodes, remote_mounts and mount_tables read through it.

Sample::

    /dev/sdb1 /data/old\040logs ext4 rw,relatime 0 0
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

from collectors.base import ParseError

REMOTE_KINDS: Final = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "ceph", "glusterfs", "lustre", "beegfs*", "gpfs", "afs"),
    *("pvfs2", "orangefs", "davfs*", "fuse.*"),
)
"""Kinds whose data lie elsewhere, as shell patterns: a look at one can hang for ever."""

LOCAL_FUSE_KINDS: Final = (
    *("fuse.lxcfs", "fuse.gvfs*", "fuse.portal", "fuse.*overlayfs", "fuse.snapfuse", "fuse.squashfuse", "fuse.vmware*"),
    *("fuse.ntfs*", "fuse.exfat*", "fuse.encfs", "fuse.gocryptfs", "fuse.mergerfs", "fuse.archivemount", "fuse.jetbrains*"),
)
"""FUSE kinds that show local data again: neither remote nor with a space of their own."""

PSEUDO_KINDS: Final = (
    *("proc", "sysfs", "cgroup*", "devpts", "mqueue", "hugetlbfs", "debugfs", "tracefs", "securityfs", "pstore", "bpf"),
    *("configfs", "fusectl", "binfmt_misc", "autofs", "rpc_pipefs", "nsfs", "selinuxfs", "efivarfs", "rootfs", "usbfs"),
    *("nfsd", "functionfs", "resctrl", "none", "overlay", "aufs"),
)
"""Kinds without a space of their own. An overlay is the filesystem below it; only one at / is asked for itself."""

_ROOT_KINDS = ("overlay", "aufs")
_UNSEEN_KINDS = (*REMOTE_KINDS, *PSEUDO_KINDS)
_ESCAPE = re.compile(r"\\([0-7]{3})")

UNESCAPE: Final = r"""
unescape() {
  case $1 in
    *\\*) u=$(printf '%b_' "$(printf '%s' "$1" | sed 's/\\/\\0/g')"); u=${u%_} ;;
    *) u=$1 ;;
  esac
}"""
"""A shell function: sets ``u`` to ``$1`` with the octal escapes of mount tables undone."""

_OF_THE_MACHINE: Final = """
if [ -r /proc/1/TABLE ] && command -v awk >/dev/null; then
  awk '{ k = KEY } NR == FNR { h[++n] = $0; id[n] = k; next } { own[++m] = $0; has[k]; if (POINT == "/") top[k] }
    END { for (i = 1; i <= n; i++) if (id[i] in has) { kept[++c] = h[i]; if (id[i] in top) same = 1 }
      if (same) for (i = 1; i <= c; i++) print kept[i]; else for (i = 1; i <= m; i++) print own[i] }' \\
    /proc/1/TABLE /proc/self/TABLE
else
  cat /proc/self/TABLE
fi"""


def _of_the_machine(table: str, key: str, point: str) -> str:
    return _OF_THE_MACHINE.replace("TABLE", table).replace("KEY", key).replace("POINT", point)


MACHINES_MOUNTS: Final = _of_the_machine("mounts", '$1 " " $2 " " $3', "$2") + ' >"$TMPDIR/mounts"\n'
"""Shell that writes the machine's mount table into a file of ours.

A service that systemd confines has a table of its own: everything read-only in it, folders mounted over themselves. Of what
we see too, the first process's table tells it as it is; where its root is not ours, ours counts. Else both are the same.
"""

MACHINES_MOUNTINFO: Final = _of_the_machine("mountinfo", '$3 " " $4 " " $5', "$5")
"""Shell that prints the same of /proc/PID/mountinfo: a mount is known by its device, its root there and its place."""

LOCAL_MOUNTS: Final = f"""
{UNESCAPE}
set --
while read -r d m t o; do
  case $m:$t in
    {"|".join(f"/:{kind}" for kind in _ROOT_KINDS)}) ;;
    *) case $t in {"|".join(_UNSEEN_KINDS)}) continue ;; esac ;;
  esac
  unescape "$m"; set -- "$@" "$u"
done <"$TMPDIR/mounts\""""
"""Shell that sets ``"$@"`` to the mount points that ``is_local`` holds of: without a fork a mount, never touching one.

MACHINES_MOUNTS stands before it."""


@dataclass(frozen=True, slots=True)
class MountLine:
    """One line of /proc/mounts with its escapes undone."""

    source: str
    mount: str
    kind: str
    options: tuple[str, ...]


def unescape(word: str) -> str:
    """Undo the octal escapes of fstab(5) and proc(5): space, tab, newline, backslash, hash."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), word)


def mount_lines(lines: Iterable[str]) -> tuple[MountLine, ...]:
    """Read lines of /proc/mounts. Raises ParseError for one that does not fit."""
    return tuple(_mount_line(line) for line in lines)


def _mount_line(line: str) -> MountLine:
    words = line.split(" ")
    if len(words) != 6:  # noqa: PLR2004 - fs_spec, fs_file, fs_vfstype, fs_mntops, fs_freq, fs_passno
        raise ParseError("no line of /proc/mounts", line)
    return MountLine(unescape(words[0]), unescape(words[1]), words[2], tuple(words[3].split(",")))


def is_local(one: MountLine) -> bool:
    """Whether a mount has a local space of its own; the same choice as LOCAL_MOUNTS makes in shell."""
    if one.mount == "/" and one.kind in _ROOT_KINDS:
        return True
    return not _fits(one.kind, _UNSEEN_KINDS)


def is_remote(one: MountLine) -> bool:
    """Whether a mount's data lie on another machine."""
    return _fits(one.kind, REMOTE_KINDS) and not _fits(one.kind, LOCAL_FUSE_KINDS)


@lru_cache(maxsize=512)
def _fits(kind: str, patterns: tuple[str, ...]) -> bool:
    """Whether a kind fits one of the patterns; a hundred targets have the same dozen kinds."""
    return any(fnmatchcase(kind, pattern) for pattern in patterns)


def kinds_of(lines: Iterable[MountLine]) -> str:
    """Name the kinds of a mount table, as a witness of what was looked through."""
    return " ".join(dict.fromkeys(one.kind for one in lines))
