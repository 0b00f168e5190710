"""Chapter 4, each problem with what it may do and what to do about it, and chapter 8, who settles it by when."""

from collections import Counter
from typing import Final

from config.text import Text, _, render, verbatim
from reports.documents.accepted import beside, standings, table
from reports.documents.compare import STATE_WORDS, State, Subject
from reports.documents.conditions import Condition, deadline, owner
from reports.documents.hand import entries, shown_name, typed
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Section, Table, Words, fact
from reports.documents.ratings import ratings_table, risk
from reports.documents.tables import columns, names, paragraph
from reports.record.hand import PLACES
from reports.record.problems import STATE_WORDS as LEDGER_WORDS
from reports.record.problems import State as Kept

_TYPED: Final = (("decision", 14), ("day", 11), ("remark", 17))
"""What is typed into the plan, each with its share of the width."""
RECURRED: Final = LEDGER_WORDS[Kept.RECURRED]


def problem(material: Material, one: Condition) -> Words:
    """A condition in one cell: what, and of whom when it holds for several."""
    first = one.members[0]
    subject = _unnamed(material, one)
    if len(one.members) == 1:
        if subject:
            what = verbatim(material.what(one.check, first.finding.subject).text)
            return material.say(
                _("{target}: {what}: {summary}", target=first.target, what=what, summary=first.finding.summary)
            )
        return material.say(_("{target}: {summary}", target=first.target, summary=first.finding.summary))
    return material.say(
        _(
            "{title}; targets: {targets}, places: {places} (such as {target}: {example})",
            title=one.title,
            targets=len(one.targets),
            places=len(one.members),
            target=f"{first.target} {subject}".strip(),
            example=first.finding.summary,
        )
    )


def _unnamed(material: Material, one: Condition) -> str:
    """The subject of the finding that stands for all, where its sentence does not name it."""
    subject = material.subject(one.check, one.first.subject).text
    return "" if subject in material.say(one.first.summary).text else subject


def whose(material: Material, one: Condition) -> Text:
    """Whose task a condition is."""
    return owner(one, material.results, material.day(material.round.made_at))


def by_when(material: Material, one: Condition) -> Text:
    """By when a condition is to be settled."""
    return deadline(one, material.results)


def state(material: Material, one: Condition) -> Words:
    """What became of a condition since last time, counted where its members differ."""
    states = Counter(
        state_words(material, (member.target, one.check, member.finding.subject), member.state)
        for member in one.members
        if member.state
    )
    if not states:
        return DASH
    if len(states) == 1:
        return material.say(next(iter(states)))
    parts = [f"{render(which, material.language)} {count}" for which, count in states.most_common()]
    return Words(("、" if material.language == "zh_CN" else ", ").join(parts))


def state_words(material: Material, key: Subject, state: State) -> Text:
    """What became of one problem: of what is new against the last round, the ledger may know that it was there before."""
    return RECURRED if state is State.NEW and key in material.recurred else STATE_WORDS[state]


def chapter_problems(material: Material) -> Section:
    """One row a condition, the worst first: the only place that tells of it whole."""
    if not material.conditions:
        blocks: tuple[Block, ...] = (paragraph(material, _("No problem was found within what was inspected.")),)
    else:
        has_state = not material.comparison.is_first
        has_several = any(len(one.targets) > 1 for one in material.conditions)
        titled = (
            (_("No."), 7),
            (_("Risk"), 10),
            *(((_("Targets"), 14),) if has_several else ()),
            (_("Problem"), 28),
            (_("Effect"), 18),
            (_("Remedy"), 35),
        )
        has_accepted = any(any(standings(material, one)) for one in material.conditions)
        last = (*(((_("State"), 10),) if has_state else ()), *(((_("Accepted"), 12),) if has_accepted else ()))
        rows = tuple(
            (
                fact(one.number),
                risk(material, one),
                *((names(material, one.targets),) if has_several else ()),
                problem(material, one),
                material.say(one.effect),
                material.say(one.remedy) if one.remedy else DASH,
                *((state(material, one),) if has_state else ()),
                *((beside(material, one),) if has_accepted else ()),
            )
            for one in material.conditions
        )
        blocks = (
            paragraph(
                material,
                _(
                    "One condition on several targets is one row; every place is listed in annex A. Risk: critical "
                    "is high, a warning is medium, a notice is low. Who settles what by when stands in chapter 8."
                ),
            ),
            Table(columns(material, *titled, *last), rows, is_dense=True),
            *table(material),
            *ratings_table(material),
        )
    return Section("4", material.say(_("Problems by risk, and their remedies")), blocks, "problems")


def chapter_plan(material: Material) -> Section:
    """Who settles which problem by when, and what the customer decides: a line each, filled in by hand."""
    if not material.conditions:
        blocks: tuple[Block, ...] = (paragraph(material, _("Nothing to remedy within what was inspected.")),)
    else:
        titled = (
            (_("No."), 6),
            (_("Row"), 12),
            (_("Problem"), 23),
            (_("Whose task"), 16),
            (_("By when"), 12),
            *((PLACES[place], width) for place, width in _TYPED),
        )
        at = [(place, what) for place, (what, _width) in enumerate(_TYPED, len(titled) - len(_TYPED))]
        rows = tuple(
            (
                fact(one.number),
                shown_name(one),
                material.say(one.title),
                material.say(whose(material, one)),
                material.say(by_when(material, one)),
                *(typed(material, one, place) for place, _width in _TYPED),
            )
            for one in material.conditions
        )
        blocks = (
            paragraph(
                material,
                _(
                    "The remedies stand in chapter 4. Changes to production are made in an agreed maintenance window, "
                    "after a backup, with a way back; none is made by this tool. At once means within 24 hours."
                ),
            ),
            Table(columns(material, *titled), rows, is_dense=True, entries=entries(material, material.conditions, at)),
        )
    return Section("8", material.say(_("Plan and decisions")), blocks, "plan")
