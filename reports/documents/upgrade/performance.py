"""Chapter 8: measures after the change beside what they usually are in the same hour."""

from typing import Final

from checks.verification import PerformanceRow
from config.text import _
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, paragraph
from reports.documents.upgrade.matter import Chapter, Matter
from reports.documents.upgrade.together import elsewhere
from reports.upgrade_words import value_of

MOST_ON_PAPER: Final = 60


def chapter_performance(of: Matter) -> Section:
    """Those that are out of the usual, then the rest; of what is no more than one other moment nothing is judged."""
    rows = of.of.performance
    if not rows:
        words = _("No measure of both sides could be laid side by side.")
        blocks: tuple[Block, ...] = (paragraph(of, words),)
    else:
        words = _(
            "Usual is the median of the days of the four weeks before, in the same hour. Where there are fewer than three "
            "such days, the value of the snapshot before stands beside it and nothing is judged by it."
        )
        outside, others = [one for one in rows if one.is_out], [one for one in rows if not one.is_out]
        blocks = (paragraph(of, words, style="note"),)
        if outside:
            blocks += (Heading(of.say(_("Out of the usual")), 2, "outside"), _table(of, outside))
        if others:
            blocks += (Heading(of.say(_("As usual, or not judged")), 2, "usual"), _table(of, others))
    title = of.say(_("Performance beside the same hour"))
    return Section(str(Chapter.PERFORMANCE.value), title, blocks, "performance")


def _table(of: Matter, found: list[PerformanceRow]) -> Table:
    titled = (
        (_("Target"), 15),
        (_("Measure"), 17),
        (_("Subject"), 15),
        (_("Before"), 10),
        (_("After"), 10),
        (_("Moved by"), 9),
        (_("What before is"), 15),
        (_("Judged"), 11),
    )
    rows = tuple(_row(of, one) for one in found)
    return Table(
        columns(of, *titled, centred=(3, 4, 5)),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=elsewhere(of, len(rows)),
        is_dense=True,
    )


def _row(of: Matter, one: PerformanceRow) -> tuple[Words, ...]:
    usual = _("median of {count} days", count=one.days_count) if one.days_count else _("the snapshot’s own value")
    return (
        fact(one.target),
        of.say(one.title),
        of.subject(one.check, one.subject),
        of.say(value_of(one.unit, one.before)),
        of.say(value_of(one.unit, one.now)),
        moved_by(one),
        of.say(usual),
        _judged(of, one),
    )


def moved_by(one: PerformanceRow) -> Words:
    """By which share it moved; a dash where it was nothing before."""
    return Words(f"{(one.now - one.before) / abs(one.before):+.0%}") if one.before else DASH


def _judged(of: Matter, one: PerformanceRow) -> Words:
    if one.is_out:
        return of.say(_("out of the usual"), tone="warn")
    return of.say(_("usual"), tone="ok") if one.days_count else of.say(_("not judged"), tone="absent")
