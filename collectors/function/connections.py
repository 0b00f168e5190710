r"""A TCP port: whether it is taken, how fast, what it says first.

Sample::

    {"host": "10.0.0.5", "is_closed": false, "port": 25, "said": "220 mail ESMTP\r\n", "took_seconds": 0.002, "tries": []}
"""

from typing import Final

from collectors.base import Answer, Collector, ParseError, Tcp
from collectors.facts.functions import CONNECTION, Connection
from collectors.function.met import count, met, number, tries, word


def parse(answer: Answer) -> Connection:
    """Read what was met; a port that nobody answers on is a Connection without a time."""
    of = met(answer)
    failed = tries(of)
    if "took_seconds" not in of:
        if not failed:
            raise ParseError("neither a connection nor an attempt", answer.text[:80])
        return Connection("", 0, failed)
    took = number(of, "took_seconds")
    return Connection(word(of, "host"), count(of, "port"), failed, took, word(of, "said"), bool(of.get("is_closed")))


CONNECTION_TCP: Final = Collector(
    id="function.connection", provides=CONNECTION, on="tcp", ask=Tcp(seconds=20, kib=1), parse=parse
)
