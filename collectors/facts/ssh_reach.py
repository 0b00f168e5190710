"""Facts about who comes to sshd: what it does for a login beside what the packet filter lets in, and files of trust."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.files import FileWalk
from collectors.facts.ssh_effective import SshEffective


@dataclass(frozen=True, slots=True)
class SshReach:
    """sshd's settings, and which of its ports others reach."""

    ssh: SshEffective
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class SshTrust:
    """sshd's settings, and the files that name hosts to be trusted, as the walk over the filesystems found them.

    Either is Unseen where it was not told.
    """

    ssh: SshEffective | Unseen
    walk: FileWalk | Unseen


SSH_REACH: Final = FactKind[SshReach]("ssh_reach")
SSH_TRUST: Final = FactKind[SshTrust]("ssh_trust")
