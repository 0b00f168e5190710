"""A business transaction: the steps of a target's entry, one web session, one set of cookies. No secret is written down.

Redirects are followed on the target's own address only: another host (a single sign-on) would be given what is not its own.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from collectors.base import Reason, SessionError
from collectors.facts.page_words import wall_of
from collectors.sessions import web
from collectors.sessions.page_text import page_text
from config.site import Step
from config.steps import PLACEHOLDER
from config.text import Text, render

MOST_BYTES: Final = 1 << 20
_HOPS: Final = 5
_GOOD: Final = range(200, 300)
_TITLE: Final = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)


@dataclass
class _Course:
    """Where a transaction stands: the last page, what was extracted."""

    values: dict[str, str]
    status: int | None = None
    body: str = ""
    took: float = 0.0
    hidden: set[str] = field(default_factory=set)


def transact(
    client: web.Client,
    where: web.Endpoint,
    steps: tuple[Step, ...],
    values: Mapping[str, str],
    until: float,
    check: Callable[[], None],
) -> list[dict[str, object]]:
    """Go through the steps until one is not met; those behind it are not reached (``is_met`` None).

    ``values`` are the credential's user and password. A page with a captcha where the step names nothing that the right
    page holds needs a person; the steps go on, as an account may be set free from it.
    """
    course = _Course(dict(values), hidden={one for one in values.values() if one})
    told: list[dict[str, object]] = []
    is_going = True
    for step in steps:
        head: dict[str, object] = {"name": step.name, "verb": step.verb}
        if not is_going:
            told.append(head | {"is_met": None})
            continue
        found = _taken(client, where, step, course, until, check)
        is_going = found == ""
        wall = wall_of(course.body) if found or _is_unproved(step) else ""
        told.append(
            head
            | {"is_met": is_going, "found": _masked(found or wall, course)}
            | ({"status": course.status, "took_seconds": round(course.took, 3)} if step.path else {})
            | ({"needs_person": True} if wall else {})
        )
    return told


def _is_unproved(step: Step) -> bool:
    """Whether nothing that the step names tells the right page from another with the same status."""
    return bool(step.path) and not step.text and not step.extract


def _taken(
    client: web.Client, where: web.Endpoint, step: Step, course: _Course, until: float, check: Callable[[], None]
) -> str:
    """Take one step; what was met instead of what was expected, or nothing."""
    if step.path:
        check()
        course.status, course.body = None, ""
        try:
            _fetch(client, where, step, course, until, check)
        except SessionError as error:
            if error.reason in {Reason.BUDGET, Reason.UNPROVED, Reason.IDENTITY}:
                raise
            return f"{error.reason.value}: {_plain(error.detail)}"
    return _unexpected(step, course) or _extracted(step, course)


def _plain(detail: str | Text) -> str:
    return detail if isinstance(detail, str) else render(detail, "en")


def _fetch(
    client: web.Client, where: web.Endpoint, step: Step, course: _Course, until: float, check: Callable[[], None]
) -> None:
    started = time.monotonic()
    path = _filled(step.path, course)
    form = {name: _filled(value, course) for name, value in step.form} if step.verb == "post" else None
    for _hop in range(_HOPS):
        page = web.get(client, path, where, MOST_BYTES, until, check, form=form)
        target = urljoin(where.url + path, page.headers.get("location", ""))
        if page.status not in web.REDIRECT or not page.headers.get("location") or not _is_own(target, where):
            break
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        form = None  # as browsers do after 302 and 303: what was posted is not posted again
    course.took = time.monotonic() - started
    course.status = page.status
    course.body = page_text(page.body, page.headers.get("content-type", ""), page.headers.get("content-encoding", ""))


def _is_own(target: str, where: web.Endpoint) -> bool:
    try:
        there = web.endpoint(target, None)
    except SessionError:
        return False
    return there == where


def _filled(text: str, course: _Course) -> str:
    return PLACEHOLDER.sub(lambda match: course.values.get(match[1], match[0]), text)


def _unexpected(step: Step, course: _Course) -> str:
    title = _TITLE.search(course.body)
    on = f" <title>{title[1].strip()}</title>" if title else ""
    if course.status is None:
        return "no page"
    if course.status != step.status if step.status is not None else step.path and course.status not in _GOOD:
        return f"HTTP {course.status}{on}"
    if step.text and not re.search(step.text, course.body):
        return f"-/{step.text}/{on}"
    if step.absent and re.search(step.absent, course.body):
        return f"+/{step.absent}/{on}"
    if step.seconds is not None and course.took > step.seconds:
        return f"{course.took:.3f} s > {step.seconds:g} s"
    return ""


def _extracted(step: Step, course: _Course) -> str:
    for name, pattern in step.extract:
        match = re.search(pattern, course.body)
        if match is None or not match[1]:
            return f"-/{pattern}/"
        course.values[name] = match[1]
        course.hidden.add(match[1])
    return ""


def _masked(found: str, course: _Course) -> str:
    for secret in sorted(course.hidden, key=len, reverse=True):
        found = found.replace(secret, "***")
    return found[:300]
