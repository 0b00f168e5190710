"""Interfaces: IF-MIB (RFC 2863) with its counters of 64 bits, and EtherLike-MIB (RFC 3635), in two samples.

Sample (shortened)::

    @device 1.3.6.1.4.1.8072.3.2.10
    1.3.6.1.2.1.1.3.0|67|12345
    @scalars 1
    1.3.6.1.2.1.2.2.1.2.1|4|lo
    @column 1.3.6.1.2.1.2.2.1.2 1
    @end 2
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import Answer, Collector, Listing, Part, Reason, SessionError, Snmp
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from collectors.network.readings import NOT_TOLD
from collectors.network.varbinds import Objects, Row, objects
from config.kinds import NETWORK
from config.text import verbatim

_UP: Final = "1.3.6.1.2.1.1.3.0"
_BOOTS: Final = "1.3.6.1.6.3.10.2.1.2.0"
"""snmpEngineBoots: counters of another one began anew, whatever ifCounterDiscontinuityTime says (mostly 0)."""
_IF: Final = "1.3.6.1.2.1.2.2.1"
_IFX: Final = "1.3.6.1.2.1.31.1.1.1"
_DOT3: Final = "1.3.6.1.2.1.10.7.2.1"
COLUMNS: Final[Mapping[str, str]] = {
    "description": f"{_IF}.2",
    "type": f"{_IF}.3",
    "speed": f"{_IF}.5",
    "admin": f"{_IF}.7",
    "oper": f"{_IF}.8",
    "changed": f"{_IF}.9",
    "in_octets_32": f"{_IF}.10",
    "in_discards": f"{_IF}.13",
    "in_errors": f"{_IF}.14",
    "out_octets_32": f"{_IF}.16",
    "out_discards": f"{_IF}.19",
    "out_errors": f"{_IF}.20",
    "name": f"{_IFX}.1",
    "in_octets": f"{_IFX}.6",
    "in_unicast": f"{_IFX}.7",
    "in_multicast": f"{_IFX}.8",
    "in_broadcast": f"{_IFX}.9",
    "out_octets": f"{_IFX}.10",
    "out_unicast": f"{_IFX}.11",
    "out_multicast": f"{_IFX}.12",
    "out_broadcast": f"{_IFX}.13",
    "megabits": f"{_IFX}.15",
    "connector": f"{_IFX}.17",
    "alias": f"{_IFX}.18",
    "discontinuity": f"{_IFX}.19",
    "checksum_errors": f"{_DOT3}.3",
    "late_collisions": f"{_DOT3}.8",
    "duplex": f"{_DOT3}.19",
}
_STATES: Final = {
    1: "up",
    2: "down",
    3: "testing",
    4: "unknown",
    5: "dormant",
    6: "notPresent",
    7: "lowerLayerDown",
}
_DUPLEXES: Final = {2: "half", 3: "full"}
_MEGA: Final = 1_000_000
_ENABLED, _DISABLED, _TESTING = 1, 2, 3
_HUNDREDTHS: Final = 100.0
_TRUE, _FALSE = 1, 2
_WRAPS: Final = 2**32


def parse(answer: Answer) -> Listing[Interface]:
    """Read both samples. Raises SessionError (not offered) where the device has no interface table."""
    said = objects(answer)
    now = list(_interfaces(said))
    if not now:
        raise SessionError(Reason.NOT_OFFERED, verbatim("IF-MIB"), NOT_TOLD)
    if answer.earlier:
        first = objects(answer, answer.earlier)
        now = _with_earlier(now, list(_interfaces(first)), _seconds_between(first, said))
    return Listing(tuple(now))


def _seconds_between(first: Objects, second: Objects) -> float:
    """By the device's own clock; 0 where it has started anew or tells no time."""
    before, after = first.ticks_seconds(_UP), second.ticks_seconds(_UP)
    return max(0.0, after - before) if before is not None and after is not None else 0.0


def _with_earlier(now: list[Interface], before: list[Interface], seconds: float) -> list[Interface]:
    known = {(one.name, one.index, one.discontinuity): one.counters for one in before}
    return [
        replace(one, earlier=known.get((one.name, one.index, one.discontinuity)), window_seconds=seconds) for one in now
    ]


def _interfaces(said: Objects) -> Iterator[Interface]:
    up_seconds = said.ticks_seconds(_UP)
    boots = said.text(_BOOTS)
    rows = [row for row in said.rows(COLUMNS) if "oper" in row.values or "description" in row.values]  # not EtherLike alone
    made = [_interface(row, up_seconds) for row in rows]
    named = Counter(one.name for one in made)
    # of several of one name each has its description behind it: a number may be another one after a restart
    each = [one if named[one.name] == 1 else replace(one, name=f"{one.name} ({one.description})") for one in made]
    again = Counter(one.name for one in each)
    for one in each:
        name = one.name if again[one.name] == 1 else f"{one.name} #{one.index}"
        yield replace(one, name=name, discontinuity=f"{boots} {one.discontinuity}".strip())


def _interface(row: Row, up_seconds: float | None) -> Interface:
    admin, connector = row.whole("admin"), row.whole("connector")
    return Interface(
        name=row.text("name") or row.text("description") or f"#{row.index}",
        alias=row.text("alias"),
        description=row.text("description"),
        index=row.numbers[-1],
        type_number=row.whole("type") or 0,
        is_enabled={_ENABLED: True, _DISABLED: False, _TESTING: False}.get(admin or 0),
        state=_STATES.get(row.whole("oper") or 0, ""),
        speed_bits_per_second=_speed(row),
        duplex=_DUPLEXES.get(row.whole("duplex") or 0, ""),
        changed_seconds=_changed(row, up_seconds),
        discontinuity=row.values["discontinuity"].written if "discontinuity" in row.values else "",
        counters=_counters(row),
        has_connector={_TRUE: True, _FALSE: False}.get(connector or 0),
    )


def _speed(row: Row) -> int:
    """From ifHighSpeed; ifSpeed is a 32-bit number of bits, and full (4294967295) from 4.3 Gbit/s on."""
    megabits = row.whole("megabits")
    return megabits * _MEGA if megabits else row.whole("speed") or 0


def _changed(row: Row, up_seconds: float | None) -> float | None:
    """How long ago; sysUpTime and ifLastChange wrap together after 497 days, so a negative one is of the turn before."""
    found = row.values.get("changed")
    if found is None or up_seconds is None or found.tag != "67" or not found.written.isdecimal():
        return None
    ago = up_seconds - int(found.written) / _HUNDREDTHS
    return ago if ago >= 0 else ago + _WRAPS / _HUNDREDTHS


def _counters(row: Row) -> Counters:
    has_64 = "in_octets" in row.values and "out_octets" in row.values
    return Counters(
        in_bytes=_count(row, "in_octets" if has_64 else "in_octets_32"),
        out_bytes=_count(row, "out_octets" if has_64 else "out_octets_32"),
        in_packets=_sum(row, "in_unicast", "in_multicast", "in_broadcast"),
        out_packets=_sum(row, "out_unicast", "out_multicast", "out_broadcast"),
        in_errors=_count(row, "in_errors"),
        out_errors=_count(row, "out_errors"),
        in_discards=_count(row, "in_discards"),
        out_discards=_count(row, "out_discards"),
        checksum_errors=_count(row, "checksum_errors"),
        late_collisions=_count(row, "late_collisions"),
        is_64_bit=has_64,
    )


def _count(row: Row, name: str) -> int | None:
    """A counter as it stands: of a counter no number is a sentinel."""
    found = row.values.get(name)
    return int(found.written) if found is not None and found.written.isdecimal() else None


def _sum(row: Row, *names: str) -> int | None:
    found = [count for name in names if (count := _count(row, name)) is not None]
    return sum(found) if found else None


INTERFACES_SNMP: Final = Collector(
    id="snmp.interfaces",
    provides=INTERFACES,
    on=NETWORK,
    ask=Snmp((Part((), (_UP, _BOOTS), tuple(COLUMNS.values())),), seconds=120, samples=2),
    parse=parse,
)
