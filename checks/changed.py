"""From an aspect to a check: what differs since the last inspection, or from the baseline that a person confirmed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from checks.aspects import PARTLY, AnyAspect, Comparison, Difference, Value, Way, Weight, compare, is_able_to_fail
from checks.base import Change, Exhibit, Finding, Level, Scene, Then, unknown
from checks.local_time import minute
from collectors.base import Reason, Unseen
from collectors.policies import Policy, fields_under
from config.limits import Layered, limit
from config.text import Text, _, verbatim

LEVELS: Final[Mapping[Weight, Level]] = {
    Weight.FAULT: Level.WARN,
    Weight.REPORT: Level.NOTICE,
    Weight.NOTED: Level.OK,
}
_HEAVIEST: Final = (Weight.FAULT, Weight.REPORT, Weight.NOTED)
_SHOWN_MOST: Final = 6
"""Of a list that is a value, how many members a cell shows: ours."""
_ROWS_MOST: Final = 200
"""Rows of the table of differences: ours; more at once are an upgrade, and the findings count them."""


@dataclass(frozen=True, slots=True)
class ChangedLimits:
    """What may change, and how many changes are told one by one."""

    ignored: tuple[str, ...] = limit((), unit="pattern", source="the operator: names of things that come and go")
    single_most: int = limit(20, unit="count", source="our judgement: more at once are one event, an upgrade or a reload")


def changes(aspects: Iterable[AnyAspect]) -> tuple[Change[Any, ChangedLimits], ...]:
    """One check an aspect, of those that no other check tells."""
    return tuple(_change(one) for one in aspects if one.is_checked)


def _change(aspect: AnyAspect) -> Change[Any, ChangedLimits]:
    return Change(
        id=aspect.id,
        title=aspect.title,
        area=aspect.area,
        needs=aspect.needs,
        limits=ChangedLimits(),
        judge=_judge_of(aspect),
        worst=Level.WARN if is_able_to_fail(aspect) else Level.NOTICE,
        reads=aspect.reads,
        remedy=aspect.remedy,
        traps=aspect.traps,
        clause=aspect.clause,
        refs=aspect.refs,
        beside_baseline=True,
    )


def _judge_of(aspect: AnyAspect) -> Callable[[Any, Then[Any], Layered[ChangedLimits], Scene], Iterable[Finding | Exhibit]]:
    def judge(now: object, then: Then[Any], limits: Layered[ChangedLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
        own, since = limits.at(""), since_words(then, scene)
        compared = compare(aspect, now, then.facts)
        told = [one for one in compared.differences if not _is_ignored(one, own)]
        yield from _findings(aspect, told, compared, since, own)
        if PARTLY in compared.unseen_now:
            yield unknown("", PARTLY)  # no OK about a list of which a part was told: what is gone from the rest nobody saw
        if told:
            yield _table(aspect, told, since)

    return judge


def since_words(then: Then[Any], scene: Scene) -> Text:
    """What it is held against: a moment, or a baseline with who confirmed it."""
    at = minute(then.at, scene)
    return _("{at} (baseline confirmed by {by})", at=at, by=then.by) if then.by else verbatim(at)


def _is_ignored(one: Difference, limits: ChangedLimits) -> bool:
    return any(fnmatchcase(one.subject, glob) for glob in limits.ignored)


def _findings(
    aspect: AnyAspect, told: list[Difference], compared: Comparison, since: Text, limits: ChangedLimits
) -> Iterator[Finding]:
    by_subject: dict[str, list[Difference]] = {}
    for one in told:
        by_subject.setdefault(one.subject, []).append(one)
    heavy = {name: of for name, of in by_subject.items() if weight_of(of) is not Weight.NOTED}
    if not heavy:
        summary = _("{count:number} compared, as on {since}", count=compared.both_count, since=since)
        if told:
            summary = _(
                "{count:number} compared with {since}; {noted:number} differ in what may change by itself",
                count=compared.both_count,
                noted=len(by_subject),
                since=since,
            )
        yield Finding("", Level.OK, summary)
    elif len(heavy) > limits.single_most:
        yield _many(aspect, heavy, since, limits)
    else:
        for name, of in heavy.items():
            yield _single(aspect, name, of, since)


def weight_of(of: Iterable[Difference]) -> Weight:
    """The heaviest of some differences; of none, NOTED."""
    return min((one.weight for one in of), key=_HEAVIEST.index, default=Weight.NOTED)


def _many(aspect: AnyAspect, heavy: dict[str, list[Difference]], since: Text, limits: ChangedLimits) -> Finding:
    worst = weight_of(one for of in heavy.values() for one in of)
    names = tuple(heavy)[: limits.single_most]
    summary = _("{count:number} changed since {since}", count=len(heavy), since=since)
    return Finding("", LEVELS[worst], summary, observed=_("{names} …", names=names), expected=EXPECTED)


def _single(aspect: AnyAspect, name: str, of: list[Difference], since: Text) -> Finding:
    one = min(of, key=lambda d: _HEAVIEST.index(d.weight))
    if one.way is Way.UNTOLD:
        detail = _("it was told on {since}", since=since)
        return unknown(name, Unseen(name, Reason.NOT_OFFERED, detail))
    thing = Text(aspect.one.template, {"name": name})
    observed = None if one.way in {Way.GONE, Way.COME} else moved(one)
    return Finding(name, LEVELS[one.weight], summary_of(aspect, one, thing, since), observed=observed, expected=EXPECTED)


def summary_of(aspect: AnyAspect, one: Difference, thing: Text, since: Text) -> Text:
    """One difference in a sentence."""
    match one.way:
        case Way.GONE:
            return _("{thing} is no longer there (it was on {since})", thing=thing, since=since)
        case Way.COME:
            return _("{thing} is new since {since}", thing=thing, since=since)
        case Way.RENAMED:
            return _("{thing} was called {former} on {since}", thing=thing, former=str(one.then), since=since)
        case Way.CHANGED | Way.UNTOLD:
            field = field_words(aspect, one.field)
            return _("{thing}: {field} changed since {since}", thing=thing, field=field, since=since)


def field_words(aspect: AnyAspect, field: str) -> Text:
    """What a compared field is called; what a thing keeps when its name changes has one word for all."""
    return aspect.fields.get(field) or (_("which one it is") if field in _aliases(aspect) else verbatim(field))


def _aliases(aspect: AnyAspect) -> tuple[str, ...]:
    return fields_under(aspect.record, Policy.ALIAS)


def moved(one: Difference) -> Text:
    """What it was and what it is; of lists, what was lost and what was added."""
    if isinstance(one.then, tuple | frozenset) and isinstance(one.now, tuple | frozenset):
        return _lists(set(one.then), set(one.now), one)
    return _("{then} → {now}", then=said(one.then), now=said(one.now))


def _lists(then: set[str], now: set[str], one: Difference) -> Text:
    lost, added = sorted(map(str, then - now)), sorted(map(str, now - then))
    if len(then) == len(now) == 1:
        return _("{then} → {now}", then=lost[0] if lost else "", now=added[0] if added else "")
    if lost and added:
        return _("lost {lost}; added {added}", lost=_some(lost), added=_some(added))
    if lost:
        return _("lost {lost}", lost=_some(lost))
    if added:
        return _("added {added}", added=_some(added))
    return _("{then} → {now}", then=said(one.then), now=said(one.now))


def _some(members: list[str]) -> tuple[str, ...]:
    return (*members[:_SHOWN_MOST], *(("…",) if len(members) > _SHOWN_MOST else ()))


def said(value: Value) -> Text:
    """A compared value as people read it."""
    if value is None:
        return _("not told")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple | frozenset):
        return _("{members}", members=_some([str(one) for one in value])) if value else _("none")
    if isinstance(value, float):
        return _("{value:number}", value=round(value, 2))
    return verbatim(str(value)) if str(value) else _("empty")


def _table(aspect: AnyAspect, told: list[Difference], since: Text) -> Exhibit:
    rows: list[tuple[str | Text, ...]] = [
        (one.subject, field_words(aspect, one.field) if one.field else WAYS[one.way], *sides(one))
        for one in told[:_ROWS_MOST]
    ]
    columns = (_("What"), _("How it differs"), _("Then"), _("Now"))
    title = _("{what}: changed since {since}", what=aspect.title, since=since)
    return Exhibit(title, columns, tuple(rows))


def sides(one: Difference) -> tuple[Text, Text]:
    """Then and now as two cells of a table."""
    match one.way:
        case Way.GONE:
            return _("there"), NOT_THERE
        case Way.COME:
            return NOT_THERE, _("there")
        case _other:
            return said(one.then), said(one.now)


WAYS: Final[Mapping[Way, Text]] = {
    Way.GONE: _("gone"),
    Way.COME: _("new"),
    Way.CHANGED: _("changed"),
    Way.RENAMED: _("renamed"),
    Way.UNTOLD: _("no longer told"),
}
NOT_THERE: Final = _("not there")
"""What a side shows of a thing that it has not: by it a difference is told as one that is gone, or new."""
EXPECTED: Final = _("as it was, or a record of the change")
