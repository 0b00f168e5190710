"""MySQL and MariaDB: version, settings, accounts, schemas, replication."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import SetTo, Trait
from collectors.facts.mysql.accounts import ACCOUNTS, Account
from collectors.facts.mysql.replication import FOLLOWING, Following
from collectors.facts.mysql.tables import COVERAGE, SchemaSeen
from collectors.facts.mysql.variables import SETTINGS, Variables
from collectors.policies import UNTOLD, Policy
from config.text import _

_VOLATILE: Final = (
    "gtid_*", "*_gtid_*", "timestamp", "pseudo_*", "rand_seed*", "last_insert_id", "identity", "insert_id", "error_count",
    "warning_count", "server_uuid", "wsrep_*_uuid", "in_transaction", "read_only_*", "statement_id", "uptime*",
    "version", "version_*", "hostname", "pid_file", "innodb_version", "have_*", "lc_*", "license", "protocol_version",
)  # fmt: skip
"""States and numbers of our own session among the variables; the version is a trait of the server."""


@dataclass(frozen=True, slots=True)
class Login:
    """One account."""

    name: Annotated[str, Policy.IDENTITY]
    ways: Annotated[tuple[str, ...], Policy.REPORT]
    is_locked: Annotated[bool, Policy.EQUAL]
    is_super: Annotated[bool, Policy.EQUAL]
    is_passwordless: Annotated[bool, Policy.EQUAL]


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema and how many InnoDB tables it has."""

    name: Annotated[str, Policy.IDENTITY]
    tables: Annotated[int, Policy.AT_LEAST]


@dataclass(frozen=True, slots=True)
class Followed:
    """One channel of replication: where from, and whether both threads run."""

    name: Annotated[str, Policy.IDENTITY]
    source: Annotated[str, Policy.EQUAL]
    receiver: Annotated[str, Policy.EQUAL]
    applier: Annotated[str, Policy.EQUAL]


def traits(found: Variables) -> Iterator[Trait]:
    """Product and version."""
    yield Trait("version", version=found.words or UNTOLD)
    yield Trait("product", nature=found.product or UNTOLD)


def settings(found: Variables) -> Iterator[SetTo]:
    """Variables that are settings."""
    for name, value in found.values.items():
        if not any(fnmatchcase(name, one) for one in _VOLATILE):
            yield SetTo(name, value)


def logins(found: tuple[Account, ...]) -> Iterator[Login]:
    """Accounts; roles too."""
    for one in found:
        yield Login(one.name, tuple(sorted(one.ways)), one.is_locked, one.is_super, one.is_passwordless)


def schemas(found: tuple[SchemaSeen, ...]) -> Iterator[Schema]:
    """Schemas with InnoDB tables."""
    for one in found:
        yield Schema(one.name, one.tables_count)


def channels(found: Following) -> Iterator[Followed]:
    """Channels; the default one has no name of its own."""
    for one in found.channels:
        yield Followed(one.name or "default", one.source, one.receiver, one.applier)


SERVER_ASPECT: Final = Aspect(
    id="database.mysql.changed_server",
    title=_("Changes of version (MySQL)"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("product and version, now and then"),
    remedy=_("Compare with the change's record; a new series of MySQL cannot be gone back from without a backup."),
    traps=(_("when the server was started is no change"),),
    refs=("SELECT VERSION()",),
)
SETTINGS_ASPECT: Final = Aspect(
    id="database.mysql.changed_settings",
    title=_("Changes of variables (MySQL)"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    record=SetTo,
    things=settings,
    one=_("variable {name}"),
    fields={"value": _("value")},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("global variables that the checks read, now and then"),
    remedy=_("Compare with the change's record; SET GLOBAL is lost at the next start unless my.cnf has it too."),
    traps=(_("states and numbers of our own session among the variables are not compared"),),
    refs=("SHOW GLOBAL VARIABLES",),
)
ACCOUNTS_ASPECT: Final = Aspect(
    id="database.mysql.changed_accounts",
    title=_("Changes of accounts (MySQL)"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    record=Login,
    things=logins,
    one=_("account {name}"),
    fields={
        "ways": _("ways to log in"),
        "is_locked": _("locked"),
        "is_super": _("all privileges"),
        "is_passwordless": _("without a password"),
    },
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("accounts, their ways to log in and whether they may do everything, now and then"),
    remedy=_("Gone or locked: an application cannot log in any more. New or stronger: ask who gave it, and write it down."),
    traps=(_("a password that changed is not seen: neither it nor its hash leaves the server"),),
    refs=("mysql.user", "mysql.global_priv"),
)
SCHEMAS_ASPECT: Final = Aspect(
    id="database.mysql.changed_schemas",
    title=_("Changes of schemas (MySQL)"),
    area=Area.DB_OBJECTS,
    needs=COVERAGE,
    record=Schema,
    things=schemas,
    one=_("schema {name}"),
    fields={"tables": _("number of tables")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("schemas and the number of their InnoDB tables, now and then"),
    remedy=_("Stop, and find out what is missing before users write: compare with the dump or the snapshot before."),
    traps=(_("only tables of InnoDB are counted; more of them are noted and no fault"),),
    refs=("information_schema.TABLES",),
)
CHANNELS_ASPECT: Final = Aspect(
    id="database.mysql.changed_channels",
    title=_("Changes of replication (MySQL)"),
    area=Area.DB_STATUS,
    needs=FOLLOWING,
    record=Followed,
    things=channels,
    one=_("channel {name}"),
    fields={"source": _("source"), "receiver": _("receiver"), "applier": _("applier")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("channels of replication: source, and whether receiver and applier run, now and then"),
    remedy=_("See the error of the thread that stands, mend it, and start it; never skip events without the owner's word."),
    traps=(_("how far replication is behind is told elsewhere and is no change here"),),
    refs=("SHOW REPLICA STATUS",),
)
