"""What judges of devices' configurations say alike: that a thing is not told, and that a line takes a protocol."""

from typing import Final

from checks.base import Finding, unknown
from collectors.base import Reason, Unseen
from collectors.facts.devices.settings import Said, Terminal
from config.text import Text, _

_BY_RELEASE: Final = _("the configuration does not say it, and what holds then differs between releases")
_SAY_IT: Final = _("set it on the device in so many words; the next check then reads it")


def untold(subject: str, why: Text = _BY_RELEASE) -> Finding:
    """Say that a configuration does not tell it, and no document tells for every release what holds then."""
    return unknown(subject, Unseen(subject, Reason.NO_RECORD, why, _SAY_IT))


def takes(terminal: Terminal, protocol: str) -> bool | None:
    """Whether a line lets a protocol in; None where it is not known."""
    if terminal.is_closed:
        return False
    if terminal.protocols is None:
        return None
    words = terminal.protocols.value.split()
    return protocol in words or "all" in words


def shown(said: Said | None) -> str:
    """What to quote of a setting."""
    return said.source if said else ""
