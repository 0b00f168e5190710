"""Virtual addresses that keepalived or Pacemaker moves between nodes, and which of them this node holds.

keepalived's configuration also holds passwords (auth_pass): only the lines of its VRRP instances leave the target. Of
Pacemaker's configuration (CIB) only the parameter ``ip`` of IPaddr resources is asked. What proves that there is none:
neither program's configuration, nor a process of it.

Sample::

    @processes 214 (keepalived)
    @file yes /etc/keepalived/keepalived.conf
    @file no /etc/corosync/corosync.conf
    @keepalived 0
     vrrp_instance VI_1 {
     state BACKUP
     priority 100
     virtual_ipaddress {
     10.0.0.100/24 dev eth0
     }
     }
    @lines keepalived 7
    @addresses 0
     2: eth0    inet 10.0.0.2/24 brd 10.0.0.255 scope global eth0
    @lines addresses 1
    @end
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_interface
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.clusters import VIRTUAL_ADDRESSES, VirtualAddress, VirtualAddresses
from collectors.linux.cluster_witness import HEAD, Shown, Witness, witness_of
from collectors.linux.pacemaker_xml import xml_of
from collectors.linux.passages import number
from config.text import _

FILES: Final = ("/etc/keepalived/keepalived.conf", "/etc/corosync/corosync.conf")
_COMMAND: Final = (
    HEAD
    + r"""
file /etc/keepalived/keepalived.conf
file /etc/corosync/corosync.conf
if [ -e /etc/keepalived/keepalived.conf ]; then
  v=$($S cat /etc/keepalived/keepalived.conf 2>&1); r=$?
  [ $r -ne 0 ] || v=$(printf '%s\n' "$v" | awk '
    { sub(/[#!].*/, ""); gsub(/[{}]/, " & ") }
    {
      out = ""
      for (i = 1; i <= NF; i++) {
        w = $i
        if (w == "{") { depth++; name[depth] = last; out = out " {" }
        else if (w == "}") { if (depth > 0) depth--; out = out " }" }
        else if (name[depth] ~ /^virtual_ipaddress/) out = out " " w
        else if (i == 1 && w ~ /^(vrrp_instance|state|priority|include|virtual_ipaddress.*)$/) { out = out " " w; keep = 1 }
        else if (keep && name[depth] ~ /^(vrrp_instance|)$/ && w !~ /^auth|^notify|pass/) out = out " " w
        else keep = 0
        if (w != "{" && w != "}" && (i == 1 || last == "}" || last == "{")) last = w
        else if (w == "{" || w == "}") last = w
      }
      keep = 0
      if (out != "") print substr(out, 2)
    }')
  show keepalived $r
fi
case $c in *pacemakerd*) command -v cibadmin >/dev/null 2>&1 && {
  v=$($S cibadmin --query --xpath "//primitive[@provider='heartbeat']//nvpair[@name='ip']" 2>&1); show cib $?
} ;; esac
v=$(ip -o addr show 2>&1); show addresses $?
echo @end"""
)
_HELD = re.compile(r"\d+: +(?P<interface>\S+) +inet6? +(?P<address>[0-9a-fA-F.:]+)(?:/\d+)?(?: .*)?")
_NO_MATCH: Final = (6, 105)
"""cibadmin's exit codes for "nothing found": ENXIO of 1.1, CRM_EX_NOSUCH of 2.x."""


def parse(answer: Answer) -> VirtualAddresses:
    """Read what is configured and held. Raises Absent where neither keepalived nor Pacemaker is configured here."""
    witness = witness_of(answer.text, FILES)
    has_keepalived, has_pacemaker = (path in witness.files for path in FILES)
    runs_keepalived, runs_pacemaker = witness.runs("keepalived"), witness.runs("pacemakerd")
    if not (has_keepalived or has_pacemaker or runs_keepalived or runs_pacemaker):
        raise Absent(f"/proc: {witness.seen_count} processes, no keepalived, no pacemakerd; no {FILES[0]}")
    kept, unseen = _keepalived(witness) if has_keepalived else ((), ())
    moved, more = _pacemaker(witness, is_running=runs_pacemaker) if has_pacemaker or runs_pacemaker else ((), ())
    if not (has_keepalived or runs_keepalived) and not moved and not more:
        raise Absent("cibadmin: no resource with an address; no keepalived")
    return VirtualAddresses(
        configured=(*kept, *moved),
        held=_held(witness),
        stopped=("keepalived",) if has_keepalived and not runs_keepalived else (),
        unseen=(*unseen, *more),
    )


def _held(witness: Witness) -> tuple[str, ...]:
    shown = witness.shown.get("addresses")
    if shown is None or shown.exit_code:
        raise SessionError(Reason.TOOL_MISSING, "ip")
    found = [match for line in shown.lines if (match := _HELD.fullmatch(line.strip()))]
    if not found:
        raise SessionError(Reason.EMPTY, "ip -o addr")
    # behind a load balancer (LVS, direct routing) every node has the address on lo as well, and answers for it nowhere
    return tuple(dict.fromkeys(_plain(one["address"]) for one in found if one["interface"] != "lo"))


def _plain(written: str) -> str:
    """An address without its length, in the one form that compares."""
    try:
        return str(ip_interface(written).ip)
    except ValueError as error:
        raise ParseError("no address", written) from error


def _keepalived(witness: Witness) -> tuple[tuple[VirtualAddress, ...], tuple[Unseen, ...]]:
    shown = witness.shown["keepalived"] if "keepalived" in witness.shown else Shown(1, ())
    if shown.exit_code:
        said = " ".join(shown.lines)[-160:]
        reason = Reason.DENIED if re.search(r"denied|password", said, re.IGNORECASE) else Reason.FAILED
        return (), (Unseen("keepalived", reason, said or FILES[0]),)
    words = [word for line in shown.lines for word in (*line.split(), "\n")]
    includes = [words[place + 1] for place, word in enumerate(words) if word == "include"]
    unseen = tuple(Unseen("keepalived", Reason.NOT_ASKED, f"include {path}") for path in includes)
    return tuple(_instances(words)), unseen


@dataclass
class _Reading:
    """Where a walk through the blocks of keepalived.conf stands."""

    blocks: list[str] = field(default_factory=list)
    statement: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def opens(self) -> None:
        """Begin the block that the words so far name."""
        self.blocks.append(" ".join(self.statement))
        if self.statement[:1] == ["vrrp_instance"]:
            self.said, self.addresses = {"name": self.statement[-1]}, []
        self.statement = []

    def ends(self) -> None:
        """End a statement: an address in a list of them, else a setting."""
        if self.statement and self.blocks and self.blocks[-1].startswith("virtual_ipaddress"):
            self.addresses.append(self.statement[0])
        elif len(self.statement) > 1:
            self.said[self.statement[0]] = self.statement[1]
        self.statement = []


def _instances(words: Sequence[str]) -> Iterator[VirtualAddress]:
    """Walk the blocks; raises SessionError where they do not close."""
    now = _Reading()
    for word in words:
        if word == "{":
            now.opens()
        elif word not in {"}", "\n"}:
            now.statement.append(word)
        else:
            now.ends()
        if word == "}":
            if not now.blocks:
                raise ParseError("keepalived.conf: a block closes that never opened")
            if now.blocks.pop().startswith("vrrp_instance"):
                yield from (_address(one, now.said) for one in now.addresses)
    if now.blocks:
        raise SessionError(Reason.CUT, _("keepalived.conf: block {name} does not close", name=now.blocks[-1]))


def _address(written: str, said: dict[str, str]) -> VirtualAddress:
    priority = number(said["priority"]) if said.get("priority", "").isdecimal() else None
    return VirtualAddress(_plain(written), "keepalived", said.get("name", ""), said.get("state", ""), priority)


def _pacemaker(witness: Witness, *, is_running: bool) -> tuple[tuple[VirtualAddress, ...], tuple[Unseen, ...]]:
    if not is_running:
        return (), (Unseen("pacemaker", Reason.FAILED, _("pacemakerd does not run")),)
    shown = witness.shown.get("cib")
    if shown is None:
        return (), (Unseen("pacemaker", Reason.TOOL_MISSING, "cibadmin"),)
    text = "\n".join(shown.lines)
    if shown.exit_code in _NO_MATCH:
        return (), ()
    if shown.exit_code or "<nvpair" not in text:
        words = f"exit {shown.exit_code} {text[-160:]}"
        reason = Reason.DENIED if re.search(r"denied|permi|password|connect", words, re.IGNORECASE) else Reason.FAILED
        return (), (Unseen("pacemaker", reason, words),)
    pairs = [one for one in xml_of(text).iter("nvpair") if one.get("name") == "ip"]
    found = (VirtualAddress(_plain(one.get("value", "")), "pacemaker", one.get("id", "")) for one in pairs)
    return tuple(found), ()


KEEPALIVED: Final = Collector(
    id="linux.keepalived",
    provides=VIRTUAL_ADDRESSES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=20, kib=128, root=Root.BETTER),
    parse=parse,
)
