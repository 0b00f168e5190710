r"""Redis on the host itself, by its own redis-cli: for those that no target of their own names.

The port stands in the name that Redis gives itself (``redis-server 127.0.0.1:6379``). No password is known here: one that
wants one is unseen, and named as a target (redis://) with its credential it is seen.

Sample::

    @redis 700 127.0.0.1:6379
    @info
     # Server
     redis_version:7.0.15
     ...
    @save 3600 1 300 100 60 10000
    @found 210 1
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, Reason, SessionError, Shell, Unseen
from collectors.facts.middleware import REDIS, RedisState
from collectors.facts.redis_info import state_of
from collectors.linux.passages import Passage
from collectors.linux.programs import FOUND, SAFELY, finding, groups, instances, said
from config.text import _

_ONE: Final = r"""
for p in $f; do
  a=$(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null)
  set -- $a; a=${2:-}
  case $a in *:[0-9]*) ;; *) a=127.0.0.1:6379 ;; esac
  h=${a%:*}; o=${a##*:}; h=${h#[}; h=${h%]}
  case $h in '*'|0.0.0.0|::|'') h=127.0.0.1 ;; esac
  printf '@redis %s %s\n' "$p" "$h:$o"
  c=$(command -v redis-cli 2>/dev/null) || c=
  if [ -z "$c" ]; then c=$(readlink "/proc/$p/exe" 2>/dev/null); c=${c%/*}/redis-cli; [ -x "$c" ] || c=; fi
  [ -n "$c" ] || { echo '@notool redis-cli'; continue; }
  echo @info; by "$p" "$c" -h "$h" -p "$o" INFO </dev/null 2>&1 | tr -d '\r' | sed 's/^/ /'
  v=$(by "$p" "$c" -h "$h" -p "$o" CONFIG GET save </dev/null 2>/dev/null | sed -n 2p)
  printf '@save %s\n' "$v"
done
"""
_NAME_IT: Final = _("name it as a target of kind function (redis://…) with its credential under access.redis")


def parse(answer: Answer) -> Listing[RedisState]:
    """Read every server. Raises Absent where no process is one."""
    found, unseen = instances(answer.text, "redis", "redis-server")
    states = [_state(one) for one in groups(found, "redis")]
    return Listing(
        tuple(one for one in states if isinstance(one, RedisState)),
        (*unseen, *(one for one in states if isinstance(one, Unseen))),
    )


def _state(of: dict[str, Passage]) -> RedisState | Unseen:
    name = said(of, "redis").partition(" ")[2]
    if "notool" in of:
        return Unseen(name, Reason.TOOL_MISSING, said(of, "notool"), _NAME_IT)
    if "info" not in of or "save" not in of:
        return Unseen(name, Reason.CUT, name)
    try:
        return state_of(name, "\n".join(of["info"].lines), snapshots=said(of, "save"))
    except SessionError as error:
        return Unseen(name, error.reason, error.detail, _NAME_IT)


REDIS_CLI: Final = Collector(
    id="linux.redis_servers",
    provides=REDIS,
    on=LINUX,
    ask=Shell(finding("redis-server") + SAFELY + _ONE + FOUND, seconds=20, kib=256),
    parse=parse,
)
