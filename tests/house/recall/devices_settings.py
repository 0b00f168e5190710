"""Seeds for how a device is reached, what it is, whether it was restarted, its clock, its log, its configuration."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.ladders import object_ladder
from tests.house.recall.shapes import UNTOUCHED, Change, Edit, Seeding, Variation, fault, healthy
from tests.house.recall.varbinds import says


def _seeded(check: str, cases: tuple[str, ...], *variations: Variation, days: float = 0.0) -> Seeding:
    return Seeding(check, cases, (UNTOUCHED, *variations), platform="network", days=days)


_WAYS = ("network.ways/both-open",)
_OPEN_SSH = '"ssh": {"is_open": true, "reason": "", "detail": ""'
_OPEN_SNMP = '"snmp": {"is_open": true, "reason": "", "detail": ""'
_AUTH, _PRIV = '"auth_protocol": "sha256"', '"priv_protocol": "aes128"'


def _shut(opened: str, reason: str) -> tuple[str, str]:
    return opened, opened.replace("true", "false").replace('"reason": ""', f'"reason": "{reason}"')


WAYS = (
    _seeded(
        "network.reachability", _WAYS,
        *(fault(f"{way}: {reason}", {way: "warn"}, _shut(opened, reason)) for way, opened in (("ssh", _OPEN_SSH), ("snmp", _OPEN_SNMP)) for reason in ("unreachable", "refused", "timeout", "denied", "identity", "unproved")),
    ),
    _seeded(
        "network.management_security", _WAYS,
        *(fault(f"SNMP v{version}", {"snmp": "warn"}, ('"snmp_version": "3", "security_level": "authPriv", "auth_protocol": "sha256", "priv_protocol": "aes128"', f'"snmp_version": "{version}"')) for version in ("1", "2c")),
        *(fault(f"SNMPv3 {level}", {"snmp": "warn"}, ('"security_level": "authPriv"', f'"security_level": "{level}"')) for level in ("noAuthNoPriv", "authNoPriv")),
        fault("MD5", {"snmp": "notice"}, (_AUTH, _AUTH.replace("sha256", "md5"))),
        fault("DES", {"snmp": "notice"}, (_PRIV, _PRIV.replace("aes128", "des"))),
        fault("old algorithms of ssh", {"ssh": "notice"}, ('"is_legacy": "no"', '"is_legacy": "yes"')),
        fault("telnet", {"telnet": "warn"}, ('"ssh": {', '"telnet": {')),
        healthy("SHA-512 and AES-256", (_AUTH, _AUTH.replace("256", "512")), (_PRIV, _PRIV.replace("128", "256"))),
    ),
)  # fmt: skip
_UP, _BOOTS, _ENGINE = "1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.10.2.1.2.0", "1.3.6.1.6.3.10.2.1.3.0"
_DAY = 86_400
_MADE = "1.3.6.1.2.1.47.1.1.1.1"
WHICH = (
    _seeded(
        "network.restart", ("snmp.device/router-in-order",),
        *(fault(f"started {count} times more", {"": "warn"}, says({_BOOTS: 7 + count, _ENGINE: 30 * _DAY, _UP: 30 * _DAY * 100})) for count in (1, 9)),
        *(fault(f"it runs for {seconds} s", {"": "warn"}, says({_BOOTS: 0, _ENGINE: 0, _UP: seconds * 100})) for seconds in (60, 30 * _DAY, 89 * _DAY)),
        fault("started anew by an agent that does not count", {"": "warn"}, says({_ENGINE: 30 * _DAY, _UP: 30 * _DAY * 100})),
        fault("the engine alone", {"": "notice"}, says({_BOOTS: 8, _ENGINE: 60, _UP: 190 * _DAY * 100})),
        healthy("90 days more of each", says({_ENGINE: 190 * _DAY, _UP: 190 * _DAY * 100})),
        days=90,
    ),
    Seeding(
        "network.restart", ("snmp.device/router-in-order",),
        (healthy("its counter of 497 days began anew", says({_UP: (8_640_030 + 420 * _DAY) * 100 % 2**32})),),
        mend=(says({_BOOTS: None, _ENGINE: None}),),
        platform="network",
        days=420,
    ),
    _seeded(
        "network.identity_change", ("snmp.made/router-in-order",),
        fault("another serial number", {"serial": "warn"}, says({f"{_MADE}.11.1": "SN00000099"})),
        fault("another model", {"model": "warn"}, says({f"{_MADE}.13.1": "R-24"})),
        fault("other software", {"version": "notice"}, says({f"{_MADE}.10.1": "4.3.0"})),
        fault("all of them", {"serial": "warn", "model": "warn", "version": "notice"}, says({f"{_MADE}.11.1": "X", f"{_MADE}.13.1": "Y", f"{_MADE}.10.1": "Z"})),
        days=90,
    ),
    _seeded(
        "network.identity_change", ("snmp.made/huawei-stack-in-order",),
        fault("another serial number", {"serial": "warn"}, says({"1.3.6.1.4.1.2011.5.25.188.1.1.0": "ESN0000099"})),
        fault("a patch", {"version": "notice"}, says({"1.3.6.1.4.1.2011.5.25.19.1.8.5.1.1.4.1.1": "V200R019SPH010"})),
        days=90,
    ),
)  # fmt: skip
_CLOCK = ("cli.device_time.huawei_vrp/in-order", "cli.time_server.huawei_vrp/in-order")
_NTP = "cli.time_server.huawei_vrp"
_TIME = "2026-11-22 08:00:03+08:00"


def _shows(time: str) -> Change:
    return Edit(_TIME, time)


CLOCKS = (
    _seeded(
        "network.time_synchronisation", _CLOCK,
        *(fault(f"it shows {time}", {"offset": level}, _shows(time)) for time, level in (
            ("2026-11-22 07:59:00+08:00", "warn"), ("2026-11-22 07:55:01+08:00", "warn"), ("2026-11-22 07:55:00+08:00", "critical"), ("2000-01-01 00:00:00+08:00", "critical"),
            ("2026-11-22 08:03:01+08:00", "warn"), ("2026-11-22 08:07:01+08:00", "critical"), ("2026-11-22 08:00:00+09:00", "critical"), ("2027-11-22 08:00:00+08:00", "critical"),
        )),
        *(healthy(f"it shows {time}", _shows(time)) for time in ("2026-11-22 07:59:01+08:00", "2026-11-22 08:02:59+08:00", "2026-11-22 00:00:03+00:00")),
        *(fault(words, {"synchronisation": "warn"}, Edit(" clock status: synchronized", f" clock status: {words}", of=_NTP)) for words in ("unsynchronized", "not synchronized")),
        fault("stratum 16", {"synchronisation": "warn"}, Edit(" clock stratum: 3", " clock stratum: 16", of=_NTP)),
        healthy("stratum 15", Edit(" clock stratum: 3", " clock stratum: 15", of=_NTP)),
    ),
)  # fmt: skip
_LOG = ("cli.log_lines.huawei_vrp/in-order",)
_LINE = "Nov 18 2026 01:00:00+08:00 core-sw %%01NTP/6/STATE(l)[2]:The clock source was selected.\n"


def _wrote(module: str, severity: int, mnemonic: str, text: str, at: str = "Nov 18 2026 01:00:00+08:00") -> Change:
    return (_LINE, f"{at} core-sw %%01{module}/{severity}/{mnemonic}(l)[2]:{text}\n")


LOGS = (
    _seeded(
        "network.device_log", _LOG,
        *(fault(f"{module} {severity}: {text}", {f"{module}/{name}": "critical"}, _wrote(module, severity, name, text)) for module, severity, name, text in (
            ("DEVM", 2, "FANFAIL", "Fan 1 failed."), ("DEVM", 4, "POWERFAULT", "Power supply 2 fault."), ("DEVM", 3, "OPTICAL", "The optical module is abnormal."),
            ("SRM", 4, "TEMP", "The temperature of board 1 exceeded the upper limit."), ("SRM", 4, "PARITY", "A parity error was found in chip 0."), ("SYS", 0, "PANIC", "The system will restart."),
            ("STACK", 3, "SPLIT", "The stack split into two."), ("DEVM", 2, "FANSTATE", "The state of fan 1 changed from normal to failed."),
            ("DEVM", 2, "ECC", "An unrecoverable ECC error was found in memory 0."), ("DEVM", 4, "POWER", "Power supply 1 failed and cannot be restored."),
        )),
        *(fault(f"{module} 3: {text}", {f"{module}/{name}": "warn"}, _wrote(module, 3, name, text)) for module, name, text in (("BGP", "PEERDOWN", "The peer 10.0.1.1 left the established state."), ("AAA", "FAILED", "An account was locked."))),
        fault("a clock that is not set", {"DEVM/FANFAIL": "critical"}, _wrote("DEVM", 2, "FANFAIL", "Fan 1 failed.", "Jan 1 2000 00:01:00+08:00")),
        healthy("a fan that recovered", _wrote("DEVM", 4, "FANOK", "Fan 1 fault was cleared, it is normal.")),
        healthy("a year ago", _wrote("DEVM", 2, "FANFAIL", "Fan 1 failed.", "Nov 18 2025 01:00:00+08:00")),
        healthy("a user's port", _wrote("IFNET", 3, "LINK_STATE", "The line protocol on GigabitEthernet0/0/9 entered the DOWN state.")),
    ),
)  # fmt: skip
_CONFIGURATIONS = ("cli.running_configuration.huawei_vrp/in-order", "cli.startup_configuration.huawei_vrp/in-order")
_STARTUP = "cli.startup_configuration.huawei_vrp"
_CISCO_UP, _CHANGED, _WRITTEN = _UP, "1.3.6.1.4.1.9.9.43.1.1.1.0", "1.3.6.1.4.1.9.9.43.1.1.3.0"
CONFIGURATIONS = (
    _seeded(
        "network.unsaved_configuration", _CONFIGURATIONS,
        fault("a line more runs", {"": "warn"}, (" port default vlan 10\n", " port default vlan 10\n shutdown\n")),
        fault("a line is only saved", {"": "warn"}, ("ntp-service unicast-server 10.0.0.5\n", "")),
        fault("a value was changed", {"": "warn"}, ("vlan batch 10 20", "vlan batch 10 20 30")),
        fault("one line under another port", {"": "warn"}, (" port link-type access\n port default vlan 10\n", " port default vlan 10\n"), (" port link-type trunk\n", " port link-type trunk\n port link-type access\n")),
        healthy("times alone differ", ("#\nsysname core-sw", "!Last configuration change at 08:00\n#\nsysname core-sw")),
    ),
    _seeded(
        "network.unsaved_configuration", ("snmp.saved_configuration/cisco-switch-in-order",),
        *object_ladder(_CHANGED, "", {"warn": (500_012_600, 863_000_000), "": (500_012_400, 0)}),
        fault("never saved since the start", {"": "warn"}, says({_CHANGED: 600_000, _WRITTEN: 0})),
    ),
    _seeded(
        "network.configuration_change", (_CONFIGURATIONS[0],),
        *(fault(what, {"": "notice"}, change) for what, change in (
            ("a line more", (" port default vlan 10\n", " port default vlan 10\n shutdown\n")), ("a line less", ("ntp-service unicast-server 10.0.0.5\n", "")), ("another value", ("vlan batch 10 20", "vlan batch 10")),
        )),
        healthy("times alone differ", ("#\nsysname core-sw", "!Last configuration change at 08:00\n#\nsysname core-sw")),
        days=90,
    ),
)  # fmt: skip
_SERVER = "1.3.6.1.4.1.77.1.2"
_SQL = "10.83.81.76.32.83.101.114.118.101.114"
_DATA = "4.100.97.116.97"
_DATA_ROW = {f"{_SERVER}.27.1.{n}.{_DATA}": None for n in (1, 2, 3)}
WINDOWS = (
    _seeded(
        "network.windows_services", ("snmp.services/windows-in-order",),
        *object_ladder(f"{_SERVER}.3.1.3.{_SQL}", "SQL Server", {"warn": (2, 3, 4), "": (1,)}),
        fault("a service does not run any more", {"SQL Server": "warn"}, says({f"{_SERVER}.3.1.{n}.{_SQL}": None for n in (1, 3)})),
        healthy("a service more", says({f"{_SERVER}.3.1.1.3.65.66.67": "ABC", f"{_SERVER}.3.1.3.3.65.66.67": 1})),
        days=90,
    ),
    _seeded(
        "network.windows_shares", ("snmp.shares/windows-in-order",),
        fault("a share is gone", {"data": "warn"}, says(_DATA_ROW)),
        fault("a share came", {"C": "notice"}, says({f"{_SERVER}.27.1.1.1.67": "C", f"{_SERVER}.27.1.2.1.67": "C:\\", f"{_SERVER}.27.1.3.1.67": ""})),
        days=90,
    ),
)  # fmt: skip
SEEDINGS = (*WAYS, *WHICH, *CLOCKS, *LOGS, *CONFIGURATIONS, *WINDOWS)
