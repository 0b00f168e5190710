"""Facts about an Oracle database's accounts, jobs, parameters, patches and statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing


@dataclass(frozen=True, slots=True)
class Account:
    """One account. Identity: database and name. ``expires_seconds`` until its password expires, negative once it has."""

    database: str
    name: str
    status: str
    expires_seconds: float | None
    profile: str
    tablespace: str
    has_default_password: bool
    is_maintained: bool
    password_versions: str

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.name}"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role or a system privilege that somebody was given. ``kind``: role, privilege, or password file."""

    kind: str
    grantee: str
    granted: str
    has_admin_option: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """Of one container: every role grant, and the system privileges that reach everything."""

    database: str
    grants: tuple[Grant, ...]
    profiles: tuple[tuple[str, str, str], ...]
    """Profile, resource, limit: of passwords."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One account of users and what it may do: by which roles it came to DBA, sweeping privileges that it holds itself.

    An empty ``name`` stands for a container that was looked at, so that one without such an account is no silence; PUBLIC
    stands for every account, where it was given any.
    """

    database: str
    name: str
    ways: tuple[str, ...]
    privileges: tuple[str, ...]
    by_roles: tuple[str, ...] = ()
    """Sweeping privileges that it has through roles that are not DBA."""

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.name}"


@dataclass(frozen=True, slots=True)
class Policy:
    """One profile that open accounts of users have, with DEFAULT looked up."""

    database: str
    profile: str
    settings: Mapping[str, str]
    accounts_count: int

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.profile}"


@dataclass(frozen=True, slots=True)
class Job:
    """One job with failed runs in eight days, or broken. ``runs_count`` all its runs of that time."""

    database: str
    owner: str
    name: str
    failed_count: int
    runs_count: int
    error: str
    is_broken: bool
    last_ok: bool
    is_maintained: bool = False
    """It is Oracle's own."""

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.owner}.{self.name}"


@dataclass(frozen=True, slots=True)
class Jobs:
    """Of one container: how many jobs there are, and those in trouble."""

    database: str
    jobs_count: int
    failing: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter: what it is now, and what the server parameter file will make it (None: not set there)."""

    name: str
    value: str
    is_default: bool
    is_deprecated: bool
    in_file: str | None


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch that was applied to the database's dictionary. ``age_seconds`` since then.

    ``target`` is the version that a release update brought the dictionary to; "" of others, and before 18c.
    """

    number: str
    action: str
    status: str
    words: str
    age_seconds: float
    target: str = ""


@dataclass(frozen=True, slots=True)
class Patches:
    """Of one container: its patches, the oldest first, beside the version of the binaries."""

    database: str
    role: str
    binary: str
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class SqlStatement:
    """One statement of the shared pool, by its digest; its text is not read."""

    sql_id: str
    executions: int
    elapsed_seconds: float
    cpu_seconds: float
    buffer_gets: int
    disk_reads: int
    rows: int


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements that took most time since they were loaded, beside the time of all."""

    total_seconds: float
    top: tuple[SqlStatement, ...]
    chained_count: int
    fetched_count: int


@dataclass(frozen=True, slots=True)
class Workload:
    """The statements that took most of seven days by the workload repository, beside the time of all that it sampled."""

    samples_count: int
    total_seconds: float
    top: tuple[SqlStatement, ...]


ACCOUNTS: Final = FactKind[Listing[Account]]("oracle.accounts")
RIGHTS_GIVEN: Final = FactKind[Listing[Rights]]("oracle.rights")
HOLDERS: Final = FactKind[Listing[Holder]]("oracle.holders")
POLICIES: Final = FactKind[Listing[Policy]]("oracle.policies")
JOBS: Final = FactKind[Listing[Jobs]]("oracle.jobs")
SETTINGS: Final = FactKind[tuple[Setting, ...]]("oracle.settings")
PATCHES: Final = FactKind[Listing[Patches]]("oracle.patches")
STATEMENTS: Final = FactKind[Statements]("oracle.statements")
WORKLOAD: Final = FactKind[Workload]("oracle.workload")
