"""The gate and the verification of an upgrade as a person reads them on a terminal."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape

from checks.base import LEVEL_WORDS
from checks.verdict import scope
from checks.verification import (
    ChangeRow,
    FindingRow,
    GateRow,
    PerformanceRow,
    Stand,
    UnseenRow,
    Verdict,
    Verification,
)
from config.text import Text, _, printable, render
from reports.marks import MARKS, STYLES
from reports.upgrade_words import (
    GATE_LEVELS,
    GATE_WORDS,
    PROVISIONAL,
    STAND_TONES,
    STAND_WORDS,
    VERDICT_LEVELS,
    VERDICT_WORDS,
    go_words,
    performance_words,
)

_ORDER: Final = (Stand.UNEXPECTED, Stand.MISSED, Stand.OPEN, Stand.EXPECTED, Stand.NOTED)
_MOST: Final = 30
"""Rows of a kind on the terminal; the document has all."""


def show_gate(console: Console, rows: Sequence[GateRow], language: str) -> None:
    """Print the conditions, those that are not met first, and what they come to."""
    order = tuple(GATE_WORDS)
    for row in sorted(rows, key=lambda one: order.index(one.state)):
        words = render(_("{title}: {words}", title=row.title, words=row.words), language)
        _line(console, GATE_LEVELS[row.state], render(GATE_WORDS[row.state], language), row.target, words)
    console.print()
    console.print(render(go_words(rows), language))


def show(console: Console, of: Verification, verdict: Verdict, reasons: Sequence[Text], language: str) -> None:
    """Print what calls for somebody first, then the verdict with its reasons."""
    for stand in _ORDER:
        _changes(console, [row for row in of.changes if row.stand is stand], stand, language)
    _unseen(console, of.unseen, language)
    for title, rows in (
        (_("Worse than before"), of.worse),
        (_("New kinds of error in the logs"), of.errors),
        (_("Functions"), of.functions),
    ):
        _findings(console, title, rows, language)
    _performance(console, [row for row in of.performance if row.is_out], language)
    for text in of.standard:
        console.print(_escaped(render(text, language)))
    console.print()
    console.rule()
    level = VERDICT_LEVELS[verdict]
    said = render(VERDICT_WORDS[verdict], language)
    head = _("Verdict: {verdict}", verdict=said) if of.is_final else _("Provisional verdict: {verdict}", verdict=said)
    console.print(f"[{STYLES[level]}]{MARKS[level]} {_escaped(render(head, language))}[/]")
    for reason in reasons:
        console.print(f"  · {_escaped(render(reason, language))}")
    beyond = scope(of)
    if beyond is not None:
        console.print(_escaped(render(beyond, language)))
    if not of.is_final:
        console.print(_escaped(render(PROVISIONAL, language)))


def _changes(console: Console, rows: Sequence[ChangeRow], stand: Stand, language: str) -> None:
    if stand is Stand.NOTED and rows:
        console.print(
            render(
                _("{count:number} difference(s) that come by themselves; the document lists them", count=len(rows)),
                language,
            )
        )
        return
    for row in rows[:_MOST]:
        words = render(row.words, language)
        _line(console, STAND_TONES[stand], render(STAND_WORDS[stand], language), row.target, words)
        if row.stand is not Stand.MISSED:
            console.print(f"    [dim]{_escaped(render(row.then, language))} → {_escaped(render(row.now, language))}[/]")
    _rest(console, len(rows), language)


def _unseen(console: Console, rows: Sequence[UnseenRow], language: str) -> None:
    for row in sorted(rows, key=lambda one: not one.is_loss)[:_MOST]:
        words = render(_("{what}: {why}", what=row.what, why=row.why), language)
        level = "critical" if row.is_loss else "unknown"
        _line(console, level, render(_("not compared"), language), row.target, words)
    _rest(console, len(rows), language)


def _findings(console: Console, title: Text, rows: Sequence[FindingRow], language: str) -> None:
    if rows:
        console.print(f"[bold]{_escaped(render(title, language))}[/]")
    for row in rows[:_MOST]:
        _line(console, row.now.value, render(LEVEL_WORDS[row.now], language), row.target, render(row.words, language))
    _rest(console, len(rows), language)


def _performance(console: Console, rows: Sequence[PerformanceRow], language: str) -> None:
    for row in rows[:_MOST]:
        words = render(performance_words(row), language)
        _line(console, "warn", render(_("out of the usual"), language), row.target, words)
    _rest(console, len(rows), language)


def _line(console: Console, level: str, state: str, target: str, words: str) -> None:
    console.print(f"[{STYLES[level]}]{MARKS[level]} {_escaped(state)}[/] [bold]{_escaped(target)}[/] {_escaped(words)}")


def _rest(console: Console, count: int, language: str) -> None:
    if count > _MOST:
        console.print(f"    [dim]{render(_('and {count:number} more', count=count - _MOST), language)}[/]")


def _escaped(words: str) -> str:
    return escape(printable(words))
