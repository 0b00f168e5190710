r"""Redis on the host itself, by its own redis-cli: for those that no target of their own names.

The port stands in the name that Redis gives itself (``redis-server 127.0.0.1:6379``). No password is known here: one that
wants one is unseen, and named as a target (redis://) with its credential it is seen.

Sample::

    @redis 700 127.0.0.1:6379
    @info
     # Server
     redis_version:7.0.15
     ...
    @more
     CLUSTER INFO
      cluster_state:ok
      ...
    @save 3600 1 300 100 60 10000
    @found 210 1
    @end
"""

from collections.abc import Callable
from typing import Final, TypeVar

from collectors.base import LINUX, Absent, Answer, Collector, Listing, Reason, SessionError, Shell, Unseen, listing
from collectors.facts.middleware import REDIS, RedisState
from collectors.facts.redis_info import state_of
from collectors.facts.redis_watch import REDIS_KEEPERS, RedisKeeper, is_sentinel, keeper_of
from collectors.linux.passages import Passage
from collectors.linux.programs import FOUND, SAFELY, finding, groups, instances, said
from config.text import _

R = TypeVar("R")
Groups = dict[str, Passage]
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
  v=$(by "$p" "$c" -h "$h" -p "$o" INFO </dev/null 2>&1 | tr -d '\r')
  echo @info; printf '%s\n' "$v" | sed 's/^/ /'
  echo @more
  case $v in *cluster_enabled:1*) echo ' CLUSTER INFO'
    by "$p" "$c" -h "$h" -p "$o" CLUSTER INFO </dev/null 2>&1 | tr -d '\r' | sed 's/^/  /' ;;
  esac
  for m in $(printf '%s\n' "$v" | sed -n 's/^master[0-9]*:name=\([A-Za-z0-9._-]*\),status=.*/\1/p' | head -n 16); do
    echo " SENTINEL CKQUORUM $m"
    by "$p" "$c" -h "$h" -p "$o" SENTINEL CKQUORUM "$m" </dev/null 2>&1 | tr -d '\r' | sed 's/^/  /'
  done
  v=$(by "$p" "$c" -h "$h" -p "$o" CONFIG GET save </dev/null 2>/dev/null | sed -n 2p)
  printf '@save %s\n' "$v"
done
"""
_NAME_IT: Final = _("name it as a target of kind function (redis://…) with its credential under access.redis")


def parse(answer: Answer) -> Listing[RedisState]:
    """Read every server. Raises Absent where no process is one, or all are Sentinels."""
    return _read(answer, "each a Sentinel", _server)


def parse_keepers(answer: Answer) -> Listing[RedisKeeper]:
    """Read what keeps each available. Raises Absent where no process is one, or each stands alone."""
    return _read(answer, "each alone", lambda name, info, of: keeper_of(name, info, _more(of["more"])))


def _server(name: str, info: str, of: Groups) -> RedisState:
    if is_sentinel(info):
        raise Absent("redis_mode:sentinel")
    return state_of(name, info, snapshots=said(of, "save"))


def _read(answer: Answer, other: str, read: Callable[[str, str, Groups], R]) -> Listing[R]:
    """Read each server; one that ``read`` finds to be of the ``other`` sort is left out."""
    found, unseen = instances(answer.text, "redis", "redis-server")
    made = [_state(one, read) for one in groups(found, "redis")]
    mine = [one for one in made if one is not None]
    if not mine and not unseen:
        raise Absent(f"redis-server: {len(made)}, {other}")
    return listing(mine, unseen)


def _state(of: Groups, read: Callable[[str, str, Groups], R]) -> R | Unseen | None:
    name = said(of, "redis").partition(" ")[2]
    if "notool" in of:
        return Unseen(name, Reason.TOOL_MISSING, said(of, "notool"), _NAME_IT)
    if not of.keys() >= {"info", "more", "save"}:
        return Unseen(name, Reason.CUT, name)
    try:
        return read(name, "\n".join(of["info"].lines), of)
    except SessionError as error:
        return Unseen(name, error.reason, error.detail, _NAME_IT)
    except Absent:
        return None


def _more(passage: Passage) -> dict[str, str]:
    """By command, what it was answered: its lines stand one space further in."""
    made: dict[str, list[str]] = {}
    for line in passage.lines:
        if not line.startswith(" "):
            made[line] = []
        elif made:
            made[next(reversed(made))].append(line[1:])
    return {command: "\n".join(lines) for command, lines in made.items()}


_ASK: Final = Shell(finding("redis-server", "redis-sentinel") + SAFELY + _ONE + FOUND, seconds=20, kib=256)
REDIS_CLI: Final = Collector(id="linux.redis_servers", provides=REDIS, on=LINUX, ask=_ASK, parse=parse)
REDIS_KEEPERS_CLI: Final = Collector(
    id="linux.redis_keepers", provides=REDIS_KEEPERS, on=LINUX, ask=_ASK, parse=parse_keepers
)
