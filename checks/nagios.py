"""Monitoring plug-ins that the operator names: their own verdict, their words, their performance data."""

from collections.abc import Iterable
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Reason
from collectors.facts.own import Measured, PluginAnswer
from collectors.nagios import kind_of
from config.limits import Layered
from config.own import HERE, ProgramCheck, ProgramLimits, remedy_of, title_of
from config.text import Text, _, verbatim

LEVELS: Final = (Level.OK, Level.WARN, Level.CRITICAL, Level.UNKNOWN)
"""By exit code."""
QUOTED_LINES: Final = 20
_HERE = _("what the plug-in {command} says, run on the inspecting machine")
_THERE = _("what the plug-in {command} says, run on the target")
_TRAP = _("an exit code that is no plug-in's, and a plug-in that prints nothing, are not inspected")


def program_check(program: ProgramCheck, target: str, address: str) -> Check[PluginAnswer, ProgramLimits]:
    """Make the check of a definition, for one target."""
    reads = _HERE if program.runs == HERE else _THERE
    return Check(
        id=program.check,
        title=title_of(program),
        area=Area(program.area),
        needs=kind_of(program, target, address),
        limits=program.limits,
        judge=judge,
        worst=Level.CRITICAL,
        reads=Text(reads.template, {"command": " ".join(program.command)}),
        remedy=remedy_of(program),
        traps=(_TRAP,),
    )


def judge(answer: PluginAnswer, limits: Layered[ProgramLimits], scene: Scene) -> Iterable[Finding]:
    """One finding: the plug-in's own level and words."""
    level = LEVELS[answer.code]
    yield Finding(
        "",
        level,
        verbatim(answer.text),
        observed=_observed(answer),
        expected=_expected(answer.measured),
        quote="\n".join(answer.more[:QUOTED_LINES]),
        measures={one.name: one.value for one in answer.measured},
        reason=Reason.FAILED.value if level is Level.UNKNOWN else "",
    )


def _observed(answer: PluginAnswer) -> Text | None:
    said = tuple(f"{one.label} {one.written}" for one in answer.measured)
    if answer.strange:
        return _("{measured}; not understood: {strange}", measured=said, strange=answer.strange)
    return verbatim(", ".join(said)) if said else None


def _expected(measured: Iterable[Measured]) -> Text | None:
    with_limits = [one for one in measured if one.warn or one.critical]
    warn = tuple(f"{one.label} {one.warn}" for one in with_limits if one.warn)
    critical = tuple(f"{one.label} {one.critical}" for one in with_limits if one.critical)
    if not with_limits:
        return None
    return _("warning ranges: {warn}; critical ranges: {critical}", warn=warn or ("-",), critical=critical or ("-",))
