"""The local accounts: classes of passwords, days, last logins, rules of sudo. No hash leaves the target.

shadow is reduced by the process that reads it, with root's rights: of the password only whether it is empty, locked or set,
and the kind of its hash. Of sudo's rules only who may run all without a password.

Sample::

    @now 1790000000
    @accounts
     root x 0 /bin/bash
     ops x 1000 /bin/bash
    @count 2
    @shadow
     root set 6 20000 99999 -
     ops locked - 20000 90 -
    @shadowed 2
    @most-days 99999
    @sources files sss
    @lastlog
     ops Nov 20 10:00:00 +0800 2026
    @logins 2 1
    @free
     ops
    @rules 0 1
    @lines 17
    @end
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.accounts import ACCOUNTS, Account, Accounts
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_stamps import MONTHS
from collectors.linux.passages import Passage, number
from config.text import _

_COMMAND: Final = counting(r"""
echo "@now $(date +%s)"
echo @accounts
awk -F: '
{ c = "set"
if ($2 == "x") c = "x"; else if ($2 == "") c = "empty"; else if ($2 ~ /^[!*]/) c = "locked"
if (NF > 5 && $1 !~ /[ \t]/) { n++; print " " $1, c, $3, ($7 == "" ? "/bin/sh" : $7) } }
END { print "@count " n + 0 }' /etc/pass?d
if [ -e /etc/shadow ]; then
  echo @shadow
  $S awk -F: '
{ c = "set"; a = "-"; p = $2
if (p == "") c = "empty"; else if (p ~ /^[!*]/) c = "locked"
else if (p ~ /^[$]/) { split(p, w, "$"); a = w[2] } else if (length(p) == 13) a = "des"; else a = "other"
if (a !~ /^[a-z0-9-]+$/) a = "other"
print " " $1, c, a, ($3 == "" ? "-" : $3), ($5 == "" ? "-" : $5), ($8 == "" ? "-" : $8) }
END { print "@shadowed " NR }' /etc/shadow 2>&1 | sed '/^[ @]/!s/^/@refused /'
else
  echo '@no-shadow'
fi
sed -n 's/^[[:space:]]*PASS_MAX_DAYS[[:space:]][[:space:]]*\(-*[0-9][0-9]*\).*/@most-days \1/p' /etc/login.defs 2>/dev/null
sed -n 's/^pas[s]wd:[[:space:]]*/@sources /p' /etc/nsswitch.conf 2>/dev/null
for t in lastlog lastlog2; do
  command -v $t >/dev/null 2>&1 || continue
  echo @lastlog
  $t 2>/dev/null | awk '
NR > 1 && !/Never logged in/ && NF > 5 { n++; print " " $1, $(NF-4), $(NF-3), $(NF-2), $(NF-1), $NF }
END { print "@logins " NR - 1 " " n + 0 }'
  break
done
v=$($S grep -rhE 'NOPASSWD|!authenticate' /etc/sudoers /etc/sudoers.d 2>&1); r=$?
case $v in *'o such file'*) [ -e /etc/sudoers ] && [ ! -e /etc/sudoers.d ] && [ $r -gt 1 ] && r=1 ;; esac
[ -e /etc/sudoers ] || r=9
echo @free
printf '%s\n' "$v" | awk -v r=$r '/^[ \t]*#/ || /^grep: / { next }
/^[ \t]*Defaults/ && /!authenticate/ { n++; print " Defaults"; next }
/NOPASSWD:[ \t]*([A-Z]+:[ \t]*)*ALL[ \t]*(,.*)?$/ { n++; print " " $1 }
END { print "@rules " r " " n + 0 }'""")

_LOGIN = re.compile(
    r"(?P<name>\S+) (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4}) (?P<year>\d{4})",
    re.ASCII,
)
_EPOCH = date(1970, 1, 1)
_READ_SHADOW: Final = _(
    "Let the inspecting account read the classes as root: sudo: true in the target's entry and sudo of all commands (a "
    "line for awk alone would allow more than it says); no hash leaves the target. Then inspect again."
)


def parse(answer: Answer) -> Accounts:
    """Read every account. Raises SessionError (cut) where fewer stand there than were counted."""
    parts = complete(answer.text)
    if not {"now", "accounts", "count", "free", "rules"} <= parts.keys():
        raise ParseError("no time, accounts, count or sudo", answer.text[:80])
    if number(parts["count"].rest) != len(parts["accounts"].lines) or not parts["accounts"].lines:
        raise SessionError(Reason.CUT, f"@count {parts['count'].rest}")
    now = _epoch(parts["now"].rest)
    secrets, unseen = _shadow(parts)
    logins = _logins(parts, len(parts["accounts"].lines))
    return Accounts(
        asked_at=now,
        accounts=tuple(
            _account(line, secrets, logins or {}, is_shadowed=unseen is None) for line in parts["accounts"].lines
        ),
        policy_most_days=number(parts["most-days"].rest) if "most-days" in parts else None,
        free_sudo=_free_sudo(parts),
        directories=_directories(parts),
        has_login_record=logins is not None,
        unseen_passwords=unseen,
    )


def _shadow(parts: Mapping[str, Passage]) -> tuple[dict[str, Sequence[str]], Unseen | None]:
    if "no-shadow" in parts:
        return {}, None
    if "shadow" not in parts or "shadowed" not in parts or "refused" in parts or not parts["shadow"].lines:
        return {}, Unseen("", Reason.DENIED, parts["refused"].rest if "refused" in parts else "/etc/shadow", _READ_SHADOW)
    lines = parts["shadow"].lines
    if number(parts["shadowed"].rest) != len(lines):
        raise SessionError(Reason.CUT, f"@shadowed {parts['shadowed'].rest}")
    found: dict[str, Sequence[str]] = {}
    for line in lines:
        words = line.split()
        if len(words) != 6:  # noqa: PLR2004 - name, class, algorithm, three days
            raise ParseError("no line of shadow", line)
        found[words[0]] = words[1:]
    return found, None


def _account(
    line: str, secrets: Mapping[str, Sequence[str]], logins: Mapping[str, datetime], *, is_shadowed: bool
) -> Account:
    words = line.split(" ")
    if len(words) < 4:  # noqa: PLR2004 - name, class, uid, shell
        raise ParseError("no account", line)
    name, kind, uid = words[:3]
    own = secrets.get(name)
    entry, algorithm, changed, most, expires = own if own and kind == "x" else (kind, "-", "-", "-", "-")
    if kind == "x" and not own:
        entry = "locked" if is_shadowed else ""  # without a line in shadow no password opens it
    return Account(
        name=name,
        uid=number(uid, line),
        shell=" ".join(words[3:]),
        entry=entry,
        algorithm="" if algorithm == "-" else algorithm,
        changed_on=_day(changed),
        most_days=None if most == "-" else number(most, line),
        expires_on=_day(expires),
        last_login_at=logins.get(name),
    )


def _logins(parts: Mapping[str, Passage], least: int) -> dict[str, datetime] | None:
    """The last login of each account; None where no record of them could be read."""
    if "lastlog" not in parts or "logins" not in parts:
        return None
    told, _space, shown = parts["logins"].rest.partition(" ")
    if number(shown) != len(parts["lastlog"].lines):
        raise SessionError(Reason.CUT, f"@logins {parts['logins'].rest}")
    if number(told) < least:
        return None
    return dict(map(_login, parts["lastlog"].lines))


def _login(line: str) -> tuple[str, datetime]:
    match = _LOGIN.fullmatch(line)
    if match is None or match["month"] not in MONTHS:
        raise ParseError("no last login", line)
    month = MONTHS.index(match["month"]) + 1
    stamp = f"{match['year']}-{month:02}-{int(match['day']):02}T{match['time']}{match['zone'][:3]}:{match['zone'][3:]}"
    try:
        return match["name"], datetime.fromisoformat(stamp)
    except ValueError as error:
        raise ParseError(f"no last login: {error}", line) from error


def _free_sudo(parts: Mapping[str, Passage]) -> tuple[str, ...] | None:
    """Who may run all without a password. grep ends with 0 or 1 where it read the rules, with 2 where it could not."""
    code, _space, count = parts["rules"].rest.partition(" ")
    names = parts["free"].lines
    if number(count) != len(names):
        raise SessionError(Reason.CUT, f"@rules {parts['rules'].rest}")
    if number(code) == 9:  # noqa: PLR2004 - our own mark: sudo has no rules here
        return ()
    return tuple(dict.fromkeys(names)) if number(code) in {0, 1} else None


def _directories(parts: Mapping[str, Passage]) -> tuple[str, ...]:
    words = parts["sources"].rest.split() if "sources" in parts else []
    return tuple(word for word in words if word not in {"files", "compat", "systemd", "altfiles"} and word.isalnum())


def _day(word: str) -> date | None:
    """A day since 1970. Raises ParseError for what is no number; "-" and what no calendar holds is None."""
    if word == "-":
        return None
    try:
        return _EPOCH + timedelta(days=number(word))
    except OverflowError:
        return None


def _epoch(word: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(word), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", word) from error


ACCOUNTS_FILES: Final = Collector(
    id="linux.accounts.files",
    provides=ACCOUNTS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=256, root=Root.BETTER),
    parse=parse,
)
