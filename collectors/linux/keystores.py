r"""Java's keystores, as a part of the ask for certificates: what Tomcat's server.xml names, and what keytool lists of it.

Of server.xml only paths and ports leave the target; what stands in an XML comment does not count. A JKS keystore lists its
certificates without the password (keytool says that their integrity is not verified), a PKCS#12 one does not: then the
connector that alone uses it is shaken hands with on the machine itself, and shows the certificate that it serves.

Sample::

    @keystore /opt/tomcat|/opt/tomcat/conf/site.jks
     entries 1
     alias=site
     entry=PrivateKeyEntry
     subject=CN=portal.example.test
     issuer=CN=Example CA
     notBefore=Jan  1 00:00:00 2026 GMT
     notAfter=Jan  1 00:00:00 2027 GMT
"""

from collections.abc import Callable, Iterator
from typing import Final

from collectors.base import Reason, SessionError, Unseen
from collectors.facts.certificates import CertificateFile
from collectors.linux.passages import Passage, number
from collectors.linux.programs import SAFELY
from config.text import Text, _

TOMCATS: Final = (
    "/usr/share/tomcat /usr/local/tomcat /opt/tomcat /opt/apache-tomcat* /usr/local/apache-tomcat* /var/lib/tomcat[0-9]*"
)
"""Where Tomcat is installed by its packages, or by hand as its manual shows."""

KEYSTORES: Final = (
    SAFELY
    + r"""
tomcat() {
  awk -v b="$1" '
function value(s, name,  v) {
  if (!match(s, "[ \t\r\n]" name "[ \t\r\n]*=[ \t\r\n]*(\"[^\"]*\"|\047[^\047]*\047)")) return ""
  v = substr(s, RSTART, RLENGTH); sub(/^[^"\047]*["\047]/, "", v); return substr(v, 1, length(v) - 1)
}
function out(v, is_store) {
  if (v == "") return
  sub(/^file:(\/\/)?/, "", v)
  while (i = index(v, "${catalina.base}")) v = substr(v, 1, i - 1) b substr(v, i + 16)
  while (i = index(v, "${catalina.home}")) v = substr(v, 1, i - 1) b substr(v, i + 16)
  if (v ~ /[|\n]/ || v ~ /[$][{]/) { gsub(/[|\n]/, " ", v); print "@variable " v; return }
  if (v !~ /^\//) v = b "/" v
  print "@path " b "|" v
  print (is_store ? "@store " : "@used ") b "|" v "|" port
}
{ t = t $0 "\n" }
END {
  while (i = index(t, "<!--")) { j = index(substr(t, i), "-->"); t = substr(t, 1, i - 1) (j ? substr(t, i + j + 2) : "") }
  n = split(t, tag, "<")
  for (k = 1; k <= n; k++) {
    s = tag[k]
    if (s ~ /^Connector[ \t\r\n]/) { c++; port = c " " value(s, "port") " " value(s, "address") }
    if (s !~ /^(Connector|SSLHostConfig|Certificate)[ \t\r\n]/) continue
    out(value(s, "certificateFile"), 0); out(value(s, "SSLCertificateFile"), 0)
    out(value(s, "certificateKeystoreFile"), 1); out(value(s, "keystoreFile"), 1)
  }
}'
}
tools() {
  set -- "$(command -v keytool 2>/dev/null)" /usr/lib/jvm/*/bin/keytool /usr/java/*/bin/keytool
  for j; do [ -n "$j" ] && [ -x "$j" ] && safe "$j" && j=$_f && return; done; j=
}
owned() {
  for d in $(grep -ls -- '-Dcatalina[.]base=' /proc/[0-9]*/cmdline); do
    v=$(tr '\0' '\n' <"$d" 2>/dev/null | sed -n 's/^-Dcatalina[.]base=//p' | tail -n 1)
    [ -n "$v" ] && [ "$(readlink -f "$v")" = "$(readlink -f "$1")" ] || continue
    # only root sees the sockets of others; without them the process alone must do
    v=$({ ls -l "${d%/*}/fd"; cat /proc/net/tcp /proc/net/tcp6; } 2>/dev/null | awk -v h="$(printf '%04X' "$2")" '
sub(/.*socket:\[/, "") { sub(/\].*/, ""); mine[$0] = 1; k++; next }
$4 == "0A" && substr($2, length($2) - 3) == h && ($10 in mine) { hit++ }
END { if (hit || !k) print "yes" }')
    [ -z "$v" ] || return 0
  done
  return 1
}
keystore() {
  echo "@keystore $1"; q=${1#*'|'} b=${1%%'|'*} l=
  m=$((m + 1))
  if [ ! -e "$q" ]; then echo ' unread gone'
  elif [ ! -r "$q" ]; then echo ' unread denied'
  elif [ -z "$j" ]; then echo ' unread keytool'
  elif [ $m -gt 8 ]; then echo ' unread many'
  else
    l=$(echo | nice -n 19 "$j" -J-Xmx64m -J-XX:-UsePerfData -J-Duser.timezone=UTC -J-Duser.language=en \
      -J-Dfile.encoding=UTF-8 -J-Dstdout.encoding=UTF-8 -J-Dsun.stdout.encoding=UTF-8 \
      -list -v -keystore "$q" 2>/dev/null | awk '
/^keytool error: / { print " failed " substr($0, 1, 160); exit }
/^Your keystore contains [0-9]/ { print " entries " $4 }
/^Alias name: / { sub(/^Alias name: /, ""); print " alias=" $0; a = 1 }
/^Entry type: / { print " entry=" $3 }
!a { next }
/^Owner: / { sub(/^Owner: /, ""); print " subject=" substr($0, 1, 300) }
/^Issuer: / { sub(/^Issuer: /, ""); print " issuer=" substr($0, 1, 300) }
/^Valid from: / && $7 == "UTC" && $14 == "UTC" {
  print " notBefore=" $4 " " $5 " " $6 " " $8 " GMT"; print " notAfter=" $11 " " $12 " " $13 " " $15 " GMT"; a = 0
}')
    printf '%s\n' "${l:- failed}"
  fi
  case $l in *notAfter=*) return ;; esac
  # the connector that alone uses it; one that has several certificates may show another
  o=$IFS IFS=' '
  set -- $(awk -v p="$1" '{ n = index($0, " "); k = substr($0, n + 1); m = match(k, /[|][^|]*$/)
    c = substr(k, m + 1); split(c, w, " "); f = substr(k, 1, m - 1); g = substr(f, 1, index(f, "|")) w[1]
    if (!((g SUBSEP f) in had)) many[g]++
    had[g, f] = 1; if (f == p) { one = g; port = w[2]; at = w[3] } }
    END { if (one != "" && many[one] == 1 && port ~ /^[0-9]+$/ && port > 0) print port, at }' "$TMPDIR/named-stores")
  IFS=$o
  [ -n "$1" ] && command -v timeout >/dev/null || return
  owned "$b" "$1" || { echo " unowned $1"; return; }
  case ${2:-} in ''|0.0.0.0|::) set -- "$1" 127.0.0.1 ;; *:*) set -- "$1" "[$2]" ;; esac
  v=$(echo | timeout 5 openssl s_client -connect "$2:$1" 2>/dev/null |
    openssl x509 -noout -subject -issuer -dates -nameopt RFC2253,-esc_msb,utf8 2>/dev/null) || return
  echo " served $1"; printf '%s\n' "$v" | head -n 4 | cut -c1-300 | sed 's/^/ /'
}
"""
)
"""``tomcat BASE`` reads a server.xml and prints ``@path``, ``@store``, ``@used`` and ``@variable``.

``keystore FOLDER|PATH`` prints one passage, with what each connector uses in ``$TMPDIR/named-stores`` and the program that
``tools`` found in ``$j``. Only the connector of a Tomcat that runs from FOLDER is shaken hands with, as anybody may hold
the port of one that stands still.
"""

_WITH_PASSWORD: Final = _(
    "See its end on the target with keytool -list -v (or openssl pkcs12) and its password, typed there, and note it; "
    "better name the certificate's own file under paths in the limits of this check."
)
_FROM_OUTSIDE: Final = _(
    "Start the connector that uses it, or name its address as a target of kind function (tls://…), where what it serves is "
    "seen; or see the end on the target with keytool -list -v and the password, typed there."
)
_REASONS: Final = {"denied": Reason.DENIED, "keytool": Reason.TOOL_MISSING, "many": Reason.BUDGET}


def certificates_of(
    one: Passage, path: str, certificate: Callable[[str, str, tuple[str, ...]], CertificateFile]
) -> Iterator[CertificateFile | Unseen | None]:
    """The certificate of each key of a keystore, else the one that its connector serves, else why neither; None: no file.

    ``certificate`` reads lines as openssl writes them: path, who named it, lines. Raises SessionError (cut) where fewer
    entries came than keytool counted.
    """
    folder = one.rest.partition("|")[0]
    listed, served = _parts(one.lines)
    if any(line == "unread gone" for line in listed):
        yield None
        return
    mine = [block for block in _entries(listed) if "entry=PrivateKeyEntry" in block and _has_end(block)]
    for block in mine:
        yield certificate(f"{path} ({block[0].removeprefix('alias=')})", folder, tuple(block))
    if not mine and served:
        yield certificate(path, folder, served)
    elif not mine:
        yield Unseen(path, *_why(listed, path))


def _parts(lines: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    at = next((place for place, line in enumerate(lines) if line.startswith("served ")), len(lines))
    return list(lines[:at]), lines[at + 1 :]


def _entries(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith("alias="):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    counted = [number(line.removeprefix("entries "), line) for line in lines if line.startswith("entries ")]
    if counted and counted[0] != len(blocks):
        raise SessionError(Reason.CUT, f"{len(blocks)} / {counted[0]}")
    return blocks


def _has_end(block: list[str]) -> bool:
    return any(line.startswith("notAfter=") for line in block)


def _why(lines: list[str], path: str) -> tuple[Reason, str, Text]:
    unread = next((line.removeprefix("unread ") for line in lines if line.startswith("unread ")), "")
    failed = next((line.removeprefix("failed").strip() for line in lines if line.startswith("failed")), "")
    detail = f"{path}: {unread or failed}".removesuffix(": ")
    unowned = next((line.removeprefix("unowned ") for line in lines if line.startswith("unowned ")), "")
    if unowned and not unread:
        return Reason.NO_RECORD, f"{path}: port {unowned}: no -Dcatalina.base", _FROM_OUTSIDE
    return _REASONS.get(unread, Reason.DENIED), detail, _FROM_OUTSIDE if lines else _WITH_PASSWORD
