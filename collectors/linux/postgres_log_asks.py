"""What is asked for PostgreSQL's server logs: which file, journal or system log each running server writes to."""

from typing import Final

from collectors.linux.postgres_log_words import GROUP
from collectors.linux.server_log_asks import positions, reading

POSITIONS: Final = positions("postgres_log_positions")
_SERVERS: Final = r"""
syslog() {
  for l in /var/log/messages /var/log/syslog; do
    [ -r "$l" ] && tail -c 4194304 "$l" | grep -qaE ' (postgres|postmaster)\[[0-9]+\]: ' || continue
    w= ; printf '@log %s %s\n' "$a" "$l"; files ' (postgres|postmaster)\[[0-9]+\]: '
    return 0
  done
  return 1
}
seen=
for p in $f; do
  a=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null |
    awk 'a == "-D" { print; exit } /^-D./ { print substr($0, 3); exit } { a = $0 }')
  [ -n "$a" ] || continue
  a=$(readlink -f "$a" 2>/dev/null || echo "$a")
  case "|$seen|" in *"|$a|"*) continue ;; esac
  seen="$seen|$a"; l= w=
  key=$(printf '%s' "$a" | cksum | sed 's/ .*//')
  known "$key"
  if [ -r "$a/current_logfiles" ]; then
    l=$(sed -n 's/^\(stderr\|csvlog\|jsonlog\) //p' "$a/current_logfiles" | tail -n 1) w=1
    case $l in ''|/*) ;; *) l=$a/$l ;; esac
  fi
  [ -n "$l" ] || { w=; l=$(readlink "/proc/$p/fd/2" 2>/dev/null); }
  [ -f "$l" ] || { v=${a%/*} w=; l=/var/log/postgresql/postgresql-${v##*/}-${a##*/}.log; }
  if [ ! -f "$l" ]; then journal || syslog || echo "@nolog $a"
  elif [ ! -r "$l" ]; then printf '@closed %s %s\n' "$a" "$l"
  else
    l=$(readlink -f "$l"); printf '@log %s %s\n' "$a" "$l"; files ''
  fi
done
"""
BODY: Final = reading(GROUP, _SERVERS, "postgres", "postmaster")
