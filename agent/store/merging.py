"""Tell a target's course again from its documents: what was learnt late stands where it belongs in time.

A kit that is imported weeks after it ran, or another store's inspections, come between results that are known already. The
changes of level from that moment on are taken back and told anew in the order of time, so a store in which everything came
in order, and one that learnt the same in any other, hold the same.
"""

from typing import NamedTuple

import sqlalchemy as sa

from agent.store import findings
from agent.store.documents import KEPT, Kept, read
from agent.store.packing import result, started, word
from agent.store.tables import CHANGES, CURRENT, TARGETS
from checks.result import finding_id

_OF: sa.BindParameter[str] = sa.bindparam("of")
_SINCE = sa.bindparam("since", type_=sa.Double)
_HELD = sa.select(TARGETS.c.inspection, TARGETS.c.started_at).where(TARGETS.c.target == _OF)
_ONE = KEPT.where(TARGETS.c.target == _OF)
_BEFORE = (
    sa.select(CHANGES.c.check_id, CHANGES.c.subject, CHANGES.c.after, CHANGES.c.at, CHANGES.c.inspection)
    .where(CHANGES.c.target == _OF, CHANGES.c.at < _SINCE)
    .order_by(CHANGES.c.at, CHANGES.c.inspection)
)
_STOOD = sa.select(CURRENT.c.check_id, CURRENT.c.subject, CURRENT.c.at, CURRENT.c.inspection).where(
    CURRENT.c.target == _OF, CURRENT.c.at < _SINCE
)


_LATER = sa.select(TARGETS.c.inspection).where(TARGETS.c.target == _OF, TARGETS.c.started_at > _SINCE).limit(1)


class _Seen(NamedTuple):
    """When something was seen, and by which inspection."""

    at: float
    inspection: str


def is_late(connection: sa.Connection, target: str, at: float) -> bool:
    """Whether a later document of a target is there; also one that saw nothing tells: of what is gone."""
    return connection.execute(_LATER, {"of": target, "since": at}).first() is not None


def retell(connection: sa.Connection, target: str, since: float) -> int:
    """Tell a target's course again from a moment on (seconds since 1970); give how many documents tell it."""
    named, moment = {"of": word(target)}, {"of": word(target), "since": since}
    stood = {(check, subject): _Seen(at, by) for check, subject, at, by in connection.execute(_STOOD, moment)}
    rows = {}
    for check, subject, level, at, by in connection.execute(_BEFORE, moment):
        # whatever was seen again later is seen again below, too
        last = stood.get((check, subject), _Seen(at, by))
        key = {"target": named["of"], "check_id": check, "subject": subject}
        news = {"level": level, "since_at": at, "at": last.at, "inspection": last.inspection}
        rows[check, subject] = {**key, "finding_id": finding_id(named["of"], check, subject), **news}
    connection.execute(sa.delete(CURRENT).where(CURRENT.c.target == named["of"]))
    connection.execute(sa.delete(CHANGES).where(CHANGES.c.target == named["of"], CHANGES.c.at >= since))
    if rows:
        connection.execute(sa.insert(CURRENT), list(rows.values()))
    later = sorted(one for one in _documents(connection, target) if one.at >= since)
    for _at, inspection in later:
        kept = _kept(connection, inspection, target)
        findings.note(connection, inspection, result(read(kept)))
    return len(later)


def _documents(connection: sa.Connection, target: str) -> list[_Seen]:
    """Each document of a target with the moment of which it tells; an older program did not write that beside it."""
    found = [(one, at) for one, at in connection.execute(_HELD, {"of": target})]
    return [_Seen(started(read(_kept(connection, one, target))) if at is None else at, one) for one, at in found]


def _kept(connection: sa.Connection, inspection: str, target: str) -> Kept:
    return Kept(*connection.execute(_ONE, {"one": inspection, "of": target}).one())
