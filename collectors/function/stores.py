r"""Redis over its own protocol: INFO, from where we stand.

Sample::

    {"host": "10.0.0.7", "port": 6379, "said": "# Server\r\nredis_version:7.0.15\r\n...", "tries": []}
"""

from typing import Final

from collectors.base import Answer, Collector, Listing, Tcp
from collectors.facts.middleware import REDIS, RedisState
from collectors.facts.redis_info import state_of
from collectors.function.met import met, must_have_come, word


def parse(answer: Answer) -> Listing[RedisState]:
    """Read INFO. Raises SessionError where no attempt came off or a password is wanted."""
    of = met(answer)
    must_have_come(of)
    return Listing((state_of(f"{word(of, 'host')}:{of.get('port')}", word(of, "said")),))


REDIS_INFO: Final = Collector(
    id="function.redis", provides=REDIS, on="redis", ask=Tcp("INFO", seconds=20, kib=256), parse=parse
)
