"""Memory errors that the kernel counted (EDAC), by controller and module, since the controller's driver was loaded.

A machine without any memory controller in EDAC proves nothing by it: the driver may not be loaded, or the firmware may
keep the errors to itself. Only a virtual machine has none by nature: its memory is the host's, and the host counts.

Sample::

    @boot 6c1f0b2e-58a5-4d8e-9f0a-0b1c2d3e4f50
    @edac 1
    @mc mc0 modules=1
     mc_name=Skylake Socket#0 IMC#0
     seconds_since_reset=864000
     ce_count=3
     ue_count=0
     ce_noinfo_count=0
     ue_noinfo_count=0
     values=6
    @module mc0 dimm0
     label=CPU_SrcID#0_MC#0_Chan#0_DIMM#0
     location=channel 0 slot 0
     ce=3
     ue=0
     values=4
    @firmware HEST
    @virtual none
    @smbios total=90 ipmi=1 end=1
    @acpi total=210 ipmi=1 root=1
    @device 1
    @end
"""

from collections.abc import Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.memory_errors import MEMORY_ERRORS, MemoryController, MemoryErrors, MemoryModule
from collectors.linux.firmware import FIRMWARE, firmware_of
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_COMMAND: Final = (
    r"""
v=; { IFS= read -r v </proc/sys/kernel/random/boot_id; } 2>/dev/null; echo "@boot $v"
say() { v=; { IFS= read -r v <"$2"; } 2>/dev/null; [ -z "$v" ] || { printf ' %s=%s\n' "$1" "$v"; k=$((k+1)); }; }
e=/sys/devices/system/edac/mc n=0
for m in $e/mc[0-9]*; do [ ! -d "$m" ] || n=$((n+1)); done
echo "@edac $n"
for m in $e/mc[0-9]*; do
  [ -d "$m" ] || continue
  c=${m##*/} n=0 o=0
  for x in "$m"/dimm[0-9]* "$m"/rank[0-9]*; do [ ! -d "$x" ] || n=$((n+1)); done
  [ $n -gt 0 ] || for x in "$m"/csrow[0-9]*/ch[0-9]*_ce_count; do [ ! -e "$x" ] || o=$((o+1)); done
  echo "@mc $c modules=$((n+o))"; k=0
  for f in mc_name seconds_since_reset ce_count ue_count ce_noinfo_count ue_noinfo_count; do say $f "$m/$f"; done
  echo " values=$k"
  for x in "$m"/dimm[0-9]* "$m"/rank[0-9]*; do
    [ -d "$x" ] || continue
    echo "@module $c ${x##*/}"; k=0 p=$x/dimm_
    say label "${p}label"; say location "${p}location"; say ce "${p}ce_count"; say ue "${p}ue_count"
    echo " values=$k"
  done
  [ $o -gt 0 ] && for x in "$m"/csrow[0-9]*/ch[0-9]*_ce_count; do
    p=${x%_ce_count}; d=${p#"$m"/}
    echo "@module $c ${d%/*}.${d##*/}"; k=0
    say label "${p}_dimm_label"; say ce "$x"; say ue "${p}_ue_count"
    echo " values=$k"
  done
done
[ ! -e /sys/firmware/acpi/tables/HEST ] || echo '@firmware HEST'
"""
    + FIRMWARE.strip("\n")
    + "\necho @end"
)
_LOAD_DRIVER: Final = _(
    "the customer may load the processor's EDAC driver (modprobe skx_edac, amd64_edac ..., or ghes_edac where the firmware "
    "reports); until then read memory errors from the management controller's event log"
)


def parse(answer: Answer) -> MemoryErrors:
    """Read the counts. Raises Absent for a virtual machine without EDAC, SessionError (no record) for a physical one."""
    parts = whole(answer.text)
    found = passages(answer.text)
    controllers = [one for one in found if one.kind == "mc"]
    if "edac" not in parts or number(parts["edac"].rest) != len(controllers):
        raise SessionError(Reason.CUT, f"edac: {len(controllers)} controllers")
    firmware = firmware_of(parts)
    has_reports = "firmware" in parts
    if controllers:
        boot_id = parts["boot"].rest if "boot" in parts else ""
        return MemoryErrors(tuple(_controller(one, found) for one in controllers), boot_id, has_reports)
    if firmware.hypervisor:
        raise Absent(f"{firmware.hypervisor}; /sys/devices/system/edac/mc: 0")
    said = "/sys/devices/system/edac/mc: 0" + ("; ACPI HEST" if has_reports else "")
    raise SessionError(Reason.NO_RECORD, said, _LOAD_DRIVER)


def _values(one: Passage) -> Mapping[str, str]:
    *lines, count = one.lines or ("",)
    if count != f"values={len(lines)}":
        raise SessionError(Reason.CUT, f"{one.rest}: {len(lines)} values, {count}")
    pairs = [line.partition("=") for line in lines]
    if any(not sign for _name, sign, _value in pairs):
        raise ParseError("edac value", " ".join(one.lines))
    return {name: value.strip() for name, _sign, value in pairs}


def _controller(one: Passage, found: tuple[Passage, ...]) -> MemoryController:
    name, _space, count = one.rest.partition(" ")
    modules = tuple(_module(each) for each in found if each.kind == "module" and each.rest.split(" ")[0] == name)
    if number(count.removeprefix("modules="), one.rest) != len(modules):
        raise SessionError(Reason.CUT, f"{name}: {len(modules)} / {count}")
    values = _values(one)
    if not {"ce_count", "ue_count"} <= values.keys():
        raise SessionError(Reason.EMPTY, f"{name}: ce_count ue_count")
    corrected, uncorrected = number(values["ce_count"], name), number(values["ue_count"], name)
    reset = values.get("seconds_since_reset", "")
    return MemoryController(
        name=name,
        driver=values.get("mc_name", ""),
        corrected_count=corrected,
        uncorrected_count=uncorrected,
        corrected_elsewhere_count=max(0, corrected - sum(each.corrected_count for each in modules)),
        uncorrected_elsewhere_count=max(0, uncorrected - sum(each.uncorrected_count for each in modules)),
        modules=modules,
        reset_seconds=number(reset, name) if reset else None,
    )


def _module(one: Passage) -> MemoryModule:
    values = _values(one)
    if "ce" not in values:
        raise SessionError(Reason.EMPTY, f"{one.rest}: ce_count")
    return MemoryModule(
        name=one.rest.replace(" ", "/"),
        label=values.get("label", ""),
        corrected_count=number(values["ce"], one.rest),
        uncorrected_count=number(values.get("ue", "0"), one.rest),
        location=values.get("location", ""),
    )


MEMORY_ERRORS_EDAC: Final = Collector(
    id="linux.memory_errors.edac",
    provides=MEMORY_ERRORS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=256),
    parse=parse,
)
