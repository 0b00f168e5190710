r"""Tomcat by the status page of its manager: threads of each connector, heap, requests and errors.

Who asks for what just now (``workers``: users' addresses and queries) is not kept.

Sample::

    {"body": "<?xml version=\"1.0\"?><status><jvm><memory free='1' total='2' max='3'/></jvm></status>", "status": 200,
     "tries": []}
"""

from typing import Final
from xml.etree.ElementTree import Element

from collectors.base import Answer, Collector, Http, ParseError, Reason, SessionError
from collectors.facts.java_servers import TOMCAT, Heap, TomcatConnector, TomcatStatus
from collectors.function.met import met, page_body
from collectors.xml_roots import root_of
from config.text import _

_THOUSAND: Final = 1000
_ROLE: Final = _(
    "give an account of its own the role manager-status alone (tomcat-users.xml), and let this machine's address through "
    "(RemoteAddrValve or RemoteCIDRValve of the manager)"
)
_NO_MANAGER: Final = _("deploy the manager application, or inspect the host, where jstat and the log tell the rest")


def parse(answer: Answer) -> TomcatStatus:
    """Read the page. Raises SessionError where it did not come whole, ParseError where it is another page."""
    text = page_body(met(answer), _ROLE, _NO_MANAGER)
    if "<status" not in text:
        raise SessionError(Reason.FAILED, text[:80], _NO_MANAGER)
    root = root_of(text, "</status>")
    memory = root.find("jvm/memory")
    connectors = root.findall("connector")
    if memory is None or not connectors:
        raise ParseError("no status of a Tomcat", text[:80])
    used = _number(memory, "total") - _number(memory, "free")
    return TomcatStatus(Heap(used, _number(memory, "max")), tuple(_connector(one) for one in connectors))


def _connector(one: Element) -> TomcatConnector:
    threads, requests = one.find("threadInfo"), one.find("requestInfo")
    if threads is None or requests is None:
        raise ParseError("no threads of a connector", str(one.attrib)[:80])
    most = _number(threads, "maxThreads")
    busy = _number(threads, "currentThreadsBusy")
    return TomcatConnector(
        name=one.get("name", "").strip('"'),
        busy_count=busy if busy >= 0 else None,
        threads_most=most if most > 0 else None,
        requests_count=_number(requests, "requestCount"),
        errors_count=_number(requests, "errorCount"),
        longest_seconds=_number(requests, "maxTime") / _THOUSAND,
    )


def _number(one: Element, name: str) -> int:
    word = one.get(name, "")
    if not word.removeprefix("-").isdecimal() or not word.isascii():
        raise ParseError(f"no number under {name}", word)
    return int(word)


TOMCAT_STATUS: Final = Collector(
    id="function.tomcat",
    provides=TOMCAT,
    on="tomcat",
    ask=Http("/manager/status?XML=true", hide=r"(?s)<workers\b.*?(?:</workers>|\Z)", seconds=40, kib=1024),
    parse=parse,
)
