"""Clusters: Pacemaker, Corosync, Oracle Clusterware."""

from collectors.base import Answer
from collectors.linux.clusterware import CLUSTERWARE_CRSCTL
from collectors.linux.corosync import COROSYNC
from collectors.linux.pacemaker import PACEMAKER
from tests.house.corpora import Reading, indented

_RUNNING = (
    "@processes 200 (corosync) (pacemakerd)\n@file yes /etc/corosync/corosync.conf\n@file no /etc/cluster/cluster.conf\n"
)
_DOWN = "@processes 200\n@file yes /etc/corosync/corosync.conf\n@file no /etc/cluster/cluster.conf\n"


def _shown(name: str, text: str) -> str:
    body = indented(text)
    return f"@{name} 0\n{body}@lines {name} {len(body.splitlines())}\n"


def _crm_mon(text: str) -> Answer:
    head = _DOWN if "not currently running" in text else _RUNNING
    return Answer(f"{head}{_shown('crm_mon', text)}@end\n")


_LINKS = "RING ID 0\n    id = 10.0.0.1\n    status = ring 0 active with no faults\n"
_QUORUM = """Nodes:            1
Quorate:          Yes
Expected votes:   1
Total votes:      1
    Nodeid      Votes Name
         1          1 node1 (local)
"""
_RESOURCE = "NAME=ora.cssd\nTARGET=ONLINE\nSTATE=ONLINE on db01\n"
_DAEMONS = "CRS-4537: Cluster Ready Services is online\n"


def _corosync(quorum: str, links: str) -> Answer:
    head = "@processes 200 (corosync)\n@file yes /etc/corosync/corosync.conf\n"
    return Answer(f"{head}{_shown('quorumtool', quorum)}{_shown('cfgtool', links)}@end\n")


def _crsctl(check: str, resources: str) -> Answer:
    head = "@processes 200 (ohasd.bin)\n@file yes /etc/oracle/olr.loc\n@file no /var/opt/oracle/olr.loc\n"
    return Answer(f"{head}{_shown('check', check)}{_shown('stat', _RESOURCE)}{_shown('init', resources)}@end\n")


READ: tuple[Reading, ...] = (
    ("cluster/*crm_mon*", _crm_mon, PACEMAKER.parse, "server.cluster"),
    ("cluster/live-*.xml", _crm_mon, PACEMAKER.parse, "server.cluster"),
    ("cluster/*pcs_status*", _crm_mon, PACEMAKER.parse, "server.cluster"),
    ("cluster/*quorum*", lambda text: _corosync(text, _LINKS), COROSYNC.parse, "server.quorum"),
    ("cluster/*cfgtool*", lambda text: _corosync(_QUORUM, text), COROSYNC.parse, "server.quorum"),
    ("oracle/crsctl-check*", lambda text: _crsctl(text, _RESOURCE), CLUSTERWARE_CRSCTL.parse, "server.clusterware"),
    ("oracle/crsctl-stat*", lambda text: _crsctl(_DAEMONS, text), CLUSTERWARE_CRSCTL.parse, "server.clusterware"),
)
"""What a file does not hold is taken as healthy. sbd's dump of its header is no answer of an ask of ours."""
