"""Facts about what sshd does for a login: its own answers to sshd -T for named connections, and its host keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class SshAnswer:
    """What holds for some connections. ``settings`` by name in small letters, values given several times behind each other.

    ``blocks`` are the numbers of the Match blocks that sshd itself found to fit, in its order (places of
    ``SshDaemon.matches``); ``logins`` the connections that were asked: ``user=root,host=...,addr=...,laddr=...,lport=22``.
    """

    settings: Mapping[str, str] = field(hash=False)
    blocks: tuple[int, ...] = ()
    logins: tuple[str, ...] = ()

    def is_of(self, user: str) -> bool:
        """Whether a connection of this user is among those asked; of "" each is."""
        return not user or any(one.startswith(f"user={user},") for one in self.logins)


@dataclass(frozen=True, slots=True)
class SshDaemon:
    """One way in which sshd runs here. Identity: ``options``, those of its command line that change its settings.

    ``matches`` are the conditions of its Match blocks, as sshd reads them through every include. ``unclear`` says why
    some of what holds was not seen: an option that sshd -T cannot be given, a Match within an included block. ``newer``
    are the files that changed after the running daemon read them last: it does as they said before.
    """

    options: tuple[str, ...]
    matches: tuple[str, ...]
    answers: tuple[SshAnswer, ...]
    unclear: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()

    def untried(self, user: str = "") -> tuple[str, ...]:
        """The conditions of blocks that no asked connection (of ``user``) met with nothing before it that could hide it.

        Of several blocks that fit, sshd takes the first value: a block was seen at work only where no earlier one fits
        too, but for those that fit everybody. For one user a block that fits none of his connections concerns others.
        """
        made = []
        for at, condition in enumerate(self.matches):
            met = [one for one in self.answers if at in one.blocks]
            his = [one for one in met if one.is_of(user)]
            hiding = [{block for block in one.blocks if block < at and not self._is_for_all(block)} for one in his]
            if not met or (his and all(hiding)):
                made.append(condition)
        return tuple(made)

    def _is_for_all(self, block: int) -> bool:
        return self.matches[block].strip().lower() == "all"

    def name_of(self, answer: SshAnswer) -> str:
        """The conditions that an answer is of; "" for logins that none concerns."""
        return " + ".join(dict.fromkeys(self.matches[block] for block in answer.blocks if not self._is_for_all(block)))


@dataclass(frozen=True, slots=True)
class HostKey:
    """A private host key that sshd names. Identity: ``path``.

    ``mode`` are its rights, None where there is no such file; ``kind`` and ``bits_count`` as ssh-keygen -l tells them
    ("" and None where it did not).
    """

    path: str
    mode: int | None
    user: str = ""
    group: str = ""
    kind: str = ""
    bits_count: int | None = None


@dataclass(frozen=True, slots=True)
class SshEffective:
    """Every way in which sshd runs here, and the host keys that they name."""

    daemons: tuple[SshDaemon, ...]
    host_keys: tuple[HostKey, ...] = ()


SSH_EFFECTIVE: Final = FactKind[SshEffective]("ssh_effective")
