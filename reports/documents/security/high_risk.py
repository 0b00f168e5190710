"""Chapter 6: what the guide to high-risk judgements names, what lowers it and who declared that, and accepted risks."""

from collections.abc import Iterator
from typing import Final

from checks.base import Level
from checks.security.grades import GUIDE, entry_of
from checks.security.standards.guide import ENTRIES
from checks.security.standards.management import QUESTIONS
from checks.security.standards.references import REFERENCES
from checks.security.standards.sections import Section as Entry
from checks.security.standards.verdicts import Verdict
from config.kinds import MITIGATIONS
from config.said import Mitigation
from config.text import Text, _
from reports.documents.accepted import table
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.problems import problem
from reports.documents.security.guide_entries import STANDING_WORDS, answered, standing_of
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, names, paragraph

MITIGATION_WORDS: Final[dict[str, Text]] = dict(
    zip(
        MITIGATIONS,
        (
            _("login at the console only"),
            _("second factor (such as at the bastion)"),
            _("management from limited addresses"),
            _("no way to the internet, other means against malware"),
            _("several copies of the data"),
        ),
        strict=True,
    )
)


def chapter_high_risk(of: Matter) -> Section:
    """The problems of high risk, the guide's entries one by one, the mitigations, the accepted risks."""
    blocks: list[Block] = [Heading(of.say(_("6.1 Problems of high risk")), 2, "high"), *_high(of)]
    blocks += [Heading(of.say(_("6.2 Entries of the guide, one by one")), 2, "guide")]
    note = _(
        "Numbers and levels are those of a public digest of the guide (2020, trial version); its print was not read. Below "
        "the level that an entry names, or with a valid mitigation, a failure is of medium risk."
    )
    blocks += [paragraph(of, note, style="note"), _entries(of)]
    blocks += [Heading(of.say(_("6.3 Mitigations declared")), 2, "mitigations"), *_mitigations(of)]
    blocks += [Heading(of.say(_("6.4 Risks accepted by the customer")), 2, "accepted"), *_accepted(of)]
    return Section("6", of.say(_("High risks, mitigations, accepted risks")), tuple(blocks), "high-risk")


def _high(of: Matter) -> Iterator[Block]:
    high = [one for one in of.material.conditions if one.level is Level.CRITICAL]
    answers = [q for q in QUESTIONS.values() if q.guide and answered(of, q.id) in {Verdict.FAILS, Verdict.PARTLY}]
    if not high and not answers:
        yield paragraph(of, _("No problem of high risk was found within what was inspected."))
        return
    titled = ((_("No."), 8), (_("Entry of the guide"), 16), (_("Targets"), 18), (_("Problem"), 34), (_("Mitigation"), 24))
    rows = [
        (
            fact(one.number),
            fact(entry.number) if (entry := _entry(one.check)) else DASH,
            names(of, one.targets),
            problem(of.material, one),
            of.say(_what_would_lower(of, one.check)),
        )
        for one in high
    ]
    rows += [
        (DASH, fact(q.guide), DASH, of.say(q.title), of.say(_("declared by a person; see chapter 10"))) for q in answers
    ]
    yield Table(columns(of, *titled), tuple(rows), is_dense=True)


def _what_would_lower(of: Matter, check: str) -> Text:
    entry = entry_of(check) if check in REFERENCES else None
    if entry is None:
        return _("not in the guide; mend it")
    if not entry.lowered_by:
        return _("none lowers it")
    return _(
        "not declared; would lower it: {names}",
        names=tuple(of.say(MITIGATION_WORDS[what]).text for what in entry.lowered_by),
    )


def _entry(check: str) -> Entry | None:
    number = entry.number if check in REFERENCES and (entry := entry_of(check)) else ""
    return next((one for one in ENTRIES if one.number == number), None)


def _entries(of: Matter) -> Table:
    titled = ((_("No."), 11), (_("Judgement"), 36), (_("From level"), 9), (_("Stands"), 24), (_("Targets"), 20))
    rows = []
    for entry in ENTRIES:
        standing, targets = standing_of(of, entry)
        tone, words = STANDING_WORDS[standing]
        named = names(of, targets) if targets else DASH
        rows.append((fact(entry.number), of.say(entry.title), fact(entry.level), of.say(words, tone=tone), named))
    return Table(columns(of, *titled, centred=(2,)), tuple(rows), is_dense=True)


def _mitigations(of: Matter) -> Iterator[Block]:
    declared = [(target.id, one) for target in of.material.site.targets for one in target.mitigations]
    if not declared:
        yield paragraph(of, _("None is declared: each failure was judged at its full weight."))
        return
    titled = (
        (_("Asset"), 16),
        (_("Mitigation"), 26),
        (_("Declared by"), 14),
        (_("On"), 12),
        (_("Valid until"), 14),
        (_("Entries that it lowers"), 18),
    )
    rows = tuple(
        (
            fact(target),
            of.say(MITIGATION_WORDS[one.what]),
            fact(one.by),
            fact(one.on.isoformat()),
            _until(of, one),
            fact(" ".join(entry.number for entry in GUIDE.values() if one.what in entry.lowered_by)),
        )
        for target, one in declared
    )
    yield Table(columns(of, *titled), rows, is_dense=True)


def _until(of: Matter, one: Mitigation) -> Words:
    if one.until is None:
        return of.say(_("without end"))
    if one.until < of.today:
        return of.say(_("{date} (ended, counts no more)", date=one.until.isoformat()), tone="warn")
    return fact(one.until.isoformat())


def _accepted(of: Matter) -> Iterator[Block]:
    told = tuple(table(of.material))
    if told:
        yield from told
        return
    words = _("None is recorded. An accepted risk stays in the problems and in the verdicts; it never betters a result.")
    yield paragraph(of, words)
