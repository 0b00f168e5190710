"""What changes by itself on a host and is no change of it: letters, names, times, numbers, what containers make."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from checks.aspects import AnyAspect, Way, Weight, compare
from checks.changes.server import cluster, packages, routing, time_and_certificates, volumes
from checks.changes.server.links import LINKS_ASPECT
from checks.changes.server.services import SERVICES_ASPECT
from collectors.base import Answer, Collector, Listing, ParseError, SessionError, Shell
from collectors.facts.clocks import Clock, TimeServices, TimeSource
from collectors.facts.clusters import Cluster, ClusterNode, ClusterResource
from collectors.facts.network import Link, LinkCounters
from collectors.facts.packages import Package, Packages
from collectors.facts.routing import ROUTING, CardAddress, Route, Routing
from collectors.facts.services import Service, Services
from collectors.facts.volumes import Array
from collectors.linux.filter_rules import of_nft
from collectors.linux.installed_packages import PACKAGES_LIST
from collectors.linux.packet_filter import PACKET_FILTER_RULES
from collectors.linux.routing import ROUTING_IP
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM
from tests.house.changed import differences, outcomes, rewritten
from tests.test_cases import CASES

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED


def told(aspect: AnyAspect, now: Any, then: Any) -> list[tuple[str, Way, str, Weight]]:  # noqa: ANN401 - facts of any kind
    return [(one.subject, one.way, one.field, one.weight) for one in compare(aspect, now, then).differences]


def _swapped(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Every word of each pair in place of the other."""

    def swap(text: str) -> str:
        for one, other in pairs:
            text = other.join(part.replace(other, one) for part in text.split(one))
        return text

    return swap


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("linux.smart/three-sata-one-pending-one-failing", _swapped(("/sda", "/sdb"), ("@disk sda", "@disk sdb"))),
        ("linux.multipaths/two-volumes-alua", _swapped(("sda", "sdc"), ("sdb", "sdd"), ("dm-0", "dm-1"))),
        ("linux.links.proc/three-cards-with-their-addresses", lambda text: text.replace("502645018 3000000", "1 2")),
        ("linux.links.proc/three-cards-with-their-addresses", lambda text: text.replace("@uptime 2263.80", "@uptime 9.1")),
        ("linux.listeners.ss/ordinary", lambda text: re.sub(r"pid=\d+,fd=\d+", "pid=4242,fd=9", text)),
        ("linux.filesystems.df/ordinary", lambda text: text.replace("24868624  81522288", "99868624  6522288")),
        ("linux.filesystems.df/ordinary", lambda text: text.replace("/dev/vda ", "/dev/vdb ")),
        ("linux.units.systemctl/ordinary", lambda text: text.replace("6801234", "99999999").replace("864000.50", "60.10")),
        (
            "linux.units.systemctl/ordinary",
            lambda text: text.replace(
                " apt-daily.timer loaded", " session-4.scope loaded active running S\n apt-daily.timer loaded"
            ),
        ),
        ("linux.settings_files/ordinary-kylin", lambda text: text.replace("18df0352-94c4", "28df0352-94c4")),
        ("linux.settings_files/ordinary-kylin", lambda text: text.replace("282088\t280212", "9\t8")),
        ("linux.certificates.openssl/ordinary", lambda text: text.replace("@now 1795305600", "@now 1799305600")),
        (
            "linux.pacemaker/two-nodes-a-clone-and-one-stopped-on-purpose",
            lambda text: text.replace("08:39:31 2026", "09:39:31 2026").replace('is_dc="true"', 'is_dc="false"'),
        ),
        ("linux.arrays.mdstat/two-mirrors", lambda text: text.replace("mismatch_cnt 4096", "mismatch_cnt 0")),
        (
            "linux.packet_filter.rules/nftables-with-a-set-and-a-dynamic-one",
            lambda text: text.replace("203.0.113.9 timeout 1h", "203.0.113.77 timeout 2h"),
        ),
        (
            "linux.routing.ip/two-cards-a-virtual-address-and-a-table-of-its-own",
            lambda text: text.replace("172.17.0.1/16", "172.18.0.1/16").replace("fd00::11/64", "fd00::aaaa/64"),
        ),
    ],
)  # fmt: skip
def test_noise_of_hosts_is_no_change(case: str, change: Callable[[str], str], tmp_path: Path) -> None:
    then = outcomes(CASES / case)
    now = rewritten(CASES / case, tmp_path, change)
    assert now.keys() == then.keys()
    assert not [one for one in differences(now, then) if one[-1] is not NOTED]


def card(name: str, address: str = "", **said: Any) -> Link:  # noqa: ANN401 - fields of a card
    usual: dict[str, Any] = {"is_physical": True, "is_enabled": True, "has_carrier": True, "total": LinkCounters(0, 0, 0)}
    more: dict[str, Any] = {"speed_bits_per_second": 10**10, "duplex": "full", "hardware_address": address}
    return Link(**{"name": name, **usual, **more, **said})


def test_eth0_that_became_ens3_is_renamed_and_its_speed_is_compared() -> None:
    then, now = Listing((card("eth0", "02::1"),)), Listing((card("ens3", "02::1", speed_bits_per_second=10**9),))
    assert told(LINKS_ASPECT, now, then) == [("ens3", Way.RENAMED, "", NOTED), ("ens3", Way.CHANGED, "megabits", FAULT)]


def test_a_card_that_lost_its_link_is_named_once_and_one_that_was_down_is_not_compared() -> None:
    up, down = Listing((card("eth0"),)), Listing((card("eth0", has_carrier=False, speed_bits_per_second=None),))
    assert told(LINKS_ASPECT, down, up) == [("eth0", Way.CHANGED, "is_up", FAULT)]
    assert told(LINKS_ASPECT, up, down) == [("eth0", Way.CHANGED, "is_up", NOTED)]
    off = Listing((card("eth0", is_enabled=False, has_carrier=None, speed_bits_per_second=None),))
    assert told(LINKS_ASPECT, off, up) == [("eth0", Way.CHANGED, "is_up", FAULT)]


def array(name: str, uuid: str) -> Array:
    return Array(name, "active", "raid1", (), working_count=2, uuid=uuid)


def test_md127_that_was_md0_is_renamed() -> None:
    found = told(volumes.ARRAYS_ASPECT, Listing((array("md127", "u1"),)), Listing((array("md0", "u1"),)))
    assert found == [("md127", Way.RENAMED, "", NOTED)]


def listed(*pairs: tuple[str, Sequence[str]]) -> Packages:
    return Packages("rpm", tuple(Package(name, tuple(versions)) for name, versions in pairs))


@pytest.mark.parametrize(
    ("name", "together"),
    [
        ("linux-image-6.1.0-21-amd64.amd64", "linux-image-*.amd64"),
        ("linux-headers-6.1.0-21-common.all", "linux-headers-*.all"),
        ("linux-modules-extra-5.15.0-105-generic.amd64", "linux-modules-extra-*.amd64"),
        ("linux-image-amd64.amd64", "linux-image-amd64.amd64"),
        ("kernel-core.x86_64", "kernel-core.x86_64"),
        ("kernel-headers.x86_64", "kernel-headers.x86_64"),
        ("libssl1.1.amd64", "libssl1.1.amd64"),
        ("python3.11.amd64", "python3.11.amd64"),
    ],
)
def test_kernels_that_have_their_version_in_their_name_stand_together(name: str, together: str) -> None:
    assert [one.name for one in packages.installed(listed((name, ["1"])))] == [together]


def test_an_old_kernel_that_goes_is_no_removal() -> None:
    then = listed(("linux-image-6.1.0-20-amd64.amd64", ["6.1.85-1"]), ("linux-image-6.1.0-21-amd64.amd64", ["6.1.90-1"]))
    now = listed(("linux-image-6.1.0-21-amd64.amd64", ["6.1.90-1"]), ("linux-image-6.1.0-22-amd64.amd64", ["6.1.94-1"]))
    assert told(packages.PACKAGES_ASPECT, now, then) == [("linux-image-*.amd64", Way.CHANGED, "versions", REPORT)]


def network(*addresses: CardAddress, routes: Sequence[Route] = ()) -> Routing:
    return Routing(addresses, tuple(routes), ())


@pytest.mark.parametrize("name", ["lo", "docker0", "veth12ab", "br-0123456789ab", "cali99", "virbr0", "cni0", "flannel.1"])
def test_addresses_and_routes_of_containers_are_not_compared(name: str) -> None:
    route = Route(4, "main", "10.1.0.0/16", (), (name,))
    now = network(CardAddress(name, "10.1.0.1/16", "global"), routes=(route,))
    for aspect in (routing.ADDRESSES_ASPECT, routing.FLOATING_ADDRESSES_ASPECT, routing.ROUTES_ASPECT):
        assert told(aspect, now, network()) == []


def test_a_bridge_that_somebody_named_is_compared() -> None:
    now = network(CardAddress("br-lan", "10.1.0.1/16", "global"))
    assert told(routing.ADDRESSES_ASPECT, now, network()) == [("10.1.0.1/16", Way.COME, "", REPORT)]


def test_an_address_and_its_route_on_a_card_of_another_name() -> None:
    def on(name: str) -> Routing:
        route = Route(4, "main", "default", ("10.0.0.1",), (name,))
        return network(CardAddress(name, "10.0.0.2/24", "global"), routes=(route,))

    assert told(routing.ADDRESSES_ASPECT, on("ens3"), on("eth0")) == [("10.0.0.2/24", Way.CHANGED, "card", REPORT)]
    assert told(routing.ROUTES_ASPECT, on("ens3"), on("eth0")) == [("default", Way.CHANGED, "cards", REPORT)]


def test_next_hops_in_lines_of_their_own_are_one_route_and_those_of_the_link_are_none() -> None:
    def via(*hops: str) -> Routing:
        lines = tuple(Route(6, "main", "default", (hop,), (f"eth{n}",)) for n, hop in enumerate(hops))
        return network(routes=(*lines, *(Route(6, "main", "fe80::/64", (), (f"eth{n}",)) for n in range(len(hops)))))

    assert told(routing.ROUTES_ASPECT, via("fe80::2", "fe80::1"), via("fe80::1", "fe80::2")) == []
    assert ("default IPv6", Way.CHANGED, "via", FAULT) in told(
        routing.ROUTES_ASPECT, via("fe80::1"), via("fe80::1", "fe80::2")
    )


def test_rules_that_were_not_told_are_neither_gone_nor_compared() -> None:
    case = "linux.routing.ip/kernel-without-rules"
    dark = outcomes(CASES / case)[ROUTING]
    whole = outcomes(CASES / "linux.routing.ip/debian-12-in-a-container")[ROUTING]
    assert isinstance(dark, Routing)
    assert isinstance(whole, Routing)
    assert told(routing.RULES_ASPECT, dark, whole) == []
    assert compare(routing.RULES_ASPECT, dark, whole).unseen_now
    assert told(routing.ROUTES_ASPECT, whole, dark)


def test_what_container_engines_and_fail2ban_put_into_the_packet_filter_is_left_out() -> None:
    """The text as the target's own awk and sed leave it, and the tables that only the reading leaves out."""
    ruleset = (
        "table ip nat {", "chain DOCKER {", 'iifname "docker0" counter packets 0 bytes 0 return', "}", "",
        "chain POSTROUTING {", "type nat hook postrouting priority srcnat; policy accept;",
        'oifname != "docker0" ip saddr 172.17.0.0/16 counter packets 0 bytes 0 masquerade',
        "ip saddr 10.0.0.0/8 counter packets 7 bytes 99 masquerade", "counter packets 1 bytes 1 jump KUBE-POSTROUTING",
        "}", "}", "table inet f2b-table {", "set addr-set-sshd {", "elements = { 10.1.1.1 }", "}", "}",
    )  # fmt: skip
    ask = PACKET_FILTER_RULES.ask
    assert isinstance(ask, Shell)
    command = ask.command
    reduce = command[command.index("without_passing()") : command.index("told_by()")]
    text = "".join(f"{line}\n" for line in ruleset)
    said = subprocess.run(
        ["sh", "-c", f"{reduce}\nwithout_passing"], input=text, capture_output=True, text=True, check=True
    )
    (chain,) = of_nft(said.stdout.splitlines())
    assert (chain.name, chain.rules) == ("ip nat POSTROUTING", ("ip saddr 10.0.0.0/8 counter masquerade",))


def resource(name: str, role: str, *nodes: str, **said: Any) -> ClusterResource:  # noqa: ANN401 - fields of a resource
    return ClusterResource(name, "ocf:x", role, is_active=bool(nodes), nodes=nodes, **said)


def of(*resources: ClusterResource, nodes: Sequence[ClusterNode] = ()) -> Cluster:
    return Cluster(is_running=True, has_quorum=True, version="2.1", nodes=tuple(nodes), resources=resources)


def test_a_cluster_that_failed_over_and_one_that_lost_a_resource() -> None:
    then = of(resource("vip", "Started", "n1"), resource("db", "Master", "n1"), resource("db", "Slave", "n2"))
    over = of(resource("vip", "Started", "n2"), resource("db", "Slave", "n1"), resource("db", "Master", "n2"))
    assert told(cluster.RESOURCES_ASPECT, over, then) == [
        ("vip", Way.CHANGED, "places", REPORT),
        ("db", Way.CHANGED, "places", REPORT),
    ]
    lost = of(resource("vip", "Stopped"), resource("db", "Master", "n1"), resource("db", "Slave", "n2"))
    assert told(cluster.RESOURCES_ASPECT, lost, then) == [("vip", Way.CHANGED, "roles", FAULT)]


def test_of_a_cluster_that_is_down_only_that_is_told() -> None:
    then, down = of(resource("vip", "Started", "n1")), Cluster(is_running=False)
    assert told(cluster.CLUSTER_ASPECT, down, then) == [("pacemaker", Way.CHANGED, "holds", FAULT)]
    assert told(cluster.RESOURCES_ASPECT, down, then) == []
    assert compare(cluster.RESOURCES_ASPECT, down, then).unseen_now


def test_another_of_several_time_servers_is_noted() -> None:
    def follows(reference: str) -> Clock:
        services = TimeServices(("chronyd",), is_whole=True, utc_offset_seconds=0)
        return Clock(services, chrony=TimeSource("chrony", is_answering=True, reference=reference))

    found = told(time_and_certificates.TIME_ASPECT, follows("10.0.0.6"), follows("10.0.0.5"))
    assert found == [("chronyd", Way.CHANGED, "reference", NOTED)]


@pytest.mark.parametrize("name", ["session-12", "run-r1", "user@1000", "user-runtime-dir@0", "apt-daily", "fstrim"])
def test_units_that_come_and_go_are_not_compared(name: str) -> None:
    usual = Service("nginx", is_running=True, starts_at_boot=True)
    with_it = Services("systemd", (usual, Service(name, is_running=True, starts_at_boot=False)))
    without = Services("systemd", (usual,))
    assert told(SERVICES_ASPECT, without, with_it) == told(SERVICES_ASPECT, with_it, without) == []
    assert told(SERVICES_ASPECT, Services("systemd"), without) == [("nginx", Way.GONE, "", REPORT)]


@pytest.mark.parametrize("collector", [PACKAGES_LIST, ROUTING_IP, PACKET_FILTER_RULES], ids=lambda one: one.id)
def test_this_machine_asked_twice_by_every_shell_gives_one_answer(collector: Collector[Any, Any]) -> None:
    assert isinstance(collector.ask, Shell)
    command = ["-c", f"S=; {collector.ask.command}"]
    shells = [one for one in ("sh", "bash", "mksh") if which(one)]
    said = {subprocess.run([one, *command], capture_output=True, text=True, check=True).stdout for one in (*shells, "sh")}
    (text,) = said
    if "@parts nf_tables" in text and not which("nft"):  # built into this kernel, and no tool here to ask it
        with pytest.raises(SessionError):
            collector.parse(Answer(text))
        return
    facts = collector.parse(Answer(text))
    assert not list(differences({collector.provides: facts}, {collector.provides: collector.parse(Answer(text))}))


def _groups_of(case: str, change: Callable[[str], str] = str) -> Any:  # noqa: ANN401 - facts of any kind
    text = (CASES / "linux.volume_groups.lvm" / case / "answer.txt").read_text()
    return VOLUME_GROUPS_LVM.parse(Answer(change(text)))


def test_a_volume_group_that_was_renamed_is_the_same_with_its_volumes() -> None:
    then = _groups_of("with-uuids")
    now = _groups_of("with-uuids", lambda text: text.replace("rhel|", "data|"))
    assert told(volumes.VOLUMES_ASPECT, now, then) == [
        ("data", Way.RENAMED, "", NOTED),
        ("data/root", Way.RENAMED, "", NOTED),
        ("data/swap", Way.RENAMED, "", NOTED),
    ]


def test_an_answer_from_before_uuids_were_asked_is_compared_by_the_rest() -> None:
    former, asked = _groups_of("rhel-with-swap-and-root"), _groups_of("with-uuids")
    assert told(volumes.VOLUMES_ASPECT, asked, former) == []
    larger = _groups_of("with-uuids", lambda text: text.replace("wi-ao----|53687091200", "wi-ao----|42949672960"))
    assert told(volumes.VOLUMES_ASPECT, larger, former) == [("rhel/root", Way.CHANGED, "gib", FAULT)]


def test_a_disk_that_is_missing_keeps_its_uuid_and_is_told_once() -> None:
    then = _groups_of("with-uuids")
    now = _groups_of("with-uuids", lambda text: text.replace("/dev/sda3|rhel|a--", "unknown device|rhel|a-m"))
    assert told(volumes.VOLUMES_ASPECT, now, then) == [("rhel", Way.CHANGED, "disks", FAULT)]


@pytest.mark.parametrize("uuid", ["Pv1nQc", "Vg3nQc", "Lv4nQc"])
def test_a_line_whose_uuid_lost_a_byte_is_no_line(uuid: str) -> None:
    with pytest.raises(ParseError):
        _groups_of("with-uuids", lambda text: text.replace(f"{uuid}-0pVd", f"{uuid}-0pV"))
