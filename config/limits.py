"""Limits that turn a measured value into a side, and the layers that set them.

A check's limits are a frozen dataclass beside the check; the fields carry unit and source. The operator's rules are laid
over it: default < profile < site < target < item.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any, Generic, TypeVar

from config.text import Text, _, render

T = TypeVar("T")
L = TypeVar("L")


class Side(Enum):
    """Where a value lies beside its limits."""

    WITHIN = "within"
    WARN = "warn"
    CRITICAL = "critical"


class Layer(Enum):
    """Who set a limit; a later one wins."""

    DEFAULT = "default"
    PROFILE = "profile"
    SITE = "site"
    TARGET = "target"
    ITEM = "item"


ORDER = tuple(Layer)


def limit(default: T, *, source: str, unit: str = "", subjects: tuple[str, ...] = ()) -> T:
    """Declare a limit's field with its unit (``ratio``, ``seconds``, ``count``...) and the source of its number.

    ``subjects`` are the globs of the subjects whose findings it decides, where it does not decide all of its check's.
    """
    made: T = field(default=default, metadata={"unit": unit, "source": source, "subjects": subjects})
    return made


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``limits:`` as the operator wrote it. ``place`` is ``file:line``."""

    check: str
    values: Mapping[str, object]
    target: str = "*"
    item: str = ""
    reason: str = ""
    layer: Layer = Layer.SITE
    place: str = ""
    until: date | None = None
    """The last day on which the operator's reason holds; None is for ever."""


class LimitsError(ValueError):
    """A rule that does not fit the limits of its check: the place, what was found, what to write."""


@dataclass(frozen=True, slots=True)
class Layered(Generic[L]):
    """The limits of one check on one target; ``at(item)`` gives those of one item.

    ``Layered(UsageLimits())`` is enough in a test.
    """

    base: L
    items: tuple[tuple[str, Mapping[str, object]], ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """By field, the layer and place that set ``base``; a field not named has its default."""

    def at(self, item: str) -> L:
        """Give the limits of ``item``; the last pattern that matches wins, field by field."""
        changed: dict[str, Any] = {}
        for pattern, values in self.items:
            if fnmatchcase(item, pattern):
                changed |= values
        return dataclasses.replace(self.base, **changed) if changed else self.base  # type: ignore[type-var]


def layer(default: L, rules: Iterable[Rule], target: str) -> Layered[L]:
    """Lay the rules that concern ``target`` over ``default``. Raises LimitsError naming the rule's place."""
    base: dict[str, Any] = {}
    origins: dict[str, str] = {}
    items: list[tuple[str, Mapping[str, object]]] = []
    for rule in sorted(rules, key=lambda r: ORDER.index(r.layer)):
        if not fnmatchcase(target, rule.target):
            continue
        values = {name: _fit(default, name, value, rule) for name, value in rule.values.items()}
        if rule.item:
            items.append((rule.item, values))
            continue
        base |= values
        origins |= dict.fromkeys(values, f"{rule.layer.value} {rule.place}".strip())
    made = dataclasses.replace(default, **base) if base else default  # type: ignore[type-var]
    return Layered(made, tuple(items), origins)


def _fit(default: object, name: str, value: object, rule: Rule) -> object:
    fields = {f.name: f for f in dataclasses.fields(default)} if dataclasses.is_dataclass(default) else {}
    if name not in fields:
        known = ", ".join(sorted(fields)) or "nothing"
        raise LimitsError(f"{rule.place}: {rule.check} has no limit {name!r}; it knows {known}")
    now = getattr(default, name)
    if isinstance(now, tuple) and isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(now, bool) is isinstance(value, bool) and isinstance(now, int | float) and isinstance(value, int | float):
        return type(now)(value) if isinstance(now, float) else value
    if type(now) is type(value):
        return value
    raise LimitsError(f"{rule.place}: {rule.check}: {name} wants {type(now).__name__}, found {value!r}")


def compare(value: float, warn: float, critical: float) -> Side:
    """Say on which side of its limits a value lies; reaching a limit counts. ``warn > critical`` means low is bad."""
    low = warn > critical
    if value <= critical if low else value >= critical:
        return Side.CRITICAL
    if value <= warn if low else value >= warn:
        return Side.WARN
    return Side.WITHIN


def described(layered: Layered[Any], place: str = "", subject: str | None = None) -> tuple[tuple[str, str, str, str], ...]:
    """Tell limits for people: (field, value, unit, origin); the origin is a layer and place, or the default's source.

    ``place`` is where the operator wrote the check itself, with the limits that no rule sets: file and line. With
    ``subject`` only those that decide its finding.
    """
    rows = []
    for one in dataclasses.fields(layered.base):
        of = one.metadata.get("subjects", ())
        if subject is not None and of and not any(fnmatchcase(subject, glob) for glob in of):
            continue
        value = getattr(layered.base, one.name)
        shown = (
            ", ".join(map(str, value))
            if isinstance(value, tuple)
            else f"{value:g}"
            if isinstance(value, float)
            else str(value)
        )
        default = f"{Layer.SITE.value} {place}" if place else f"{Layer.DEFAULT.value}: {one.metadata.get('source', '')}"
        origin = layered.origins.get(one.name) or default
        rows.append((one.name, shown, str(one.metadata.get("unit", "")), origin))
    return tuple(rows)


LAYER_WORDS: Mapping[Layer, Text] = {
    Layer.DEFAULT: _("default"),
    Layer.PROFILE: _("company profile"),
    Layer.SITE: _("site"),
    Layer.TARGET: _("target"),
    Layer.ITEM: _("item"),
}


def worded(row: tuple[str, str, str, str], language: str) -> str:
    """Tell one row of ``described`` to a person: ``warn = 0.8 (ratio; default: Zabbix Linux template)``."""
    name, value, unit, origin = row
    value = {"True": "true", "False": "false", "inf": "", "-inf": ""}.get(value, value)  # as in xunjian.yaml; none set
    layer_name, _sign, where = origin.partition(" ")
    word = LAYER_WORDS[Layer(layer_name.rstrip(":"))]
    if layer_name.endswith(":"):
        said = _("{layer}: {source}", layer=word, source=Text(where))
    else:
        said = _("{layer} {place}", layer=word, place=where)
    if unit:
        said = _("{unit}; {origin}", unit=Text(unit), origin=said)
    return render(_("{name} = {value} ({said})", name=name, value=value or "-", said=said), language)
