"""Facts for the security check of Oracle: how it audits, how long sessions idle, what PUBLIC runs, how sessions come."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Listing
from collectors.facts.oracle.accounts import Setting
from collectors.facts.oracle.limits import AuditTrail


@dataclass(frozen=True, slots=True)
class Linked:
    """What the binaries were linked with. ``unified_auditing`` is TRUE, FALSE, or "" before 12.1, which has none."""

    unified_auditing: str


@dataclass(frozen=True, slots=True)
class Auditing:
    """How the database audits: what its binaries are linked for, its containers' trails, what SYS does.

    ``of_sys`` is the parameter audit_sys_operations, None where the version lists none.
    """

    linked: Linked
    trails: Listing[AuditTrail]
    of_sys: Setting | None


@dataclass(frozen=True, slots=True)
class IdleRows:
    """Of one container: IDLE_TIME of each profile as it is written, and whether limits of resources are kept."""

    database: str
    resource_limit: str
    profiles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IdleLimit:
    """One profile that open accounts of users have. ``minutes`` as Oracle writes it, DEFAULT looked up."""

    database: str
    profile: str
    minutes: str
    resource_limit: str
    accounts_count: int

    @property
    def subject(self) -> str:
        """Its name in its database."""
        return f"{self.database}.{self.profile}"


@dataclass(frozen=True, slots=True)
class PublicPackages:
    """Of one container: which of the packages that were asked after PUBLIC may run, of ``count`` grants to it in all."""

    database: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """Sessions of one account that came the same way.

    ``adapter`` is the banner of the protocol, ``cipher`` that of the encryption in use; each "" where none is shown.
    """

    account: str
    adapter: str
    cipher: str
    count: int


PACKAGES: Final = (
    "UTL_DBWS",
    "UTL_FILE",
    "UTL_HTTP",
    "UTL_INADDR",
    "UTL_MAIL",
    "UTL_ORAMTS",
    "UTL_SMTP",
    "UTL_TCP",
    "HTTPURITYPE",
    "DBMS_CRYPTO",
    "DBMS_JAVA",
    "DBMS_JAVA_TEST",
    "DBMS_JOB",
    "DBMS_LDAP",
    "DBMS_LOB",
    "DBMS_OBFUSCATION_TOOLKIT",
    "DBMS_RANDOM",
    "DBMS_SCHEDULER",
    "DBMS_SQL",
    "DBMS_XMLGEN",
    "DBMS_XMLQUERY",
    "DBMS_XMLSAVE",
    "DBMS_XMLSTORE",
)
"""SYS's packages that are asked after: those that reach network and files first, then the others of CIS Oracle 19c 5.1.1.

DBMS_ADVISOR is not among them: a statement that names it is not sent where no pack is declared as licensed.
"""
LINKED: Final = FactKind[Linked]("oracle.options")
AUDITING: Final = FactKind[Auditing]("oracle.auditing")
IDLE_ROWS: Final = FactKind[Listing[IdleRows]]("oracle.idle_rows")
IDLE_LIMITS: Final = FactKind[Listing[IdleLimit]]("oracle.idle_limits")
PUBLIC_PACKAGES: Final = FactKind[Listing[PublicPackages]]("oracle.public_packages")
CONNECTIONS: Final = FactKind[tuple[Connected, ...]]("oracle.connections")
