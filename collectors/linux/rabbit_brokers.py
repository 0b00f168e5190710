r"""RabbitMQ on the host itself, by rabbitmqctl: the state of the cluster and its queues, as JSON.

Each call starts an Erlang machine (about two seconds of a processor): two are made, niced. Both need the cookie, that is
root or the user rabbitmq.

Sample::

    @rabbit 900
    @cluster {"cluster_name":"rabbit@mq1","running_nodes":["rabbit@mq1"],"partitions":{},"alarms":[],...}
    @queues [{"name":"orders","messages_ready":0,"consumers":2,"state":"running"}]
    @found 210 1
    @end
"""

import json
from collections.abc import Mapping
from typing import Final, cast

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.middleware import RABBITMQ, Broker, BrokerNode
from collectors.facts.rabbit_json import queue_of
from collectors.linux.passages import Passage
from collectors.linux.programs import FOUND, finding, groups, instances, said
from config.text import _

_ONE: Final = r"""
m=
for p in $f; do
  case $(tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null) in *rabbit*) m="$m $p" ;; esac
done
[ -z "$m" ] && k=0
for p in $m; do
  k=1
  echo "@rabbit $p"
  t=$(nice -n 19 $S rabbitmqctl -q cluster_status --formatter json 2>&1 </dev/null); r=$?
  if [ $r = 0 ]; then printf '@cluster %s\n' "$(printf %s "$t" | tr -d '\n')"
    t=$(nice -n 19 $S rabbitmqctl -q list_queues name messages_ready consumers state --formatter json 2>&1 </dev/null); r=$?
    [ $r != 0 ] || printf '@queues %s\n' "$(printf %s "$t" | tr -d '\n')"
  fi
  # never the whole answer: it names the cookie's hash
  [ $r = 0 ] || { t=$(printf '%s\n' "$t" | awk '/[Cc]ookie/ { next } /[Ee]rror|denied|required|unable/ { print; exit }')
    printf '@failed %s %s\n' "$r" "$t"; }
  break
done
"""
_NAME_IT: Final = _(
    "give the inspecting account sudo for rabbitmqctl, or name the management API as a target of kind function "
    "(platform: rabbitmq)"
)


def parse(answer: Answer) -> Listing[Broker]:
    """Read both. Raises Absent where no Erlang machine runs RabbitMQ, SessionError where it was not told."""
    found, unseen = instances(answer.text, "rabbit", "RabbitMQ")
    [of] = groups(found, "rabbit")
    if "failed" in of or not of.keys() >= {"cluster", "queues"}:
        raise SessionError(Reason.DENIED, said(of, "failed")[:200], _NAME_IT)
    cluster = _loaded(of["cluster"])
    queues = _loaded(of["queues"])
    if not isinstance(cluster, dict) or not isinstance(queues, list):
        raise ParseError("no cluster status", of["cluster"].rest[:80])
    nodes = tuple(_nodes(cast("Mapping[str, object]", cluster)))
    name = str(cluster.get("cluster_name", ""))
    told = tuple(queue_of(cast("Mapping[str, object]", one)) for one in queues if isinstance(one, dict))
    return Listing((Broker(name, _version(cluster), nodes, told),), unseen)


def _loaded(passage: Passage) -> object:
    start = min((at for sign in "{[" if (at := passage.rest.find(sign)) >= 0), default=0)  # a warning may stand before it
    try:
        found: object = json.loads(passage.rest[start:])
    except (ValueError, RecursionError):
        raise SessionError(Reason.CUT, passage.rest[-80:]) from None
    return found


def _version(cluster: Mapping[str, object]) -> str:
    versions = cluster.get("versions")
    one: object = next(iter(versions.values()), None) if isinstance(versions, dict) else None
    return str(one.get("rabbitmq_version", "")) if isinstance(one, dict) else ""


def _nodes(cluster: Mapping[str, object]) -> list[BrokerNode]:
    running, members, alarms = cluster.get("running_nodes"), cluster.get("disk_nodes"), cluster.get("alarms")
    partitions = cluster.get("partitions")
    if not isinstance(running, list) or not isinstance(members, list) or not isinstance(alarms, list):
        raise ParseError("no cluster status", str(cluster)[:80])
    ram = cluster.get("ram_nodes")
    names = dict.fromkeys((*members, *(ram if isinstance(ram, list) else ()), *running))
    split = partitions if isinstance(partitions, dict) else {}
    raised = [json.dumps(one) for one in alarms]
    return [
        BrokerNode(
            name=str(name),
            is_running=name in running,
            partitions=tuple(str(one) for one in split.get(name, ())),
            has_memory_alarm=any('"memory"' in one and str(name) in one for one in raised),
            has_disk_alarm=any('"disk"' in one and str(name) in one for one in raised),
        )
        for name in names
    ]


RABBITMQ_CTL: Final = Collector(
    id="linux.rabbit_brokers",
    provides=RABBITMQ,
    on=LINUX,
    ask=Shell(finding("beam.smp", "beam") + _ONE + FOUND, seconds=40, kib=1024, root=Root.NEEDED),
    parse=parse,
)
