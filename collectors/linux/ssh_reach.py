"""Who comes to sshd: its settings beside the packet filter, and beside the files that name trusted hosts."""

from typing import Final

from collectors.base import Absent, Derived, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.files import FILE_WALK, FileWalk
from collectors.facts.network import LISTENERS
from collectors.facts.routing import PACKET_FILTER, PacketFilter
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from collectors.facts.ssh_reach import SSH_REACH, SSH_TRUST, SshReach, SshTrust


def derive_reach(ssh: object, listeners: object, packet_filter: object) -> SshReach:
    """Put together what was seen. Raises sshd's error where it told nothing."""
    if not isinstance(ssh, SshEffective):
        raise _error(ssh)
    return SshReach(
        ssh,
        Exposure(
            listeners if isinstance(listeners, Listing) else _unseen(listeners),
            packet_filter if isinstance(packet_filter, PacketFilter) else _unseen(packet_filter),
            Unseen("", Reason.NOT_ASKED),
        ),
    )


def derive_trust(ssh: object, walk: object) -> SshTrust:
    """Put together what was seen. Raises sshd's error where nothing was."""
    if not isinstance(ssh, SshEffective) and not isinstance(walk, FileWalk):
        raise _error(ssh)
    return SshTrust(
        ssh if isinstance(ssh, SshEffective) else _unseen(ssh), walk if isinstance(walk, FileWalk) else _unseen(walk)
    )


def _error(given: object) -> Exception:
    return given if isinstance(given, Exception) else SessionError(Reason.NOT_UNDERSTOOD, str(given)[:200])


def _unseen(error: object) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    if isinstance(error, Absent):
        return Unseen("", Reason.NO_RECORD, str(error)[:200])
    return Unseen("", Reason.NOT_UNDERSTOOD, error.line if isinstance(error, ParseError) else str(error)[:200])


SSH_REACH_DERIVED: Final = Derived(
    id="linux.ssh_reach", provides=SSH_REACH, of=(SSH_EFFECTIVE, LISTENERS, PACKET_FILTER), derive=derive_reach
)
SSH_TRUST_DERIVED: Final = Derived(
    id="linux.ssh_trust", provides=SSH_TRUST, of=(SSH_EFFECTIVE, FILE_WALK), derive=derive_trust
)
