"""Health of parts as the management controller has it: drives, memory, processors, controllers, adapters, the machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.bmc_states import LEVEL_OF_VERDICT
from collectors.base import Listing, Reason
from collectors.facts.bmc import PARTS, Part, Presence, Verdict
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_BAD: Final = (Verdict.WARNING, Verdict.CRITICAL)


@dataclass(frozen=True, slots=True)
class PartLimits:
    """What is left of a solid-state drive's life, as its maker counts it."""

    warn_life_left_ratio: float = limit(0.20, unit="ratio", source="our judgement: time for a quotation and a delivery")
    critical_life_left_ratio: float = limit(0.05, unit="ratio", source="our judgement: write errors may begin any day")


def judge(parts: Listing[Part], limits: Layered[PartLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a part."""
    for part in parts.records:
        level, summary = _verdict(part, parts, limits.at(part.name))
        yield Finding(
            part.name,
            level,
            summary,
            observed=_observed(part),
            expected=_("health OK"),
            quote=part.words,
            measures={} if part.life_left_ratio is None else {"life_left_ratio": part.life_left_ratio},
            reason=Reason.NO_RECORD.value if level is Level.UNKNOWN else "",
        )


def _verdict(part: Part, parts: Listing[Part], limits: PartLimits) -> tuple[Level, Text]:
    if part.presence is Presence.ABSENT:
        return Level.ABSENT, _("{part}: nothing is fitted there", part=part.title)
    if part.verdict is Verdict.CRITICAL:
        return Level.CRITICAL, _("{part}: its controller says critical", part=part.title)
    drive = _drive(part, limits)
    if drive is not None and (drive[0] is Level.CRITICAL or part.verdict is not Verdict.WARNING):
        return drive
    if part.verdict is Verdict.WARNING:
        return Level.WARN, _("{part}: its controller warns", part=part.title)
    return _rolled_up(part, parts)


def _drive(part: Part, limits: PartLimits) -> tuple[Level, Text] | None:
    if part.is_failure_predicted:
        return Level.CRITICAL, _("{part}: the drive foretells its own failure", part=part.title)
    if part.life_left_ratio is None:
        return None
    side = compare(part.life_left_ratio, limits.warn_life_left_ratio, limits.critical_life_left_ratio)
    if side is Side.WITHIN:
        return None
    level = Level.CRITICAL if side is Side.CRITICAL else Level.WARN
    return level, _("{part}: {left:percent} of its life is left", part=part.title, left=part.life_left_ratio)


def _rolled_up(part: Part, parts: Listing[Part]) -> tuple[Level, Text]:
    if part.rollup in _BAD and not _is_told_below(part, parts.records):
        if any(not one.subject or one.subject.startswith(f"{part.name}/") for one in parts.unseen):
            return Level.UNKNOWN, _("{part}: a part of it is not well, and not all of its parts were seen", part=part.title)
        return LEVEL_OF_VERDICT[part.rollup], _(
            "{part}: its controller says that a part of it is not well, which is not among those seen", part=part.title
        )
    if part.presence is Presence.DISABLED:
        return Level.ABSENT, _("{part} is switched off", part=part.title)
    if part.verdict is Verdict.NONE and part.rollup in {Verdict.NONE, *_BAD}:
        return Level.UNKNOWN, _("{part}: its controller gives no verdict on its health", part=part.title)
    return Level.OK, _("{part}: its controller says OK", part=part.title)


def _is_told_below(part: Part, parts: Sequence[Part]) -> bool:
    """Whether a part below it has a finding of its own that is no better than the rollup."""
    worse = _BAD[_BAD.index(part.rollup) :]
    return any(one.name.startswith(f"{part.name}/") and one.verdict in worse for one in parts)


def _observed(part: Part) -> Text:
    known = " ".join(word for word in (part.model, part.serial, part.firmware) if word)
    words = tuple(word for word in (part.state, part.verdict.value, known) if word)
    return _("{words}", words=words)


HARDWARE_HEALTH: Final = Check(
    id="server.hardware_health",
    title=_("Health of parts"),
    area=Area.HARDWARE,
    needs=PARTS,
    limits=PartLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("state and health of every part that the management controller lists (Redfish)"),
    remedy=_(
        "Find the part by its slot and serial number, save the controller's event log, and report it to the "
        "maker. A drive that foretells its failure is replaced after a backup. A network adapter that warns "
        "often has a port without a cable: connect it, or disable the port in the BIOS at the next planned "
        "restart."
    ),
    traps=(
        _("an empty slot is listed with state Absent and is no fault, whatever its health says"),
        _("a part without any health value is not judged; that is not OK"),
        _("a whole that warns because of one part is told once, at that part"),
        _("the paths differ from maker to maker: links are followed, never guessed"),
    ),
    clause="1.4.3.4",
    refs=("Redfish Resource.Status (DMTF DSP0268)",),
)
