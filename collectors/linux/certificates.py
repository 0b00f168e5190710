"""Certificates in files: those that the configurations of services name, and those that the operator names.

Only certificates are read, the first of each file; a line that names a key is not looked for. Of a configuration only paths
leave the target. Keystores of Java are read as ``collectors.linux.keystores`` tells.

Sample::

    @now 1790000000
    @folder /etc/nginx
    @file 0 /etc/nginx|/etc/nginx/tls/site.pem
     subject=CN=portal.example.test
     issuer=CN=Example CA
     notBefore=Jan  1 00:00:00 2026 GMT
     notAfter=Jan  1 00:00:00 2027 GMT
    @files 1
    @lines 8
    @end
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from collectors.base import (
    LINUX,
    Answer,
    Collector,
    Parameter,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Source,
    Unseen,
    listing,
)
from collectors.facts.certificates import CERTIFICATE_FILES, CertificateFile, CertificateFiles
from collectors.linux.counted_lines import complete, counting
from collectors.linux.keystores import KEYSTORES, TOMCATS, certificates_of
from collectors.linux.log_stamps import MONTHS
from collectors.linux.passages import Passage, number, passages
from config.text import Text, _

CERTIFICATE_GLOBS: Final = Parameter("certificate_globs", r"(/[^\n\r\0|]*(\|/[^\n\r\0|]*)*)?", Source.CONFIGURATION)

_COMMAND: Final = counting(
    KEYSTORES
    + r"""
echo "@now $(date +%s)"
w=$1 n=0 m=0
k='^[[:space:]]*(ssl_certificate|ssl_(sign|enc)_certificate|SSLCertificateFile|smtpd_tls_cert_file|ssl[-_]cert|'
k=$k'ssl_cert_file|rsa_cert_file|TLSCertificateFile|cert)[[:space:]=]|[[:space:]]crt[[:space:]]'
for d in /etc/nginx /usr/local/nginx/conf /usr/local/openresty/nginx/conf /usr/local/tengine/conf /etc/httpd /etc/apache2 \
  /usr/local/apache2/conf /etc/haproxy /etc/postfix /etc/dovecot /etc/vsftpd /etc/stunnel /etc/openldap /etc/ldap \
  /etc/my.cnf.d /etc/mysql /etc/postgresql; do
  [ -d $d ] || continue
  echo "@folder $d"
  $S find -L $d -maxdepth 4 -type f -size -2048k '!' -path '*-available/*' '(' -name '*.conf' -o -name '*.cfg' -o \
    -name '*.cnf' -o -name main.cf -o -path '*/sites-enabled/*' ')' -exec grep -hE \
    "$k" \
    {} + 2>&1 | awk -v d="$d" '
function out(p) {
  gsub(/[";<\047]/, "", p)
  if (p == "" || p ~ /^[$]|[$][{a-z]|^data:|^engine:/) return
  if (p !~ /^\//) p = d "/" p
  print "@path " d "|" p
}
/ermission denied/ { print "@denied " substr($0, 1, 200); next }
/^(find|grep): / { next }
/[ \t]crt[ \t]/ { if ($1 !~ /^#/) for (i = 1; i < NF; i++) if ($i == "crt") out($(i + 1)); next }
{ gsub(/[=]/, " "); out($2) }'
done >"$TMPDIR/named-certificates"
for d in TOMCATS; do
  [ -d "$d/conf" ] || continue
  echo "@folder $d/conf"
  $S cat "$d/conf/server.xml" 2>&1 >"$TMPDIR/server-xml" | grep -i 'permission denied' | sed 's/^/@denied /'
  tomcat "$d" <"$TMPDIR/server-xml"
done >>"$TMPDIR/named-certificates"
grep -vE '^@(path|store|used) ' "$TMPDIR/named-certificates"
grep -E '^@(store|used) ' "$TMPDIR/named-certificates" >"$TMPDIR/named-stores"
IFS='|'
for p in $w; do echo "@path |$p"; done >>"$TMPDIR/named-certificates"
IFS='
'
for p in $(sed -n 's/^@path //p' "$TMPDIR/named-certificates" | sort -u | head -n 100); do
  d=${p%%'|'*} p=${p#*'|'}
  [ ! -d "$p" ] || for f in "$p"/*.pem "$p"/*.crt; do [ ! -f "$f" ] || set -- "$@" "$d|$f"; done
  [ -d "$p" ] || set -- "$@" "$d|$p"
done
shift
tools
for p; do
  [ $n -lt 64 ] || { echo "@left ${p#*'|'}"; continue; }
  n=$((n + 1)) f=${p#*'|'}
  case $f in *.jks | *.JKS | *.keystore | *.p12 | *.pfx) keystore "$p"; continue ;; esac
  if grep -qF "@store $p|" "$TMPDIR/named-stores"; then keystore "$p"; continue; fi
  v=$($S openssl x509 -noout -subject -issuer -dates -nameopt RFC2253,-esc_msb,utf8 -in "$f" 2>&1); r=$?
  case $v in
    *'o start line'*) v=$($S openssl x509 -inform DER -noout -subject -issuer -dates -nameopt RFC2253,-esc_msb,utf8 \
      -in "$f" 2>&1); r=$? ;;
  esac
  echo "@file $r $p"; printf '%s\n' "$v" | head -n 12 | cut -c1-300 | sed 's/^/ /'
done
echo "@files $n"
""".replace("TOMCATS", TOMCATS)
)

_DATE = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<year>\d{4}) GMT",
    re.ASCII,
)
_BY_HAND: Final = _(
    "Look at the file on the target; a certificate of the national algorithms (SM2) wants gmssl or an openssl of 1.1.1 or "
    "later."
)
_NAME_IT: Final = _("Name the file itself under paths in the limits of this check.")
_MORE: Final = _("Name fewer files under paths in the limits of this check, or inspect the rest by hand.")


def parse(answer: Answer) -> CertificateFiles:
    """Read every file that is named; one that could not be read is unseen."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"now", "files"} <= parts.keys():
        raise ParseError("no time or no count", answer.text[:80])
    files = [one for one in found if one.kind in {"file", "keystore"}]
    if number(parts["files"].rest) != len(files):
        raise SessionError(Reason.CUT, f"@files {parts['files'].rest}")
    read: dict[str, CertificateFile | Unseen | None] = {}
    for one in files:
        path = one.rest.partition("|")[2]
        for made in certificates_of(one, path, _certificate) if one.kind == "keystore" else (_file(one, path),):
            read[made.path if isinstance(made, CertificateFile) else path] = made
    unseen = [Unseen(one.rest, Reason.NO_RECORD, one.rest, _NAME_IT) for one in found if one.kind == "variable"]
    unseen += [Unseen(one.rest, Reason.BUDGET, one.rest, _MORE) for one in found if one.kind == "left"]
    unseen += [Unseen(_refused(one.rest), Reason.DENIED, one.rest) for one in found if one.kind == "denied"]
    return CertificateFiles(
        asked_at=_epoch(parts["now"].rest),
        certificates=listing((one for one in read.values() if one is not None), unseen),
        looked_in=tuple(one.rest for one in found if one.kind == "folder"),
        missing=tuple(path for path, one in read.items() if one is None),
    )


def _refused(said: str) -> str:
    """The path in the words of find or grep that were refused."""
    match = re.search(r"/[^:'\u2019]*", said)
    return match[0] if match else said


def _file(one: Passage, path: str) -> CertificateFile | Unseen | None:
    """One certificate; None where the file is not there."""
    code, _space, rest = one.rest.partition(" ")
    text = " ".join(one.lines)  # of openssl 3 the reason stands in a later line than the words
    if number(code):
        if "No such file" in text:
            return None
        reason, remedy = _why(text)
        return Unseen(path, reason, f"{path}: {one.lines[0][:120] if one.lines else code}", remedy)
    return _certificate(path, rest.partition("|")[0], one.lines)


def _certificate(path: str, named_by: str, lines: Sequence[str]) -> CertificateFile:
    """One certificate as openssl tells it. Raises ParseError."""
    said = _said(lines)
    return CertificateFile(
        path=path,
        subject=said.get("subject", ""),
        issuer=said.get("issuer", ""),
        not_before_at=_date(said.get("notBefore", "")),
        not_after_at=_date(said.get("notAfter", "")),
        named_by=named_by,
    )


def _why(text: str) -> tuple[Reason, Text | None]:
    if "ermission denied" in text or "password is required" in text:
        return Reason.DENIED, None
    return Reason.FAILED, _BY_HAND


def _said(lines: Sequence[str]) -> Mapping[str, str]:
    """The lines ``name=value``; openssl before 1.1 writes a space behind the sign."""
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _date(word: str) -> datetime:
    """A date of openssl. Raises ParseError; a year beyond 9999 does not exist here."""
    match = _DATE.fullmatch(word)
    if match is None or match["month"] not in MONTHS:
        raise ParseError("no date of a certificate", word)
    day, hour, minute, second = (int(match[name]) for name in ("day", "hour", "minute", "second"))
    try:
        return datetime(int(match["year"]), MONTHS.index(match["month"]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise ParseError(f"no date of a certificate: {error}", word) from error


def _epoch(word: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(word), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", word) from error


CERTIFICATES_OPENSSL: Final = Collector(
    id="linux.certificates.openssl",
    provides=CERTIFICATE_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="openssl", seconds=45, kib=256, root=Root.BETTER, parameters=(CERTIFICATE_GLOBS,)),
    parse=parse,
)
