"""A device that waits for its second sample holds up nobody: its slot goes to the next, until its time has come."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from agent import runner, slots
from agent.inspecting import Job
from agent.runner import run
from agent.slots import Slots
from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.result import TargetResult
from collectors.base import Listing, Reason
from collectors.facts.devices.ports import INTERFACES, Interface
from collectors.network.ports import INTERFACES_SNMP
from collectors.sessions.base import Aside, Budget
from collectors.sessions.snmp.login import SnmpLogin
from collectors.sessions.snmp.session import SnmpSession
from config.limits import Layered
from config.secrets import Secret
from config.site import Bounds, SnmpAccess, Target
from config.text import _, render
from tests.peers.snmp_torture import Torture, interfaces, torturing

PUBLIC = SnmpLogin("2c", Secret("public"))
ACCESS = SnmpAccess(seconds=1, tries=1)
BOUNDS = Bounds(target_seconds=20, connect_seconds=2, run_seconds=60, parallel=4)
SAMPLE_SECONDS = 3


def judge(ports: Listing[Interface], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    return (Finding(one.name, Level.OK, _("{name} seen", name=one.name)) for one in ports.records)


CHECK: Check[Listing[Interface], NoLimits] = Check(
    "network.ports", _("Ports"), Area.NETWORK, INTERFACES, NoLimits(), judge, Level.WARN, _("ports"), _("mend it")
)


def job(
    agent: Torture,
    aside: Aside,
    name: str = "sw",
    sample_seconds: int = SAMPLE_SECONDS,
    seconds: int = 20,
    access: SnmpAccess = ACCESS,
) -> Job:
    budget = Budget(seconds, 2, sample_seconds)
    return Job(
        target=Target(name, kind="network", address=agent.address, seconds=seconds),
        timezone="Asia/Shanghai",
        collectors=(INTERFACES_SNMP,),
        checks=(CHECK,),
        limits={},
        values={},
        known_identity=None,
        open_session=lambda: SnmpSession(agent.address, access, PUBLIC, budget, aside=aside),
    )


def results(jobs: list[Job], places: Slots, bounds: Bounds = BOUNDS) -> dict[str, TargetResult]:
    return {one.result.target: one.result for one in run(jobs, bounds, lambda _job: True, places)}


def test_forty_devices_by_four_wait_beside_each_other() -> None:
    places = Slots(BOUNDS.parallel)
    with torturing(Torture(interfaces(3))) as agent:
        started = time.monotonic()
        made = results([job(agent, places.aside, f"sw-{n:02}") for n in range(40)], places)
        seconds = time.monotonic() - started
    assert len(made) == 40
    assert {f.level for one in made.values() for f in one.findings} == {Level.OK}
    assert SAMPLE_SECONDS <= seconds < 40 / 4 * SAMPLE_SECONDS / 3


@dataclass
class Counted:
    """How many are at work at once, and how many aside."""

    places: Slots
    most_aside: int = 0
    order: list[str] = field(default_factory=list)

    @contextmanager
    def aside(self) -> Iterator[None]:
        self.order.append(f"{threading.current_thread().name} waits")
        with self.places.aside():
            self.most_aside = max(self.most_aside, len(self.places._aside))
            yield
        self.order.append(f"{threading.current_thread().name} goes on")


def test_no_more_wait_aside_than_may() -> None:
    places = Slots(2, aside_most=3)
    counted = Counted(places)
    with torturing(Torture(interfaces(1))) as agent:
        made = results([job(agent, counted.aside, f"sw-{n}", 1) for n in range(12)], places, replace(BOUNDS, parallel=2))
    assert {f.level for one in made.values() for f in one.findings} == {Level.OK}
    assert (counted.most_aside, len(made)) == (3, 12)


def test_who_comes_back_goes_before_who_has_not_begun_and_the_earliest_first() -> None:
    places = Slots(1)
    counted = Counted(places)
    with torturing(Torture(interfaces(1), delay_seconds=0.05)) as agent:
        results([job(agent, counted.aside, f"{n}", 1) for n in range(9)], places, replace(BOUNDS, parallel=1))
    back = [one for one in counted.order if one.endswith("goes on")]
    assert back == [f"target {n} goes on" for n in range(9)]
    assert counted.order.index("target 0 goes on") < counted.order.index("target 8 waits")


def test_the_deadline_of_one_that_waits_is_kept() -> None:
    places = Slots(BOUNDS.parallel)
    with torturing(Torture(interfaces(1))) as agent:
        started = time.monotonic()
        late = job(agent, places.aside, "late", sample_seconds=30, seconds=1)
        made = results([late, job(agent, places.aside, "other", 1)], places, replace(BOUNDS, connect_seconds=0))
        assert time.monotonic() - started < 5
    assert (made["late"].state, made["other"].state) == ("unreached", "done")
    (finding,) = made["late"].findings
    assert (finding.level, finding.reason) == (Level.UNKNOWN, Reason.BUDGET.value)
    assert {f.level for f in made["other"].findings} == {Level.OK}


def test_one_that_waits_is_given_up_when_its_time_is_over() -> None:
    """The keeper of deadlines counts what is waited aside: its session is closed, which wakes it, and it says so."""
    places = Slots(BOUNDS.parallel)
    with torturing(Torture(interfaces(1))) as agent:
        made_job = job(agent, places.aside, sample_seconds=30, seconds=60)
        made_job = replace(made_job, target=replace(made_job.target, seconds=1))
        started = time.monotonic()
        made = results([made_job], places, replace(BOUNDS, connect_seconds=0))["sw"]
        assert time.monotonic() - started < 1 + runner.GRACE_SECONDS
    (finding,) = made.findings
    assert (made.state, finding.level, finding.reason) == ("cut_off", Level.UNKNOWN, Reason.BUDGET.value)
    assert made.session_error is not None
    assert made.session_error.reason is Reason.BUDGET


def test_a_device_that_goes_away_meanwhile_is_not_inspected_and_says_why() -> None:
    places = Slots(BOUNDS.parallel)
    with torturing(Torture(interfaces(3))) as gone, torturing(Torture(interfaces(3))) as stays:

        @contextmanager
        def away() -> Iterator[None]:
            with places.aside():
                gone.versions = frozenset()
                yield

        made = results([job(gone, away, "gone", 1), job(stays, places.aside, "stays", 1)], places)
    (finding,) = made["gone"].findings
    assert (finding.level, finding.reason) == (Level.UNKNOWN, Reason.UNREACHABLE.value)
    assert "answered at first" in render(finding.summary, "en")
    assert {f.level for f in made["stays"].findings} == {Level.OK}


def test_who_hangs_in_every_slot_does_not_keep_out_who_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "PATIENCE_SECONDS", 0.5)
    places = Slots(2)
    with torturing(Torture(interfaces(1))) as agent, torturing(Torture(versions=frozenset())) as mute:
        healthy = [job(agent, places.aside, f"sw-{n}", 2) for n in range(2)]
        hanging = [job(mute, places.aside, f"hangs-{n}", access=replace(ACCESS, seconds=5)) for n in range(2)]
        started = time.monotonic()
        seconds = {}
        for one in run([*healthy, *hanging], replace(BOUNDS, parallel=2), lambda _job: True, places):
            seconds[one.result.target] = time.monotonic() - started
    assert max(seconds[f"sw-{n}"] for n in range(2)) < 4.5
    assert min(seconds[f"hangs-{n}"] for n in range(2)) > 4.9


def test_who_was_left_behind_takes_no_slot_when_it_comes_back() -> None:
    places = Slots(1)
    go_on, is_aside = threading.Event(), threading.Event()

    def wait() -> None:
        with places.aside():
            is_aside.set()
            go_on.wait(10)

    thread = threading.Thread(target=wait)
    assert places.take(thread)
    thread.start()
    assert is_aside.wait(10)
    places.leave(thread)
    go_on.set()
    thread.join(10)
    assert places.take(threading.Thread())


def test_a_thread_that_has_no_slot_just_waits() -> None:
    places = Slots(1)
    with places.aside():
        assert places.take(threading.Thread())


def test_an_error_in_the_wait_is_not_kept_waiting() -> None:
    places = Slots(1)
    raised = threading.Event()

    def take_and_fail() -> None:
        with places.aside():
            assert places.take(other)
            raise ValueError("closed")

    def fail() -> None:
        with pytest.raises(ValueError, match="closed"):
            take_and_fail()
        raised.set()

    other, failing = threading.Thread(), threading.Thread(target=fail)
    assert places.take(failing)
    started = time.monotonic()
    failing.start()
    failing.join(10)
    assert raised.is_set()
    assert time.monotonic() - started < slots.PATIENCE_SECONDS / 2
