"""Page one: what the IT application manager decides by. Every number on it is a sum over annex A."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from checks.base import REASON_WORDS, Level
from config.text import Text, _, verbatim
from reports.documents.answers import Pair
from reports.documents.changes import counts
from reports.documents.conditions import RISKS
from reports.documents.material import Material
from reports.documents.model import Block, Bullets, Figure, Figures, Heading, Paragraph, Section, Table, Words, fact
from reports.documents.problems import by_when, problem, state, whose
from reports.documents.score import GRADE_WORDS, Grade
from reports.documents.tables import columns, names, paragraph

TOP: Final = 5
DATES: Final = 4
SOON: Final = timedelta(days=180)
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
        blocks += [_head(material, _("Problems that come first")), _top(material)]
    for title, items in (
        (_("Since last time"), (*counts(material), *_then(material))),
        (_("Dates that bite"), tuple(_dates(material))),
        (_("What we need from you"), tuple(_requests(material))),
        (_("What was not looked at"), tuple(_unseen(material))),
    ):
        if items:
            blocks += [_head(material, title), Bullets(tuple((words,) for words in items))]
    return Section("", material.say(_("Management summary")), tuple(blocks), "summary", starts_page=True)


def _head(material: Material, title: Text) -> Heading:
    return Heading(material.say(title), 3)


def verdict(material: Material) -> Text:
    """One sentence."""
    high, medium = (sum(c.level is level for c in material.conditions) for level in (Level.CRITICAL, Level.WARN))
    grade, coverage = material.assessment.grade, material.assessment.coverage
    unseen = coverage.unknown + coverage.partial
    if grade is Grade.UNKNOWN:
        return _(
            "Not enough data for a verdict: only {ratio:percent} of what the contract names was seen.", ratio=coverage.ratio
        )
    if grade is Grade.NORMAL:
        return _("Within what was inspected the systems run normally; nothing critical and no warning was found.")
    if grade is Grade.ABNORMAL:
        return _("The systems are in an abnormal state: {high} problems of high risk need action at once.", high=high)
    if grade is Grade.AT_RISK:
        return _(
            "The systems are at risk: {high} problems of high risk need action at once{also}.",
            high=high,
            also=_also(medium),
        )
    if medium:
        return _(
            "Within what was inspected the systems run basically normally; {medium} problems of medium risk to plan for.",
            medium=medium,
        )
    return _(
        "Within what was inspected the systems run basically normally; {count} checks could not be made.", count=unseen
    )


def _also(medium: int) -> Text:
    return _(", {medium} of medium risk are to plan for", medium=medium) if medium else verbatim("")


def coverage_words(material: Material) -> Text:
    """Inspected a of b, p percent; n not inspected, see annex B."""
    c = material.assessment.coverage
    if c.partial:
        return _(
            "Inspected {judged} of {expected} checks, and {partial} more in part; coverage {ratio:percent}. "
            "Not inspected: {unknown}, "
            "see annex B. Not applicable: {absent}, not counted.",
            judged=c.judged,
            expected=c.expected,
            partial=c.partial,
            ratio=c.ratio,
            unknown=c.unknown,
            absent=c.absent,
        )
    return _(
        "Inspected {judged} of {expected} checks, coverage {ratio:percent}. Not inspected: {unknown}, see annex B. "
        "Not applicable: {absent}, not counted.",
        judged=c.judged,
        expected=c.expected,
        ratio=c.ratio,
        unknown=c.unknown,
        absent=c.absent,
    )


def figures(material: Material) -> Figures:
    """The row of figures; ``site.score == hidden`` drops the score's, never verdict or coverage."""
    say, c = material.say, material.assessment.coverage
    grade = material.assessment.grade
    items = [Figure(say(_("Verdict")), say(GRADE_WORDS[grade], tone=GRADE_TONES[grade], is_strong=True))]
    if material.site.score != "hidden":
        items.append(_score(material))
    note = _("{seen} of {expected}", seen=c.judged, expected=c.expected)
    items.append(Figure(say(_("Coverage")), say(_("{ratio:percent}", ratio=c.ratio), is_strong=True), say(note)))
    for level, (tone, word) in RISKS.items():
        found = [one for one in material.conditions if one.level is level]
        places = _("{places} places", places=sum(len(one.members) for one in found))
        items.append(Figure(say(word, tone=tone), Words(str(len(found)), is_strong=True), say(places)))
    seen_in_part = _("and {partial} in part", partial=c.partial) if c.partial else _("see annex B")
    items.append(Figure(say(_("Not inspected"), tone="unknown"), Words(str(c.unknown), is_strong=True), say(seen_in_part)))
    return Figures(tuple(items))


def _score(material: Material) -> Figure:
    name, printed = material.say(_("Health score")), material.assessment.printed
    if printed is None:
        return Figure(name, Words("—", is_strong=True), material.say(_("withheld: coverage is below 80%")))
    lower, upper = printed
    note = _("lower bound; at most {upper}", upper=upper) if upper > lower else _("of 100")
    return Figure(name, Words(str(lower), is_strong=True), material.say(note))


def _then(material: Material) -> Iterator[Words]:
    """Last round's score over the checks both rounds knew, with this one's over the same."""
    both = material.score_then_and_now
    if both is None or material.site.score == "hidden" or None in (both[0].printed, both[1].printed):
        return
    then, now = (one.printed[0] if one.printed else 0 for one in both)
    yield material.say(_("Health score over the same checks: {then} last time, {now} now", then=then, now=now))


def _top(material: Material) -> Table:
    chosen = material.conditions[:TOP]
    titles = (
        (_("No."), 7),
        (_("Risk"), 11),
        (_("Problem"), 34),
        (_("Effect"), 22),
        (_("Whose task"), 13),
        (_("By when"), 14),
    )
    has_state = not material.comparison.is_first
    last = ((_("State"), 9),) if has_state else ()
    rows = [
        (
            fact(one.number),
            material.risk(one.level),
            problem(material, one),
            material.say(one.effect),
            material.say(whose(material, one)),
            material.say(by_when(material, one)),
            *((state(material, one),) if has_state else ()),
        )
        for one in chosen
    ]
    return Table(columns(material, *titles, *last), tuple(rows))


def warranties(material: Material) -> list[tuple[date, str]]:
    """(end, target) of every asset whose end of warranty is a date, soonest first."""
    found = []
    for target in material.targets:
        try:
            found.append((date.fromisoformat(material.asset(target).get("warranty_ends_on", "")), target))
        except ValueError:
            continue
    return sorted(found)


def _dates(material: Material) -> Iterator[Words]:
    today = date.fromisoformat(material.day(material.round.made_at))
    by_day: dict[date, list[str]] = {}
    for end, target in warranties(material):
        if end <= today + SOON:
            by_day.setdefault(end, []).append(target)
    for end, targets in list(by_day.items())[:DATES]:
        who = names(material, targets).text
        if end < today:
            yield material.say(_("{date} warranty ended: {names}", date=end.isoformat(), names=who))
        else:
            days = (end - today).days
            yield material.say(
                _("{date} warranty ends, in {days} days: {names}", date=end.isoformat(), days=days, names=who)
            )
    if len(by_day) > DATES:
        yield material.say(_("and {count} more dates, see chapter 2", count=len(by_day) - DATES))


def _requests(material: Material) -> Iterator[Words]:
    high, medium = (sum(c.level is level for c in material.conditions) for level in (Level.CRITICAL, Level.WARN))
    if high or medium:
        yield material.say(
            _(
                "Agree a maintenance window: {high} problems of high and {medium} of medium risk wait for it (chapter 8).",
                high=high,
                medium=medium,
            )
        )
    reasons = Counter(reasons_of(material).values())
    for these, text in _ASKED_FOR:
        count = sum(reasons[reason] for reason in these)
        if count:
            yield material.say(Text(text.template, {"count": count}))
    today = date.fromisoformat(material.day(material.round.made_at))
    ended = [target for end, target in warranties(material) if end < today]
    if ended:
        yield material.say(_("Decide on the warranty of {count} assets that are out of it.", count=len(ended)))
    yield material.say(_("Read chapters 4 and 9, then sign chapter 11."))


_ASKED_FOR: Final[tuple[tuple[tuple[str, ...], Text], ...]] = (
    (("denied",), _("Give the inspecting account the missing rights: {count} checks were not possible (chapter 9).")),
    (
        ("unreachable", "refused", "identity"),
        _("Open the way to the targets (network, account): {count} checks were not possible (chapter 9)."),
    ),
    (
        ("tool_missing",),
        _("Allow the missing tools to be installed, or a look by hand: {count} checks were not possible (chapter 9)."),
    ),
)


def reasons_of(material: Material) -> dict[tuple[str, str], str]:
    """By (target, check), the first reason why something of it was not seen."""
    return {(pair.target, pair.check): reason for pair in material.pairs if (reason := _reason(pair)) is not None}


def _reason(pair: Pair) -> str | None:
    return next((f.reason or "not_asked" for f in pair.findings if f.level is Level.UNKNOWN), None)


def _unseen(material: Material) -> Iterator[Words]:
    reasons = Counter(reasons_of(material).values())
    if not reasons:
        yield material.say(_("Nothing: every expected check was made."))
    for reason, count in reasons.most_common():
        why = REASON_WORDS.get(reason, verbatim(reason))
        yield material.say(_("{why}: {count} checks", why=why, count=count))
