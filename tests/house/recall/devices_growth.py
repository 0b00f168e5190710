"""Seeds for what grew or changed on a device since the last inspection, and for what is asked of firewalls."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import object_ladder
from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.varbinds import says

_UP, _BOOTS, _ENGINE = "1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.10.2.1.2.0", "1.3.6.1.6.3.10.2.1.3.0"
_DAY = 86_400
_MEMORY = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.7"
_LIGHT = "1.3.6.1.4.1.2011.5.25.31.1.1.3.1"
_SHUT = {"1.3.6.1.2.1.2.2.1.7.5": 2, "1.3.6.1.2.1.2.2.1.8.5": 2}
_CHANGES = "1.3.6.1.2.1.17.2.4.0"
_BGP = "1.3.6.1.2.1.15.3.1"
_DEVICE = "snmp.device/router-in-order"
_RESTARTED = says({_BOOTS: 8, _ENGINE: 30 * _DAY, _UP: 30 * _DAY * 100}, "snmp.device")


def _seeded(check: str, cases: tuple[str, ...], *variations: Variation, days: float = 0.0) -> Seeding:
    return Seeding(check, cases, (UNTOUCHED, *variations), platform="network", days=days)


GROWTH = (
    _seeded(
        "network.memory_growth", ("snmp.memories/huawei-stack-in-order", _DEVICE),
        *object_ladder(f"{_MEMORY}.100", "MPU Board 1", {"warn": (54, 60, 79, 95), "": (53, 44, 20)}),
        *object_ladder(f"{_MEMORY}.200", "MPU Board 2", {"warn": (53, 80), "": (52, 10)}),
        healthy("it was restarted in between", says({f"{_MEMORY}.100": 70}), _RESTARTED),
        days=90,
    ),
    _seeded(
        "network.optical_change", ("snmp.optics/huawei-stack-in-order",),
        *(
            fault(f"{change / 100} dB", {"10GE1/0/1 Rx": "warn"}, says({f"{_LIGHT}.8.101": -420 + change}))
            for change in (-301, -400, -1000)
        ),
        *(healthy(f"{change / 100} dB", says({f"{_LIGHT}.8.101": -420 + change})) for change in (-299, -100, 100)),
        healthy("light that is sent", says({f"{_LIGHT}.9.101": -780})),
        healthy("the port is shut and dark", says({**_SHUT, f"{_LIGHT}.8.101": -3600})),
        healthy("another kind of module", says({f"{_LIGHT}.13.101": -2800, f"{_LIGHT}.14.101": -700, f"{_LIGHT}.8.101": -1500})),
        days=90,
    ),
    _seeded(
        "network.topology_changes", ("snmp.spanning_trees/router-in-order",),
        *object_ladder(_CHANGES, "root", {"warn": (4 + 901, 4 + 90_000), "": (4, 5, 4 + 900)}),
        days=90,
    ),
    _seeded(
        "network.bgp_flaps", ("snmp.bgp_peers/router-in-order", _DEVICE),
        *(fault(f"{peer} came and went {count} times", {peer: "warn"}, says({f"{_BGP}.15.{peer}": 3 + count, f"{_BGP}.16.{peer}": 3600})) for peer in ("10.0.1.1", "10.0.1.2") for count in (1, 40)),
        healthy("it was restarted in between", says({f"{_BGP}.15.10.0.1.1": 1, f"{_BGP}.16.10.0.1.1": 3600}), _RESTARTED),
        healthy("a neighbour is down, which another check tells", says({f"{_BGP}.2.10.0.1.1": 1})),
        days=90,
    ),
    _seeded(
        "network.bgp_peers", ("snmp.bgp_peers/router-in-order", _DEVICE),
        fault("young, of a device that runs long", {"10.0.1.1": "warn"}, says({f"{_BGP}.16.10.0.1.1": 3600})),
        healthy("as young as the device", says({f"{_BGP}.16.10.0.1.1": 3500}), says({_BOOTS: 8, _ENGINE: 3600, _UP: 360_000}, "snmp.device")),
    ),
    *(
        _seeded(
            "network.restart_reason", (_DEVICE, f"{collector}/{case}"),
            healthy("a reason that was told before", Edit(wanted, unwanted, of=collector)),
            healthy("restarted on purpose", _RESTARTED),
            fault("restarted by a fault", {"": "critical"}, _RESTARTED, Edit(wanted, unwanted, of=collector)),
            days=90,
        )
        for collector, case, wanted, unwanted in (
            ("cli.restart_reason.cisco_nxos", "in-order", "Reset Requested by CLI command reload", "Kernel Panic"),
            ("cli.restart_reason.hp_comware", "in-order", "User reboot", "Exception reboot"),
            ("cli.restart_reason.hp_comware", "in-order", "User reboot", "Watchdog timeout reboot"),
            ("cli.restart_reason.huawei_vrp", "in-order", "MANUAL", "POWER "),
            ("cli.restart_reason.juniper_junos", "in-order", "0x200:normal shutdown", "0x2:watchdog"),
            ("snmp.restart_reason", "reload", "reload", "power-on"),
        )
    ),
)  # fmt: skip
_CONNS = "Conns                   15400        85500     100000"
_SPU = "1.3.6.1.4.1.2636.3.39.1.12.1.1.1"
_UPDATED = "Sat Nov 21 03:10:00 2026"
_IFX = "1.3.6.1.2.1.31.1.1.1"
_ALIAS, _OCTETS = f"{_IFX}.18.1", f"{_IFX}.6.1"
_LINKS = ("snmp.interfaces/router-in-order", "snmp.aggregates/router-in-order")
_BANDWIDTH = (
    _seeded(
        "network.port_utilisation", _LINKS,
        *(fault(words, {"ge-0/0/1": "notice"}, says({_ALIAS: words, _OCTETS: 5_000_000_000 + 8 * 37_500_000})) for words in ("uplink bw=100M", "BW=100m", "bw=0.1G leased")),
        *(healthy(words, says({_ALIAS: words, _OCTETS: 5_000_000_000 + 8 * 37_500_000})) for words in ("uplink bw=1G", "bw=110M", "100M")),
        healthy("79 % of what was bought", says({_ALIAS: "bw=100M", _OCTETS: 5_000_000_000 + 79 * 3_750_000})),
    ),
)  # fmt: skip
FIREWALLS = (
    _seeded(
        "network.firewall_sessions", ("cli.session_tables.cisco_asa/in-order",),
        *(fault(f"{count} of 100000", {"System": level}, (_CONNS, _CONNS.replace("15400", str(count)))) for count, level in ((70_000, "warn"), (89_999, "warn"), (90_000, "critical"), (100_000, "critical"))),
        *(healthy(f"{count} of 100000", (_CONNS, _CONNS.replace("15400", str(count)))) for count in (0, 69_999)),
        healthy("a limit that is not told", (_CONNS, "Conns                   99999        99999        N/A")),
    ),
    _seeded(
        "network.firewall_sessions", ("snmp.session_tables/srx-cluster-in-order",),
        *object_ladder(f"{_SPU}.6.0", "node0 SPU 0/0", {"warn": (44_800, 57_599), "critical": (57_600, 64_000), "": (0, 44_799)}),
    ),
    _seeded(
        "network.firewall_sessions", ("cli.session_tables.juniper_junos/in-order",),
        fault("nearly full", {"sessions": "critical"}, ("Sessions-in-use: 905", "Sessions-in-use: 500000")),
        fault("filling", {"sessions": "warn"}, ("Sessions-in-use: 905", "Sessions-in-use: 400000")),
        healthy("busy", ("Sessions-in-use: 905", "Sessions-in-use: 300000")),
    ),
    _seeded(
        "network.firewall_sessions", ("cli.session_tables.fortinet/in-order", "cli.protection.fortinet/in-order"),
        fault("conserve mode", {"conserve mode": "critical"}, Edit("mode:                       off", "mode:                        on", of="cli.protection.fortinet")),
        healthy("many sessions of a greatest number that nobody tells", ("session_count=12345", "session_count=999999")),
    ),
    _seeded(
        "network.signature_age", ("cli.signature_databases.fortinet/in-order",),
        *(fault(f"updated on {day}", {"Virus Definitions": "warn"}, (_UPDATED, day)) for day in ("Sun Aug 23 03:10:00 2026", "Tue Jan 10 02:20:00 2023")),
        *(healthy(f"updated on {day}", (_UPDATED, day)) for day in ("Mon Aug 24 03:10:00 2026", "Sun Nov 22 01:00:00 2026")),
        healthy("without a contract", ("Version: 94.01234 signed\nContract Expiry Date: Sat Mar 23 2030\nLast Updated using scheduled update on Sat Nov 21 03:10:00 2026", "Version: 94.01234 signed\nContract Expiry Date: n/a\nLast Updated using scheduled update on Tue Jan 10 03:10:00 2023")),
    ),
)  # fmt: skip
SEEDINGS = (*GROWTH, *_BANDWIDTH, *FIREWALLS)
