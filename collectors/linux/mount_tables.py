"""What is mounted beside what fstab asks for, in one answer.

The mount table names devices as the kernel does, fstab by UUID, label or alias: udev's links join the two. Of a mount point
that is not mounted as written, the path with its symbolic links resolved is printed; nothing else is touched.

Sample::

    @mountinfo
     25 1 8:2 / / rw,relatime shared:1 - xfs /dev/sda2 rw,attr2,inode64
     41 25 8:17 / /data rw,relatime shared:29 - ext4 /dev/sdb1 ro,errors=remount-ro
    @swaps
     Filename    Type        Size     Used  Priority
     /dev/sda3   partition   8388604  0     -2
    @fstab
     UUID=05d927bb-5875-49e3-ada1-7f46cb31c932 /     xfs  defaults 0 0
     /dev/sdb1                                 /data ext4 defaults,errors=remount-ro 0 2
    @links
     /dev/disk/by-uuid:
     lrwxrwxrwx 1 root root 10 Jan  1 00:00 05d927bb-5875-49e3-ada1-7f46cb31c932 -> ../../sda2
    @units
    @end
"""

from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.mounts import MOUNT_TABLE, FstabEntry, Mount, MountTable
from collectors.linux.devices import by_link, device_name, is_missing, uuids
from collectors.linux.mounts import MACHINES_MOUNTINFO, UNESCAPE, unescape
from collectors.linux.passages import passages, whole

_Fstab = tuple[tuple[FstabEntry, ...], tuple[str, ...]]
_CLUSTERS = "/etc/corosync/corosync.conf /etc/cluster/cluster.conf /etc/oracle/olr.loc /etc/keepalived/keepalived.conf"
_UNIT_FOLDERS = ("/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator.late", "/usr/lib/systemd/system")

_COMMAND: Final = rf"""
{UNESCAPE}
echo @mountinfo
{{ {MACHINES_MOUNTINFO}
}} | sed 's/^/ /'
[ ! -r /proc/swaps ] || {{ echo @swaps; sed 's/^/ /' /proc/swaps; }}
if [ -r /etc/fstab ]; then
  echo @fstab; awk '{{ gsub(/pass[a-z]*[0-9]*=[^, \t]*/, "password=***"); print " " $0 }}' /etc/fstab
  mounted='|'; while read -r d m o; do mounted="$mounted$m|"; done </proc/mounts
  while read -r d m o; do
    case $d in ''|\#*) continue ;; esac
    case $m in /*) ;; *) continue ;; esac
    case $mounted in *"|$m|"*|*"|${{m%/}}|"*) continue ;; esac
    unescape "$m"; r=$(readlink -f "$u" 2>/dev/null)
    case $r in ''|"$u"|"${{u%/}}") ;; *) printf '@canonical %s\n %s\n' "$m" "$r" ;; esac
  done </etc/fstab
elif [ -e /etc/fstab ]; then echo @denied
else set -- /etc/*; echo "@no-fstab $#"
fi
echo @links
set --; for f in uuid label partuuid partlabel; do set -- "$@" /dev/disk/by-$f; done
ls -l "$@" /dev/mapper /dev/md 2>/dev/null | sed 's/^/ /'
echo @units
for f in {"/*.moun? ".join(_UNIT_FOLDERS)}/*.moun?; do [ ! -e "$f" ] || printf ' %s\n' "${{f##*/}}"; done
for f in {_CLUSTERS}; do [ ! -e $f ] || echo "@cluster $f"; done
echo @end"""


def parse(answer: Answer) -> MountTable:
    """Read both tables; a line of fstab that mount(8) would not read either is kept as malformed."""
    parts = whole(answer.text)
    links = by_link(parts["links"].lines if "links" in parts else ())
    known = uuids(links)
    lines = parts["mountinfo"].lines if "mountinfo" in parts else ()
    if not lines:
        raise SessionError(Reason.EMPTY, answer.stderr[-200:] or "/proc/self/mountinfo")
    canonical = {one.rest: one.lines[0] for one in passages(answer.text) if one.kind == "canonical" and one.lines}
    entries, malformed = _fstab(parts["fstab"].lines, canonical, links) if "fstab" in parts else (None, ())
    return MountTable(
        mounts=tuple(_mount(line, links, known) for line in lines),
        fstab=entries,
        fstab_witness=f"/etc: {parts['no-fstab'].rest}" if "no-fstab" in parts else "",
        malformed=malformed,
        swaps=_swaps(parts["swaps"].lines, links) if "swaps" in parts else None,
        units=tuple(_unit_path(name) for name in parts["units"].lines) if "units" in parts else (),
        cluster=parts["cluster"].rest if "cluster" in parts else "",
        unseen=(Unseen("", Reason.DENIED, "/etc/fstab"),) if "denied" in parts else (),
    )


def _mount(line: str, links: Mapping[str, str], known: Mapping[str, str]) -> Mount:
    before, dash, after = line.partition(" - ")
    words, tail = before.split(" "), after.split(" ")
    if not dash or len(words) < 6 or len(tail) < 3:  # noqa: PLR2004 - proc(5), /proc/pid/mountinfo
        raise ParseError("no line of mountinfo", line)
    source = unescape(tail[1])
    device = device_name(source, links)
    return Mount(
        mount=unescape(words[4]),
        source=source,
        kind=tail[0],
        root=unescape(words[3]),
        options=tuple(words[5].split(",")),
        super_options=tuple(tail[2].split(",")),
        device=device,
        uuid=known.get(device, ""),
    )


def _fstab(lines: Iterable[str], canonical: Mapping[str, str], links: Mapping[str, str]) -> _Fstab:
    entries, malformed = [], []
    for line in lines:
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 3:  # noqa: PLR2004 - fs_spec, fs_file, fs_vfstype; libmount passes over a line with fewer
            malformed.append(line)
            continue
        source = unescape(words[0].replace('"', ""))
        mount = (canonical.get(words[1]) or unescape(words[1])).rstrip("/") or "/"
        options = tuple(words[3].split(",")) if len(words) > 3 else ("defaults",)  # noqa: PLR2004 - fs_mntops
        known = device_name(source, links)
        entries.append(FstabEntry(source, mount, words[2], options, known, is_missing(source, links)))
    return tuple(entries), tuple(malformed)


def _swaps(lines: Iterable[str], links: Mapping[str, str]) -> tuple[str, ...]:
    names = [unescape(line.split()[0]) for line in lines if line.split()]
    return tuple(device_name(name, links) or name for name in names if name.startswith("/"))


def _unit_path(name: str) -> str:
    words = name.removesuffix(".mount").replace("-", "/")
    path = bytearray()
    at = 0
    while at < len(words):
        hexadecimal = words[at + 2 : at + 4]
        if words.startswith("\\x", at) and len(hexadecimal) == 2 and set(hexadecimal) <= set("0123456789abcdef"):  # noqa: PLR2004
            path.append(int(hexadecimal, 16))
            at += 4
        else:
            path += words[at].encode(errors="replace")
            at += 1
    return "/" + path.decode(errors="backslashreplace").strip("/")


MOUNT_TABLES: Final = Collector(
    id="linux.mount_tables",
    provides=MOUNT_TABLE,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=10, kib=512),
    parse=parse,
)
