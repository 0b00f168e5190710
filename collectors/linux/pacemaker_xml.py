"""crm_mon's XML, of Pacemaker 2 (``pacemaker-result``) and of 1.1 (``crm_mon``), as facts. Schema: crm_mon(8), crm_mon.rng.

Witness of a lost line: the XML must close, ``nodes_configured`` and ``resources_configured`` count what must be listed.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from collectors.base import ParseError, Reason, SessionError, Unseen
from collectors.facts.clusters import INFINITY, Cluster, ClusterNode, ClusterResource, FailCount
from collectors.linux.passages import number
from collectors.xml_roots import root_of
from config.text import _

NOT_CONNECTED: Final = "102"
"""CRM_EX_DISCONNECT, pacemaker include/crm/common/results.h."""
_OPTIONS: Final = ("stonith-enabled", "fencing-enabled", "maintenance-mode", "stop-all-resources", "no-quorum-policy")


def xml_of(text: str) -> Element:
    """Parse a document. Raises ParseError for one that declares entities, is over long or does not close."""
    return root_of(text, "</pacemaker-result>", "</crm_mon>")


def of_xml(root: Element, *, has_sbd: bool) -> Cluster:
    """Read the cluster out of a whole document."""
    summary, listed = root.find("summary"), root.find("nodes")
    if summary is None:
        raise SessionError(Reason.CUT, _("crm_mon gives no summary"))
    current = summary.find("current_dc")
    nodes = tuple(_node(one) for one in listed.findall("node")) if listed is not None else ()
    top = root.find("resources")
    resources = tuple(_resources(top, "", is_disabled=False)) if top is not None else ()
    options = summary.find("cluster_options")
    stack = summary.find("stack")
    return Cluster(
        is_running=True,
        has_quorum=_flag(current, "with_quorum") if current is not None and current.get("with_quorum") else None,
        stack=stack.get("type", "") if stack is not None else "",
        version=current.get("version", "") if current is not None else "",
        coordinator=current.get("name", "") if current is not None else "",
        nodes=nodes,
        resources=resources,
        fail_counts=tuple(_fail_counts(root)),
        options={name: options.get(name, "") for name in _OPTIONS if options.get(name)} if options is not None else {},
        has_sbd=has_sbd,
        unseen=tuple(_unseen(summary, len(nodes), len(list(top.iter("resource"))) if top is not None else 0)),
    )


def _flag(element: Element, name: str, *, default: str = "false") -> bool:
    return element.get(name, default).lower() == "true"


def _node(one: Element) -> ClusterNode:
    return ClusterNode(
        name=_name(one, "name"),
        is_online=_flag(one, "online"),
        kind=one.get("type", "member"),
        is_standby=_flag(one, "standby") or _flag(one, "standby_onfail"),
        is_maintenance=_flag(one, "maintenance"),
        is_pending=_flag(one, "pending"),
        is_unclean=_flag(one, "unclean"),
        is_expected=_flag(one, "expected_up", default="true"),
    )


def _name(one: Element, key: str) -> str:
    name = one.get(key)
    if not name:
        raise ParseError(f"<{one.tag}> without {key}", str(one.attrib)[:80])
    return name


def _resources(parent: Element, within: str, *, is_disabled: bool) -> Iterator[ClusterResource]:
    for one in parent:
        disabled = is_disabled or _flag(one, "disabled") or one.get("target_role", "").lower() == "stopped"
        if one.tag == "resource":
            yield _resource(one, within, is_disabled=disabled)
        elif one.tag == "clone":
            yield from _resources(one, within or _name(one, "id"), is_disabled=disabled)
        elif one.tag == "bundle":
            for replica in one.findall("replica"):
                yield _replica(_name(one, "id"), tuple(_resources(replica, "", is_disabled=disabled)))
        elif one.tag == "group":
            yield from _resources(one, within, is_disabled=disabled)
        else:
            raise ParseError(f"resources hold <{one.tag}>", str(one.attrib)[:80])


def _resource(one: Element, within: str, *, is_disabled: bool) -> ClusterResource:
    name = _name(one, "id")
    return ClusterResource(
        name=name.split(":", 1)[0] if within else name,
        agent=one.get("resource_agent", ""),
        role=_name(one, "role"),
        is_active=_flag(one, "active"),
        nodes=tuple(_name(node, "name") for node in one.findall("node")),
        within=within,
        is_disabled=is_disabled,
        is_managed=_flag(one, "managed", default="true"),
        is_maintenance=_flag(one, "maintenance"),
        is_failed=_flag(one, "failed"),
        is_failure_ignored=_flag(one, "failure_ignored"),
        is_blocked=_flag(one, "blocked"),
        is_orphaned=_flag(one, "orphaned"),
    )


def _replica(bundle: str, parts: tuple[ClusterResource, ...]) -> ClusterResource:
    """A replica of a bundle as one instance: active when all its parts are; its node is that of its container."""
    if not parts:
        raise ParseError("a replica without a resource", bundle)
    names = {one.name for one in parts}
    hosts = tuple(dict.fromkeys(node for one in parts for node in one.nodes if node not in names))
    return ClusterResource(
        name=bundle,
        agent="",
        role=min((one.role for one in parts), key=lambda role: role != "Stopped"),
        is_active=all(one.is_active for one in parts),
        nodes=hosts,
        within=bundle,
        is_disabled=any(one.is_disabled for one in parts),
        is_managed=all(one.is_managed for one in parts),
        is_maintenance=any(one.is_maintenance for one in parts),
        is_failed=any(one.is_failed and not one.is_failure_ignored for one in parts),
        is_blocked=any(one.is_blocked for one in parts),
        is_orphaned=any(one.is_orphaned for one in parts),
        parts=tuple(sorted(names)),
    )


def _fail_counts(root: Element) -> Iterator[FailCount]:
    history = root.find("node_history")
    for node in history.findall("node") if history is not None else ():
        for one in node.findall("resource_history"):
            written = one.get("fail-count", "0")
            count = INFINITY if written.upper() == "INFINITY" else number(written)
            if count:
                yield FailCount(_name(one, "id").split(":", 1)[0], _name(node, "name"), count, one.get("last-failure", ""))


def _unseen(summary: Element, nodes: int, resources: int) -> Iterator[Unseen]:
    """Fewer nodes or resources listed than the summary counts: a line was lost."""
    for tag, listed in (("nodes_configured", nodes), ("resources_configured", resources)):
        counted = summary.find(tag)
        if counted is not None and listed < number(counted.get("number", "0")):
            yield Unseen("", Reason.CUT, f"{tag} {counted.get('number')}, listed {listed}")
