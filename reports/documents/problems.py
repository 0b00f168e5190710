"""Chapter 4, each problem with what it may do and what to do about it, and chapter 8, who settles it by when."""

from collections import Counter

from config.text import Text, _, render, verbatim
from reports.documents.compare import STATE_WORDS
from reports.documents.conditions import Condition, deadline, owner
from reports.documents.material import Material
from reports.documents.model import DASH, NOTHING, Block, Section, Table, Words, fact
from reports.documents.tables import columns, names, paragraph


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
    states = Counter(member.state for member in one.members if member.state)
    if not states:
        return DASH
    if len(states) == 1:
        return material.say(STATE_WORDS[next(iter(states))])
    parts = [f"{render(STATE_WORDS[which], material.language)} {count}" for which, count in states.most_common()]
    return Words(("、" if material.language == "zh_CN" else ", ").join(parts))


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
        last = ((_("State"), 10),) if has_state else ()
        rows = tuple(
            (
                fact(one.number),
                material.risk(one.level),
                *((names(material, one.targets),) if has_several else ()),
                problem(material, one),
                material.say(one.effect),
                material.say(one.remedy) if one.remedy else DASH,
                *((state(material, one),) if has_state else ()),
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
        )
    return Section("4", material.say(_("Problems by risk, and their remedies")), blocks, "problems")


def chapter_plan(material: Material) -> Section:
    """Who settles which problem by when, and what the customer decides: a line each, filled in by hand."""
    if not material.conditions:
        blocks: tuple[Block, ...] = (paragraph(material, _("Nothing to remedy within what was inspected.")),)
    else:
        titled = (
            (_("No."), 7),
            (_("Problem"), 27),
            (_("Whose task"), 20),
            (_("By when"), 14),
            (_("Decision: mend, or accept until"), 20),
            (_("Agreed day"), 12),
        )
        rows = tuple(
            (
                fact(one.number),
                material.say(one.title),
                material.say(whose(material, one)),
                material.say(by_when(material, one)),
                NOTHING,
                NOTHING,
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
            Table(columns(material, *titled), rows, is_dense=True),
        )
    return Section("8", material.say(_("Plan and decisions")), blocks, "plan")
