"""Chapter 7: the checks by subject, with what was seen and what would be right; then exhibits, differences, patches."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import LEVEL_WORDS, Level
from checks.security.standards.index import clauses_of, title_of
from checks.security.standards.verdicts import VERDICT_WORDS, Verdict, of_check
from config.clauses import CHAPTERS, POINTS, point_of
from config.text import Text, _
from reports.documents.answers import Pair
from reports.documents.areas import COUNTED
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.security.differences import differences, exhibits
from reports.documents.security.matter import Matter
from reports.documents.security.patches import is_of_patches, patches
from reports.documents.security.surface import is_of_surface
from reports.documents.tables import columns, cut, paragraph, too_many

MOST_ON_PAPER: Final = 160
QUOTED: Final = 90
_WORST_FIRST: Final = (Level.CRITICAL, Level.WARN, Level.NOTICE, Level.UNKNOWN, Level.OK, Level.ABSENT)
_ALONE: Final = frozenset(point for point in POINTS if point.startswith("8.1.4."))
"""Control points that are a subject of their own; the others are told of by chapter."""


def chapter_subjects(of: Matter) -> Section:
    """One part a control point of the computing environment, one a chapter for the rest."""
    groups: dict[str, list[Pair]] = {}
    for pair in of.material.pairs:
        if not is_of_patches(pair.check):
            groups.setdefault(_subject(pair.check), []).append(pair)
    blocks: list[Block] = []
    order = [point for point in (*POINTS, *CHAPTERS, "") if point in groups]
    place = 0
    for place, subject in enumerate(order, 1):
        called = of.say(title_of(subject)) if subject else of.say(_("Assets without security checks"))
        blocks.append(Heading(Words(f"7.{place} {called.text}"), 2, f"subject-{place}"))
        blocks += _subject_blocks(of, groups[subject])
    for title, made in (
        (_("Lists of the checks"), (paragraph(of, _ELSEWHERE, style="note"), *exhibits(of, _is_here))),
        (_("Differences of the lists since last time"), differences(of, _is_here)),
        (_("Patches and known vulnerabilities"), patches(of)),
    ):
        place += 1
        blocks.append(Heading(Words(f"7.{place} {of.say(title).text}"), 2, f"subject-{place}"))
        blocks += made
    return Section("7", of.say(_("Results by subject")), tuple(blocks), "subjects", starts_page=True)


_ELSEWHERE: Final = _(
    "Ports, accounts, keys and privileged rules, with what changed of them, stand in annex G (attack surface)."
)


def _is_here(check: str) -> bool:
    return not is_of_surface(check)


def _subject(check: str) -> str:
    """What a check is told of under: the control point that it speaks to first, else its chapter."""
    clauses = clauses_of(check)
    if not clauses:
        return ""
    point = point_of(clauses[0])
    return point if point in _ALONE else point.rpartition(".")[0]


def _subject_blocks(of: Matter, pairs: list[Pair]) -> Iterator[Block]:
    verdicts = Counter(of_check(pair.findings) for pair in pairs)
    comma = "，" if of.language == "zh_CN" else ", "
    shown = (Verdict.CONFORMS, Verdict.FAILS, Verdict.UNSEEN, Verdict.ABSENT)
    counted = comma.join(f"{of.say(VERDICT_WORDS[one]).text} {verdicts[one]}" for one in shown if verdicts[one])
    yield paragraph(of, _("Checks on assets: {count} ({counted}).", count=len(pairs), counted=counted))
    yield _checks(of, pairs)
    found = [(p, f) for level in _WORST_FIRST[:3] for p in pairs for f in p.findings if f.level is level]
    if not found:
        return
    titled = (
        (_("Level"), 10),
        (_("Target"), 11),
        (_("Check"), 19),
        (_("Result"), 24),
        (_("Observed"), 17),
        (_("Expected"), 15),
        (_("Clause"), 10),
    )
    rows = tuple(
        (
            of.material.level(finding.level),
            fact(pair.target),
            of.material.what(pair.check, finding.subject),
            of.say(finding.summary),
            _seen(of, finding.observed, finding.quote),
            of.say(finding.expected) if finding.expected else DASH,
            of.numbers(clauses_of(pair.check)),
        )
        for pair, finding in found
    )
    elsewhere = too_many(of, len(rows))
    yield Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere, is_dense=True)


def _seen(of: Matter, observed: Text | None, quote: str) -> Words:
    if observed is not None:
        return of.say(observed)
    return fact(cut(quote, QUOTED), is_code=True) if quote else DASH


def _checks(of: Matter, pairs: list[Pair]) -> Table:
    """Every check of the subject, with how its single results stand."""
    counts: dict[str, Counter[Level]] = {}
    for pair in pairs:
        counts.setdefault(pair.check, Counter()).update(finding.level for finding in pair.findings)
    head = ((_("Check"), 34), *((LEVEL_WORDS[level], 11) for level in COUNTED))
    rows = tuple(
        (of.material.title(check), *(Words(str(of_level[level] or "·")) for level in COUNTED))
        for check, of_level in counts.items()
    )
    return Table(columns(of, *head, centred=range(1, len(head))), rows, is_dense=True)
