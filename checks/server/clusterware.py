"""Oracle Clusterware. What it should keep online and cannot is a fault; what it is told to keep offline is none."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.clusters import CLUSTERWARE, Clusterware, ClusterwareDaemon, ClusterwareResource
from config.limits import Layered
from config.text import Text, _

_NOT_MISSED: Final = frozenset({"ora.gsd", "ora.diskmon", "ora.proxy_advm", "ora.oc4j", "ora.crf", "ora.qosmserver"})
"""Resources of no use on most clusters (11.2 to 19c): gsd serves 9i, diskmon Exadata, proxy_advm ADVM; others watch."""


def judge(clusterware: Clusterware, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a daemon and node, one a resource and its instance."""
    for daemon in clusterware.daemons:
        level, summary = _daemon(daemon)
        yield Finding(f"{daemon.node or 'node'} {_area(daemon)}", level, summary, quote=f"{daemon.message}: {daemon.words}")
    for resource in clusterware.resources:
        level, summary = _resource(resource)
        yield Finding(
            f"{resource.name} {resource.instance}",
            level,
            summary,
            observed=_("target {target}, state {state}", target=resource.target, state=_state(resource)),
            quote=f"{resource.name} TARGET={resource.target} STATE={_state(resource)}",
        )


_AREAS: Final = (
    ("Cluster Ready Services", "CRS"),
    ("Cluster Synchronization Services", "CSS"),
    ("Event Manager", "EVM"),
    ("Oracle High Availability Services", "HAS"),
)


def _area(daemon: ClusterwareDaemon) -> str:
    """The daemon a message is about, which its number does not tell: that changes with the daemon's state."""
    return next((short for words, short in _AREAS if words in daemon.words), daemon.message)


def _daemon(daemon: ClusterwareDaemon) -> tuple[Level, Text]:
    said = {"node": daemon.node or "-", "words": daemon.words}
    if daemon.is_online:
        return Level.OK, _("{node}: {words}", **said)
    return Level.CRITICAL, _("{node}: {words}", **said)


def _state(resource: ClusterwareResource) -> str:
    return " ".join(word for word in (resource.state, resource.server, resource.detail) if word)


def _resource(resource: ClusterwareResource) -> tuple[Level, Text]:
    said = {"name": resource.name, "server": resource.server or "-"}
    if resource.target == "OFFLINE":
        return Level.OK, _("{name} is to be offline (target OFFLINE)", **said)
    if resource.state == "ONLINE":
        return Level.OK, _("{name} is online on {server}", **said)
    if resource.state == "INTERMEDIATE":
        return Level.WARN, _(
            "{name} is between online and offline on {server}: {detail}", **said, detail=resource.detail or "-"
        )
    if resource.name in _NOT_MISSED:
        return Level.NOTICE, _("{name} is not online; most clusters do not need it", **said)
    return Level.CRITICAL, _("{name} is to be online and is {state}", **said, state=resource.state)


CLUSTERWARE_CHECK: Final = Check(
    id="server.clusterware",
    title=_("Oracle Clusterware"),
    area=Area.CLUSTER,
    needs=CLUSTERWARE,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("crsctl check cluster -all, crsctl stat res, crsctl stat res -init, by the home that olr.loc names"),
    remedy=_(
        "Look at the resource (crsctl stat res NAME -v) and at alert.log of the grid home for that hour "
        "before starting it (srvctl start, crsctl start resource), in agreement with the database's "
        "administrator. Where CSS or CRS is offline check the interconnect, the voting disks (crsctl query "
        "css votedisk) and the space of the grid home first. For a service request at Oracle collect tfactl "
        "diagcollect of all nodes."
    ),
    traps=(
        _("target OFFLINE and state OFFLINE is a resource that is not wanted, such as ora.gsd and ora.diskmon"),
        _("INTERMEDIATE is a state in between: ora.evmd or a listener that starts, a database that is mounted"),
        _("a virtual address that runs on the other server is INTERMEDIATE with “FAILED OVER”"),
    ),
    clause="1.4.3.4",
    refs=("Oracle Clusterware Administration and Deployment Guide, crsctl check cluster, crsctl status resource",),
)
