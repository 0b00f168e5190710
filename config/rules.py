"""``limits:`` entries into rules, and whether they fit the limits of the checks they name."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin, get_type_hints

from config.limits import Layer, Layered, LimitsError, Rule, layer
from config.places import Plain
from config.problems import ConfigError, Problem, described, refuse, suggest
from config.schema import RuleBlock
from config.text import _, verbatim

Known = Mapping[str, object]
"""Check id to its default limits; empty when nobody asks for rules to be held against checks."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def rule_of(block: RuleBlock, place: str, *, is_main: bool, known: Known) -> Rule:
    """Make one rule. Raises ConfigError for a check or a value that does not fit."""
    if known and block.check not in known:
        raise refuse(
            place, "limits.check", _("the unknown check “{check}”", check=block.check), suggest(block.check, tuple(known))
        )
    extra = block.model_extra or {}
    default = known.get(block.check)
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, raw in extra.items():
        try:
            values[name] = _fitted(default, name, raw, place) if default is not None else _guessed(raw)
        except ConfigError as error:
            problems += error.problems
    if not extra:
        problems.append(Problem(place, block.check, _("a rule that sets no limit"), suggest("", _names(default))))
    if problems:
        raise ConfigError(problems)
    return Rule(
        block.check, values, block.target, block.item, block.reason, _layer(block, is_main=is_main), place, block.until
    )


def _layer(block: RuleBlock, *, is_main: bool) -> Layer:
    if not is_main:
        return Layer.PROFILE
    if block.item:
        return Layer.ITEM
    return Layer.SITE if block.target == "*" else Layer.TARGET


def _names(default: object) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(default)) if dataclasses.is_dataclass(default) else ()


def _guessed(raw: object) -> object:
    """Read a value of which nobody said the type: numbers and true/false as such, lists as tuples."""
    if isinstance(raw, list):
        return tuple(_guessed(inner) for inner in raw)
    if not isinstance(raw, Plain):
        return raw
    if raw.lower() in ("true", "false"):
        return raw.lower() == "true"
    if _NUMBER.fullmatch(raw):
        return float(raw) if re.search(r"[.eE]", raw) else int(raw)
    return str(raw)


def _fitted(default: object, name: str, raw: object, place: str) -> object:
    names = _names(default)
    if name not in names:
        raise refuse(place, "limits", _("the unknown limit “{name}”", name=name), suggest(name, names))
    now = getattr(default, name)
    about = f"limits.{name}"
    if isinstance(now, tuple):
        hint = get_type_hints(type(default)).get(name)
        return _tuple(hint, raw, place, about)
    unit = next(f.metadata.get("unit", "") for f in dataclasses.fields(default) if f.name == name)  # type: ignore[arg-type] # _names said dataclass
    return _single(now, raw, unit, place, about)


def _tuple(hint: object, raw: object, place: str, about: str) -> tuple[object, ...]:
    if not isinstance(raw, list):
        raise refuse(place, about, described(raw), _("write a list in brackets: [a, b]"))
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    if inner in (str, int, float):
        return tuple(_single(inner(), one, "", place, about) for one in raw)
    return tuple(_guessed(one) for one in raw)


def _single(now: object, raw: object, unit: str, place: str, about: str) -> object:
    if isinstance(now, bool):
        if isinstance(raw, Plain) and raw.lower() in _FLAGS:
            return _FLAGS[raw.lower()]
        raise refuse(place, about, described(raw), _("write true or false, without quotes"))
    if isinstance(now, int | float):
        return _number(now, raw, unit, place, about)
    if isinstance(now, str):
        if isinstance(raw, str):
            return str(raw)
        raise refuse(place, about, described(raw), _("write text"))
    return _guessed(raw)


def _number(now: float, raw: object, unit: str, place: str, about: str) -> float:
    words = raw if isinstance(raw, Plain) else ""
    is_percent = unit == "ratio" and words.endswith("%")
    if not _NUMBER.fullmatch(words.removesuffix("%") if is_percent else words):
        raise refuse(place, about, described(raw), _("write a number, without quotes"))
    value = float(words.removesuffix("%")) / (100 if is_percent else 1)
    if unit == "ratio" and abs(now) <= 1 and abs(value) >= 2:  # noqa: PLR2004 - 90 was meant as 90 %
        raise refuse(place, about, described(raw), _("write a ratio: 0.9 for 90 %"))
    if value < 0 <= now:
        raise refuse(place, about, described(raw), _("write a number that is not negative"))
    if isinstance(now, int) and not value.is_integer():
        raise refuse(place, about, described(raw), _("write a whole number"))
    return int(value) if isinstance(now, int) else value


def misfits(known: Known, rules: Sequence[Rule], targets: Sequence[str]) -> Iterator[Problem]:
    """Find rules that together turn a check round: warn beyond critical, where the check has it the other way."""
    for check in dict.fromkeys(rule.check for rule in rules if rule.check in known):
        mine = [rule for rule in rules if rule.check == check]
        said: set[str] = set()
        for target in targets:
            for problem in _misfits_of(known[check], mine, target):
                if problem.place not in said:
                    said.add(problem.place)
                    yield problem


def _misfits_of(default: object, rules: Sequence[Rule], target: str) -> Iterator[Problem]:
    try:
        layered: Layered[Any] = layer(default, rules, target)
        effective = [layered.base, *(layered.at(item) for item, _values in layered.items)]
    except (LimitsError, ValueError, TypeError) as error:
        last = rules[-1]
        yield Problem(
            last.place, last.check, _("limits that the check refuses ({detail})", detail=verbatim(str(error))), _SEE
        )
        return
    for limits in effective:
        for warn, critical in _pairs(default):
            if _is_turned(default, limits, warn, critical):
                at = [rule for rule in rules if warn in rule.values or critical in rule.values][-1]
                found = _(
                    "{warn} {warn_value:number} beside {critical} {critical_value:number}",
                    warn=warn,
                    warn_value=getattr(limits, warn),
                    critical=critical,
                    critical_value=getattr(limits, critical),
                )
                yield Problem(at.place, at.check, found, _("set both, so that critical is worse than warn"))


_SEE = _("see “xunjian checks explain” for what it takes")


def _pairs(default: object) -> Iterator[tuple[str, str]]:
    names = _names(default)
    for name in names:
        other = name.replace("warn", "critical")
        if other != name and other in names and isinstance(getattr(default, name), int | float):
            yield name, other


def _is_turned(default: object, limits: object, warn: str, critical: str) -> bool:
    before = getattr(default, critical) - getattr(default, warn)
    after = getattr(limits, critical) - getattr(limits, warn)
    return bool(before * after < 0)
