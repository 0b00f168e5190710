"""Judge every seeded answer and count: faults found, faults missed, alarms of what was not seeded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from agent.catalogue import CHECKS, GROUP_COLLECTORS, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge_one
from agent.outcomes import Missed, Outcome, Reply, Seen, unseen_of
from agent.past import Past
from checks.base import Against, AnyCheck, Change, Confirmed, Finding, Then, Trend
from collectors.base import Absent, FollowUp, Reason, SessionError
from collectors.evidence import Reply as Written
from collectors.evidence import decode, encode
from config.limits import Layered, Rule, layer
from config.site import Site
from tests.house.recall.shapes import Edit, Edits, Seeding, Variation
from tests.house.recall.tables import Rows, TableError
from tests.house.recall.tables import changed as table_changed
from tests.house.recall.varbinds import Objects, ObjectsError
from tests.house.recall.varbinds import changed as objects_changed
from tests.test_cases import ASKED, CASES, evidence_of

RANK = ("absent", "ok", "notice", "warn", "critical")
LOUD = ("warn", "critical")
NOT_HERE = SessionError(Reason.TOOL_MISSING)
"""What every collector says that a seeding gives no case for: another form of the same, or another kind, is not there."""


class SeedError(Exception):
    """A seed that does not fit its answer: the harness is wrong, not the program."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the seeded answers of one check, in one source. ``missed`` and ``alarmed`` are in words."""

    faults: int = 0
    found: int = 0
    healthy: int = 0
    alarms: int = 0
    missed: tuple[str, ...] = ()
    alarmed: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    """On what answers it rests: real, emulated, made up."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.faults + other.faults,
            self.found + other.found,
            self.healthy + other.healthy,
            self.alarms + other.alarms,
            self.missed + other.missed,
            self.alarmed + other.alarmed,
            tuple(sorted({*self.rests, *other.rests})),
        )


def _changed(text: bytes, edit: Edits, where: str) -> bytes:
    try:
        if isinstance(edit, Rows):
            return table_changed(text, edit)
        if isinstance(edit, Objects):
            return objects_changed(text, edit)
    except (TableError, ObjectsError, ValueError) as error:
        raise SeedError(f"{where}: {error}") from None
    old = edit.old.encode()
    if text.count(old) != edit.times:
        raise SeedError(f"{where}: {edit.old!r} stands {text.count(old)} times, not {edit.times}")
    return text.replace(old, edit.new.encode())


def _said(reply: Written, edit: Edits, where: str) -> Written:
    """One reply changed: its whole answer (says), its failure (fails), its state, or a place in it."""
    if not isinstance(edit, Edit):
        return replace(reply, out=_changed(reply.out, edit, where))
    match edit.old:
        case "says":
            return replace(reply, state="ok", exit_code=0, out=edit.new.encode(), err=b"")
        case "fails":
            return replace(reply, state="ok", exit_code=1, out=b"", err=edit.new.encode())
        case "state":
            return replace(reply, state=edit.new, exit_code=None, out=b"")
        case _:
            return replace(reply, out=_changed(reply.out, edit, where))


def edited(evidence: bytes, edits: Iterable[Edits], where: str, *, has_listing: bool = True) -> bytes:
    """One piece of evidence with its places changed. Raises SeedError where a place is not there."""
    replies = decode(evidence)
    items = list(replies[1:] if has_listing else replies)
    first = replies[0] if has_listing else None
    for edit in edits:
        if isinstance(edit, Edit) and edit.old == "adds":
            items.append(Written("ok", 0, edit.new.encode(), item=edit.part.encode()))
        elif edit.part == "" and first:
            first = _said(first, edit, where)
        elif edit.part == "earlier" and first:
            first = replace(first, earlier=_changed(first.earlier, edit, where))
        else:
            at = next((n for n, item in enumerate(items) if item.item == edit.part.encode()), None)
            if at is None:
                raise SeedError(f"{where}: no item {edit.part!r}")
            items[at] = _said(items[at], edit, f"{where} {edit.part}")
    return encode((first, *items) if first else tuple(items))


def _replies(cases: Iterable[str], instead: Iterable[str], edits: Iterable[Edits], member: str = "") -> dict[str, Reply]:
    by_collector = {case.partition("/")[0]: case for case in (*cases, *instead)}
    first = next(iter(by_collector), "")
    mine = [edit for edit in edits if edit.member == member]
    unknown = {edit.of or first for edit in mine} - by_collector.keys()
    if unknown:
        raise SeedError(f"edits of {unknown}, which the base has not")
    return {
        one: edited(
            evidence_of(CASES / case),
            [e for e in mine if (e.of or first) == one],
            case,
            has_listing=not isinstance(ASKED[one], FollowUp),
        )
        for one, case in by_collector.items()
    }


def _edits(seeding: Seeding, variation: Variation) -> tuple[Edits, ...]:
    """Another recorded case wants no mending."""
    return variation.edits if variation.instead else (*seeding.mend, *variation.edits)


def _outcome(check: AnyCheck, platform: str, replies: Mapping[str, Reply], kind: str = "") -> Outcome:
    return _outcomes(collectors_for(platform, (check,)), replies)[kind or check.needs.name]


def _outcomes(wired: tuple[Any, ...], replies: Mapping[str, Reply]) -> dict[str, Outcome]:
    gathering = Gathering(wired, values_of(Site()))
    gathering.questions(1)
    for one in wired:
        gathering.replies[one.id] = replies.get(one.id, NOT_HERE)
    gathering.settle()
    return gathering.outcomes


def _of_group(check: AnyCheck, seeding: Seeding, variation: Variation) -> Outcome:
    one = next(group for group in GROUP_COLLECTORS if group.provides == check.needs)
    wanted = replace(check, needs=one.of)
    members: dict[str, object] = {}
    for name, cases in seeding.members.items():
        instead = [case.partition(" ")[2] for case in variation.instead if case.partition(" ")[0] == name]
        outcome = _outcome(wanted, seeding.platform, _replies(cases, instead, _edits(seeding, variation), name))
        if isinstance(outcome, Seen):
            members[name] = outcome.facts
        else:
            members[name] = outcome.error if isinstance(outcome.error, Absent) else unseen_of(outcome.error)
    try:
        return Seen(one.parse(members))
    except Exception as error:  # noqa: BLE001 - as the runner: a parser's bug darkens its own kind
        return Missed(error)


def outcome_of(check: AnyCheck, seeding: Seeding, variation: Variation) -> Outcome:
    """What the kind of a check came to on the seeded answers."""
    if seeding.members:
        return _of_group(check, seeding, variation)
    replies = _replies(seeding.base, variation.instead, _edits(seeding, variation))
    return _outcome(check, seeding.platform, replies)


def _past(check: AnyCheck, seeding: Seeding, variation: Variation) -> Past:
    """What was before: the untouched answers, which somebody confirmed where it is a baseline; of a trend the points."""
    at = seeding.scene.at - timedelta(days=seeding.days)
    if isinstance(check, Change | Against) and variation.is_compared:
        before = outcome_of(check, seeding, Variation("before"))
        if isinstance(before, Missed):
            return Past(then={check.id: before.error})
        is_change = isinstance(check, Change)
        then = Then(before.facts, at) if is_change else Confirmed(before.facts, at, "seeded", at)
        return Past(then={check.id: then})
    return Past(series={check.of.check: variation.series}) if isinstance(check, Trend) else Past()


def said(seeding: Seeding, variation: Variation) -> dict[str, str]:
    """Levels by subject that the program gives the seeded answers."""
    check = next(one for one in CHECKS if one.id == seeding.check)
    rules = [Rule(check.id, seeding.limits, place="seeded")] if seeding.limits else []
    limits: Layered[Any] = layer(check.limits, rules, "seeded")
    outcome = outcome_of(check, seeding, variation)
    past = _past(check, seeding, variation)
    findings = judge_one(check, outcome, limits, seeding.scene, past)
    levels: dict[str, str] = {}
    for one in findings:
        if isinstance(one, Finding):
            before = levels.get(one.subject, "absent")
            worse = before in RANK and (one.level.value not in RANK or RANK.index(one.level.value) >= RANK.index(before))
            levels[one.subject] = one.level.value if worse else before
    return levels


def is_found(level: str, wanted: str) -> bool:
    """At least the level that is right. What was not inspected was not found."""
    return level in RANK and RANK.index(level) >= RANK.index(wanted)


def compared(what: str, truth: Mapping[str, str], levels: Mapping[str, str], before: Mapping[str, str]) -> Tally:
    """Count one round. A level above the right one is an alarm too.

    The truth's subjects are exact, or globs: those stand for one subject that was not so ``before`` the seed.
    """
    missed, allowed = [], dict.fromkeys(levels, "notice")
    for subject, wanted in truth.items():
        name = subject if subject in levels else _one(subject, levels, before)
        if name is None or not is_found(levels[name], wanted):
            missed.append(f"{what}: {subject or 'target'} is {wanted}, we say {_heard(levels)}")
        if name is not None:
            allowed[name] = max(wanted, allowed[name], key=RANK.index)
    alarmed = [
        f"{what}: {name or 'target'} is called {level}"
        for name, level in levels.items()
        if level in LOUD and RANK.index(level) > RANK.index(allowed[name])
    ]
    return Tally(len(truth), len(truth) - len(missed), int(not truth), len(alarmed), tuple(missed), tuple(alarmed))


def _one(glob: str, levels: Mapping[str, str], before: Mapping[str, str]) -> str | None:
    """The worst of the subjects that a glob means and that the seed changed."""
    fresh = [n for n, level in levels.items() if fnmatchcase(n, glob) and level in RANK and before.get(n) != level]
    return max(fresh, key=lambda name: RANK.index(levels[name]), default=None)


def _heard(levels: Mapping[str, str]) -> str:
    return ", ".join(f"{name or 'target'} {level}" for name, level in levels.items()) or "nothing"


def measured(seeding: Seeding) -> Tally:
    """Judge every variation of a seeding. A healthy answer of which nothing was seen is a SeedError: it proves nothing."""
    total, before = Tally(), said(seeding, Variation("before"))
    for variation in seeding.variations:
        what = f"{seeding.check}: {variation.what}"
        try:
            levels = said(seeding, variation)
        except SeedError as error:
            raise SeedError(f"{what}: {error}") from None
        if not variation.truth and not {"ok", "notice", "warn", "critical", "absent"} & set(levels.values()):
            raise SeedError(f"{what}: a healthy answer of which nothing was seen: {levels}")
        total += compared(what, variation.truth, levels, before)
    return total
