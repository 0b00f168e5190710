"""Facts about the SSH server's settings: what holds, and what some Match block or unread file may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class SshServer:
    """The settings by name in small letters.

    ``is_effective``: the server itself printed them (sshd -T), all defaults included; else they were read from its files,
    and what is not there has a default that nobody told. ``matched`` are settings within Match blocks, which hold for some
    logins only: (name, value, the block's condition). ``unread`` are included files that could not be read.
    """

    settings: Mapping[str, str]
    is_effective: bool
    matched: tuple[tuple[str, str, str], ...] = ()
    unread: tuple[str, ...] = ()
    said: str = field(default="")


SSH_SERVER: Final = FactKind[SshServer]("ssh_server")
