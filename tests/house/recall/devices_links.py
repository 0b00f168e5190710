"""Seeds for ports and links of a device: ports down, errors, use, aggregates, routing, gateways, spanning tree, neighbours."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import object_ladder
from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.varbinds import Said, says

_IF, _IFX, _DOT3 = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1", "1.3.6.1.2.1.10.7.2.1"
_PORTS = ((1, "ge-0/0/1"), (2, "ge-0/0/2"), (4, "ge-0/0/4"))
"""Those that are up; 3 is not."""
_ROWS = (
    *(f"{_IF}.{n}" for n in (2, 3, 5, 7, 8, 9, 10, 13, 14, 16, 19, 20)),
    *(f"{_IFX}.{n}" for n in (1, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19)),
    *(f"{_DOT3}.{n}" for n in (3, 8, 19)),
)
_PACKETS = 10_200_000
"""That each port that is up had received when it was asked last, 200 000 of them since it was asked first."""
_FRESH = 200_000


def _seeded(check: str, case: str, *variations: Variation, days: float = 0.0) -> Seeding:
    return Seeding(check, (case,), (UNTOUCHED, *variations), platform="network", days=days)


def _errors(port: int, now: int, before: int = 0, kind: int = 14) -> Variation:
    return healthy(f"{now} after {before} on {port}", *_counted(port, now, before, kind))


def _counted(port: int, now: int, before: int, kind: int) -> tuple[Edit, Edit]:
    old = 3 if port == 2 and kind == 14 else 0
    oid = f"\n{_IF}.{kind}.{port}|65|"
    return Edit(f"{oid}{old}\n", f"{oid}{now}\n"), Edit(f"{oid}{old}\n", f"{oid}{before}\n", part="earlier")


PORTS = (
    _seeded(
        "network.port_state", "snmp.interfaces/router-in-order",
        *(fault(f"{name} is {state}", {name: "critical"}, says({f"{_IF}.8.{n}": state})) for n, name in _PORTS for state in (2, 6, 7)),
        *(fault(f"{name} was shut", {name: "warn"}, says({f"{_IF}.7.{n}": 2, f"{_IF}.8.{n}": 2})) for n, name in _PORTS),
        *(fault(f"{name} is dormant", {name: "warn"}, says({f"{_IF}.8.{n}": 5})) for n, name in _PORTS),
        *(fault(f"{name} is gone", {name: "critical"}, says({f"{column}.{n}": None for column in _ROWS})) for n, name in _PORTS),
        healthy("an unused port came up", says({f"{_IF}.8.3": 1})),
        healthy("an unused port was shut", says({f"{_IF}.7.3": 2})),
        Variation("without a baseline a port that is down is no fault", is_compared=False),
        days=90,
    ),
    _seeded(
        "network.port_errors", "snmp.interfaces/router-in-order",
        *(
            fault(f"{came} errors {way} within the window", {name: level}, *_counted(n, came + before, before, kind))
            for n, name in _PORTS for kind, way in ((14, "in"), (20, "out"))
            for came, before, level in ((21, 5, "warn"), (150, 5, "warn"), (201, 5, "critical"), (20_000, 5, "critical"))
        ),
        *(fault(f"{total} errors since the start", {name: level}, *_counted(n, total, total, 14)) for n, name in _PORTS for total, level in ((1021, "notice"), (10_300, "warn"), (500_000, "warn"))),
        *(_errors(n, now, before) for n, _name in _PORTS for now, before in ((19, 0), (1019, 1010))),
        fault("discards", {"ge-0/0/1": "notice"}, says({f"{_IF}.13.1": 200_000})),
        healthy("discards below one in a hundred", says({f"{_IF}.13.1": 100_000})),
        fault("late collisions", {"ge-0/0/1": "notice"}, says({f"{_DOT3}.8.1": 4})),
        healthy("errors of an unused port that carries nothing", says({f"{_IF}.14.3": 9})),
    ),
    _seeded(
        "network.port_error_growth", "snmp.interfaces/router-in-order",
        *(
            fault(f"{came} errors more in 20 million packets", {name: level}, says({f"{_IFX}.7.{n}": 30_200_000, f"{_IF}.14.{n}": came + 3}))
            for n, name in _PORTS for came, level in ((4100, "warn"), (19_000, "warn"), (41_000, "critical"), (900_000, "critical"))
        ),
        *(fault(f"{came} wrong checksums a day", {name: "warn"}, says({f"{_DOT3}.3.{n}": came * 90 + 3})) for n, name in _PORTS for came in (100, 5000)),
        healthy("99 wrong checksums a day", says({f"{_DOT3}.3.1": 99 * 90})),
        healthy("1900 errors in 20 million packets", says({f"{_IFX}.7.1": 30_200_000, f"{_IF}.14.1": 1900})),
        healthy("counters of one port that began anew", says({f"{_IFX}.19.1": 500, f"{_IFX}.7.1": 30_200_000, f"{_IF}.14.1": 900_000})),
        days=90,
    ),
    _seeded(
        "network.port_utilisation", "snmp.interfaces/router-in-order",
        *(
            fault(f"{share} % {'in' if column == 6 else 'out'}", {name: "notice"}, says({f"{_IFX}.{column}.{n}": start + share * 37_500_000}))
            for n, name in _PORTS for column, start in ((6, 5_000_000_000), (10, 6_000_000_000)) for share in (80, 99)
        ),
        healthy("79 %", says({f"{_IFX}.6.1": 5_000_000_000 + 79 * 37_500_000})),
    ),
)  # fmt: skip
_LAG = "1.2.840.10006.300.43.1.2.1.1"
_MEMBERS = ((2, "ge-0/0/2"), (4, "ge-0/0/4"))
_BGP, _OSPF = "1.3.6.1.2.1.15.3.1", "1.3.6.1.2.1.14.10.1"
_VRRP = "1.3.6.1.2.1.68.1.3.1"
_STP = "1.3.6.1.2.1.17.2"
_ROOT = bytes.fromhex("1000020000000001")
_LLDP = "1.0.8802.1.1.2.1.4.1.1"


def _neighbour(row: str, said: dict[int, Said]) -> dict[str, Said]:
    return {f"{_LLDP}.{column}.{row}": value for column, value in said.items()}


def _gone(row: str) -> dict[str, Said]:
    return _neighbour(row, dict.fromkeys((4, 5, 6, 7, 8, 9, 10, 12)))


LINKS = (
    _seeded(
        "network.aggregated_links", "snmp.aggregates/router-in-order",
        *(fault(f"{port}: {words}", {"ae0": "warn"}, says({f"{_LAG}.21.{n}": state})) for n, port in _MEMBERS
          for state, words in ((b"\xb0", "collecting alone"), (b"\xa0", "synchronised alone"), (b"\x3d", "expired"), (b"\xbe", "defaulted"), (b"\x00", "nothing"))),
        fault("no member carries traffic", {"ae0": "critical"}, says({f"{_LAG}.21.{n}": b"\xa0" for n, _port in _MEMBERS})),
        healthy("a member stands by", says({f"{_LAG}.13.4": 0, f"{_LAG}.21.4": b"\x80", f"{_IF}.8.4": 1})),
        *(fault(f"the cable of {port} is out", {"ae0": "warn"}, says({f"{_LAG}.13.{n}": 0, f"{_LAG}.21.{n}": b"\x80", f"{_IF}.8.{n}": 2})) for n, port in _MEMBERS),
        fault("a member that hears nothing any more", {"ae0": "warn"}, says({f"{_LAG}.13.4": 0, f"{_LAG}.21.4": b"\x82", f"{_IF}.8.4": 1})),
    ),
    _seeded(
        "network.bgp_peers", "snmp.bgp_peers/router-in-order",
        *(one for peer in ("10.0.1.1", "10.0.1.2") for one in object_ladder(f"{_BGP}.2.{peer}", peer, {"critical": (1, 2, 3, 4, 5), "": (6,)})),
        *object_ladder(f"{_BGP}.16.10.0.1.1", "10.0.1.1", {"warn": (30, 86_399), "": (86_400, 4_000_000)}),
        healthy("shut down on purpose", says({f"{_BGP}.2.10.0.1.2": 1, f"{_BGP}.3.10.0.1.2": 1})),
    ),
    _seeded(
        "network.ospf_neighbours", "snmp.ospf_neighbours/router-in-order",
        *(one for peer in ("10.0.2.1", "10.0.2.2") for one in object_ladder(f"{_OSPF}.6.{peer}.0", peer, {"critical": (1, 2, 3, 5, 6, 7), "": (4, 8)})),
        *(fault(f"{peer} is gone", {peer: "critical"}, says({f"{_OSPF}.{column}.{peer}.0": None for column in (3, 6, 7)})) for peer in ("10.0.2.1", "10.0.2.2")),
        healthy("a neighbour came", says({f"{_OSPF}.3.10.0.2.9.0": "10.0.0.9", f"{_OSPF}.6.10.0.2.9.0": 8, f"{_OSPF}.7.10.0.2.9.0": 1})),
        days=90,
    ),
    _seeded(
        "network.gateway_groups", "snmp.gateway_groups/router-in-order",
        *(one for index, name in (("800.10", "vrrp vlan.10 10"), ("800.20", "vrrp vlan.10 20")) for one in object_ladder(f"{_VRRP}.3.{index}", name, {"warn": (1,), "": (2, 3)})),
    ),
    _seeded(
        "network.spanning_tree", "snmp.spanning_trees/router-in-order",
        fault("another root", {"root": "critical"}, says({f"{_STP}.5.0": bytes.fromhex("0000020000000077")})),
        fault("the root with another priority", {"root": "critical"}, says({f"{_STP}.5.0": bytes.fromhex("2000020000000001")})),
        fault("many changes just now", {"root": "notice"}, says({f"{_STP}.3.0": 3000, f"{_STP}.4.0": 400})),
        healthy("many changes long ago", says({f"{_STP}.4.0": 400})),
        healthy("another way to the same root", says({f"{_STP}.7.0": 2})),
        days=90,
    ),
    _seeded(
        "network.neighbour_state", "snmp.neighbours/router-in-order",
        fault("the uplink's neighbour is gone", {"ge-0/0/1": "warn"}, says(_gone("0.1.1"))),
        fault("another device at the uplink", {"ge-0/0/1": "warn"}, says(_neighbour("0.1.1", {5: bytes.fromhex("0200000000cc"), 9: "access-7"}))),
        fault("another port of the same device", {"ge-0/0/1": "warn"}, says(_neighbour("0.1.1", {7: "ge-0/0/9"}))),
        healthy("the telephone is gone", says(_gone("0.4.2"))),
        healthy("another telephone", says(_neighbour("0.4.2", {5: bytes.fromhex("020000000066"), 7: bytes.fromhex("020000000066"), 9: "phone-2"}))),
        healthy("a new neighbour", says(_neighbour("0.2.3", {4: 4, 5: bytes.fromhex("020000000033"), 6: 5, 7: "eno1", 9: "db01"}))),
        healthy("the name alone was changed", says(_neighbour("0.1.1", {9: "core-b2"}))),
        days=90,
    ),
)  # fmt: skip
_HUAWEI_BGP = "1.3.6.1.4.1.2011.5.25.177.1.1.2.1"
_HSRP = "1.3.6.1.4.1.9.9.106.1.2.1.1.15"
MAKERS = (
    _seeded(
        "network.bgp_peers", "snmp.bgp_peers/huawei-stack-in-order",
        *(
            one
            for index, name in (("0.1.1.1.4.10.0.1.1", "10.0.1.1"), ("1.1.1.1.4.10.0.3.1", "red 10.0.3.1"))
            for one in object_ladder(f"{_HUAWEI_BGP}.5.{index}", name, {"critical": (1, 2, 3, 4, 5), "": (6,)})
        ),
    ),
    _seeded(
        "network.gateway_groups", "snmp.gateway_groups/cisco-stack-in-order",
        *(one for n in (1, 2) for one in object_ladder(f"{_HSRP}.10.{n}", f"hsrp Vl10 {n}", {"warn": (1, 2), "": (5, 6)})),
    ),
)  # fmt: skip
_PAIR = dict.fromkeys(("core-a", "core-b"), ("snmp.gateway_groups/router-in-order",))
_B_BACKS = says({f"{_VRRP}.3.800.10": 2, f"{_VRRP}.3.800.20": 3}, member="core-b")
_TEN, _TWENTY = "vrrp vlan.10 10", "vrrp vlan.10 20"
GATEWAYS = Seeding(
    "group.gateway_pair",
    (),
    (
        UNTOUCHED,
        fault("two masters", {_TEN: "critical"}, says({f"{_VRRP}.3.800.10": 3}, member="core-b")),
        fault("two masters of both", {_TEN: "critical", _TWENTY: "critical"}, says({f"{_VRRP}.3.800.10": 3}, member="core-b"), says({f"{_VRRP}.3.800.20": 3}, member="core-a")),
        fault("neither is master", {_TWENTY: "critical"}, says({f"{_VRRP}.3.800.20": 1, f"{_VRRP}.7.800.20": b"\x00\x00\x00\x00"}, member="core-b"), says({f"{_VRRP}.7.800.20": b"\x00\x00\x00\x00"}, member="core-a")),
        fault("a third device is master", {_TEN: "warn"}, says({f"{_VRRP}.3.800.10": 2}, member="core-a")),
        fault("configured on one alone", {_TEN: "warn"}, says({f"{_VRRP}.3.800.10": None, f"{_VRRP}.7.800.10": None}, member="core-b")),
        healthy("the masters changed places", says({f"{_VRRP}.3.800.10": 2, f"{_VRRP}.3.800.20": 3}, member="core-a"), says({f"{_VRRP}.3.800.10": 3, f"{_VRRP}.3.800.20": 2}, member="core-b")),
    ),
    mend=(_B_BACKS,),
    platform="network",
    members=_PAIR,
)  # fmt: skip
_ENDS = ("snmp.neighbours/router-in-order", "snmp.interfaces/router-in-order", "snmp.device/router-in-order")
_LINK = "core-a ge-0/0/1 - core-b ge-0/0/1"
_B_IS_B = (
    says({f"{_LLDP}.5.0.1.1": bytes.fromhex("02000000000a"), f"{_LLDP}.9.0.1.1": "core-a"}, member="core-b"),
    says({"1.3.6.1.2.1.1.5.0": "core-b"}, "snmp.device", member="core-b"),
)


def _of_b(said: dict[str, Said]) -> tuple[Variation, ...]:
    return (fault(f"{said}", {_LINK: "warn"}, says(said, "snmp.interfaces", member="core-b")),)


ENDS = Seeding(
    "group.link_ends",
    (),
    (
        UNTOUCHED,
        *_of_b({f"{_DOT3}.19.1": 2}),
        *_of_b({f"{_IFX}.15.1": 100}),
        *_of_b({f"{_IFX}.15.1": 10_000}),
        healthy("one end does not tell its duplex", says({f"{_DOT3}.19.1": 1}, "snmp.interfaces", member="core-b")),
        fault("one end is silent", {_LINK: "notice"}, says(_gone("0.1.1"), member="core-b")),
    ),
    mend=_B_IS_B,
    platform="network",
    members=dict.fromkeys(("core-a", "core-b"), _ENDS),
)  # fmt: skip
SEEDINGS = (*PORTS, *LINKS, *MAKERS, GATEWAYS, ENDS)
