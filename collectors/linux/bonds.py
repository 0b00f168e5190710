"""Bonds and teams with their cards, from /proc/net/bonding and teamdctl.

Since Linux 4.x the active aggregator and the switch's address are shown to root alone.

Sample::

    @net lo
    @net bond0 DEVTYPE=bond
    @bond bond0
     Ethernet Channel Bonding Driver: v3.7.1 (April 27, 2011)

     Bonding Mode: fault-tolerance (active-backup)
     Currently Active Slave: eth0
     MII Status: up

     Slave Interface: eth0
     MII Status: up
     Speed: 10000 Mbps
     Duplex: full
     Link Failure Count: 1
"""

from collections.abc import Iterable
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.network import BONDS, Bond, BondMember
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = r"""
for d in /sys/class/net/*; do
  [ -d "$d" ] || continue
  n=${d##*/}; k=
  while IFS= read -r v; do case $v in DEVTYPE=*) k=$v ;; esac; done 2>/dev/null <"$d/uevent"
  [ ! -d "$d/bonding" ] || k=DEVTYPE=bond
  if [ -z "$k" ]; then for l in "$d"/lower_*; do [ ! -e "$l" ] || k=team?; done; fi
  printf '@net %s %s\n' "$n" "$k"
  if [ "$k" = DEVTYPE=bond ] && [ -r "/proc/net/bonding/$n" ]; then
    printf '@bond %s\n' "$n"; $S cat "/proc/net/bonding/$n" | sed 's/^/ /'
  elif [ "$k" = 'team?' ] && command -v teamdctl >/dev/null 2>&1; then
    printf '@team %s\n' "$n"; $S teamdctl "$n" state | sed 's/^/ /'
  fi
done"""

_TEAM_TOOL: Final = _("install teamd's teamdctl on the target and let the inspecting account run it as root")
_READ_IT: Final = _("let the inspecting account read /proc/net/bonding")


def parse(answer: Answer) -> Listing[Bond]:
    """Read every bond. Raises Absent where /sys/class/net names cards and no bond among them."""
    found = passages(answer.text)
    cards = {one.rest.split(" ")[0]: one.rest.partition(" ")[2] for one in found if one.kind == "net"}
    if not cards:
        raise SessionError(Reason.EMPTY, "/sys/class/net")
    bonds = {one.rest: _read(one) for one in found if one.kind in {"bond", "team"}}
    expected = {name: kind for name, kind in cards.items() if kind in {"DEVTYPE=bond", "team?"}}
    if not expected and not bonds:
        raise Absent("/sys/class/net: " + ", ".join(cards))
    seen = tuple(bond for bond in bonds.values() if bond is not None)
    names = {bond.name for bond in seen}
    return Listing(seen, tuple(_unseen(name, kind) for name, kind in expected.items() if name not in names))


def _unseen(name: str, kind: str) -> Unseen:
    if kind == "team?":
        return Unseen(name, Reason.TOOL_MISSING, "teamdctl", _TEAM_TOOL)
    return Unseen(name, Reason.DENIED, f"/proc/net/bonding/{name}", _READ_IT)


def _read(one: Passage) -> Bond | None:
    if not any(line.strip() for line in one.lines):
        return None
    return _team(one) if one.kind == "team" else _bond(one)


def _bond(one: Passage) -> Bond:
    blocks: list[dict[str, str]] = [{}]
    for line in one.lines:
        if not line.strip():
            continue
        key, colon, value = line.strip().partition(":")
        if not colon and not line.startswith("802.3ad info") and "pdu" not in line:
            raise ParseError(f"{one.rest}: bond line", line)
        if key == "Slave Interface":
            blocks.append({})
        blocks[-1].setdefault(key, value.strip())
    head, *slaves = blocks
    if "Bonding Mode" not in head or "MII Status" not in head:
        raise ParseError(f"{one.rest}: no mode or no status", repr(head)[:200])
    return Bond(
        one.rest,
        head["Bonding Mode"],
        head["MII Status"] == "up",
        tuple(map(_member, slaves)),
        head.get("Currently Active Slave", "").removeprefix("None"),
        head.get("Partner Mac Address", ""),
    )


def _member(block: dict[str, str]) -> BondMember:
    status = block.get("MII Status", "")
    if not status:
        raise ParseError("a card without status", repr(block)[:200])
    return BondMember(
        block["Slave Interface"],
        status == "up",
        status,
        block.get("Speed", ""),
        block.get("Duplex", ""),
        number(block.get("Link Failure Count", "0")),
        block.get("Aggregator ID", "").removeprefix("N/A"),
    )


def _team(one: Passage) -> Bond:
    mode = _value(one.lines, "  runner: ")
    ports: dict[str, str] = {}
    port = part = ""
    for line in one.lines:
        if line and not line.startswith(" "):
            part = line
        elif part == "ports:" and line.startswith("  ") and line[2:3] not in {"", " "}:
            port = line.strip()
            ports[port] = ""
        elif port and line.strip().startswith("link summary: "):
            ports[port] = line.strip().removeprefix("link summary: ")
    if not mode or (ports and not all(ports.values())):
        raise ParseError(f"{one.rest}: team state", "|".join(one.lines)[:200])
    members = tuple(BondMember(name, status == "up", status) for name, status in ports.items())
    return Bond(one.rest, f"team {mode}", any(m.is_up for m in members), members, _value(one.lines, "  active port: "))


def _value(lines: Iterable[str], head: str) -> str:
    return next((line.removeprefix(head).strip() for line in lines if line.startswith(head)), "")


BONDS_PROC: Final = Collector(
    id="linux.bonds.proc",
    provides=BONDS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="cat", seconds=15, kib=256, root=Root.BETTER),
    parse=parse,
)
