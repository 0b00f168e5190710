"""What a DM8 database holds: accounts, tablespaces, objects, jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import Login
from checks.dameng_words import NOT_RUN
from collectors.facts.dameng.accounts import ACCOUNTS, OBJECTS, Account, Objects
from collectors.facts.dameng.protection import JOBS, Job
from collectors.facts.dameng.space import TABLESPACES, Tablespace
from collectors.policies import Policy
from config.text import _

_ONLINE: Final = {0: "online", 1: "offline", 2: "offline for restoring", 3: "corrupt"}
"""v$tablespace.status$ (DM8, system administrator's manual)."""


@dataclass(frozen=True, slots=True)
class Space:
    """One tablespace and its files."""

    name: Annotated[str, Policy.IDENTITY]
    status: Annotated[str, Policy.EQUAL]
    files: Annotated[tuple[str, ...], Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Held:
    """How many objects there are, and which of them are invalid."""

    name: Annotated[str, Policy.IDENTITY]
    count: Annotated[int, Policy.AT_LEAST]
    invalid: Annotated[tuple[str, ...], Policy.AT_MOST]


@dataclass(frozen=True, slots=True)
class Task:
    """One job."""

    name: Annotated[str, Policy.IDENTITY]
    is_enabled: Annotated[bool, Policy.AT_LEAST]


def logins(found: tuple[Account, ...]) -> Iterator[Login]:
    """Accounts; in its days of grace one can still be used."""
    for one in found:
        is_ended = one.status.startswith("EXPIRED") and "GRACE" not in one.status
        yield Login(one.name, not is_ended and "LOCKED" not in one.status, one.profile)


def spaces(found: tuple[Tablespace, ...]) -> Iterator[Space]:
    """Tablespaces with their files."""
    for one in found:
        yield Space(one.name, _ONLINE.get(one.status, str(one.status)), tuple(sorted(file.path for file in one.files)))


def held(found: Objects) -> Iterator[Held]:
    """Objects."""
    yield Held("objects", found.count, tuple(sorted({one.subject for one in found.invalid})))


def jobs(found: tuple[Job, ...]) -> Iterator[Task]:
    """Jobs; their runs are judged by themselves."""
    for one in found:
        yield Task(one.name, one.is_enabled)


ACCOUNTS_ASPECT: Final = Aspect(
    id="database.dameng.changed_accounts",
    title=_("Changes of accounts (DM8)"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    record=Login,
    things=logins,
    one=_("account {name}"),
    fields={"is_usable": _("can be used"), "profile": _("profile")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("accounts, whether they are open, and their profile, now and then"),
    remedy=_("Gone, locked or expired: an application cannot log in any more. New: ask who made it, and write it down."),
    traps=(NOT_RUN, _("in its days of grace an account can still be used")),
    refs=("DBA_USERS",),
)
SPACES_ASPECT: Final = Aspect(
    id="database.dameng.changed_tablespaces",
    title=_("Changes of tablespaces (DM8)"),
    area=Area.DB_SPACE,
    needs=TABLESPACES,
    record=Space,
    things=spaces,
    one=_("tablespace {name}"),
    fields={"status": _("status"), "files": _("data files")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("tablespaces, their status and files, now and then"),
    remedy=_("Stop, and find out what is missing before users write; see the server's log and compare with the backup."),
    traps=(NOT_RUN, _("how full they are is compared elsewhere")),
    refs=("V$TABLESPACE", "V$DATAFILE"),
)
OBJECTS_ASPECT: Final = Aspect(
    id="database.dameng.changed_objects",
    title=_("Changes of objects (DM8)"),
    area=Area.DB_OBJECTS,
    needs=OBJECTS,
    record=Held,
    things=held,
    one=_("{name}"),
    fields={"count": _("number"), "invalid": _("invalid")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("how many objects there are and which are invalid, now and then"),
    remedy=_("Compile what is invalid; find out which object is missing before users write."),
    traps=(NOT_RUN, _("more objects than before are noted and no fault")),
    refs=("DBA_OBJECTS",),
)
JOBS_ASPECT: Final = Aspect(
    id="database.dameng.changed_jobs",
    title=_("Changes of jobs (DM8)"),
    area=Area.DB_OBJECTS,
    needs=JOBS,
    record=Task,
    things=jobs,
    one=_("job {name}"),
    fields={"is_enabled": _("enabled")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("jobs and whether they are enabled, now and then"),
    remedy=_("Enable the job again: backups are among them."),
    traps=(NOT_RUN, _("the runs of a job are judged by themselves")),
    refs=("SYSJOB.SYSJOBS",),
)
