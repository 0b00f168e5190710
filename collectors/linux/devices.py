"""Names of block devices: from UUID, label or alias to the kernel's own (sda1, dm-0), by udev's links.

No collector of its own.

Sample::

    /dev/disk/by-uuid:
    lrwxrwxrwx 1 root root 10 Jan  1 00:00 05d927bb-5875-49e3-ada1-7f46cb31c932 -> ../../sda2
    /dev/mapper:
    lrwxrwxrwx 1 root root 7 Jan  1 00:00 rhel-root -> ../dm-0
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_TAGS: Final = {
    "UUID": "/dev/disk/by-uuid/",
    "LABEL": "/dev/disk/by-label/",
    "PARTUUID": "/dev/disk/by-partuuid/",
    "PARTLABEL": "/dev/disk/by-partlabel/",
}
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
_VOLUME = re.compile(r"/dev/([^/]+)/([^/]+)")
_PLAIN = re.compile(r"/dev/([a-z][a-z0-9_-]*[a-z0-9])")
_ALIASES = frozenset({"root", "rootfs", "cdrom", "dvd"})


def by_link(lines: Iterable[str]) -> dict[str, str]:
    """Read ``ls -l`` of folders of links: path of a link to the kernel's name. What is no link is passed over."""
    links: dict[str, str] = {}
    folder = ""
    for line in lines:
        if line.startswith("/") and line.endswith(":"):
            folder = line[:-1]
        elif line.startswith("l") and " -> " in line and folder:
            left, _arrow, goal = line.rpartition(" -> ")
            links[_key(f"{folder}/{_unhex(left.rsplit(' ', 1)[-1])}")] = goal.rsplit("/", 1)[-1]
    return links


def device_name(source: str, links: Mapping[str, str]) -> str:
    """Give the kernel's name of what a mount or fstab calls ``source``; "" where it is not known."""
    path = _path(source)
    if _key(path) in links:
        return links[_key(path)]
    volume = _VOLUME.fullmatch(path)
    if volume and volume[1] not in {"disk", "mapper", "md"}:
        return links.get(f"/dev/mapper/{volume[1].replace('-', '--')}-{volume[2].replace('-', '--')}", "")
    plain = _PLAIN.fullmatch(path)
    return plain[1] if plain and plain[1] not in _ALIASES else ""


def uuids(links: Mapping[str, str]) -> dict[str, str]:
    """By the kernel's name of a device, the UUID of the filesystem on it."""
    folder = _TAGS["UUID"]
    return {device: path.removeprefix(folder) for path, device in links.items() if path.startswith(folder)}


def is_missing(source: str, links: Mapping[str, str]) -> bool:
    """Whether udev enumerates names of this sort and ``source`` is not among them."""
    path = _key(_path(source))
    folder = path.rsplit("/", 1)[0] + "/"
    return folder in _TAGS.values() and path not in links and any(one.startswith(folder) for one in links)


def _path(source: str) -> str:
    tag, equals, value = source.partition("=")
    return _TAGS[tag] + value if equals and tag in _TAGS else source


def _key(path: str) -> str:
    return path.lower() if path.startswith(("/dev/disk/by-uuid/", "/dev/disk/by-partuuid/")) else path


def _unhex(name: str) -> str:
    if "\\x" not in name:
        return name
    raw = _HEX.sub(lambda match: chr(int(match[1], 16)), name)
    try:
        return raw.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return raw
