"""《履约台账》: what the contract owes, what was done and when, and how its clocks were kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from config.text import Text, _
from reports.documents.frame import labels, numbered
from reports.documents.model import DASH, Block, Document, Figure, Section, Sheet, Table, Words, fact
from reports.documents.model import Figures as Row
from reports.documents.record.matter import Record, cover, signatures
from reports.documents.tables import columns, paragraph
from reports.record.duties import STATE_WORDS, Owed, State
from reports.record.figures import Figures

TITLE: Final = _("Ledger of contract duties")
DUTY_WORDS: Final = {
    "inspection": _("inspection"),
    "security-check": _("security check"),
    "phone-visit": _("visit by phone"),
    "phone-inspection": _("inspection by phone"),
    "training": _("training"),
    "resident": _("engineer on site"),
    "holiday-duty": _("duty over holidays"),
    "documents": _("documents"),
}
TONES: Final = {
    State.DONE: "ok",
    State.DONE_LATE: "warn",
    State.OVERDUE: "critical",
    State.DUE_SOON: "notice",
    State.OPEN: "unknown",
    State.AHEAD: "absent",
}
_SHOWN: Final = frozenset({State.DONE, State.DONE_LATE, State.OVERDUE, State.DUE_SOON, State.OPEN})
MOST_ON_PAPER: Final = 400


@dataclass(frozen=True, slots=True)
class Matter:
    """What the ledger is made of: every instance of every duty, and the figures of the term so far."""

    owed: tuple[Owed, ...]
    figures: Figures | None
    today: date


def build(of: Record, matter: Matter) -> Document:
    """Write the ledger. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    term = of.site.terms
    begins, ends = term.accepted_on, term.ends_on
    span = f"{begins.isoformat()} – {ends.isoformat() if ends else ''}" if begins else ""
    return Document(
        kind="duties",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, term.name, ((_("Term of the contract"), span),)),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, matter),
        sections=tuple(numbered(of, _sections(of, matter))),
        sheets=(Sheet(of.say(TITLE), duties_table(of, matter.owed)),),
        data={"duties": [plain(one) for one in matter.owed]},
    )


def up_to_now(every: Sequence[Owed]) -> tuple[Owed, ...]:
    """What fell due or is due now, and of what lies ahead the next of each."""
    nearest = {id(one) for one in _next(every)}
    return tuple(one for one in every if one.state in _SHOWN or id(one) in nearest)


def _next(every: Sequence[Owed]) -> tuple[Owed, ...]:
    found: dict[str, Owed] = {}
    for one in sorted((o for o in every if o.state is State.AHEAD), key=lambda o: (o.due_on, o.period)):
        found.setdefault(one.duty.what, one)
    return tuple(found.values())


def plain(one: Owed) -> dict[str, object]:
    """One instance as programs are given it."""
    return {
        "what": one.duty.what,
        "clause": one.duty.clause,
        "period": one.period,
        "due_on": one.due_on.isoformat(),
        "state": one.state.value,
        "done_on": one.done.on.isoformat() if one.done else None,
        "document": one.done.document if one.done else "",
    }


def _summary(of: Record, matter: Matter) -> Section:
    counts = {state: sum(one.state is state for one in matter.owed) for state in State}
    fell = counts[State.DONE] + counts[State.DONE_LATE] + counts[State.OVERDUE]
    items = (
        Figure(of.say(_("fallen due")), fact(fell)),
        Figure(of.say(STATE_WORDS[State.DONE]), fact(counts[State.DONE])),
        Figure(of.say(STATE_WORDS[State.DONE_LATE]), fact(counts[State.DONE_LATE])),
        Figure(of.say(STATE_WORDS[State.OVERDUE]), fact(counts[State.OVERDUE])),
    )
    blocks: list[Block] = [Row(items)]
    late = [one for one in matter.owed if one.state is State.OVERDUE]
    if late:
        blocks += [paragraph(of, _("Overdue, and not in the record as done:"), style="lead"), duties_table(of, late)]
    else:
        blocks.append(paragraph(of, _("Nothing that fell due is missing in the record."), style="lead"))
    if any(one.is_provisional for one in matter.owed):
        blocks.append(
            paragraph(of, _("Working days that were not announced yet were taken as Monday to Friday."), style="note")
        )
    return Section("", of.say(_("The duties in short")), tuple(blocks), "summary")


def _sections(of: Record, matter: Matter) -> Iterator[Section]:
    shown = [one for one in matter.owed if one.state in _SHOWN]
    yield Section("1", of.say(_("Every duty up to now")), (duties_table(of, shown),), "every")
    nearest = _next(matter.owed)
    if nearest:
        yield Section("2", of.say(_("Next of each")), (duties_table(of, nearest),), "next")
    if matter.figures and matter.figures.incidents:
        yield _service(of, matter.figures, "3" if nearest else "2")
    number = str(2 + bool(nearest) + bool(matter.figures and matter.figures.incidents))
    yield signatures(of, number, _("For the customer"), _("Service provider"))


def duties_table(of: Record, owed: Sequence[Owed]) -> Table:
    """Duties, a row each: owed since when, due by when, done or not."""
    titled = ((_("Duty"), 16), (_("Clause"), 9), (_("Period"), 11), (_("Due by"), 12), (_("State"), 14), (_("Done on"), 12))
    rows = tuple(_row(of, one) for one in owed)
    return Table(
        columns(of, *titled, (_("Document"), 14), (_("Reason, remarks"), 12)),
        rows,
        is_dense=True,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=of.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=len(rows))),
    )


def duty_words(of: Record, what: str) -> Words:
    """A duty's name; one that is the operator's own stands as he wrote it."""
    return of.say(DUTY_WORDS[what]) if what in DUTY_WORDS else fact(what)


def _row(of: Record, one: Owed) -> tuple[Words, ...]:
    done = one.done
    late = _("{days} days late", days=one.late_days) if one.late_days else None
    said: list[str] = [of.say(late).text] if late else []
    said += [done.reason] if done and done.reason else []
    said += [of.say(_("{count} more", count=len(one.more))).text] if one.more else []
    return (
        duty_words(of, one.duty.what),
        fact(one.duty.clause or "—"),
        fact(one.period) if one.period != "term" else of.say(_("whole term")),
        of.day(one.due_on),
        of.say(STATE_WORDS[one.state], tone=TONES[one.state]),
        of.day(done.on) if done else DASH,
        fact(done.document or "—") if done else DASH,
        fact("；".join(said) if of.language == "zh_CN" else "; ".join(said)) if said else DASH,
    )


def _service(of: Record, found: Figures, number: str) -> Section:
    return Section(number, of.say(_("Service of the term so far")), service_blocks(of, found), "service")


def service_blocks(of: Record, found: Figures) -> tuple[Block, ...]:
    """The figures of incidents, and of each promise how often it was kept."""
    titled: tuple[tuple[Text, int], ...] = (
        (_("Promise"), 30),
        (_("Clause"), 12),
        (_("kept"), 12),
        (_("not kept"), 12),
        (_("Share kept"), 14),
        (_("cannot be computed"), 20),
    )
    rows = tuple(
        (
            fact(one.what),
            fact(one.clause or "—"),
            fact(one.met),
            fact(one.breached),
            fact(f"{one.ratio:.1%}") if one.ratio is not None else DASH,
            fact(one.not_computable),
        )
        for one in found.kept
    )
    at_once = found.at_once_ratio
    more = (
        Figure(of.say(_("incidents")), fact(found.incidents)),
        Figure(of.say(_("solved at once")), fact(f"{at_once:.1%}") if at_once is not None else DASH),
        Figure(of.say(_("content, 1 to 5")), fact(f"{found.score:.1f}") if found.score is not None else DASH),
        Figure(of.say(_("complaints")), fact(found.complaints)),
    )
    reached = _(
        "Surveyed: {surveyed}; not reached: {unreachable}; opened again: {reopened}. Cancelled ones are not counted.",
        surveyed=found.surveyed,
        unreachable=found.unreachable,
        reopened=found.reopened,
    )
    return Row(more), paragraph(of, reached), Table(columns(of, *titled), rows, is_dense=True)
