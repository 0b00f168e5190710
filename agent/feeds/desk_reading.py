"""What a service desk says of our problems: who has it, and that somebody closed it, which is a claim until an inspection.

What we changed there ourselves is no word of the desk: an issue that is closed while its problem is over tells nothing.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from agent.feeds.roundup import MARK, Issue, desk_of, marked
from agent.feeds.transitions import mark_of
from agent.ledger import CLAIM, STREAM, problems
from agent.run_log import who
from agent.store.record import Entry
from agent.store.ulid import derived
from config.text import _, render
from reports.record.problems import OPEN, Key, Problem, State

if TYPE_CHECKING:
    from agent.feeds.keys import Keys
    from agent.store.store import Store
    from config.deliveries import Delivery
    from config.site import Site

DESK: Final = "desk"
"""The stream of what a desk says: who has an issue, how it stands there."""
_SEEN: Final = "seen"


def read_desk(store: "Store", site: "Site", delivery: "Delivery", keys: "Keys", now: datetime) -> int:
    """Write down what the desk says that is new; give how many entries. Raises SessionError, DeskTrouble, ValueError."""
    every = problems(store, now.date())
    by_mark = {mark_of(key): problem for key, problem in every.items()}
    desk = desk_of(delivery, keys.url, (keys.login.user, keys.login.password))
    with desk.service.web:
        issues = marked(desk, MARK)
    told = {row.name: dict(row.body) for row in store.recorded(DESK) if row.kind == _SEEN}
    new: list[Entry] = []
    for issue in issues:
        problem = next((one for mark, one in by_mark.items() if mark in issue.title), None)
        if problem is not None:
            new += _said(site, delivery, issue, problem, told)
    return store.record(new)


def on_desks(store: "Store", key: Key) -> tuple[Mapping[str, str], ...]:
    """How a problem stands on each desk that has it, as it was read last: desk, issue, status, assigned, due."""
    name = json.dumps(list(key), ensure_ascii=False)
    last = {row.body["desk"]: dict(row.body) for row in store.recorded(DESK) if row.kind == _SEEN and row.name == name}
    return tuple(last[desk] for desk in sorted(last))


def _said(
    site: "Site", delivery: "Delivery", issue: Issue, problem: Problem, told: Mapping[str, Mapping[str, str]]
) -> Iterator[Entry]:
    at, now = issue.changed_at or datetime.now(UTC), datetime.now(UTC)
    name = json.dumps(list(problem.key), ensure_ascii=False)
    body = {"desk": delivery.name, "issue": issue.id, "status": issue.status, "assigned": issue.assigned}
    body |= {"due": issue.due} if issue.due else {}
    if told.get(name) != body:
        id_ = derived(at, DESK, name, *body.values())
        yield Entry(id_, DESK, name, _SEEN, at, now, issue.actor, "", body, who())
    if is_claim(problem, issue, delivery.close_as):
        said = _("closed on the service desk {desk}, issue {issue}", desk=delivery.name, issue=issue.id)
        by = issue.assigned or issue.actor or delivery.name
        id_ = derived(at, CLAIM, name, delivery.name, issue.id)
        yield Entry(id_, STREAM, name, CLAIM, at, now, by, render(said, site.language), {}, who())


def is_claim(problem: Problem, issue: Issue, closed: str) -> bool:
    """Whether an issue that is closed there says something new of a problem that is open here."""
    return issue.status == closed and problem.state in OPEN and problem.state is not State.CLAIMED
