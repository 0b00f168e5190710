"""Groups: what they may be made of, which members are asked what, and that they are judged on the members' evidence."""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import CHECKS, GROUP_COLLECTORS, checks_for
from agent.expected import Wanted, groups_of, members_needs, targets_of, unknown_checks, whole
from agent.inspection import inspect_all
from agent.judging import judge
from agent.members import outcomes_of_group
from agent.outcomes import Missed, Outcome, Seen
from agent.planning import asks_of
from agent.quarters import round_of
from agent.replaying import differences, replay
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Finding, Level, Scene
from checks.result import Inspection, TargetResult
from collectors.base import Absent, Listing, Question, Reason, SessionError
from collectors.evidence import Reply, encode
from collectors.facts.clusters import (
    CLUSTER,
    VIRTUAL_ADDRESSES,
    Cluster,
    ClusterNode,
    VirtualAddress,
    VirtualAddresses,
)
from collectors.facts.groups import TRAITS, Traits
from collectors.facts.pools import REPLICATED, Peer, ReplicatedDevice
from collectors.sessions.notices import Cost
from config.limits import Layered
from config.load import load
from config.problems import ConfigError
from config.site import Site, Target
from config.text import render
from reports.documents.score import assess
from tests.test_cases import CASES, evidence_of

# --- the file


def site(folder: Path, text: str) -> Site:
    path = folder / "xunjian.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return load(path, {check.id: check.limits for check in CHECKS})


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as error:
        site(folder, text)
    return [f"{one.place} {one.about}" for one in error.value.problems]


TWO = """
    targets:
      - {id: n1, address: 10.0.0.1}
      - {id: n2, address: 10.0.0.2}
"""


def test_a_group_is_no_target_and_no_asset(tmp_path: Path) -> None:
    made = site(tmp_path, TWO + "      - {id: ha, kind: cluster, members: [n1, n2], importance: high}\n")
    assert [one.id for one in made.targets] == ["n1", "n2"]
    (group,) = made.groups
    assert (group.id, group.platform, group.members, group.importance) == ("ha", "cluster", ("n1", "n2"), "high")


def test_a_database_and_its_host_make_a_group(tmp_path: Path) -> None:
    made = site(tmp_path, TWO + "      - {id: hr, kind: oracle, address: 10.0.0.1/HR, host: n1}\n")
    assert [(one.id, one.kind, one.members) for one in made.groups] == [("hr@n1", "db-on-host", ("hr", "n1"))]


def test_a_bmc_and_its_host_make_a_group(tmp_path: Path) -> None:
    made = site(tmp_path, TWO + "      - {id: n1-bmc, kind: bmc, address: 10.0.1.1, host: n1}\n")
    assert [(one.id, one.kind) for one in made.groups] == [("n1-bmc@n1", "bmc-and-host")]


@pytest.mark.parametrize(
    ("entry", "about"),
    [
        ("{id: ha, kind: cluster}", "ha"),
        ("{id: ha, kind: cluster, members: [n1]}", "ha.members"),
        ("{id: ha, kind: cluster, members: [n1, n1]}", "ha.members"),
        ("{id: ha, kind: pair, members: [n1, n3]}", "ha.members"),
        ("{id: ha, kind: manual, members: [n1, n2]}", "ha.members"),
        ("{id: ha, kind: peers, members: [n1, ha]}", "ha.members"),
        ("{id: hr, kind: oracle, address: 10.0.0.9, host: n3}", "hr.host"),
        ("{id: hr, kind: oracle, address: 10.0.0.9, host: hr}", "hr.host"),
    ],
)
def test_a_group_that_cannot_be_is_told_with_its_line(tmp_path: Path, entry: str, about: str) -> None:
    (said,) = problems(tmp_path, TWO + f"      - {entry}\n")
    assert said == f"{tmp_path / 'xunjian.yaml'}:5 {about}"


def test_a_limit_may_name_a_group(tmp_path: Path) -> None:
    text = TWO + "      - {id: ha, kind: peers, members: [n1, n2]}\n"
    limit = "    limits:\n      - {check: group.peers, target: ha, may_differ: [system memory-gib]}\n"
    assert site(tmp_path, text + limit).rules[0].values == {"may_differ": ("system memory-gib",)}


# --- who is asked what

NODES = tuple(Target(name) for name in ("n1", "n2", "n3"))
PAIR = Target("ha", kind="pair", platform="pair", members=("n1", "n2"))
PEERS = Target("alike", kind="peers", platform="peers", members=("n1", "n2", "n3"))
SITE = Site(targets=NODES, groups=(PAIR, PEERS), timezone="Asia/Shanghai")


def test_every_group_collector_is_judged_by_a_check() -> None:
    assert {one.provides for one in GROUP_COLLECTORS} == {check.needs for check in CHECKS if check.id.startswith("group.")}


def test_each_kind_of_group_has_its_checks() -> None:
    assert {c.id for c in checks_for("pair")} == {
        "group.virtual_address",
        "group.cluster_view",
        "group.drbd_pair",
        "group.peers",
    }
    assert {c.id for c in checks_for("peers")} == {"group.peers"}
    assert {c.id for c in checks_for("db-on-host")} == {"group.database_headroom"}
    assert checks_for("bmc-and-host") == ()


def test_a_group_that_no_check_looks_at_is_not_in_the_round() -> None:
    odd = Target("hr@n1", kind="bmc-and-host", platform="bmc-and-host", members=("hr", "n1"))
    assert groups_of(Site(groups=(odd,)), Wanted()) == ()


def test_members_of_a_wanted_group_are_asked_though_nobody_named_them() -> None:
    wanted = Wanted(("ha",))
    assert [one.id for one in targets_of(SITE, wanted)] == ["n1", "n2"]
    needs = members_needs(SITE, wanted, NODES[0])
    assert needs["group.virtual_address"] == (VIRTUAL_ADDRESSES,)
    assert members_needs(SITE, wanted, NODES[2]) == {}


def test_a_member_alone_does_not_bring_its_group() -> None:
    assert groups_of(SITE, Wanted(("n1",))) == ()


def test_plan_says_which_check_of_a_group_an_ask_serves() -> None:
    asks = {one.id: one.checks for one in asks_of("linux", (), {}, members_needs(SITE, Wanted(), NODES[0]))}
    assert asks["linux.traits"] == ("group.peers",)
    assert asks["linux.keepalived"] == ("group.virtual_address",)


# --- a round of it


@dataclass
class Session:
    """Answers from the recorded cases; ``cases`` names one for each ask, of others the ask was not answered."""

    cases: Mapping[str, str]
    transport: Mapping[str, str] = field(default_factory=dict)
    costs: Sequence[Cost] = ()
    sent: list[str] = field(default_factory=list)

    def connect(self) -> None:
        if not self.cases:
            raise SessionError(Reason.UNREACHABLE, "no route")

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        for one in questions:
            self.sent.append(one.id)
            case = self.cases.get(one.id)
            if case is None:
                yield one, SessionError(Reason.DENIED)
            elif case.startswith("@"):
                yield one, encode((Reply("ok", 0, case.encode()),))
            else:
                yield one, evidence_of(CASES / one.id / case)

    def close(self) -> None:
        """Nothing stays open."""


HOLDER = {"linux.keepalived": "keepalived-holds-it", "linux.traits": "node-of-a-pair"}
OTHER = {"linux.keepalived": "keepalived-on-the-peer", "linux.traits": "node-of-a-pair"}
GONE = {"linux.keepalived": "keepalived-does-not-run", "linux.traits": "@system kernel 4.18\n@count 1\n@end\n"}
ADDRESS = "10.251.0.200"
ONLY_HA = Wanted(("ha",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


def run(store: Store, asked: Mapping[str, Mapping[str, str]], wanted: Wanted = ONLY_HA, completes: str = "") -> Inspection:
    def opener(target: Target) -> Callable[[], Session]:
        return lambda: Session(asked[target.id])

    return store.load(list(inspect_all(SITE, store, wanted, opener, completes=completes))[-1][0])


def of(inspection: Inspection, group: str = "ha") -> TargetResult:
    return next(one for one in inspection.targets if one.target == group)


def level(result: TargetResult, check: str, subject: str) -> Level:
    (found,) = [f.level for f in result.findings if (f.check, f.subject) == (check, subject)]
    return found


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (HOLDER, OTHER, Level.OK),
        (OTHER, HOLDER, Level.OK),
        (OTHER, GONE, Level.CRITICAL),
        (HOLDER, HOLDER, Level.CRITICAL),
        (HOLDER, {}, Level.UNKNOWN),
        (HOLDER, {"linux.traits": "node-of-a-pair"}, Level.UNKNOWN),
    ],
    ids=["held", "held by the peer", "held by none", "held twice", "peer unreached", "peer denied"],
)
def test_a_shared_address_is_judged_once_and_replay_says_the_same(
    store: Store, first: Mapping[str, str], second: Mapping[str, str], expected: Level
) -> None:
    inspection = run(store, {"n1": first, "n2": second})
    result = of(inspection)
    assert level(result, "group.virtual_address", ADDRESS) is expected
    assert (result.members, result.asked, result.kind) == (("n1", "n2"), (), "pair")
    for one, now in replay(inspection, store):
        assert differences(one, now) == []


def test_a_member_that_was_not_seen_is_unknown_on_the_group_and_says_why(store: Store) -> None:
    result = of(run(store, {"n1": HOLDER, "n2": {}}))
    (said,) = [f for f in result.findings if (f.check, f.subject) == ("group.virtual_address", "")]
    assert (said.level, said.reason) == (Level.UNKNOWN, "unreachable")
    assert render(said.summary, "en").endswith("n2: no route")


def test_where_no_member_was_reached_the_group_was_not_either(store: Store) -> None:
    result = of(run(store, {"n1": {}, "n2": {}}))
    assert result.state == "unreached"
    assert {f.level for f in result.findings} == {Level.UNKNOWN}
    assert {f.check for f in result.findings} == set(result.checks)


def test_a_findings_evidence_is_that_of_its_members(store: Store) -> None:
    inspection = run(store, {"n1": HOLDER, "n2": OTHER})
    (said,) = [f for f in of(inspection).findings if f.subject == ADDRESS]
    kept = {a.evidence for one in inspection.targets for a in one.asked if a.id == "linux.keepalived"}
    assert set(said.evidence) == kept
    assert len(kept) == 2


def test_coverage_counts_the_checks_of_a_group(store: Store) -> None:
    whole_pair, half = run(store, {"n1": HOLDER, "n2": OTHER}), run(store, {"n1": HOLDER, "n2": {}})
    only = Site(targets=(), groups=(PAIR,))
    assert assess(whole_pair, only).coverage.expected == 4
    assert assess(half, only).coverage.ratio < assess(whole_pair, only).coverage.ratio


def test_a_document_counts_a_group_that_was_left_out(store: Store) -> None:
    inspection = run(store, {"n1": HOLDER, "n2": OTHER, "n3": {}}, Wanted(("n?",)))
    filled = whole(inspection, SITE)
    left = of(filled)
    assert left.checks == tuple(check.id for check in checks_for("pair"))
    assert any(pair.target == "ha" for pair in assess(filled, SITE).targets)


def test_the_report_of_a_quarter_has_the_groups_result(store: Store) -> None:
    ran = run(store, {"n1": HOLDER, "n2": OTHER, "n3": OTHER}, Wanted((), ("group.*",)))
    made = round_of(store, SITE, "", ran.started_at)
    assert of(made.inspection).state == "done"
    assert level(of(made.inspection), "group.virtual_address", ADDRESS) is Level.OK


def test_what_a_group_could_not_see_is_asked_again_of_all_its_members(store: Store) -> None:
    first = run(store, {"n1": HOLDER, "n2": {}, "n3": {}}, Wanted(("ha",), ("group.*",)))
    only = unknown_checks(first)
    assert set(only) == {"ha"}
    wanted = Wanted(("ha",), ("group.*",), only)
    run(store, {"n1": HOLDER, "n2": OTHER}, wanted, completes=first.id)
    assert level(of(store.completed_view(first.id)), "group.virtual_address", ADDRESS) is Level.OK


# --- the judges of groups


def judged(kind: str, came: Mapping[str, Mapping[str, Outcome]]) -> list[Finding]:
    checks = checks_for(kind)
    outcomes = outcomes_of_group(kind, tuple(came), checks, came)
    return judge(checks, outcomes, {}, Scene())[0]


def levels(findings: Sequence[Finding], check: str) -> dict[str, Level]:
    return {one.subject: one.level for one in findings if one.check == check}


def view(*online: str, coordinator: str = "n1", is_quorate: bool = True, is_running: bool = True) -> Cluster:
    nodes = tuple(ClusterNode(name, is_online=name in online) for name in ("n1", "n2"))
    return Cluster(is_running=is_running, has_quorum=is_quorate, coordinator=coordinator, nodes=nodes)


@pytest.mark.parametrize(
    ("views", "members", "partitions"),
    [
        ((view("n1", "n2"), view("n1", "n2")), Level.OK, Level.OK),
        ((view("n1"), view("n2", coordinator="n2")), Level.CRITICAL, Level.CRITICAL),
        ((view("n1"), view(is_running=False)), Level.CRITICAL, Level.OK),
        ((view(is_running=False), view(is_running=False)), Level.CRITICAL, Level.UNKNOWN),
        ((view("n1", "n2", is_quorate=False), view("n1", "n2")), Level.OK, Level.CRITICAL),
    ],
    ids=["agree", "split brain", "down on one", "down on all", "without quorum"],
)
def test_cluster_view(views: tuple[Cluster, Cluster], members: Level, partitions: Level) -> None:
    came = {f"n{n}": {CLUSTER.name: Seen(one)} for n, one in enumerate(views, 1)}
    said = levels(judged("cluster", came), "group.cluster_view")
    assert said["partitions"] is partitions
    assert said["members"] is members


def test_a_member_without_a_cluster_is_told() -> None:
    came: dict[str, dict[str, Outcome]] = {
        "n1": {CLUSTER.name: Seen(view("n1", "n2"))},
        "n2": {CLUSTER.name: Missed(Absent("no corosync"))},
    }
    assert levels(judged("cluster", came), "group.cluster_view")["members"] is Level.WARN


def test_a_pair_without_virtual_addresses_has_none() -> None:
    came = {name: {VIRTUAL_ADDRESSES.name: Missed(Absent("no keepalived"))} for name in ("n1", "n2")}
    assert levels(judged("pair", came), "group.virtual_address") == {"": Level.ABSENT}


def traits(**changed: str) -> Seen:
    usual = {"kernel": "5.10", "release": "openEuler 22.03"}
    return Seen(Traits({f"system {name}": value for name, value in (usual | changed).items()}))


def test_of_three_peers_only_the_odd_one_is_told() -> None:
    came = {"a": {TRAITS.name: traits()}, "b": {TRAITS.name: traits(kernel="5.4")}, "c": {TRAITS.name: traits()}}
    (said,) = [f for f in judged("peers", came) if f.subject == "system"]
    assert said.level is Level.WARN
    assert said.observed is not None
    assert str(said.observed) == "kernel (5.10): b=5.4"


def test_of_two_peers_neither_is_the_odd_one() -> None:
    came = {"a": {TRAITS.name: traits()}, "b": {TRAITS.name: traits(kernel="5.4")}}
    (said,) = [f for f in judged("peers", came) if f.subject == "system"]
    assert str(said.observed) == "kernel: a=5.10, b=5.4"


def test_peers_that_are_alike_are_ok_in_each_area() -> None:
    said = levels(judged("peers", {name: {TRAITS.name: traits()} for name in "ab"}), "group.peers")
    assert set(said.values()) == {Level.OK}
    assert len(said) == 6


def test_a_difference_that_is_wanted_is_not_told() -> None:
    (check,) = [c for c in CHECKS if c.id == "group.peers"]
    came = {"a": {TRAITS.name: traits()}, "b": {TRAITS.name: traits(kernel="5.4")}}
    outcomes = outcomes_of_group("peers", ("a", "b"), [check], came)
    limits = Layered(type(check.limits)(may_differ=("system kern*",)))
    findings, _exhibits = judge([check], outcomes, {check.id: limits}, Scene())
    assert {one.level for one in findings} == {Level.OK}


def device(role: str, connection: str = "Connected", disk: str = "UpToDate") -> Seen:
    return Seen(Listing((ReplicatedDevice("r0", role, disk, (Peer("", connection, "Unknown", "UpToDate"),)),)))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (device("Primary"), device("Secondary"), Level.OK),
        (device("Primary", "StandAlone"), device("Primary", "StandAlone"), Level.CRITICAL),
        (device("Primary", "Connecting"), device("Secondary", "Connecting"), Level.CRITICAL),
        (device("Primary"), device("Primary"), Level.NOTICE),
        (device("Secondary"), device("Secondary"), Level.NOTICE),
        (device("Primary"), device("Secondary", disk="Inconsistent"), Level.WARN),
        (device("Primary"), Missed(Absent("no drbd")), Level.WARN),
        (device("Primary"), Missed(SessionError(Reason.DENIED)), Level.UNKNOWN),
        (device("Primary", "StandAlone"), Missed(SessionError(Reason.DENIED)), Level.CRITICAL),
    ],
    ids=[
        "well",
        "split brain",
        "apart",
        "both primary",
        "nobody uses it",
        "syncing",
        "on one only",
        "unseen",
        "apart, unseen",
    ],
)
def test_both_ends_of_a_drbd_device(first: Outcome, second: Outcome, expected: Level) -> None:
    came = {"n1": {REPLICATED.name: first}, "n2": {REPLICATED.name: second}}
    assert levels(judged("pair", came), "group.drbd_pair")["r0"] is expected


# --- honesty


def holding(*held: str, configured: bool = True) -> Seen:
    own = (VirtualAddress("10.0.0.9", "keepalived", "V"),) if configured else ()
    return Seen(VirtualAddresses(own, held))


MEMBER = st.fixed_dictionaries(
    {
        VIRTUAL_ADDRESSES.name: st.sampled_from(
            [holding("10.0.0.9"), holding(), holding(configured=False), Missed(Absent("no keepalived"))]
        ),
        CLUSTER.name: st.sampled_from(
            [Seen(view("n1", "n2")), Seen(view("n1")), Seen(view(is_running=False)), Missed(Absent("none"))]
        ),
        REPLICATED.name: st.sampled_from(
            [device("Primary"), device("Secondary"), device("Primary", "StandAlone"), Missed(Absent("no drbd"))]
        ),
        TRAITS.name: st.sampled_from([traits(), traits(kernel="5.4"), traits(release="7.9")]),
    }
)


@given(came=st.fixed_dictionaries({"a": MEMBER, "b": MEMBER, "c": MEMBER}), lost=st.sampled_from(["a", "b", "c"]))
def test_a_member_taken_away_never_makes_a_group_better(came: dict[str, dict[str, Outcome]], lost: str) -> None:
    before = {(f.check, f.subject): f.level for f in judged("cluster", came)}
    gone: Outcome = Missed(SessionError(Reason.UNREACHABLE))
    less = came | {lost: dict.fromkeys(came[lost], gone)}
    now = {(f.check, f.subject): f.level for f in judged("cluster", less)}
    for (check, subject), was in before.items():
        found = now.get((check, subject)) or now.get((check, ""))
        assert found in {was, Level.UNKNOWN}, (check, subject, was, found)
    assert all(level is Level.UNKNOWN for key, level in now.items() if key not in before)


def test_every_pair_of_members_is_enough_to_find_an_address_held_twice() -> None:
    for holders in combinations("abc", 2):
        came = {name: {VIRTUAL_ADDRESSES.name: holding("10.0.0.9") if name in holders else holding()} for name in "abc"}
        assert levels(judged("cluster", came), "group.virtual_address") == {"10.0.0.9": Level.CRITICAL}
