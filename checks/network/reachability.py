"""Whether a device answers on every way that its entry names. One way that is shut is noticed on the day of a fault."""

from collections.abc import Iterator
from typing import Final

from checks.base import REASON_WORDS, Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ways import WAYS, Way
from config.limits import Layered
from config.text import _, verbatim

_OURS: Final = frozenset({Reason.NO_CREDENTIAL.value, Reason.NOT_ASKED.value, Reason.BUDGET.value, Reason.BUG.value})
"""Why a way was not tried at all, which says nothing of the device."""


def judge(ways: Listing[Way], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a way, by its name; where none is open the whole target is not inspected, and nothing comes here."""
    for one in ways.records:
        words = tuple(f"{name} {value}" for name, value in sorted(one.transport.items()) if value)
        if one.is_open:
            yield Finding(one.name, Level.OK, _("{way}: the device answers", way=_called(one)), quote="; ".join(words))
            continue
        if one.reason in _OURS:
            yield unknown(one.name, Unseen(one.name, Reason(one.reason), one.detail))
            continue
        why = REASON_WORDS.get(one.reason, verbatim(one.reason))
        summary = _("{way}: the device does not answer on this way ({why})", way=_called(one), why=why)
        yield Finding(one.name, Level.WARN, summary, quote=one.detail)


def _called(one: Way) -> str:
    return one.name if one.name == "telnet" else one.name.upper()


REACHABILITY: Final = Check(
    id="network.reachability",
    title=_("Ways of reaching the device"),
    area=Area.NETWORK,
    needs=WAYS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("SNMP and the command line, as far as the device's entry names them"),
    remedy=_(
        "Check the account, the access lists of the management plane, and whether the service runs (display snmp-agent, "
        "display ssh server status); then inspect again."
    ),
    traps=(
        _("a wrong community is answered with silence, as a dead device is"),
        _("a device that answers SNMP alone was not seen by its command line: what only that tells is not inspected"),
    ),
)
