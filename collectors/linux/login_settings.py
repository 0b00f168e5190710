r"""What holds at a login beside PAM: login.defs, useradd's defaults, TMOUT and umask in the shells' start files, groups.

The start files are read and never run: they are the customer's programs. Of each only the places that set TMOUT or umask
are told: c within a condition, z where the condition is that it is not set yet, n in a branch for shells that are no login
shells, r readonly. What only running would tell is ``?``.

Sample::

    @defs
     UID_MIN 1000
    @useradd
     INACTIVE -1
    @shell /etc/profile
     include profile.d -
     umask 022 c
    @shell /etc/profile.d/tmout.sh
     TMOUT 600 r
    @groups
     root 0
    @count 1
    @lines 12
    @end
"""

from collections.abc import Mapping
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.accounts import ACCOUNTS, Accounts
from collectors.facts.login_settings import LOGIN_RULES, LOGIN_SETTINGS, LoginRules, LoginSettings, ShellSetting
from collectors.facts.pam import PAM, Pam
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from collectors.facts.ssh_server import SSH_SERVER, SshServer
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages

_COMMAND: Final = counting(r"""
echo @defs
for f in /usr/etc/login.defs /etc/login.defs; do
  [ -e $f ] || continue
  [ -r $f ] || { echo "@unread $f"; continue; }
  awk '$1 ~ /^(UID_MIN|SYS_UID_MAX|UMASK|HOME_MODE|USERGROUPS_ENAB|ENCRYPT_METHOD|MD5_CRYPT_ENAB)$/ ||
    $1 ~ /^PASS_(MAX_DAYS|MIN_DAYS|WARN_AGE|MIN_LEN)$/ { print " " $1, $2 }' $f
done
echo @useradd
[ ! -r /etc/default/useradd ] || sed -n 's/^\(INACTIVE\)=\([-0-9][0-9]*\).*/ \1 \2/p' /etc/default/useradd
[ ! -d /etc/profile.d ] || { [ -r /etc/profile.d ] && [ -x /etc/profile.d ]; } || echo '@unread /etc/profile.d'
set --
for f in /etc/profile /etc/profile.d/*.sh /etc/bashrc /etc/bash.bashrc /etc/bash/bashrc; do
  [ -f "$f" ] || continue
  case $f in *[!A-Za-z0-9_./+-]*) continue ;; esac
  if [ ! -r "$f" ]; then echo "@unread $f"; elif [ ! -s "$f" ]; then echo "@shell $f"; else set -- "$@" "$f"; fi
done
[ $# = 0 ] || awk '
FNR == 1 { d = 0; l = -1; print "@shell " FILENAME }
{ t = $0; sub(/^[ \t]*#.*/, "", t); sub(/[ \t]#.*/, "", t); if (t == "") next
  g = t ~ /-z[^;&|]*TMOUT|umask[`) "]* -eq 0|TMOUT[+:]/; s = t; before = ""
  if (FILENAME == "/etc/profile" && t ~ /profile\.d/ && !seen["p"]++) print " include profile.d -"
  if (FILENAME == "/etc/profile" && t ~ /bash\/?\.?bashrc|etc\/bashrc/ && !seen["b"]++) print " include bashrc -"
  k = split(t, p, /;|&&|\|\|/); chained = t ~ /&&|\|\|/
  for (i = 1; i <= k; i++) {
    q = p[i]; sub(/^[ \t]+/, "", q); first = q; sub(/[ \t].*/, "", first)
    if (first ~ /^(if|case|for|while|until|select)$/ || q ~ /\([ \t]*\)[ \t]*\{/ || first == "{") d++
    if (first == "if" && t ~ /! *shopt -q login_shell/) l = d
    if (first ~ /^(else|elif)$/ && d == l) l = -1
    sub(/^(if|then|else|elif|do|\{)[ \t]+/, "", q)
    f = (d > 0 || (chained && i > 1) ? "c" : "") (g || (d > 0 && guard == d) ? "z" : "") (l >= 0 && d >= l ? "n" : "")
    if (g && first == "if") guard = d
    r = q ~ /^(readonly|(declare|typeset)[ \t]+(-[A-Za-z]+[ \t]+)*-[A-Za-z]*r)/ ? "r" : ""
    if (match(q, /(^|[ \t])TMOUT=[^ \t]*/)) tell("TMOUT", substr(q, RSTART, RLENGTH))
    else if (q ~ /^(readonly|declare|typeset)[ \t]/ && q ~ /[ \t]TMOUT([ \t]|$)/) tell("TMOUT", "=")
    else if (q ~ /^unset[ \t].*TMOUT/) tell("TMOUT", "=0")
    if (q ~ /^umask[ \t]+[^ \t]/) { sub(/^umask[ \t]+(-[Sp][ \t]+)?/, "", q); tell("umask", "=" q) }
    if (first ~ /^(fi|done|esac|\})$/) { if (d == l) l = -1; if (guard == d) guard = 0; if (d > 0) d-- } } }
function tell(n, v) { sub(/^[^=]*=/, "", v); gsub(/["\047]/, "", v); sub(/[ \t]+$/, "", v)
  if (v !~ /^[0-9ugoarwx=,+-]*$/) v = "?"
  if (v == "") v = "-"
  f2 = f r; print " " n " " v " " (f2 == "" ? "-" : f2) }' "$@"
echo @groups
awk -F: 'NF > 2 && $1 !~ /[ \t]/ { n++; print " " $1, $3 } END { print "@count " n + 0 }' /etc/group""")


def parse(answer: Answer) -> LoginSettings:
    """Read all of it. Raises SessionError (cut) where a line is missing."""
    parts = complete(answer.text)
    if not {"defs", "useradd", "groups", "count"} <= parts.keys():
        raise ParseError("no definitions, defaults, groups or count", answer.text[:80])
    groups = tuple(map(_group, parts["groups"].lines))
    if number(parts["count"].rest) != len(groups) or not groups:
        raise SessionError(Reason.CUT, f"@count {parts['count'].rest}")
    found = passages(answer.text)
    return LoginSettings(
        definitions=_pairs(parts["defs"]),
        files={one.rest: tuple(map(_setting, one.lines)) for one in found if one.kind == "shell"},
        new_accounts=_pairs(parts["useradd"]),
        groups=groups,
        unread=tuple(one.rest for one in found if one.kind == "unread"),
    )


def _pairs(part: Passage) -> Mapping[str, str]:
    """Names and values; of a name that stands twice the later value holds, as login.defs(5) is read."""
    return {name: value for name, _space, value in (line.partition(" ") for line in part.lines)}


def _group(line: str) -> tuple[str, int]:
    name, _space, gid = line.partition(" ")
    return name, number(gid, line)


def _setting(line: str) -> ShellSetting:
    words = line.split(" ")
    if len(words) != 3 or words[0] not in {"TMOUT", "umask", "include"}:  # noqa: PLR2004 - name, value, flags
        raise ParseError("no setting of a shell", line)
    name, value, flags = words
    return ShellSetting(
        name,
        "" if value == "-" else value,
        is_conditional="c" in flags,
        is_guarded="z" in flags,
        is_for_other_shells="n" in flags,
        is_fixed="r" in flags,
    )


LOGIN_SETTINGS_FILES: Final = Collector(
    id="linux.login_settings.files",
    provides=LOGIN_SETTINGS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=128),
    parse=parse,
)


def derive(accounts: object, settings: object, pam: object, ssh: object, effective: object = None) -> LoginRules:
    """Put together what was seen; what sshd said of real connections before its settings. Raises the first error."""
    if isinstance(effective, SshEffective) and (told := _told(effective)) is not None:
        ssh = told
    given = (accounts, settings, pam, ssh)
    if all(isinstance(one, Exception) for one in given) and isinstance(accounts, Exception):
        raise accounts
    return LoginRules(
        accounts if isinstance(accounts, Accounts) else _unseen(accounts),
        settings if isinstance(settings, LoginSettings) else _unseen(settings),
        pam if isinstance(pam, Pam) else _unseen(pam),
        ssh if isinstance(ssh, SshServer) else _unseen(ssh),
    )


def _told(found: SshEffective) -> SshServer | None:
    """What holds for a login that no Match block concerns, and beside it what others get; None where it was not clear."""
    daemons = found.daemons
    if len(daemons) != 1 or daemons[0].unclear or daemons[0].untried():
        return None
    [daemon] = daemons
    plain = next((one for one in daemon.answers if not daemon.name_of(one)), None)
    if plain is None:
        return None
    matched = tuple(
        (name, value, daemon.name_of(one))
        for one in daemon.answers
        for name, value in one.settings.items()
        if plain.settings.get(name, "") != value
    )
    return SshServer(plain.settings, is_effective=True, matched=matched)


def _unseen(error: object) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    return Unseen("", Reason.NO_RECORD if isinstance(error, Absent) else Reason.NOT_UNDERSTOOD, str(error)[:200])


LOGIN_RULES_DERIVED: Final = Derived(
    id="linux.login_rules",
    provides=LOGIN_RULES,
    of=(ACCOUNTS, LOGIN_SETTINGS, PAM, SSH_SERVER, SSH_EFFECTIVE),
    derive=derive,
)
