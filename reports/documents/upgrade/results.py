"""Chapters 5 to 7: findings that became worse or better, functions before and after, new kinds of error."""

from collections.abc import Sequence
from typing import Final

from checks.base import SUMMARY_ORDER
from checks.verification import FindingRow
from config.text import Text, _
from reports.documents.model import Block, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, paragraph
from reports.documents.upgrade.matter import Chapter, Matter
from reports.documents.upgrade.together import elsewhere

MOST_ON_PAPER: Final = 100


def chapter_findings(of: Matter) -> Section:
    """Those that are worse, then those that are better."""
    blocks: list[Block] = [Heading(of.say(_("Worse than before")), 2, "worse")]
    if of.of.worse:
        blocks.append(_table(of, of.of.worse, _("Check")))
    else:
        blocks.append(paragraph(of, _("Nothing that was judged before and after became worse.")))
    if of.of.better:
        blocks += [Heading(of.say(_("Better than before")), 2, "better"), _table(of, of.of.better, _("Check"))]
    return Section(str(Chapter.FINDINGS.value), of.say(_("Findings that changed")), tuple(blocks), "findings")


def chapter_functions(of: Matter) -> Section:
    """Functions and business transactions, as they were and as they are."""
    plan = of.of.plan
    if of.of.functions:
        blocks: tuple[Block, ...] = (_table(of, of.of.functions, _("Function")),)
    elif plan.functions_waived:
        words = _("No function was exercised. The change file gives the reason: {reason}", reason=plan.functions_waived)
        blocks = (paragraph(of, words, style="lead"),)
    else:
        words = _("No function and no business transaction was exercised, and the change file gives no reason.")
        blocks = (paragraph(of, words, style="lead"),)
    title = of.say(_("Functions and business transactions"))
    return Section(str(Chapter.FUNCTIONS.value), title, blocks, "functions")


def chapter_errors(of: Matter) -> Section:
    """Kinds of error that the logs tell after the change and did not tell before."""
    if of.of.errors:
        blocks: tuple[Block, ...] = (_table(of, of.of.errors, _("Log")),)
    else:
        words = _("The logs that could be read tell of no kind of error that they did not tell of before.")
        blocks = (paragraph(of, words),)
    return Section(str(Chapter.ERRORS.value), of.say(_("New kinds of error in the logs")), blocks, "errors")


def _table(of: Matter, found: Sequence[FindingRow], what: Text) -> Table:
    titled = (
        (_("Target"), 16),
        (what, 20),
        (_("Subject"), 17),
        (_("Before"), 11),
        (_("After"), 11),
        (_("What is said after the change"), 33),
    )
    ordered = sorted(found, key=lambda one: -SUMMARY_ORDER.index(one.now))
    rows = tuple(_row(of, one) for one in ordered)
    return Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere(of, len(rows)), is_dense=True)


def _row(of: Matter, one: FindingRow) -> tuple[Words, ...]:
    return (
        fact(one.target),
        of.say(one.title),
        of.subject(one.check, one.subject),
        of.level(one.before),
        of.level(one.now),
        of.say(one.words),
    )
