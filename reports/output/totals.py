"""The end of an inspection on a terminal: what is wrong, worst first; what was not seen, by reason; what was counted.

Each count stands with its word, and each word counts the same thing everywhere: a target, a check on a target (what
coverage counts), a result of a check (one for each of its subjects).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from checks.base import LEVEL_WORDS, REASON_WORDS, SUMMARY_ORDER, Finding, Level
from checks.result import Inspection, TargetResult, finding_id
from checks.subjects import subject_words
from config.text import Text, _, printable, render, verbatim
from reports.documents.answers import Pair
from reports.documents.score import Assessment, Coverage
from reports.documents.tables import cut
from reports.marks import MARKS, STYLES

if TYPE_CHECKING:
    from rich.console import Console

LISTED_MOST: Final = 20
"""Lines of problems before it is said how many more there are: a screen of 24 lines holds them."""
NAMED_MOST: Final = 3
"""Targets that a reason names before it says how many there are."""
_UNREACHED: Final = frozenset({"unreached", "cut_off", "unasked"})
_WIDE: Final = 10_000
"""Letters of a line where no terminal cuts it."""


def totals(console: "Console", inspection: Inspection, assessment: Assessment, language: str) -> None:
    """Print the worst, the unseen, the counts."""
    from rich.text import Text as Styled  # noqa: PLC0415 - only to print

    for words, style in (
        *_worst(inspection, language),
        *_unseen(assessment.counted, language),
        *_unreached(inspection, language),
        *_counts(inspection, assessment, language),
    ):
        most = console.width - 1 if console.is_terminal else _WIDE
        console.print(Styled(cut(printable(words), most), style=style), soft_wrap=True)


def _worst(inspection: Inspection, language: str) -> Iterator[tuple[str, str]]:
    """Every critical result, then every warning, a line each; in the order of the targets."""
    titles = {row.check: row.title for row in inspection.catalogue}
    found = [
        (one.target, finding)
        for level in (Level.CRITICAL, Level.WARN)
        for one in inspection.targets
        for finding in one.findings
        if finding.level is level
    ]
    if not found:
        return
    yield (
        render(
            _("What is wrong, worst first ({count} results; xunjian why NUMBER says more):", count=len(found)), language
        ),
        "bold",
    )
    for target, finding in found[:LISTED_MOST]:
        yield (
            _line(target, finding, titles.get(finding.check, verbatim(finding.check)), language),
            STYLES[finding.level.value],
        )
    if len(found) > LISTED_MOST:
        more = _("  and {count} more: above, or in the report (xunjian report)", count=len(found) - LISTED_MOST)
        yield render(more, language), ""


def beside(finding: Finding, summary: str, language: str) -> str:
    """The subject in brackets, where the sentence does not name it."""
    subject = render(subject_words(finding.check, finding.subject), language)
    return f"[{subject}]" if subject and subject not in summary else ""


def _line(target: str, finding: Finding, title: Text, language: str) -> str:
    """Level, number, target, check, subject where the sentence does not name it, the sentence."""
    level, summary = render(LEVEL_WORDS[finding.level], language), render(finding.summary, language)
    of = beside(finding, summary, language)
    number = finding_id(target, finding.check, finding.subject)
    said = _("{title}{of}: {summary}", title=title, of=of, summary=summary)
    return f"{MARKS[finding.level.value]} {level} {number} {target} {render(said, language)}"


def _unseen(counted: Sequence[Pair], language: str) -> Iterator[tuple[str, str]]:
    """The checks of which something was not seen, by the first reason of each; the sum is what the counts say."""
    groups: dict[str, list[Pair]] = {}
    for pair in counted:
        if (why := pair.why_unseen) is not None:
            groups.setdefault(why, []).append(pair)
    if not groups:
        return
    total = sum(map(len, groups.values()))
    yield render(_("What was not inspected, or in part only ({count} checks), by reason:", count=total), language), "bold"
    for why, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        said = _(
            "{why}: {count} checks ({targets})",
            why=REASON_WORDS.get(why, verbatim(why)),
            count=len(members),
            targets=_named(tuple(dict.fromkeys(pair.target for pair in members))),
        )
        yield f"{MARKS[Level.UNKNOWN.value]} {render(said, language)}", STYLES[Level.UNKNOWN.value]


def _unreached(inspection: Inspection, language: str) -> Iterator[tuple[str, str]]:
    """The targets of which nothing was seen, and why, as far as a screen holds them."""
    missing = [one for one in inspection.targets if one.state in _UNREACHED]
    for one in missing[:LISTED_MOST]:
        yield f"{MARKS[Level.UNKNOWN.value]} {render(_missing(one), language)}", STYLES[Level.UNKNOWN.value]
    if len(missing) > LISTED_MOST:
        yield render(_("  and {count} more targets: above", count=len(missing) - LISTED_MOST), language), ""


def _missing(one: TargetResult) -> Text:
    """A target and the commonest reason for which its checks were not seen."""
    if one.state == "unasked":
        return _("{target}: looked at by hand, no form of this quarter was read back", target=one.target)
    reasons = Counter(f.reason for f in one.findings if f.level is Level.UNKNOWN and f.reason)
    reason = reasons.most_common(1)[0][0] if reasons else "not_asked"
    return _("{target}: {why}", target=one.target, why=REASON_WORDS[reason])


def _named(targets: tuple[str, ...]) -> Text:
    if len(targets) <= NAMED_MOST:
        return _("{names}", names=targets)
    return _("{names} and others, {count} targets", names=targets[:NAMED_MOST], count=len(targets))


def _counts(inspection: Inspection, assessment: Assessment, language: str) -> Iterator[tuple[str, str]]:
    yield render(_("What was counted:"), language), "bold"
    yield render(_targets(inspection), language), ""
    if assessment.coverage.expected or assessment.coverage.absent:
        yield render(checks_words(assessment.coverage), language), ""
    levels = Counter(f.level for one in inspection.targets for f in one.findings)
    said = _("Results {count}: {tally}", count=levels.total(), tally=tally(levels, language))
    if levels:
        yield render(said, language), ""


def _targets(inspection: Inspection) -> Text:
    states = Counter(one.state for one in inspection.targets if one.checks or one.findings)
    return _(
        "Targets {count}: inspected {done}, not reached or cut off {lost}, not looked at by hand yet {unasked}",
        count=states.total(),
        done=states["done"],
        lost=states["unreached"] + states["cut_off"],
        unasked=states["unasked"],
    )


def checks_words(c: Coverage) -> Text:
    """Expected = seen whole + in part + not, with what does not apply beside them: one check on one target is one."""
    return _(
        "Checks {expected}: seen whole {judged}, in part {partial}, not {unknown}; beside them not applicable {absent}",
        expected=c.expected,
        judged=c.judged,
        partial=c.partial,
        unknown=c.unknown,
        absent=c.absent,
    )


def tally(levels: "Counter[Level]", language: str) -> str:
    """How many results of each level there are, the worst first, by mark, word and number."""
    return "  ".join(
        f"{MARKS[level.value]} {render(LEVEL_WORDS[level], language)} {levels[level]}"
        for level in reversed(SUMMARY_ORDER)
        if levels[level]
    )
