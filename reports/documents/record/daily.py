"""《日常巡检记录》: a month as one page of marks, target by day, and a log of what was found and done (运维日志)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from config.text import Text, _
from reports.documents.frame import labels, numbered
from reports.documents.model import DASH, Block, Column, Document, Figure, Figures, Section, Sheet, Table, Words, fact
from reports.documents.record.matter import Record, cover, signatures
from reports.documents.tables import columns, paragraph
from reports.marks import MARKS
from reports.record.daily import VERDICT_WORDS, Month, Verdict

TITLE: Final = _("Daily inspection record")
MOST_ON_PAPER: Final = 200
_MARKS: Final = {
    **{one: MARKS[one.value] for one in Verdict if one.value in MARKS},
    Verdict.UNREACHED: "×",
    Verdict.NOT_LOOKED: "",
}
PURPOSE_WORDS: Final = {
    "routine": _("routine round"),
    "on-demand": _("on demand"),
    "recheck": _("recheck"),
    "snapshot": _("before a change"),
    "verify": _("after a change"),
}
_TARGET, _DAY = 16, 3
"""Widths of the columns: 31 days stand beside the name."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a person did or said on a day: an event of an incident, a word on a problem, a duty."""

    at: datetime
    by: str
    what: Text
    of: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """The month and what was done in it, the earliest first."""

    month: Month
    done: tuple[Done, ...] = ()


def build(of: Record, matter: Matter) -> Document:
    """Write the record. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    name = f"{matter.month.days[0]:%Y-%m}"
    return Document(
        kind="daily",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, name),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, matter),
        sections=tuple(numbered(of, _sections(of, matter))),
        sheets=(Sheet(of.say(TITLE), _grid(of, matter.month)), Sheet(of.say(_("Operations log")), _log(of, matter))),
        data={"month": name, "days": [_plain(matter.month, day) for day in matter.month.days]},
    )


def _plain(month: Month, day: date) -> dict[str, object]:
    told = {target: month.day(target, day).verdict for target in month.targets}
    return {"day": day.isoformat(), "targets": {target: verdict.name.lower() for target, verdict in told.items()}}


def _looked(month: Month, day: date) -> bool:
    return any((target, day) in month.of for target in month.targets)


def _summary(of: Record, matter: Matter) -> Section:
    month = matter.month
    looked = [day for day in month.days if _looked(month, day)]
    every = Counter(one.verdict for one in month.of.values())
    items = (
        Figure(of.say(_("days with an inspection")), fact(f"{len(looked)} / {len(month.days)}")),
        *(
            Figure(of.say(VERDICT_WORDS[one], tone=one.value if one.value in MARKS else ""), fact(every[one]))
            for one in (Verdict.CRITICAL, Verdict.WARN, Verdict.OK, Verdict.UNREACHED)
        ),
    )
    missed = [day for day in month.days if day not in looked and day <= of.made_at.astimezone(of.zone).date()]
    blocks: list[Block] = [
        Figures(items),
        paragraph(of, _("Counted are targets a day, each by the worst of its day."), style="note"),
    ]
    if missed:
        days = tuple(f"{day:%m-%d}" for day in missed)
        blocks.append(paragraph(of, _("Days on which nobody looked: {days}.", days=days), style="lead"))
    return Section("", of.say(_("The month in short")), tuple(blocks), "summary")


def _sections(of: Record, matter: Matter) -> Iterator[Section]:
    shown = [one for one in Verdict if one is not Verdict.NOT_LOOKED]
    legend = "   ".join(f"{_MARKS[one]} {of.say(VERDICT_WORDS[one]).text}" for one in shown)
    blocks = (paragraph(of, _("{legend}   blank: not looked at", legend=legend), style="note"), _grid(of, matter.month))
    yield Section("1", of.say(_("Targets by day")), blocks, "grid")
    yield Section("2", of.say(_("Operations log")), (_log(of, matter),), "log")
    yield signatures(of, "3", _("Service engineer"), _("For the customer"))


def _grid(of: Record, month: Month) -> Table:
    heads = (Column(of.say(_("Target")), _TARGET), *(Column(fact(day.day), _DAY, is_centred=True) for day in month.days))
    rows = tuple((fact(target), *(_mark(month, target, day) for day in month.days)) for target in month.targets)
    return Table(
        heads,
        rows,
        is_dense=True,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=of.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))),
    )


def _mark(month: Month, target: str, day: date) -> Words:
    """A mark without its tone's own: the cell holds one sign."""
    return Words(_MARKS[month.day(target, day).verdict], is_fact=True)


def _log(of: Record, matter: Matter) -> Table:
    titled = ((_("Day"), 11), (_("Looked at"), 24), (_("Appeared"), 9), (_("Ended"), 9), (_("Found and done"), 47))
    rows = tuple(
        _line(of, matter, day) for day in matter.month.days if _looked(matter.month, day) or _of_day(of, matter, day)
    )
    return Table(columns(of, *titled, centred=(2, 3)), rows, is_dense=True)


def _line(of: Record, matter: Matter, day: date) -> tuple[Words, ...]:
    month = matter.month
    days = [month.of[target, day] for target in month.targets if (target, day) in month.of]
    done = [
        f"{one.by} {of.say(one.what).text}{f'（{one.of}）' if one.of else ''}".strip() for one in _of_day(of, matter, day)
    ]
    return (
        of.day(day),
        _who(of, month, day, len(days)) if days else DASH,
        fact(sum(one.appeared for one in days)),
        fact(sum(one.ended for one in days)),
        fact("；".join(done) if of.language == "zh_CN" else "; ".join(done)) if done else DASH,
    )


def _who(of: Record, month: Month, day: date, count: int) -> Words:
    purposes = [of.say(PURPOSE_WORDS[one]).text if one in PURPOSE_WORDS else one for one in month.purposes.get(day, ())]
    return of.say(_("{purposes}: targets {count}", purposes=tuple(purposes), count=count))


def _of_day(of: Record, matter: Matter, day: date) -> Sequence[Done]:
    return [one for one in matter.done if one.at.astimezone(of.zone).date() == day]
