"""Facts about what holds at a login beside PAM: login.defs, useradd's defaults, shells' start files, groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.accounts import Accounts
from collectors.facts.pam import Pam
from collectors.facts.ssh_server import SshServer


@dataclass(frozen=True, slots=True)
class ShellSetting:
    """One place of a shell's start file, in the file's order: ``name`` is TMOUT or umask, ``value`` as it stands there.

    Of name ``include`` the value says what is read there: profile.d or bashrc. A value of "?" is one that only running
    would tell, "" is none (``readonly TMOUT``). ``is_conditional``: it stands in a branch; ``is_guarded``: its condition is
    that it is not set yet (``[ -z "$TMOUT" ]``, a umask of 0); ``is_for_other_shells``: in a branch for shells that are no
    login shells. ``is_fixed``: readonly.
    """

    name: str
    value: str
    is_conditional: bool = False
    is_guarded: bool = False
    is_for_other_shells: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """``definitions`` are those of login.defs, ``new_accounts`` those of useradd; ``files`` by path, as they were read.

    ``groups`` are name and number of each line of /etc/group. ``unread`` are files that are there and could not be read.
    """

    definitions: Mapping[str, str] = field(hash=False)
    files: Mapping[str, tuple[ShellSetting, ...]] = field(default_factory=dict, hash=False)
    new_accounts: Mapping[str, str] = field(default_factory=dict, hash=False)
    groups: tuple[tuple[str, int], ...] = ()
    unread: tuple[str, ...] = ()


LOGIN_SETTINGS: Final = FactKind[LoginSettings]("login_settings")


@dataclass(frozen=True, slots=True)
class LoginRules:
    """All that decides about a login, each part with its facts or why there are none."""

    accounts: Accounts | Unseen
    settings: LoginSettings | Unseen
    pam: Pam | Unseen
    ssh: SshServer | Unseen


LOGIN_RULES: Final = FactKind[LoginRules]("login_rules")
