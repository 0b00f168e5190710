"""Forms that a person filled in (《巡检记录表》), from the evidence that ``xunjian form read`` keeps.

The evidence holds each question with its limits as it was put that day, so it reads the same for ever. Every item stands in
a line of its own and their number behind them: a line that is lost is seen. An empty answer is not asked; one that was told
on the telephone is not seen, whatever it says; "not applicable" wants its reason in the remarks.

Sample::

    {"form":1,"target":"ups01","checklist":"ups","title":{"zh_CN":"UPS","en":"UPS"},"answered_by":"张工","witness":"",
    "on":"2026-11-20","remark":"","items":[
    {"item":{"id":"ups.alarm","title":{"zh_CN":"告警","en":"Alarms"},"look":{"zh_CN":"看面板","en":"See the panel"},
    "right":{"zh_CN":"无","en":"none"},"remedy":{"zh_CN":"报修","en":"Have it serviced"},"source":"","kind":"text",
    "choices":[],"range":{},"level":"warn","warn_days":null,"critical_days":null,"feeds":""},
    "answer":"无","is_told":false,"remark":"","photos":[]}
    ],"count":1}
"""

from datetime import UTC, date, datetime
from typing import Final

from collectors.base import Answer, Collector, Form, ParseError, Reason, SessionError, Unseen
from collectors.facts.backups import RESTORE_EVIDENCE, RestoreEvidence
from collectors.facts.forms import FILLED_FORM, Answered, FilledForm, WrittenForm, WrittenItem
from collectors.manual.platforms import MANUAL, MANUAL_SERVER
from collectors.manual.values import NOT_APPLICABLE, NOT_LOOKED, NotUnderstood, plain, value_of
from config import checklists
from config.checklists import told
from config.os_words import quoted
from config.text import Text, _

VERSION: Final = 1
ASK: Final = Form("checklist")
_LOOK: Final = _("Look at it on site and fill in the form: xunjian form, then xunjian form read")
_SEE: Final = _("See it with your own eyes, or have a photo sent, and fill in the form again: what was told is no evidence")
_WRITE: Final = _("Write it as the form asks, then read the form again: xunjian form read")
_REASON: Final = _("Write into the remarks why it does not apply, then read the form again: xunjian form read")


def written(answer: Answer) -> WrittenForm:
    """Read the evidence back. Raises ParseError where a part of it is missing."""
    import msgspec  # noqa: PLC0415 - 64 ms that only a form needs

    try:
        form = msgspec.json.decode(answer.text, type=WrittenForm)
    except msgspec.DecodeError as error:
        raise ParseError(str(error)) from None
    if form.form != VERSION or form.count != len(form.items):
        raise ParseError(f"a form of {form.count} items, version {form.form}, with {len(form.items)}")
    return form


def parse(answer: Answer) -> FilledForm:
    """Read every item: what was looked at, and what was not, with its reason."""
    form = written(answer)
    said = [_read(line, form.on) for line in form.items if not line.item.feeds]
    return FilledForm(
        checklist=form.checklist,
        title=form.title,
        answered_by=form.answered_by,
        witness=form.witness,
        on=form.on,
        answers=tuple(one for one in said if isinstance(one, Answered)),
        unseen=tuple(one for one in said if isinstance(one, Unseen)),
        remark=form.remark,
    )


def _read(line: WrittenItem, on: date) -> Answered | Unseen:
    item, said = line.item, plain(line.answer)
    if reason := _not_seen(line, said):
        return Unseen(item.id, reason, told(item.title), _LOOK if reason is Reason.NOT_ASKED else _SEE)
    if said in NOT_APPLICABLE:
        if not line.remark.strip():
            return _unclear(line, _REASON)
        return Answered(item, None, line.remark, line.photos)
    try:
        value = value_of(item, line.answer)
    except NotUnderstood:
        return _unclear(line, _WRITE)
    if isinstance(value, date) and value > on:
        return _unclear(line, _WRITE)
    return Answered(item, value, line.remark, line.photos)


def _not_seen(line: WrittenItem, said: str) -> Reason | None:
    if not said or said in NOT_LOOKED:
        return Reason.NOT_ASKED
    return Reason.TOLD if line.is_told else None


def _unclear(line: WrittenItem, remedy: Text) -> Unseen:
    detail = _("{item}: {answer}", item=told(line.item.title), answer=quoted(line.answer[:60]))
    return Unseen(line.item.id, Reason.MISWRITTEN, detail, remedy)


def parse_restore(answer: Answer) -> RestoreEvidence:
    """The day of the last restore that was tried. Raises SessionError where the item was not answered, told or unclear."""
    form = written(answer)
    line = next((one for one in form.items if one.item.feeds == checklists.RESTORE_EVIDENCE), None)
    if line is None:
        raise SessionError(Reason.NOT_ASKED, _("the form does not ask for it"), _LOOK)
    said = plain(line.answer)
    if reason := _not_seen(line, said):
        raise SessionError(reason, told(line.item.title), _LOOK if reason is Reason.NOT_ASKED else _SEE)
    try:
        value = value_of(line.item, line.answer)
    except NotUnderstood:
        unclear = _unclear(line, _WRITE)
        raise SessionError(unclear.reason, unclear.detail, unclear.remedy) from None
    return RestoreEvidence(_at(value, form), " ".join(filter(None, (form.answered_by, form.on.isoformat(), line.remark))))


def _at(value: object, form: WrittenForm) -> datetime | None:
    if not isinstance(value, date):
        return None
    if value > form.on:
        raise SessionError(Reason.MISWRITTEN, _("a day after that of the form: {day}", day=value.isoformat()), _WRITE)
    return datetime(value.year, value.month, value.day, 12, tzinfo=UTC)


FILLED_FORMS: Final = Collector(id="manual.filled_forms", provides=FILLED_FORM, on=MANUAL, ask=ASK, parse=parse)
FILLED_FORMS_OF_SERVERS: Final = Collector(
    id="manual.filled_forms_of_servers", provides=FILLED_FORM, on=MANUAL_SERVER, ask=ASK, parse=parse
)
RESTORES_TOLD: Final = Collector(
    id="manual.restores", provides=RESTORE_EVIDENCE, on=MANUAL_SERVER, ask=ASK, parse=parse_restore
)
