"""Facts about what a machine says before a login: /etc/issue of its consoles, the Banner of sshd."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.ssh_effective import SshEffective


@dataclass(frozen=True, slots=True)
class BannerFiles:
    """The words of each text that warn or name a system, by path; ``missing`` are not there, ``unread`` not readable."""

    texts: Mapping[str, str] = field(hash=False)
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Banners:
    """The texts, and what sshd itself says its Banner is; an Unseen where it did not."""

    files: BannerFiles
    ssh: SshEffective | Unseen


BANNER_FILES: Final = FactKind[BannerFiles]("banner_files")
BANNER_TEXTS: Final = FactKind[BannerFiles]("banner_texts")
BANNERS: Final = FactKind[Banners]("banners")
