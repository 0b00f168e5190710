"""MySQL's and MariaDB's error logs on their host: what each running server wrote since the last inspection, classed there.

A server leads its standard error into its log, so the kernel tells which file that is to who may look; else its arguments
do, its own files of settings (my_print_defaults), or the usual places. Where it is no file, the journal of the server's
unit is read. Only counts, the classes and their last lines, without the words in quotes, leave the machine.
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, Marked, Recall, Shell, marking
from collectors.facts.mysql.server_logs import LOG_MEMORY, LOG_READINGS, SERVER_LOGS
from collectors.facts.server_logs import LogReadings
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.mysql_log_words import GROUP
from collectors.linux.server_log_asks import positions, reading
from collectors.linux.server_log_memory import derive
from collectors.linux.server_log_memory import parse as remembered
from collectors.linux.server_logs import Remedies, read_logs
from config.text import _

POSITIONS: Final = positions("mysql_log_positions")
_SERVERS: Final = r"""
option() {
  printf '%s\n' "$t" | awk -v o="$1" '{ v = $0; if (!sub(/^[^=]*=/, "", v)) next; k = $0; sub(/=.*/, "", k)
    gsub(/_/, "-", k); if (k == "--" o) r = v } END { if (r != "") print r }'
}
seen=
for p in $f; do
  t=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null)
  case $t in *--datadir=*) ;; *)
    t=$(my_print_defaults mysqld server mariadb mariadbd 2>/dev/null; printf '%s\n' "$t") ;;
  esac
  a=$(option datadir); a=${a:-/var/lib/mysql}
  a=$(readlink -f "$a" 2>/dev/null || echo "$a")
  case "|$seen|" in *"|$a|"*) continue ;; esac
  seen="$seen|$a"; w=
  key=$(printf '%s' "$a" | cksum | sed 's/ .*//')
  known "$key"
  l=$(readlink "/proc/$p/fd/2" 2>/dev/null)
  [ -f "$l" ] || {
    l=$(option log-error)
    case $l in ''|/*|stderr) ;; *) l=$a/$l ;; esac
    case ${l##*/} in ''|*.*) ;; *) l=$l.err ;; esac
  }
  [ -f "$l" ] || ! journal || continue
  for v in /var/log/mysql/error.log /var/log/mysqld.log /var/log/mariadb/mariadb.log "$a/$(uname -n).err"; do
    [ -f "$l" ] || l=$v
  done
  if [ ! -f "$l" ]; then echo "@nolog $a"
  elif [ ! -r "$l" ]; then printf '@closed %s %s\n' "$a" "$l"
  else l=$(readlink -f "$l"); printf '@log %s %s\n' "$a" "$l"; files ''
  fi
done
"""
_REMEDIES: Final = Remedies(
    read=_(
        "let the inspecting account read the error log: put it into the group that owns the file (Debian: adm; else mysql)"
    ),
    find=_("see where the server logs to (select @@log_error; systemd's journal, syslog) and read it by hand"),
)


def parse(answer: Answer) -> Marked[LogReadings]:
    """Read every log. Raises Absent where every process was looked at and neither MySQL nor MariaDB runs."""
    return read_logs(answer, "mysqld, mariadbd", _REMEDIES, POSITIONS)


MYSQL_LOGS_LINUX: Final = Collector(
    id="linux.mysql_logs",
    provides=LOG_READINGS,
    on=LINUX,
    ask=Shell(
        reading(GROUP, _SERVERS, "mysqld", "mariadbd"),
        parameters=(LOG_DAYS, POSITIONS),
        tool="awk",
        seconds=40,
        kib=256,
    ),
    parse=marking(parse),
)
MYSQL_LOG_MEMORY: Final = Collector(
    id="linux.mysql_log_memory", provides=LOG_MEMORY, on=LINUX, ask=Recall("linux.mysql_server_logs"), parse=remembered
)
MYSQL_LOGS_OVER_TIME: Final = Derived(
    id="linux.mysql_server_logs", provides=SERVER_LOGS, of=(LOG_READINGS, LOG_MEMORY), derive=marking(derive)
)
