"""Fibre Channel ports of this host: /sys/class/fc_host, the remote ports each has seen, its error counters.

What proves that there is none: /sys/class was listed and holds no fc_host, and no function of the PCI bus is a Fibre
Channel controller (class 0x0c04, PCI code and ID assignment specification). A controller without a port has no driver.
Counters are hexadecimal; all bits set means that the adapter does not count (kernel: drivers/scsi/scsi_transport_fc.c).

Sample::

    @classes 42
    @pci 31
    @fc 0000:3b:00.0 driver
    @names host3
    @port host3
     port_name=0x21000024ff3dd15c
     port_state=Online
     speed=16 Gbit
     statistics/link_failure_count=0x0
     statistics/fcp_input_requests=0xffffffffffffffff
    @remote 3 1
    @end
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.paths import FC_PORTS, FcPort
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

_NOT_COUNTED: Final = frozenset({2**64 - 1, 2**32 - 1})
_NO_NAME: Final = frozenset({"0x0", "0xffffffffffffffff"})
"""What a port without a link, over Ethernet, has for a name."""
_COUNTS: Final = ("link_failure_count", "loss_of_sync_count", "loss_of_signal_count", "invalid_crc_count", "error_frames")

_FILES: Final = " ".join(f"statistics/{name}" for name in _COUNTS)

_COMMAND: Final = rf"""
set -- /sys/class/*; [ ! -e "$1" ] || echo "@classes $#"
set -- /sys/bus/pci/devices/*; [ ! -e "$1" ] || echo "@pci $#"
for d do
  v=; {{ read -r v <"$d/class"; }} 2>/dev/null
  case $v in 0x0c04*) w=; [ ! -e "$d/driver" ] || w=driver; echo "@fc ${{d##*/}} $w" ;; esac
done
printf @names; for d in /sys/class/fc_host/host*; do [ ! -e "$d" ] || printf ' %s' "${{d##*/}}"; done; echo
for d in /sys/class/fc_host/host*; do
  [ -e "$d" ] || continue
  echo "@port ${{d##*/}}"
  for f in port_name port_state speed supported_speeds port_type symbolic_name {_FILES}; do
    v=; {{ read -r v <"$d/$f"; }} 2>/dev/null; [ -z "$v" ] || printf ' %s=%s\n' "$f" "$v"
  done
  n=0; for r in /sys/class/fc_remote_ports/rport-"${{d##*/host}}":*; do
    v=; {{ read -r v <"$r/roles"; }} 2>/dev/null; case $v in *Target*) n=$((n+1)) ;; esac
  done
  echo "@remote ${{d##*/host}} $n"
done
echo @end"""

_DRIVER: Final = _(
    "load the driver of the Fibre Channel adapter (lpfc, qla2xxx), or find out in dmesg why it does not start"
)


def parse(answer: Answer) -> Listing[FcPort]:
    """Read every port. Raises Absent for the witness of the module's docstring."""
    parts = whole(answer.text)
    heads = passages(answer.text)
    names = parts["names"].rest.split() if "names" in parts else []
    remote = {host: number(count) for host, count in (one.rest.split() for one in heads if one.kind == "remote")}
    ports = {one.rest: one for one in heads if one.kind == "port"}
    silent = [one.rest.split()[0] for one in heads if one.kind == "fc" and not one.rest.endswith(" driver")]
    if not names and not silent:
        raise _none(parts, heads)
    read = tuple(_port(one, remote) for one in ports.values() if _value(one, "port_name"))
    seen = {one.host for one in read}
    unseen = (Unseen(name, Reason.EMPTY, f"/sys/class/fc_host/{name}") for name in names if name not in seen)
    return Listing(read, (*unseen, *(Unseen(f"pci {slot}", Reason.FAILED, "-", _DRIVER) for slot in silent)))


def _none(parts: Mapping[str, Passage], heads: Iterable[Passage]) -> Absent | SessionError:
    held = [one.rest for one in heads if one.kind == "fc"]
    if held or "classes" not in parts or "names" not in parts:
        return SessionError(Reason.EMPTY, " ".join(held) or "/sys/class")
    return Absent(f"/sys/class: {parts['classes'].rest}, fc_host 0; PCI 0x0c04 0")


def _value(port: Passage, name: str) -> str:
    return next((line.partition("=")[2].strip() for line in port.lines if line.startswith(f"{name}=")), "")


def _port(port: Passage, remote: Mapping[str, int]) -> FcPort:
    name = _value(port, "port_name")
    return FcPort(
        wwpn=port.rest if name in _NO_NAME else name,
        host=port.rest,
        state=_value(port, "port_state"),
        speed=_value(port, "speed"),
        supported_speeds=_value(port, "supported_speeds"),
        model=_value(port, "symbolic_name"),
        kind=_value(port, "port_type"),
        remote_count=remote.get(port.rest.removeprefix("host"), 0),
        counts=dict(_counts(port)),
    )


def _counts(port: Passage) -> Iterator[tuple[str, int]]:
    for name in _COUNTS:
        word = _value(port, f"statistics/{name}")
        if not word:
            continue
        try:
            count = int(word, 16)
        except ValueError as error:
            raise ParseError("no hexadecimal count", f"{name}={word}") from error
        if count not in _NOT_COUNTED:
            yield name, count


FC_PORTS_SYSFS: Final = Collector(
    id="linux.fc_ports.sysfs",
    provides=FC_PORTS,
    on=LINUX,
    ask=Shell(_COMMAND, seconds=10, kib=64),
    parse=parse,
)
