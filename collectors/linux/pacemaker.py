"""Pacemaker clusters: crm_mon as XML (2.0.3 on), as the older XML (1.1.4 on), else as text.

Exit code 102 (older: "Connection to cluster failed") says that no cluster runs here. With corosync.conf or cluster.conf
there and Pacemaker's or Corosync's process gone that is the fault itself; with both it is our rights (only root and the
group haclient may ask). A Pacemaker that lost its Corosync answers with code 0, an error and no summary (measured, 2.1.5).
What proves that there is none: neither configuration nor process, out of a full list of processes.

Sample::

    @processes 214 (corosync) (pacemakerd)
    @file yes /etc/corosync/corosync.conf
    @file no /etc/cluster/cluster.conf
    @crm_mon 0
     <pacemaker-result api-version="2.25" request="crm_mon -1 -r -f --output-as=xml">
      <summary><current_dc present="true" name="node1" with_quorum="true"/><nodes_configured number="1"/></summary>
      <nodes><node name="node1" id="1" online="true" type="member"/></nodes>
      <status code="0" message="OK"/>
     </pacemaker-result>
    @lines crm_mon 5
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Reason, Root, SessionError, Shell
from collectors.facts.clusters import CLUSTER, Cluster
from collectors.linux.cluster_witness import HEAD, Shown, Witness, witness_of
from collectors.linux.pacemaker_text import of_text
from collectors.linux.pacemaker_xml import NOT_CONNECTED, of_xml, xml_of

FILES: Final = ("/etc/corosync/corosync.conf", "/etc/cluster/cluster.conf")
_COMMAND: Final = (
    HEAD
    + r"""
file /etc/corosync/corosync.conf
file /etc/cluster/cluster.conf
has pacemakerd command -v pacemakerd
if command -v crm_mon >/dev/null 2>&1; then
  v=$($S crm_mon -1 -r -f --output-as=xml 2>/dev/null); r=$?
  case $v in *'<pacemaker-result'*) ;; *)
    v=$($S crm_mon -1 -r -f --as-xml 2>/dev/null); r=$?
    case $v in *'<crm_mon'*) ;; *) v=$($S crm_mon -1 -r -f 2>&1); r=$? ;; esac ;;
  esac
  show crm_mon $r
fi
echo @end"""
)
_PROCESSES: Final = ("pacemakerd", "corosync", "aisexec", "heartbeat")
_MANAGERS: Final = ("pacemakerd", "aisexec", "heartbeat")
_NOT_RUNNING = re.compile(
    r"connection to cluster failed|cluster is not (?:currently )?running|not connected", re.IGNORECASE
)


def parse(answer: Answer) -> Cluster:
    """Read the cluster. Raises Absent where neither a configuration nor a process of one is there.

    So it does of Corosync alone: neither crm_mon nor pacemakerd is installed, and none of their processes runs.
    """
    witness = witness_of(answer.text, FILES)
    shown = witness.shown.get("crm_mon")
    is_running = witness.runs(*_PROCESSES)
    if not witness.files and not is_running:
        raise Absent(f"/proc: {witness.seen_count} processes, no corosync, no pacemakerd; no node in {FILES[0]}")
    if shown is None:
        is_alone = not witness.has.get("pacemakerd", True) and FILES[1] not in witness.files
        if is_alone and not witness.runs(*_MANAGERS):
            raise Absent(f"/proc: {witness.seen_count} processes, no pacemakerd; crm_mon -, pacemakerd -")
        raise SessionError(Reason.TOOL_MISSING, "crm_mon")
    return _read(shown, witness)


def _read(shown: Shown, witness: Witness) -> Cluster:
    text = "\n".join(shown.lines)
    has_sbd = witness.runs("sbd")
    if "<pacemaker-result" in text or "<crm_mon" in text:
        root = xml_of(text)
        status = root.find("status")
        code = status.get("code", "0") if status is not None else "0"
        if code == "0" and root.find("status/errors") is None:
            return of_xml(root, has_sbd=has_sbd)
        words = " ".join(one.text or "" for one in root.iter("error"))
        is_down = code == NOT_CONNECTED or bool(_NOT_RUNNING.search(words))
        return _down(witness, words, is_down=is_down)
    if _NOT_RUNNING.search(text):
        return _down(witness, text.strip().splitlines()[-1], is_down=True)
    if shown.exit_code:
        reason = (
            Reason.DENIED
            if re.search(r"permission|privilege|not permitted|password", text, re.IGNORECASE)
            else Reason.FAILED
        )
        raise SessionError(reason, f"exit {shown.exit_code} {text.strip()[-200:]}".strip())
    return of_text(shown.lines, has_sbd=has_sbd)


def _down(witness: Witness, words: str, *, is_down: bool) -> Cluster:
    """The cluster that crm_mon cannot reach: down, unless a process of it says that only we cannot."""
    if not is_down:
        raise SessionError(Reason.FAILED, f"crm_mon: {words}")
    if witness.runs("pacemakerd") and witness.runs("corosync", "aisexec", "heartbeat"):
        raise SessionError(Reason.DENIED, f"crm_mon: {words}")
    return Cluster(is_running=False, words=words)


PACEMAKER: Final = Collector(
    id="linux.pacemaker",
    provides=CLUSTER,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=30, kib=512, root=Root.BETTER),
    parse=parse,
)
