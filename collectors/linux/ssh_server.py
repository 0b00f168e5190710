"""The settings of the SSH server: as it prints them itself (sshd -T), and what its files say, Match blocks apart.

sshd -T wants root, for it reads the host keys; where it ends with 255 and prints nothing, the files alone speak, and a
setting that stands in none of them has a default that is not known here. The server is called by its whole path: older ones
refuse another.

Sample::

    @effective 0
     permitrootlogin no
     ciphers aes256-gcm@openssh.com,aes128-ctr
    @settings 2
    @file /etc/ssh/sshd_config
     Include /etc/ssh/sshd_config.d/*.conf
     PermitRootLogin no
     Match Address 10.0.0.0/8
     PermitRootLogin yes
    @lines 4
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.ssh_server import SSH_SERVER, SshServer
from collectors.linux.passages import Passage, number, passages, whole
from config.text import _

WANTED: Final = (
    "permitrootlogin permitemptypasswords passwordauthentication pubkeyauthentication protocol ciphers macs kexalgorithms "
    "maxauthtries logingracetime clientaliveinterval x11forwarding loglevel usepam port"
)
_COMMAND: Final = rf"""
w=' {WANTED} '
if [ -x /usr/sbin/sshd ]; then
  v=$($S /usr/sbin/sshd -T 2>"$TMPDIR/sshd-said"); r=$?
  echo "@effective $r"
  printf '%s\n' "$v" | awk -v w="$w" '
index(w, " " tolower($1) " ") {{ n++; print " " $0 }} END {{ print "@settings " n + 0 }}'
  head -n 3 "$TMPDIR/sshd-said" | cut -c1-200 | sed 's/^/@said /'
else
  echo '@no-sshd'
fi
reduce() {{
  v=$($S cat "$1" 2>/dev/null) || {{ echo "@unread $1"; return; }}
  echo "@file $1"
  printf '%s\n' "$v" | awk -v w="$w" '{{ sub(/^[ \t]+/, ""); gsub(/[\r"]/, ""); k = tolower($1); sub(/=.*/, "", k) }}
k == "match" || k == "include" || index(w, " " k " ") {{ n++; print " " substr($0, 1, 600) }}
END {{ print "@lines " n + 0 }}'
}}
if [ -e /etc/ssh/sshd_config ]; then
  reduce /etc/ssh/sshd_config
  cd /etc/ssh && for p in $(printf '%s\n' "$v" | awk 'tolower($1) == "include" {{ $1 = ""; print }}'); do
    case $p in *[!A-Za-z0-9_./*?-]*) continue ;; esac
    d=${{p%/*}}; [ ! -d "$d" ] || [ -r "$d" ] || echo "@unread $p"
    case $p in /*) ;; *) p=/etc/ssh/$p ;; esac
    for f in $p; do [ ! -e "$f" ] || reduce "$f"; done
  done
fi
echo @end"""

_AS_ROOT: Final = _(
    "Let the inspecting account run /usr/sbin/sshd -T as root (sudo: true in the target's entry and a sudoers line for "
    "it); "
    "where it says that there are no host keys, make them with ssh-keygen -A. Then inspect again."
)
_LINE = re.compile(r"(?P<name>[A-Za-z0-9]+)(?:[ \t]*=[ \t]*|[ \t]+)(?P<value>.*\S)[ \t]*")


def parse(answer: Answer) -> SshServer:
    """Read what holds. Raises SessionError where neither the server nor its files told anything."""
    whole(answer.text)
    found = passages(answer.text)
    parts = {one.kind: one for one in reversed(found)}
    said = parts["said"].rest if "said" in parts else ""
    files = {one.rest: _complete(one, after) for one, after in _with_next(found) if one.kind == "file"}
    unread = tuple(one.rest for one in found if one.kind == "unread")
    settings, matched = _from_files(files)
    effective = _effective(found)
    if effective:
        return SshServer(effective, is_effective=True, matched=matched, unread=unread, said=said)
    if not files:
        if "no-sshd" in parts and not unread:
            raise SessionError(Reason.TOOL_MISSING, "/usr/sbin/sshd /etc/ssh/sshd_config")
        raise SessionError(Reason.DENIED if unread else Reason.EMPTY, said or " ".join(unread) or "sshd -T", _AS_ROOT)
    missing = tuple(one for one in _includes(files) if not _is_there(one, files))
    return SshServer(settings, is_effective=False, matched=matched, unread=(*unread, *missing), said=said)


def _with_next(found: Sequence[Passage]) -> Iterator[tuple[Passage, Passage | None]]:
    yield from zip(found, [*found[1:], None], strict=True)


def _complete(one: Passage, after: Passage | None) -> tuple[str, ...]:
    if after is None or after.kind not in {"lines", "settings"} or number(after.rest) != len(one.lines):
        raise SessionError(Reason.CUT, one.rest)
    return one.lines


def _effective(found: Sequence[Passage]) -> Mapping[str, str]:
    """What sshd -T printed; nothing where it failed. Of a setting that is printed more than once the first holds."""
    for one, after in _with_next(found):
        if one.kind == "effective":
            lines = _complete(one, after)
            return _first(_settings(lines)) if one.rest == "0" else {}
    return {}


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, value in pairs:
        made.setdefault(name, value)
    return made


def _settings(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ParseError("no setting of sshd", line)
        yield match["name"].lower(), match["value"]


def _from_files(files: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], tuple[tuple[str, str, str], ...]]:
    """The first value of each setting outside Match blocks, includes in their place, and those within.

    sshd_config(5): for each keyword the first obtained value is used; a Match block ends at the next or with its file.
    """
    main = next(iter(files), "")
    held: dict[str, str] = {}
    matched: list[tuple[str, str, str]] = []
    for name, value, condition in _walk(main, files, "", 0):
        if not condition:
            held.setdefault(name, value)
        else:
            matched.append((name, value, condition))
    return held, tuple(dict.fromkeys(matched))


def _walk(path: str, files: Mapping[str, Sequence[str]], condition: str, depth: int) -> Iterator[tuple[str, str, str]]:
    for name, value in _settings(files.get(path, ())):
        if name == "match":
            condition = "" if value.lower() == "all" else value
        elif name != "include":
            yield name, value, condition
        elif not depth:
            for other in sorted(one for one in files if one != path and _names(value, one)):
                yield from _walk(other, files, condition, depth + 1)


def _names(patterns: str, path: str) -> bool:
    return any(fnmatchcase(path, one if one.startswith("/") else f"/etc/ssh/{one}") for one in patterns.split())


def _includes(files: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Patterns without a star that are included, and any that an included file includes."""
    main = next(iter(files), "")
    for path, lines in files.items():
        for name, value in _settings(lines):
            if name == "include":
                yield from (one for one in value.split() if path != main or not set(one) & set("*?["))


def _is_there(pattern: str, files: Mapping[str, Sequence[str]]) -> bool:
    return any(_names(pattern, path) for path in files)


SSH_SERVER_SETTINGS: Final = Collector(
    id="linux.ssh_server.settings",
    provides=SSH_SERVER,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=128, root=Root.BETTER),
    parse=parse,
)
