"""Run one inspection over many targets. The only place that catches everything.

One daemon thread a target, at most ``parallel`` at work at once (``agent.slots``); each has a deadline enforced from here
by closing its session. A thread that does not come back even then is left behind and its target is reported as given up:
one target's trouble never delays or darkens another's.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

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


@dataclass(frozen=True, slots=True)
class Running:
    """A course under way: its thread, and the monotonic moment of its deadline."""

    course: Course
    thread: threading.Thread
    deadline: float


Back = tuple[Course, TargetResult]


@dataclass
class Round:
    """The inspection's moving parts: jobs that wait, courses that run."""

    bounds: Bounds
    slots: Slots
    waiting: deque[Job]
    lease: Callable[[Job], bool]
    """Take the target's lease; False while another process asks the same target."""
    running: dict[str, Running] = field(default_factory=dict)
    """By target id, those that wait aside among them."""
    back: "queue.SimpleQueue[Back | None]" = field(default_factory=queue.SimpleQueue)
    """What has finished; None where a slot has come free."""
    ends: float = 0.0


def run(
    jobs: Iterable[Job], bounds: Bounds, lease: Callable[[Job], bool], slots: Slots | None = None
) -> Iterable[Finished]:
    """Inspect every job's target; yield each as it finishes, in the thread of the caller.

    ``slots`` are those that the jobs' sessions step aside from while they wait.
    """
    work = Round(bounds, slots or Slots(bounds.parallel), deque(jobs), lease, ends=time.monotonic() + bounds.run_seconds)
    work.slots.on_room = lambda: work.back.put(None)
    while work.waiting or work.running:
        if time.monotonic() >= work.ends:
            yield from _out_of_time(work)
            return
        _start(work)
        finished = _next(work)
        if finished is not None:
            yield finished
        yield from _overdue(work)


def _start(work: Round) -> None:
    """Start waiting jobs while there is room; one whose target is leased elsewhere goes to the end of the line."""
    for _turn in range(len(work.waiting)):
        course = Course(work.waiting[0])
        target = course.job.target
        thread = threading.Thread(target=_course, args=(course, work.back), name=f"target {target.id}", daemon=True)
        if not work.slots.take(thread):
            return
        work.waiting.popleft()
        if not work.lease(course.job):
            work.slots.leave(thread)
            work.waiting.append(course.job)
            continue
        seconds = (target.seconds or work.bounds.target_seconds) + work.bounds.connect_seconds
        work.running[target.id] = Running(course, thread, time.monotonic() + seconds)
        thread.start()


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
        back = work.back.get(timeout=min(max(wait, 0.01), 0.5 if work.waiting else 60.0))
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
    for job in work.waiting:
        yield Finished(unreached(Course(job), given_up(work.bounds.run_seconds)), {})
