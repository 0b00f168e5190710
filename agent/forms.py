"""Forms that came back: whose they are, which day they count for, and what in them cannot be understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from agent.form_words import unclear, unclear_how
from agent.photos import Album
from agent.sheets.filled import FilledRow, FilledSheet
from collectors.base import Answer, Reason, SessionError
from collectors.evidence import decode
from collectors.facts.forms import WrittenForm, WrittenItem
from collectors.manual.filled_forms import VERSION, parse, parse_restore
from collectors.manual.values import NotUnderstood, day_of, plain
from collectors.sessions.form import evidence_of
from config.checklists import Checklist
from config.checklists.read import every
from config.problems import Problem
from config.site import Site, Target
from config.text import Text, _

_SEEN: Final = frozenset({"", "现场查看", "现场", "远程查看", "远程", "on site", "remotely", "seen on site", "seen"})
_TOLD: Final = ("口述", "电话", "told", "phone")


@dataclass
class Batch:
    """What was read of all the sheets: forms to judge, problems by sheet and row, and words on what was passed over."""

    forms: list[tuple[Target, WrittenForm]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def understood(site: Site, sheets: Sequence[FilledSheet], album: Album, today: date) -> Batch:
    """Make forms of the sheets. A sheet without who or when, or of an unknown target, is not read."""
    batch = Batch()
    lists = {one.id: one for one in every(site.checklists)}
    targets = {target.id: target for target in site.targets}
    for sheet in sheets:
        if not any(row.answer for row in sheet.rows):
            batch.notes.append(_("{place}: nothing was filled in; it stays not inspected", place=sheet.place))
            continue
        target, checklist = targets.get(sheet.target), lists.get(sheet.checklist)
        wrong = list(_wrong(sheet, target, checklist, today))
        batch.problems += wrong
        if target is not None and checklist is not None and not wrong:
            form = _form(sheet, checklist, album)
            batch.problems += _unclear(sheet, checklist, form)
            batch.forms.append((target, form))
    return batch


def _wrong(sheet: FilledSheet, target: Target | None, checklist: Checklist | None, today: date) -> Iterator[Problem]:
    """What makes a whole sheet no evidence."""
    if target is None:
        found = _("the unknown target “{id}”", id=sheet.target)
        yield Problem(sheet.place, "", found, _("give the configuration that the form was printed with: --config"))
    if checklist is None:
        found = _("the unknown checklist “{id}”", id=sheet.checklist)
        yield Problem(sheet.place, "", found, _("name its file in the configuration: checklists"))
    if not sheet.heading.get("answered_by"):
        yield Problem(sheet.place, "", _("nobody’s name"), _("write who looked, then read the form again"))
    said = sheet.heading.get("on", "")
    try:
        on = day_of(said)
    except NotUnderstood:
        yield Problem(sheet.place, "", _("no day (“{said}”)", said=said), _("write the day as 2026-12-31"))
        return
    if on > today:
        yield Problem(sheet.place, "", _("the day {day}, which is to come", day=said), _("write the day of the inspection"))


def _form(sheet: FilledSheet, checklist: Checklist, album: Album) -> WrittenForm:
    rows: dict[str, list[FilledRow]] = {}
    for row in sheet.rows:
        rows.setdefault(row.item, []).append(row)
    items = tuple(
        WrittenItem(
            item=item,
            answer=" ≠ ".join(dict.fromkeys(row.answer for row in rows.get(item.id, ()) if row.answer)),
            is_told=any(not _is_seen(row.how) for row in rows.get(item.id, ())),
            remark=" ".join(row.remark for row in rows.get(item.id, ()) if row.remark),
            photos=album.of(sheet.target, item.id),
        )
        for item in checklist.items
    )
    return WrittenForm(
        form=VERSION,
        target=sheet.target,
        checklist=checklist.id,
        title=checklist.title,
        answered_by=sheet.heading["answered_by"],
        witness=sheet.heading.get("witness", ""),
        on=day_of(sheet.heading["on"]),
        items=items,
        remark=sheet.heading.get("remark", ""),
        count=len(items),
    )


def _is_seen(how: str) -> bool:
    """Whether somebody looked; what is no word of ours is taken for told, and named among the problems."""
    return plain(how) in _SEEN


def _unclear(sheet: FilledSheet, checklist: Checklist, form: WrittenForm) -> Iterator[Problem]:
    """The rows that say what cannot be understood."""
    known = {item.id: item for item in checklist.items}
    bad = {unseen.subject for unseen in parse(_answer(form)).unseen if unseen.reason is Reason.MISWRITTEN}
    bad |= _unclear_restore(form)
    for row in sheet.rows:
        item = known.get(row.item)
        if item is None:
            if row.answer:
                found = _("an answer to the unknown item “{id}”", id=row.item)
                write = _("print a new form with xunjian form, and copy the answers into it")
                yield Problem(sheet.at(row.row), "", found, write)
            continue
        if row.item in bad:
            yield Problem(sheet.at(row.row), "", *unclear(row, item))
        if not _is_seen(row.how) and not any(word in plain(row.how) for word in _TOLD):
            yield Problem(sheet.at(row.row), "", *unclear_how(row, item))


def _unclear_restore(form: WrittenForm) -> set[str]:
    try:
        parse_restore(_answer(form))
    except SessionError as error:
        if error.reason is Reason.MISWRITTEN:
            return {line.item.id for line in form.items if line.item.feeds}
    return set()


def _answer(form: WrittenForm) -> Answer:
    return Answer(decode(evidence_of(form))[0].out.decode())
