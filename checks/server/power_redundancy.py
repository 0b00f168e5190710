"""Power supplies and redundancy. With one of two dead the machine runs, until somebody touches the other's cable."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, worst
from checks.bmc_states import LEVEL_OF_VERDICT, level_of_state
from collectors.base import Listing, Reason
from collectors.facts.bmc import POWER_PARTS, PowerPart, Presence, Verdict
from config.limits import Layered
from config.text import Text, _

_LOST_INPUT: Final = frozenset({"power supply ac lost", "ac lost", "ac lost or out-of-range"})


def judge(parts: Listing[PowerPart], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for each power supply and each statement of redundancy."""
    nobody_speaks = all(one.presence is Presence.SILENT for one in parts.records)
    for part in parts.records:
        level, summary = _verdict(part, nobody_speaks=nobody_speaks)
        yield Finding(
            part.name,
            level,
            summary,
            observed=_observed(part),
            expected=_("working, with input") if part.kind == "supply" else _("fully redundant"),
            quote=part.words,
            measures={} if part.reading_watts is None else {"power_watts": part.reading_watts},
            reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
        )


def _verdict(part: PowerPart, *, nobody_speaks: bool) -> tuple[Level, Text]:
    if part.presence is not Presence.PRESENT:
        return _not_there(part, nobody_speaks=nobody_speaks)
    levels = [level_of_state(word) for word in part.states]
    known = [level for level in levels if level is not None]
    if part.verdict is not Verdict.NONE:
        known.append(LEVEL_OF_VERDICT[part.verdict])
    level = worst(known)
    if None in levels and level is not Level.CRITICAL:
        level = Level.UNKNOWN
    return level, _words(part, level)


def _not_there(part: PowerPart, *, nobody_speaks: bool) -> tuple[Level, Text]:
    if nobody_speaks:
        return Level.UNKNOWN, _("{part}: no reading of any power supply", part=part.title)
    if part.presence is Presence.DISABLED:
        return Level.ABSENT, _("{part} is switched off in the controller", part=part.title)
    if part.kind == "redundancy":
        return Level.ABSENT, _("{part}: the controller says nothing of it", part=part.title)
    return Level.ABSENT, _("{part}: no module in this bay", part=part.title)


def _words(part: PowerPart, level: Level) -> Text:
    states = part.states or (part.verdict.value,)
    if level is Level.UNKNOWN:
        return _("{part}: {states}: no verdict on its health", part=part.title, states=part.states or ("-",))
    if part.kind == "redundancy":
        if level is Level.OK:
            return _("{part}: redundant", part=part.title)
        return _("{part}: redundancy is not whole ({states})", part=part.title, states=states)
    if _LOST_INPUT & {word.lower() for word in part.states}:
        return _("{part} has no input: cable, socket, PDU, or pulled on purpose", part=part.title)
    if level is Level.OK:
        return _("{part} is fitted and works", part=part.title)
    return _("{part} is not well: {states}", part=part.title, states=states)


def _observed(part: PowerPart) -> Text | None:
    if part.presence is not Presence.PRESENT:
        return None
    known = " ".join(word for word in (part.model, part.serial) if word)
    if part.reading_watts is not None:
        return _(
            "{states}, {watts:number} W {known}",
            states=part.states or (part.verdict.value,),
            watts=part.reading_watts,
            known=known,
        )
    return _("{states} {known}", states=part.states or (part.verdict.value,), known=known)


POWER_REDUNDANCY: Final = Check(
    id="server.power_redundancy",
    title=_("Power supplies and redundancy"),
    area=Area.HARDWARE,
    needs=POWER_PARTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the state of each power supply and of the redundancy of power and fans, as the management controller has it"),
    remedy=_(
        "No input: check cable, socket and PDU of that side (A or B) and whether the circuit is fed; circuits "
        "are switched by the customer's electrician only. A failed module: report it to the maker, and "
        "replace it while running, with the same model, after making sure that the other one carries the "
        "load. A second module that is left unplugged on purpose: have the customer accept it in writing."
    ),
    traps=(
        _("presence detected alone is a working power supply"),
        _("a model with one power supply has no redundancy to lose"),
        _("a module in cold standby delivers 0 W and is well"),
        _("an empty bay is no fault; what the redundancy sensor says of it is"),
    ),
    clause="1.4.3.4",
    refs=("IPMI 2.0, table 42-3", "Redfish Power, PowerSubsystem"),
)
