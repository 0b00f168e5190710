"""Forms that were understood, judged into the store: an inspection for each day that stands on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.by_hand import PURPOSE, by_hand
from agent.photos import Album
from checks.result import Asked, Inspection, TargetResult
from collectors.evidence import digest
from collectors.facts.forms import WrittenForm
from collectors.sessions.form import FormSession, evidence_of
from config.site import Site, Target

if TYPE_CHECKING:
    from agent.inspecting import Job
    from agent.store.store import Store


def batches(forms: Sequence[tuple[Target, WrittenForm]]) -> list[list[tuple[Target, WrittenForm]]]:
    """One inspection a day, the oldest first; a target that has two forms of one day gets two."""
    made: list[list[tuple[Target, WrittenForm]]] = []
    for target, form in sorted(forms, key=lambda pair: pair[1].on):
        for batch in made:
            if batch[0][1].on == form.on and all(other.id != target.id for other, _form in batch):
                batch.append((target, form))
                break
        else:
            made.append([(target, form)])
    return made


def is_known(store: "Store", form: WrittenForm) -> bool:
    """Whether the very same form was read before."""
    from agent.store.values import StoreError  # noqa: PLC0415 - only where a store is

    try:
        store.evidence(digest(evidence_of(form)))
    except StoreError:
        return False
    return True


def inspect_forms(
    site: Site, store: "Store", forms: Sequence[tuple[Target, WrittenForm]], album: Album, now: datetime
) -> str:
    """Judge the forms of one day into the store as an inspection of that day; give its id."""
    from agent.cli import VERSION as PROGRAM  # noqa: PLC0415 - the command line imports this module
    from agent.expected import Wanted, catalogue_of, wanted_checks  # noqa: PLC0415 - only here
    from agent.underway import job_of  # noqa: PLC0415 - as above

    wanted = Wanted()
    at = moment(forms[0][1].on, site, now)
    targets = [by_hand(site, target) for target, _form in forms]
    checks = {check.id: check for target in targets for check in wanted_checks(target, wanted)}
    header = Inspection(
        id="",
        purpose=PURPOSE,
        tool_version=PROGRAM,
        started_at=at,
        ended_at=None,
        state="running",
        catalogue=catalogue_of(tuple(checks.values()), site.rules),
        rules=site.rules,
        expected=tuple(target.id for target in targets),
        config_digest=site.digest,
        customer=site.customer,
    )
    inspection = store.begin(header)
    for target, (_whole, form) in zip(targets, forms, strict=True):
        job = job_of(site, target, wanted, store, partial(FormSession, form, at))
        result, evidence = _judged(job, at)
        photos = album.pieces(target.id)
        store.commit_target(inspection, _with_photos(result, form), evidence | photos)
    store.finish(inspection)
    return inspection


def moment(on: date, site: Site, now: datetime) -> datetime:
    """The moment that stands for a day: its noon at the site, or now where that is to come."""
    from agent.expected import DEFAULT_TIMEZONE  # noqa: PLC0415 - it imports much

    noon = datetime.combine(on, time(12), ZoneInfo(site.timezone or DEFAULT_TIMEZONE)).astimezone(UTC)
    return min(noon, now)


def _judged(job: "Job", at: datetime) -> tuple[TargetResult, dict[str, bytes]]:
    from agent.inspecting import Course, inspect  # noqa: PLC0415 - only here

    course = Course(job, started_at=at)
    return replace(inspect(course), started_at=at, ended_at=at), course.evidence


def _with_photos(result: TargetResult, form: WrittenForm) -> TargetResult:
    """The result with a line of the run log for each photo, so that the seal covers them."""
    shown = tuple(
        Asked(f"photo {line.item.id}", "", photo.name, "ok", evidence=photo.sha256, evidence_bytes=photo.size_bytes)
        for line in form.items
        for photo in line.photos
    )
    return replace(result, asked=(*result.asked, *shown))
