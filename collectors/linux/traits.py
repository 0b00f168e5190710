"""What a Linux machine is like, where machines that stand in for each other should be alike.

Release, kernel, processors, memory, time zone, SELinux, kernel settings that databases and clusters ask for, versions of
the packages of clusters, /etc/hosts without the machine itself, name servers, fstab without its devices. Each line is
counted at the end, so a lost one is noticed.

Sample::

    @system kernel 5.10.0-182.x86_64
    @sysctl vm/swappiness 10
    @package corosync 3.1.7-1
    @hosts 10.0.0.1 node1 node1.example
    @fstab /data xfs defaults
    @count 5
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.groups import TRAITS, Traits
from collectors.linux.passages import number, passages, whole
from collectors.linux.rpm_database import RPMS

AREAS: Final = ("system", "sysctl", "package", "hosts", "resolver", "fstab")
_COMMAND: Final = (
    RPMS
    + r"""
say() { printf '@%s %s %s\n' "$1" "$2" "$3"; }
traits() {
  say system kernel "$(uname -r)"; say system architecture "$(uname -m)"
  v=; for f in /etc/os-release /usr/lib/os-release; do
    [ ! -r $f ] || { while IFS= read -r l; do case $l in PRETTY_NAME=*) v=${l#*=} ;; esac; done <$f; break; }
  done
  [ -n "$v" ] || { [ ! -r /etc/redhat-release ] || read -r v </etc/redhat-release; }
  say system release "$v"
  v=$(readlink -f /etc/localtime 2>/dev/null); say system time-zone "${v#/usr/share/zoneinfo/}"
  c=0; while read -r k r; do case $k in cpu[0-9]*) c=$((c + 1)) ;; esac; done </proc/stat
  say system processors $c
  while read -r k r; do
    case $k in MemTotal:) say system memory-gib $(((${r% kB} + 524288) / 1048576)) ;; esac
  done </proc/meminfo
  v=disabled; [ ! -r /sys/fs/selinux/enforce ] || read -r v </sys/fs/selinux/enforce; say system selinux "$v"
  (cd /proc/sys && grep -s . /dev/null \
    vm/swappiness vm/overcommit_memory vm/nr_hugepages vm/dirty_ratio vm/dirty_background_ratio vm/panic_on_oom \
    kernel/shmmax kernel/shmall kernel/sem kernel/panic fs/file-max fs/aio-max-nr \
    net/core/somaxconn net/core/rmem_max net/core/wmem_max net/ipv4/ip_local_port_range net/ipv4/ip_forward \
    net/ipv4/tcp_keepalive_time net/ipv4/ip_nonlocal_bind net/ipv4/conf/all/rp_filter net/ipv4/conf/all/arp_ignore \
    net/ipv4/conf/all/arp_announce) | while IFS=: read -r k v; do say sysctl "$k" "$v"; done
  p='pacemaker corosync keepalived pcs crmsh resource-agents sbd drbd-utils haproxy openssl glibc libc6'
  v=; ! rpms || v=$(rpm -q --qf '%{NAME} %{VERSION}-%{RELEASE}\n' $p 2>/dev/null)
  case $v in *-*) ;; *) v=$(dpkg-query -W -f '${Package} ${Version}\n' $p 2>/dev/null) ;; esac
  printf '%s\n' "$v" | while read -r a b r; do case $b in [0-9]*) say package "$a" "$b" ;; esac; done
  [ ! -r /etc/hosts ] || while read -r a b; do
    case $a in ''|'#'*|127.*|::1|fe00::*|ff0*) ;; *) say hosts "$a" "$b" ;; esac
  done </etc/hosts
  [ ! -r /etc/resolv.conf ] || while read -r a b r; do
    case $a in nameserver) say resolver "$b" yes ;; esac
  done </etc/resolv.conf
  [ ! -r /etc/fstab ] || while read -r d m t o r; do
    case $d in ''|'#'*) ;; *) say fstab "$m" "$t $o" ;; esac
  done </etc/fstab
}
b=$(traits | mask); printf '%s\n' "$b"; echo "@count $(printf '%s\n' "$b" | sed -n '$=')"
echo @end"""
)


def parse(answer: Answer) -> Traits:
    """Read the traits. Raises SessionError (cut) where fewer came than were counted."""
    parts = whole(answer.text)
    values: dict[str, str] = {}
    count = 0
    for one in passages(answer.text):
        if one.kind in {"count", "end"}:
            continue
        if one.kind not in AREAS:
            raise ParseError("trait of an unknown area", one.kind)
        name, _space, value = one.rest.partition(" ")
        key = f"{one.kind} {name}"
        values[key] = f"{values[key]} + {_even(value)}" if key in values else _even(value)
        count += 1
    if "count" not in parts or number(parts["count"].rest) != count:
        raise SessionError(Reason.CUT, f"{count} lines")
    return Traits(values)


def _even(value: str) -> str:
    """A value with its blanks made even, and without quotes: files are typed by hand."""
    return " ".join(value.split("#", maxsplit=1)[0].strip().strip("\"'").split())


TRAITS_FILES: Final = Collector(
    id="linux.traits",
    provides=TRAITS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="uname", seconds=20, kib=64),
    parse=parse,
)
