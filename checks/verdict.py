"""The verdict of a verification: a pure function of what was compared. Every reason is named.

FAILED: something that worked is gone or otherwise and nobody declared it; a finding became critical, a function fails; what
was seen before is not seen after; a side is missing; a required change did not happen. CONDITIONAL: somebody must say
something before it is signed. PASSED: neither.
"""

from collections.abc import Callable, Iterator
from typing import Final

from checks.base import Level
from checks.verification import GateState, Stand, Verdict, Verification
from config.text import Text, _

Rows = list[tuple[str, Text]]
"""Targets with what is said of them."""


def decide(of: Verification) -> tuple[Verdict, tuple[Text, ...]]:
    """What it comes to, with the reasons of that verdict; of a pass there is none."""
    failed = (*_nothing(of), *_reasons(of, _FAILING))
    if failed:
        return Verdict.FAILED, failed
    open_still = (*_left_out(of), *_reasons(of, _OPEN))
    return (Verdict.CONDITIONAL, open_still) if open_still else (Verdict.PASSED, ())


def scope(of: Verification) -> Text | None:
    """What the verdict is not about: neither side saw it. None where there is nothing of the kind."""
    count = sum(1 for one in of.unseen if one.is_both)
    if not count:
        return None
    return _("The verdict is not about {count:number} item(s) that were seen neither before nor after.", count=count)


def _reasons(of: Verification, table: "tuple[tuple[Text, Callable[[Verification], Rows]], ...]") -> Iterator[Text]:
    for words, rows_of in table:
        rows = rows_of(of)
        if rows:
            target, said = rows[0]
            first = _("{target}: {words}", target=target, words=said)
            yield Text(words.template, {"count": len(rows), "first": first})


def _nothing(of: Verification) -> Iterator[Text]:
    if not of.targets or not of.compared_count:
        yield _("nothing could be compared")


def _left_out(of: Verification) -> Iterator[Text]:
    if not of.gate:
        yield _("the gate before the change was not looked at")
    if not of.functions and not of.plan.functions_waived:
        yield _("no function and no business transaction was exercised")


def _changes(stand: Stand, *, required: bool = False) -> Callable[[Verification], Rows]:
    return lambda of: [
        (one.target, one.words) for one in of.changes if one.stand is stand and (one.is_required or not required)
    ]


def _unseen(*, losses: bool = False) -> Callable[[Verification], Rows]:
    return lambda of: [(one.target, one.what) for one in of.unseen if (one.is_loss if losses else not one.is_both)]


def _worse(*levels: Level) -> Callable[[Verification], Rows]:
    return lambda of: [(one.target, one.words) for one in of.worse if one.now in levels]


def _functions(*levels: Level) -> Callable[[Verification], Rows]:
    return lambda of: [(one.target, one.words) for one in of.functions if one.now in levels]


_FAILING: Final = (
    (_("{count:number} that was seen before is not seen after: {first}"), _unseen(losses=True)),
    (_("{count:number} unexpected difference(s) that are faults: {first}"), _changes(Stand.UNEXPECTED)),
    (_("{count:number} required change(s) did not happen: {first}"), _changes(Stand.MISSED, required=True)),
    (_("{count:number} finding(s) became critical: {first}"), _worse(Level.CRITICAL)),
    (
        _("{count:number} function(s) do not work or were not exercised: {first}"),
        _functions(Level.CRITICAL, Level.UNKNOWN),
    ),
)
_OPEN: Final = (
    (
        _("{count:number} condition(s) of the gate before the change were not met: {first}"),
        lambda of: [(one.target, one.words) for one in of.gate if one.state in {GateState.STOP, GateState.UNSEEN}],
    ),
    (_("{count:number} difference(s) that nobody declared: {first}"), _changes(Stand.OPEN)),
    (_("{count:number} declared change(s) did not happen: {first}"), _changes(Stand.MISSED)),
    (_("{count:number} finding(s) became worse: {first}"), _worse(Level.NOTICE, Level.WARN, Level.UNKNOWN)),
    (
        _("{count:number} new kind(s) of error in the logs: {first}"),
        lambda of: [(one.target, one.words) for one in of.errors],
    ),
    (
        _("{count:number} measure(s) are out of what is usual in this hour: {first}"),
        lambda of: [(one.target, one.title) for one in of.performance if one.is_out],
    ),
    (_("{count:number} could not be compared: {first}"), _unseen()),
    (_("{count:number} function(s) work with a warning: {first}"), _functions(Level.WARN)),
)
