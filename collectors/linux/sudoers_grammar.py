"""The grammar of sudoers(5): logical lines into rules, settings and aliases. What does not fit is told, never guessed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from collectors.facts.sudoers import Command, Default, Rule

_ALIAS: Final = re.compile(r"(User|Runas|Host|Cmnd|Cmd)_Alias\s+(.*)", re.DOTALL)
_NEXT_ALIAS: Final = re.compile(r"(?<!\\):\s*(?=[A-Z][A-Z0-9_]*\s*=)")
_ONE_ALIAS: Final = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*)", re.DOTALL)
_MEMBER: Final = r'(?:!\s*)*(?:[%+#]?:?"(?:\\.|[^"\\])*"|(?:\\.|[^\s,"!=\\])+)'
_MEMBERS: Final = re.compile(rf"{_MEMBER}(?:\s*,\s*{_MEMBER})*")
_HOSTS: Final = re.compile(r"((?:\\.|[^=\\])+?)\s*=\s*")
_COMMA: Final = re.compile(r'((?:"(?:\\.|[^"\\])*"|\\.|[^,"\\])+)(?:,|$)')
_DEFAULTS: Final = re.compile(r"Defaults(?:([@:!>])\s*|\s+)")
_OPTION: Final = re.compile(
    r'\s*((?:!\s*)*)([a-z_][a-z0-9_]*)\s*(?:([+-]?=)\s*("(?:\\.|[^"\\])*"|(?:\\.|[^\s,"\\])*))?\s*(,|$)'
)
_RUNAS: Final = re.compile(r"\(([^:()]*)(?::([^()]*))?\)\s*")
_TAG: Final = re.compile(r"((?:NO)?(?:PASSWD|EXEC|SETENV|LOG_INPUT|LOG_OUTPUT|MAIL|FOLLOW|INTERCEPT))\s*:\s*")
_CONTEXT: Final = re.compile(
    r"(?:ROLE|TYPE|CWD|CHROOT|TIMEOUT|NOTBEFORE|NOTAFTER|APPARMOR_PROFILE|PRIVS|LIMITPRIVS)"
    r'\s*=\s*(?:"(?:\\.|[^"\\])*"|[^\s,]+)\s*'
)
_DIGEST: Final = re.compile(r"sha(?:224|256|384|512)\s*:\s*[A-Za-z0-9+/=]+\s*(?:,\s*(?=sha\d))?")
_BANG: Final = re.compile(r"!\s*")
_REGULAR: Final = r"\^(?:\\.|[^\\$])*\$"
_COMMAND: Final = re.compile(rf"({_REGULAR}(?:\s+{_REGULAR})?(?=\s*(?:[,:]|$))|(?:\\.|[^,:=\\])+?)\s*(,|:|$)\s*")
_COMMENT: Final = re.compile(r'((?:"(?:\\.|[^"\\])*"|\\.|#-?\d|[^#\\]|\\$)*)#?')


@dataclass(slots=True)
class Reading:
    """What was read of all files so far."""

    rules: list[Rule] = field(default_factory=list)
    defaults: list[Default] = field(default_factory=list)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)


def logical(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines put together at their continuations, without comments, each with the number of its first; no empty ones."""
    start, held = 0, ""
    for at, line in enumerate(lines, 1):
        start = start if held else at
        if re.match(r"\s*#(?!-?\d)", line) and not held:
            continue
        if re.search(r"(?<!\\)(?:\\\\)*\\\s*$", line):
            held += re.sub(r"\\\s*$", " ", line)
            continue
        found = _COMMENT.match(held + line)
        text, held = (found[1] if found else held + line).strip(), ""
        if text:
            yield start, text
    if held.strip():
        yield start, held.strip()


def take(text: str, into: Reading, path: str = "") -> bool:
    """Read one logical line; false where it is not understood, and then nothing of it is taken."""
    if alias := _ALIAS.fullmatch(text):
        return _alias("Cmnd" if alias[1] == "Cmd" else alias[1], alias[2], into)
    if text.startswith("Defaults") and (head := _DEFAULTS.match(text)):
        return _default(head[1] or "", text[head.end() :], into, path)
    return _rule(text, into, path)


def members(text: str) -> tuple[str, ...]:
    """A list's members without their quotes and backslashes; a doubled ``!`` means nothing."""
    return tuple(_member(one) for one in _COMMA.findall(text) if one.strip())


def _member(one: str) -> str:
    bangs = re.match(r"(?:!\s*)*", one.strip())
    sign = bangs[0] if bangs else ""
    name = re.sub(r"\\(.)", r"\1", one.strip()[len(sign) :].replace('"', ""))
    return ("!" if sign.count("!") % 2 else "") + name


def _alias(kind: str, text: str, into: Reading) -> bool:
    found = [_ONE_ALIAS.fullmatch(one.strip()) for one in _NEXT_ALIAS.split(text)]
    for one in found:
        if one is None or not one[2].strip():
            return False
        of = tuple(_plain_commands(one[2])) if kind == "Cmnd" else members(one[2])
        into.aliases[f"{kind} {one[1]}"] = of
    return True


def _plain_commands(text: str) -> Iterator[str]:
    for one in _commands(text)[0]:
        yield ("!" if one.is_negated else "") + one.words


def _default(scope: str, text: str, into: Reading, path: str) -> bool:
    of: tuple[str, ...] = ()
    if scope:
        head = _MEMBERS.match(text)
        if head is None:
            return False
        of, text = members(head[0]), text[head.end() :]
    made, at = [], 0
    while at < len(text):
        found = _OPTION.match(text, at)
        if found is None:
            return False
        value = None if found[4] is None else _member(found[4]) if found[4] else ""
        is_off = found[1].count("!") % 2 == 1
        made.append(Default(found[2], value, found[3] or "", is_off=is_off, scope=scope, members=of, path=path))
        at = found.end()
    into.defaults += made
    return bool(made)


def _rule(text: str, into: Reading, path: str) -> bool:
    head = _MEMBERS.match(text)
    if head is None:
        return False
    users, rest, made = members(head[0]), text[head.end() :].strip(), []
    while rest:
        hosts = _HOSTS.match(rest)
        if hosts is None:
            return False
        commands, rest = _commands(rest[hosts.end() :])
        if not commands:
            return False
        made.append(Rule(users, members(hosts[1]), commands, path))
    into.rules += made
    return bool(made)


def _commands(text: str) -> tuple[tuple[Command, ...], str]:
    """The commands to the end of the list, and what follows its colon; none where they are not understood."""
    made: list[Command] = []
    tags: frozenset[str] = frozenset()
    users: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    at, is_more = 0, True
    while is_more:
        if runas := _RUNAS.match(text, at):
            users, groups, at = members(runas[1]), members(runas[2] or ""), runas.end()
        at, tags = _tags(text, at, tags)
        is_negated = False
        while bang := _BANG.match(text, at):
            is_negated, at = not is_negated, bang.end()
        found = _COMMAND.match(text, at)
        if found is None:
            return (), ""
        words = re.sub(r"\\([,:=#])", r"\1", re.sub(r"\s+", " ", found[1]))
        made.append(Command(words, tags, users, groups, is_negated))
        at, is_more = found.end(), found[2] == ","
        if found[2] == ":" and at == len(text):
            return (), ""
    return tuple(made), text[at:]


def _tags(text: str, at: int, tags: frozenset[str]) -> tuple[int, frozenset[str]]:
    while found := _TAG.match(text, at) or _CONTEXT.match(text, at) or _DIGEST.match(text, at):
        if found.re is _TAG:
            name = found[1]
            other = name.removeprefix("NO") if name.startswith("NO") else f"NO{name}"
            tags = (tags - {other}) | {name}
        at = found.end()
    return at, tags
