"""Fortinet by SNMP: sensors that only their name explains, sessions, clusters."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import GATEWAY_GROUPS_SNMP
from collectors.network.sensors import SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.storages import STORAGES_SNMP
from collectors.network.vendors import fortinet, fortinet_links
from collectors.network.vendors.prefixes import FORTINET
from tests.house.devices import Rows, Told, found
from tests.house.snmp_answers import table

DEVICE = f"{FORTINET}.101.1.9999"
BASE = f"{FORTINET}.101"


def test_loads() -> None:
    told = {
        f"{BASE}.4.1.3.0": 42,
        f"{BASE}.4.1.4.0": 25,
        f"{BASE}.4.1.5.0": 4000,
        f"{BASE}.4.1.6.0": 300,
        f"{BASE}.4.1.7.0": 1200,
        **table(fortinet.CORES, {"1": {"used": 80}}),
    }
    assert [(one.name, one.used_ratio) for one in found(PROCESSORS_SNMP, DEVICE, told).records] == [
        ("system", 0.42),
        ("core 1", 0.8),
    ]
    (memory,) = found(MEMORIES_SNMP, DEVICE, told).records
    assert (memory.used_ratio, memory.total_bytes) == (0.25, 4000 * 1024)
    (disk,) = found(STORAGES_SNMP, DEVICE, told).records
    assert disk.used_ratio == 0.25


def test_a_device_without_a_disk_has_no_storage() -> None:
    with pytest.raises(SessionError):
        found(STORAGES_SNMP, DEVICE, {f"{BASE}.4.1.6.0": 0, f"{BASE}.4.1.7.0": 0})


def hardware(*rows: tuple[str, str, int]) -> Told:
    return table(
        fortinet.HARDWARE,
        {
            str(number): {"name": name, "value": value, "alarm": alarm}
            for number, (name, value, alarm) in enumerate(rows, 1)
        },
    )


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("Fan 2", Quantity.FAN_SPEED),
        ("PS1 Fan 1", Quantity.FAN_SPEED),
        ("PS2 Temp 1", Quantity.TEMPERATURE),
        ("LM75 U14", Quantity.TEMPERATURE),
        ("CPU DTS1", Quantity.TEMPERATURE),
        ("TD3", Quantity.TEMPERATURE),
        ("+VCC12", Quantity.VOLTAGE),
        ("PS1 VOUT_12V", Quantity.VOLTAGE),
        ("P1V8", Quantity.VOLTAGE),
        ("MB_3.3V", Quantity.VOLTAGE),
        ("PS1 Status", None),
        ("INA219 PS1 Curr", None),
    ],
)
def test_what_a_sensor_measures_by_its_name(name: str, quantity: Quantity | None) -> None:
    told = {**hardware((name, "12.5", 0)), f"{BASE}.4.1.8.0": 1}
    collector = TEMPERATURES_SNMP if quantity is Quantity.TEMPERATURE else SENSORS_SNMP
    records = [one for one in found(collector, DEVICE, told).records if one.quantity is not Quantity.COUNT]
    assert [(one.name, one.value, one.quantity) for one in records] == ([(name, 12.5, quantity)] if quantity else [])


def test_alarms_of_parts_also_of_those_whose_name_says_little() -> None:
    told = hardware(("Fan 1", "0", 1), ("PS2 Status", "1", 1), ("TD1", "44", 0), ("XYZ", "1", 0), ("", "0", 1))
    (fan,) = found(FANS_SNMP, DEVICE, told).records
    (supply,) = found(POWER_SUPPLIES_SNMP, DEVICE, told).records
    assert (fan.standing, supply.standing) == (Standing.FAILED, Standing.FAILED)
    parts = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.part) for one in parts] == [("TD1", Part.TEMPERATURE), ("XYZ", Part.OTHER)]


def test_a_value_that_is_no_number_measures_nothing() -> None:
    with pytest.raises(SessionError):
        found(TEMPERATURES_SNMP, DEVICE, hardware(("Temp 1", "N/A", 0)))


def test_a_tunnel_that_is_down_is_no_failure() -> None:
    rows: Rows = {
        "1": {"phase_1": "branch", "phase_2": "branch", "state": 1},
        "2": {"phase_1": "hq", "phase_2": "lan", "state": 2},
    }
    records = found(PARTS_SNMP, DEVICE, table(fortinet.TUNNEL, rows)).records
    assert [(one.name, one.standing) for one in records] == [
        ("IPsec branch", Standing.WARN),
        ("IPsec hq lan", Standing.OK),
    ]


def test_links_that_it_watches_itself() -> None:
    told = {
        **table(fortinet_links.MONITOR, {"1": {"name": "isp-a", "state": 0}}),
        **table(fortinet_links.HEALTH, {"1": {"name": "dns", "port": "wan1", "state": 0}}),
        **table(fortinet_links.HEALTH, {"2": {"name": "dns", "port": "wan2", "state": 1}}),
    }
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in records] == [
        ("link monitor isp-a", Standing.OK),
        ("SD-WAN dns wan1", Standing.OK),
        ("SD-WAN dns wan2", Standing.FAILED),
    ]


def test_remote_access_by_virtual_domain() -> None:
    told = {
        **table(fortinet.SSL, {"1": {"state": 2, "users": 3, "tunnels": 2}, "2": {"state": 1}}),
        **table(fortinet.DOMAIN, {"1": {"name": "root", "role": 3}}),
    }
    counts = found(SENSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.value) for one in counts] == [("root SSL VPN users", 3), ("root SSL VPN tunnels", 2)]
    parts = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing) for one in parts] == [
        ("root SSL VPN", Standing.OK),
        ("domain 2 SSL VPN", Standing.OFF),
        ("domain root", Standing.OFF),
    ]


def cluster(mode: int, second: int) -> Told:
    return {
        f"{BASE}.13.1.1.0": mode,
        f"{BASE}.13.1.7.0": "pair",
        **table(fortinet.DOMAIN, {"1": {"name": "root", "role": 1}}),
        **table(
            fortinet.MEMBER,
            {"1": {"serial": "FGT000000000001", "sync": 1}, "2": {"serial": "FGT000000000002", "sync": second}},
        ),
    }


@pytest.mark.parametrize(("second", "is_synchronised"), [(1, True), (0, False)])
def test_a_cluster_is_synchronised_when_every_member_is(second: int, *, is_synchronised: bool) -> None:
    assert found(GATEWAY_GROUPS_SNMP, DEVICE, cluster(3, second)).records == (
        GatewayGroup("ha", "", "pair", "primary", is_synchronised=is_synchronised),
    )
    parts = {one.name: one.standing for one in found(PARTS_SNMP, DEVICE, cluster(3, second)).records}
    assert parts["member FGT000000000002"] is (Standing.OK if is_synchronised else Standing.FAILED)


def test_a_unit_that_stands_alone_is_no_cluster() -> None:
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, DEVICE, cluster(1, 0))
    parts = found(PARTS_SNMP, DEVICE, cluster(1, 0)).records
    assert not [one for one in parts if one.standing is Standing.FAILED]


def test_what_it_is() -> None:
    made = found(MADE_SNMP, DEVICE, {f"{BASE}.4.1.1.0": "v7.0.1,build0157 (GA)", f"{FORTINET}.100.1.1.1.0": "FG1"})
    assert (made.version, made.serial) == ("v7.0.1,build0157 (GA)", "FG1")
