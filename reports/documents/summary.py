"""Page one: what the IT application manager decides by. Every number on it is a sum over annex A."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from checks.base import Level
from config.text import Text, _, verbatim
from reports.documents.changes import counts
from reports.documents.conditions import RISKS
from reports.documents.material import Material
from reports.documents.model import Block, Bullets, Figure, Figures, Heading, Paragraph, Section, Table, Words, fact
from reports.documents.problems import by_when, problem, state, whose
from reports.documents.ratings import risk
from reports.documents.requests import dates, requests, unseen
from reports.documents.score import GRADE_WORDS, NOTHING_JUDGED, Coverage, Grade
from reports.documents.tables import columns, cut, paragraph

TOP: Final = 5
LENGTH: Final = 112
"""Of a problem on page one, in letters' widths; chapter 4 has the whole."""
ROOMY: Final = 200
"""Characters of all problems together up to which they are set large."""
HEALTH: Final = _("Health score")
GRADE_TONES: Final = {
    Grade.NORMAL: "ok",
    Grade.GENERAL: "notice",
    Grade.AT_RISK: "warn",
    Grade.ABNORMAL: "critical",
    Grade.UNKNOWN: "unknown",
}


def summary(material: Material) -> Section:
    """Verdict, figures, the five things that matter, what changed, dates, requests, what was not looked at."""
    blocks: list[Block] = [Paragraph((material.say(verdict(material), is_strong=True),), "lead"), figures(material)]
    blocks += [paragraph(material, coverage_words(material), style="note")]
    if material.conditions:
        blocks += [head(material, _("Problems that come first")), top(material)]
    for title, items in (
        (_("Since last time"), (*counts(material), *then_and_now(material))),
        (_("Dates that bite"), tuple(dates(material))),
        (_("What we need from you"), tuple(requests(material))),
        (_("What was not looked at"), tuple(unseen(material))),
    ):
        if items:
            blocks += [head(material, title), Bullets(tuple((words,) for words in items))]
    return Section("", material.say(_("Management summary")), tuple(blocks), "summary", starts_page=True)


def head(material: Material, title: Text) -> Heading:
    """A heading on page one."""
    return Heading(material.say(title), 3)


def verdict(material: Material) -> Text:
    """One sentence."""
    high, medium = (sum(c.level is level for c in material.conditions) for level in (Level.CRITICAL, Level.WARN))
    grade, coverage = material.assessment.grade, material.assessment.coverage
    unseen = coverage.unknown + coverage.partial
    if grade is Grade.UNKNOWN:
        return _too_little(coverage)
    if grade is Grade.NORMAL:
        return _("Within what was inspected the systems run normally; nothing critical and no warning was found.")
    if grade is Grade.ABNORMAL:
        return _("The systems are in an abnormal state; for action at once, problems of high risk: {high}.", high=high)
    if grade is Grade.AT_RISK:
        return _(
            "The systems are at risk; for action at once, problems of high risk: {high}{also}.",
            high=high,
            also=_also(medium),
        )
    if medium:
        return _(
            "Within what was inspected the systems run basically normally; to plan for, problems of medium risk: {medium}.",
            medium=medium,
        )
    return _(
        "Within what was inspected the systems run basically normally; checks that could not be made: {count}.",
        count=unseen,
    )


def _too_little(coverage: Coverage) -> Text:
    if not coverage.expected:
        return _("No verdict: {why}.", why=NOTHING_JUDGED)
    return _(
        "Not enough data for a verdict: only {ratio:percent} of what the contract names was seen.", ratio=coverage.ratio
    )


def _also(medium: int) -> Text:
    return _("; to plan for, of medium risk: {medium}", medium=medium) if medium else verbatim("")


def coverage_words(material: Material) -> Text:
    """Expected a: b in full, c in part, d not, which add up; what they come to; what does not apply."""
    c = material.assessment.coverage
    none = verbatim("")
    absent = _(" Not applicable: {absent}, not counted.", absent=c.absent) if c.absent else none
    if not c.expected:
        return _("No check counts here.{absent}", absent=absent)
    partly = _(", in part {partial} (counted as {share}; annex B)", partial=c.partial, share=_tenths(c.seen - c.judged))
    return _(
        "Checks expected: {expected}; made in full {judged}{partly}{unseen}; coverage {ratio:percent}.{absent}",
        expected=c.expected,
        judged=c.judged,
        partly=partly if c.partial else none,
        unseen=_(", not inspected {unknown} (annex B)", unknown=c.unknown) if c.unknown else none,
        ratio=c.ratio,
        absent=absent,
    )


def _tenths(share: float) -> str:
    """A sum of shares to a tenth, as it stands before a count of checks."""
    return f"{share:.1f}".removesuffix(".0")


def figures(material: Material, score: Text = HEALTH) -> Figures:
    """The row of figures; ``site.score == hidden`` drops the score (called ``score``), never verdict or coverage."""
    say, c = material.say, material.assessment.coverage
    grade = material.assessment.grade
    items = [Figure(say(_("Verdict")), say(GRADE_WORDS[grade], tone=GRADE_TONES[grade], is_strong=True))]
    if material.site.score != "hidden":
        items.append(_score(material, score))
    note = _("{seen} of {expected}", seen=_tenths(c.seen), expected=c.expected)
    if c.partial:
        note = _("comes to {seen} of {expected}", seen=_tenths(c.seen), expected=c.expected)
    seen = say(_("{ratio:percent}", ratio=c.ratio), is_strong=True) if c.expected else Words("—", is_strong=True)
    items.append(Figure(say(_("Coverage")), seen, say(note)))
    for level, (tone, word) in RISKS.items():
        found = [one for one in material.conditions if one.level is level]
        places = _("places: {places}", places=sum(len(one.members) for one in found))
        items.append(Figure(say(word, tone=tone), Words(str(len(found)), is_strong=True), say(places)))
    left = _left(c)
    unknown = Words(str(c.unknown), is_strong=True)
    items.append(Figure(say(_("Not inspected"), tone="unknown"), unknown, say(left) if left else None))
    return Figures(tuple(items))


def _left(c: Coverage) -> Text | None:
    if c.partial:
        return _("and {partial} in part", partial=c.partial)
    return _("see annex B") if c.unknown else None


def _score(material: Material, title: Text) -> Figure:
    name, printed = material.say(title), material.assessment.printed
    if printed is None:
        withheld = material.assessment.withheld
        why = withheld if withheld and material.assessment.coverage.expected else _("nothing judged")
        return Figure(name, Words("—", is_strong=True), material.say(why))
    lower, upper = printed
    note = _("lower bound; at most {upper}", upper=upper) if upper > lower else _("of 100")
    return Figure(name, Words(str(lower), is_strong=True), material.say(note))


def then_and_now(material: Material, score: Text = HEALTH) -> Iterator[Words]:
    """Last round's score over the checks both rounds knew, with this one's over the same."""
    both = material.score_then_and_now
    if both is None or material.site.score == "hidden" or None in (both[0].printed, both[1].printed):
        return
    then, now = (one.printed[0] if one.printed else 0 for one in both)
    yield material.say(_("{score} over the same checks: {then} last time, {now} now", score=score, then=then, now=now))


def top(material: Material) -> Table:
    """The problems that come first, with whose task they are by when."""
    chosen = material.conditions[:TOP]
    texts = [problem(material, one) for one in chosen]
    short = [replace(words, text=cut(words.text, LENGTH)) for words in texts]
    titles = (
        (_("No."), 6),
        (_("Risk"), 11),
        (_("Problem"), 33),
        (_("Effect"), 22),
        (_("Whose task"), 13),
        (_("By when"), 14),
    )
    has_state = not material.comparison.is_first
    last = ((_("State"), 11),) if has_state else ()
    rows = tuple(
        (
            fact(one.number),
            risk(material, one),
            words,
            material.say(one.effect),
            material.say(whose(material, one)),
            material.say(by_when(material, one)),
            *((state(material, one),) if has_state else ()),
        )
        for one, words in zip(chosen, short, strict=True)
    )
    is_dense = material.language != "zh_CN" or sum(len(words.text) for words in short) > ROOMY
    return Table(columns(material, *titles, *last), rows, is_dense=is_dense)
