"""What a person saw on site, item by item. A thing without a network card fails as surely as one with."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene, worst
from collectors.facts.forms import FILLED_FORM, Answered, FilledForm
from config.checklists import Choice, Item, Range, told
from config.limits import Layered
from config.text import Text, _, verbatim


def judge(form: FilledForm, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding an item that was answered, by the levels and limits of the checklist; and the form as it was."""
    for one in form.answers:
        yield _finding(one, form)
    yield _record(form)


def _finding(one: Answered, form: FilledForm) -> Finding:
    item = one.item
    level = _level(one, form.on)
    said = _said(one, form.on)
    return Finding(
        item.id,
        level,
        _("{item}: {answer}", item=told(item.title), answer=said),
        observed=_("{answer}; as seen by {who} on {day}", answer=said, who=form.answered_by, day=form.on.isoformat()),
        expected=told(item.right),
        quote=one.remark,
        measures={"form_reading": one.value} if isinstance(one.value, float) else {},
        remedy=told(item.remedy) if level in {Level.NOTICE, Level.WARN, Level.CRITICAL} else None,
    )


def _level(one: Answered, on: date) -> Level:
    match one.value:
        case None:
            return Level.ABSENT
        case Choice(level=grade):
            return Level(grade)
        case float():
            return _of_number(one.value, one.item.range)
        case date():
            return _of_day(one.item, (on - one.value).days)
        case _:
            return Level(one.item.level) if one.value else Level.WARN if one.item.kind == "date" else Level.OK


def _of_number(value: float, limits: Range) -> Level:
    """The worse of both ends; reaching a limit counts."""
    found = [Level.OK]
    for warn, critical, sign in (
        (limits.warn_above, limits.critical_above, 1),
        (limits.warn_below, limits.critical_below, -1),
    ):
        if critical is not None and sign * value >= sign * critical:
            found.append(Level.CRITICAL)
        elif warn is not None and sign * value >= sign * warn:
            found.append(Level.WARN)
    return worst(found)


def _of_day(item: Item, age_days: int) -> Level:
    """How old it may be, in days up to that of the form; reaching a limit counts."""
    if item.critical_days is not None and age_days >= item.critical_days:
        return Level.CRITICAL
    return Level.WARN if item.warn_days is not None and age_days >= item.warn_days else Level.OK


def _said(one: Answered, on: date) -> Text:
    match one.value:
        case None:
            return _("there is no such thing here ({why})", why=one.remark)
        case Choice(words=words):
            return told(words)
        case float():
            return verbatim(f"{one.value:g} {one.item.range.unit}".rstrip())
        case date():
            return _("{day}, {days:number} days before", day=one.value.isoformat(), days=(on - one.value).days)
        case _:
            return verbatim(one.value) if one.value else _("none")


def _record(form: FilledForm) -> Exhibit:
    rows = [(told(one.item.title), _said(one, form.on), one.remark, _photos(one)) for one in form.answers]
    witness = form.witness or "-"
    return Exhibit(
        _("Inspection record: {list}", list=told(form.title)),
        (_("Item"), _("Answer"), _("Remarks"), _("Photos")),
        (
            *rows,
            (_("Looked at by"), form.answered_by, _("customer's side: {who}", who=witness), form.on.isoformat()),
            *(((_("Remarks on the whole"), form.remark, "", ""),) if form.remark else ()),
        ),
    )


def _photos(one: Answered) -> str:
    return " ".join(f"{photo.name} {photo.sha256[:12]}" for photo in one.photos)


CHECKLIST: Final = Check(
    id="manual.checklist",
    title=_("Inspection by hand"),
    area=Area.BY_HAND,
    needs=FILLED_FORM,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the form that an engineer filled in on site (xunjian form), with his name, the day and photos"),
    remedy=_("Print the form with xunjian form, look at each item on site, and read it back with xunjian form read."),
    traps=(
        _("what was told on the telephone counts as not inspected, whatever was said"),
        _("an item that is left empty is not inspected, not fine"),
        _("the day is that on the form, not that of the file: last quarter's form does not serve for this one"),
        _("“not applicable” counts only with its reason in the remarks"),
        _("a percentage that the spreadsheet turned into 0.45 is 45"),
    ),
    clause="1.4.3.4",
)
