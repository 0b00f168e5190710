"""What is new, surging or silent in the system log since the last inspection: what no signature knows shows here first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from checks.local_time import minute
from collectors.base import Reason, Unseen
from collectors.facts.system_logs import SYSTEM_LOG, LogHabit, LogTemplate, SystemLog
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class NoveltyLimits:
    """When a kind of message counts as surging or silent. ``expected`` are texts that must appear in the log."""

    surge_ratio: float = limit(
        5.0, unit="ratio", source="our judgement: five times the rate of the last period", subjects=("surging",)
    )
    surge_least: int = limit(20, unit="count", source="our judgement: fewer lines are chance", subjects=("surging",))
    regular_readings: int = limit(3, unit="count", source="our judgement: thrice in a row is a habit", subjects=("silent",))
    missed_least: float = limit(
        5.0,
        unit="count",
        source="our judgement: where five are expected, none at all is chance once in 150 times (Poisson)",
        subjects=("silent",),
    )
    expected: tuple[str, ...] = limit((), source="the operator", subjects=("expected:*",))
    expected_hours: float = limit(
        26.0, unit="hours", source="our judgement: a daily job, and two hours", subjects=("expected:*",)
    )


_ASKABLE: Final = re.compile(r"[\w :/.@-]{1,200}")
"""Texts that an ask can carry: letters of any script, digits and a few signs."""
_MOST_ASKED: Final = 800


def asked_texts(texts: Iterable[str]) -> str:
    """Join the expected texts for the ask; one that it cannot carry is left out, and its finding says so."""
    joined = ""
    for text in texts:
        longer = f"{joined}|{text}" if joined else text
        if _ASKABLE.fullmatch(text) and len(longer) <= _MOST_ASKED:
            joined = longer
    return joined


def judge(log: SystemLog, limits: Layered[NoveltyLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """New, surging and silent kinds of message, one finding each with a table; and each text that the operator expects."""
    if log.missed or log.denied:
        why = "; ".join((*log.denied, *log.missed))
        yield unknown("", Unseen("", Reason.DENIED if log.denied else Reason.FAILED, why))
        return
    base = limits.base
    yield from (_wanted(words, log, limits.at(words), scene) for words in base.expected)
    if log.before.is_first:
        yield _first(log)
        yield from _table(_("Kinds of message seen at the first inspection"), log.templates, scene)
        return
    habits = {one.key: one for one in log.before.habits}
    new = [one for one in log.templates if one.key not in habits]
    surging = [one for one in log.templates if one.key in habits and _is_surging(one, habits[one.key], log, base)]
    silent = _silent(log, base)
    yield _counted("new", Level.NOTICE, _NEW, new, log, scene)
    yield _counted("surging", Level.WARN, _SURGING, surging, log, scene)
    yield _gone(silent, log)
    yield from _table(_("New kinds of message since the last inspection"), new, scene)
    yield from _table(_("Surging kinds of message"), surging, scene)


_NEW: Final = (_("{count:number} new kinds of message since {since}"), _("no new kind of message since {since}"))
_SURGING: Final = (_("{count:number} kinds of message surge since {since}"), _("no kind of message surges since {since}"))


def _first(log: SystemLog) -> Finding:
    return Finding(
        "",
        Level.ABSENT,
        _(
            "first inspection: {count:number} kinds of message are noted, none counts as new",
            count=len(log.templates),
        ),
        measures={"kind_count": len(log.templates)},
    )


def _span_seconds(log: SystemLog) -> float:
    return max((log.now_at - log.since_at).total_seconds(), 0.0) if log.since_at else 0.0


def _is_surging(one: LogTemplate, habit: LogHabit, log: SystemLog, limits: NoveltyLimits) -> bool:
    return one.count >= max(float(limits.surge_least), limits.surge_ratio * _awaited(habit, log))


def _awaited(habit: LogHabit, log: SystemLog) -> float:
    """How many lines this reading would have at the rate of the last one."""
    seconds = log.before.spans_seconds[0] if log.before.spans_seconds else 0.0
    return habit.counts[0] / seconds * _span_seconds(log) if seconds > 0 and habit.counts else 0.0


def _silent(log: SystemLog, limits: NoveltyLimits) -> list[LogHabit]:
    """Kinds that came in each of the last readings, so often that none at all is no chance."""
    here = {one.key for one in log.templates}
    readings = max(len(log.before.spans_seconds), limits.regular_readings)
    return [
        one
        for one in log.before.habits
        if one.key not in here
        and sum(count > 0 for count in one.counts) >= readings
        and _awaited(one, log) >= limits.missed_least
    ]


def _counted(
    subject: str, level: Level, words: tuple[Text, Text], found: Sequence[LogTemplate], log: SystemLog, scene: Scene
) -> Finding:
    since = minute(log.before.read_at, scene)
    measures = {f"{subject}_count": len(found), "kind_count": len(log.templates)}
    if not found and not log.is_gapless:
        return unknown(subject, Unseen(subject, Reason.CUT, since))
    template, none = words
    said = (
        Text(template.template, {"count": len(found), "since": since}) if found else Text(none.template, {"since": since})
    )
    worst = max(found, key=lambda one: one.count, default=None)
    return Finding(
        subject,
        level if found else Level.OK,
        said,
        observed=_("most often: {program}: {template}, {count:number} times", **_of(worst)) if worst else None,
        expected=_("none"),
        quote=worst.samples[0] if worst and worst.samples else "",
        measures=measures,
    )


def _of(one: LogTemplate) -> dict[str, str | int]:
    return {"program": one.program, "template": one.template[:160], "count": one.count}


def _gone(silent: Sequence[LogHabit], log: SystemLog) -> Finding:
    if not silent and not log.is_gapless:
        return unknown("silent", Unseen("silent", Reason.CUT, ""))
    if not silent:
        return Finding("silent", Level.OK, _("no regular kind of message has gone silent"), measures={"silent_count": 0})
    return Finding(
        "silent",
        Level.NOTICE,
        _("{count:number} regular kinds of message have gone silent", count=len(silent)),
        observed=_(
            "among them: {templates}", templates=tuple(f"{one.program}: {one.template[:100]}" for one in silent[:3])
        ),
        measures={"silent_count": len(silent)},
        remedy=_("Either the trouble was mended, or who wrote it no longer runs: ask which, and see the service."),
    )


def _wanted(words: str, log: SystemLog, limits: NoveltyLimits, scene: Scene) -> Finding:
    """Whether a text that the operator expects was seen lately enough."""
    last = dict(log.expected).get(words)
    subject = f"expected:{words}"
    within = _("within {hours:number} hours", hours=limits.expected_hours)
    asked = any(one[0] == words for reading in log.readings for one in reading.expected)
    if last is None and not (asked and log.is_gapless):
        return unknown(subject, Unseen(subject, Reason.NOT_ASKED, words))
    age = (log.now_at - last).total_seconds() if last else None
    if age is not None and age < limits.expected_hours * 3600:
        said = _("“{words}” was seen at {at}", words=words, at=minute(last, scene))
        return Finding(subject, Level.OK, said, expected=within, measures={"age_seconds": max(age, 0.0)})
    said = _("“{words}” has not been seen within {hours:number} hours", words=words, hours=limits.expected_hours)
    return Finding(
        subject,
        Level.WARN,
        said,
        observed=_("last seen {at}", at=minute(last, scene)),
        expected=within,
        measures={} if age is None else {"age_seconds": age},
        remedy=_("See whether what writes it (backup, job, transfer) still runs, and whether its text has changed."),
    )


_COLUMNS: Final = (_("Program"), _("Message"), _("Count"), _("First"), _("Last"), _("Example"))
_MOST_ROWS: Final = 50


def _table(title: Text, found: Sequence[LogTemplate], scene: Scene) -> Iterator[Exhibit]:
    """The kinds that came most often, with an example."""
    most = sorted(found, key=lambda one: (-one.count, one.key))[:_MOST_ROWS]
    if most:
        yield Exhibit(title, _COLUMNS, tuple(_row(one, scene) for one in most))


def _row(one: LogTemplate, scene: Scene) -> tuple[str, ...]:
    first, last = str(minute(one.first_at, scene)), str(minute(one.last_at, scene))
    return one.program, one.template[:200], str(one.count), first, last, (one.samples or ("",))[0][:200]


LOG_NOVELTY: Final = Check(
    id="server.log_novelty",
    title=_("New and surging log messages"),
    area=Area.LOGS,
    needs=SYSTEM_LOG,
    limits=NoveltyLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_(
        "lines of the system log that no signature knows: of priority warning and above in the "
        "journal, with words of trouble "
        "in files, as templates beside those of the last inspection of the same schedule"
    ),
    remedy=_(
        "Look through the table: say of each kind whether it is known, and have the unknown ones explained by their owner."
    ),
    traps=(
        _("the first inspection has nothing to compare with: nothing counts as new"),
        _("a word like error proves nothing: a new kind of message is a notice, never more"),
        _("one disk's trouble is another kind than the next disk's: names stay in the template"),
        _("a rate is compared, not a count: a longer period has more lines"),
        _("only what came in every one of the last readings, and often, can go silent"),
    ),
    clause="1.4.3.4",
)
