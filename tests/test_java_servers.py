"""Tomcat and WebLogic by their own management: boundaries, every trap, and a real Tomcat on loopback."""

import json
import re
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.judging import judge_one
from agent.outcomes import Seen
from checks.base import Finding, Scene
from checks.function.tomcat import TOMCAT_CHECK, TomcatLimits
from checks.function.weblogic import WEBLOGIC_CHECK, WebLogicLimits
from collectors.base import Absent, Answer, Http, Listing, ParseError, Question, Reason, SessionError, Unseen
from collectors.evidence import read
from collectors.facts.java_servers import (
    DataSource,
    Heap,
    ServerState,
    ThreadPool,
    TomcatConnector,
    TomcatStatus,
    WebLogicServer,
)
from collectors.function import tomcats, weblogics
from collectors.sessions.base import Budget
from collectors.sessions.functions import FunctionSession
from collectors.xml_roots import root_of
from config.limits import Layered
from config.secrets import Secret
from config.site import Access
from tests.peers.functions import HOST
from tests.peers.machines import wait
from tests.peers.tomcat import PASSWORD, USER, is_installed, tomcat
from tests.test_cases import CASES
from tests.test_function_live import function
from tests.test_function_live import levels as levels_of

CONNECTOR = TomcatConnector("http-nio-8080", 10, 200, 1000, 3, 2.5)
STATUS = TomcatStatus(Heap(100, 1000), (CONNECTOR,))
SERVER = WebLogicServer(
    name="s1",
    version="WebLogic Server 12.2.1.4.0",
    state="RUNNING",
    health="ok",
    symptoms=(),
    heap=Heap(100, 1000),
    threads=ThreadPool(20, 10, 0, 0, 0),
    sources=Listing((DataSource("ds", "Running", 3, 15, 0, 0),)),
    others=None,
)


def tomcat_levels(limits: TomcatLimits | None = None, *, heap: Heap | None = None, **more: int | None) -> dict[str, str]:
    status = TomcatStatus(heap or STATUS.heap, (replace(CONNECTOR, **more),))  # type: ignore[arg-type]  # literals below
    said = judge_one(TOMCAT_CHECK, Seen(status), Layered(limits or TomcatLimits()), Scene())
    return {one.subject.partition(" ")[0]: one.level.value for one in said if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("busy", "level"), [(159, "ok"), (160, "warn"), (189, "warn"), (190, "critical"), (200, "critical")]
)
def test_busy_threads(busy: int, level: str) -> None:
    assert tomcat_levels(busy_count=busy) == {"heap": "ok", "connector": level}


def test_a_connector_that_does_not_count_its_busy_threads_is_not_inspected() -> None:
    assert tomcat_levels(busy_count=None)["connector"] == "unknown"
    assert tomcat_levels(busy_count=None, threads_most=None)["connector"] == "unknown"
    body = (
        "<status><jvm><memory free='1' total='2' max='3'/></jvm><connector name='a'><threadInfo maxThreads='-1' "
        "currentThreadsBusy='-1'/><requestInfo requestCount='1' errorCount='0' maxTime='1'/></connector></status>"
    )
    [one] = tomcats.TOMCAT_STATUS.parse(Answer(json.dumps({"status": 200, "body": body, "tries": []}))).connectors
    assert (one.busy_count, one.threads_most) == (None, None)


@pytest.mark.parametrize("end", ["</workers></connector></status>", "", "</work"])
def test_whom_a_tomcat_serves_is_not_kept_even_of_a_page_that_was_cut(end: str) -> None:
    assert isinstance(tomcats.TOMCAT_STATUS.ask, Http)
    page = f"<status><workers ><worker remoteAddr='10.1.1.1' currentQueryString='?token=S3cret'/>{end}"
    assert "token" not in re.sub(tomcats.TOMCAT_STATUS.ask.hide, "", page)


def test_trap_a_connector_with_an_executor_has_no_bound() -> None:
    assert tomcat_levels(busy_count=5000, threads_most=None)["connector"] == "ok"


def test_trap_errors_since_the_start_are_kept_and_not_judged() -> None:
    said = judge_one(TOMCAT_CHECK, Seen(STATUS), Layered(TomcatLimits()), Scene())
    [one] = [one for one in said if isinstance(one, Finding) and one.subject.startswith("connector")]
    assert (one.level.value, one.measures["failed_requests_count"]) == ("ok", 3)


@pytest.mark.parametrize(("used", "level"), [(949, "ok"), (950, "notice"), (1000, "notice")])
def test_trap_a_full_heap_before_a_collection_is_no_more_than_a_notice(used: int, level: str) -> None:
    assert tomcat_levels(heap=Heap(used, 1000))["heap"] == level
    assert tomcat_levels(heap=Heap(used, -1))["heap"] == "ok"


def weblogic_levels(limits: WebLogicLimits | None = None, **more: object) -> dict[str, str]:
    server = replace(SERVER, **more)  # type: ignore[arg-type]  # literals below
    said = judge_one(WEBLOGIC_CHECK, Seen(server), Layered(limits or WebLogicLimits()), Scene())
    return {one.subject: one.level.value for one in said if isinstance(one, Finding)}


def test_a_healthy_weblogic() -> None:
    assert weblogic_levels() == dict.fromkeys(("state", "health", "threads", "heap", "source ds"), "ok")


@pytest.mark.parametrize("state", ["ADMIN", "STANDBY", "FAILED", "SUSPENDING", "SHUTDOWN"])
def test_a_server_that_is_not_running_is_critical(state: str) -> None:
    assert weblogic_levels(state=state)["state"] == "critical"


@pytest.mark.parametrize(
    ("health", "level"),
    [("warn", "warn"), ("critical", "critical"), ("failed", "critical"), ("overloaded", "critical"), ("", "unknown"),
     ("unknown", "unknown"), ("mauve", "unknown")],
)  # fmt: skip
def test_what_it_calls_its_own_health(health: str, level: str) -> None:
    assert weblogic_levels(health=health)["health"] == level


@pytest.mark.parametrize(
    ("pool", "level"),
    [
        (ThreadPool(20, 10, 0, 1, 0), "critical"),
        (ThreadPool(20, 10, 4, 0, 0), "ok"),
        (ThreadPool(20, 10, 5, 0, 0), "warn"),
        (ThreadPool(2, 1, 1, 0, 0), "ok"),  # one long request is work, not a hang
        (ThreadPool(20, 0, 0, 0, 99), "ok"),
        (ThreadPool(20, 0, 0, 0, 100), "warn"),
    ],
)
def test_threads(pool: ThreadPool, level: str) -> None:
    assert weblogic_levels(threads=pool)["threads"] == level


@pytest.mark.parametrize(
    ("source", "level"),
    [
        (DataSource("d", "Suspended", 0, 1, 0, 0), "critical"),
        (DataSource("d", "Shutdown", 0, 0, 0, 0), "critical"),
        (DataSource("d", "", 0, 0, 0, 0), "critical"),
        (DataSource("d", "Overloaded", 15, 15, 3, 0), "warn"),
        (DataSource("d", "Running", 15, 15, 1, 0), "warn"),
        (DataSource("d", "Running", 15, 15, 0, 1), "warn"),
        (DataSource("d", "Running", 15, 15, 0, 0), "ok"),
    ],
)
def test_data_sources(source: DataSource, level: str) -> None:
    assert weblogic_levels(sources=Listing((source,)))["source d"] == level


def test_trap_a_server_down_by_intent_is_named() -> None:
    others = Listing((ServerState("spare", "SHUTDOWN"), ServerState("s2", "RUNNING"), ServerState("s3", "FAILED")))
    assert weblogic_levels(others=others)["server spare"] == "critical"
    found = weblogic_levels(WebLogicLimits(may_be_down=("spare", "s3")), others=others)
    assert [found[f"server {name}"] for name in ("spare", "s2", "s3")] == ["ok", "ok", "critical"]


def test_trap_a_server_that_the_node_manager_does_not_reach_is_not_down() -> None:
    assert weblogic_levels(others=Listing((ServerState("s2", "UNKNOWN"),)))["server s2"] == "unknown"


def test_what_did_not_come_is_unknown_and_leaves_the_rest() -> None:
    found = weblogic_levels(
        sources=Listing((), (Unseen("", Reason.DENIED),)), others=Listing((), (Unseen("", Reason.CUT),))
    )
    assert (found["data sources"], found["servers"], found["state"]) == ("unknown", "unknown", "ok")


def recorded(collector: str, case: str) -> dict[str, object]:
    told: dict[str, object] = json.loads((CASES / collector / case / "answer.txt").read_text())
    return told


@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_look_is_told_which_role_is_wanted(status: int) -> None:
    for collector, parse in (("function.tomcat", tomcats.parse), ("function.weblogic", weblogics.parse)):
        with pytest.raises(SessionError) as told:
            parse(Answer(json.dumps(recorded(collector, "healthy") | {"status": status})))
        assert told.value.reason is Reason.DENIED
        assert told.value.remedy is not None


@given(data=st.data())
def test_a_status_page_cut_anywhere_is_not_read(data: st.DataObject) -> None:
    whole = recorded("function.tomcat", "healthy")
    body = str(whole["body"])
    place = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises((SessionError, ParseError)):
        tomcats.parse(Answer(json.dumps(whole | {"body": body[:place]})))


@given(data=st.data())
def test_a_page_of_weblogic_that_is_lost_makes_nothing_better(data: st.DataObject) -> None:
    whole = recorded("function.weblogic", "administration-server-with-faults")
    pages = whole["more"]
    assert isinstance(pages, dict)
    lost = data.draw(st.sampled_from(sorted(pages)))
    broken = data.draw(st.sampled_from([{"tries": [{"reason": "timeout", "detail": ""}]}, {**pages[lost], "body": "{"}]))
    before = {one.subject: one.level.value for one in _judged(whole)}
    try:
        after = {one.subject: one.level.value for one in _judged(whole | {"more": {**pages, lost: broken}})}
    except SessionError:
        return
    assert all(after[subject] in {level, "unknown"} for subject, level in before.items() if subject in after)
    gone = before.keys() - after.keys()
    assert not gone or {"data sources", "servers"} & {one for one, level in after.items() if level == "unknown"}


def _judged(told: Mapping[str, object]) -> list[Finding]:
    facts = weblogics.parse(Answer(json.dumps(told)))
    said = judge_one(WEBLOGIC_CHECK, Seen(facts), Layered(WebLogicLimits()), Scene())
    return [one for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize("text", ['<!DOCTYPE status [<!ENTITY a "b">]><status/>', "<status>", "x" * 3_000_000, ""])
def test_xml_with_entities_too_long_or_cut_is_refused(text: str) -> None:
    with pytest.raises((ParseError, SessionError)):
        root_of(text, "</status>")


def test_a_comment_in_xml_is_none_of_it() -> None:
    assert [one.tag for one in root_of("<s><!-- <a/> --><b/></s>", "</s>")] == ["b"]


@given(st.text(max_size=60))
def test_any_page_is_read_or_refused(body: str) -> None:
    whole = recorded("function.tomcat", "healthy")
    try:
        tomcats.parse(Answer(json.dumps(whole | {"body": body})))
    except (SessionError, ParseError, Absent):
        return


needs_tomcat = pytest.mark.skipif(not is_installed(), reason="no tomcat10 with tomcat10-admin: Tomcat was not verified")


@pytest.mark.peer
@needs_tomcat
def test_a_real_tomcat_healthy_then_with_its_threads_busy(tmp_path: Path) -> None:
    with tomcat(tmp_path, threads=5) as port, ExitStack() as held:
        address = f"http://{HOST}:{port}"

        def now(password: str = PASSWORD) -> dict[str, str]:
            found = levels_of(function(address, "tomcat", user=USER, password=password))
            return {key.removeprefix("tomcat ").partition(" ")[0]: level for key, level in found.items()}

        wait(lambda: now() == {"heap": "ok", "connector": "ok"}, 30, "Tomcat to serve its manager")
        for _one in range(4):  # each sends half a request, and holds the thread that reads it
            line = held.enter_context(socket.create_connection((HOST, port)))
            words = b"POST /manager/none HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
            line.sendall(words + b"Content-Type: application/x-www-form-urlencoded\r\n\r\na")
        wait(lambda: now().get("connector") == "critical", 20, "the threads to be busy")
        assert now("wrong") == {"tomcat": "unknown"}


@pytest.mark.peer
@needs_tomcat
def test_who_else_asks_is_not_written_down(tmp_path: Path) -> None:
    with tomcat(tmp_path, threads=5) as port:
        address = f"http://{HOST}:{port}"
        session = FunctionSession(address, Access(), USER, Secret(PASSWORD), Budget(30, 3, 1))
        [(question, reply)] = list(session.ask([Question("x", tomcats.TOMCAT_STATUS.ask)]))
    assert isinstance(reply, bytes)
    answer = read(question.ask, reply)
    assert isinstance(answer, Answer)
    assert "threadInfo" in answer.text
    assert "worker" not in answer.text
    assert "remoteAddr" not in answer.text
