r"""RabbitMQ by its management API: the overview, the nodes, the queues, each one page.

Sample::

    {"more": {"/api/nodes": {"body": "[{\"name\": \"rabbit@mq1\", \"running\": true}]", "status": 200}, ...},
     "body": "{\"cluster_name\": \"rabbit@mq1\"}", "status": 200, "tries": []}
"""

from typing import Final

from collectors.base import Answer, Collector, Http, Listing, Reason, SessionError
from collectors.facts.middleware import RABBITMQ, Broker
from collectors.facts.rabbit_json import node_of, queue_of
from collectors.function.met import Met, json_of, listed, members, met, page_body, word
from config.text import _

_OVERVIEW, _NODES = "/api/overview", "/api/nodes"
_QUEUES = "/api/queues?columns=name,vhost,messages_ready,consumers,state&disable_stats=false"
_MONITOR: Final = _(
    "give the account the tag monitoring and the permission to read each virtual host: rabbitmqctl set_user_tags NAME "
    "monitoring"
)
_MANAGEMENT: Final = _("see that the plug-in rabbitmq_management runs and that the address is its own port (15672)")


def parse(answer: Answer) -> Listing[Broker]:
    """Read the three pages. Raises SessionError where one did not come whole."""
    of = met(answer)
    pages = members(of.get("more"))
    overview = members(_body(of))
    nodes = tuple(node_of(members(one)) for one in listed(_body(members(pages.get(_NODES)))))
    queues = tuple(queue_of(members(one)) for one in listed(_body(members(pages.get(_QUEUES)))))
    if not nodes:
        raise SessionError(Reason.EMPTY, _NODES)
    name = word(overview, "cluster_name") or word(overview, "node")
    return Listing((Broker(name, word(overview, "rabbitmq_version"), nodes, queues),))


def _body(page: Met) -> object:
    return json_of(page_body(page, _MONITOR, _MANAGEMENT))


RABBITMQ_MANAGEMENT: Final = Collector(
    id="function.rabbitmq",
    provides=RABBITMQ,
    on="rabbitmq",
    ask=Http(_OVERVIEW, more=(_NODES, _QUEUES), seconds=60, kib=4096),
    parse=parse,
)
