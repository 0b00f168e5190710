"""Who a Linux machine is: machine-id, names, release, kernel, our rights.

Asked first, of every Linux since 2.6.32, without root; it leans on no command but ``id`` and ``uname``.

Sample::

    @uid 1000
    @uname Linux app01 4.19.90-52.22.v2207.ky10.aarch64 aarch64
    @machine-id 9f4b8c1d2e3f40518263748596a7b8c9
    @boot-id 3f0e5c0a-1b2c-4d3e-8f90-a1b2c3d4e5f6
    @file /etc/os-release
     NAME="Kylin Linux Advanced Server"
     VERSION_ID="V10"
     ID="kylin"
    @file /etc/kylin-release
     Kylin Linux Advanced Server release V10 (Lance)
    @virtual kvm
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Shell
from collectors.facts.identity import IDENTITY, Identity
from collectors.linux.passages import Passage, number, passages

_COMMAND: Final = r"""
first() { v=; [ -r "$2" ] && IFS= read -r v <"$2"; [ -z "$v" ] || printf '@%s %s\n' "$1" "$v"; }
printf '@uid %s\n@uname %s\n' "$(id -u)" "$(uname -snrm)"
for f in /etc/machine-id /var/lib/dbus/machine-id; do first machine-id $f; [ -z "$v" ] || break; done
first boot-id /proc/sys/kernel/random/boot_id
for f in /etc/os-release /usr/lib/os-release; do
  [ -r $f ] || continue
  echo "@file $f"; while IFS= read -r v || [ -n "$v" ]; do printf ' %s\n' "$v"; done <$f; break
done
for f in kylin neokylin uos openEuler euleros anolis centos oracle redhat system SuSE; do
  v=; [ -r /etc/$f-release ] && IFS= read -r v </etc/$f-release
  [ -z "$v" ] || printf '@file /etc/%s-release\n %s\n' "$f" "$v"
done
v=; [ -r /etc/debian_version ] && IFS= read -r v </etc/debian_version; [ -z "$v" ] || printf '@debian %s\n' "$v"
for f in sys_vendor product_name; do first $f /sys/class/dmi/id/$f; done
first hypervisor /sys/hypervisor/type
[ ! -e /.dockerenv ] || echo '@container docker'
[ ! -e /run/.containerenv ] || echo '@container podman'
[ ! -d /proc/vz ] || [ -d /proc/bc ] || echo '@container openvz'
v=; [ -r /proc/cpuinfo ] && while IFS= read -r v; do case $v in flags*|Features*) break ;; esac; done </proc/cpuinfo
case $v in flags*\ hypervisor*) echo '@flag hypervisor' ;; esac
v=; v=$(systemd-detect-virt 2>/dev/null); [ -z "$v" ] || printf '@virtual %s\n' "$v"
true"""

_NO_MACHINE = frozenset({"uninitialized"})
_VERSION = re.compile(r"(?:release |Server |^)(V?\d[\w.]*)")
_OLD_NAMES = (
    ("red hat enterprise", "rhel"),
    ("centos", "centos"),
    ("neokylin", "neokylin"),
    ("kylin", "kylin"),
    ("uniontech", "uos"),
    ("uos", "uos"),
    ("openeuler", "openEuler"),
    ("euleros", "euleros"),
    ("anolis", "anolis"),
    ("oracle linux", "ol"),
    ("suse linux enterprise", "sles"),
)
_VENDORS = (
    ("vmware", "vmware"),
    ("innotek", "oracle"),
    ("qemu", "kvm"),
    ("kvm", "kvm"),
    ("xen", "xen"),
    ("microsoft corporation virtual machine", "microsoft"),
    ("openstack", "kvm"),
    ("alibaba cloud", "kvm"),
)


def parse(answer: Answer) -> Identity:
    """Read who it is. An odd line in a vendor's os-release is passed over: the identity must not fail by it."""
    found = passages(answer.text)
    said = {one.kind: one.rest for one in reversed(found) if one.kind != "file"}
    if not {"uid", "uname"} <= said.keys():
        raise ParseError("no uid or no uname", answer.text[:200])
    _system, host, kernel, architecture = _uname(said["uname"])
    release = _os_release(found)
    lines = tuple(one.lines[0] for one in found if one.kind == "file" and one.lines and not _is_os_release(one))
    name = release.get("PRETTY_NAME") or f"{release.get('NAME', '')} {release.get('VERSION', '')}".strip()
    machine = said.get("machine-id", "").strip()
    return Identity(
        machine_id="" if machine in _NO_MACHINE else machine,
        hostname=host,
        os_id=release.get("ID") or _old_id(lines) or ("debian" if "debian" in said else ""),
        os_name=name or (lines[0] if lines else f"Debian {said['debian']}" if "debian" in said else ""),
        os_version=_version(release, [*lines, said.get("debian", "")]),
        kernel=kernel,
        architecture=architecture,
        uid=number(said["uid"].strip()),
        os_detail=tuple(dict.fromkeys(lines)),
        virtualisation=_virtualisation(said),
        boot_id=said.get("boot-id", "").strip(),
    )


def _uname(line: str) -> list[str]:
    words = line.split()
    if len(words) != 4:  # noqa: PLR2004 - sysname, nodename, release, machine
        raise ParseError("uname -snrm", line)
    return words


def _is_os_release(one: Passage) -> bool:
    return one.rest.endswith("/os-release")


def _os_release(found: Iterable[Passage]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for one in found:
        if one.kind == "file" and _is_os_release(one):
            pairs = (line.split("=", 1) for line in one.lines if "=" in line)
            values |= {key.strip(): _unquote(value.strip()) for key, value in pairs}
    return values


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return re.sub(r'\\(["$`\\])', r"\1", value)


def _old_id(lines: tuple[str, ...]) -> str:
    for line in lines:
        for words, name in _OLD_NAMES:
            if words in line.lower():
                return name
    return ""


def _version(release: Mapping[str, str], lines: Iterable[str]) -> str:
    stated = release.get("VERSION_ID") or release.get("VERSION", "")
    exact = [match[1] for line in lines if (match := _VERSION.search(line))]
    return max((one for one in exact if one.startswith(stated)), key=len, default=stated)


def _virtualisation(said: Mapping[str, str]) -> str:
    if "virtual" in said:
        return "" if said["virtual"] == "none" else said["virtual"]
    if "container" in said:
        return said["container"]
    hardware = f"{said.get('sys_vendor', '')} {said.get('product_name', '')}".lower()
    named = next((kind for words, kind in _VENDORS if words in hardware), "")
    return named or said.get("hypervisor", "") or ("unknown" if "flag" in said else "")


IDENTITIES: Final = Collector(
    id="linux.identity",
    provides=IDENTITY,
    on=LINUX,
    ask=Shell(_COMMAND, tool="uname", seconds=10, kib=64),
    parse=parse,
)
