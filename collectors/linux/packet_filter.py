"""The packet filter: nftables' ruleset, and what the older iptables holds beside it, without counters.

The kernel's own list of its parts is the witness: without nf_tables there is no ruleset, without ip_tables and ip6_tables
none of the old tables, and neither is asked (asking would load them). A part that is built in is no module: the kernel's
symbols name it, and of the old tables the list of those in use. The new iptables writes into nf_tables: what its save
command prints is in the ruleset already. Chains and rules that Docker, Kubernetes, libvirt and fail2ban make are left out.

Sample::

    @root 0
    @parts nf_tables
    @nft 0
     table inet filter {
      chain input {
       type filter hook input priority filter; policy drop;
       tcp dport 22 counter accept
      }
     }
    @lines 8
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.routing import PACKET_FILTER, FilterChain, PacketFilter
from collectors.linux.counted_lines import complete, counting
from collectors.linux.filter_rules import of_nft, of_tables
from collectors.linux.passages import Passage

_COMMAND: Final = counting(
    r"""
without_passing() { sed -e '/^#/d' -e 's/counter packets [0-9]* bytes [0-9]*/counter/g' -e 's/ \[[0-9]*:[0-9]*\]$//' \
  -e 's/ expires [0-9a-z]*//g' | awk -v m='(KUBE-|cali-|CNI-|DOCKER|LIBVIRT_|FLANNEL-|CILIUM_|f2b-)' '
  { l = $0; sub(/^[ \t]+/, "", l) }
  s { if (l == "}") s = 0; next }
  l ~ ("^(chain|set) \"?" m) && l ~ /\{$/ { s = 1; next }
  l ~ ("^(:|-A )" m) || l ~ ("(jump|goto|-j|-g) " m) { next }
  l ~ /(docker0|virbr[0-9]|cni0|flannel|veth|cali[0-9a-f]|br-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f])/ { next }
  { print " " l }'; }
told_by() { k=$1; shift; v=$("$@" 2>&1); echo "@$k $?"
  case $v in *'save v'*'(nf_tables)'*) v= ;; esac
  [ -z "$v" ] || printf '%s\n' "$v" | without_passing; }
nft_rules() { $S nft list ruleset; }
has() { command -v "$1" >/dev/null 2>&1; }
tables4() {
  if has iptables-legacy-save; then
    $S iptables-legacy-save
  else
    $S iptables-save
  fi
}
tables6() {
  if has ip6tables-legacy-save; then
    $S ip6tables-legacy-save
  else
    $S ip6tables-save
  fi
}
echo "@root $(id -u)"
[ -d /sys/module ] || echo @no-witness
p=; for f in nf_tables ip_tables ip6_tables; do [ ! -d /sys/module/$f ] || p="$p $f"; done
[ -r /proc/kallsyms ] || echo @no-witness
names4() { $S cat /proc/net/ip_tables_names; }
names6() { $S cat /proc/net/ip6_tables_names; }
for f in $(grep -ohE ' (nf_tables_newrule|ipt_do_table|ip6t_do_table)$' /proc/kallsyms); do
  case $f in
    nf_tables_newrule) p="$p nf_tables" ;;
    ipt_do_table) v=$(names4 2>/dev/null) && [ -z "$v" ] || p="$p ip_tables" ;;
    ip6t_do_table) v=$(names6 2>/dev/null) && [ -z "$v" ] || p="$p ip6_tables" ;;
  esac
done
echo "@parts$p"
case $p in *nf_tables*) ! has nft || told_by nft nft_rules ;; esac
case $p in *ip_tables*) ! has iptables-save || told_by iptables tables4 ;; esac
case $p in *ip6_tables*) ! has ip6tables-save || told_by ip6tables tables6 ;; esac
"""
)
_MODULES_ALONE: Final = "8225b644ef9c77745d9a7a9068cc8ce208bde50a30c98c4aba31a3384f715aab"
"""The ask that looked for parts among the modules alone."""
_TOOLS: Final = {"nf_tables": "nft", "ip_tables": "iptables", "ip6_tables": "ip6tables"}


def parse(answer: Answer) -> PacketFilter:
    """Read every chain. Raises SessionError where a part of the kernel is loaded and what it holds was not told."""
    parts = complete(answer.text)
    if "parts" not in parts:
        raise ParseError("the kernel's parts were not told", answer.text[:80])
    if "no-witness" in parts:
        raise SessionError(Reason.NOT_OFFERED, "/sys/module")
    chains: list[FilterChain] = []
    asked = [_TOOLS[name] for name in parts["parts"].rest.split()]
    for tool in asked:
        said = _said(tool, parts)
        chains += of_nft(said.lines) if tool == "nft" else of_tables(tool, said.lines)
    return PacketFilter(" + ".join(asked), tuple(chains))


def _said(tool: str, parts: dict[str, Passage]) -> Passage:
    said = parts.get(tool)
    if said is None:
        raise SessionError(Reason.TOOL_MISSING, tool)
    if said.rest == "0":
        return said
    words = " ".join(said.lines)[:200]
    is_denied = any(one in words for one in ("ermission denied", "not permitted", "must be root", "password is required"))
    raise SessionError(Reason.DENIED if is_denied else Reason.FAILED, words or tool)


PACKET_FILTER_RULES: Final = Collector(
    id="linux.packet_filter.rules",
    provides=PACKET_FILTER,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=20, kib=512, root=Root.NEEDED),
    parse=parse,
    also_reads=(_MODULES_ALONE,),
)
