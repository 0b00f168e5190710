"""Complete or an error, never short: drawn tables, drawn misbehaviour, no network between."""

import math
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from collectors.base import SessionError
from collectors.sessions.snmp import ber, pdu
from collectors.sessions.snmp.ber import BerError
from collectors.sessions.snmp.device import Device
from collectors.sessions.snmp.exchange import GarbledError, SilenceError
from collectors.sessions.snmp.values import written
from collectors.sessions.snmp.walk import walk
from tests.peers.snmp_torture import Torture

TABLE = "1.3.6.1.4.1.9.9.7.1"
OIDS = [f"{TABLE}.{n}" for n in (1, 2, 10, 127, 128, 20000)]
NUMBERS = st.one_of(st.integers(0, 3), st.sampled_from([127, 128, 255, 256, 16383, 16384, 2**21, 2**32 - 1]))
INDEXES = st.lists(
    st.lists(NUMBERS, min_size=1, max_size=4).map(lambda one: ".".join(map(str, one))), max_size=30, unique=True
)
VALUES = st.one_of(
    st.tuples(st.just(ber.OCTETS), st.binary(max_size=220)), st.tuples(st.just(0x46), st.binary(min_size=1, max_size=8))
)
BAD = st.fixed_dictionaries(
    {},
    optional={
        "lost_every": st.integers(2, 9),
        "drops_above": st.integers(300, 1500),
        "too_big_above": st.integers(300, 1500),
        "cut_above": st.integers(300, 1500),
        "empty_above": st.integers(300, 1500),
        "garbles_every": st.integers(2, 9),
        "has_bulk": st.booleans(),
        "drops_bulk": st.booleans(),
        "is_doubled": st.booleans(),
        "is_endless": st.booleans(),
    },
)


class Direct:
    """Asks an agent without a network between; what takes time there is said at once."""

    def __init__(self, agent: Torture, number: int) -> None:
        self.seconds, self.deadline, self.restarts = 0.0, math.inf, 0
        self._agent = agent
        self._envelope = pdu.Community(number, b"public")
        self._request_id = 0

    def rest(self, seconds: float) -> None:
        """No time passes."""

    def once(self, kind: int, names: Sequence[bytes], repetitions: int = 0) -> tuple[pdu.Pdu, int]:
        self._request_id += 1
        asked = self._envelope.wrap(pdu.write_pdu(kind, self._request_id, names, repetitions))
        for datagram in self._agent.answers(asked):
            try:
                found = self._envelope.unwrap(datagram)
            except BerError:
                raise GarbledError from None
            if found is not None and found.request_id == self._request_id:
                return found, len(datagram)
        raise SilenceError


@given(
    st.dictionaries(
        st.sampled_from(OIDS), st.dictionaries(INDEXES.flatmap(lambda some: st.sampled_from(some or ["0"])), VALUES)
    ),
    BAD,
    st.integers(0, 1),
)
def test_a_table_is_whole_or_an_error(
    table: dict[str, dict[str, tuple[int, bytes]]], bad: dict[str, int], version: int
) -> None:
    objects = {f"{column}.{index}": value for column, cells in table.items() for index, value in cells.items()}
    device = Device(Direct(Torture(objects, **bad), version), 3, has_bulk=version == 1)  # type: ignore[arg-type] # drawn
    device.is_met = True
    try:
        found = walk(device, OIDS, 60)
    except SilenceError:
        return
    for column in OIDS:
        rows = found[column]
        if not isinstance(rows, SessionError):
            said = {index: written(tag, value) for index, (tag, value) in table.get(column, {}).items()}
            in_order = sorted(said, key=lambda index: [int(one) for one in index.split(".")])
            assert rows == [f"{column}.{index}|{said[index]}" for index in in_order]


@given(st.integers(0, 40), BAD, st.integers(0, 1))
def test_single_objects_are_had_or_an_error(count: int, bad: dict[str, int], version: int) -> None:
    objects = {f"{TABLE}.1.{n}": (ber.OCTETS, bytes([n]) * (n * 5)) for n in range(count)}
    device = Device(Direct(Torture(objects, **bad), version), 3, has_bulk=True)  # type: ignore[arg-type] # drawn
    device.is_met = True
    names = [ber.oid_octets(f"{TABLE}.1.{n}") for n in range(count + 3)]
    try:
        found = device.get(names)
    except SilenceError:
        return
    assert list(found) == names or set(found) == set(names)
    for n, name in enumerate(names):
        held = found[name]
        if not isinstance(held, SessionError):
            assert held == ((ber.OCTETS, bytes([n]) * (n * 5)) if n < count else (0x80, b""))


def test_a_healthy_table_is_no_error() -> None:
    objects = {f"{column}.{n}": (ber.OCTETS, b"x" * n) for column in OIDS for n in range(200)}
    found = walk(Device(Direct(Torture(objects), 1), 3, has_bulk=True), OIDS, 200)
    assert {column: len(rows) for column, rows in found.items() if isinstance(rows, list)} == dict.fromkeys(OIDS, 200)
