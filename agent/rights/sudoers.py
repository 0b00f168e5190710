"""The least-privilege sudoers file: made from the catalogue's own texts, so that it allows what we ask and no more."""

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.rights.occurrences import Occurrence, Variable, occurrences
from agent.rights.patterns import NEVER, name_of, patterns
from collectors.base import Collector, Each, FollowUp, Root, Shell, Wired
from config.text import Text, _

_BIN: Final = frozenset(
    "bzip2 cat gzip head lastb ls ps stat tail wc xz zstd journalctl dmesg openssl grep".split()  # noqa: SIM905 - a list to read
)
_SBIN: Final = frozenset(
    "btrfs cibadmin corosync-cfgtool corosync-quorumtool crm_mon drbdsetup lvs mdadm multipath multipathd pvs "  # noqa: SIM905
    "smartctl vgs zpool".split()
)
"""Where every distribution has them, its /bin being a link to /usr/bin; any other command may be in either."""
_VENDORS: Final = {"storcli": "storcli", "perccli": "perccli", "megacli": "MegaCli"}
"""Folders below /opt/MegaRAID, where the vendor's packages put the tools of these names, with 64 or without."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the file allows for one ask. ``rules`` are a path with its arguments, as sudoers writes them."""

    ask: str
    root: Root
    checks: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An ask that wants root and is not in the file: the command that no rule can be narrow enough for, and what helps."""

    ask: str
    root: Root
    checks: tuple[str, ...]
    command: str
    why: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything that wants root: allowed, and left out."""

    allowed: tuple[Rules, ...]
    left_out: tuple[LeftOut, ...]

    def rules_of(self, asks: Iterable[str]) -> tuple[str, ...]:
        """The rules that some asks need."""
        wanted = set(asks)
        return tuple(dict.fromkeys(rule for one in self.allowed if one.ask in wanted for rule in one.rules))


def rights_of(
    collectors: Iterable[Wired], checks: Mapping[str, tuple[str, ...]], places: Mapping[str, str] | None = None
) -> Rights:
    """Everything that these collectors ask of root. ``checks`` are by ask; ``places`` as ``places_here`` finds them.

    With ``places`` a command that is not there has no rule; without, each stands with every folder it may be in.
    """
    allowed: list[Rules] = []
    left_out: list[LeftOut] = []
    for ask, texts, root in asks_for_root(collectors):
        found: dict[str, None] = {}
        if not any(map(occurrences, texts)):
            left_out.append(LeftOut(ask, root, checks.get(ask, ()), texts[0], _UNMARKED, _AS_ROOT))
        for text, occurrence in ((whole, one) for whole in texts for one in occurrences(whole)):
            made = patterns(ask, text, occurrence)
            if made is None:
                left_out.append(_left_out(ask, root, checks.get(ask, ()), occurrence))
                break
            found |= dict.fromkeys(rule for one in made for rule in _placed(one, places))
        else:
            allowed.append(Rules(ask, root, checks.get(ask, ()), tuple(found)))
    return Rights(tuple(one for one in allowed if one.rules), tuple(left_out))


def asks_for_root(collectors: Iterable[Wired]) -> Iterable[tuple[str, tuple[str, ...], Root]]:
    """The asks that say they want root: id, texts, how much they want it."""
    for one in collectors:
        shells = [shell for shell in _shells(one) if shell.root is not Root.NEVER]
        if shells:
            root = Root.NEEDED if any(shell.root is Root.NEEDED for shell in shells) else Root.BETTER
            yield one.id, tuple(shell.command for shell in shells), root


def _shells(one: Wired) -> tuple[Shell, ...]:
    match one:
        case FollowUp(template=template):
            return (template,)
        case Collector(ask=Each(items=items, ask=ask)):
            return (items, ask)
        case Collector(ask=Shell() as ask):
            return (ask,)
        case _:
            return ()


_NEVER = _("{command} writes files or starts programs when it is told to, so no rule gives it root's rights")
_OPEN = _("its arguments vary ({names}), and a rule with a wildcard would allow more than this reading")
_UNMARKED = _("nothing in it goes through sudo: it reads what belongs to the account that runs it")
_AS_ROOT = _("log in as root for this, or as the account whose processes and files it reads")
_JOURNAL = _("add the account to the group systemd-journal")
_ADM = _(
    "add the account to the group adm (Debian family), or give it read rights on these files: setfacl -m u:USER:r FILE"
)
_BY_HAND = _("let root run this ask: allow all commands for the time of the round, or look at it by hand")


def _left_out(ask: str, root: Root, checks: tuple[str, ...], one: Occurrence) -> LeftOut:
    names = tuple(dict.fromkeys(p.name for word in one.words for p in word if isinstance(p, Variable)))
    name = name_of(one.text)
    why = Text(_NEVER.template, {"command": name}) if name in NEVER else Text(_OPEN.template, {"names": names})
    remedy = _JOURNAL if name == "journalctl" else _ADM if "/var/log" in one.text else _BY_HAND
    return LeftOut(ask, root, checks, one.text, why, remedy)


def _placed(rule: str, places: Mapping[str, str] | None) -> list[str]:
    """A rule with the whole path of its command, and with ``""`` where it takes no argument."""
    command, _blank, arguments = rule.partition(" ")
    words = arguments or '""'
    if command.startswith("/"):
        return [f"{command} {words}"]
    if places is not None:
        return [f"{places[command]} {words}"] if command in places else []
    return [f"{folder}/{command} {words}" for folder in _folders(command)]


def _folders(command: str) -> tuple[str, ...]:
    vendor = _VENDORS.get(command.lower().removesuffix("64"))
    if vendor:
        return (f"/opt/MegaRAID/{vendor}", "/usr/local/sbin", "/usr/sbin")
    return ("/usr/bin",) if command in _BIN else ("/usr/sbin",) if command in _SBIN else ("/usr/sbin", "/usr/bin")


def places_here(commands: Iterable[str], search: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Where each command is on this host, along ``search`` (as PATH is), and those that others than root may replace."""
    found: dict[str, str] = {}
    unsafe: list[str] = []
    for command in dict.fromkeys(commands):
        path = next((p for d in search.split(":") if (p := Path(d) / command).is_file() and os.access(p, os.X_OK)), None)
        if path is None:
            continue
        if all(_is_roots(one) for one in (path.resolve(), *path.resolve().parents, *path.parents)):
            found[command] = str(path)
        else:
            unsafe.append(str(path))
    return found, tuple(unsafe)


def _is_roots(path: Path) -> bool:
    """Whether only root can change it: a file that another may replace must not run as root."""
    status = path.stat()
    return status.st_uid == 0 and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def commands_of(collectors: Iterable[Wired]) -> tuple[str, ...]:
    """The names of all commands that the rules may hold."""
    made = rights_of(collectors, {})
    return tuple(dict.fromkeys(name_of(rule) for one in made.allowed for rule in one.rules))


def alias_of(ask: str) -> str:
    """Name an ask's Cmnd_Alias: capitals, digits and underscores (sudoers(5))."""
    return "XUNJIAN_" + re.sub(r"[^A-Z0-9]", "_", ask.upper().removeprefix("LINUX."))
