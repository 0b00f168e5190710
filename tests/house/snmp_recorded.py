"""Recorded agents (snmprec files) as the answers that our asks would get of them, and what others read in the same.

    python -m tests.house.snmp_recorded [DEVICE ...]     FOLDER as tests/house/corpus.py finds it

For each device: how many of the numbers that an independent program read there our readings give as well (within one unit
of the last digit), and each that they do not.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from collectors.base import Absent, Answer, Collector, ParseError, SessionError, Snmp
from collectors.network import COLLECTORS

_OBJECT_ID = "1.3.6.1.2.1.1.2.0"
Numbers = tuple[int, ...]


def _numbers(oid: str) -> Numbers:
    return tuple(int(one) for one in oid.split("."))


@cache
def recorded(path: Path) -> dict[Numbers, tuple[str, str]]:
    """Objects of one recording, by OID in its numbers, in order; each is (type, value) as in our own answers."""
    found = {}
    for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        oid, _bar, rest = line.partition("|")
        tag, _more, value = rest.partition("|")
        if oid.strip() and tag[:1].isdigit():
            found[_numbers(oid.strip().strip("."))] = (tag, value.lstrip(".") if tag == "6" else _on_a_line(value))
    return dict(sorted(found.items()))


def _on_a_line(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def answer(path: Path, ask: Snmp) -> Answer:
    """What the recorded agent would have said."""
    said = recorded(path)
    device = said.get(_numbers(_OBJECT_ID), ("6", ""))[1]
    lines, total = [f"@device {device}"], 0
    for part in ask.parts:
        if not part.is_for(device):
            continue
        scalars = [(oid, *said.get(_numbers(oid), ("129", ""))) for oid in part.scalars]
        lines += ["|".join(one) for one in scalars] + ([f"@scalars {len(scalars)}"] if scalars else [])
        total += len(scalars)
        for column in part.columns:
            rows = _column(said, _numbers(column))
            lines += [*rows, f"@column {column} {len(rows)}"]
            total += len(rows)
    return Answer("\n".join((*lines, f"@end {total}", "")))


def _column(said: Mapping[Numbers, tuple[str, str]], column: Numbers) -> list[str]:
    size = len(column)
    return [
        f"{'.'.join(map(str, oid))}|{tag}|{value}"
        for oid, (tag, value) in said.items()
        if oid[:size] == column and len(oid) > size
    ]


@dataclass(frozen=True, slots=True)
class Right:
    """One number that the independent program read."""

    what: str
    name: str
    oid: str
    value: float
    written: str

    def is_met(self, ours: float) -> bool:
        """Whether ours is the same within one unit of its last digit."""
        digits = len(self.written.partition(".")[2])
        return abs(ours - self.value) <= 10.0**-digits * 1.001


def right(expected: Mapping[str, Any]) -> Iterator[Right]:
    """The numbers of an expected.json: processors, memories, sensors, storages."""
    for module, key, oid, name, value in (
        ("processors", "processors", "processor_oid", "processor_descr", "processor_usage"),
        ("mempools", "mempools", "mempool_perc_oid", "mempool_descr", "mempool_perc"),
        ("sensors", "sensors", "sensor_oid", "sensor_descr", "sensor_current"),
        ("storage", "storage", "storage_perc_oid", "storage_descr", "storage_perc"),
    ):
        block = expected.get(module, {})
        found = block.get("poller")
        rows = (found if isinstance(found, dict) else block.get("discovery") or {}).get(key) or []
        for row in rows:
            number = row.get(value)
            if number is not None:
                what = f"{module}:{row['sensor_class']}" if module == "sensors" else module
                where = (
                    row.get(oid)
                    or row.get("mempool_used_oid")
                    or row.get("mempool_free_oid")
                    or row.get("storage_used_oid")
                )
                yield Right(what, str(row.get(name)), str(where or "").strip("."), float(number), str(number))


def facts(path: Path) -> dict[str, list[Any]]:
    """Every record that our SNMP collectors find in a recording, by kind; an exception that is no verdict of ours stays."""
    found: dict[str, list[Any]] = {}
    for one in COLLECTORS:
        if isinstance(one, Collector) and isinstance(one.ask, Snmp):
            try:
                facts = one.parse(answer(path, one.ask))
            except (SessionError, Absent):
                continue
            except ParseError as error:
                raise AssertionError(f"{path.name}: {one.id}: {error}") from error
            records = getattr(facts, "records", (facts,))
            found.setdefault(one.provides.name, []).extend(records)
    return found


def ours(found: Mapping[str, list[Any]]) -> dict[str, list[tuple[str, float]]]:
    """Our numbers by the OID that they were read from: (name, value) in the units of the independent program."""
    numbers: dict[str, list[tuple[str, float]]] = {}
    for kind in ("network.processors", "network.memories", "network.storages"):
        for one in found.get(kind, ()):
            numbers.setdefault(one.oid, []).append((one.name, one.used_ratio * 100.0))
    for one in chain.from_iterable(found.get(f"network.{kind}", ()) for kind in ("sensors", "temperatures", "optics")):
        numbers.setdefault(one.oid, []).append((one.name, one.value))
    for one in chain.from_iterable(found.get(f"network.{kind}", ()) for kind in ("parts", "fans", "power_supplies")):
        if one.code is not None:
            numbers.setdefault(one.oid, []).append((one.name, one.code))
    return numbers


def usual_folder() -> Path:
    """Where the recordings are looked for: as tests/house/corpus.py does."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("XUNJIAN_CORPUS") or root.parent / "shared" / "corpus") / "snmp"


def main(names: list[str]) -> int:
    """Print what is met and what is not."""
    folder = usual_folder()
    met_all = total_all = 0
    for path in sorted(folder.glob("*.snmprec")):
        expected = path.with_suffix(".expected.json")
        if (names and path.stem not in names) or not expected.exists():
            continue
        found = facts(path)
        numbers = ours(found)
        wanted = list(right(json.loads(expected.read_text())))
        missed = [
            one
            for one in wanted
            if not any(one.is_met(value) for _name, value in numbers.get(one.oid, ()))
            and not (not one.oid and any(one.is_met(value) for rows in numbers.values() for _name, value in rows))
        ]
        met_all += len(wanted) - len(missed)
        total_all += len(wanted)
        print(f"{path.stem}: {len(wanted) - len(missed)} of {len(wanted)}; { ({k: len(v) for k, v in found.items()}) }")
        if names:
            for one in missed:
                print(f"  missed {one.what} {one.name!r} {one.oid} = {one.written}; ours {numbers.get(one.oid)}")
    print(f"{met_all} of {total_all}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
