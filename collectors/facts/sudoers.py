"""Facts about sudo: every rule of its files, as written there, with what it takes to know whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.files import FileRights


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a rule. ``words`` with its arguments, ``ALL`` or the name of a Cmnd_Alias; ``tags`` that hold for it.

    ``users`` and ``groups`` are those it may be run as; None where the rule names none, which is root.
    """

    words: str
    tags: frozenset[str] = frozenset()
    users: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    is_negated: bool = False

    @property
    def is_free(self) -> bool:
        """Whether no password is asked for."""
        return "NOPASSWD" in self.tags


@dataclass(frozen=True, slots=True)
class Rule:
    """What some users may run on some hosts. Members as written: ``!`` before one means that it is not meant."""

    users: tuple[str, ...]
    hosts: tuple[str, ...]
    commands: tuple[Command, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Default:
    """One setting. ``scope`` is "" or what limits it: ``@`` hosts, ``:`` users, ``!`` commands, ``>`` users run as.

    ``value`` is None for one that is switched on or, ``is_off``, off; ``sign`` is =, += or -= where it has a value.
    """

    name: str
    value: str | None = None
    sign: str = ""
    is_off: bool = False
    scope: str = ""
    members: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class SudoGroup:
    """A local group with all its members, those of the accounts' own groups too."""

    name: str
    gid: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sudoers:
    """All rules, settings and aliases in the order in which they hold; ``aliases`` by kind and name: ``User ADMINS``.

    ``unread`` are files and folders that could not be read, ``unclear`` lines that could not be understood (by file and
    number), ``elsewhere`` sources of rules that are no file here: sss, ldap, another policy plug-in of sudo.conf.
    """

    rules: tuple[Rule, ...]
    defaults: tuple[Default, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    host: str = ""
    groups: tuple[SudoGroup, ...] = ()


SUDOERS: Final = FactKind[Sudoers]("sudoers")


@dataclass(frozen=True, slots=True)
class SudoRights:
    """The rules, and by program who may write it or a folder above it; an Unseen where not all of that was seen."""

    sudoers: Sudoers
    programs: Mapping[str, tuple[FileRights, ...] | Unseen] = field(default_factory=dict, hash=False)


SUDO_PROGRAMS: Final = FactKind[Mapping[str, tuple[FileRights, ...] | Unseen]]("sudo_programs")
SUDO_RIGHTS: Final = FactKind[SudoRights]("sudo_rights")
