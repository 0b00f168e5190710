"""How a machine is set up: those of files, with accounts, mounts and scheduled jobs as they were read."""

from typing import Final

from collectors.base import Absent, Derived, Listing, Reason, SessionError, Unseen
from collectors.facts.accounts import ACCOUNTS, Accounts
from collectors.facts.jobs import JOBS, Job
from collectors.facts.mounts import MOUNT_TABLE, MountTable
from collectors.facts.settings import SETTINGS, SETTINGS_FILES, SettingsArea
from collectors.facts.storage import passes


def derive(files: object, *others: object) -> Listing[SettingsArea]:
    """Join the areas: what was not seen is unseen, what is absent has no settings. Raises SessionError for none seen."""
    found: list[SettingsArea] = []
    unseen: list[Unseen] = []
    if isinstance(files, Listing):
        found += files.records
        unseen += files.unseen
    elif isinstance(files, Exception):
        unseen.append(_unseen("files", files))
    for name, facts in zip(("accounts", "mounts", "jobs"), others, strict=True):
        if isinstance(facts, Exception) and not isinstance(facts, Absent):
            unseen.append(_unseen(name, facts))
            continue
        found.append(SettingsArea(name, _settings(facts)))
        partly = facts.unseen if isinstance(facts, Listing | MountTable) else ()
        unseen += [Unseen(name, one.reason, one.detail, one.remedy) for one in partly]
    if not found:
        raise SessionError(unseen[0].reason, unseen[0].detail, unseen[0].remedy)
    return Listing(tuple(found), tuple(unseen))


def _unseen(name: str, error: Exception) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen(name, error.reason, error.detail, error.remedy)
    return Unseen(name, Reason.NOT_UNDERSTOOD, str(error)[:200])


def _settings(facts: object) -> dict[str, str]:
    match facts:
        case Accounts(accounts=accounts):
            return {one.name: f"{one.uid} {one.shell}" for one in accounts}
        case MountTable(mounts=mounts):
            kept = (one for one in mounts if one.device and not passes(one.kind, one.mount))
            return {one.mount: f"{one.kind} {','.join(sorted(one.options))}" for one in kept}
        case Listing(records=jobs):
            return _jobs(tuple(one for one in jobs if isinstance(one, Job)))
        case _:
            return {}


def _jobs(jobs: tuple[Job, ...]) -> dict[str, str]:
    """Jobs by file and command (a timer's moment is no setting); of equal ones all schedules."""
    found: dict[str, str] = {}
    for job in jobs:
        if job.source != "timer":
            key, when = f"{job.source} {job.command}", f"{job.schedule} {job.user}".strip()
            found[key] = f"{found[key]} | {when}" if key in found else when
    return found


SETTINGS_DERIVED: Final = Derived(
    id="linux.settings", provides=SETTINGS, of=(SETTINGS_FILES, ACCOUNTS, MOUNT_TABLE, JOBS), derive=derive
)
