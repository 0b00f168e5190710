"""Custom checks, 自定义巡检项: what an operator judges by his own limits, without a program."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.custom import kind_of
from collectors.facts.own import Reading, Readings
from config.limits import Layered
from config.own import UNITS, CustomCheck, NumberLimits, TextLimits, remedy_of, title_of
from config.text import Text, _

_READS = _("the custom ask {ask}")
_TRAP = _("an answer of which no line fits is not inspected, never OK")


def custom_check(custom: CustomCheck) -> Check[Readings, NumberLimits | TextLimits]:
    """Make the check of a definition."""
    return Check(
        id=custom.check,
        title=title_of(custom),
        area=Area(custom.area),
        needs=kind_of(custom),
        limits=custom.limits,
        judge=partial(judge, custom),
        worst=_worst(custom),
        reads=Text(_READS.template, {"ask": custom.ask}),
        remedy=remedy_of(custom),
        traps=(_TRAP,),
    )


def _worst(custom: CustomCheck) -> Level:
    if not custom.is_number:
        return Level(custom.otherwise)
    is_critical = custom.critical_above is not None or custom.critical_below is not None
    return Level.CRITICAL if is_critical else Level.WARN


def judge(
    custom: CustomCheck, readings: Readings, limits: Layered[NumberLimits | TextLimits], scene: Scene
) -> Iterable[Finding]:
    """One finding a value, named by its subject."""
    for reading in readings.records:
        yield _judged(custom, reading, limits.at(reading.subject))


def _judged(custom: CustomCheck, reading: Reading, limits: NumberLimits | TextLimits) -> Finding:
    name, factor, sign = UNITS[custom.unit]
    if isinstance(limits, TextLimits) or reading.number is None:
        expected = limits.expected if isinstance(limits, TextLimits) else ()
        level = Level.OK if reading.text in expected else Level(custom.otherwise)
        return _finding(custom, reading, level, reading.text, _("one of: {texts}", texts=expected))
    value = reading.number
    level = LEVEL_OF_SIDE[limits.side(value)]
    said = _finding(custom, reading, level, _number(value) + sign, _expected(limits, sign))
    return replace(said, measures={name: value * factor})


def _finding(custom: CustomCheck, reading: Reading, level: Level, value: str, expected: Text | None) -> Finding:
    title = title_of(custom)
    if reading.subject:
        summary = _("{title}: {subject} is {value}", title=title, subject=reading.subject, value=value)
    else:
        summary = _("{title}: {value}", title=title, value=value)
    return Finding(reading.subject, level, summary, expected=expected, quote=reading.line)


_SIDES: Final = (
    ("warn_above", _("warning from {value}")),
    ("critical_above", _("critical from {value}")),
    ("warn_below", _("warning down from {value}")),
    ("critical_below", _("critical down from {value}")),
)


def _expected(limits: NumberLimits, sign: str) -> Text | None:
    said = list(_said(limits, sign))
    made = said[0] if said else None
    for one in said[1:]:
        made = _("{one}, {more}", one=made or one, more=one)
    return made


def _said(limits: NumberLimits, sign: str) -> Iterator[Text]:
    for name, words in _SIDES:
        value = getattr(limits, name)
        if isfinite(value):
            yield Text(words.template, {"value": _number(value) + sign})


def _number(value: float) -> str:
    return f"{value:,.10g}"
