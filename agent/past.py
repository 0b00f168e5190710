"""What was known of a target before: the then of each Change and the points of each Trend, read from the store.

A then is the latest earlier inspection of the same machine that asked the same question and whose kept evidence today's
collectors understand. Which one it was is kept with the result, and a replay takes that one again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from agent.catalogue import collectors_for
from agent.outcomes import Outcome, Seen
from agent.store.values import Baseline, StoreError
from agent.under_names import as_called
from checks.base import Against, AnyCheck, Change, Confirmed, Then, Trend
from checks.result import Compared, Inspection, TargetResult
from collectors.base import Reason, SessionError
from config.text import _

if TYPE_CHECKING:
    from agent.store.record import Entry

MOST_INSPECTIONS = 400
"""How far back a then is looked for, counted in inspections of the target: ours, a year of daily rounds."""
_FIRST = 8
HISTORY = timedelta(days=400)
"""How long measures are kept whole (``agent.store.measures``)."""
TREND_HISTORY = timedelta(days=1200)
"""How far back a trend looks: ours, thirteen quarters. Of what is older than ``HISTORY`` one value a week is left."""
Series = Mapping[tuple[str, str], Sequence[tuple[datetime, float]]]
"""Points by (subject, measure), the oldest first."""


class Kept(Protocol):
    """What is read of a store."""

    def inspections(self, limit: int = 0, target: str = "") -> tuple[Inspection, ...]:
        """Headings, the latest first; only those that hold a target where it is named."""

    def target_result(self, one: str, target: str) -> TargetResult | None:
        """What an inspection says of a target."""

    def evidence(self, digest: str) -> bytes:
        """One piece of evidence."""

    def measures_of(self, target: str, check: str, since: datetime) -> Series:
        """Every measure of one check on a target."""

    def baselines(self, target: str) -> Mapping[str, Baseline]:
        """What was confirmed of a target, by kind of fact."""

    def recorded(self, stream: str) -> "tuple[Entry, ...]":
        """The entries of the service record of one stream, in the order in which they happened."""


@dataclass(frozen=True, slots=True)
class Past:
    """What judging needs beside facts and limits.

    ``then`` is by check; an exception there is why it could not be read, and a check that is not in it has none.
    ``series`` is by the check that measured.
    """

    then: Mapping[str, Then[Any] | Confirmed[Any] | Exception] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    compared: Mapping[str, Compared] = field(default_factory=dict)
    """By check, the inspection that its then is from."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose past: the machine that was met, and when its evidence was taken."""

    target: str
    platform: str
    identity: Mapping[str, str]
    at: datetime


def past_of(store: Kept, whose: Whose, checks: Sequence[AnyCheck]) -> Past:
    """Look the past of a target up. A store that cannot be read is why nothing is compared."""
    changes = {check.id: check for check in checks if isinstance(check, Change)}
    against = [check for check in checks if is_beside_baseline(check)]
    then: dict[str, Then[Any] | Confirmed[Any] | Exception] = {}
    compared: dict[str, Compared] = {}
    try:
        store = as_called(store, whose.at)
        for name, (facts, said) in _confirmed(store, whose, against).items():
            then[name] = facts
            compared[name] = said
        for header in _headings(store, whose.target) if changes else ():
            missing = [check for check in changes.values() if check.id not in then]
            if not missing:
                break
            one = store.target_result(header.id, whose.target)
            if one is None or one.scene.at >= whose.at or _is_another(one.identity, whose.identity):
                continue
            found = _then(store, header.id, one, [check for check in missing if check.id in one.checks])
            then |= {check: facts for check, (facts, _compared) in found.items()}
            compared |= {check: said for check, (_facts, said) in found.items()}
        return Past(then, _series(store, whose, checks), compared)
    except StoreError as error:
        asked = {*changes, *(check.id for check in against)}
        return Past(dict.fromkeys(asked, SessionError(Reason.NOT_ASKED, error.text)))


def is_beside_baseline(check: AnyCheck) -> bool:
    """Whether it is judged beside what a person confirmed, where somebody did."""
    return isinstance(check, Against) or (isinstance(check, Change) and check.beside_baseline)


def _confirmed(
    store: Kept, whose: Whose, checks: Sequence[AnyCheck]
) -> dict[str, tuple[Confirmed[Any] | Exception, Compared]]:
    """By check, the baseline of its kind; an exception where one was confirmed whose evidence is no longer understood."""
    known = store.baselines(whose.target) if checks else {}
    found: dict[str, tuple[Confirmed[Any] | Exception, Compared]] = {}
    for check in checks:
        baseline = known.get(check.needs.name)
        if baseline is None or baseline.confirmed_at > whose.at:
            continue
        one = store.target_result(baseline.inspection, whose.target)
        read = _then(store, baseline.inspection, one, [check]).get(check.id) if one else None
        if read is None:
            said = Compared(baseline.inspection, baseline.confirmed_at, by=baseline.by, confirmed_at=baseline.confirmed_at)
            found[check.id] = (_lost(baseline.inspection), said)
            continue
        then, said = read
        said = replace(said, by=baseline.by, confirmed_at=baseline.confirmed_at)
        confirmed = Confirmed(then.facts, then.at, baseline.by, baseline.confirmed_at, then.ways)
        found[check.id] = (confirmed, said)
    return found


def _lost(inspection: str) -> SessionError:
    return SessionError(Reason.NOT_ASKED, _("the evidence of inspection {id} is no longer kept", id=inspection))


def _headings(store: Kept, target: str) -> Iterator[Inspection]:
    """A target's headings, the latest first: most thens are in the last few, and those of a year take long to read."""
    latest = store.inspections(_FIRST, target)
    yield from latest
    if len(latest) == _FIRST:
        yield from store.inspections(MOST_INSPECTIONS, target)[_FIRST:]


def past_again(store: Kept, result: TargetResult, checks: Sequence[AnyCheck]) -> Past:
    """The past that a result was judged beside: the same inspections, and the points before it."""
    then: dict[str, Then[Any] | Confirmed[Any] | Exception] = {}
    store = as_called(store, result.scene.at)
    for check in checks:
        compared = result.compared_with.get(check.id)
        if not isinstance(check, Change | Against) or compared is None:
            continue
        one = store.target_result(compared.inspection, result.target)
        found = _then(store, compared.inspection, one, [check]) if one else {}
        is_whole = check.id in found and {*compared.evidence} <= {*found[check.id][1].evidence}
        then[check.id] = _again(found[check.id][0], compared) if is_whole else _lost(compared.inspection)
    whose = Whose(result.target, result.platform, result.identity, result.scene.at)
    return Past(then, _series(store, whose, checks), result.compared_with)


def _again(then: Then[Any], compared: Compared) -> Then[Any] | Confirmed[Any]:
    """What it was on that day: a baseline has somebody who confirmed it."""
    if compared.confirmed_at is None:
        return then
    return Confirmed(then.facts, then.at, compared.by, compared.confirmed_at, then.ways)


def _then(
    store: Kept, inspection: str, one: TargetResult, checks: Sequence[AnyCheck]
) -> dict[str, tuple[Then[Any], Compared]]:
    """Of these checks, those whose kind was seen in an inspection."""
    if not checks:
        return {}
    from agent.replaying import outcomes_then  # noqa: PLC0415 - it reads the past itself

    collectors = collectors_for(one.platform, checks)
    outcomes: Mapping[str, Outcome] = outcomes_then(one, collectors, store.evidence)
    found = {}
    for check in checks:
        outcome = outcomes.get(check.needs.name)
        if isinstance(outcome, Seen):
            at = one.scene.at
            found[check.id] = (Then(outcome.facts, at, outcome.ways), Compared(inspection, at, outcome.evidence))
    return found


def _series(store: Kept, whose: Whose, checks: Sequence[AnyCheck]) -> dict[str, Series]:
    measuring = {check.of.check for check in checks if isinstance(check, Trend)}
    since = whose.at - TREND_HISTORY
    return {
        check: {
            name: [point for point in points if point[0] < whose.at]
            for name, points in store.measures_of(whose.target, check, since).items()
        }
        for check in measuring
    }


def _is_another(known: Mapping[str, str], met: Mapping[str, str]) -> bool:
    """Whether two inspections met different machines behind one name; the machine's own id decides."""
    return any(name == "machine_id" and met.get(name, said) != said for name, said in known.items())
