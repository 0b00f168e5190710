"""Page one of the security report: what the IT application manager decides by."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import Level
from checks.security.standards.verdicts import VERDICT_WORDS
from config.text import Text, _, verbatim
from reports.documents.changes import counts
from reports.documents.model import Block, Bullets, Paragraph, Section, Words
from reports.documents.requests import requests, unseen
from reports.documents.score import NOTHING_JUDGED
from reports.documents.security.basis import STATEMENT
from reports.documents.security.conformity import ORDER, counted
from reports.documents.security.matter import Matter
from reports.documents.security.people import unanswered
from reports.documents.summary import coverage_words, figures, head, then_and_now, top
from reports.documents.tables import paragraph

SCORE: Final = _("Security score")


def summary(of: Matter) -> Section:
    """Verdict, figures, the problems that come first, what changed, how the control points stand, what was not seen."""
    material = of.material
    blocks: list[Block] = [Paragraph((of.say(verdict(of), is_strong=True),), "lead"), figures(material, SCORE)]
    blocks.append(paragraph(of, coverage_words(material), style="note"))
    if material.conditions:
        blocks += [head(material, _("Problems that come first")), top(material)]
    for title, items in (
        (_("Since the security check before"), (*counts(material), *then_and_now(material, SCORE))),
        (_("Conformity (self-check)"), tuple(_conformity(of))),
        (_("What we need from you"), tuple(_requests(of))),
        (_("What was not looked at"), tuple(unseen(material))),
    ):
        blocks += [head(material, title), Bullets(tuple((words,) for words in items))]
    blocks.append(paragraph(of, STATEMENT, style="note"))
    return Section("", of.say(_("Management summary")), tuple(blocks), "summary", starts_page=True)


def verdict(of: Matter) -> Text:
    """One sentence. What was not seen is never called safe."""
    material = of.material
    high, medium, low = (
        sum(one.level is level for one in material.conditions) for level in (Level.CRITICAL, Level.WARN, Level.NOTICE)
    )
    coverage = material.assessment.coverage
    if not coverage.expected:
        return _("No verdict: {why}.", why=NOTHING_JUDGED)
    tail = _too_little(of)
    if high:
        return _(
            "The check found weaknesses of high risk that call for action at once: {high}; of medium risk {medium}, of low "
            "risk {low}.{tail}",
            high=high,
            medium=medium,
            low=low,
            tail=tail,
        )
    if medium or low:
        return _(
            "Within what was inspected no weakness of high risk was found; of medium risk {medium}, of low risk "
            "{low}.{tail}",
            medium=medium,
            low=low,
            tail=tail,
        )
    return _("Within what was inspected no weakness was found.{tail}", tail=tail)


def _too_little(of: Matter) -> Text:
    """What takes weight off the sentence: too little was seen."""
    assessed = of.material.assessment
    if assessed.withheld is None:
        return verbatim("")
    return _(
        " Only {ratio:percent} of what was to be checked was seen: too little for a score or an all-clear.",
        ratio=assessed.coverage.ratio,
    )


def _conformity(of: Matter) -> Iterator[Words]:
    comma = "，" if of.language == "zh_CN" else ", "
    by_point = Counter(of.of_point(point) for point in of.points)
    by_clause = counted(of.rows)
    for words, found in ((_("Control points: {counted}"), by_point), (_("Clauses: {counted}"), by_clause)):
        said = comma.join(f"{of.say(VERDICT_WORDS[one]).text} {found[one]}" for one in ORDER)
        yield of.say(Text(words.template, {"counted": said}))


def _requests(of: Matter) -> Iterator[Words]:
    waiting = unanswered(of)
    if waiting:
        yield of.say(_("Have the clauses answered that only a person can judge (chapter 10): {count}.", count=waiting))
    yield from requests(of.material)
