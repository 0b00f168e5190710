"""Changes of a device's recorded answer by SNMP: objects put, and taken; the counts of objects follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Said = int | str | bytes | None
"""What an object says; None: it is not there."""


class ObjectsError(Exception):
    """A change that does not fit the answer."""


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects that say something else than they did; one that was not there is said as a number or as words."""

    said: Mapping[str, Said]
    of: str = ""
    part: str = ""
    member: str = ""


def says(said: Mapping[str, Said], of: str = "", part: str = "", member: str = "") -> Objects:
    """A change by whole OIDs. ``part`` is "" (the answer) or "earlier" (the first of two samples)."""
    return Objects(said, of, part, member)


def changed(text: bytes, edit: Objects) -> bytes:
    """The answer with its objects changed. Raises ObjectsError where a column was not asked, or one taken was not there."""
    wanted = dict(edit.said)
    device, *lines = text.decode().split("\n")
    out, total, fresh = [device], 0, list[str]()
    for line in lines:
        if line.startswith("@end"):
            out.append(f"@end {total}")
        elif line.startswith("@"):
            fresh += list(_new(line, wanted))
            out += [*fresh, f"{line.rpartition(' ')[0]} {len(fresh)}"]
            total, fresh = total + len(fresh), []
        elif line:
            fresh += list(_kept(line, wanted))
    if wanted:
        raise ObjectsError(f"not in the answer: {sorted(wanted)}")
    return "\n".join((*out, "")).encode()


def _kept(line: str, wanted: dict[str, Said]) -> Iterator[str]:
    """The line as it is now. An object that was said in two parts of an answer is changed in the first."""
    oid, tag, _written = line.split("|", 2)
    if oid not in wanted:
        yield line
        return
    said = wanted.pop(oid)
    if said is not None:
        yield f"{oid}|{_written_as(said, tag)}"


def _new(line: str, wanted: dict[str, Said]) -> Iterator[str]:
    """Rows that a column gets."""
    words = line.split(" ")
    for oid in [one for one in wanted if words[0] == "@column" and one.startswith(f"{words[1]}.")]:
        said = wanted.pop(oid)
        if said is None:
            raise ObjectsError(f"not there: {oid}")
        yield f"{oid}|{_written_as(said)}"


def _written_as(said: int | str | bytes, tag: str = "") -> str:
    if isinstance(said, bytes):
        return f"4x|{said.hex()}"
    if isinstance(said, int):
        return f"{tag if tag.isdecimal() and tag not in {'4', '6', '128', '129'} else '2'}|{said}"
    return f"4|{said}"
