"""What ``xunjian doctor`` found, as advice for a person."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from agent.commands.doctor_target import REMEDY, Line, ends_of, head, head_of, lines
from agent.commands.options import console
from agent.doctor import Diagnosis
from agent.own_side import Own
from config.site import Target
from config.text import Text, _, printable, render
from reports.documents.score import Coverage, total_of
from reports.output.folding import Folded
from reports.output.totals import checks_words

if TYPE_CHECKING:
    from rich.console import Console

WIDTH: Final = 100
_OWN = _("Our own side")
_UNASKED = _("cannot be asked by this version")
_BY_HAND = _("Inspect it by hand, and say so in the report")


def show(
    diagnoses: Sequence[Diagnosis],
    unasked: Sequence[Target],
    own: Sequence[Own],
    language: str,
    groups: Sequence[Target] = (),
) -> None:
    """Print a block for each target, then our own side, then what it comes to; ``groups`` are seen as their members are."""
    is_terminal = sys.stdout.isatty()
    page = console(min(console().width, WIDTH) if is_terminal else WIDTH, folds=True)
    for group in groups:
        words = _("a group; it is judged on what its members are found to be: {members}", members=group.members)
        page.print(_said(head_of(group, words), language) + "\n", markup=False, style="bold")
    for one in diagnoses:
        _block(page, head(one), [*lines(one), *ends_of(one)], language)
    for target in unasked:
        _block(page, head_of(target, _UNASKED), [(REMEDY, _BY_HAND)], language)
    _block(page, _OWN, [line for one in own for line in _own_lines(one)], language)
    page.print(_said(_verdict(diagnoses, unasked), language), markup=False, style="bold")


def _block(page: "Console", title: Text, rows: Iterable[Line], language: str) -> None:
    from rich.table import Table  # noqa: PLC0415 - only to print
    from rich.text import Text as Shown  # noqa: PLC0415 - as above

    page.print(_said(title, language), markup=False, style="bold")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=8)
    table.add_column()
    for label, text in rows:
        table.add_row(Shown("  " + (_said(label, language) if label else "")), Folded(_said(text, language)))
    with page.capture() as captured:
        page.print(table)
    page.out("\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n", highlight=False)


def _said(text: Text, language: str) -> str:
    return printable(render(text, language))


def _own_lines(one: Own) -> Iterator[Line]:
    yield one.what, one.state
    if one.remedy is not None:
        yield None, _("→ {remedy}", remedy=one.remedy)


def _verdict(diagnoses: Sequence[Diagnosis], unasked: Sequence[Target]) -> Text:
    """How many targets; and their checks as an inspection counts them, a target looked at by hand being one."""
    total, whole = len(diagnoses) + len(unasked), sum(one.is_whole for one in diagnoses)
    by_hand = Coverage(expected=len(unasked), unknown=len(unasked))
    counted = checks_words(total_of((*(one.coverage for one in diagnoses), by_hand)))
    if whole == total:
        return _("All {count} targets can be inspected whole. {counted}", count=total, counted=counted)
    return _(
        "{whole} of {count} targets can be inspected whole; the remedies stand above. {counted}",
        whole=whole,
        count=total,
        counted=counted,
    )
