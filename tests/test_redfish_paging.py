"""Collections that come page by page: every page is read, a bound is said, a page that was not had proves nothing."""

import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from checks.server.hardware_health import HARDWARE_HEALTH
from collectors.base import Answer, Question
from collectors.evidence import read
from collectors.redfish.documents import TREE
from collectors.redfish.documents import read as documents_of
from collectors.redfish.event_logs import EVENT_LOGS_REDFISH
from collectors.redfish.paging import MOST_PAGES, next_page
from collectors.redfish.parts import PARTS_REDFISH
from collectors.sessions.base import Budget
from collectors.sessions.redfish import RedfishSession
from config.site import Access
from tests.peers.redfish_tree import SYSTEM, paged, pages
from tests.peers.web import HOST, WebPeer, self_signed, serving
from tests.test_redfish import levels

MEMORY = f"{SYSTEM}/Memory"
ENTRIES = f"{SYSTEM}/LogServices/Events/All"
Pages = dict[str, tuple[int, bytes]]


def with_memory(count: int, broken: int | None = None) -> Pages:
    """The service with so many memory modules, one of them broken."""
    made = pages({SYSTEM: {"Memory": {"@odata.id": MEMORY}}})
    links = [{"@odata.id": f"{MEMORY}/{slot}"} for slot in range(count)]
    head = {"@odata.id": MEMORY, "@odata.type": "#MemoryCollection.MemoryCollection"}
    made[MEMORY] = (200, json.dumps(head | {"Members": links, "Members@odata.count": count}).encode())
    for slot in range(count):
        health = "Critical" if slot == broken else "OK"
        one = {"@odata.id": f"{MEMORY}/{slot}", "@odata.type": "#Memory.v1_11_0.Memory", "Name": f"DIMM {slot}"}
        made[f"{MEMORY}/{slot}"] = (200, json.dumps(one | {"Status": {"State": "Enabled", "Health": health}}).encode())
    return made


def walked(served: Pages, folder: Path) -> tuple[Answer, list[str]]:
    peer = WebPeer(served)
    with serving(peer, self_signed(folder)):
        access = Access(port=peer.port, accept_any_certificate=True)
        with closing(RedfishSession(HOST, access, "ops", None, Budget(120, 5, 1))) as bmc:
            bmc.connect()
            [(question, reply)] = list(bmc.ask([Question("bmc", TREE)]))
    assert isinstance(reply, bytes)
    answer = read(question.ask, reply)
    assert isinstance(answer, Answer)
    return answer, [path for path, _given in peer.asked]


def memory(answer: Answer) -> Mapping[str, str]:
    said = levels(PARTS_REDFISH, HARDWARE_HEALTH, answer)
    return {subject: level for subject, level in said.items() if "/Memory/" in subject or not subject}


def test_a_broken_module_on_the_third_page_is_found(tmp_path: Path) -> None:
    answer, asked = walked(paged(MEMORY, 2, with_memory(5, broken=4)), tmp_path)
    assert memory(answer) == {f"Systems/Self/Memory/{slot}": "critical" if slot == 4 else "ok" for slot in range(5)}
    assert [path for path in asked if path.partition("?")[0] == MEMORY] == [
        MEMORY,
        f"{MEMORY}?$skip=2",
        f"{MEMORY}?$skip=4",
    ]


def test_paged_and_whole_give_the_same_facts(tmp_path: Path) -> None:
    whole, _asked = walked(with_memory(5, broken=1), tmp_path)
    parts, _asked = walked(paged(MEMORY, 2, with_memory(5, broken=1)), tmp_path)
    assert PARTS_REDFISH.parse(parts) == PARTS_REDFISH.parse(whole)


@pytest.mark.parametrize("lost", [f"{MEMORY}?$skip=2", f"{MEMORY}?$skip=4"])
def test_a_page_that_fails_leaves_its_collection_unknown_and_the_rest_as_it_was(lost: str, tmp_path: Path) -> None:
    served = paged(MEMORY, 2, with_memory(5)) | {lost: (500, b"{}")}
    answer, _asked = walked(served, tmp_path)
    said = memory(answer)
    assert said[""] == "unknown"
    assert {said["Systems/Self/Memory/0"], said["Systems/Self/Memory/1"]} == {"ok"}
    # what a page of memory held says nothing of the logs
    assert not EVENT_LOGS_REDFISH.parse(answer).unseen


def test_a_page_that_nobody_asked_for_is_unseen_too() -> None:
    documents = {path: json.loads(body) for path, (_status, body) in paged(MEMORY, 2, with_memory(5)).items()}
    del documents[f"{MEMORY}?$skip=4"]
    answer = Answer(json.dumps({"documents": documents, "unseen": []}))
    assert [path for path in documents_of(answer).unseen if path.endswith("#more")] == [f"{MEMORY}#more"]
    assert memory(answer)[""] == "unknown"


def test_a_log_page_by_page_is_a_whole_log(tmp_path: Path) -> None:
    entry = {"@odata.type": "#LogEntry.v1_11_0.LogEntry", "Severity": "OK", "Created": "2026-11-01T00:00:00+08:00"}
    entries = [entry | {"@odata.id": f"{ENTRIES}/{one}", "Id": str(one), "Message": "x"} for one in range(70)]
    served = pages({ENTRIES: {"Members": entries, "Members@odata.count": 70}})
    answer, _asked = walked(paged(ENTRIES, 25, served), tmp_path)
    [log] = EVENT_LOGS_REDFISH.parse(answer).records
    assert [one.number for one in log.events] == list(range(70))
    assert not EVENT_LOGS_REDFISH.parse(answer).unseen


def test_a_collection_without_end_is_bounded_and_said(tmp_path: Path) -> None:
    answer, asked = walked(paged(MEMORY, 1, with_memory(MOST_PAGES + 5)), tmp_path)
    assert sum(path.partition("?")[0] == MEMORY for path in asked) == MOST_PAGES
    assert memory(answer)[""] == "unknown"
    assert json.loads(answer.text)["unseen"] == [[f"{MEMORY}?$skip={MOST_PAGES}", "budget", ""]]


def test_pages_that_lead_in_a_ring_are_asked_once(tmp_path: Path) -> None:
    served = paged(MEMORY, 2, with_memory(4))
    last = json.loads(served[f"{MEMORY}?$skip=2"][1])
    served[f"{MEMORY}?$skip=2"] = (200, json.dumps(last | {"Members@odata.nextLink": MEMORY}).encode())
    answer, asked = walked(served, tmp_path)
    assert asked.count(MEMORY) == 1
    assert {f"Systems/Self/Memory/{slot}" for slot in range(4)} <= memory(answer).keys()


def test_a_next_page_behind_the_last_that_is_not_there_hides_nothing() -> None:
    documents = {path: json.loads(body) for path, (_status, body) in with_memory(3).items()}
    documents[MEMORY]["@odata.nextLink"] = f"{MEMORY}?$skiptoken=50"
    found = documents_of(Answer(json.dumps({"documents": documents, "unseen": []})))
    assert not [path for path in found.unseen if path.startswith(MEMORY)]
    documents[MEMORY]["Members@odata.count"] = 4
    found = documents_of(Answer(json.dumps({"documents": documents, "unseen": []})))
    assert f"{MEMORY}#more" in found.unseen


def first_page(count: object, link: object) -> dict[str, object]:
    documents = {path: json.loads(body) for path, (_status, body) in with_memory(3).items()}
    documents[MEMORY] |= {"Members@odata.nextLink": link, "Members@odata.count": count}
    return documents


def unseen_of(documents: dict[str, object], *unseen: tuple[str, str, str]) -> set[str]:
    found = documents_of(Answer(json.dumps({"documents": documents, "unseen": unseen})))
    return {path for path in found.unseen if path.startswith(MEMORY)}


@pytest.mark.parametrize(
    ("count", "reason", "detail", "is_unseen"),
    [
        (3, "timeout", "", True),  # a BMC that counts the members of each page
        (3, "failed", "HTTP 500", True),
        (3, "failed", "HTTP 404", False),
        (6, "failed", "HTTP 404", True),
        (None, "failed", "HTTP 404", True),
    ],
)
def test_a_page_that_was_asked_for_and_missed_is_said(count: object, reason: str, detail: str, is_unseen: bool) -> None:  # noqa: FBT001 - a column
    behind = f"{MEMORY}?$skip=3"
    assert unseen_of(first_page(count, behind), (behind, reason, detail)) == ({f"{MEMORY}#more"} if is_unseen else set())


def test_a_miss_behind_all_that_the_first_page_counted_hides_nothing() -> None:
    documents = {path: json.loads(body) for path, (_status, body) in paged(MEMORY, 2, with_memory(4)).items()}
    behind = f"{MEMORY}?$skip=4"
    documents[f"{MEMORY}?$skip=2"]["Members@odata.nextLink"] = behind
    assert not unseen_of(documents, (behind, "timeout", ""))


@pytest.mark.parametrize("link", ["https://elsewhere.example/x", {"href": "/x"}, {"@odata.id": "//x"}, 7, "x", "http://["])
def test_a_next_page_that_cannot_be_followed_is_said(link: object) -> None:
    assert unseen_of(first_page(3, link)) == {f"{MEMORY}#more"}
    documents = {path: json.loads(body) for path, (_status, body) in paged(MEMORY, 2, with_memory(4)).items()}
    documents[f"{MEMORY}?$skip=2"]["@odata.nextLink"] = link
    assert unseen_of(documents) == {f"{MEMORY}#more"}


def test_the_next_page_as_an_address_of_the_same_machine_is_followed(tmp_path: Path) -> None:
    served = paged(MEMORY, 2, with_memory(5, broken=4))
    for path, (status, body) in tuple(served.items()):
        served[path] = (
            status,
            body.replace(b'"Members@odata.nextLink": "/', f'"Members@odata.nextLink": "https://{HOST}/'.encode()),
        )
    assert served[MEMORY][1].count(b"https://") == 1
    answer, _asked = walked(served, tmp_path)
    assert memory(answer)["Systems/Self/Memory/4"] == "critical"
    assert "" not in memory(answer)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"Members": [], "Members@odata.nextLink": "/redfish/v1/x?$skip=1"}, "/redfish/v1/x?$skip=1"),
        ({"Members": [], "@odata.nextLink": "/redfish/v1/x?$skiptoken=1#a"}, "/redfish/v1/x?$skiptoken=1"),
        ({"Members": [], "Members@odata.nextLink": {"@odata.id": "/redfish/v1/x"}}, "/redfish/v1/x"),
        ({"Members": [], "Members@odata.nextLink": "https://elsewhere.example/x"}, ""),
        ({"Members": [], "Members@odata.nextLink": "//elsewhere.example/x"}, ""),
        ({"Members": [], "Members@odata.nextLink": 7}, ""),
        ({"Members@odata.nextLink": "/redfish/v1/x"}, ""),
        ([], ""),
    ],
)
def test_where_the_next_page_stands(document: object, path: str) -> None:
    assert next_page(document) == path
