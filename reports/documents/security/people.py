"""Chapter 10: what a machine cannot judge: asked of a person, answered by whom and when, and due again."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.security.standards.conformity import Row, ends_on, is_valid
from checks.security.standards.index import title_of
from checks.security.standards.management import QUESTIONS, spoken_of
from checks.security.standards.verdicts import ANSWERS
from config.clauses import is_within
from config.said import Declaration
from config.text import _
from reports.documents.model import NOTHING, Block, Heading, Section, Table, Words
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, paragraph

_HOW: Final = _(
    "No check speaks to what stands here. An engineer looks, and writes the answer into the configuration (declared:) with "
    "who gave it, when, and until when it holds; without an end it holds for a year. An answer that has ended counts no "
    "more and is due again. What is unanswered is not inspected."
)


def chapter_people(of: Matter) -> Section:
    """The questions that every site is asked, then the clauses without a check."""
    blocks: list[Block] = [paragraph(of, _HOW, style="note")]
    blocks += [Heading(of.say(_("10.1 Questions on management")), 3, "questions"), _questions(of)]
    blocks.append(Heading(of.say(_("10.2 Clauses that no check speaks to")), 3, "by-hand-clauses"))
    blocks += _clauses(of)
    return Section("10", of.say(_("Clauses for a person to judge")), tuple(blocks), "people", starts_page=True)


def _questions(of: Matter) -> Table:
    titled = (
        (_("Clause"), 12),
        (_("Question"), 20),
        (_("What to look at"), 32),
        (_("Answer"), 16),
        (_("By whom, when, until"), 20),
    )
    rows = tuple(
        (
            of.numbers(one.clauses),
            of.say(one.title),
            of.say(one.look_at),
            *_answer(of, [said for said in of.material.site.declared if said.item == one.id and not said.target]),
        )
        for one in QUESTIONS.values()
    )
    return Table(columns(of, *titled), rows, is_dense=True)


def _clauses(of: Matter) -> Iterator[Block]:
    asked = {clause for one in QUESTIONS.values() for clause in one.clauses}
    rows = [row for row in of.rows if row.is_for_a_person and row.clause not in asked]
    if not rows:
        yield paragraph(of, _("None."))
        return
    titled = ((_("Clause"), 12), (_("Title"), 34), (_("Answer"), 18), (_("By whom, when, until"), 24), (_("Note"), 22))
    yield Table(columns(of, *titled), tuple(_clause(of, row) for row in rows), is_dense=True)


def _clause(of: Matter, row: Row) -> tuple[Words, ...]:
    """A clause with the site's answer; what was answered for single assets stands beside it."""
    declared = of.material.site.declared
    said = [one for one in declared if any(is_within(row.clause, clause) for clause in spoken_of(one.item))]
    answer, who = _answer(of, [one for one in said if not one.target])
    notes = [one.note for one in said if one.note and not one.target]
    for target in dict.fromkeys(one.target for one in said if one.target):
        words, by = _answer(of, [one for one in said if one.target == target])
        notes.append(of.say(_("{target}: {title}", target=target, title=f"{words.text} ({by.text})")).text)
    note = Words("; ".join(notes), is_fact=bool(notes))
    return of.number(row.clause), of.say(title_of(row.clause)), answer, who, note


def _answer(of: Matter, said: Sequence[Declaration]) -> tuple[Words, Words]:
    """The latest answer with who gave it; one that has ended is due again."""
    latest = max(said, key=lambda one: (is_valid(one, of.today), one.on), default=None)
    if latest is None:
        return of.say(_("unanswered"), tone="unknown"), NOTHING
    who = _("{by}, {on}, until {until}", by=latest.by, on=latest.on.isoformat(), until=ends_on(latest).isoformat())
    if not is_valid(latest, of.today):
        return of.say(_("due again"), tone="warn"), of.say(who)
    return of.verdict(ANSWERS[latest.answer]), of.say(who)


def unanswered(of: Matter) -> int:
    """How many questions and clauses wait for a person."""
    asked = {clause for one in QUESTIONS.values() for clause in one.clauses}
    questions = sum(
        not any(said.item == one.id and is_valid(said, of.today) for said in of.material.site.declared)
        for one in QUESTIONS.values()
    )
    rows = [row for row in of.rows if row.is_for_a_person and row.clause not in asked]
    return questions + sum(not any(cell.answer for cell in row.cells) for row in rows)
