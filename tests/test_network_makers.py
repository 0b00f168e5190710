"""Whatever a device says: a reading yields records or says why not, no two of one identity, no number that is none."""

import math
import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Absent, Collector, Listing, ParseError, SessionError, Snmp
from collectors.facts.devices.loads import Memory, Processor
from collectors.facts.devices.sensors import Component, Sensor
from collectors.network import COLLECTORS
from collectors.network.vendors import prefixes
from tests.house.devices import Told, answered
from tests.house.snmp_answers import Said

MAKERS = {
    "arista": prefixes.ARISTA,
    "check point": prefixes.CHECK_POINT,
    "cisco": prefixes.CISCO,
    "dell": prefixes.DELL_OS10,
    "f5": prefixes.F5,
    "fortinet": prefixes.FORTINET,
    "juniper": prefixes.JUNIPER,
    "mikrotik": prefixes.MIKROTIK,
    "net-snmp": prefixes.NET_SNMP,
    "palo alto": prefixes.PALO_ALTO,
}
ASKED = [one for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Snmp)]
NUMBERS = st.sampled_from([0, 1, 2, 3, 8, 9, 14, 30, 100, -1, -40, 65535, 2147483647, 4294967295, 10**9, -(10**9)])
WORDS = st.sampled_from(["", "-", "N/A", "12.5", "nan", "inf", "-1e999", "Fan 1", "Temp 2", "Ethernet1", "端口"])
VALUES = st.one_of(NUMBERS, NUMBERS, WORDS, st.binary(max_size=4))
INDEXES = ("1", "2", "1.1", "9.1.0.0")


def some(ask: Snmp, device: str, chance: random.Random, values: Sequence[Said]) -> Told:
    """Some values for some of the objects that are asked for."""
    parts = [part for part in ask.parts if part.is_for(device)]
    objects = [oid for part in parts for oid in part.scalars]
    objects += [f"{oid}.{index}" for part in parts for oid in part.columns for index in INDEXES]
    share = chance.choice((0.3, 0.9, 1.0))
    return {oid: chance.choice(values) for oid in dict.fromkeys(objects) if chance.random() < share}


@pytest.mark.parametrize("maker", MAKERS)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=1, max_size=12))
def test_a_reading_never_breaks(maker: str, seed: int, values: list[Said]) -> None:
    device, chance = f"{MAKERS[maker]}.1.99", random.Random(seed)
    for one in ASKED:
        assert isinstance(one.ask, Snmp)
        try:
            facts = one.parse(answered(one.ask, device, some(one.ask, device, chance, values)))
        except (SessionError, ParseError, Absent):
            continue
        if isinstance(facts, Listing):
            _check(facts)


def _check(facts: Listing[object]) -> None:
    identities = Counter(found for record in facts.records if (found := _identity(record)) is not None)
    assert [identity for identity, count in identities.items() if count > 1] == []
    for record in facts.records:
        if isinstance(record, Sensor):
            assert math.isfinite(record.value)
        if isinstance(record, Processor | Memory):
            assert 0 <= record.used_ratio <= 1


def _identity(record: object) -> object:
    if isinstance(record, Sensor):
        return record.name, record.quantity
    if isinstance(record, Component):
        return record.name, record.part
    return None
