r"""Database servers that run here, with port and data directory, for the engineer to take up as targets.

The main process of each is the one whose parent is not called like it. What its arguments name is kept, no other argument
leaves the machine; where they name no folder, MySQL's own files of settings do (my_print_defaults), Oracle's is oratab's.
Links out of a data directory (WAL, tablespaces) are seen where that lets us in.

Sample::

    @server 812 postgres
    @data /var/lib/postgresql/15/main
    @port 5432
    @places
     wal /wal/pg15
     tablespace /srv/ts1
    @lines 6
    @server 901 ora_pmon_ORCL
    @home /u01/app/oracle/product/19.0.0/dbhome_1
    @lines 2
    @found 310 2
    @end
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.database_servers import (
    DATABASE_PLACES,
    DATABASE_SERVERS,
    DatabaseServer,
    HostSide,
    Place,
)
from collectors.facts.mounts import REMOTE_MOUNTS, RemoteMount
from collectors.facts.storage import FILESYSTEMS, Filesystem
from collectors.linux.passages import Passage, number
from collectors.linux.programs import FOUND, finding, groups, instances, optional, said
from config.text import _

_KINDS: Final = {
    "postgres": ("postgres", "PostgreSQL"),
    "postmaster": ("postgres", "PostgreSQL"),
    "kingbase": ("kingbase", "KingbaseES"),
    "gaussdb": ("postgres", "openGauss"),
    "mysqld": ("mysql", "MySQL"),
    "mariadbd": ("mysql", "MariaDB"),
    "dmserver": ("dameng", "DM8"),
}
"""By the name of the process, the kind of target and the product."""
_ORACLE: Final = ("ora_pmon_", "db_pmon_")
_NAMES: Final = (*_KINDS, *(f"{name}*" for name in _ORACLE))
_ONE: Final = r"""
args() {
  awk '
  function set(k, v) { if (v != "") print k " " v }
  a == "-D" { set("data", $0) } a == "-p" || a == "-P" { set("port", $0) } a == "-c" { s = "--" $0 } a != "-c" { s = $0 }
  s ~ /^-D./ && s !~ /^-D *$/ { set("data", substr(s, 3)) }
  { v = s; sub(/^[^=]*=/, "", v); gsub(/_/, "-", s) }
  s ~ /^--(datadir|data-directory)=/ { set("data", v) }
  s ~ /^--port=/ { set("port", v) }
  s ~ /^--socket=/ { set("socket", v) }
  s ~ /^--config-file=/ { set("conf", v) }
  s ~ /^-?-?path=/ { set("ini", v) }
  s ~ /^--log-bin=\// { sub(/\/[^\/]*$/, "", v); set("place", "wal " v) }
  s ~ /^--innodb-log-group-home-dir=\// { set("place", "wal " v) }
  { a = $0 }'
}
m=
for p in $f; do
  n1=; { IFS= read -r n1 <"/proc/$p/comm"; } 2>/dev/null
  l=; { IFS= read -r l <"/proc/$p/stat"; } 2>/dev/null; l=${l##*) }; l=${l#* }; q=${l%% *}
  n2=; { IFS= read -r n2 <"/proc/$q/comm"; } 2>/dev/null
  a=; { IFS= read -r a <"/proc/$p/cmdline"; } 2>/dev/null
  case $n1:$a in "$n2:"*|:*|*:|*:"$n1: "*) ;; *) m="$m $p" ;; esac
done
server() {
  n1=; { IFS= read -r n1 <"/proc/$p/comm"; } 2>/dev/null
  printf '@server %s %s\n' "$p" "$n1"
  case $n1 in *_pmon_*)
    s=${n1#*_pmon_}
    for o in /etc/oratab /var/opt/oracle/oratab; do
      [ -r "$o" ] || continue
      awk -F: -v s="$s" '$1 == s && $2 != "" { print "@home " $2; exit }' "$o"
    done
    return ;;
  esac
  t=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null | args)
  case $n1:$t in mysqld:*'data '*|mariadbd:*'data '*) ;; mysqld:*|mariadbd:*)
    t=$( { my_print_defaults mysqld server mariadb mariadbd 2>/dev/null | args; printf '%s\n' "$t"; } ) ;;
  esac
  one() { printf '%s\n' "$t" | sed -n "s/^$1 //p" | tail -n 1; }
  d=$(one data); i=$(one ini); o=$(one port); c=$(one conf)
  [ -n "$d" ] || [ -z "$i" ] || d=${i%/*}
  r=$(readlink -f "$d" 2>/dev/null); d=${r:-$d}
  case $n1 in postgres|postmaster|kingbase|gaussdb)
    for h in "${c:-$d/postgresql.conf}" "$d/kingbase.conf"; do
      [ -n "$o" ] || o=$(sed -n 's/^ *port *= *\([0-9]*\).*/\1/p' "$h" 2>/dev/null | tail -n 1)
    done ;;
  esac
  [ -z "$d" ] || printf '@data %s\n' "$d"
  case $o in ''|*[!0-9]*) ;; *) echo "@port $o" ;; esac
  h=$(one socket); [ -z "$h" ] || printf '@socket %s\n' "$h"
  if [ -n "$d" ] && [ -x "$d" ]; then
    echo @places
    printf '%s\n' "$t" | sed -n 's/^place / /p'
    for w in pg_wal pg_xlog sys_wal; do
      [ ! -h "$d/$w" ] || { r=$(readlink -f "$d/$w" 2>/dev/null) && printf ' wal %s\n' "$r"; }
    done
    for w in "$d"/pg_tblspc/* "$d"/sys_tblspc/*; do
      [ ! -h "$w" ] || { r=$(readlink -f "$w" 2>/dev/null) && printf ' tablespace %s\n' "$r"; }
    done
  else
    echo @closed
  fi
}
k=0
for p in $m; do
  k=$((k+1))
  v=$(server)
  printf '%s\n@lines %s\n' "$v" "$(printf '%s\n' "$v" | grep -c .)"
done
"""
_CLOSED: Final = _("let the inspecting account into the data directory, or name the database as a target")


def parse(answer: Answer) -> Listing[DatabaseServer]:
    """Read every server. Raises Absent where every process was looked at and none is one."""
    found, unseen = instances(answer.text, "server", "database")
    return Listing(tuple(_server(one) for one in groups(found, "server")), unseen)


def _server(of: dict[str, Passage]) -> DatabaseServer:
    lines = sum(1 + len(one.lines) for kind, one in of.items() if kind != "lines")
    if optional(of, "lines") != lines:
        raise ParseError("not as many lines as were counted", said(of, "server"))
    name = said(of, "server").partition(" ")[2]
    sid = next((name.removeprefix(begins) for begins in _ORACLE if name.startswith(begins)), "")
    if sid:
        return DatabaseServer("oracle", "Oracle", sid, said(of, "home"), 1521, is_closed=False)
    kind, product = _KINDS.get(name, ("database", name))
    words = [line.partition(" ") for line in (of["places"].lines if "places" in of else ())]
    places = tuple(Place(role, path) for role, _space, path in words if path.startswith("/"))
    port = number(said(of, "port")) if optional(of, "port") is not None else None
    data = said(of, "data")
    home = (Place("data", data),) if data else ()
    return DatabaseServer(kind, product, "", data, port, said(of, "socket"), (*home, *places), "closed" in of)


def derive(
    servers: Listing[DatabaseServer] | Exception,
    filesystems: Listing[Filesystem] | Exception,
    remote: Listing[RemoteMount] | Exception,
) -> HostSide:
    """Join them. Raises what kept the mounts from being seen; of the servers it is one more unseen."""
    if isinstance(filesystems, Exception):
        raise filesystems
    if isinstance(remote, Exception) and not isinstance(remote, Absent):
        raise remote
    unseen = list(filesystems.unseen)
    if isinstance(servers, Listing):
        unseen += servers.unseen
        closed = [one for one in servers.records if one.is_closed and one.kind != "oracle"]
        unseen += [Unseen(one.name, Reason.DENIED, one.data, _CLOSED) for one in closed]
    elif isinstance(servers, SessionError):
        unseen.append(Unseen("", servers.reason, servers.detail, servers.remedy))
    records = servers.records if isinstance(servers, Listing) else ()
    return HostSide(filesystems.records, records, tuple(unseen), tuple(_unmeasured(filesystems, remote)))


def _unmeasured(filesystems: Listing[Filesystem], remote: Listing[RemoteMount] | Exception) -> Iterator[str]:
    """Mount points below which no room is known: what lies there must not be held for the root's."""
    yield from (one.subject for one in filesystems.unseen if one.subject.startswith("/"))
    if isinstance(remote, Listing):
        yield from (one.mount for one in remote.records)
        yield from (one.subject for one in remote.unseen if one.subject.startswith("/"))


DATABASE_SERVERS_PROC: Final = Collector(
    id="linux.database_servers",
    provides=DATABASE_SERVERS,
    on=LINUX,
    ask=Shell(finding(*_NAMES) + _ONE.rstrip("\n") + FOUND, tool="awk", seconds=20, kib=128),
    parse=parse,
)
DATABASE_PLACES_DERIVED: Final = Derived(
    id="linux.database_places",
    provides=DATABASE_PLACES,
    of=(DATABASE_SERVERS, FILESYSTEMS, REMOTE_MOUNTS),
    derive=derive,
)
