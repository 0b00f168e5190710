"""Do the parameters fit the machine? And which wait for a restart that will surprise somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.dameng_words import HEALTH, NOT_RUN
from collectors.facts.dameng.instances import SETTINGS, Parameter, Settings
from config.limits import Layered, limit
from config.text import _

_MIB: Final = 1 << 20
_TOP: Final = 10


@dataclass(frozen=True, slots=True)
class ParameterLimits:
    """The data buffer beside the machine's memory."""

    low: float = limit(
        0.2, unit="ratio", source="our own: far below the 60 to 80 % that the vendor advises", subjects=("buffer",)
    )
    high: float = limit(
        0.8, unit="ratio", source="vendor's operations guide: BUFFER 60 to 80 % of memory", subjects=("buffer",)
    )


def judge(settings: Settings, limits: Layered[ParameterLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the buffer, one of what waits for a restart, one of SQL tracing."""
    yield _buffer(settings, limits.base)
    yield _waiting(settings.waiting)
    trace = settings.parameters.get("SVR_LOG")
    if trace is not None:
        is_on = trace.now not in {"", "0"}
        summary = _("SQL tracing is on (SVR_LOG): it costs time and disk") if is_on else _("SQL tracing is off")
        yield Finding("tracing", Level.NOTICE if is_on else Level.OK, summary, quote=f"SVR_LOG={trace.now}")


def _buffer(settings: Settings, limits: ParameterLimits) -> Finding:
    size = int(settings.parameters["BUFFER"].now or 0) * _MIB
    share = size / settings.memory_bytes if settings.memory_bytes else 0.0
    level = Level.OK
    summary = _("the data buffer is {size:bytes}, {share:percent} of memory", size=size, share=share)
    if share > limits.high:
        level = Level.WARN
        summary = _(
            "the data buffer of {size:bytes} leaves too little memory ({share:percent} taken)", size=size, share=share
        )
    elif share < limits.low:
        level = Level.NOTICE
        summary = _(
            "the data buffer of {size:bytes} uses {share:percent} of memory: on a machine of its own it may be "
            "raised (effect "
            "large, effort a restart)",
            size=size,
            share=share,
        )
    return Finding(
        "buffer", level, summary, quote=f"BUFFER={settings.parameters['BUFFER'].now} memory={settings.memory_bytes}"
    )


def _waiting(waiting: tuple[Parameter, ...]) -> Finding:
    if not waiting:
        return Finding("pending restart", Level.OK, _("no parameter waits for a restart"))
    return Finding(
        "pending restart",
        Level.NOTICE,
        _("{count:number} parameter(s) in dm.ini differ from what holds: the next start changes them", count=len(waiting)),
        quote="; ".join(f"{one.name}: {one.now} -> {one.in_file}" for one in waiting[:_TOP]),
    )


PARAMETERS: Final = Check(
    id="database.dameng.parameters",
    title=_("DM8: parameters"),
    area=Area.DB_TUNING,
    needs=SETTINGS,
    limits=ParameterLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("v$parameter, v$systeminfo"),
    remedy=_(
        "Agree each change with the customer and take it in an agreed restart, one at a time, noting the old "
        "value. What differs "
        "between file and memory: find out who changed it and whether it is meant."
    ),
    traps=(
        NOT_RUN,
        _("BUFFER is in MiB, and other pools (MEMORY_POOL, RECYCLE, HUGE) come on top of it"),
        _("where other programs share the machine, a small buffer is right"),
    ),
    clause="1.4.3.4",
    refs=(HEALTH,),
)
