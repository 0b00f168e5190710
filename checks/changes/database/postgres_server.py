"""PostgreSQL as a server: its version, its role, its settings, who may log in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import SetTo
from collectors.base import Listing
from collectors.facts.postgres.access import HBA, ROLES, HbaRules, Role
from collectors.facts.postgres.instances import INSTANCES, Instance
from collectors.facts.postgres.settings import SETTINGS, Settings
from collectors.policies import UNTOLD, Policy
from config.text import _

_TEN: Final = 100000
"""From version 10 on the number is major * 10000 + minor (postgresql.org, server_version_num)."""
_VOLATILE: Final = frozenset({"transaction_read_only", "in_hot_standby", "application_name"})
"""Settings of our own session."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of the server. ``version`` may change with an upgrade; ``nature`` may not; ``held`` may not be lost."""

    name: Annotated[str, Policy.IDENTITY]
    version: Annotated[str, Policy.REPORT] = UNTOLD
    nature: Annotated[str, Policy.EQUAL] = UNTOLD
    held: Annotated[bool | None, Policy.AT_LEAST] = None


@dataclass(frozen=True, slots=True)
class Login:
    """One role that may log in."""

    name: Annotated[str, Policy.IDENTITY]
    is_superuser: Annotated[bool, Policy.EQUAL]
    powers: Annotated[tuple[str, ...], Policy.REPORT]
    password: Annotated[str | None, Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of pg_hba.conf, by its own text."""

    text: Annotated[str, Policy.IDENTITY]


def traits(one: Instance) -> Iterator[Trait]:
    """The server's traits; when it was started is none."""
    minor = one.version % 10000 if one.version >= _TEN else one.version % 100
    major = str(one.version // 10000) if one.version >= _TEN else f"{one.version // 10000}.{one.version // 100 % 100}"
    yield Trait("version", version=f"{major}.{minor}")
    yield Trait("system identifier", version=one.system_identifier or UNTOLD)
    yield Trait("product", nature=one.product or UNTOLD)
    yield Trait("role", nature="standby" if one.is_standby else "primary")
    yield Trait("checksums", held=one.has_checksums)


def settings(found: Settings) -> Iterator[SetTo]:
    """The settings that the account may see and that are the server's own."""
    for name, one in found.settings.items():
        if not one.is_own and name not in _VOLATILE:
            yield SetTo(name, "default" if one.value == one.boot_value else f"{one.value} {one.unit}".strip())


def logins(listing: Listing[Role]) -> Iterator[Login]:
    """Roles by name; the many that stand together have none."""
    for one in listing.records:
        if one.name:
            password = None if one.password == "hidden" else one.password  # noqa: S105 - a class, no secret
            yield Login(one.name, one.is_superuser, tuple(sorted(one.powers)), password)


def rules(found: HbaRules) -> Iterator[Rule]:
    """The rules of pg_hba.conf without their line numbers."""
    for one in found.rules:
        words = " ".join(part for part in (one.kind, one.databases, one.users, one.address, one.method) if part)
        yield Rule(words or one.error)


SERVER_ASPECT: Final = Aspect(
    id="database.postgres.changed_server",
    title=_("Changes of version and role (PostgreSQL)"),
    area=Area.DB_STATUS,
    needs=INSTANCES,
    record=Trait,
    things=traits,
    one=_("{name}"),
    fields={"version": _("version"), "nature": _("value"), "held": _("is on")},
    gone=Weight.FAULT,
    come=Weight.NOTED,
    reads=_("version, product, role, page checksums and system identifier, now and then"),
    remedy=_(
        "Compare with the change's record. Another role means a failover: find out why. pg_upgrade makes a new system "
        "identifier: take a full backup at once, for the old ones do not fit any more."
    ),
    traps=(_("when the server was started is no change"),),
    refs=("pg_upgrade", "pg_control_system()"),
)
SETTINGS_ASPECT: Final = Aspect(
    id="database.postgres.changed_settings",
    title=_("Changes of settings (PostgreSQL)"),
    area=Area.DB_STATUS,
    needs=SETTINGS,
    record=SetTo,
    things=settings,
    one=_("setting {name}"),
    fields={"value": _("value")},
    gone=Weight.NOTED,
    come=Weight.NOTED,
    reads=_("pg_settings of what the checks read, now and then"),
    remedy=_("Compare with the change's record; after an upgrade carry over what was set on purpose."),
    traps=(
        _("a default that differs between two versions is no change"),
        _("a setting that only one version knows is no change"),
    ),
    refs=("pg_settings",),
)
ROLES_ASPECT: Final = Aspect(
    id="database.postgres.changed_roles",
    title=_("Changes of login roles (PostgreSQL)"),
    area=Area.DB_SECURITY,
    needs=ROLES,
    record=Login,
    things=logins,
    one=_("role {name}"),
    fields={"is_superuser": _("superuser"), "powers": _("attributes and memberships"), "password": _("kind of password")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("roles that may log in, their attributes and memberships, now and then"),
    remedy=_("Gone: an application cannot log in any more. New or stronger: ask who gave it, and write it down."),
    partly=lambda listing: any(not one.name for one in listing.records),
    traps=(_("the many ordinary roles beyond the first thousands stand together and are not compared one by one"),),
    refs=("pg_roles",),
)
HBA_ASPECT: Final = Aspect(
    id="database.postgres.changed_hba",
    title=_("Changes of pg_hba.conf (PostgreSQL)"),
    area=Area.DB_SECURITY,
    needs=HBA,
    record=Rule,
    things=rules,
    one=_("rule “{name}”"),
    fields={},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("the rules of pg_hba.conf as the server reads them, now and then"),
    remedy=_("Compare with the change's record; a new major brings a pg_hba.conf of its own that must be carried over."),
    traps=(_("a rule that only moved to another line is no change here; the order still decides"),),
    refs=("pg_hba_file_rules",),
)
