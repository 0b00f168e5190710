"""Findings after beside findings before: what is worse, what is better, which functions work, which errors are new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from agent.upgrades.performance import is_of_performance
from agent.upgrades.sides import Couple, aspects_of
from checks.base import AnyCheck, Area, Check, Finding, Level
from checks.verification import FindingRow, UnseenRow
from collectors.base import Reason
from config.text import Text, _, keep, verbatim

_RANK: Final = {Level.ABSENT: 0, Level.OK: 0, Level.NOTICE: 1, Level.WARN: 2, Level.CRITICAL: 3}
_LOGS: Final = (
    "server.log_novelty",
    "server.system_log",
    "server.kernel_log",
    "database.*.server_log",
    "database.*.error_log",
    "database.*.alert_log",
    "network.device_log",
)
"""Checks that tell of errors in logs by kind: what they say afterwards and did not say before is a new kind of error."""
_NO_LOSS: Final = frozenset({Reason.NO_RECORD.value, Reason.TOLD.value})
"""Reasons of an UNKNOWN that are the target's own: after a restart a counter has no past."""

_SAYS_NOTHING: Final = frozenset({Level.UNKNOWN, Level.ABSENT})


@dataclass(frozen=True, slots=True)
class Levels:
    """The rows of one target."""

    worse: tuple[FindingRow, ...] = ()
    better: tuple[FindingRow, ...] = ()
    functions: tuple[FindingRow, ...] = ()
    errors: tuple[FindingRow, ...] = ()
    unseen: tuple[UnseenRow, ...] = ()
    standard: tuple[Text, ...] = ()
    compared_count: int = 0


def levels_of(couple: Couple, judged: Sequence[Finding], checks: Mapping[str, AnyCheck]) -> Levels:
    """Compare the findings of one target; ``judged`` are those before, as the program and limits of today judge them."""
    if couple.before is None or couple.after is None:
        return Levels()
    then = {(one.check, one.subject): one for one in judged}
    now = [one for one in couple.after.findings if _is_of_now(checks.get(one.check))]
    rows = [(one, then.get((one.check, one.subject))) for one in now]
    ordinary = [(one, was) for one, was in rows if not _is_function(checks, one) and not _is_log(one)]
    return Levels(
        worse=tuple(_row(couple, one, was, checks) for one, was in ordinary if _is_worse(one, was)),
        better=tuple(_row(couple, one, was, checks) for one, was in ordinary if _is_better(one, was)),
        functions=tuple(
            _row(couple, one, was, checks)
            for one, was in rows
            if _is_function(checks, one) and one.level is not Level.ABSENT
        ),
        errors=tuple(_row(couple, one, was, checks) for one, was in rows if _is_log(one) and _is_worse(one, was)),
        unseen=tuple(_lost(couple, now, then, checks)),
        standard=tuple(_standard(couple, couple.before.findings, judged)),
        compared_count=sum(1 for one, was in rows if was is not None and Level.UNKNOWN not in {one.level, was.level}),
    )


def _is_of_now(check: AnyCheck | None) -> bool:
    """Whether it judges what is there, and not a difference, which the aspects tell."""
    return check is None or isinstance(check, Check)


def _is_function(checks: Mapping[str, AnyCheck], one: Finding) -> bool:
    check = checks.get(one.check)
    return check is not None and check.area is Area.FUNCTIONS


def _is_log(one: Finding) -> bool:
    return any(fnmatchcase(one.check, glob) for glob in _LOGS)


def _is_worse(one: Finding, was: Finding | None) -> bool:
    """Whether it rose; of what was not seen before, only what calls for something now.

    A notice of a moment's load is told by the comparison of performance.
    """
    if one.level is Level.UNKNOWN or (one.level is Level.NOTICE and is_of_performance(one.check)):
        return False
    if was is not None and was.level is Level.UNKNOWN:
        return _RANK[one.level] >= _RANK[Level.WARN]
    return _RANK[one.level] > (0 if was is None else _RANK[was.level])


def _is_better(one: Finding, was: Finding | None) -> bool:
    is_known = was is not None and Level.UNKNOWN not in {one.level, was.level}
    return is_known and was is not None and _RANK[one.level] < _RANK[was.level]


def _row(couple: Couple, one: Finding, was: Finding | None, checks: Mapping[str, AnyCheck]) -> FindingRow:
    return FindingRow(
        couple.name,
        one.check,
        keep(_title(one.check, checks)),
        one.subject,
        None if was is None else was.level,
        one.level,
        one.summary,
    )


def _title(check: str, checks: Mapping[str, AnyCheck]) -> Text:
    return checks[check].title if check in checks else verbatim(check)


def _lost(
    couple: Couple, now: Sequence[Finding], then: Mapping[tuple[str, str], Finding], checks: Mapping[str, AnyCheck]
) -> Iterator[UnseenRow]:
    """Checks that saw something before and are UNKNOWN after, each once; those that were UNKNOWN on both sides."""
    before: dict[str, set[Level]] = {}
    for (check, _subject), one in then.items():
        before.setdefault(check, set()).add(one.level)
    told: dict[str, UnseenRow] = {}
    asked = set(couple.after.checks) if couple.after else set()
    for one in now:
        if one.level is not Level.UNKNOWN:
            continue
        was = then.get((one.check, one.subject))
        saw = was.level is not Level.UNKNOWN if was is not None else bool(before.get(one.check, set()) - {Level.UNKNOWN})
        is_loss = saw and one.reason not in _NO_LOSS
        row = UnseenRow(couple.name, keep(_title(one.check, checks)), one.summary, is_loss, not saw)
        told[one.check] = min(told.get(one.check, row), row, key=_gravity)
    yield from told.values()
    yield from _dropped(couple, now, then, checks)
    yield from _unreadable(couple, then, told, checks)
    for check, levels in before.items():
        is_judged = _is_of_now(checks.get(check)) and levels - {Level.UNKNOWN, Level.ABSENT}
        if is_judged and check not in asked:
            words = _("this check was made before and not after")
            yield UnseenRow(couple.name, keep(_title(check, checks)), keep(words), is_loss=True)


def _dropped(
    couple: Couple, now: Sequence[Finding], then: Mapping[tuple[str, str], Finding], checks: Mapping[str, AnyCheck]
) -> Iterator[UnseenRow]:
    """What was judged before and is not there to be judged after; of what an aspect compares the aspect tells it.

    A function that is exercised no more is a loss: it was taken out of the configuration, or nothing of it is left.
    """
    compared = {aspect.needs.name for aspect in aspects_of(couple)}
    after: dict[str, dict[str, Finding]] = {}
    for one in now:
        after.setdefault(one.check, {})[one.subject] = one
    lost: set[str] = set()
    for (check, subject), was in then.items():
        found = after.get(check, {})
        is_function, shape = _is_function(checks, was), checks.get(check)
        if not found or check in lost or was.level in _SAYS_NOTHING or (shape and shape.needs.name in compared):
            continue
        if all(one.level is Level.ABSENT for one in found.values()):
            lost.add(check)
            why = _("judged before; after: {what}", what=next(iter(found.values())).summary)
            yield UnseenRow(couple.name, keep(_title(check, checks)), keep(why), is_loss=is_function)
        elif is_function and subject and not {subject, ""} & found.keys():
            what = _("{aspect}: {subject}", aspect=_title(check, checks), subject=subject)
            yield UnseenRow(couple.name, keep(what), keep(_("exercised before and not after")), is_loss=True)


def _unreadable(
    couple: Couple, then: Mapping[tuple[str, str], Finding], told: Mapping[str, UnseenRow], checks: Mapping[str, AnyCheck]
) -> Iterator[UnseenRow]:
    """What the snapshot's own evidence no longer tells, once a check: removed, altered, or not understood today."""
    said = set(told)
    for one in couple.before.findings if couple.before else ():
        again = then.get((one.check, one.subject)) or then.get((one.check, ""))
        if again is None or again.level is not Level.UNKNOWN or one.level is Level.UNKNOWN:
            continue
        if one.check not in said and _is_of_now(checks.get(one.check)):
            said.add(one.check)
            why = _("the evidence of before tells it no longer: {why}", why=again.summary)
            yield UnseenRow(couple.name, keep(_title(one.check, checks)), keep(why), is_loss=False)


def _gravity(row: UnseenRow) -> int:
    """Of several subjects of one check a loss is told, and what neither side saw only where there is nothing else."""
    return 0 if row.is_loss else 2 if row.is_both else 1


def _standard(couple: Couple, as_kept: Sequence[Finding], judged: Sequence[Finding]) -> Iterator[Text]:
    """How many findings of the side before read otherwise by the standard of the side after."""
    kept = {(one.check, one.subject): one.level for one in as_kept}
    moved = [one for one in judged if kept.get((one.check, one.subject), one.level) is not one.level]
    if moved:
        yield keep(
            _(
                "{target}: {count:number} finding(s) of the snapshot before are judged otherwise by today’s program and "
                "limits; the comparison is made by those of today",
                target=couple.name,
                count=len(moved),
            )
        )
