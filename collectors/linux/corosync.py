"""Corosync's quorum and links: corosync-quorumtool -s and corosync-cfgtool -s (Corosync 1.3 to 3.1).

Corosync works without a quorum, too, where its configuration names no provider; then only the links tell who is missing.
Witness of a lost line: each command's count of lines, and quorumtool's ``Nodes:`` counts the members that it lists.

Sample::

    @processes 214 (corosync)
    @file yes /etc/corosync/corosync.conf
    @has yes provider
    @quorumtool 0
     Quorum information
     ------------------
     Nodes:            2
     Quorate:          Yes
     Expected votes:   2
     Total votes:      2
     Quorum:           1
     Flags:            2Node Quorate
     Membership information
         Nodeid      Votes Name
              1          1 node1 (local)
              2          1 node2
    @lines quorumtool 11
    @cfgtool 0
     Local node ID 1, transport knet
     LINK ID 0 udp
         addr    = 10.0.0.1
         status:
             nodeid:          1:     localhost
             nodeid:          2:     connected
    @lines cfgtool 6
    @end
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.clusters import MEMBERSHIP, Link, Membership
from collectors.linux.cluster_witness import HEAD, Shown, Witness, witness_of
from collectors.linux.passages import number
from config.text import _

FILES: Final = ("/etc/corosync/corosync.conf",)
_COMMAND: Final = (
    HEAD
    + r"""
file /etc/corosync/corosync.conf
[ ! -r /etc/corosync/corosync.conf ] || has provider grep -q '^[^#]*provider:.*votequorum' /etc/corosync/corosync.conf
if command -v corosync-quorumtool >/dev/null 2>&1; then
  v=$($S corosync-quorumtool -s 2>&1); show quorumtool $?
fi
if command -v corosync-cfgtool >/dev/null 2>&1; then
  v=$($S corosync-cfgtool -s 2>&1); show cfgtool $?
fi
echo @end"""
)
_FIELD = re.compile(r"(?P<name>Nodes|Quorate|Expected votes|Total votes|Quorum|Flags):\s+(?P<value>.*)")
_MEMBER = re.compile(r"\s*(?P<id>\d+|0x[0-9a-f]+)\s+(?P<votes>\d+)\s+(?:(?P<device>[A-Z][A-Z,]*)\s+)?(?P<name>\S.*)?")
_LINK = re.compile(r"(?:RING|LINK) ID (?P<number>\d+)(?: .*)?")
_ADDRESS = re.compile(r"\s*(?:id|addr)\s*=\s*(?P<address>\S+)")
_STATUS = re.compile(r"\s*status\s*=\s*(?P<words>.*)")
_PEER = re.compile(r"\s*(?:nodeid:?|node)\s*(?P<id>\d+):\s*(?P<words>.*)")
_WELL: Final = re.compile(
    r"ring \d+ active with no faults|OK|localhost|connected|link enabled:1\s+link connected:1|n?[3\-]*"
)
_DENIED = re.compile(r"permission|access|privilege|not permitted|password is required", re.IGNORECASE)


def parse(answer: Answer) -> Membership:
    """Read quorum and links. Raises Absent where neither Corosync's configuration nor its process is there."""
    witness = witness_of(answer.text, FILES)
    is_running = witness.runs("corosync")
    if not witness.files and not is_running:
        raise Absent(f"/proc: {witness.seen_count} processes, no corosync; no node in {FILES[0]}")
    if not is_running:
        return Membership(is_running=False)
    said, links = _quorum(_shown(witness, "quorumtool").lines), _links(_shown(witness, "cfgtool").lines)
    fields, members, is_device_lost = said
    is_told = "Quorate" in fields
    if not is_told and (not links or "provider" not in witness.has):
        raise _refused(_shown(witness, "quorumtool"))
    return Membership(
        is_running=True,
        is_quorate={"yes": True, "no": False}.get(fields.get("Quorate", "-").split()[0].lower()),
        has_provider=None if is_told else witness.has["provider"],
        expected_votes=_count(fields, "Expected votes"),
        total_votes=_count(fields, "Total votes"),
        quorum=_count(fields, "Quorum"),
        flags=tuple(fields.get("Flags", "").split()),
        members=members,
        is_device_lost=is_device_lost,
        links=tuple(links),
        unseen=tuple(_unseen(fields, members, links, _shown(witness, "cfgtool"))),
    )


def _shown(witness: Witness, name: str) -> Shown:
    if name not in witness.shown:
        raise SessionError(Reason.TOOL_MISSING, f"corosync-{name}")
    return witness.shown[name]


def _refused(shown: Shown) -> SessionError:
    words = " ".join(shown.lines)[-200:]
    return SessionError(
        Reason.DENIED if _DENIED.search(words) else Reason.FAILED, f"exit {shown.exit_code} {words}".strip()
    )


def _count(fields: dict[str, str], name: str) -> int | None:
    words = fields.get(name, "").split()
    return number(words[0]) if words else None


def _quorum(lines: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...], bool]:
    """The fields, the members' ids, and whether a quorum device is not reached."""
    fields: dict[str, str] = {}
    members: list[str] = []
    is_device_lost = is_listing = False
    for line in lines:
        if match := _FIELD.fullmatch(line.strip()):
            fields[match["name"]] = match["value"]
        elif re.match(r"\s*Nodeid\s+Votes", line):
            is_listing = True
        elif is_listing and (match := _MEMBER.fullmatch(line)):
            if number(match["id"]) if match["id"].isdecimal() else int(match["id"], 16):
                members.append(match["id"])
                is_device_lost |= "NA" in (match["device"] or "").split(",")
        elif is_listing and line.strip():
            raise ParseError("member of corosync-quorumtool", line)
    return fields, tuple(members), is_device_lost


def _links(lines: Sequence[str]) -> list[Link]:
    found: list[tuple[str, str, str, list[str]]] = []
    for line in lines:
        if match := _LINK.fullmatch(line.strip()):
            found.append((match["number"], "", "", []))
        elif found and (match := _ADDRESS.fullmatch(line)):
            found[-1] = (found[-1][0], match["address"], *found[-1][2:])
        elif found and (match := _STATUS.fullmatch(line)):
            found[-1] = (*found[-1][:2], match["words"].strip(), found[-1][3])
        elif found and (match := _PEER.fullmatch(line)):
            words = match["words"].strip()
            found[-1] = (*found[-1][:2], found[-1][2] or "peers", found[-1][3])
            if not _WELL.fullmatch(words):
                found[-1][3].append(f"{match['id']} {words}")
    return [_link(*one) for one in found]


def _link(name: str, address: str, status: str, lost: list[str]) -> Link:
    if not status:
        raise SessionError(Reason.CUT, _("corosync-cfgtool gives no status for link {name}", name=name))
    is_well = status == "peers" or bool(_WELL.fullmatch(status))
    return Link(name, address, "" if status == "peers" else status, is_faulty=not is_well or bool(lost), lost=tuple(lost))


def _unseen(fields: dict[str, str], members: Sequence[str], links: Sequence[Link], shown: Shown) -> Iterator[Unseen]:
    nodes = _count(fields, "Nodes")
    if nodes is not None and nodes != len(members):
        yield Unseen("quorum", Reason.CUT, f"Nodes: {nodes}, listed {len(members)}")
    if not links:
        words = " ".join(shown.lines)[-200:]
        yield Unseen("links", Reason.DENIED if _DENIED.search(words) else Reason.FAILED, f"corosync-cfgtool: {words}")


COROSYNC: Final = Collector(
    id="linux.corosync",
    provides=MEMBERSHIP,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=15, kib=64, root=Root.BETTER),
    parse=parse,
)
