"""From facts to findings: nothing vanishes, nothing counts twice, a bug of one check is its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from agent.judging import judge
from agent.outcomes import Missed, Outcome, Seen
from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene
from collectors.base import Absent, FactKind, Listing, ParseError, Reason, SessionError, Unseen
from config.limits import Layered
from config.text import Text, _, render

THINGS: FactKind[Listing[str]] = FactKind("things")
SCENE = Scene(at=datetime(2026, 11, 22, tzinfo=UTC))
Judge = Callable[[Listing[str], Layered[NoLimits], Scene], Iterable[Finding | Exhibit]]


def well(things: Listing[str], _limits: Layered[NoLimits], _scene: Scene) -> Iterable[Finding | Exhibit]:
    for name in things.records:
        yield Finding(name, Level.WARN if name.startswith("bad") else Level.OK, _("{name} seen", name=name))


def check(judge_: Judge = well, name: str = "server.things") -> Check[Listing[str], NoLimits]:
    return Check(
        id=name,
        title=_("Things"),
        area=Area.STORAGE,
        needs=THINGS,
        limits=NoLimits(),
        judge=judge_,
        worst=Level.CRITICAL,
        reads=_("things"),
        remedy=_("mend it"),
    )


def findings(outcome: Outcome | None, *checks: Check[Listing[str], NoLimits]) -> list[Finding]:
    outcomes = {} if outcome is None else {THINGS.name: outcome}
    made, _exhibits = judge(checks or (check(),), outcomes, {}, SCENE)
    return made


def test_each_subject_carries_check_evidence_and_moment() -> None:
    good, bad = findings(Seen(Listing(("a", "bad b")), ("e1", "e2")))
    assert (good.check, good.evidence, good.at) == ("server.things", ("e1", "e2"), SCENE.at)
    assert (good.level, good.remedy) == (Level.OK, None)
    assert bad.level is Level.WARN
    assert bad.remedy is not None
    assert render(bad.remedy, "en") == "mend it"


@pytest.mark.parametrize(
    ("error", "level", "reason"),
    [
        (Absent("the file"), Level.ABSENT, ""),
        (SessionError(Reason.DENIED, "no"), Level.UNKNOWN, "denied"),
        (ParseError("what?"), Level.UNKNOWN, "not_understood"),
        (KeyError("bug"), Level.UNKNOWN, "bug"),
    ],
)
def test_what_was_missed_is_one_finding_of_the_whole_check(error: Exception, level: Level, reason: str) -> None:
    (made,) = findings(Missed(error, ("e",)))
    assert (made.subject, made.level, made.reason, made.evidence) == ("", level, reason, ("e",))
    assert (made.quote == "the file") == (level is Level.ABSENT)


def test_what_nobody_collected_is_not_inspected() -> None:
    (made,) = findings(None)
    assert (made.level, made.reason) == (Level.UNKNOWN, "not_asked")


@pytest.mark.parametrize("reason", list(Reason))
def test_whatever_was_not_seen_says_what_would_open_it(reason: Reason) -> None:
    (made,) = findings(Missed(SessionError(reason)))
    assert made.remedy is not None
    assert set(made.remedy.rendered) == {"zh_CN", "en"}


def test_the_remedy_that_is_nearer_stays() -> None:
    (made,) = findings(Missed(SessionError(Reason.DENIED, remedy=_("say please"))))
    assert made.remedy is not None
    assert render(made.remedy, "en") == "say please"


def test_each_unseen_subject_is_a_finding_beside_the_others() -> None:
    made = findings(Seen(Listing(("a",), (Unseen("b", Reason.CUT), Unseen("", Reason.BUDGET)))))
    assert [(f.subject, f.level, f.reason) for f in made] == [
        ("a", Level.OK, ""),
        ("b", Level.UNKNOWN, "cut"),
        ("", Level.UNKNOWN, "budget"),
    ]


@dataclass(frozen=True)
class One:
    """Facts that say one thing was not seen, as a derived kind may."""

    records: tuple[str, ...] = ("a",)
    unseen: Unseen | None = None


@pytest.mark.parametrize(("unseen", "count"), [(None, 1), (Unseen("x", Reason.DENIED), 2)])
def test_facts_of_any_shape_may_say_what_was_not_seen(unseen: Unseen | None, count: int) -> None:
    assert len(findings(Seen(One(unseen=unseen)))) == count


def test_a_check_that_says_nothing_is_not_inspected() -> None:
    (made,) = findings(Seen(Listing(())))
    assert (made.subject, made.level, made.reason) == ("", Level.UNKNOWN, "empty")


def shows_only(_things: object, _limits: object, _scene: object) -> Iterable[Finding | Exhibit]:
    yield Exhibit(_("Table"), (_("Name"),), (("a",),))


def test_a_table_alone_is_no_verdict() -> None:
    made, exhibits = judge([check(shows_only)], {THINGS.name: Seen(Listing(("a",)), ("e",))}, {}, SCENE)
    assert [f.level for f in made] == [Level.UNKNOWN]
    assert [(e.check, e.evidence, e.rows) for e in exhibits] == [("server.things", ("e",), (("a",),))]


def stumbles(things: Listing[str], _limits: object, _scene: object) -> Iterable[Finding | Exhibit]:
    yield Finding("a", Level.OK, _("a seen"))
    raise ZeroDivisionError(things)


def test_a_judge_that_raises_darkens_its_own_check_only() -> None:
    made = findings(Seen(Listing(("a",))), check(stumbles), check(name="server.others"))
    assert [(f.check, f.subject, f.level, f.reason) for f in made] == [
        ("server.things", "", Level.UNKNOWN, "bug"),
        ("server.others", "a", Level.OK, ""),
    ]


ORDER = [Level.CRITICAL, Level.UNKNOWN, Level.WARN, Level.NOTICE, Level.OK, Level.ABSENT]


@pytest.mark.parametrize(("worse", "better"), [(ORDER[i], ORDER[i + 1]) for i in range(len(ORDER) - 1)])
def test_of_two_findings_of_one_subject_the_worse_stays(worse: Level, better: Level) -> None:
    for levels in ((worse, better), (better, worse)):

        def twice(
            _things: object, _limits: object, _scene: object, levels: tuple[Level, ...] = levels
        ) -> Iterable[Finding | Exhibit]:
            return [Finding("a", level, Text(level.value)) for level in levels]

        (made,) = findings(Seen(Listing(("a",))), check(twice))
        assert made.level is worse
