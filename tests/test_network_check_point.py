"""Check Point by SNMP: on its own and on net-snmp's sysObjectID."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Part, Quantity, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.components import FANS_SNMP, PARTS_SNMP, POWER_SUPPLIES_SNMP
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import GATEWAY_GROUPS_SNMP
from collectors.network.sensors import SENSORS_SNMP, TEMPERATURES_SNMP
from collectors.network.standard import HOST_STORAGE
from collectors.network.vendors import check_point
from collectors.network.vendors.prefixes import CHECK_POINT, NET_SNMP
from tests.house.devices import Rows, Told, found
from tests.house.snmp_answers import table

GAIA = f"{CHECK_POINT}.1.6.123.1.99"
EMBEDDED = f"{NET_SNMP}.3.2.10"
PRODUCTS = f"{CHECK_POINT}.1"


def test_processors_by_core() -> None:
    records = found(PROCESSORS_SNMP, GAIA, table(check_point.CORES, {"1.0": {"used": 9}, "2.0": {"used": 88}})).records
    assert [(one.name, one.used_ratio) for one in records] == [("core 1", 0.09), ("core 2", 0.88)]


def test_sensors_out_of_range_and_those_that_cannot_be_read() -> None:
    heat, fans = check_point.TABLES[Quantity.TEMPERATURE], check_point.TABLES[Quantity.FAN_SPEED]
    told = {
        **table(heat, {"1.0": {"name": "CPU0 Temp", "value": "91.5", "state": 1}}),
        **table(heat, {"2.0": {"name": "Intake Temp", "value": "0.0", "state": 2}}),
        **table(fans, {"1.0": {"name": "Chassis Fan", "value": "5400", "state": 0}}),
    }
    (one,) = found(TEMPERATURES_SNMP, GAIA, told).records
    assert (one.name, one.value) == ("CPU0 Temp", 91.5)
    (fan,) = found(FANS_SNMP, GAIA, told).records
    assert fan.standing is Standing.OK
    assert [one.standing for one in found(PARTS_SNMP, GAIA, told).records] == [Standing.FAILED, Standing.UNKNOWN]


def test_power_supplies_in_words_and_volumes_by_number() -> None:
    told = {
        **table(check_point.SUPPLIES, {"1.0": {"state": "Up"}, "2.0": {"state": "Down"}, "3.0": {"state": "Hm"}}),
        **table(check_point.VOLUMES, {"1.0": {"state": 1}}),
    }
    supplies = found(POWER_SUPPLIES_SNMP, GAIA, told).records
    assert [one.standing for one in supplies] == [Standing.OK, Standing.FAILED, Standing.UNKNOWN]
    (volume,) = found(PARTS_SNMP, GAIA, told).records
    assert (volume.part, volume.standing, volume.words) == (Part.ARRAY, Standing.WARN, "degraded")


@pytest.mark.parametrize(("most", "loads"), [(1000, [25]), (0, [])])
def test_connections_in_number_and_as_a_share_of_a_table_that_is_bounded(most: int, loads: list[float]) -> None:
    told: Told = {f"{PRODUCTS}.1.25.3.0": 250, f"{PRODUCTS}.1.25.10.0": most}
    records = found(SENSORS_SNMP, EMBEDDED, told).records
    assert [one.value for one in records if one.quantity is Quantity.COUNT] == [250]
    assert [one.value for one in records if one.quantity is Quantity.LOAD] == loads


@pytest.mark.parametrize(
    ("started", "code", "standing"),
    [("yes", 0, Standing.OK), ("yes", 1, Standing.WARN), ("yes", 2, Standing.FAILED), ("no", 2, Standing.OFF)],
)
def test_a_gateway_outside_a_cluster_is_down_by_design(started: str, code: int, standing: Standing) -> None:
    told: Told = {f"{PRODUCTS}.5.5.0": started, f"{PRODUCTS}.5.6.0": "Standby", f"{PRODUCTS}.5.101.0": code}
    (one,) = found(PARTS_SNMP, EMBEDDED, told).records
    assert (one.name, one.standing) == ("cluster member", standing)


def test_a_member_of_a_cluster() -> None:
    told = {f"{PRODUCTS}.5.5.0": "yes", f"{PRODUCTS}.5.6.0": "Standby"}
    assert found(GATEWAY_GROUPS_SNMP, GAIA, told).records == (GatewayGroup("clusterxl", "", "", "standby"),)
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, GAIA, {**told, f"{PRODUCTS}.5.5.0": "no"})


def test_logs_that_stay_because_no_server_answers() -> None:
    told = {f"{PRODUCTS}.1.30.5.0": 2, f"{PRODUCTS}.36.1.1.0": 0}
    assert {one.name: one.standing for one in found(PARTS_SNMP, EMBEDDED, told).records} == {
        "SecureXL": Standing.WARN,
        "logging": Standing.FAILED,
    }


def test_memory_in_use_is_without_cache_whose_row_is_as_large_as_itself() -> None:
    kinds = "1.3.6.1.2.1.25.2.1"
    rows: Rows = {
        "1": {"name": "Physical memory", "type": f"{kinds}.2", "unit": 1024, "size": 1000, "used": 900},
        "3": {"name": "Virtual memory", "type": f"{kinds}.3", "unit": 1024, "size": 1000, "used": 900},
        "6": {"name": "Memory buffers", "type": f"{kinds}.1", "unit": 1024, "size": 1000, "used": 100},
        "7": {"name": "Cached memory", "type": f"{kinds}.1", "unit": 1024, "size": 300, "used": 300},
        "10": {"name": "Swap space", "type": f"{kinds}.3", "unit": 1024, "size": 500, "used": 50},
    }
    records = found(MEMORIES_SNMP, GAIA, table(HOST_STORAGE, rows)).records
    assert {one.name: (one.used_ratio, one.pool) for one in records} == {
        "Physical memory": (0.5, Pool.SYSTEM),
        "Memory buffers": (0.1, Pool.CACHE),
        "Cached memory": (0.3, Pool.CACHE),
        "Virtual memory": (0.9, Pool.CACHE),
        "Swap space": (0.1, Pool.SWAP),
    }


def test_what_it_is() -> None:
    made = found(MADE_SNMP, EMBEDDED, {f"{PRODUCTS}.6.4.1.0": "R81", f"{PRODUCTS}.6.16.7.0": "CP 9999"})
    assert (made.model, made.version) == ("CP 9999", "R81")
