"""What a device says, written by hand: objects by OID as the answer that a collector gets of it."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from collectors.base import Answer, Collector, Snmp
from tests.house.snmp_answers import Said

T = TypeVar("T")
Told = Mapping[str, Said]
"""Values by OID."""
Fields = dict[str, Said]
"""Values of one row by the columns' names."""
Rows = dict[str, Fields]
"""Rows of a table by their index."""


def written(value: Said) -> str:
    """One value as type and text of an answer's line."""
    if isinstance(value, bytes):
        return f"4x|{value.hex()}"
    return f"2|{value}" if isinstance(value, int) else f"4|{value}"


def answered(ask: Snmp, device: str, told: Told) -> Answer:
    """The answer of a device of this sysObjectID that says these objects and no others."""
    lines, total = [f"@device {device}"], 0
    parts = [part for part in ask.parts if part.is_for(device)]
    rows: dict[str, list[str]] = {column: [] for part in parts for column in part.columns}
    for oid, value in told.items():
        for column in _beginnings(oid):
            if column in rows:
                rows[column].append(f"{oid}|{written(value)}")
    for part in parts:
        scalars = [f"{oid}|{written(told[oid]) if oid in told else '129|'}" for oid in part.scalars]
        lines += [*scalars, f"@scalars {len(scalars)}"] if scalars else []
        total += len(scalars)
        for column in part.columns:
            lines += [*rows[column], f"@column {column} {len(rows[column])}"]
            total += len(rows[column])
    return Answer("\n".join((*lines, f"@end {total}", "")))


def _beginnings(oid: str) -> Iterator[str]:
    """Every shorter OID that this one stands below."""
    head = oid
    while head:
        head = head.rpartition(".")[0]
        yield head


def found(collector: Collector[Answer, T], device: str, told: Told) -> T:
    """The facts that a collector finds in it."""
    assert isinstance(collector.ask, Snmp)
    return collector.parse(answered(collector.ask, device, told))
