r"""Redis over its own protocol, from where we stand: INFO, and what a cluster or a Sentinel says besides. It only reads.

Sample::

    {"host": "10.0.0.7", "more": [["CLUSTER INFO", "cluster_state:ok\r\n..."]], "port": 6379,
     "said": "# Server\r\nredis_version:7.0.15\r\n...", "tries": []}
"""

from typing import Final

from collectors.base import Absent, Answer, Collector, Listing, Tcp
from collectors.facts.middleware import REDIS, RedisState
from collectors.facts.redis_info import state_of
from collectors.facts.redis_watch import CKQUORUM, CLUSTER_INFO, REDIS_KEEPERS, RedisKeeper, is_sentinel, keeper_of
from collectors.function.met import listed, met, must_have_come, word

_SAY: Final = f"INFO\ncluster_enabled:1$ -> {CLUSTER_INFO}\nmaster[0-9]+:name=([A-Za-z0-9._-]+),status= -> {CKQUORUM} {{}}"


def parse(answer: Answer) -> Listing[RedisState]:
    """Read INFO. Raises Absent for a Sentinel, SessionError where no attempt came off or a password is wanted."""
    name, said, _more = _told(answer)
    if is_sentinel(said):
        raise Absent("redis_mode:sentinel")
    return Listing((state_of(name, said),))


def parse_keepers(answer: Answer) -> Listing[RedisKeeper]:
    """Read what keeps it available. Raises Absent for a Redis that stands alone, else as ``parse``."""
    name, said, more = _told(answer)
    return Listing((keeper_of(name, said, more),))


def _told(answer: Answer) -> tuple[str, str, dict[str, str]]:
    of = met(answer)
    must_have_come(of)
    pairs = [listed(one) for one in listed(of.get("more", []))]
    more = {str(pair[0]): str(pair[-1]) for pair in pairs if pair}
    return f"{word(of, 'host')}:{of.get('port')}", word(of, "said"), more


_ASK: Final = Tcp(_SAY, seconds=20, kib=256)
REDIS_INFO: Final = Collector(id="function.redis", provides=REDIS, on="redis", ask=_ASK, parse=parse)
REDIS_KEEPERS_INFO: Final = Collector(
    id="function.redis_keepers", provides=REDIS_KEEPERS, on="redis", ask=_ASK, parse=parse_keepers
)
