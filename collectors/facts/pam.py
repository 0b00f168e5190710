"""Facts about PAM: the files of its services line by line, what its modules are set to, which of them are installed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class PamLine:
    """One line of a service's file, as pam.conf(5) parts it.

    ``kind`` is auth, account, password or session; "" of ``@include``, which takes all four. ``control`` is as written
    (``required``, ``[success=1 default=ignore]``, ``include``, ``substack``, ``@include``). ``module`` is the module's file
    without its folder, or the service that is included. A ``-`` before the kind is left out: it only keeps PAM from logging
    that the module is not there.
    """

    kind: str
    control: str
    module: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pam:
    """What was read of PAM. Identity of a service: the name of its file.

    ``settings`` by module (faillock, pwquality, pwhistory, passwdqc), its files laid over each other as the module does;
    a word without a value is "". ``shown_defaults``: what the shipped file shows as a comment, the installed version's
    default. ``modules`` are those that are installed; empty where none was found. ``unread`` are files that could not be
    read.
    """

    services: Mapping[str, tuple[PamLine, ...]] = field(hash=False)
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    shown_defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    modules: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


PAM: Final = FactKind[Pam]("pam")
