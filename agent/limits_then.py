"""The limits of an earlier day: the defaults that the program had then, with the operator's rules of then over them."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Final

from checks.base import AnyCheck
from checks.result import CatalogueRow
from checks.standards import LimitMove
from config.limits import Layer, Layered, LimitsError, Rule, described, layer

_DEFAULT: Final = f"{Layer.DEFAULT.value}:"
"""How the origin of a limit begins that no rule had set."""


def limits_again(
    checks: Sequence[AnyCheck], rules: Sequence[Rule], target: str, on: date, catalogue: Sequence[CatalogueRow] = ()
) -> dict[str, Layered[Any]]:
    """Every check's limits on one target by the rules that held on a day, also those written for its former names.

    ``catalogue`` is that of the day whose defaults hold; without it they are today's. What today's checks no longer have a
    place for is left out.
    """
    valid = [rule for rule in rules if rule.until is None or rule.until >= on]
    rows = {row.check: row for row in catalogue}
    found: dict[str, Layered[Any]] = {}
    for check in checks:
        names = (check.id, *check.formerly)
        row = next((rows[name] for name in names if name in rows), None)
        default = _default_then(check.limits, row) if row else check.limits
        mine = [rule for rule in valid if any(fnmatchcase(name, rule.check) for name in names)]
        found[check.id] = _laid(default, mine, target)
    return found


def _laid(default: object, rules: Sequence[Rule], target: str) -> Layered[Any]:
    try:
        return layer(default, rules, target)
    except LimitsError:
        return layer(default, [_fitting(default, rule) for rule in rules], target)


def _fitting(default: object, rule: Rule) -> Rule:
    """What of a rule today's limits still have a place for."""
    kept: dict[str, object] = {}
    for name, value in rule.values.items():
        try:
            layer(default, [dataclasses.replace(rule, values={name: value}, item="", target="*")], "*")
        except LimitsError:
            continue
        kept[name] = value
    return dataclasses.replace(rule, values=kept)


def _default_then(default: Any, row: CatalogueRow) -> Any:  # noqa: ANN401 - the limits of any check
    """The defaults of that day, as far as its catalogue row tells them and today's limits have them.

    A row tells numbers to six digits; where that is how today's default reads, it is today's.
    """
    today = {name: shown for name, shown, _unit, _origin in described(Layered(default))}
    changed = {
        name: _restored(getattr(default, name), shown)
        for name, shown, _unit, origin in row.limits
        if origin.startswith(_DEFAULT) and today.get(name, shown) != shown
    }
    return dataclasses.replace(default, **changed) if changed else default


def _restored(today: object, shown: str) -> object:
    """A value as it was shown, of the type that it has today; today's own where that is not one of its values."""
    try:
        match today:
            case bool():
                return {"True": True, "False": False}.get(shown, today)
            case int():
                return int(shown)
            case float():
                return float(shown)
            case str():
                return shown
            case tuple():
                parts = shown.split(", ") if shown else []
                return tuple(_restored(today[0], part) for part in parts) if today else tuple(parts)
    except ValueError:
        pass
    return today


def moves(then: Layered[Any], now: Layered[Any], subject: str, row: CatalogueRow | None = None) -> tuple[LimitMove, ...]:
    """What of the limits that decide a subject's finding is not what it was, and who set it; ``row`` is that day's."""
    before, after = _told(then, subject), _told(now, subject)
    of_that_day = {name: (value, unit, origin) for name, value, unit, origin in row.limits} if row else {}
    found = []
    for name in dict.fromkeys((*before, *after)):
        was, is_now = before.get(name, _NONE), after.get(name, _NONE)
        if was[0] != is_now[0]:
            told = of_that_day.get(name, ("", "", ""))
            origin = told[2] if told[0] == was[0] else was[2]
            found.append(LimitMove(name, was[0], is_now[0], is_now[1], origin, is_now[2]))
    return tuple(found)


_NONE: Final = ("", "", "")


def _told(layered: Layered[Any], subject: str) -> Mapping[str, tuple[str, str, str]]:
    return dict(_rows(layered, subject))


def _rows(layered: Layered[Any], subject: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    base = {name: value for name, value, _unit, _origin in described(layered)}
    at = dataclasses.replace(layered, base=layered.at(subject))
    for name, value, unit, origin in described(at, subject=subject):
        yield name, (value, unit, origin if base[name] == value else Layer.ITEM.value)
