"""One inspection as a person reads it on a terminal: target by target, then what it comes to."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape

from checks.acceptance import Accepted, Standing
from checks.base import LEVEL_WORDS, SUMMARY_ORDER, Finding, Level
from checks.result import Inspection, TargetResult, finding_id
from checks.subjects import subject_words
from config.text import Text, _, printable, render
from reports.documents.score import COVERAGE_NEEDED, GRADE_WORDS, Assessment, Grade
from reports.marks import MARKS, STYLES
from reports.output.totals import beside, totals

NONE_ACCEPTED = Accepted()
_LISTED = (Level.CRITICAL, Level.WARN, Level.NOTICE)


def show(
    console: Console, inspection: Inspection, assessment: Assessment, language: str, accepted: Accepted = NONE_ACCEPTED
) -> None:
    """Print the whole summary."""
    titles = {row.check: row.title for row in inspection.catalogue}
    for one in inspection.targets:
        if one.checks or one.findings:  # a member that only its group wanted has nothing of its own to say
            _target(console, one, titles, language, accepted)
    console.print()
    console.rule()
    totals(console, inspection, assessment, language)
    _verdict(console, inspection, assessment, language)


def _target(console: Console, one: TargetResult, titles: Mapping[str, Text], language: str, accepted: Accepted) -> None:
    counts = Counter(f.level for f in one.findings)
    shown = "  ".join(
        f"[{STYLES[level.value]}]{MARKS[level.value]} {render(LEVEL_WORDS[level], language)} {counts[level]}[/]"
        for level in reversed(SUMMARY_ORDER)
        if counts[level]
    )
    about = " ".join(filter(None, (one.about.get("hostname", ""), one.about.get("os", ""))))
    console.print()
    place = _escaped(one.address or " ".join(one.members))
    console.rule(f"[bold]{_escaped(one.target)}[/] {place} {_escaped(about)}", align="left")
    console.print(render(_("Results {count}: {tally}", count=counts.total(), tally=shown), language))
    for level in _LISTED:
        for finding in (f for f in one.findings if f.level is level):
            _finding(console, one.target, finding, language)
            _accepted(console, accepted.of(one.target, finding), language)
    _unseen(console, one, titles, language)


def _finding(console: Console, target: str, finding: Finding, language: str) -> None:
    name = finding_id(target, finding.check, finding.subject)
    summary = render(finding.summary, language)
    observed = render(finding.observed, language) if finding.observed else ""
    style = STYLES[finding.level.value]
    of = _escaped(beside(finding, summary, language))
    console.print(f"[{style}]{MARKS[finding.level.value]} {_escaped(summary)}[/] [dim]{finding.check}{of} · {name}[/]")
    if observed:
        console.print(f"    [dim]{_escaped(observed)}[/]")


def _accepted(console: Console, one: Standing | None, language: str) -> None:
    """What was accepted, by whom: beside the finding, whose level stays."""
    if one is not None:
        told = _("{state}; by {by}: {reason}", state=one.words, by=one.acceptance.by, reason=one.acceptance.reason)
        console.print(f"    {_escaped(render(told, language))}")


def _unseen(console: Console, one: TargetResult, titles: Mapping[str, Text], language: str) -> None:
    """Group what was not seen by reason and remedy, so that forty like lines read as one."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in one.findings:
        if finding.level is Level.UNKNOWN:
            remedy = render(finding.remedy, language) if finding.remedy else ""
            subject = render(subject_words(finding.check, finding.subject), language)
            name = _name(finding.check, titles, language) + (f"[{subject}]" if subject else "")
            why = render(finding.summary, language)
            groups[why, remedy].append(name)
    for (why, remedy), what in groups.items():
        is_all = len(what) == sum(f.level is not Level.ABSENT for f in one.findings) and len(what) > 1
        about = render(_("all {count} checks", count=len(what)), language) if is_all else ", ".join(what)
        console.print(
            f"[{STYLES[Level.UNKNOWN.value]}]{MARKS[Level.UNKNOWN.value]} {_escaped(why)}[/] [dim]{_escaped(about)}[/]"
        )
        if remedy:
            console.print(f"    [dim]→ {_escaped(remedy)}[/]")


def _name(check: str, titles: Mapping[str, Text], language: str) -> str:
    """A check's id, by which it is asked for; what is no check (a target as a whole) by its title."""
    return check if "." in check or check not in titles else render(titles[check], language)


def _verdict(console: Console, inspection: Inspection, assessment: Assessment, language: str) -> None:
    coverage = assessment.coverage
    lines: list[Text] = []
    if is_narrow(assessment):
        told = _("Of the checks that were asked for {ratio:percent} were seen.", ratio=coverage.ratio)
        lines.append(told)
    elif coverage.expected:
        grade = GRADE_WORDS[assessment.grade]
        lines.append(_("Verdict: {grade}. Coverage {ratio:percent}.", grade=grade, ratio=coverage.ratio))
        if coverage.partial:
            lines.append(_("A check seen in part counts in the coverage as the share of its subjects that was seen."))
    bounds = assessment.printed
    if bounds is not None:
        lines.append(_("Score: at least {lower}, at most {upper} of 100.", lower=bounds[0], upper=bounds[1]))
    elif assessment.withheld is not None:
        no_score = _("No score: {why}.", why=assessment.withheld)
        is_without_verdict = is_narrow(assessment) or not coverage.expected
        lines.append(_("No verdict: {why}.", why=assessment.withheld) if is_without_verdict else no_score)
    lines += [_("Defect of our own: {what}", what=defect) for defect in inspection.defects]
    for line in lines:
        console.print(f"[bold]{_escaped(render(line, language))}[/]", soft_wrap=True)


def is_narrow(assessment: Assessment) -> bool:
    """Whether what was asked for was seen, and is too little for a verdict: there the word for too little data misleads."""
    return assessment.grade is Grade.UNKNOWN and assessment.coverage.ratio >= COVERAGE_NEEDED


def _escaped(text: str) -> str:
    """A target's own words are no markup, and no control sequence for this terminal."""
    plain = printable(text)
    return escape(plain)
