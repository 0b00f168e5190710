"""F5 by SNMP: loads, chassis, failover, virtual servers and pool members."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import GATEWAY_GROUPS_SNMP
from collectors.network.sensors import SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.vendors import f5, f5_services
from collectors.network.vendors.prefixes import F5
from tests.house.devices import found
from tests.house.snmp_answers import table

DEVICE = f"{F5}.2.1.3.4.99"
SYSTEM = f"{F5}.2.1"


def test_loads_of_host_and_of_what_forwards() -> None:
    told = {
        f"{SYSTEM}.1.2.20.37.0": 21,
        **table(f5.CPUS, {"1.48.0": {"used": 30}}),
        **table(f5.TMMS, {"3.48.46.48": {"name": "0.0", "used": 66}}),
        f"{SYSTEM}.1.2.21.37.0": 1000,
        f"{SYSTEM}.1.2.21.38.0": 400,
        f"{SYSTEM}.1.2.20.50.0": 0,
        f"{SYSTEM}.1.2.20.51.0": 0,
    }
    assert [(one.name, one.used_ratio, one.is_data_plane) for one in found(PROCESSORS_SNMP, DEVICE, told).records] == [
        ("host", 0.21, False),
        ("host CPU 0", 0.3, False),
        ("TMM 0.0", 0.66, True),
    ]
    (memory,) = found(MEMORIES_SNMP, DEVICE, told).records
    assert (memory.name, memory.used_ratio, memory.pool) == ("TMM memory", 0.4, Pool.SYSTEM)


def test_chassis_with_an_empty_bay() -> None:
    told = {
        **table(f5.FANS, {"101": {"state": 1, "speed": 8000}, "102": {"state": 0, "speed": 0}}),
        **table(f5.SUPPLIES, {"101": {"state": 1}, "102": {"state": 2}}),
        **table(f5.TEMPERATURES, {"1": {"value": 29}, "2": {"value": 0}}),
    }
    assert [one.standing for one in found(FANS_SNMP, DEVICE, told).records] == [Standing.OK, Standing.FAILED]
    assert [one.standing for one in found(POWER_SUPPLIES_SNMP, DEVICE, told).records] == [Standing.OK, Standing.ABSENT]
    assert [one.value for one in found(TEMPERATURES_SNMP, DEVICE, told).records] == [29]
    assert [one.name for one in found(SENSORS_SNMP, DEVICE, told).records] == ["fan 101"]


@pytest.mark.parametrize(
    ("failover", "sync", "standings", "is_synchronised"),
    [
        (4, 3, [Standing.OK, Standing.OK], True),
        (3, 2, [Standing.OK, Standing.WARN], False),
        (1, 5, [Standing.OFF, Standing.FAILED], False),
    ],
)
def test_a_pair(failover: int, sync: int, standings: list[Standing], *, is_synchronised: bool) -> None:
    told = {f"{SYSTEM}.14.3.1.0": failover, f"{SYSTEM}.14.1.1.0": sync}
    assert [one.standing for one in found(PARTS_SNMP, DEVICE, told).records] == standings
    (group,) = found(GATEWAY_GROUPS_SNMP, DEVICE, told).records
    assert group.is_synchronised is is_synchronised


def test_a_unit_that_stands_alone_is_no_pair() -> None:
    told = {f"{SYSTEM}.14.3.1.0": 4, f"{SYSTEM}.14.1.1.0": 6}
    assert [one.standing for one in found(PARTS_SNMP, DEVICE, told).records] == [Standing.OK, Standing.OFF]
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, DEVICE, told)
    assert found(GATEWAY_GROUPS_SNMP, DEVICE, {f"{SYSTEM}.14.3.1.0": 9}).records == (GatewayGroup("failover", "", "", "9"),)


def test_a_server_without_a_monitor_or_disabled_by_hand_is_off() -> None:
    told = {
        **table(
            f5_services.SERVER,
            {
                "1": {"name": "/Common/web", "state": 3, "enabled": 1},
                "2": {"name": "/Common/old", "state": 3, "enabled": 2},
                "3": {"name": "/Common/raw", "state": 4, "enabled": 1},
            },
        ),
        **table(
            f5_services.MEMBER, {"1": {"name": "/Common/pool", "node": "/Common/a", "port": 443, "state": 1, "enabled": 1}}
        ),
    }
    records = found(PARTS_SNMP, DEVICE, told).records
    assert [(one.name, one.standing, one.words) for one in records] == [
        ("/Common/web", Standing.FAILED, "red"),
        ("/Common/old", Standing.OFF, "red"),
        ("/Common/raw", Standing.OFF, "blue"),
        ("/Common/pool /Common/a:443", Standing.OK, "green"),
    ]


def test_what_it_is() -> None:
    told = {f"{SYSTEM}.3.5.2.0": "BIG-IP 9900", f"{SYSTEM}.3.3.3.0": "f5-abcd", f"{SYSTEM}.4.2.0": "16.1.3"}
    made = found(MADE_SNMP, DEVICE, told)
    assert (made.model, made.serial, made.version) == ("BIG-IP 9900", "f5-abcd", "16.1.3")


def test_memory_in_bytes_goes_before_memory_in_kibibytes() -> None:
    told = {
        f"{SYSTEM}.1.2.1.44.0": 1024000,
        f"{SYSTEM}.1.2.1.45.0": 512000,
        f"{SYSTEM}.1.2.21.37.0": 1000,
        f"{SYSTEM}.1.2.21.38.0": 400,
    }
    (memory,) = found(MEMORIES_SNMP, DEVICE, told).records
    assert (memory.used_ratio, memory.total_bytes) == (0.5, 1024000)


def test_the_colour_of_a_pair() -> None:
    (one,) = found(PARTS_SNMP, DEVICE, {f"{SYSTEM}.14.3.3.0": 2}).records
    assert (one.name, one.standing) == ("failover status", Standing.FAILED)
