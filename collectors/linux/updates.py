r"""Updates that wait, from the indexes that lie on the host: nothing is fetched, no lock is taken, no cache is written.

apt works it out itself by a trial run; what its indexes say of their own date counts, not when their files were written.
``apt list --upgradable`` is cheaper where much waits, and tells neither a repository's label (by which a mirror's security
updates may alone be known) nor the packages that an update brings along. Run by root apt-get would
write a fresh cache for any question, so there it is told to keep none; others use the one that lies there, where it fits.
With rpm neither dnf nor yum is run (they write caches and may ask the vendor): the indexes' dates and the checking of
signatures are read, and what waits is not told.

Sample::

    @now 1795344000
    @system apt
    @release
     /var/lib/apt/lists/deb.example_dists_bookworm_InRelease:Date: Sat, 21 Nov 2026 00:53:02 UTC
    @targets
     /var/lib/apt/lists/deb.example_dists_bookworm_main_binary-amd64_Packages|yes|Debian-Security|bookworm-security
    @trial 0
     Inst unzip [6.0-28] (6.0-28+deb12u1 Debian-Security:12/oldstable-security [amd64])
    @unchecked
    @sources 1
    @lines 9
    @end
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.updates import UPDATES, Index, Pending, Updates
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = counting(r"""
echo "@now $(date +%s)"
if [ -s /var/lib/dpkg/status ] && command -v apt-get >/dev/null 2>&1; then
  echo '@system apt'
  echo @release
  grep -sE '^(Date|Valid-Until): ' /var/lib/apt/lists/*_InRelease /var/lib/apt/lists/*_Release /dev/null | sed 's/^/ /'
  o=
  # Who may write apt's cache would: then none is used, at the cost of reading all indexes.
  [ ! -w /var/lib/dpkg/status ] && [ ! -w /var/cache/apt ] || o='-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache='
  echo @targets
  apt-get $o indextargets --format '$(FILENAME)|$(TRUSTED)|$(LABEL)|$(CODENAME)|$(IDENTIFIER)' 2>/dev/null |
    sed -n 's/|Packages$//p' | sed 's/^/ /'
  v=$(apt-get -s -o Debug::NoLocking=1 $o dist-upgrade 2>&1)
  echo "@trial $?"
  printf '%s\n' "$v" | grep -E '^(Inst |E: |[0-9]+ upgraded)' | cut -c1-300 | sed 's/^/ /'
  printf '%s\n' "$v" | awk '/kept back:$/ { on = 1; next } on && /^ / { $1 = $1; print "@held " $0; next } { on = 0 }'
  dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^h[^ ]* */@held /p'
  echo @unchecked
  for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ ! -e "$f" ] || { echo "$f"; [ -r "$f" ] || echo "$f" >&3; }
  done 3>"$TMPDIR/updates-unread" >"$TMPDIR/updates-sources"
  while read -r f; do
    grep -HisE '^[^#]*(trusted|allow-insecure|allow-weak) *[=:] *(yes|true|1)' "$f" </dev/null
  done <"$TMPDIR/updates-sources" | sed 's/:\/\/[^ @]*@/:\/\/***@/' | cut -c1-200 | sed 's/^/ /'
  apt-config dump 2>/dev/null | grep -iE '(AllowUnauthenticated|AllowInsecureRepositories) "(1|yes|true)' | sed 's/^/ /'
  sed 's/^/@unread /' "$TMPDIR/updates-unread"
  echo "@sources $(grep -c . "$TMPDIR/updates-sources")"
elif command -v rpm >/dev/null 2>&1; then
  echo '@system rpm'
  echo @release
  grep -sE '<timestamp>' /var/cache/dnf/*/repodata/repomd.xml /var/cache/yum/*/*/*/repomd.xml \
    /var/cache/libdnf5/*/repodata/repomd.xml /dev/null | cut -c1-300 | sed 's/^/ /'
  n=0
  echo @unchecked
  for f in /etc/yum.conf /etc/dnf/dnf.conf /etc/yum.repos.d/*.repo; do
    [ -e "$f" ] || continue
    case $f in *.repo) n=$((n + 1)) ;; esac
    if [ -r "$f" ]; then printf '%s\n' "$f"; else echo "$f" >&3; fi
  done 3>"$TMPDIR/updates-unread" >"$TMPDIR/updates-sources"
  while read -r f; do
    awk -v f="$f" '{ gsub(/[ \t\r]/, "") } /^\[/ { told(); s = $0; g = "-"; e = 1 }
function told() { if (s != "" && e) print " " f ":" s " gpgcheck=" g }
/^enabled=(0|[Ff]alse|no)/ { e = 0 } /^gpgcheck=/ { g = /=(1|[Tt]rue|yes)/ ? 1 : 0 } END { told() }' "$f"
  done <"$TMPDIR/updates-sources"
  sed 's/^/@unread /' "$TMPDIR/updates-unread"
  echo "@sources $(grep -c '[.]repo$' "$TMPDIR/updates-sources")"
else
  echo '@system none'
fi""")
_BY_APT_MARK: Final = "a8f9a78780f69a2020a8d6557d06b6f0bce3ce38209acc31ee59c5b66958d5b0"
"""The ask as it was when apt-mark told what is held and no cache was used: its answers have the same form."""
_INST: Final = re.compile(
    r"Inst (?P<package>\S+) (?:\[(?P<old>[^\]]*)\] )?\((?P<new>\S+) (?P<origin>.*?)(?: \[[^\]]*\])?\).*"
)
_SECURITY: Final = re.compile(r"security", re.IGNORECASE)
_STAMP: Final = re.compile(r"(?P<path>/.*/(?P<name>[^/]+)/(?:repodata/)?repomd\.xml):.*<timestamp>(?P<at>\d+)", re.ASCII)
_BY_HAND_RPM: Final = _(
    "Look by hand: dnf -C updateinfo list --security. Where a repository carries no advisories (many mirrors do not), an "
    "empty answer says nothing."
)
_BY_HAND_APT: Final = _("Look by hand when no other installation runs: apt-get -s dist-upgrade.")


def parse(answer: Answer) -> Updates:
    """Read what waits. Raises SessionError where neither apt nor rpm is there, or a line is missing."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"now", "system"} <= parts.keys():
        raise ParseError("no time or no system", answer.text[:80])
    system = parts["system"].rest
    if system == "none":
        raise SessionError(Reason.NOT_OFFERED, "apt-get, rpm")
    if not {"release", "unchecked", "sources"} <= parts.keys():
        raise ParseError("no sources", answer.text[:80])
    is_apt = system == "apt"
    return Updates(
        asked_at=_epoch(parts["now"].rest),
        system=system,
        indexes=_of_apt(parts["release"].lines, parts["targets"].lines) if is_apt else _of_rpm(parts["release"].lines),
        pending=_pending(parts["trial"]) if is_apt else Unseen("", Reason.NOT_OFFERED, "dnf updateinfo", _BY_HAND_RPM),
        held=tuple(sorted({word for one in found if one.kind == "held" for word in one.rest.split()})),
        unchecked=parts["unchecked"].lines if is_apt else _unchecked(parts["unchecked"].lines),
        sources_count=number(parts["sources"].rest),
        unread=tuple(one.rest for one in found if one.kind == "unread"),
    )


def _of_apt(release: Sequence[str], targets: Sequence[str]) -> tuple[Index, ...]:
    """The indexes of configured sources; one that was never fetched bears no date."""
    dates: dict[tuple[str, str], datetime] = {}
    for line in release:
        path, _colon, rest = line.partition(":")
        word, _colon, value = rest.partition(": ")
        dates[re.sub(r"(In)?Release$", "", path), word] = _date(value)
    found: dict[str, Index] = {}
    for line in targets:
        path, trusted, label, codename = line.split("|")
        stem = next((one for one, _word in dates if path.startswith(one)), "")
        name = f"{label or '-'} {codename or '-'}" if stem else path.rpartition("/")[2]
        found[name] = Index(
            name,
            dates.get((stem, "Date")),
            dates.get((stem, "Valid-Until")),
            bool(_SECURITY.search(f"{label} {codename} {path.rpartition('/')[2]}")),
            {"yes": True, "no": False}.get(trusted),
        )
    return tuple(found.values())


def _of_rpm(release: Sequence[str]) -> tuple[Index, ...]:
    """The newest part of each index; its folder bears the repository's name and a digest."""
    newest: dict[str, int] = {}
    for line in release:
        match = _STAMP.match(line)
        if match:
            name = re.sub(r"-[0-9a-f]{16}$", "", match["name"])
            newest[name] = max(newest.get(name, 0), int(match["at"]))
    return tuple(Index(name, _epoch(str(at)), None, is_security=False) for name, at in newest.items())


def _unchecked(lines: Sequence[str]) -> tuple[str, ...]:
    """The repositories of rpm whose packages are not checked: what says nothing has what [main] says, else is not."""
    is_usual = any(one.endswith(":[main] gpgcheck=1") for one in lines)
    wrong = ("=0",) if is_usual else ("=0", "=-")
    return tuple(one for one in lines if one.endswith(wrong) and ":[main] " not in one)


def _pending(trial: Passage) -> tuple[Pending, ...] | Unseen:
    """What apt would install; UNKNOWN where it could not tell, by a lock or packages that are half installed."""
    errors = [one for one in trial.lines if one.startswith("E: ")]
    if number(trial.rest) or errors or not any(re.match(r"\d+ upgraded", one) for one in trial.lines):
        return Unseen("", Reason.FAILED, errors[0][:200] if errors else f"apt-get: {trial.rest}", _BY_HAND_APT)
    return tuple(_inst(one) for one in trial.lines if one.startswith("Inst "))


def _inst(line: str) -> Pending:
    match = _INST.fullmatch(line)
    if match is None:
        raise ParseError("no package to install", line)
    return Pending(
        match["package"], match["old"] or "", match["new"], match["origin"], bool(_SECURITY.search(match["origin"]))
    )


def _date(words: str) -> datetime:
    read = parsedate_tz(words)
    if read is None:
        raise ParseError("no date of an index", words)
    return _epoch(str(mktime_tz(read)))


def _epoch(word: str) -> datetime:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number(word))
    except OverflowError as error:
        raise ParseError(f"no time: {error}", word) from error


UPDATES_INDEXES: Final = Collector(
    id="linux.updates.indexes",
    provides=UPDATES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=45, kib=128),
    parse=parse,
    also_reads=(_BY_APT_MARK,),
)
