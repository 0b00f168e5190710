r"""Nginx, OpenResty and Tengine: the configuration's own test, workers, stub_status, and the ends of the logs.

The test runs as root only in the very words ``nginx -t -q``: with another configuration or program it is asked with the
rights of the inspecting account, since a configuration may load modules; and only where nobody but root or that account can
change program and configuration, else as the user of the process, or not at all. Of the logs only counts leave the machine.

Sample::

    @nginx 812 /usr/sbin/nginx
    @user root
    @workers 4
    @test 0
    @connections 768
    @files 1024
    @status Active connections: 3 server accepts handled requests 10 10 22 Reading: 0 Writing: 1 Waiting: 2
    @responses 1200 4
    @errors 0 0 2 5
    @found 210 1
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Root, Shell
from collectors.facts.middleware import NGINX, NginxInstance
from collectors.linux.passages import Passage, number
from collectors.linux.programs import FOUND, SAFELY, finding, groups, instances, optional, said

_ONE: Final = r"""
its() {
  case ${b##*/} in nginx*|openresty*|tengine*) ;; *) echo "xunjian: permission denied: $b" >&2; return 126 ;; esac
  _c=$c _x=$x
  if safe "$b" && _b=$_f && { [ -z "$c$x" ] || { safe "${c:-$x/conf/nginx.conf}" && _c=$_f; }; } &&
    { [ -z "$x" ] || { safe "$x" d && _x=$_f; }; }
  then "$_b" "$@" ${_c:+-c "$_c"} ${_x:+-p "$_x"}
  else as_user_of "$p" "$b" "$@" ${c:+-c "$c"} ${x:+-p "$x"}; fi
}
m=
for p in $f; do
  a=$(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null)
  case $a in 'nginx: master process '*) m="$m $p" ;; esac
done
[ -z "$m" ] || k=0
for p in $m; do
  k=$((k+1))
  a=$(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null); a=${a#nginx: master process }
  e=$(readlink "/proc/$p/exe" 2>/dev/null); e=${e% (deleted)}
  b=${a%% *}; case $b in /*) ;; *) b=${e:-$(command -v nginx)} ;; esac; e=${e:-$b}
  c=; x=; w=0; o=
  set -- $a; while [ $# -gt 0 ]; do case $1 in -c) c=$2 ;; -p) x=$2 ;; esac; shift; done
  for q in $f; do
    l=; { IFS= read -r l <"/proc/$q/stat"; } 2>/dev/null; l=${l##*) }; l=${l#* }
    [ "${l%% *}" != "$p" ] || { w=$((w+1)); o=$q; }
  done
  echo "@nginx $p $b${c:+ -c $c}"
  printf '@user %s\n' "$(stat -c %U "/proc/$p" 2>/dev/null)"
  echo "@workers $w"
  if [ -n "$c$x" ] || [ "$(readlink -f "$(command -v nginx)" 2>/dev/null)" != "$e" ]; then
    t=$(its -t -q 2>&1); r=$?
  else
    t=$($S nginx -t -q 2>&1); r=$?
  fi
  echo "@test $r $(printf '%s\n' "$t" | tr -d '\r' | awk '/\[emerg\]/ { l=$0 } { m=$0 } END { print l != "" ? l : m }')"
  v=$(its -V 2>&1); d=${v#*--conf-path=}; d=${d%% *}
  h=${v#*--prefix=}; h=${h%% *}; h=${x:-$h}
  c=${c:-$d}; case $c in /*) ;; *) c=$h/$c ;; esac
  [ -f "$c" ] || c=/dev/null
  v=$(awk '$1=="worker_connections" { gsub(";","",$2); print $2; exit }' "$c" 2>/dev/null)
  case $v in ''|*[!0-9]*) ;; *) echo "@connections $v" ;; esac
  v=$(awk '/^Max open files/ { print $4 }' "/proc/${o:-$p}/limits" 2>/dev/null)
  case $v in ''|*[!0-9]*) ;; *) echo "@files $v" ;; esac
  for u in nginx_status stub_status basic_status; do
    v=$(curl -s -m 3 --noproxy '*' "http://127.0.0.1/$u" 2>/dev/null | tr '\n' ' ')
    case $v in 'Active connections: '*) echo "@status $v"; break ;; esac
  done
  for q in access error; do
    g=; for v in "$(awk -v k="${q}_log" '$1==k && $2 ~ /^\// { sub(";","",$2); print $2; exit }' "$c" 2>/dev/null)" \
      "/var/log/nginx/$q.log" "$h/logs/$q.log"; do [ -z "$v" ] || [ ! -f "$v" ] || { g=$v; break; }; done
    [ -n "$g" ] || { echo "@no$q -"; continue; }
    [ -r "$g" ] || { echo "@no$q $g"; continue; }
    if [ $q = access ]; then
      tail -c 1000000 "$g" | awk '$9 ~ /^[1-5][0-9][0-9]$/ { n++; if ($9>=500) b++ }
        END { print "@responses " n+0 " " b+0 }'
    else
      tail -c 1000000 "$g" | awk '/\[(emerg|alert)\]/ { a++ } /\[crit\]/ { c++ } /worker_connections are not enough/ { w++ }
        /Too many open files/ { o++ } /upstream timed out|no live upstreams/ { u++ }
        END { print "@errors " a+0 " " c+0 " " w+0 " " o+0 " " u+0 }'
    fi
  done
done
"""
_WORDS: Final = ("alert", "crit", "worker_connections", "open files", "upstream")
_STATUS: Final = re.compile(r"Active connections: ([0-9]+) +server accepts handled requests[a-z_ ]* +([0-9]+) +([0-9]+) ")


def parse(answer: Answer) -> Listing[NginxInstance]:
    """Read every master. Raises Absent where no process is called nginx."""
    found, unseen = instances(answer.text, "nginx", "nginx")
    return Listing(tuple(_instance(one) for one in groups(found, "nginx")), unseen)


def _instance(of: dict[str, Passage]) -> NginxInstance:
    head, test = said(of, "nginx"), said(of, "test")
    code, _space, words = test.partition(" ")
    logs = of.keys() & {"errors", "noerror"} and of.keys() & {"responses", "noaccess"}
    if not of.keys() >= {"workers", "test"} or not logs:
        raise ParseError("an nginx that is not whole", head)
    status = _STATUS.match(said(of, "status") + " ")
    responses = [number(word) for word in said(of, "responses").split()]
    errors = [number(word) for word in said(of, "errors").split()]
    return NginxInstance(
        program=head.partition(" ")[2],
        user=said(of, "user"),
        worker_count=number(said(of, "workers"), head),
        test_exit=number(code, test),
        test_said=words[:300],
        worker_connections=optional(of, "connections"),
        open_files_most=optional(of, "files"),
        active_count=int(status[1]) if status else None,
        accepted_count=int(status[2]) if status else None,
        handled_count=int(status[3]) if status else None,
        responses_count=responses[0] if responses else 0,
        failures_count=responses[1] if responses else 0,
        errors=tuple(zip(_WORDS, errors, strict=bool(errors))),
        logs_unseen=tuple(said(of, one) for one in ("noaccess", "noerror") if one in of),
    )


NGINX_TEST: Final = Collector(
    id="linux.nginx",
    provides=NGINX,
    on=LINUX,
    ask=Shell(finding("nginx") + SAFELY + _ONE + FOUND, seconds=30, kib=64, root=Root.BETTER),
    parse=parse,
)
