"""Completing never hides and never forgets: whatever the two inspections saw."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agent.store.completing import completed
from checks.base import Finding, Level
from checks.result import Inspection, TargetResult
from tests.stored import DISK, SWAP, finding, header, result

SEEN = st.tuples(st.sampled_from([DISK, SWAP]), st.sampled_from(["", "/a", "/b"]))


def inspection(one: str, *targets: TargetResult) -> Inspection:
    return replace(header(*(each.target for each in targets)), id=one, targets=targets, state="done")


def of(target: TargetResult) -> dict[tuple[str, str], Finding]:
    return {(one.check, one.subject): one for one in target.findings}


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    levels = draw(st.dictionaries(SEEN, st.sampled_from(Level), max_size=6))
    return [finding(level, subject, check) for (check, subject), level in levels.items()]


@given(findings(), findings())
def test_what_either_saw_stays_seen(before: list[Finding], after: list[Finding]) -> None:
    base, later = result(findings=before), result(findings=after)
    view = completed(inspection("1", base), [inspection("2", later)])
    old, new, now = of(base), of(later), of(view.targets[0])
    for seen, one in new.items():
        if one.level is not Level.UNKNOWN:
            assert now[seen] is one
    for seen, one in now.items():
        if one.level is Level.UNKNOWN:
            assert all(each[seen].level is Level.UNKNOWN for each in (old, new) if seen in each)
    for (check, subject), one in old.items():
        answers = [each for each in after if each.check == check]
        has_holes = not answers or any(each.level is Level.UNKNOWN for each in answers)
        if one.level is not Level.UNKNOWN and has_holes:
            assert (check, subject) in now  # only an answer without holes may retire a subject
    assert len(now) == len(view.targets[0].findings)


@given(findings(), findings())
def test_what_nobody_saw_tells_its_newest_reason(before: list[Finding], after: list[Finding]) -> None:
    after = [replace(one, reason="newer") if one.level is Level.UNKNOWN else one for one in after]
    view = completed(inspection("1", result(findings=before)), [inspection("2", result(findings=after))])
    now = of(view.targets[0])
    old, new = ({(one.check, one.subject): one for one in each} for each in (before, after))
    for check in (DISK, SWAP):
        unseen = [one for one in after if one.check == check]
        if unseen and not any(one.level is not Level.UNKNOWN for one in (*before, *after) if one.check == check):
            assert [one for one in now.values() if one.check == check] == unseen
            assert all(now[check, one.subject] is one for one in unseen)
            assert view.targets[0].completed_by.get(check, "2") == "2"
    for seen, one in now.items():
        if one.level is Level.UNKNOWN and seen in new:
            assert one is new[seen]
        if one.level is not Level.UNKNOWN:
            assert any(one is each.get(seen) for each in (old, new))


@given(findings(), findings())
def test_completing_twice_with_the_same_changes_nothing_more(before: list[Finding], after: list[Finding]) -> None:
    base, later = inspection("1", result(findings=before)), inspection("2", result(findings=after))
    once = completed(base, [later])
    assert completed(once, [later]).targets[0].findings == once.targets[0].findings


def test_a_target_that_was_unreached_is_described_by_the_answer_that_reached_it() -> None:
    dark = result(findings=[finding(Level.UNKNOWN, "")], state="unreached")
    light = replace(result(findings=[finding(Level.OK, "/a")]), about={"os": "Debian"})
    (target,) = completed(inspection("1", dark), [inspection("2", light)]).targets
    assert (target.state, target.about, list(of(target))) == ("done", {"os": "Debian"}, [(DISK, "/a")])


def test_a_target_that_never_finished_joins_in_the_operators_order() -> None:
    base = replace(inspection("1", result("b")), expected=("a", "b"))
    view = completed(base, [inspection("2", result("a"))])
    assert [one.target for one in view.targets] == ["a", "b"]


def test_a_target_that_stays_dark_tells_why_it_is_dark_now() -> None:
    """An unknown host key at first; then the key is known, and the credential is refused."""
    first = replace(finding(Level.UNKNOWN, ""), reason="unproved")
    now = replace(finding(Level.UNKNOWN, ""), reason="refused")
    base, later = result(findings=[first], state="unreached"), result(findings=[now], state="unreached")
    (target,) = completed(inspection("1", base), [inspection("2", later)]).targets
    assert [one.reason for one in target.findings] == ["refused"]
    assert target.completed_by == {DISK: "2"}
    light = result(findings=[finding(Level.OK, "/a", SWAP), now])
    (target,) = completed(inspection("1", base), [inspection("2", light)]).targets
    assert (target.state, {one.check: one.reason for one in target.findings}) == ("done", {SWAP: "", DISK: "refused"})


def test_a_hole_in_what_was_seen_tells_its_newest_reason() -> None:
    base = result(
        findings=[finding(Level.OK, "/a"), replace(finding(Level.UNKNOWN, "/b"), reason="timeout")], state="cut_off"
    )
    later = result(findings=[replace(finding(Level.UNKNOWN, "/b"), reason="denied")], state="unreached")
    (target,) = completed(inspection("1", base), [inspection("2", later)]).targets
    assert [(one.subject, one.reason) for one in target.findings] == [("/a", ""), ("/b", "denied")]
    assert target.state == "cut_off", "only the earlier one saw the target"


def test_an_answer_that_saw_nothing_leaves_the_earlier_one() -> None:
    base = result(findings=[finding(Level.OK, "/a"), finding(Level.UNKNOWN, "/b")])
    nothing = result(findings=[finding(Level.UNKNOWN, "")], state="unreached")
    assert completed(inspection("1", base), [inspection("2", nothing)]).targets == (base,)
