"""What would like to pass and must not: sides that are cut, lost, swapped, held against themselves; words that hide."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import psutil
import pytest
import sqlalchemy as sa

from agent.catalogue import aspects_for, every_check
from agent.commands.snapshot import bookmarks_of
from agent.judging import judge_one
from agent.outcomes import Seen
from agent.past import Past
from agent.store.open import open_store
from agent.store.store import Store
from agent.store.tables import EVIDENCE
from agent.store.values import Snapshot
from agent.supervise import CHILD_FLAG, as_child
from agent.upgrades.compared import Tally, compare_facts, fits
from agent.upgrades.gate import gate
from agent.upgrades.levels import levels_of
from agent.upgrades.sides import Couple, read_after
from agent.upgrades.verifying import is_settled
from checks.areas import Area
from checks.aspects import AnyAspect, Aspect, Difference, Way, Weight, compare
from checks.base import Finding, Level, Scene, Then, worst
from checks.changed import ChangedLimits, changes
from checks.changes.server.filesystems import FILESYSTEMS_ASPECT
from checks.changes.server.listeners import LISTENERS_ASPECT
from checks.result import Inspection, TargetResult
from checks.verification import GateState, Side
from collectors.base import FactKind, Listing, Reason, Unseen
from collectors.policies import Policy
from config.limits import Layered
from config.planned import Expected, Plan
from config.text import _
from tests.program import configuration, environment, inspected, started, xunjian
from tests.test_upgrades import AT, Stored, finding, inspection, result

CHECKS: Final = {check.id: check for check in every_check()}
DECLARED: Final = (
    'change: {functions_waived: nothing to exercise}\nby_hand: [{condition: "*", by: a person, found: looked at}]\n'
)
STORE: Final = ("--store", "s.db", "-q")


@cache
def seen() -> tuple[Inspection, TargetResult, dict[str, bytes]]:
    """One real inspection of this machine, with all its evidence."""
    done, folder = inspected()
    assert done.code < 4, done.err
    with open_store(str(folder / "s.db"), create=False) as store:
        heading = store.inspections(1)[0]
        one = store.load(heading.id).targets[0]
        return heading, one, {asked.evidence: store.evidence(asked.evidence) for asked in one.asked if asked.evidence}


Turned = Callable[[TargetResult], TargetResult]


def same(one: TargetResult) -> TargetResult:
    return one


def keep(store: Store, name: str, targets: Sequence[TargetResult], at: datetime) -> str:
    """Keep these as a snapshot that was taken at a moment."""
    heading, _one, pieces = seen()
    names = tuple(one.target for one in targets)
    new = store.begin(replace(heading, id="", started_at=at, expected=names, completes=""))
    for one in targets:
        store.commit_target(new, one, pieces)
    store.finish(new)
    store.add_snapshot(Snapshot(name, new, at, "a person"))
    return new


def kept(folder: Path, before: Turned = same, after: Turned = same, more: Sequence[TargetResult] = ()) -> None:
    """A store with snapshots ``before`` and ``after`` of the same machine, each side as it was turned."""
    _heading, one, _pieces = seen()
    now = datetime.now(UTC)
    with open_store(str(folder / "s.db")) as store:
        keep(store, "before", (before(one), *more), now - timedelta(days=2))
        time.sleep(0.01)  # the store dates an inspection's end by its own clock
        keep(store, "after", (after(one), *more), now)
    (folder / "change.yaml").write_text(DECLARED, encoding="utf-8")


def verified(folder: Path, *more: str, name: str = "before", against: str = "after") -> tuple[int, dict[str, Any]]:
    words = ("verify", name, "--against", against, "--change", "change.yaml", "--output", "json", *STORE, *more)
    done = xunjian(*words, folder=folder)
    return done.code, json.loads(done.out) if done.out else {"error": done.err}


def losses(said: dict[str, Any]) -> list[str]:
    return [f"{row['what']}: {row['why']}" for row in said["unseen"] if row["is_loss"]]


def test_the_same_machine_twice_passes_with_nothing_found(tmp_path: Path) -> None:
    kept(tmp_path)
    code, said = verified(tmp_path)
    assert (code, said["verdict"]) == (0, "passed"), said["reasons"]
    assert not [row for row in said["changes"] if row["stand"] != "noted"]


class TestSides:
    def test_a_snapshot_is_not_held_against_itself(self, tmp_path: Path) -> None:
        kept(tmp_path)
        assert verified(tmp_path, against="before")[0] == 64

    def test_the_wrong_way_round_a_loss_would_be_a_gain(self, tmp_path: Path) -> None:
        kept(tmp_path)
        assert verified(tmp_path, name="after", against="before")[0] == 64

    def test_a_map_of_a_target_that_the_snapshot_has_not_is_refused(self, tmp_path: Path) -> None:
        kept(tmp_path)
        assert verified(tmp_path, "--map", "locl=web02")[0] == 64

    def test_a_map_to_a_target_that_is_not_there_is_a_missing_side(self, tmp_path: Path) -> None:
        kept(tmp_path)
        code, said = verified(tmp_path, "--map", "local=web02")
        assert code == 2
        assert losses(said)

    @pytest.mark.parametrize("is_before", [True, False])
    def test_a_side_whose_session_was_cut_is_no_side(self, tmp_path: Path, is_before: bool) -> None:  # noqa: FBT001 - a case
        def cut(one: TargetResult) -> TargetResult:
            half = one.asked[: len(one.asked) // 2]
            return replace(one, asked=half, session_error=Unseen("", Reason.CUT))

        kept(tmp_path, cut if is_before else same, same if is_before else cut)
        code, said = verified(tmp_path)
        assert code == 2, said["reasons"]
        assert any("as a whole" in one for one in losses(said))

    def test_cut_in_the_same_place_on_both_sides_is_no_pass(self, tmp_path: Path) -> None:
        """Both know nothing of the rest: "seen neither before nor after" would pass."""

        def cut(one: TargetResult) -> TargetResult:
            return replace(one, asked=one.asked[: len(one.asked) // 2], session_error=Unseen("", Reason.CUT))

        kept(tmp_path, cut, cut)
        assert verified(tmp_path)[0] == 2

    def test_a_target_of_which_nothing_was_seen_beside_one_that_is_well_is_no_pass(self, tmp_path: Path) -> None:
        _heading, one, _pieces = seen()
        dark = tuple(replace(each, level=Level.UNKNOWN, reason="denied") for each in one.findings)
        kept(tmp_path, more=(replace(one, target="dark", asked=(), findings=dark),))
        code, said = verified(tmp_path)
        assert code == 2, said["reasons"]
        assert [row["target"] for row in said["unseen"] if row["is_loss"]] == ["dark"]

    def test_evidence_that_both_sides_share_and_that_was_altered_is_no_pass(self, tmp_path: Path) -> None:
        """Equal answers are kept once: with that one gone, neither side has it, and nothing would differ."""
        kept(tmp_path)
        _heading, one, _pieces = seen()
        lost = next(asked.evidence for asked in one.asked if asked.id.startswith("linux.listeners"))
        engine = sa.create_engine(f"sqlite:///{tmp_path / 's.db'}")
        with engine.begin() as connection:
            assert connection.execute(sa.delete(EVIDENCE).where(EVIDENCE.c.digest == lost)).rowcount == 1
        engine.dispose()
        code, said = verified(tmp_path)
        assert code == 2, said["reasons"]
        assert any("no longer be read" in row for row in losses(said))

    def test_an_end_that_lies_before_the_snapshot_makes_nothing_final(self) -> None:
        """A wrong year in finished_at would call the look of ten minutes after the final one."""
        before, after = Side("before", "i", AT), Side("", "j", AT + timedelta(minutes=10))
        assert not is_settled(Plan(finished_at=AT - timedelta(days=365)), before, after)
        assert is_settled(Plan(finished_at=AT - timedelta(days=365)), before, Side("", "j", AT + timedelta(days=1)))


def lost_of(before: Sequence[Finding], after: Sequence[Finding]) -> list[tuple[bool, bool]]:
    couple = Couple("db01", "db01", result(*before), result(*after))
    return [(row.is_loss, row.is_both) for row in levels_of(couple, before, CHECKS).unseen]


class TestLevels:
    def test_a_subject_that_nobody_saw_hides_no_loss_of_another(self) -> None:
        """The first UNKNOWN of a check was told for all of them: the loss behind it passed."""
        check = "server.raid_controller"
        before = (finding(check, Level.UNKNOWN, "c0", "denied"), finding(check, Level.OK, "c1"))
        after = tuple(finding(check, Level.UNKNOWN, name, "denied") for name in ("c0", "c1"))
        assert lost_of(before, after) == [(True, False)]

    def test_a_function_that_is_exercised_no_more_is_a_loss(self) -> None:
        check = "function.http_endpoint"
        before = tuple(finding(check, Level.OK, name) for name in ("shop", "login"))
        assert lost_of(before, before[:1]) == [(True, False)]
        assert lost_of(before, (finding(check, Level.ABSENT),)) == [(True, False)]
        assert lost_of(before, (finding(check, Level.OK),)) == [], "one word for all of them is a word for each"

    def test_what_was_judged_and_is_not_applicable_after_is_said(self) -> None:
        """No aspect compares it, and an ABSENT is no worse level: a replication that is no longer set up passed."""
        check = "database.mysql.group_replication"
        assert lost_of((finding(check, Level.OK, "node1"),), (finding(check, Level.ABSENT),)) == [(False, False)]
        assert lost_of((finding(check, Level.ABSENT),), (finding(check, Level.ABSENT),)) == []

    def test_a_snapshot_whose_evidence_no_longer_tells_it_is_said(self) -> None:
        check = "server.raid_controller"
        side = result(finding(check, Level.OK, "c0"))
        again = (finding(check, Level.UNKNOWN, "", "not_asked"),)
        (row,) = levels_of(Couple("db01", "db01", side, side), again, CHECKS).unseen
        assert (row.is_loss, row.is_both) == (False, False)


@pytest.mark.parametrize(
    ("condition", "check"), [("restart", "server.patch_level"), ("boot_space", "server.filesystem_usage")]
)
def test_a_check_that_saw_nothing_keeps_the_gate_shut_though_it_names_no_subject(condition: str, check: str) -> None:
    rows = gate(inspection(result(finding(check, Level.UNKNOWN, "", "denied"))))
    assert {row.condition: row.state for row in rows}[condition] is GateState.UNSEEN


class Pieces(Stored):
    """A store that holds evidence alone."""

    def __init__(self, pieces: Mapping[str, bytes]) -> None:
        super().__init__()
        self._pieces = pieces

    def evidence(self, digest: str) -> bytes:
        return self._pieces[digest]


@dataclass(frozen=True, slots=True)
class Thing:
    name: Annotated[str, Policy.IDENTITY]
    state: Annotated[str, Policy.EQUAL] = "up"
    mark: Annotated[str, Policy.ALIAS] = ""


THINGS: Final = FactKind[Listing[Thing]]("test.things")
ASPECT: Final = Aspect(
    id="test.changed_things",
    title=_("Changes"),
    area=Area.NETWORK,
    needs=THINGS,
    record=Thing,
    things=lambda listing: listing.records,
    one=_("port {name}"),
    fields={},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("Changes"),
    remedy=_("Changes"),
)


class TestAspects:
    def test_of_two_things_of_one_name_none_is_passed_over(self) -> None:
        two = Listing((Thing("a"), Thing("a", "down")))
        assert not compare(ASPECT, Listing(two.records[::-1]), two).differences
        (gone,) = compare(ASPECT, Listing(two.records[:1]), two).differences[-1:]
        assert (gone.way, gone.weight) == (Way.GONE, Weight.FAULT)
        assert compare(ASPECT, Listing((Thing("a", "down"), Thing("a", "down"))), two).differences

    def test_another_thing_under_the_same_name_is_told(self) -> None:
        """A volume group made anew, a card put in the other's slot: the name stayed, and nothing was said."""
        then = Listing((Thing("a", mark="1"), Thing("b", mark="2"), Thing("c", mark="3"), Thing("d")))
        now = Listing((Thing("a", mark="2"), Thing("b", mark="1"), Thing("c", mark="3"), Thing("d", mark="4")))
        found = compare(ASPECT, now, then).differences
        assert [(one.subject, one.weight, one.then, one.now) for one in found] == [
            ("a", Weight.REPORT, "1", "2"),
            ("b", Weight.REPORT, "2", "1"),
        ]
        shared = Listing((Thing("a", mark="1"), Thing("b", mark="1")))
        assert {one.subject for one in compare(ASPECT, shared, Listing(then.records[:2])).differences} == set()

    def test_a_list_that_was_told_in_part_is_not_in_order(self) -> None:
        (check,) = changes([replace(ASPECT, partly=lambda _listing: True)])
        listing = Listing((Thing("a"),))
        said = judge_one(check, Seen(listing), Layered(ChangedLimits()), Scene(), Past({check.id: Then(listing, AT)}))
        found = [one for one in said if isinstance(one, Finding)]
        assert worst(one.level for one in found) is Level.UNKNOWN

    def test_fifty_thousand_things_are_compared_in_seconds(self) -> None:
        then = Listing(tuple(Thing(f"package{number}") for number in range(50_000)))
        now = Listing(tuple(replace(one, state="2") for one in then.records[1:]))
        began = time.process_time()
        assert len(compare(ASPECT, now, then).differences) == 50_000
        assert time.process_time() - began < 5

    def test_an_aspect_that_fails_over_its_facts_is_a_loss_and_the_others_are_compared(self) -> None:
        """It would end the program with Python's exit code 1, which is "passed on conditions"."""
        _heading, one, pieces = seen()

        def broken(_facts: object) -> list[Any]:
            raise TypeError

        def unseen(aspects: tuple[AnyAspect, ...]) -> tuple[list[tuple[bool, bool]], int]:
            tally, read = Tally(()), read_after(one, aspects, Pieces(pieces))
            compare_facts(Couple("local", "local", one, one), aspects, (read, read), tally, "then")
            return [(row.is_loss, row.is_both) for row in tally.unseen], tally.compared_count

        whole, count = unseen(aspects_for("linux"))
        assert not any(is_loss for is_loss, _is_both in whole)
        filesystems: AnyAspect = replace(FILESYSTEMS_ASPECT, things=broken)
        rest = tuple(one for one in aspects_for("linux") if one.id != filesystems.id)
        assert unseen((filesystems, *rest)) == ([(True, False), *whole], count - 1)


class TestDeclared:
    def test_a_bracket_in_a_pattern_is_itself(self) -> None:
        declared = Expected(subject="[::]:5432")
        couple = Couple("db01", "db01", None, None)
        one = Difference("[::]:5432", Way.GONE, Weight.FAULT)
        assert fits(couple, LISTENERS_ASPECT, one, declared)
        assert not fits(couple, LISTENERS_ASPECT, replace(one, subject=":"), declared)

    @pytest.mark.parametrize("entry", ["{}", "{reason: all}", '{target: db01, aspect: "*"}', '{way: gone, subject: "**"}'])
    def test_an_entry_that_fits_every_difference_is_refused(self, tmp_path: Path, entry: str) -> None:
        kept(tmp_path)
        (tmp_path / "change.yaml").write_text(f"expected:\n  - {entry}\n", encoding="utf-8")
        code, said = verified(tmp_path)
        assert code == 78
        assert "change.yaml:2" in said["error"]
        (tmp_path / "change.yaml").write_text("expected:\n  - {aspect: server.*, optional: yes}\n", encoding="utf-8")
        assert verified(tmp_path)[0] == 1


class TestNames:
    @pytest.mark.parametrize("name", [" ", "a\nb", "x\x1b[31m", "长" * 101])
    def test_a_name_that_cannot_be_typed_again_is_refused_before_anything_is_inspected(
        self, tmp_path: Path, name: str
    ) -> None:
        assert xunjian("snapshot", name, *STORE, folder=tmp_path).code == 64
        assert xunjian("snapshot", "--list", *STORE[:2], folder=tmp_path).out.startswith("There is no snapshot")

    def test_after_two_hyphens_the_child_still_knows_that_it_is_one(self) -> None:
        """It started a child of its own, and that one too, without end."""
        assert as_child(["snapshot", "--store", "s.db", "--", "-x"]) == [
            "snapshot", "--store", "s.db", CHILD_FLAG, "--", "-x",
        ]  # fmt: skip
        assert as_child(["snapshot", "x"]) == ["snapshot", "x", CHILD_FLAG]

    def test_a_name_that_begins_with_a_hyphen_is_refused_by_the_child_and_ends(self, tmp_path: Path) -> None:
        assert xunjian("snapshot", *STORE, "--", " ", folder=tmp_path, seconds=30).code == 64


def test_a_snapshot_that_was_killed_has_no_name(tmp_path: Path) -> None:
    running = started("snapshot", "before", *STORE, folder=tmp_path)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        children = [one for one in psutil.Process(running.pid).children() if CHILD_FLAG in one.cmdline()]
        if children and (tmp_path / "s.db").exists():
            break
        time.sleep(0.05)
    time.sleep(1.5)
    children[0].send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode == 3
    assert xunjian("snapshot", "--list", *STORE[:2], folder=tmp_path).out.startswith("There is no snapshot")
    assert xunjian("verify", "before", *STORE, folder=tmp_path).code == 3


def test_a_defect_of_ours_is_no_verdict(tmp_path: Path) -> None:
    """Python ends a program that fails with 1, which a change script reads as "passed on conditions"."""
    code = "import sys; from agent import cli; cli.cli.main = lambda **_: 1 / 0; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path / "h"),
    )
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (70, True)


def test_a_live_pair_leaves_what_a_run_on_demand_reads_on_from_where_it_was(tmp_path: Path) -> None:
    """Who is in no snapshot is named; a verification moves no bookmark of the snapshot or of a run on demand."""
    entries = [{"id": "here", "kind": "local"}, {"id": "ups1", "kind": "manual"}]
    configuration(tmp_path, entries, bounds={"target_seconds": 90})
    taken = xunjian("snapshot", "before", *STORE, folder=tmp_path)
    assert taken.code in {2, 3}
    assert "ups1" in taken.err
    with open_store(str(tmp_path / "s.db"), create=False) as store:
        places = store.bookmarks("here", bookmarks_of("before"))
        assert not store.bookmarks("here", "")
    for _turn in range(2):
        assert xunjian("verify", "before", *STORE, folder=tmp_path).code in {1, 2}
    with open_store(str(tmp_path / "s.db"), create=False) as store:
        assert store.bookmarks("here", bookmarks_of("before")) == places
        assert not store.bookmarks("here", "")
        assert not store.bookmarks("here", bookmarks_of("")), "nobody's: a snapshot of any name begins without"
    configuration(tmp_path, [{"id": "here", "kind": "local"}, {"id": "other", "kind": "local", "tags": ["here"]}])
    said = xunjian("verify", "before", "--output", "json", *STORE, folder=tmp_path)
    assert said.json()["targets"] == [{"before": "here", "after": "here"}], "a tag spelt like an id brings nothing in"
    configuration(tmp_path, [{"id": "there", "kind": "local"}])
    assert xunjian("verify", "before", *STORE, folder=tmp_path).code == 64, "none of its targets is in the configuration"
