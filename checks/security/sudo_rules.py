"""What sudo's rules come to: aliases taken apart, whom a rule concerns on this host, which setting holds in the end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from checks.base import Finding, unknown
from collectors.base import Reason, Unseen
from collectors.facts.sudoers import Command, Default, Rule, Sudoers
from config.text import Text, _

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
ROOT: Final = frozenset({"root", "#0"})
_MOST_DEPTH: Final = 32
"""Of aliases within aliases: a circle, which sudo refuses too, ends here."""


def grants(found: Sudoers) -> Mapping[str, tuple[Command, ...]]:
    """By member (a name, %group, #number, +netgroup, ALL) what he may run on this host; of equal commands the last holds.

    Members that a rule excepts are none of its members; what is excepted of commands stands negated.
    """
    made: dict[str, dict[str, Command]] = {}
    for rule in found.rules:
        if not _concerns(found, rule):
            continue
        for user in members(found, "User", rule.users):
            if user.startswith("!"):
                continue
            held = made.setdefault(user, {})
            for one in _commands(found, rule):
                held.pop(one.words, None)
                if one.words == "ALL" and not one.is_negated:
                    held.clear()
                held[one.words] = one
    return {user: tuple(held.values()) for user, held in made.items()}


def _commands(found: Sudoers, rule: Rule) -> Iterator[Command]:
    for one in rule.commands:
        for words in members(found, "Cmnd", (one.words,)):
            is_negated = one.is_negated != words.startswith("!")
            yield replace(one, words=words.removeprefix("!"), is_negated=is_negated)


def members(found: Sudoers, kind: str, names: tuple[str, ...], depth: int = 0) -> Iterator[str]:
    """The members of a list, those of its aliases in their place."""
    for name in names:
        inner = found.aliases.get(f"{kind} {name.removeprefix('!')}")
        if inner is None or depth > _MOST_DEPTH:
            yield name
            continue
        for one in members(found, kind, inner, depth + 1):
            yield one if not name.startswith("!") else one[1:] if one.startswith("!") else f"!{one}"


def _concerns(found: Sudoers, rule: Rule) -> bool:
    """Whether a rule may be of this host: false only where it names other hosts alone. The last that fits decides."""
    own, says = {found.host, found.host.partition(".")[0]}, False
    for one in members(found, "Host", rule.hosts):
        name = one.removeprefix("!")
        if one.startswith("!"):
            says = says and name not in own and name != "ALL"
        elif name in own or name == "ALL" or not _PLAIN.fullmatch(name):
            says = True
    return says


def setting(found: Sudoers, name: str) -> Default | None:
    """The last setting of this name that holds for all; None where the files have none."""
    return next((one for one in reversed(found.defaults) if one.name == name and not one.scope), None)


def scoped(found: Sudoers, name: str) -> tuple[Default, ...]:
    """The settings of this name that hold for some users, hosts, commands."""
    return tuple(one for one in found.defaults if one.name == name and one.scope)


def said(one: Default) -> str:
    """A setting as it is written."""
    value = "" if one.value is None else f"{one.sign}{one.value}"
    return f"Defaults{one.scope}{','.join(one.members)} {'!' if one.is_off else ''}{one.name}{value}"


def not_seen(found: Sudoers) -> Iterator[Finding]:
    """One unknown for each part of the rules that was not seen."""
    if found.elsewhere:
        words = _("rules of {sources}", sources=", ".join(found.elsewhere))
        yield unknown("nsswitch", Unseen("nsswitch", Reason.NOT_OFFERED, words, _BY_HAND))
    for path in found.unread:
        yield unknown(path, Unseen(path, Reason.DENIED, path, _AS_ROOT))
    if found.unclear:
        words = _("lines not understood: {lines}", lines=found.unclear[:5])
        yield unknown("sudoers", Unseen("sudoers", Reason.NOT_UNDERSTOOD, words, _BY_HAND))


READS: Final[Text] = _("/etc/sudoers with all that it includes, and the sources of rules in nsswitch.conf")
ELSEWHERE: Final = _("rules of a directory service (sss, ldap) stand in no file here: sudo -l -U <user> shows them")
SKIPPED: Final = _("a file in sudoers.d whose name has a dot or ends with ~ is not read by sudo")
KEEP_ROOT: Final = _("Keep a root session open until sudo has worked in another: a mistake in sudoers keeps everybody out.")
TRY: Final = _("Test the files with visudo -c, and have a concerned user try sudo.")
_AS_ROOT: Final = _("Let the inspecting account read sudo’s rules as root (sudo: true in the target’s entry).")
_BY_HAND: Final = _("Look by hand: sudo -l -U <user> for each administrator.")
