"""What a machine is made of: firmware tables, processor, memory, disks, addresses.

Sample::

    @dmi sys_vendor Huawei
    @dmi product_name TaiShan 200 (Model 2280)
    @denied product_serial
    @cpu
     Architecture:          aarch64
     CPU(s):                96
     Socket(s):             2
     Model name:            Kunpeng-920
    @memory 268435456
    @disk sda 937703088 rotational=1
     model=HUS726T4TALA6L4
     serial=V1G2H3J4
    @addresses
     2: eth0    inet 10.0.0.11/24 brd 10.0.0.255 scope global eth0
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, ParseError, Reason, Root, Shell, Unseen
from collectors.facts.assets import ASSETS, HARDWARE, Assets, Disk, Hardware
from collectors.facts.identity import IDENTITY, Identity
from collectors.linux.addresses import addresses_of
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = r"""
for f in sys_vendor product_name product_version bios_version bios_date board_name product_serial; do
  p=/sys/class/dmi/id/$f; [ -e $p ] || continue
  if [ -r $p ]; then v=; IFS= read -r v <$p; else v=$($S cat $p 2>/dev/null) || { echo "@denied $f"; continue; }; fi
  printf '@dmi %s %s\n' $f "$v"
done
for f in model serial-number; do
  [ ! -r /proc/device-tree/$f ] || printf '@tree %s %s\n' $f "$(tr -d '\000' </proc/device-tree/$f)"
done
v=$(lscpu 2>/dev/null | grep -E '^(CPU\(s\)|Socket\(s\)|Model name|BIOS Model name):')
if [ -n "$v" ]; then printf '@cpu\n%s\n' "$v" | sed '1!s/^/ /'
else
  echo @cpuinfo; head -n 400 /proc/cpuinfo | sed 's/^/ /'
  echo "@processors $(grep -ci '^processor[[:space:]]*:' /proc/cpuinfo)"
fi
while read -r k v u; do [ "$k" != MemTotal: ] || echo "@memory $v"; done </proc/meminfo
for d in /sys/block/*; do
  n=${d##*/}; [ -e "$d/device" ] && IFS= read -r v <"$d/size" || continue
  r=; { IFS= read -r r <"$d/queue/rotational"; } 2>/dev/null
  printf '@disk %s %s rotational=%s\n' "$n" "$v" "$r"
  for a in vendor model serial; do
    v=; { IFS= read -r v <"$d/device/$a"; } 2>/dev/null; [ -z "$v" ] || printf ' %s=%s\n' $a "$v"
  done
  v=; { IFS= read -r v <"$d/dev"; } 2>/dev/null
  [ ! -r "/run/udev/data/b$v" ] || sed -n 's/^E:ID_SERIAL_SHORT=/ udev=/p' "/run/udev/data/b$v"
done
if v=$(ip -o addr 2>/dev/null); then printf '@addresses\n%s\n' "$v" | sed '1!s/^/ /'
else v=$(ifconfig -a 2>/dev/null) && printf '@ifconfig\n%s\n' "$v" | sed '1!s/^/ /'; fi
true"""

_PLACEHOLDERS = frozenset(
    [
        "to be filled by o.e.m.",
        "not specified",
        "none",
        "default string",
        "system serial number",
        "unknown",
        "empty",
        "0123456789",
        "123456789",
        "system product name",
        "system manufacturer",
        "n/a",
        "not applicable",
        "o.e.m.",
        "xxxxxxxxxx",
        "chassis serial number",
    ]
)
_SECTOR_BYTES = 512
"""/sys/block/*/size counts sectors of 512 bytes whatever the disk's own are."""
_READ_SERIAL: Final = _(
    "let the inspecting account read /sys/class/dmi/id/product_serial with sudo, or read the label on the case"
)


def parse(answer: Answer) -> Hardware:
    """Read the parts. Placeholders that makers leave in ("To Be Filled By O.E.M.") are nothing said."""
    found = passages(answer.text)
    dmi = dict(_named(found, "dmi"))
    tree = dict(_named(found, "tree"))
    memory = next((one.rest for one in found if one.kind == "memory"), "")
    model, count, sockets = _processor(found)
    denied = any(one.kind == "denied" and one.rest == "product_serial" for one in found)
    return Hardware(
        maker=_said(dmi, "sys_vendor"),
        model=_said(dmi, "product_name") or _said(dmi, "board_name") or tree.get("model", "").strip(),
        serial=_said(dmi, "product_serial") or tree.get("serial-number", "").strip(),
        bios_version=_said(dmi, "bios_version"),
        bios_date=_said(dmi, "bios_date"),
        cpu_model=model,
        cpu_count=count,
        socket_count=sockets,
        memory_bytes=number(memory, "@memory") * 1024,
        disks=tuple(_disk(one) for one in found if one.kind == "disk"),
        addresses=addresses_of(found),
        has_firmware_tables=bool(dmi or tree or denied),
        serial_unseen=Unseen("serial", Reason.DENIED, "product_serial", _READ_SERIAL) if denied else None,
    )


def _named(found: Iterable[Passage], kind: str) -> Iterator[tuple[str, str]]:
    for one in found:
        if one.kind == kind:
            name, _space, value = one.rest.partition(" ")
            yield name, value


def _said(values: Mapping[str, str], name: str) -> str:
    value = " ".join(values.get(name, "").split())
    is_nothing = value.lower() in _PLACEHOLDERS or not value.strip("0.-xX ")
    return "" if is_nothing else value


def _processor(found: Iterable[Passage]) -> tuple[str, int, int | None]:
    said = {one.kind: one for one in found}
    if "cpu" in said:
        values = {key.strip(): value.strip() for key, _colon, value in (line.partition(":") for line in said["cpu"].lines)}
        count = values.get("CPU(s)", "")
        sockets = values.get("Socket(s)", "")
        model = _cpu_name(values.get("Model name", "")) or _cpu_name(values.get("BIOS Model name", ""))
        return model, number(count, "lscpu: CPU(s)"), int(sockets) if sockets.isdecimal() else None
    if "cpuinfo" not in said or "processors" not in said:
        raise ParseError("no processor told")
    pairs = [
        (key.strip().lower(), value.strip()) for key, _c, value in (line.partition(":") for line in said["cpuinfo"].lines)
    ]
    model = next((value for key, value in pairs if key in {"model name", "cpu model", "hardware"} and value), "")
    packages = {value for key, value in pairs if key == "physical id"}
    return _cpu_name(model), number(said["processors"].rest), len(packages) or None


def _cpu_name(model: str) -> str:
    return "" if model == "-" else " ".join(model.split())


def _disk(one: Passage) -> Disk:
    name, size, rotational = [*one.rest.split(" "), "", ""][:3]
    values = dict(line.split("=", 1) for line in one.lines if "=" in line)
    spins = rotational.removeprefix("rotational=")
    words = f"{values.get('vendor', '')} {values.get('model', '')}".split()
    return Disk(
        name,
        " ".join(word for word in words if not word.startswith("0x")),
        number(size, one.rest) * _SECTOR_BYTES,
        (values.get("udev") or values.get("serial", "")).strip(),
        {"1": True, "0": False}.get(spins),
    )


def derive(hardware: Hardware | Exception, identity: Identity | Exception) -> Assets:
    """Put the parts beside the name and system of the machine."""
    if isinstance(hardware, Exception):
        raise hardware
    return Assets(hardware, None if isinstance(identity, Exception) else identity)


HARDWARE_SYSFS: Final = Collector(
    id="linux.hardware",
    provides=HARDWARE,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=256, root=Root.BETTER),
    parse=parse,
)
ASSETS_DERIVED: Final = Derived(id="linux.assets", provides=ASSETS, of=(HARDWARE, IDENTITY), derive=derive)
