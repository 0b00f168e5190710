"""Recorded answers of command lines: what our parsers make of them beside what others wrote down of the same.

    python -m tests.house.cli_recorded [FOLDER]

The folder is as tests/house/corpus.py finds it; without it this says so and ends well.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from collectors.base import Answer
from collectors.facts.devices.ports import Interface
from collectors.network.lines import aggregates, boards, interfaces, temperatures, versions
from collectors.network.lines.port_words import duplex_of, speed_of, stood
from collectors.network.lines.reading import seconds_of
from tests.house.corpus import usual_folder

Told = Mapping[str, str]
Differences = Iterator[str]


def _boards(answer: Answer, told: Sequence[Told]) -> Differences:
    ours = boards.huawei_boards(answer).records
    if len(ours) != len(told):
        yield f"{len(ours)} boards of {len(told)}"
    for one, other in zip(ours, told, strict=False):
        words = [other["online_status"], other["power_status"], other["register_status"], other["alarm_status"]]
        if one.words.split() != words or other["slot"] not in one.name:
            yield f"{one} is not {dict(other)}"


def _version(answer: Answer, told: Sequence[Told]) -> Differences:
    made, device = versions.huawei_software(answer), versions.huawei_device(answer)
    for other in told:
        if not other["model"].startswith(made.model) or made.version != other["product_version"]:
            yield f"{made} is not {dict(other)}"
        if device.up_seconds != seconds_of(other["uptime"]):
            yield f"{device.up_seconds} is not {other['uptime']}"


def _temperatures(answer: Answer, told: Sequence[Told]) -> Differences:
    ours = [(one.name.split()[2], one.value) for one in temperatures.huawei_temperatures(answer).records]
    theirs = [(other["pcb"], float(other["temperature"])) for other in told]
    if ours != theirs:
        yield f"{ours} is not {theirs}"


def _of_interfaces(parse: Callable[[Answer], object]) -> Callable[[Answer, Sequence[Told]], Differences]:
    def compare(answer: Answer, told: Sequence[Told]) -> Differences:
        ours: dict[str, Interface] = {one.name: one for one in getattr(parse(answer), "records", ())}
        if len(ours) != len(told):
            yield f"{len(ours)} interfaces of {len(told)}"
        for other in told:
            one = ours.get(re.sub(r"\(\w+\)$", "", other["interface"]))
            if one is None:
                yield f"no {other['interface']}"
            else:
                yield from _interface(one, other)

    return compare


def _interface(one: Interface, other: Told) -> Differences:
    state = next(other[name] for name in ("link_status", "line_status", "phy", "link") if name in other)
    if stood(state) != (one.state, one.is_enabled):
        yield f"{one.name} {one.state}, not {state}"
    words = other.get("interface_description", other.get("description", ""))
    if one.alias and one.alias != words:
        yield f"{one.name} {one.alias!r}, not {words!r}"
    if speed_of(other.get("speed") or "") != one.speed_bits_per_second:
        yield f"{one.name} {one.speed_bits_per_second}, not {other.get('speed')}"
    if len(other.get("duplex") or "") > 1 and duplex_of(other["duplex"]) != one.duplex:
        yield f"{one.name} {one.duplex}, not {other['duplex']}"
    if other.get("inerrors", "") != "" and one.counters.in_errors != int(other["inerrors"]):
        yield f"{one.name} {one.counters.in_errors} errors, not {other['inerrors']}"


def _trunks(answer: Answer, told: Sequence[Told]) -> Differences:
    ours = {(one.aggregate, one.port): one for one in aggregates.huawei_aggregates(answer).records}
    for other in (one for one in told if one["status"]):
        one = ours.get((other["eth_trunk"], other["interface"]))
        if one is None or one.words != f"{other['status']} {other['port_state']}".strip():
            yield f"{one} is not {dict(other)}"


def _groups(answer: Answer, told: Sequence[Mapping[str, Sequence[str]]]) -> Differences:
    ours = {(one.aggregate, one.port) for one in aggregates.comware_aggregates(answer).records}
    theirs = {(str(one["interface"]), re.sub(r"\(\w\)", "", port)) for one in told for port in one["local_interfaces"]}
    if ours != theirs:
        yield f"{ours ^ theirs}"


def _serials(answer: Answer, told: Sequence[Told]) -> Differences:
    ours = sorted(serial for _part, serial in versions.comware_serials(answer).by_part)
    theirs = sorted(one["device_serial_number"] for one in told if one["device_serial_number"])
    if set(ours) != set(theirs):
        yield f"{ours} is not {theirs}"


COMPARED: tuple[tuple[str, Callable[..., Differences]], ...] = (
    ("huawei_vrp_display_device", _boards),
    ("huawei_vrp_display_version", _version),
    ("huawei_vrp_display_temperature", _temperatures),
    ("huawei_vrp_display_interface_brief", _of_interfaces(interfaces.huawei_brief)),
    ("huawei_vrp_display_interface", _of_interfaces(interfaces.huawei_interfaces)),
    ("huawei_vrp_display_eth-trunk", _trunks),
    ("hp_comware_display_interface_brief", _of_interfaces(interfaces.comware_brief)),
    ("hp_comware_display_interface", _of_interfaces(interfaces.comware_interfaces)),
    ("hp_comware_display_link-aggregation_verbose", _groups),
    ("hp_comware_display_device_manuinfo", _serials),
)


def differences(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each recording that a parser of ours reads, and in what the two differ."""
    for path in sorted((folder / "cli").glob("*.raw")):
        compare = next((one for name, one in COMPARED if path.stem.startswith(name)), None)
        if compare is not None:
            told = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["parsed_sample"]
            yield path.name, list(compare(Answer(path.read_text(encoding="utf-8")), told))


def main() -> int:
    """Print each recording with what differs; 1 where anything does."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else usual_folder()
    if not folder.is_dir():
        print(f"cli: {folder} is not here; nothing was read")
        return 0
    wrong = 0
    for name, found in differences(folder):
        print(f"{name}: {'as told' if not found else ''}")
        for one in found:
            print(f"  {one}")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
