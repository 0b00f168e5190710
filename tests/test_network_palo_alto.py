"""Palo Alto Networks by SNMP: planes, pools, sessions, high availability in words."""

import pytest

from collectors.base import SessionError
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Quantity, Standing
from collectors.facts.devices.topology import GatewayGroup
from collectors.network.components import PARTS_SNMP
from collectors.network.entities import ENTITY
from collectors.network.entity_sensors import ENTITY_SENSOR
from collectors.network.making import MADE_SNMP
from collectors.network.memories import MEMORIES_SNMP
from collectors.network.processors import PROCESSORS_SNMP
from collectors.network.redundancy import GATEWAY_GROUPS_SNMP
from collectors.network.sensors import SENSORS_SNMP
from collectors.network.standard import HOST_PROCESSOR, HOST_STORAGE
from collectors.network.vendors import palo_alto
from collectors.network.vendors.prefixes import PALO_ALTO
from tests.house.devices import Rows, Told, found
from tests.house.snmp_answers import table

DEVICE = f"{PALO_ALTO}.2.3.99"
COMMON = f"{PALO_ALTO}.2.1.2"


def test_processors_by_plane() -> None:
    told = {
        **table(HOST_PROCESSOR, {"1": {"load": 35}, "2": {"load": 90}, "3": {"load": 4}}),
        "1.3.6.1.2.1.25.3.2.1.3.1": "Management Processor",
        "1.3.6.1.2.1.25.3.2.1.3.2": "Slot-1 Data Processor",
    }
    assert [(one.name, one.is_data_plane) for one in found(PROCESSORS_SNMP, DEVICE, told).records] == [
        ("Management Processor", False),
        ("Slot-1 Data Processor", True),
        ("processor 3", False),
    ]


def test_buffers_of_packets_are_no_memory_of_the_system() -> None:
    kinds = "1.3.6.1.2.1.25.2.1"
    rows: Rows = {
        "1010": {"name": "Data Processor Packet Buffers", "type": f"{kinds}.1", "unit": 32, "size": 1000, "used": 900},
        "1020": {"name": "Management Memory", "type": f"{kinds}.2", "unit": 1024, "size": 1000, "used": 500},
        "1030": {"name": "Management Swap", "type": f"{kinds}.3", "unit": 1024, "size": 0, "used": 0},
        "1041": {"name": "Log Partition", "type": f"{kinds}.4", "unit": 1024, "size": 1000, "used": 500},
    }
    records = found(MEMORIES_SNMP, DEVICE, table(HOST_STORAGE, rows)).records
    assert [(one.name, one.pool) for one in records] == [
        ("Data Processor Packet Buffers", Pool.PACKET),
        ("Management Memory", Pool.SYSTEM),
    ]


def test_sessions_in_number_and_as_a_share_also_by_virtual_system() -> None:
    told = {
        f"{COMMON}.3.1.0": 71,
        f"{COMMON}.3.3.0": 710,
        **table(palo_alto.DOMAINS, {"1": {"name": "vsys1", "load": 5, "sessions": 50}}),
    }
    records = found(SENSORS_SNMP, DEVICE, told).records
    assert [(one.name, one.quantity, one.value) for one in records] == [
        ("sessions", Quantity.LOAD, 71),
        ("sessions", Quantity.COUNT, 710),
        ("vsys1 sessions", Quantity.LOAD, 5),
        ("vsys1 sessions", Quantity.COUNT, 50),
    ]


def pair(state: str, peer: str) -> Told:
    return {f"{COMMON}.1.11.0": state, f"{COMMON}.1.12.0": peer, f"{COMMON}.1.13.0": "active-passive"}


@pytest.mark.parametrize(
    ("state", "peer", "standings"),
    [
        ("active", "passive", [Standing.OK, Standing.OK]),
        ("Passive", "Active", [Standing.OK, Standing.OK]),
        ("active", "unknown", [Standing.OK, Standing.UNKNOWN]),
        ("non-functional", "active", [Standing.FAILED, Standing.OK]),
        ("suspended", "active", [Standing.WARN, Standing.OK]),
        ("disabled", "unknown", [Standing.OFF, Standing.OFF]),
    ],
)
def test_high_availability_in_words(state: str, peer: str, standings: list[Standing]) -> None:
    assert [one.standing for one in found(PARTS_SNMP, DEVICE, pair(state, peer)).records] == standings


def test_a_firewall_without_high_availability_is_no_pair() -> None:
    assert found(GATEWAY_GROUPS_SNMP, DEVICE, pair("active", "passive")).records == (
        GatewayGroup("ha", "", "active-passive", "active"),
    )
    with pytest.raises(SessionError):
        found(GATEWAY_GROUPS_SNMP, DEVICE, pair("disabled", "unknown"))


def test_what_it_is() -> None:
    told = {f"{COMMON}.2.1.0": "PA-999", f"{COMMON}.1.3.0": "0123", f"{COMMON}.1.1.0": "10.1.6-h3"}
    made = found(MADE_SNMP, DEVICE, told)
    assert (made.model, made.serial, made.version) == ("PA-999", "0123", "10.1.6-h3")


def test_sensors_of_the_chassis_stand_beside_its_own_tables() -> None:
    row = {"type": 10, "scale": 9, "precision": 0, "value": 7200, "status": 1}
    told: Told = {
        **table(ENTITY_SENSOR, {"5": row, "6": row}),
        **table(ENTITY, {"5": {"name": "Fan RPM"}, "6": {"name": "Fan RPM"}}),
        f"{COMMON}.3.1.0": 3,
    }
    records = found(SENSORS_SNMP, DEVICE, told).records
    assert {one.name for one in records} == {"Fan RPM [5]", "Fan RPM [6]", "sessions"}
