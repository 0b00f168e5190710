r"""ZooKeeper, on which older Kafka stands: ``mntr``, one of its four-letter words.

Sample::

    {"host": "zk1", "port": 2181, "said": "zk_version\t3.8.1\nzk_server_state\tleader\n...", "tries": []}
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Reason, SessionError, Tcp
from collectors.facts.middleware import KAFKA, KafkaState
from collectors.function.met import met, must_have_come, word
from config.text import _

_ALLOW = _("allow the word on the server: 4lw.commands.whitelist=mntr in zoo.cfg, then start it again, one node at a time")


def parse(answer: Answer) -> Listing[KafkaState]:
    """Read name and value a line. Raises SessionError where the server does not run the word or serves nobody."""
    of = met(answer)
    must_have_come(of)
    said = word(of, "said")
    name = f"zookeeper {word(of, 'host')}:{of.get('port')}"
    if "not in the whitelist" in said or "not executed" in said:
        raise SessionError(Reason.DENIED, said.strip()[:120], _ALLOW)
    if "not currently serving requests" in said:
        return Listing((KafkaState(name, zookeeper=(("zk_server_state", "not serving"),)),))
    lines = [line.partition("\t") for line in said.removesuffix("\n").split("\n")]
    if not said.endswith("\n") or any(not tab or not key.startswith("zk_") for key, tab, _value in lines):
        raise ParseError("no mntr", said[:80]) if said else SessionError(Reason.EMPTY, "mntr")
    pairs = tuple((key, value.strip()) for key, _tab, value in lines)
    if "zk_server_state" not in dict(pairs):
        raise ParseError("mntr without zk_server_state", said[:80])
    return Listing((KafkaState(name, zookeeper=pairs),))


ZOOKEEPER_MNTR: Final = Collector(
    id="function.zookeeper", provides=KAFKA, on="zookeeper", ask=Tcp("mntr", seconds=20, kib=64), parse=parse
)
