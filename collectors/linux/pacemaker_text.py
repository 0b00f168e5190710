"""crm_mon's text, and ``pcs status`` which repeats it: what a node prints whose crm_mon knows no XML.

Of the text only what is understood without doubt becomes a fact; a resource line of a form not known is an error. Clones
whose instances are told as ``Started: [ node1 node2 ]`` give an instance a node.

Sample::

    Stack: corosync
    Current DC: node1 (version 1.1.23) - partition with quorum
    2 nodes configured
    1 resource configured

    Online: [ node1 node2 ]

    Full list of resources:

     vip   (ocf::heartbeat:IPaddr2):   Started node1
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from collectors.base import ParseError, Reason, SessionError, Unseen
from collectors.facts.clusters import INFINITY, Cluster, ClusterNode, ClusterResource, FailCount

_DC = re.compile(r"Current DC: (?P<name>\S+)(?: \(\d+\))?(?: \(version ?(?P<version>[^)]*)\))?(?: - (?P<quorum>.*))?")
_LISTED = re.compile(
    r"(?P<kind>Remote|Guest)?(?P<state>Online|OFFLINE|Offline|Standby|Maintenance):? \[ (?P<names>.*) \]", re.IGNORECASE
)
_NODE = re.compile(
    r"(?P<kind>Remote|Guest)?Node (?P<name>\S+?)(?:@\S+)?(?: \((?P<id>\d+)\))?: (?P<state>[^,]+?)(?:, feature set .*)?"
)
_RESOURCE = re.compile(r"(?P<name>\S+)(?: \(\S+\))?\s+\((?P<agent>[a-z]+:\S+)\):\s*(?P<rest>.*)")
_SET = re.compile(
    r"(?:Clone Set|Master/Slave Set|Container bundle(?: set)?|Docker container(?: set)?): (?P<name>\S+)(?: \[.*)?"
)
_INSTANCES = re.compile(r"(?P<role>[A-Z][a-z]+)(?: \(.*\))?: \[ (?P<names>.*) \]")
_PASSED = re.compile(
    r"Resource Group: .*|Replica\[\d+\].*|No (?:active |inactive )?resources.*|.*fencing.*|$", re.IGNORECASE
)
_COUNT = re.compile(r"(?P<nodes>\d+) [Nn]odes? (?:and (?P<both>\d+) resources? )?configured.*")
_FAILED = re.compile(r"(?P<name>\S+): .*?fail-count=(?P<count>\d+|INFINITY)(?: last-failure='?(?P<last>[^']*)'?)?.*")
_DOWN: Final = frozenset({"Stopped"})
_SETTLED = ("Started", "Stopped", "Master", "Slave", "Promoted", "Unpromoted")
_CHANGING = ("Starting", "Stopping", "Promoting", "Demoting", "Migrating", "Monitoring")
_ROLES: Final = frozenset({*_SETTLED, *_CHANGING})
_NOTES: Final = frozenset({"disabled", "unmanaged", "blocked", "failed", "orphaned", "monitor", "maintenance", "ignored"})
_HEADINGS: Final = {
    "full list of resources": "resources",
    "active resources": "resources",
    "inactive resources": "resources",
    "node list": "nodes",
    "cluster summary": "summary",
    "migration summary": "failures",
}


def of_text(lines: Sequence[str], *, has_sbd: bool) -> Cluster:
    """Read the cluster. Raises SessionError where the nodes or the DC are not told, ParseError for an unknown resource."""
    parts = _parts(lines)
    found = [match for line in parts["summary"] if (match := _DC.fullmatch(line))]
    nodes = tuple(_nodes((*parts["summary"], *parts["nodes"])))
    if not found or not nodes:
        raise SessionError(Reason.EMPTY, " ".join(lines)[:200])
    resources = tuple(_resources(parts["resources"]))
    quorum = found[0]["quorum"] or ""
    return Cluster(
        is_running=True,
        has_quorum={"partition with quorum": True, "partition WITHOUT quorum": False}.get(quorum),
        version=found[0]["version"] or "",
        coordinator=found[0]["name"],
        nodes=nodes,
        resources=resources,
        fail_counts=tuple(_fail_counts(parts["failures"])),
        options=_options(lines),
        has_sbd=has_sbd,
        unseen=tuple(_unseen(parts["summary"], len(nodes))),
    )


def _parts(lines: Sequence[str]) -> dict[str, list[str]]:
    """The lines below each heading, without bullets and indent (of resources with them); an unknown heading ends one."""
    parts: dict[str, list[str]] = {"summary": [], "nodes": [], "resources": [], "failures": []}
    now = "summary"
    for raw in lines:
        line = raw.strip().removeprefix("* ").strip()
        heading = line.removesuffix(":").lower()
        if line.endswith(":") and heading in _HEADINGS:
            now = _HEADINGS[heading]
        elif line.endswith(":") and not raw.startswith((" ", "*")) and now != "summary":
            now = ""
        elif line and now:
            parts[now].append(raw if now == "resources" else line)
    return parts


def _nodes(lines: Sequence[str]) -> Iterator[ClusterNode]:
    for line in lines:
        if match := _LISTED.fullmatch(line):
            for name in re.sub(r" \(\d+\)", "", match["names"]).split():
                yield _node(name.split("@")[0], match["state"], match["kind"])
        elif (match := _NODE.fullmatch(line)) and match["state"].strip():
            yield _node(match["name"], match["state"], match["kind"])


def _node(name: str, state: str, kind: str | None) -> ClusterNode:
    said = state.lower()
    return ClusterNode(
        name=name,
        is_online="online" in said or (("standby" in said or "maintenance" in said) and "offline" not in said),
        kind=(kind or "member").lower(),
        is_standby="standby" in said,
        is_maintenance="maintenance" in said,
        is_pending="pending" in said,
        is_unclean="unclean" in said,
    )


def _resources(lines: Sequence[str]) -> Iterator[ClusterResource]:
    within, is_disabled, indent = "", False, 0
    for raw in lines:
        line = raw.strip().removeprefix("* ").strip()
        deep = len(raw) - len(raw.lstrip())
        if deep <= indent:
            within, is_disabled = "", False
        if match := _SET.fullmatch(line):
            within, is_disabled, indent = match["name"], "disabled" in line.lower(), deep
        elif line.startswith("Resource Group:") and not within:
            is_disabled, indent = "disabled" in line.lower(), deep
        elif match := _INSTANCES.fullmatch(line):
            yield from _instances(match["role"], match["names"], within, is_disabled=is_disabled)
        elif match := _RESOURCE.fullmatch(line):
            one = _resource(match["name"], match["agent"], match["rest"])
            yield replace(one, name=within or one.name, within=within, is_disabled=one.is_disabled or is_disabled)
        elif not _PASSED.fullmatch(line):
            raise ParseError("resource of crm_mon", line)


def _instances(role: str, names: str, within: str, *, is_disabled: bool) -> Iterator[ClusterResource]:
    singular = role.removesuffix("s") if role in {"Masters", "Slaves"} else role
    for name in re.sub(r" \(\d+\)", "", names).split():
        is_active = singular not in _DOWN
        nodes = (name,) if is_active else ()
        yield ClusterResource(within, "", singular, is_active, nodes, within=within, is_disabled=is_disabled)


def _resource(name: str, agent: str, rest: str) -> ClusterResource:
    """``Started node1``, ``Stopped (disabled)``, ``FAILED node2 (blocked)``, ``Started node1 (unmanaged)``."""
    words = re.sub(r"[\[\](),]", " ", rest).split()
    if not words:
        raise ParseError("resource without a state", name)
    is_failed = "FAILED" in words
    role = next((word for word in words if word in _ROLES), "FAILED" if is_failed else "")
    if not role:
        raise ParseError("resource in a state nobody knows", f"{name} {rest}")
    notes = {word.lower() for word in words}
    known = _NOTES | {role.lower()}
    return ClusterResource(
        name=name.split(":", 1)[0],
        agent=agent.replace("::", ":"),
        role=role,
        is_active=role not in _DOWN,
        nodes=tuple(word for word in words if word.lower() not in known) if role not in _DOWN else (),
        is_disabled="disabled" in notes,
        is_managed="unmanaged" not in notes and "maintenance" not in notes,
        is_maintenance="maintenance" in notes,
        is_failed=is_failed,
        is_blocked="blocked" in notes,
        is_orphaned="orphaned" in notes,
    )


def _fail_counts(lines: Sequence[str]) -> Iterator[FailCount]:
    node = ""
    for line in lines:
        if line.startswith("Node"):
            node = line.removeprefix("Node").strip().split(" ")[0].rstrip(":")
        elif match := _FAILED.fullmatch(line):
            count = INFINITY if match["count"] == "INFINITY" else int(match["count"])
            if count:
                yield FailCount(match["name"].split(":", 1)[0], node, count, match["last"] or "")


def _options(lines: Sequence[str]) -> dict[str, str]:
    text = "\n".join(lines).lower()
    found = {}
    if "stonith-enabled is not false" in text:
        found["stonith-enabled"] = "true"
    found["maintenance-mode"] = "true" if "resource management is disabled" in text else "false"
    return found


def _unseen(lines: Sequence[str], nodes: int) -> Iterator[Unseen]:
    for line in lines:
        match = _COUNT.fullmatch(line)
        if match and nodes < int(match["nodes"]):
            yield Unseen("", Reason.CUT, f"{line}, listed {nodes}")
