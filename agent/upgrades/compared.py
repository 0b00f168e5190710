"""Aspect by aspect, two sides of one target: the differences beside what was declared, and what could not be compared."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from agent.outcomes import NOT_ASKED, Missed, Outcome, Seen, unseen_of
from agent.upgrades.sides import Couple, Read
from checks.aspects import AnyAspect, Comparison, Difference, Way, Weight, compare
from checks.base import REASON_WORDS
from checks.changed import field_words, moved, said, summary_of
from checks.changed import sides as then_and_now
from checks.verification import ChangeRow, Stand, UnseenRow
from collectors.base import Absent, Unseen
from config.planned import Expected
from config.text import Text, _, keep, render, verbatim

log = logging.getLogger("xunjian.upgrades")
_STANDS = {Weight.FAULT: Stand.UNEXPECTED, Weight.REPORT: Stand.OPEN, Weight.NOTED: Stand.NOTED}


@dataclass(slots=True)
class Tally:
    """What comparing came to, target by target.

    ``done`` are the declarations that came true, by place and target; ``due`` the required ones that a target owes: each
    that has the aspect must show it.
    """

    expected: Sequence[Expected]
    changes: list[ChangeRow] = field(default_factory=list)
    unseen: list[UnseenRow] = field(default_factory=list)
    compared_count: int = 0
    due: set[tuple[int, str]] = field(default_factory=set)
    done: set[tuple[int, str]] = field(default_factory=set)


def one_sided(couple: Couple) -> UnseenRow:
    """A side that is missing is a loss."""
    side = _("it is not in the snapshot before") if couple.before is None else _("it was not inspected afterwards")
    return UnseenRow(couple.name, _("the target as a whole"), keep(side), is_loss=True)


def compare_facts(couple: Couple, aspects: Sequence[AnyAspect], sides: tuple[Read, Read], tally: Tally, since: str) -> None:
    """Compare every aspect of one target, of which both sides are there and were read."""
    tally.unseen += _cut_short(couple)
    tally.due |= {
        (n, couple.name) for n, one in enumerate(tally.expected) if one.is_required and _owes(couple, aspects, one)
    }
    before, after = (read.outcomes for read in sides)
    if lost := sides[0].lost | sides[1].lost:
        words = _("{count:number} answer(s) of it can no longer be read: removed or altered in the store", count=len(lost))
        tally.unseen.append(UnseenRow(couple.name, _("the kept evidence"), keep(words), is_loss=True))
    for aspect in aspects:
        name = aspect.needs.name
        then, now = before.get(name, Missed(NOT_ASKED)), after.get(name, Missed(NOT_ASKED))
        if unseen := _incomparable(couple, aspect, then, now):
            tally.unseen.append(unseen)
            continue
        try:
            found = compare(aspect, _facts(now), _facts(then))
        except Exception as error:
            log.exception("target %s: aspect %s could not be compared", couple.name, aspect.id)
            tally.unseen.append(UnseenRow(couple.name, keep(aspect.title), keep(_words(unseen_of(error))), is_loss=True))
            continue
        tally.compared_count += 1
        tally.unseen += _partly(couple, aspect, found)
        tally.changes += [_row(couple, aspect, one, tally, since) for one in found.differences if one.way is not Way.UNTOLD]


def _cut_short(couple: Couple) -> Iterator[UnseenRow]:
    """A side whose session ended before all was asked, or that another machine answered for: a part of a side is none."""
    for one, words in ((couple.before, _("before: {why}")), (couple.after, _("after: {why}"))):
        if one is not None and one.session_error is not None:
            why = Text(words.template, {"why": _words(one.session_error)})
            yield UnseenRow(couple.name, _("the target as a whole"), keep(why), is_loss=True)


def _facts(outcome: Outcome) -> object:
    """The facts of a side; None where it proves that there are none."""
    return outcome.facts if isinstance(outcome, Seen) else None


def _incomparable(couple: Couple, aspect: AnyAspect, then: Outcome, now: Outcome) -> UnseenRow | None:
    """Why two sides cannot be compared, and whether that is a loss of what was seen before."""
    was_seen, is_seen = _is_answered(then), _is_answered(now)

    def row(why: Text, *, is_loss: bool = False, is_both: bool = False) -> UnseenRow:
        return UnseenRow(couple.name, keep(aspect.title), keep(why), is_loss, is_both)

    if was_seen and not is_seen:
        return row(_("seen before, not after: {why}", why=_why(now)), is_loss=True)
    if not was_seen and is_seen:
        return row(_("not seen before: {why}", why=_why(then)))
    if not was_seen:
        return row(_("seen neither before nor after: {why}", why=_why(now)), is_both=True)
    ways = (then.ways, now.ways) if isinstance(then, Seen) and isinstance(now, Seen) else ((), ())
    if all(ways) and ways[0] != ways[1]:
        one, other = (" + ".join(way) for way in ways)
        return row(
            _(
                "told by {one} before and by {other} after: the two call the same things by other names",
                one=one,
                other=other,
            )
        )
    return None


def _is_answered(outcome: Outcome) -> bool:
    return isinstance(outcome, Seen) or isinstance(outcome.error, Absent)


def _why(outcome: Outcome) -> Text:
    return _words(unseen_of(outcome.error)) if isinstance(outcome, Missed) else verbatim("")


def _words(unseen: Unseen) -> Text:
    why = REASON_WORDS[unseen.reason.value]
    return _("{why} ({detail})", why=why, detail=unseen.detail) if unseen.detail else why


def _partly(couple: Couple, aspect: AnyAspect, found: Comparison) -> Iterator[UnseenRow]:
    """What one side did not see of an aspect whose rest was compared."""
    then = {one.subject for one in found.unseen_then}
    for one in found.unseen_now:
        what = _("{aspect}: {subject}", aspect=aspect.title, subject=one.subject) if one.subject else aspect.title
        yield UnseenRow(couple.name, keep(what), keep(_words(one)), one.subject not in then, one.subject in then)
    now = {one.subject for one in found.unseen_now}
    for one in found.unseen_then:
        if one.subject not in now:
            what = _("{aspect}: {subject}", aspect=aspect.title, subject=one.subject) if one.subject else aspect.title
            yield UnseenRow(couple.name, keep(what), keep(_("not seen before: {why}", why=_words(one))), is_loss=False)
    for difference in found.differences:
        if difference.way is Way.UNTOLD:
            named = field_words(aspect, difference.field)
            what = _("{aspect}: {subject}: {field}", aspect=aspect.title, subject=difference.subject, field=named)
            was = _("it was {value} before and is not told now", value=said(difference.then))
            yield UnseenRow(couple.name, keep(what), keep(was), is_loss=True)


def _row(couple: Couple, aspect: AnyAspect, one: Difference, tally: Tally, since: str) -> ChangeRow:
    thing = Text(aspect.one.template, {"name": one.subject})
    places = [n for n, declared in enumerate(tally.expected) if fits(couple, aspect, one, declared)]
    place = places[0] if places else None
    tally.done |= {(n, couple.name) for n in places}
    then, now = then_and_now(one)
    return ChangeRow(
        target=couple.name,
        aspect=aspect.id,
        title=keep(aspect.title),
        subject=one.subject,
        words=keep(summary_of(aspect, one, thing, verbatim(since))),
        then=keep(then),
        now=keep(moved(one) if _is_list(one) else now),
        stand=_STANDS[one.weight] if place is None else Stand.EXPECTED,
        reason="" if place is None else tally.expected[place].reason,
    )


def _is_list(one: Difference) -> bool:
    """Whether what was lost and added says more than the whole list does."""
    return one.way is Way.CHANGED and isinstance(one.now, tuple | frozenset) and max(len(one.now), len(one.then)) > 1


def _owes(couple: Couple, aspects: Sequence[AnyAspect], declared: Expected) -> bool:
    """Whether a declaration is about this target: its name fits, and it has the aspect."""
    is_named = any(_is_like(name, declared.target) for name in (couple.before_id, couple.after_id))
    return is_named and any(_is_like(one.id, declared.aspect) for one in aspects)


def fits(couple: Couple, aspect: AnyAspect, one: Difference, declared: Expected) -> bool:
    """Whether a difference is one that was declared."""
    way = "new" if one.way is Way.COME else one.way.value
    names = (couple.before_id, couple.after_id)
    return (
        any(_is_like(name, declared.target) for name in names)
        and _is_like(aspect.id, declared.aspect)
        and _is_like(one.subject, declared.subject)
        and declared.way in {"", way}
        and _is_like(one.field, declared.field)
        and (declared.to == "*" or _is_like(render(said(one.now), "en"), declared.to))
    )


def _is_like(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern of * and ?; a bracket is itself, as in [::]:5432."""
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def missed(tally: Tally) -> Iterator[ChangeRow]:
    """What was declared and did not happen; what may happen or not is left out."""
    met = {place for place, _target in tally.done}
    for place, one in enumerate(tally.expected):
        owing = sorted(name for at, name in tally.due - tally.done if at == place)
        if owing:
            yield from (_missed(one, name) for name in owing)
        elif place not in met and not one.is_optional:
            yield _missed(one, one.target)


def _missed(one: Expected, target: str) -> ChangeRow:
    what = " ".join(part for part in (one.aspect, one.subject, one.field, one.way) if part and part != "*")
    words = _("declared and not found: {what}", what=what or one.reason or "*")
    nothing, to = verbatim(""), verbatim(one.to if one.to != "*" else "")
    return ChangeRow(
        target=target,
        aspect=one.aspect,
        title=keep(_("declared")),
        subject=one.subject,
        words=keep(words),
        then=keep(nothing),
        now=keep(to),
        stand=Stand.MISSED,
        reason=one.reason,
        is_required=one.is_required,
    )
