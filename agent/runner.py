"""Run one inspection over many targets. The only place that catches everything.

One daemon thread a target, at most ``parallel`` at work at once (``agent.slots``); each has a deadline enforced from here
by closing its session. A thread that does not come back even then is left behind and its target is reported as given up:
one target's trouble never delays or darkens another's.
"""

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from agent.inspecting import Course, Job, broken, given_up, inspect, unreached
from agent.slots import Slots
from checks.result import TargetResult
from config.site import Bounds

log = logging.getLogger("xunjian.runner")

GRACE_SECONDS = 5.0
"""How long a thread may take to come back once its session was closed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """One target's result with the evidence that goes with it."""

    result: TargetResult
    evidence: dict[str, bytes]
    bookmarks: Mapping[str, str] = field(default_factory=dict)
    """How far its logs were read, by collector; kept with the result."""


class Feed(Protocol):
    """What there is to ask. The runner calls it from its own thread alone, and it never waits there."""

    wake: Callable[[], None]
    """Set by the runner: called from any thread when a job has come, or none will come again."""

    def take(self) -> Job | None:
        """Give a job whose target is leased to us; None where there is none at this moment."""

    def is_over(self) -> bool:
        """Say whether no job will ever come again."""

    def left(self) -> Iterable[Job]:
        """Give what was not taken, when time is up."""


class Line:
    """A feed of jobs that are known beforehand; one whose target is leased elsewhere goes to the end of the line."""

    def __init__(self, jobs: Iterable[Job], lease: Callable[[Job], bool]) -> None:
        self._waiting = deque(jobs)
        self._lease = lease
        self.wake: Callable[[], None] = lambda: None

    def take(self) -> Job | None:
        """Give the first whose lease can be taken."""
        for _turn in range(len(self._waiting)):
            job = self._waiting.popleft()
            if self._lease(job):
                return job
            self._waiting.append(job)
        return None

    def is_over(self) -> bool:
        """Say whether the line is empty."""
        return not self._waiting

    def left(self) -> Iterable[Job]:
        """Give those in the line."""
        return self._waiting


@dataclass(frozen=True, slots=True)
class Running:
    """A course under way: its thread, and the monotonic moment of its deadline."""

    course: Course
    thread: threading.Thread
    deadline: float


Back = tuple[Course, TargetResult]


@dataclass
class Round:
    """The moving parts: what there is to ask, courses that run."""

    bounds: Bounds
    slots: Slots
    feed: Feed
    ends: float
    """The monotonic moment when all must be done."""
    running: dict[str, Running] = field(default_factory=dict)
    """By target id, those that wait aside among them."""
    back: "queue.SimpleQueue[Back | None]" = field(default_factory=queue.SimpleQueue)
    """What has finished; None where a slot has come free, or a job has come."""

    def wake(self) -> None:
        """See that the runner looks around; from any thread."""
        self.back.put(None)


def run(
    jobs: Iterable[Job], bounds: Bounds, lease: Callable[[Job], bool], slots: Slots | None = None
) -> Iterable[Finished]:
    """Inspect every job's target within ``bounds.run_seconds``; yield each as it finishes, in the thread of the caller.

    ``lease`` takes the target's lease; False while another process asks the same target. ``slots`` are those that the
    jobs' sessions step aside from while they wait.
    """
    return serve(Line(jobs, lease), bounds, slots or Slots(bounds.parallel), time.monotonic() + bounds.run_seconds)


def serve(feed: Feed, bounds: Bounds, slots: Slots, ends: float = math.inf) -> Iterable[Finished]:
    """Inspect what a feed gives, until it is over or the monotonic moment ``ends``; otherwise as ``run``."""
    work = Round(bounds, slots, feed, ends)
    feed.wake = slots.on_room = work.wake
    while work.running or not feed.is_over():
        if time.monotonic() >= work.ends:
            yield from _out_of_time(work)
            return
        _start(work)
        finished = _next(work)
        if finished is not None:
            yield finished
        yield from _overdue(work)


class _Asking(threading.Thread):
    """The thread of one target: it has its slot before it is known which target that is."""

    def __init__(self, work: Round) -> None:
        super().__init__(daemon=True)
        self._back = work.back
        self._of: Course | None = None

    def begin(self, course: Course) -> None:
        """Ask this one."""
        self._of, self.name = course, f"target {course.job.target.id}"
        self.start()

    def run(self) -> None:
        """Run the course; what it came to goes back to the runner."""
        assert self._of is not None  # noqa: S101 - begin() set it
        _course(self._of, self._back)


def _start(work: Round) -> None:
    """Start jobs while there is room and the feed gives some."""
    while True:
        thread = _Asking(work)
        if not work.slots.take(thread):
            return
        job = work.feed.take()
        if job is None:
            work.slots.leave(thread)
            return
        course, target = Course(job), job.target
        seconds = (target.seconds or work.bounds.target_seconds) + work.bounds.connect_seconds
        work.running[target.id] = Running(course, thread, time.monotonic() + seconds)
        thread.begin(course)


def _course(course: Course, back: "queue.SimpleQueue[Back | None]") -> None:
    try:
        back.put((course, inspect(course)))
    except Exception as error:
        log.exception("target %s failed", course.job.target.id)
        course.close()
        back.put((course, broken(course, error)))


def _next(work: Round) -> Finished | None:
    """Wait for the next result, but not past the next deadline."""
    moments = [one.deadline for one in work.running.values()]
    wait = min([*moments, work.ends]) - time.monotonic() if moments else 0.5
    try:
        back = work.back.get(timeout=min(max(wait, 0.01), 60.0 if work.feed.is_over() else 0.5))
    except queue.Empty:
        return None
    if back is None:
        return None
    course, result = back
    known = work.running.get(course.job.target.id)
    if known is None or known.course is not course:
        return None
    _forget(work, known)
    return Finished(result, dict(course.evidence), dict(course.bookmarks))


def _forget(work: Round, one: Running) -> None:
    del work.running[one.course.job.target.id]
    work.slots.leave(one.thread)


def _overdue(work: Round) -> Iterable[Finished]:
    """Close the sessions whose deadline passed; give up on threads that do not come back."""
    now = time.monotonic()
    for name, one in list(work.running.items()):
        if now < one.deadline:
            continue
        if not one.course.is_given_up:
            work.running[name] = replace(one, deadline=now + GRACE_SECONDS)
            threading.Thread(target=one.course.close, name=f"close {name}", daemon=True).start()
            one.course.is_given_up = True
        else:
            _forget(work, one)
            yield _abandoned(one.course)


def _abandoned(course: Course) -> Finished:
    log.error("target %s: its session did not end when it was closed; left behind", course.job.target.id)
    error = given_up(time.monotonic() - course.started_monotonic)
    try:
        return Finished(unreached(course, error), dict(course.evidence), dict(course.bookmarks))
    except Exception as bug:
        log.exception("target %s: what came of it could not be judged", course.job.target.id)
        return Finished(broken(course, bug), dict(course.evidence))


def _out_of_time(work: Round) -> Iterable[Finished]:
    """The whole run's time is up: say so of every target that has not finished."""
    for one in work.running.values():
        threading.Thread(target=one.course.close, daemon=True).start()
        yield _abandoned(one.course)
    for job in work.feed.left():
        yield Finished(unreached(Course(job), given_up(work.bounds.run_seconds)), {})
