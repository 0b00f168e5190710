"""Temperatures and fans that the kernel itself reads (hwmon): processors, NVMe, network cards, mainboards without a BMC.

Voltages are left: without the board's own scaling (lm-sensors' configuration) they mean nothing. A driver's instance is
named by its device, as ``hwmonN`` changes from start to start. That a machine has none is shown by the class being empty;
where firmware declares a BMC that is nothing strange, on a machine without one nobody watches its temperatures.

Sample::

    @hwmon 1
    @chip coretemp coretemp.0
     temp1_crit=100000
     temp1_input=55000
     temp1_label=Physical id 0
     files=3
    @virtual none
    @smbios total=90 ipmi=1 end=1
    @acpi total=210 ipmi=1 root=1
    @device 1
    @end
"""

import re
from collections.abc import Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell
from collectors.facts.bmc import SENSORS, Presence, Sensor, Thresholds
from collectors.linux.firmware import FIRMWARE, firmware_of
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_COMMAND: Final = (
    r"""
n=0
for h in /sys/class/hwmon/hwmon*; do [ ! -e "$h" ] || n=$((n+1)); done
echo "@hwmon $n"
for h in /sys/class/hwmon/hwmon*; do
  [ -e "$h" ] || continue
  d=$h; [ -r "$h/name" ] || d=$h/device
  k=-; { IFS= read -r k <"$d/name"; } 2>/dev/null
  p=$(cd -P "$h/device" 2>/dev/null && pwd -P); p=${p##*/}
  printf '@chip %s %s\n' "${k:--}" "${p:--}"
  c=0
  for f in "$d"/temp*_input "$d"/temp*_label "$d"/temp*_max "$d"/temp*_crit "$d"/temp*_alarm "$d"/temp*_fault \
    "$d"/fan*_input "$d"/fan*_label "$d"/fan*_min "$d"/fan*_alarm "$d"/fan*_fault; do
    [ -r "$f" ] || continue
    v=; { IFS= read -r v <"$f"; } 2>/dev/null || [ -n "$v" ] || v='!'
    printf ' %s=%s\n' "${f##*/}" "$v"; c=$((c+1))
  done
  echo " files=$c"
done
"""
    + FIRMWARE.strip("\n")
    + "\necho @end"
)
_FILE: Final = re.compile(r"(?P<feature>(?:temp|fan)\d+)_(?P<what>\w+)=(?P<value>.*)")
_UNREADABLE: Final = "!"
_SANE_DEGREES: Final = (1.0, 200.0)
"""A limit beside these is a chip's way to say that none is set: NVMe drives give 65261 and -273 degrees."""
_LOAD_SENSORS: Final = _(
    "the customer may load the board's sensor driver (sensors-detect names it), or reads the temperatures from the BIOS"
)


def parse(answer: Answer) -> Listing[Sensor]:
    """Read temperatures and fans. Raises Absent where the kernel has no sensor and a BMC or a hypervisor has them."""
    parts = whole(answer.text)
    chips = [one for one in passages(answer.text) if one.kind == "chip"]
    if "hwmon" not in parts or number(parts["hwmon"].rest) != len(chips):
        raise SessionError(Reason.CUT, f"hwmon: {len(chips)} chips")
    sensors = tuple(sensor for chip in chips for sensor in _sensors(chip))
    if sensors:
        return Listing(_distinct(sensors))
    firmware = firmware_of(parts)
    if firmware.hypervisor or not firmware.without_bmc():
        raise Absent(f"/sys/class/hwmon: {len(chips)}; {firmware.hypervisor or 'IPMI'}")
    raise SessionError(Reason.NO_RECORD, "/sys/class/hwmon", _LOAD_SENSORS)


def _distinct(sensors: tuple[Sensor, ...]) -> tuple[Sensor, ...]:
    return tuple({one.name: one for one in sensors}.values())


def _sensors(chip: Passage) -> tuple[Sensor, ...]:
    features: dict[str, dict[str, str]] = {}
    *files, count = chip.lines or ("",)
    if count != f"files={len(files)}":
        raise SessionError(Reason.CUT, f"{chip.rest}: {len(files)} files, {count}")
    for line in files:
        match = _FILE.fullmatch(line)
        if match is None:
            raise ParseError("hwmon file", line)
        features.setdefault(match["feature"], {})[match["what"]] = match["value"].strip()
    name, _space, device = chip.rest.partition(" ")
    place = device if name in device or device == "-" else f"{name} {device}"
    place = name if device == "-" else place
    return tuple(_sensor(f"{place} {feature}", feature, said) for feature, said in features.items() if "input" in said)


def _sensor(name: str, feature: str, said: Mapping[str, str]) -> Sensor:
    is_fan = feature.startswith("fan")
    label = said.get("label", "")
    scale = 1.0 if is_fan else 1000.0
    reading = None if said["input"] == _UNREADABLE or said.get("fault") == "1" else number(said["input"], name) / scale
    low = _limit(said, "min", scale, (1.0, 1e6)) if is_fan else None
    is_unconnected = is_fan and reading == 0 and low is None
    return Sensor(
        name=name,
        title=f"{name} ({label})" if label else name,
        kind="fan" if is_fan else "temperature",
        presence=Presence.SILENT if reading is None or is_unconnected else Presence.PRESENT,
        reading=reading,
        unit="RPM" if is_fan else "degrees C",
        thresholds=Thresholds(
            lower_warn=low,
            upper_warn=None if is_fan else _limit(said, "max", scale, _SANE_DEGREES),
            upper_critical=None if is_fan else _limit(said, "crit", scale, _SANE_DEGREES),
        ),
        was_beyond="1" in {said.get("alarm"), said.get("crit_alarm"), said.get("max_alarm")},
        by="kernel",
        words=f"{feature}_input={said['input']}",
    )


def _limit(said: Mapping[str, str], what: str, scale: float, sane: tuple[float, float]) -> float | None:
    word = said.get(what, _UNREADABLE)
    if word in {_UNREADABLE, ""}:
        return None
    value = number(word, what) / scale
    return value if sane[0] <= value <= sane[1] else None


SENSORS_HWMON: Final = Collector(
    id="linux.sensors.hwmon",
    provides=SENSORS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=20, kib=256),
    parse=parse,
)
