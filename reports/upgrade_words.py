"""The words of the gate and of the verification of an upgrade, the same on a terminal and on paper."""

from collections.abc import Iterable, Mapping
from typing import Final

from checks.subjects import subject_words
from checks.verification import GateRow, GateState, PerformanceRow, Stand, Verdict
from config.text import Text, _

VERDICT_WORDS: Final[Mapping[Verdict, Text]] = {
    Verdict.PASSED: _("passed"),
    Verdict.CONDITIONAL: _("passed on conditions"),
    Verdict.FAILED: _("failed (going back is advised)"),
}
VERDICT_LEVELS: Final = {Verdict.PASSED: "ok", Verdict.CONDITIONAL: "warn", Verdict.FAILED: "critical"}
GATE_WORDS: Final[Mapping[GateState, Text]] = {
    GateState.STOP: _("not met"),
    GateState.UNSEEN: _("not seen"),
    GateState.BY_HAND: _("looked at by hand"),
    GateState.GO: _("met"),
    GateState.NOT_THERE: _("not applicable"),
}
"""Those that call for somebody first: the order in which they are told."""
GATE_LEVELS: Final = {
    GateState.GO: "ok",
    GateState.BY_HAND: "ok",
    GateState.STOP: "critical",
    GateState.UNSEEN: "unknown",
    GateState.NOT_THERE: "absent",
}
STAND_WORDS: Final[Mapping[Stand, Text]] = {
    Stand.EXPECTED: _("expected"),
    Stand.UNEXPECTED: _("unexpected"),
    Stand.OPEN: _("to be explained"),
    Stand.NOTED: _("changes by itself"),
    Stand.MISSED: _("declared, did not happen"),
}
STAND_TONES: Final = {
    Stand.EXPECTED: "expected",
    Stand.UNEXPECTED: "unexpected",
    Stand.OPEN: "warn",
    Stand.NOTED: "absent",
    Stand.MISSED: "warn",
}
PROVISIONAL: Final = _("It is final when a day has passed: run verify again then (night jobs, caches, cron).")


def go_words(rows: Iterable[GateRow]) -> Text:
    """Whether the change may begin, in a sentence."""
    states = {row.state for row in rows}
    if GateState.STOP in states:
        return _("No-go: clear what is not met before the change begins.")
    if not states:
        return _("Nothing of the gate was looked at: no target of this snapshot has such checks.")
    if GateState.UNSEEN in states:
        return _("No go yet: look by hand at what was not seen, and note who did.")
    return _("Go: the gate is met.")


def performance_words(row: PerformanceRow) -> Text:
    """One measure in a sentence."""
    return _(
        "{title} {subject}: {now}, usually {before} in this hour ({count:number} days)",
        title=row.title,
        subject=subject_words(row.check, row.subject),
        now=value_of(row.unit, row.now),
        before=value_of(row.unit, row.before),
        count=row.days_count,
    )


def value_of(unit: str, value: float) -> Text:
    """A measure in its unit."""
    match unit:
        case "ratio":
            return _("{value:percent}", value=value)
        case "seconds":
            return _("{value:duration}", value=value)
        case "bytes":
            return _("{value:bytes}", value=value)
        case _other:
            return _("{value:number}", value=value)
