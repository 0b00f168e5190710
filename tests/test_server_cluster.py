"""Checks of clusters on a node: each trap of the catalogue, each fault, and what is said when something was not seen."""

from dataclasses import replace

import pytest

from agent.judging import unseen_in
from checks.base import Finding, Level, Scene
from checks.server.cluster import CLUSTER_CHECK
from checks.server.clusterware import CLUSTERWARE_CHECK
from checks.server.quorum import QUORUM
from checks.server.virtual_address import VIRTUAL_ADDRESS
from collectors.base import Absent, Answer, Collector, ParseError, Reason, SessionError, Unseen
from collectors.facts.clusters import (
    Cluster,
    ClusterNode,
    ClusterResource,
    Clusterware,
    FailCount,
    Link,
    Membership,
    VirtualAddress,
    VirtualAddresses,
)
from collectors.linux.clusterware import CLUSTERWARE_CRSCTL
from collectors.linux.corosync import COROSYNC
from collectors.linux.keepalived import KEEPALIVED
from collectors.linux.pacemaker import PACEMAKER
from config.limits import Layered
from tests.test_cases import CASES, facts_of

NODES = (ClusterNode("n1", is_online=True), ClusterNode("n2", is_online=True))
VIP = ClusterResource("vip", "ocf:heartbeat:IPaddr2", "Started", is_active=True, nodes=("n1",))
FENCE = ClusterResource("fence", "stonith:fence_ipmilan", "Started", is_active=True, nodes=("n2",))
OPTIONS = {"stonith-enabled": "true", "maintenance-mode": "false"}
HEALTHY = Cluster(is_running=True, has_quorum=True, coordinator="n1", nodes=NODES, resources=(VIP, FENCE), options=OPTIONS)


def levels(cluster: Cluster) -> dict[str, Level]:
    return {f.subject: f.level for f in findings(cluster)}


def findings(cluster: Cluster) -> list[Finding]:
    said = CLUSTER_CHECK.judge(cluster, Layered(CLUSTER_CHECK.limits), Scene())
    return [one for one in said if isinstance(one, Finding)]


def of(subject: str, **changed: object) -> Level:
    return levels(replace(HEALTHY, **changed))[subject]  # type: ignore[arg-type] # names and types are the dataclass's


def read(collector: str, case: str) -> object:
    return facts_of(CASES / collector / case)


def test_a_healthy_cluster_is_ok_in_every_subject() -> None:
    assert set(levels(HEALTHY).values()) == {Level.OK}
    assert set(levels(HEALTHY)) == {
        "quorum",
        "fencing",
        "maintenance",
        "node n1",
        "node n2",
        "resource vip",
        "resource fence",
    }


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"is_online": False}, Level.CRITICAL),
        ({"is_online": False, "is_expected": False}, Level.CRITICAL),
        ({"is_unclean": True}, Level.CRITICAL),
        ({"is_standby": True}, Level.WARN),
        ({"is_maintenance": True}, Level.WARN),
        ({"is_pending": True}, Level.WARN),
        ({"is_online": False, "kind": "remote"}, Level.WARN),
    ],
)
def test_a_node(changed: dict[str, bool | str], level: Level) -> None:
    node = replace(NODES[1], **changed)  # type: ignore[arg-type] # as above
    assert of("node n2", nodes=(NODES[0], node)) is level


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"is_active": False, "role": "Stopped", "nodes": ()}, Level.CRITICAL),
        ({"is_failed": True}, Level.CRITICAL),
        ({"is_failed": True, "is_failure_ignored": True}, Level.OK),
        ({"is_blocked": True}, Level.CRITICAL),
        ({"is_managed": False}, Level.WARN),
        ({"is_orphaned": True}, Level.WARN),
        ({"role": "Starting"}, Level.NOTICE),
    ],
)
def test_a_resource(changed: dict[str, object], level: Level) -> None:
    assert of("resource vip", resources=(replace(VIP, **changed), FENCE)) is level  # type: ignore[arg-type] # as above


def test_maintenance_mode_is_one_warning_and_not_one_for_each_resource() -> None:
    facts = read("linux.pacemaker", "maintenance-mode")
    assert isinstance(facts, Cluster)
    said = levels(facts)
    assert said["maintenance"] is Level.WARN
    assert {level for subject, level in said.items() if subject.startswith("resource")} == {Level.OK, Level.NOTICE}


def test_stopped_by_target_role_is_stopped_on_purpose() -> None:
    stopped = replace(VIP, is_active=False, role="Stopped", nodes=(), is_disabled=True)
    assert of("resource vip", resources=(stopped, FENCE)) is Level.NOTICE


def test_a_fail_count_is_history_once_the_resource_runs_again() -> None:
    facts = read("linux.pacemaker", "fail-count-of-one-that-runs-again")
    assert isinstance(facts, Cluster)
    vip = next(one for one in findings(facts) if one.subject == "resource vip")
    assert (vip.level, vip.measures["fail_count"]) == (Level.WARN, 1)
    assert of("resource vip", fail_counts=(FailCount("vip", "n2", 1),)) is Level.WARN
    assert of("resource fence", fail_counts=(FailCount("vip", "n2", 1),)) is Level.OK


def test_a_two_node_cluster_that_lost_one_keeps_quorum_and_the_node_is_the_fault() -> None:
    facts = read("linux.pacemaker", "two-node-cluster-lost-one")
    assert isinstance(facts, Cluster)
    said = levels(facts)
    assert (said["quorum"], said["node node2"], said["node node1"]) == (Level.OK, Level.CRITICAL, Level.OK)
    member = read("linux.corosync", "two-node-cluster-lost-one")
    assert isinstance(member, Membership)
    assert quorum(member) == {"quorum": Level.OK, "votes": Level.CRITICAL, "link 0": Level.CRITICAL}


def test_a_clone_has_no_more_instances_than_nodes_that_can_hold_them() -> None:
    both = [replace(VIP, name="c", within="c", nodes=(n.name,)) for n in NODES]
    idle = replace(VIP, name="c", within="c", role="Stopped", is_active=False, nodes=())
    assert of("resource c", resources=(*both, idle, idle, FENCE)) is Level.OK
    assert of("resource c", resources=(both[0], idle, FENCE)) is Level.WARN
    assert of("resource c", resources=(idle, idle, FENCE)) is Level.CRITICAL
    standby = (NODES[0], replace(NODES[1], is_standby=True))
    assert of("resource c", resources=(both[0], idle, FENCE), nodes=standby) is Level.OK
    lost = (Unseen("", Reason.CUT, "nodes_configured 3, listed 2"),)
    assert of("resource c", resources=(both[0], idle, FENCE), unseen=lost) is Level.UNKNOWN


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"options": {"stonith-enabled": "false", "maintenance-mode": "false"}}, Level.WARN),
        ({"resources": (VIP,)}, Level.WARN),
        ({"resources": (VIP,), "has_sbd": True}, Level.OK),
        ({"resources": (VIP,), "options": {}}, Level.UNKNOWN),
    ],
)
def test_no_fencing_is_a_warning(changed: dict[str, object], level: Level) -> None:
    assert of("fencing", **changed) is level


def test_without_quorum() -> None:
    assert of("quorum", has_quorum=False) is Level.CRITICAL
    assert of("quorum", has_quorum=None) is Level.UNKNOWN


@pytest.mark.parametrize("case", ["stack-configured-and-down", "corosync-died-under-pacemaker"])
def test_configured_and_down_is_critical(case: str) -> None:
    facts = read("linux.pacemaker", case)
    assert isinstance(facts, Cluster)
    assert levels(facts) == {"cluster": Level.CRITICAL}
    member = read("linux.corosync", case)
    assert isinstance(member, Membership)
    assert quorum(member) == {"quorum": Level.CRITICAL}


@pytest.mark.parametrize(("case", "reason"), [("denied-to-us", Reason.DENIED), ("processes-hidden", Reason.DENIED)])
def test_exit_102_with_the_processes_there_is_our_right_and_no_fault(case: str, reason: Reason) -> None:
    with pytest.raises(SessionError) as error:
        read("linux.pacemaker", case)
    assert error.value.reason is reason


def test_the_text_of_an_old_crm_mon() -> None:
    facts = read("linux.pacemaker", "text-of-an-old-crm_mon")
    assert isinstance(facts, Cluster)
    said = levels(facts)
    assert said["node db2"] is Level.WARN
    assert said["resource vip_db"] is Level.CRITICAL
    assert (said["resource fs_data"], said["resource old"], said["resource ping-clone"]) == (
        Level.OK,
        Level.NOTICE,
        Level.OK,
    )


def test_unclean_blocked_and_without_quorum_in_the_xml_of_1_1() -> None:
    facts = read("linux.pacemaker", "xml-of-1.1-unclean-and-without-quorum")
    assert isinstance(facts, Cluster)
    said = levels(facts)
    bad = ("quorum", "node web2", "resource vip", "resource 网站")
    assert {said[subject] for subject in bad} == {Level.CRITICAL}
    assert said["node web3"] is Level.WARN


def quorum(facts: Membership) -> dict[str, Level]:
    said = QUORUM.judge(facts, Layered(QUORUM.limits), Scene())
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


def test_votes_links_and_the_quorum_device() -> None:
    link = Link("0", "10.0.0.1", "OK", is_faulty=False)
    whole = Membership(is_running=True, is_quorate=True, expected_votes=2, total_votes=2, links=(link,))
    assert quorum(whole) == {"quorum": Level.OK, "votes": Level.OK, "link 0": Level.OK}
    assert quorum(replace(whole, total_votes=1))["votes"] is Level.CRITICAL
    assert quorum(replace(whole, is_device_lost=True))["votes"] is Level.WARN
    assert quorum(replace(whole, is_quorate=False))["quorum"] is Level.CRITICAL
    assert quorum(replace(whole, is_quorate=None, total_votes=None)) == {
        "quorum": Level.UNKNOWN,
        "votes": Level.UNKNOWN,
        "link 0": Level.OK,
    }
    ring = read("linux.corosync", "quorum-device-lost-and-a-ring-faulty")
    assert isinstance(ring, Membership)
    assert quorum(ring) == {"quorum": Level.OK, "votes": Level.CRITICAL, "link 0": Level.OK, "link 1": Level.CRITICAL}


def test_corosync_alone_without_quorum_shows_a_missing_node_on_its_links() -> None:
    lost = read("linux.corosync", "corosync-alone-without-quorum-lost-a-node")
    well = read("linux.corosync", "corosync-alone-without-quorum-links-well")
    silent = read("linux.corosync", "provider-named-and-quorum-not-told")
    votes = read("linux.corosync", "corosync-alone-with-quorum-lost-a-node")
    assert isinstance(lost, Membership)
    assert isinstance(well, Membership)
    assert isinstance(silent, Membership)
    assert isinstance(votes, Membership)
    assert quorum(lost) == {"quorum": Level.NOTICE, "link 0": Level.CRITICAL}
    assert quorum(well) == {"quorum": Level.NOTICE, "link 0": Level.OK}
    assert quorum(silent) == {"quorum": Level.UNKNOWN, "votes": Level.UNKNOWN, "link 0": Level.CRITICAL}
    assert quorum(votes) == {"quorum": Level.CRITICAL, "votes": Level.CRITICAL, "link 0": Level.CRITICAL}


def test_corosync_alone_has_no_pacemaker_and_only_what_is_not_installed_proves_it() -> None:
    for case, error in (
        ("corosync-alone", Absent),
        ("corosync-alone-or-not-is-not-told", SessionError),
        ("cluster-of-cman-without-crm_mon", SessionError),
    ):
        with pytest.raises(error):
            read("linux.pacemaker", case)


def test_a_member_line_that_was_lost_is_noticed() -> None:
    facts = read("linux.corosync", "a-member-lost-in-transit")
    assert isinstance(facts, Membership)
    assert [one.reason for one in facts.unseen] == [Reason.CUT]


def clusterware(facts: object) -> dict[str, Level]:
    assert isinstance(facts, Clusterware)
    said = CLUSTERWARE_CHECK.judge(facts, Layered(CLUSTERWARE_CHECK.limits), Scene())
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


def test_clusterware_target_offline_is_not_missed_and_intermediate_is_a_warning() -> None:
    said = clusterware(read("linux.clusterware", "one-node-down-and-a-disk-group"))
    assert said["ora.gsd 1"] is Level.OK
    assert said["ora.diskmon 1"] is Level.OK
    assert said["ora.evmd 1"] is Level.WARN
    assert said["ora.rac2.vip 1"] is Level.WARN
    assert (said["ora.DATA.dg 1"], said["ora.DATA.dg 2"]) == (Level.OK, Level.CRITICAL)
    assert (said["rac1 CRS"], said["rac2 CRS"], said["rac2 CSS"], said["rac2 EVM"]) == (
        Level.OK,
        Level.CRITICAL,
        Level.OK,
        Level.CRITICAL,
    )


def test_clusterware_tables_and_a_stack_that_is_down() -> None:
    said = clusterware(read("linux.clusterware", "tables-with-a-wrapped-detail"))
    assert (said["ora.LISTENER.lsnr 1"], said["ora.LISTENER.lsnr 2"]) == (Level.OK, Level.CRITICAL)
    assert (said["ora.orcl.db 1"], said["ora.orcl.db 2"], said["ora.proxy_advm 1"]) == (Level.OK, Level.WARN, Level.OK)
    down = read("linux.clusterware", "stack-down")
    assert isinstance(down, Clusterware)
    assert clusterware(down) == {"node HAS": Level.CRITICAL}
    assert len(down.unseen) == 2


def addresses(facts: object) -> dict[str, Level]:
    assert isinstance(facts, VirtualAddresses)
    said = VIRTUAL_ADDRESS.judge(facts, Layered(VIRTUAL_ADDRESS.limits), Scene())
    return {one.subject: one.level for one in said if isinstance(one, Finding)}


def test_an_address_on_the_peer_is_no_fault_of_this_node() -> None:
    assert addresses(read("linux.keepalived", "keepalived-on-the-peer")) == {"10.251.0.200": Level.OK}
    assert addresses(read("linux.keepalived", "keepalived-holds-it")) == {"10.251.0.200": Level.OK}
    assert addresses(read("linux.keepalived", "address-on-the-peer")) == {"10.251.0.100": Level.OK}


def test_keepalived_that_does_not_run_is_critical() -> None:
    said = addresses(read("linux.keepalived", "keepalived-does-not-run"))
    assert said == {"keepalived": Level.CRITICAL, "10.251.0.200": Level.OK}


def test_of_keepalived_no_password_leaves_the_target() -> None:
    for case in (CASES / "linux.keepalived").glob("keepalived-*"):
        assert "s3cret" not in (case / "answer.txt").read_text()


def test_an_address_on_lo_alone_is_not_held() -> None:
    text = (CASES / "linux.keepalived" / "includes-and-an-address-of-ipv6" / "answer.txt").read_text()
    moved = text.replace("2: bond0    inet6 fd00::5", "1: lo    inet6 fd00::5")
    assert moved != text
    assert KEEPALIVED.parse(Answer(moved)).held == ("10.0.0.2",)


def test_an_address_of_ipv6_is_compared_in_one_form() -> None:
    facts = read("linux.keepalived", "includes-and-an-address-of-ipv6")
    assert isinstance(facts, VirtualAddresses)
    assert facts.configured == (VirtualAddress("fd00::5", "keepalived", "V6", "BACKUP", 90),)
    assert facts.held == ("10.0.0.2", "fd00::5")
    assert [one.detail for one in facts.unseen] == ["include /etc/keepalived/conf.d/*.conf"]


@pytest.mark.parametrize("one", [PACEMAKER, COROSYNC, KEEPALIVED, CLUSTERWARE_CRSCTL], ids=lambda one: one.id)
def test_an_answer_that_lost_a_line_is_never_read_as_a_whole_one(one: Collector[Answer, object]) -> None:
    """Each line of each case is taken away: what comes then is an error, or says itself what it lacks, or is the same."""
    for case in (CASES / one.id).iterdir():
        if not (case / "facts.json").exists():
            continue
        lines = (case / "answer.txt").read_text().splitlines(keepends=True)
        whole = one.parse(Answer("".join(lines)))
        for place in range(len(lines)):
            less = "".join(lines[:place] + lines[place + 1 :])
            try:
                facts = one.parse(Answer(less))
            except (SessionError, ParseError):
                continue
            assert facts == whole or unseen_in(facts), (case.name, lines[place])
