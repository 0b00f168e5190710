"""Storage boxes, PDUs, printers and hosts by SNMP, and the plain tables that such readings are made of."""

from itertools import chain

import pytest

from checks.base import Level, Scene
from checks.network import sensor_values, temperatures
from collectors.base import Listing
from collectors.facts.devices.loads import Pool
from collectors.facts.devices.sensors import Component, Part, Place, Quantity, Sensor, Standing
from collectors.network import components, making, memories, routing, sensors, storages
from collectors.network.readings import found_by
from collectors.network.standard import HOST_STORAGE
from collectors.network.tables_of_values import Measure, State, Where, measures, states
from collectors.network.varbinds import Objects, Value
from collectors.network.vendors import cisco_bgp, printers, truenas
from collectors.network.vendors.prefixes import CISCO, DELL, FREENAS, LIEBERT, NET_SNMP
from config.limits import Layered
from tests.house.snmp_answers import Said, answered, said_by

_BSD = f"{NET_SNMP}.3.2.8"
_SC = f"{DELL}.11000.2000.500.1.2"
_NAS = f"{FREENAS}.3.1"
_PRINTER = f"{printers.MAKERS[0]}.2.3"
_TYPES = "1.3.6.1.2.1.25.2.1"


def _sensors(said: Objects) -> list[Sensor]:
    return list(found_by(sensors.READINGS, said).records)


def _parts(said: Objects) -> dict[tuple[str, Part], Standing]:
    return {(one.name, one.part): one.standing for one in found_by(components.READINGS, said).records}


def _levels(one: Sensor) -> dict[str, Level]:
    heats, others = Layered(temperatures.TemperatureLimits()), Layered(sensor_values.SensorLimits())
    if one.quantity is Quantity.TEMPERATURE:
        found = temperatures.judge(Listing((one,)), heats, Scene())
    else:
        found = sensor_values.judge(Listing((one,)), others, Scene())
    return {finding.subject: finding.level for finding in found}


# Plain tables


_COLUMN = {"name": "1.2.1", "value": "1.2.2", "there": "1.2.3", "high": "1.2.4"}


def test_a_column_is_called_by_its_name_and_without_one_by_its_index() -> None:
    reading = measures((), (Measure("1.2.2", "rail {name}", Quantity.VOLTAGE, 0.001, named="1.2.1"),))
    rows: dict[str, dict[str, Said]] = {"1": {"name": "12V", "value": 12100}, "2": {"name": "", "value": 5000}}
    found = list(reading.read(said_by("1.3", _COLUMN, rows)))
    assert [(one.name, one.value) for one in found if isinstance(one, Sensor)] == [("rail 12V", 12.1), ("rail 2", 5.0)]


def test_a_limit_of_zero_is_none_and_others_are_in_the_unit_of_the_value() -> None:
    measure = Measure("1.2.2", "{index}", Quantity.VOLTAGE, 0.001, limits=("", "", "", "1.2.4"))
    rows: dict[str, dict[str, Said]] = {"1": {"value": 12000, "high": 13000}, "2": {"value": 12000, "high": 0}}
    found = measures((), (measure,)).read(said_by("1.3", _COLUMN, rows))
    assert [one.high_critical for one in found if isinstance(one, Sensor)] == [13.0, None]


def test_rows_that_are_not_there_are_no_measurement_and_absent_parts() -> None:
    where = Where("1.2.3", frozenset({2}), is_not=True)
    gone = Where("1.2.3", frozenset({2}))
    said = said_by("1.3", _COLUMN, {"1": {"value": 1, "there": 1}, "2": {"value": 1, "there": 2}, "3": {"value": 1}})
    measured = measures((), (Measure("1.2.2", "{index}", Quantity.VOLTAGE, where=where),)).read(said)
    assert [one.name for one in measured if isinstance(one, Sensor)] == ["1", "3"]
    state = State("1.2.2", "{index}", Part.FAN, {1: (Standing.OK, "ok")}, absent=gone)
    told = [one.standing for one in states((), (state,)).read(said) if isinstance(one, Component)]
    assert told == [Standing.OK, Standing.ABSENT, Standing.OK]


# Compellent


def test_a_voltage_of_zero_with_limits_of_zero_is_a_placeholder() -> None:
    table = f"{_SC}.18.1"
    columns = {"state": f"{table}.3", "name": f"{table}.4", "value": f"{table}.5", "high": f"{table}.9"}
    rows: dict[str, dict[str, Said]] = {
        "1.1": {"state": 1, "name": "5 Volts", "value": "0.000000", "high": "0.000000"},
        "1.2": {"state": 1, "name": "12 Volts", "value": "12.060000", "high": "13.000000"},
    }
    said = said_by(_BSD, columns, rows)
    assert [(one.name, one.value, one.high_critical) for one in _sensors(said)] == [
        ("12 Volts of controller 1.2", 12.06, 13.0)
    ]
    assert _parts(said)["5 Volts of controller 1.1", Part.VOLTAGE] is Standing.OK


def test_the_same_fan_of_two_controllers_is_two_parts() -> None:
    columns = {"state": f"{_SC}.16.1.3", "name": f"{_SC}.16.1.4"}
    rows: dict[str, dict[str, Said]] = {"1.1": {"state": 1, "name": "Fan 1"}, "2.1": {"state": 2, "name": "Fan 1"}}
    assert _parts(said_by(_BSD, columns, rows)) == {
        ("Fan 1 of controller 1.1", Part.FAN): Standing.OK,
        ("Fan 1 of controller 2.1", Part.FAN): Standing.FAILED,
    }


def test_a_customer_s_server_that_is_down_is_a_warning_and_a_disk_a_fault() -> None:
    servers = {"state": f"{_SC}.27.1.3", "name": f"{_SC}.27.1.4"}
    disks = {"state": f"{_SC}.14.1.3", "name": f"{_SC}.14.1.4"}
    said = answered(_BSD, [(servers, {"1": {"state": 2, "name": "db1"}}), (disks, {"1": {"state": 2, "name": "01-03"}})])
    assert _parts(said) == {("server db1", Part.OTHER): Standing.WARN, ("01-03", Part.DISK): Standing.FAILED}


# TrueNAS


@pytest.mark.parametrize(
    ("health", "standing"), [(0, Standing.OK), (1, Standing.WARN), (2, Standing.FAILED), (9, Standing.UNKNOWN)]
)
def test_a_pool_tells_its_health_as_a_number_and_how_full_it_is(health: int, standing: Standing) -> None:
    rows: dict[str, dict[str, Said]] = {"1": {"name": "tank", "unit": 4096, "size": 1000, "used": 900, "health": health}}
    said = said_by(_NAS, truenas.POOLS, rows)
    assert _parts(said) == {("tank", Part.ARRAY): standing}
    (pool,) = found_by(storages.READINGS, said).records
    assert (pool.name, pool.used_bytes, pool.total_bytes) == ("tank", 900 * 4096, 1000 * 4096)


def test_a_pool_of_a_newer_release_tells_its_health_as_a_word() -> None:
    said = said_by(_NAS, truenas.POOLS, {"1": {"name": "tank", "unit": "DEGRADED", "health": 31}})
    assert _parts(said) == {("tank", Part.ARRAY): Standing.WARN}
    assert not found_by(storages.READINGS, said).records


def test_memory_with_the_cache_of_zfs_in_it_is_mixed() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"name": "Physical memory", "unit": 4096, "size": 1000, "used": 950},
        "2": {"name": "Real memory", "unit": 4096, "size": 700, "used": 699},
        "7": {"name": "Cached memory", "unit": 4096, "size": 60, "used": 60},
    }
    kinds = {"1": f"{_TYPES}.2", "2": f"{_TYPES}.2", "7": f"{_TYPES}.1"}
    for index, kind in kinds.items():
        rows[index]["type"] = kind
    found = {
        one.name: (one.used_ratio, one.pool)
        for one in found_by(memories.READINGS, said_by(_NAS, HOST_STORAGE, rows)).records
    }
    assert found["Physical memory"] == (0.95, Pool.MIXED)
    assert found["Real memory"][1] is Pool.CACHE


def test_what_a_nas_is_stands_in_its_description() -> None:
    words = "FreeNAS-11.3-U2.1 (6a6a2dfda7). Hardware: amd64 CPU @ 3.10GHz running at 3095. Software: FreeBSD 11.3"
    made = making.joined(found_by(making.READINGS, answered(_NAS, [], {"1.3.6.1.2.1.1.1.0": words})).records)
    assert (made.model, made.version) == ("amd64 CPU @ 3.10GHz running at 3095", "11.3-U2.1")


# Liebert


def test_a_probe_is_judged_by_the_device_s_own_alarms() -> None:
    table = f"{LIEBERT}.1.42.3.8.60.15.1"
    columns = {"name": f"{table}.35", "value": f"{table}.95", "low": f"{table}.100", "high": f"{table}.105"}
    said = said_by(f"{LIEBERT}.1.42", columns, {"1.1.1": {"name": "rack 3", "value": 142, "low": 400, "high": 600}})
    (one,) = _sensors(said)
    assert (round(one.value, 1), one.low_critical, one.high_critical) == (14.2, 40.0, 60.0)
    assert _levels(one) == {"rack 3 humidity": Level.CRITICAL}


def test_the_status_of_a_pdu_is_a_set_of_bits_of_which_one_stands() -> None:
    said = said_by(f"{LIEBERT}.1.42", {"state": f"{LIEBERT}.1.42.3.8.20.1.25"}, {"1": {"state": 16}, "2": {"state": 1}})
    assert _parts(said) == {("PDU 1", Part.SYSTEM): Standing.FAILED, ("PDU 2", Part.SYSTEM): Standing.OK}


# Printers


@pytest.mark.parametrize(
    ("raw", "words", "standing"),
    [
        (b"\x00", "none", Standing.OK),
        (b"\x01", "serviceRequested", Standing.WARN),
        (b"\xc0\x00", "lowPaper noPaper", Standing.WARN),
    ],
)
def test_the_errors_of_a_printer_are_bits(raw: bytes, words: str, standing: Standing) -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"printer": 3, "errors": raw, "state": 2, "name": "office"},
        "2": {"state": 5, "name": "a disk of it"},
    }
    found = found_by(components.READINGS, said_by(_PRINTER, printers.PRINTERS, rows)).records
    assert [(one.name, one.words, one.standing) for one in found] == [
        ("office", "running", Standing.OK),
        ("errors of office", words, standing),
    ]


def test_a_flash_that_is_full_to_its_last_block_is_an_image() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1": {"type": f"{_TYPES}.9", "name": "SPI", "unit": 1024, "size": 2, "used": 2},
        "2": {"type": f"{_TYPES}.9", "name": "flash", "unit": 1024, "size": 100, "used": 99},
    }
    found = found_by(storages.READINGS, said_by(_PRINTER, HOST_STORAGE, rows)).records
    assert {one.name: one.is_fixed for one in found} == {"SPI": True, "flash": False}


# Hosts


def test_thousandths_of_a_host_s_sensors_and_nothing_where_there_is_no_chip() -> None:
    table = "1.3.6.1.4.1.2021.13.16.2.1"
    rows: dict[str, dict[str, Said]] = {"1": {"name": "temp1", "value": 8300}, "2": {"name": "temp2", "value": 0}}
    found = _sensors(said_by(_BSD, {"name": f"{table}.2", "value": f"{table}.3"}, rows))
    assert [(one.name, round(one.value, 3), one.place) for one in found] == [("temp1", 8.3, Place.CHIP)]


# Judged


@pytest.mark.parametrize(("left", "level"), [(9.9, Level.WARN), (10.0, Level.OK), (0.0, Level.WARN), (100.0, Level.OK)])
def test_an_ssd_that_is_nearly_used_up_is_a_warning(left: float, level: Level) -> None:
    assert _levels(Sensor("Disk 1", Quantity.ENDURANCE, left)) == {"Disk 1 endurance": level}


@pytest.mark.parametrize(
    ("celsius", "level"), [(17.9, Level.WARN), (18.0, Level.OK), (27.0, Level.CRITICAL), (-5.0, Level.WARN)]
)
def test_colder_than_its_own_lower_limit_is_a_warning_at_most(celsius: float, level: Level) -> None:
    one = Sensor("rack", Quantity.TEMPERATURE, celsius, low_critical=18.0, high_critical=27.0, place=Place.ROOM)
    assert list(chain(_levels(one).values())) == [level]


def test_a_lower_limit_above_the_upper_one_is_a_placeholder() -> None:
    one = Sensor("chip", Quantity.TEMPERATURE, 40.0, low_critical=90.0, high_critical=80.0)
    assert _levels(one) == {"chip": Level.OK}


# Neighbours of Cisco


def test_cisco_tells_neighbours_of_ipv6_by_the_bytes_of_their_address() -> None:
    rows: dict[str, dict[str, Said]] = {
        "1.4.192.0.2.1": {"state": 6, "admin": 2, "as": 64500, "established": 8497},
        "2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1": {"state": 1, "admin": 1, "as": 64501, "established": 0},
    }
    found = found_by(routing.BGP_READINGS, said_by(f"{CISCO}.1.1", cisco_bgp.PEERS, rows)).records
    assert [(one.address, one.remote_as, one.state, one.is_enabled) for one in found] == [
        ("192.0.2.1", 64500, "established", True),
        ("2001:db8::1", 64501, "idle", False),
    ]


def test_an_alias_that_was_cut_within_a_character_is_not_read_as_another_code() -> None:
    words = "核心交换机上联端口到数据中心二号楼汇聚交换机一号板"
    for size in (62, 63, 64):
        assert Value("4x", words.encode()[:size].hex()).text == words.encode()[:size].decode(errors="ignore")
    assert Value("4x", "到核心交换机".encode("gbk").hex()).text == "到核心交换机"
    assert Value("4x", "Gi1 浣".encode("gbk").hex()).text == "Gi1 浣", "two bytes that begin a character of UTF-8 as well"
