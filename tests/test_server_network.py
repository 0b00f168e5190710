"""Bonding, card errors, listening ports: boundaries and traps."""

import dataclasses
from pathlib import Path

import pytest

from checks.base import Exhibit, Finding, Level, Scene
from checks.server import bonding, link_errors, listening_ports
from checks.server.bonding import BondLimits
from checks.server.link_errors import LinkLimits
from checks.server.listening_ports import ListenerLimits
from collectors.base import Answer, Listing, Reason, Unseen
from collectors.facts.network import Bond, BondMember, Link, LinkCounters, Listener
from collectors.linux.links import parse as parse_links
from config.limits import Layered

UP = BondMember("eth0", is_up=True, status="up", speed="10000 Mbps", duplex="full", aggregator="1")
DOWN = BondMember("eth1", is_up=False, status="down")
ACTIVE_BACKUP, LACP = "fault-tolerance (active-backup)", "IEEE 802.3ad Dynamic link aggregation"
PARTNER, NO_PARTNER = "02:00:00:00:00:09", "00:00:00:00:00:00"


def bond(*members: BondMember, mode: str = ACTIVE_BACKUP, partner: str = "", scene: Scene | None = None) -> Level:
    one = Bond("bond0", mode, any(m.is_up for m in members), members, "eth0", partner)
    (finding,) = bonding.judge(Listing((one,)), Layered(BondLimits()), scene or Scene())
    assert finding.subject == "bond0"
    return finding.level


def test_a_backup_card_is_up_though_it_is_not_active() -> None:
    assert bond(UP, dataclasses.replace(UP, name="eth1")) is Level.OK


@pytest.mark.parametrize(
    ("scene", "level"),
    [
        (Scene(), Level.WARN),
        (Scene(tags=("production",)), Level.WARN),
        (Scene(tags=("database",)), Level.CRITICAL),
        (Scene(tags=("cluster",)), Level.CRITICAL),
        (Scene(importance="high"), Level.CRITICAL),
    ],
)
def test_one_of_two_left(scene: Scene, level: Level) -> None:
    assert bond(UP, DOWN, scene=scene) is level


def test_two_of_three_left_is_still_redundant() -> None:
    assert bond(UP, UP, DOWN, scene=Scene(importance="high")) is Level.WARN


def test_none_left_none_at_all_and_only_one() -> None:
    assert bond(DOWN, DOWN) is Level.CRITICAL
    assert bond() is Level.NOTICE
    assert bond(UP) is Level.WARN


def test_a_bond_that_is_down_with_cards_that_are_up() -> None:
    one = Bond("bond0", ACTIVE_BACKUP, is_up=False, members=(UP, UP))
    assert [f.level for f in bonding.judge(Listing((one,)), Layered(BondLimits()), Scene())] == [Level.CRITICAL]


@pytest.mark.parametrize(
    ("partner", "aggregators", "level"),
    [
        (PARTNER, ("1", "1"), Level.OK),
        (NO_PARTNER, ("1", "1"), Level.CRITICAL),
        (PARTNER, ("1", "2"), Level.CRITICAL),
        ("", ("1", "1"), Level.OK),  # without root the partner is not told
        ("", ("1", "2"), Level.CRITICAL),
    ],
)
def test_lacp(partner: str, aggregators: tuple[str, str], level: Level) -> None:
    members = tuple(dataclasses.replace(UP, aggregator=one) for one in aggregators)
    assert bond(*members, mode=LACP, partner=partner) is level


@pytest.mark.parametrize(("failures", "level"), [(10, Level.OK), (11, Level.NOTICE)])
def test_lost_links_at_the_boundary(failures: int, level: Level) -> None:
    assert bond(UP, dataclasses.replace(UP, link_failures_count=failures)) is level


CARD = Link(
    "eth0",
    is_physical=True,
    is_enabled=True,
    has_carrier=True,
    total=LinkCounters(99_000, 0, 0),
    window=LinkCounters(9_999, 0, 0),
    window_seconds=5.0,
    speed_bits_per_second=10**10,
    duplex="full",
    carrier_changes_count=2,
    window_carrier_changes_count=0,
)


def card(limits: LinkLimits | None = None, **changed: object) -> Level:
    one = dataclasses.replace(CARD, **changed)  # type: ignore[arg-type] # fields by name
    (finding,) = link_errors.judge(Listing((one,)), Layered(limits or LinkLimits()), Scene())
    assert finding.subject == "eth0"
    return finding.level


@pytest.mark.parametrize(("errors", "level"), [(0, Level.OK), (999, Level.OK), (1000, Level.WARN)])
def test_errors_since_boot_at_one_percent(errors: int, level: Level) -> None:
    assert card(total=LinkCounters(99_000, errors, 0)) is level


@pytest.mark.parametrize(
    ("packets", "errors", "level"),
    [
        (10_001, 1, Level.OK),
        (1_200, 2, Level.OK),
        (9_991, 9, Level.OK),
        (100_000, 10, Level.OK),
        (99_990, 10, Level.WARN),
        (9_991, 10, Level.WARN),
        (9_990, 10, Level.CRITICAL),
        (999, 900, Level.NOTICE),
    ],
)
def test_errors_in_the_window_at_checkmks_limits(packets: int, errors: int, level: Level) -> None:
    assert card(window=LinkCounters(packets, errors, 0), window_seconds=600.0) is level


def test_a_short_window_is_judged_one_step_lower() -> None:
    assert card(window=LinkCounters(9_990, 10, 0), window_seconds=599.0) is Level.WARN
    assert card(window=LinkCounters(99_990, 10, 0), window_seconds=599.0) is Level.NOTICE


UNCABLED: dict[str, object] = {
    "has_carrier": False,
    "carrier_changes_count": 0,
    "has_address": False,
    "is_used_by_another": False,
    "total": LinkCounters(0, 0, 0),
}


def test_a_port_that_was_never_cabled_is_in_order() -> None:
    assert card(None, **UNCABLED) is Level.OK
    assert card(None, **UNCABLED | {"carrier_changes_count": 1}) is Level.OK


@pytest.mark.parametrize(
    "changed",
    [
        {"carrier_changes_count": 1, "total": LinkCounters(1, 0, 0)},
        {"carrier_changes_count": 2},
        {"carrier_changes_count": None},
        {"has_address": True},
        {"has_address": None},
        {"is_used_by_another": True},
        {"is_used_by_another": None},
    ],
)
def test_a_port_that_may_have_been_in_use_has_no_link(changed: dict[str, object]) -> None:
    assert card(None, **UNCABLED | changed) is Level.NOTICE


ANSWER = (Path(__file__).parent / "cases/linux.links.proc/ordinary-with-a-card-at-half-duplex/answer.txt").read_text()


def test_each_lost_mark_of_a_card_is_not_inspected_and_never_not_applicable() -> None:
    """eth0 alone: a lost line leaves it judged as it was, or unseen."""
    for line in ANSWER[ANSWER.index("@link eth0") : ANSWER.index("@link eth1")].splitlines(keepends=True):
        if line.split("=")[0] in {" device", " flags", " carrier"}:
            listing = parse_links(Answer(ANSWER.replace(line, "", 1)))
            assert [one.subject for one in listing.unseen] == ["eth0"], line
            found = list(link_errors.judge(listing, Layered(LinkLimits()), Scene()))
            assert "eth0" not in {f.subject for f in found}
            assert Level.ABSENT not in {f.level for f in found}


def test_a_list_of_addresses_without_the_loopback_was_not_read() -> None:
    def addressed(names: str) -> dict[str, bool | None]:
        return {one.name: one.has_address for one in parse_links(Answer(f"{ANSWER}@addressed\n{names}")).records}

    assert addressed(" lo\n eth0\n") == {"lo": True, "eth0": True, "eth1": False}
    assert set(addressed("").values()) == {None}


def test_few_packets_give_no_ratio() -> None:
    assert card(total=LinkCounters(999, 500, 0)) is Level.NOTICE
    assert card(total=LinkCounters(0, 0, 0), window=None) is Level.OK


def test_dropped_packets_are_no_errors() -> None:
    assert card(total=LinkCounters(1000, 0, 900), window=LinkCounters(1000, 0, 900)) is Level.OK


def test_half_duplex_and_speed() -> None:
    assert card(duplex="half") is Level.WARN
    assert card(speed_bits_per_second=None, duplex="") is Level.OK  # virtio tells neither
    assert card(speed_bits_per_second=10**9) is Level.OK
    assert card(speed_bits_per_second=10**8) is Level.NOTICE
    assert card(LinkLimits(least_bits_per_second=10**10), speed_bits_per_second=10**9) is Level.WARN


def test_no_link_flapping_and_switched_off() -> None:
    assert card(has_carrier=False, speed_bits_per_second=10**7, duplex="half") is Level.NOTICE
    assert card(window_carrier_changes_count=1) is Level.WARN
    assert card(carrier_changes_count=20) is Level.OK
    assert card(carrier_changes_count=21) is Level.NOTICE
    assert card(is_enabled=False, has_carrier=None) is Level.ABSENT


def test_interfaces_without_a_device_are_not_judged() -> None:
    veth = dataclasses.replace(CARD, name="veth1", is_physical=False, total=LinkCounters(9999, 9999, 0))
    found = list(link_errors.judge(Listing((veth,)), Layered(LinkLimits()), Scene()))
    assert [(f.subject, f.level) for f in found] == [("", Level.ABSENT)]
    unseen = Listing((veth,), (Unseen("eth0", Reason.EMPTY),))
    assert list(link_errors.judge(unseen, Layered(LinkLimits()), Scene())) == []


def ports(*listeners: Listener, limits: ListenerLimits | None = None) -> dict[str, Level]:
    found = listening_ports.judge(Listing(listeners), Layered(limits or ListenerLimits()), Scene())
    return {one.subject: one.level for one in found if isinstance(one, Finding)}


@pytest.mark.parametrize(
    ("port", "process", "level"),
    [
        (23, "", Level.CRITICAL),
        (23, "in.telnetd", Level.CRITICAL),
        (23, "xinetd", Level.CRITICAL),
        (23, "java", None),  # another program on telnet's port
        (2323, "in.telnetd", Level.CRITICAL),  # telnet on another port
        (21, "vsftpd", Level.CRITICAL),
        (514, "", Level.CRITICAL),
        (6000, "Xorg", Level.CRITICAL),
        (6379, "redis-server", Level.WARN),
        (7000, "redis-server", Level.WARN),
        (22, "sshd", None),
    ],
)
def test_dangerous_services(port: int, process: str, level: Level | None) -> None:
    found = ports(Listener("tcp", "0.0.0.0", port, process))
    assert found.pop("") is Level.OK
    assert found == ({} if level is None else {f"tcp/{port}": level})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.53%lo", "::1", "::ffff:127.0.0.1"])
def test_the_loopback_is_not_reachable_from_outside(address: str) -> None:
    assert ports(Listener("tcp", address, 23, "in.telnetd")) == {"": Level.OK}


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "*", "10.0.0.5", "fe80::1%eth0"])
def test_every_other_address_is(address: str) -> None:
    assert ports(Listener("tcp", address, 23))["tcp/23"] is Level.CRITICAL


def test_syslog_over_udp_is_no_rsh() -> None:
    assert ports(Listener("udp", "0.0.0.0", 514, "rsyslogd")) == {"": Level.OK}


def test_both_families_are_one_subject() -> None:
    both = (Listener("tcp", "0.0.0.0", 21, "vsftpd", 1), Listener("tcp", "::", 21, "vsftpd", 1))
    assert ports(*both) == {"tcp/21": Level.CRITICAL, "": Level.OK}


def test_what_the_operator_allows_and_forbids() -> None:
    limits = ListenerLimits(allowed=("tcp/22", "tcp/21", "process:rpc.*"), forbidden=("tcp/8888", "process:nc"))
    listeners = (
        Listener("tcp", "0.0.0.0", 22, "sshd"),
        Listener("tcp", "0.0.0.0", 21, "vsftpd"),
        Listener("tcp", "0.0.0.0", 39001, "rpc.statd"),
        Listener("tcp", "0.0.0.0", 8888, "app"),
        Listener("tcp", "0.0.0.0", 1, "nc"),
        Listener("tcp", "0.0.0.0", 9000, "java"),
        Listener("tcp", "0.0.0.0", 9001, ""),
    )
    assert ports(*listeners, limits=limits) == {
        "tcp/8888": Level.CRITICAL,
        "tcp/1": Level.CRITICAL,
        "tcp/9000": Level.WARN,
        "tcp/9001": Level.UNKNOWN,  # it may be what is allowed by process: who listens is not visible
        "": Level.OK,
    }


def test_the_table_shows_all_and_the_sum_only_where_all_was_seen() -> None:
    one = Listener("tcp", "127.0.0.1", 25, "", None)
    found = list(listening_ports.judge(Listing((one,), (Unseen("", Reason.CUT),)), Layered(ListenerLimits()), Scene()))
    assert [type(f) for f in found] == [Exhibit]
    assert isinstance(found[0], Exhibit)
    assert found[0].rows == (("tcp", "127.0.0.1", "25", ""),)
