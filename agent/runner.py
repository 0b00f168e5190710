"""Run one inspection over many targets. The only place that catches everything.

One daemon thread a target, at most ``parallel`` at once; each has a deadline enforced from here by closing its session. A
thread that does not come back even then is left behind and its target is reported as given up: one target's trouble never
delays or darkens another's.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from agent.inspecting import Course, Job, broken, given_up, inspect, unreached
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


@dataclass
class Round:
    """The inspection's moving parts: jobs that wait, courses that run."""

    bounds: Bounds
    waiting: deque[Job]
    lease: Callable[[Job], bool]
    """Take the target's lease; False while another process asks the same target."""
    running: dict[str, tuple[Course, float]] = field(default_factory=dict)
    """By target id: its course and the monotonic moment of its deadline."""
    back: "queue.SimpleQueue[tuple[Course, TargetResult]]" = field(default_factory=queue.SimpleQueue)
    ends: float = 0.0


def run(jobs: Iterable[Job], bounds: Bounds, lease: Callable[[Job], bool]) -> Iterable[Finished]:
    """Inspect every job's target; yield each as it finishes, in the thread of the caller."""
    work = Round(bounds, deque(jobs), lease, ends=time.monotonic() + bounds.run_seconds)
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
        if len(work.running) >= work.bounds.parallel:
            return
        job = work.waiting.popleft()
        if not work.lease(job):
            work.waiting.append(job)
            continue
        course = Course(job)
        seconds = (job.target.seconds or work.bounds.target_seconds) + work.bounds.connect_seconds
        work.running[job.target.id] = (course, time.monotonic() + seconds)
        threading.Thread(target=_course, args=(course, work.back), name=f"target {job.target.id}", daemon=True).start()


def _course(course: Course, back: "queue.SimpleQueue[tuple[Course, TargetResult]]") -> None:
    try:
        back.put((course, inspect(course)))
    except Exception as error:
        log.exception("target %s failed", course.job.target.id)
        course.close()
        back.put((course, broken(course, error)))


def _next(work: Round) -> Finished | None:
    """Wait for the next result, but not past the next deadline."""
    moments = [deadline for _course, deadline in work.running.values()]
    wait = min([*moments, work.ends]) - time.monotonic() if moments else 0.5
    try:
        course, result = work.back.get(timeout=min(max(wait, 0.01), 0.5 if work.waiting else 60.0))
    except queue.Empty:
        return None
    known = work.running.get(course.job.target.id)
    if known is None or known[0] is not course:
        return None
    del work.running[course.job.target.id]
    return Finished(result, dict(course.evidence), dict(course.bookmarks))


def _overdue(work: Round) -> Iterable[Finished]:
    """Close the sessions whose deadline passed; give up on threads that do not come back."""
    now = time.monotonic()
    for name, (course, deadline) in list(work.running.items()):
        if now < deadline:
            continue
        if not course.is_given_up:
            work.running[name] = (course, now + GRACE_SECONDS)
            threading.Thread(target=course.close, name=f"close {name}", daemon=True).start()
            course.is_given_up = True
        else:
            del work.running[name]
            yield _abandoned(course)


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
    for course, _deadline in work.running.values():
        threading.Thread(target=course.close, daemon=True).start()
        yield _abandoned(course)
    for job in work.waiting:
        yield Finished(unreached(Course(job), given_up(work.bounds.run_seconds)), {})
