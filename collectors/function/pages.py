"""One page of a function, by HTTP GET.

Sample::

    {"body": "<h1>ok</h1>", "body_bytes": 11, "headers": {"content-type": "text/html"}, "is_cut": false, "status": 200,
     "took_seconds": 0.012, "tries": [], "url": "https://app.example:443/login"}
"""

from typing import Final

from collectors.base import Answer, Collector, Http, ParseError
from collectors.facts.functions import PAGE, Page
from collectors.function.met import count, members, met, number, tries, word

HTTP: Final = "http"


def parse(answer: Answer) -> Page:
    """Read what was met; a page that never came is a Page without a status."""
    of = met(answer)
    failed = tries(of)
    if "status" not in of:
        if not failed:
            raise ParseError("neither a page nor an attempt", answer.text[:80])
        return Page(word(of, "url"), failed)
    headers = members(of.get("headers"))
    return Page(
        url=word(of, "url"),
        tries=failed,
        status=count(of, "status"),
        body=word(of, "body"),
        body_bytes=count(of, "body_bytes"),
        is_cut=bool(of.get("is_cut")),
        location=word(headers, "location"),
        took_seconds=number(of, "took_seconds"),
    )


PAGE_HTTP: Final = Collector(id="function.page", provides=PAGE, on=HTTP, ask=Http(seconds=40, kib=256), parse=parse)
