"""How many routes, ARP entries and MAC addresses: what is near enough, what is not counted, what was not seen."""

from contextlib import suppress
from typing import Final

import pytest

from checks.aspects import Way, Weight, compare
from checks.changes.network import table_sizes
from collectors.base import Answer, Listing, ParseError, Question, Reason, SessionError
from collectors.evidence import Reply, encode, read
from collectors.facts.devices.table_sizes import TableSize
from collectors.network import table_sizes as by_snmp
from collectors.network.lines.table_sizes import COLLECTORS
from collectors.sessions.base import Budget
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.site import SnmpAccess
from tests.peers.snmpd import COMMUNITY, missing, snmpd
from tests.test_cases import CASES

_VRP, _COMWARE, _, _MAC = COLLECTORS
_DEVICE: Final = "@device 1.3.6.1.4.1.9.1.1\n"


def sizes(count: int, name: str = "IPv4") -> Listing[TableSize]:
    return Listing((TableSize(name, count),))


@pytest.mark.parametrize(
    ("then", "now", "is_told"),
    [(100, 90, False), (100, 89, True), (100, 110, False), (100, 111, True), (9, 9, False), (9, 8, True), (0, 1, True)],
)
def test_routes_within_a_tenth_are_the_same(then: int, now: int, is_told: bool) -> None:  # noqa: FBT001 - a table's cell
    found = compare(table_sizes.ROUTES_ASPECT, sizes(now), sizes(then)).differences
    assert [(one.way, one.weight) for one in found] == ([(Way.CHANGED, Weight.REPORT)] if is_told else [])


@pytest.mark.parametrize(
    ("then", "now", "is_told"), [(20, 10, False), (20, 9, True), (200, 180, False), (200, 179, True), (5, 0, False)]
)
def test_ten_hosts_come_and_go_by_themselves(then: int, now: int, is_told: bool) -> None:  # noqa: FBT001 - a table's cell
    for aspect in (table_sizes.ARP_ASPECT, table_sizes.MAC_ASPECT):
        assert bool(compare(aspect, sizes(now), sizes(then)).differences) is is_told


def test_what_is_counted_another_way_is_told_and_no_number_is_compared() -> None:
    found = compare(table_sizes.ROUTES_ASPECT, sizes(24, "IPv4 active"), sizes(36, "IPv4 + IPv6")).differences
    assert {(one.subject, one.way, one.weight) for one in found} == {
        ("IPv4 active", Way.COME, Weight.NOTED),
        ("IPv4 + IPv6", Way.GONE, Weight.REPORT),
    }


def test_a_walk_that_was_cut_counts_nothing() -> None:
    reply = Reply(
        state="ok", exit_code=0, out=_DEVICE.encode(), err=b"", cut_bytes=100, is_privileged=False, earlier=b"", item=b""
    )
    with pytest.raises(SessionError) as cut:
        read(by_snmp.ARP_COUNT_SNMP.ask, encode((reply,)))
    assert cut.value.reason is Reason.CUT


def test_an_empty_number_of_routes_is_none() -> None:
    said = f"{_DEVICE}1.3.6.1.2.1.4.24.6.0|128|\n1.3.6.1.2.1.4.24.3.0|5|\n@scalars 2\n@end 2\n"
    with pytest.raises(SessionError) as none:
        by_snmp.ROUTES_COUNT_SNMP.parse(Answer(said))
    assert none.value.reason is Reason.NOT_OFFERED


@pytest.mark.parametrize("case", ["huawei_vrp/in-order", "hp_comware/in-order", "cisco_ios/two-vlans"])
def test_a_digit_that_is_lost_is_no_smaller_count(case: str) -> None:
    one = {"huawei_vrp": _VRP, "hp_comware": _COMWARE, "cisco_ios": _MAC}[case.partition("/")[0]]
    text = (CASES / f"{one.id.rpartition('.')[0]}.{case}" / "answer.txt").read_text()
    whole = one.parse(Answer(text))
    for at in (at for at, letter in enumerate(text) if letter.isdecimal()):
        with suppress(ParseError):
            assert one.parse(Answer(text[:at] + text[at + 1 :])) == whole, text[:at].rpartition("\n")[2]


@pytest.mark.peer
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_an_agent_on_loopback_tells_how_many_routes_it_has() -> None:
    with snmpd() as peer:
        session = SnmpSession(peer.address, SnmpAccess(seconds=1, tries=2), SnmpLogin("2c", COMMUNITY), Budget(60, 15, 0))
        try:
            session.connect()
            ((_question, said),) = session.ask([Question("routes", by_snmp.ROUTES_COUNT_SNMP.ask)])
        finally:
            session.close()
    assert not isinstance(said, SessionError), said
    answer = read(by_snmp.ROUTES_COUNT_SNMP.ask, said)
    assert isinstance(answer, Answer)
    (found,) = by_snmp.ROUTES_COUNT_SNMP.parse(answer).records
    assert found.name in {"IPv4", "IPv4 + IPv6"}
    assert found.entries_count >= 0
