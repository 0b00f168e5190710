r"""Kafka on the host itself, by its own scripts: unavailable and under-replicated partitions, how far consumers are behind.

Each script starts a Java machine: three are started, one after the other, niced, and 60 seconds are given to all. The
broker's own listener stands in its properties file; one that wants SASL or TLS is unseen, and said so.

Sample::

    @kafka 800 kafka:9092
    @unavailable
    @under
     Topic: orders  Partition: 3  Leader: 1  Replicas: 1,2  Isr: 1
    @groups
     GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID
     billing orders 0 100 120 20 c-1 /10.0.0.9 c
    @done
    @found 210 1
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen, listing
from collectors.facts.middleware import KAFKA, ConsumerLag, KafkaState
from collectors.linux.passages import Passage, number
from collectors.linux.programs import FOUND, SAFELY, finding, groups, instances, said
from config.text import _

_ONE: Final = r"""
m=
for p in $f; do
  case $(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null) in *' kafka.Kafka '*) m="$m $p" ;; esac
done
k=0
for p in $m; do
  k=$((k+1))
  v=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null)
  c=$(printf '%s\n' "$v" | awk '/\.properties$/ && !/^-/ { l=$0 } END { print l }')
  h=$(printf '%s\n' "$v" | awk -F: '/^\// || /:\// { for (n=1;n<=NF;n++) if ($n ~ /\/libs\/kafka_[^\/]*\.jar$/) {
    sub(/\/libs\/kafka_[^\/]*$/,"",$n); print $n; exit } }')
  case $h in */bin/..) h=${h%/bin/..} ;; esac
  case $c in /*|'') ;; *) c=$(readlink "/proc/$p/cwd" 2>/dev/null)/$c; [ -e "$c" ] || c=$h/${c##*/../} ;; esac
  [ -f "$c" ] || c=/dev/null
  a=$(awk -F= '/^(advertised\.)?listeners=/ { print $2; exit }' "$c" 2>/dev/null)
  a=${a%%,*}; s=${a%%://*}; a=${a#*://}
  case $a in '') a=localhost:9092 ;; :*|0.0.0.0:*) a=localhost:${a##*:} ;; esac
  echo "@kafka $p $a"
  case $s in *SASL*|*SSL*) echo "@failed $s"; continue ;; esac
  b=$h/bin; [ -x "$b/kafka-topics.sh" ] || b=
  [ -n "$b" ] || { command -v kafka-topics.sh >/dev/null && b=$(command -v kafka-topics.sh) && b=${b%/*}; }
  [ -n "$b" ] || { echo '@notool kafka-topics.sh'; continue; }
  KAFKA_HEAP_OPTS=-Xmx256m; export KAFKA_HEAP_OPTS
  r=0
  t=$(by "$p" "$b/kafka-topics.sh" --bootstrap-server "$a" --describe --unavailable-partitions 2>&1) || r=$?
  [ $r != 0 ] || { echo @unavailable; [ -z "$t" ] || printf '%s\n' "$t" | tr '\t' ' ' | sed 's/^/ /'
    t=$(by "$p" "$b/kafka-topics.sh" --bootstrap-server "$a" --describe --under-replicated-partitions 2>&1) || r=$?; }
  [ $r != 0 ] || { echo @under; [ -z "$t" ] || printf '%s\n' "$t" | tr '\t' ' ' | sed 's/^/ /'
    t=$(by "$p" "$b/kafka-consumer-groups.sh" --bootstrap-server "$a" --describe --all-groups 2>&1) || r=$?; }
  [ $r != 0 ] || { echo @groups; [ -z "$t" ] || printf '%s\n' "$t" | tr '\t' ' ' | sed 's/^/ /'; echo @done; }
  [ $r = 0 ] || printf '@failed %s\n' "$(printf '%s\n' "$t" | awk 'NF { l=$0 } END { print substr(l,1,200) }')"
done
"""
_PARTITION: Final = re.compile(r"Topic: *(\S+) +Partition: *([0-9]+) +Leader: ")
_LAG: Final = re.compile(
    r"(?P<group>\S+) +\S+ +[0-9]+ +(?:[0-9]+|-) +(?:[0-9]+|-) +(?P<lag>[0-9]+|-) +(?P<member>\S+) +\S+ +\S+"
)
_NOISE: Final = re.compile(
    r"SLF4J: |OpenJDK .*warning|\[[0-9-]+ [0-9:,]+\] WARN |log4j:|Consumer group '.*' has no active members\."
)
_LOOK: Final = _("look at it by hand with the client's own settings (kafka-topics.sh --command-config)")


def parse(answer: Answer) -> Listing[KafkaState]:
    """Read every broker. Raises Absent where no process is one."""
    found, unseen = instances(answer.text, "kafka", "kafka.Kafka")
    return listing((_state(one) for one in groups(found, "kafka")), unseen)


def _state(of: dict[str, Passage]) -> KafkaState | Unseen:
    name = said(of, "kafka").partition(" ")[2]
    if "notool" in of:
        return Unseen(name, Reason.TOOL_MISSING, said(of, "notool"), _LOOK)
    if "failed" in of:
        return Unseen(name, Reason.FAILED, said(of, "failed"), _LOOK)
    if not of.keys() >= {"unavailable", "under", "groups", "done"}:
        raise SessionError(Reason.CUT, name)
    return KafkaState(
        name,
        tuple(_partitions(of["unavailable"].lines)),
        tuple(_partitions(of["under"].lines)),
        tuple(_groups(of["groups"].lines)),
    )


def _lines(lines: tuple[str, ...]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip() and not _NOISE.match(line.strip()))


def _partitions(lines: tuple[str, ...]) -> Iterator[str]:
    for line in _lines(lines):
        match = _PARTITION.match(line)
        if match is None:
            raise ParseError("no partition", line)
        yield f"{match[1]}-{match[2]}"


def _groups(lines: tuple[str, ...]) -> Iterator[ConsumerLag]:
    lag: dict[str, int] = {}
    busy: set[str] = set()
    for line in _lines(lines):
        match = _LAG.fullmatch(line)
        if match is None and not line.startswith("GROUP "):
            raise ParseError("no consumer", line)
        if match is None:
            continue
        lag[match["group"]] = lag.get(match["group"], 0) + (number(match["lag"], line) if match["lag"] != "-" else 0)
        busy |= {match["group"]} if match["member"] != "-" else set()
    return (ConsumerLag(group, count, group not in busy) for group, count in lag.items())


KAFKA_SCRIPTS: Final = Collector(
    id="linux.kafka_brokers",
    provides=KAFKA,
    on=LINUX,
    ask=Shell(finding("java") + SAFELY + _ONE + FOUND, seconds=60, kib=512),
    parse=parse,
)
