"""What a store remembers of a target under all the names that it had, read by the short way (``agent.store.glance``)."""

from agent.called import Names, counting
from agent.histories import Course, Known, courses
from agent.store import glance
from agent.store.glance import Rows


def courses_of(rows: Rows, target: str) -> list[Course]:
    """Give the course of everything that is known of a target, by its name of today or a former one; [] of none."""
    now = Names(counting(glance.said_of_names(rows)))
    today = now.target(target)
    known = [Known(name, glance.seen(rows, name), glance.changes(rows, name)) for name in (*now.formerly(today), today)]
    ids = [one.inspection for each in known for one in each.seen]
    return courses(known, now, glance.titles(rows, max(ids))) if ids else []


def series_of(rows: Rows, one: Course) -> dict[str, list[tuple[float, float]]]:
    """Give its measures under all its names; where two were measured in one moment that of today counts."""
    made: dict[str, dict[float, float]] = {}
    for target, check, subject in one.kept_as:
        for name, points in glance.measures(rows, target, check, subject).items():
            made.setdefault(name, {}).update(points)
    return {name: sorted(points.items()) for name, points in sorted(made.items())}
