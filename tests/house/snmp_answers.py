"""Small answers of agents in the text form of our own asks, written row by row: for tests of readings."""

from collections.abc import Mapping

from collectors.base import Answer
from collectors.network.varbinds import Objects, objects

Said = int | str | bytes
"""What an object may say: INTEGER, OCTET STRING, OCTET STRING of bytes that are no words."""


def _written(said: Said) -> str:
    if isinstance(said, int):
        return f"2|{said}"
    return f"4x|{said.hex()}" if isinstance(said, bytes) else f"4|{said}"


def table(columns: Mapping[str, str], rows: Mapping[str, Mapping[str, Said]]) -> dict[str, Said]:
    """The objects of a table: rows by index, each by the names of its columns."""
    return {f"{columns[name]}.{index}": said for index, row in rows.items() for name, said in row.items()}


def said_by(device: str, columns: Mapping[str, str], rows: Mapping[str, Mapping[str, Said]]) -> Objects:
    """The answer of a device that has one table."""
    return answered(device, [(columns, rows)])


def answered(
    device: str,
    tables: list[tuple[Mapping[str, str], Mapping[str, Mapping[str, Said]]]],
    scalars: Mapping[str, Said] | None = None,
) -> Objects:
    """The answer of a device (its sysObjectID) to an ask for some tables and scalars."""
    lines, total = [f"@device {device}"], 0
    for oid, said in (scalars or {}).items():
        lines.append(f"{oid}|{_written(said)}")
        total += 1
    lines.append(f"@scalars {total}")
    for columns, rows in tables:
        for oid in columns.values():
            found = {one: said for one, said in table(columns, rows).items() if one.startswith(f"{oid}.")}
            lines += [f"{one}|{_written(said)}" for one, said in found.items()]
            lines.append(f"@column {oid} {len(found)}")
            total += len(found)
    return objects(Answer("\n".join((*lines, f"@end {total}", ""))))
