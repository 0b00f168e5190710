"""Who reaches an Oracle database: listeners, accounts, sweeping rights."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from checks.compared_records import Login
from checks.oracle_words import NOT_RUN
from collectors.base import Listing
from collectors.facts.oracle.accounts import ACCOUNTS, HOLDERS, Account, Holder
from collectors.facts.oracle.listeners import LISTENERS, OracleListener
from collectors.policies import Policy
from config.text import _


@dataclass(frozen=True, slots=True)
class Mighty:
    """One account with sweeping rights."""

    name: Annotated[str, Policy.IDENTITY]
    rights: Annotated[tuple[str, ...], Policy.REPORT]


@dataclass(frozen=True, slots=True)
class Heard:
    """One listener: where it listens, and which services it knows."""

    name: Annotated[str, Policy.IDENTITY]
    endpoints: Annotated[tuple[str, ...], Policy.AT_LEAST]
    services: Annotated[tuple[str, ...], Policy.AT_LEAST]


def logins(listing: Listing[Account]) -> Iterator[Login]:
    """Accounts of users; Oracle's own come and go with its versions."""
    for one in listing.records:
        if not one.is_maintained:
            is_ended = one.status.startswith("EXPIRED") and "GRACE" not in one.status
            yield Login(one.subject, not is_ended and "LOCKED" not in one.status, one.profile)


def mighty(listing: Listing[Holder]) -> Iterator[Mighty]:
    """Accounts with sweeping rights, and by which way."""
    for one in listing.records:
        if one.name:
            yield Mighty(one.subject, tuple(sorted({*one.ways, *one.privileges})))


def heard(listing: Listing[OracleListener]) -> Iterator[Heard]:
    """Listeners with the services that some instance offers."""
    for one in listing.records:
        services = tuple(sorted(service.name for service in one.services if service.instances))
        yield Heard(one.name, tuple(sorted(one.endpoints)), services)


LISTENERS_ASPECT: Final = Aspect(
    id="database.oracle.changed_listeners",
    title=_("Changes of listeners (Oracle)"),
    area=Area.DB_STATUS,
    needs=LISTENERS,
    record=Heard,
    things=heard,
    one=_("listener {name}"),
    fields={"endpoints": _("endpoints"), "services": _("services")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("listeners, where they listen and which services they know, now and then"),
    remedy=_("Start the listener; a service that is missing is one that its instance or PDB did not register."),
    traps=(NOT_RUN, _("a service that is in the file alone, without an instance, is not compared")),
    refs=("lsnrctl(1)",),
)
ACCOUNTS_ASPECT: Final = Aspect(
    id="database.oracle.changed_accounts",
    title=_("Changes of accounts (Oracle)"),
    area=Area.DB_SECURITY,
    needs=ACCOUNTS,
    record=Login,
    things=logins,
    one=_("account {name}"),
    fields={"is_usable": _("can be used"), "profile": _("profile")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("accounts of users, whether they are open, and their profile, now and then"),
    remedy=_(
        "Gone, locked or expired: an application cannot log in; after an upgrade see whether its password has a version "
        "that the new server takes (PASSWORD_VERSIONS)."
    ),
    traps=(NOT_RUN, _("Oracle's own accounts come and go with its versions and are not compared")),
    refs=("DBA_USERS",),
)
HOLDERS_ASPECT: Final = Aspect(
    id="database.oracle.changed_rights",
    title=_("Changes of sweeping rights (Oracle)"),
    area=Area.DB_SECURITY,
    needs=HOLDERS,
    record=Mighty,
    things=mighty,
    one=_("account {name}"),
    fields={"rights": _("rights")},
    gone=Weight.REPORT,
    come=Weight.REPORT,
    reads=_("accounts of users with DBA or with rights that reach everything, now and then"),
    remedy=_("Ask who gave the right and for what; write it down, or revoke it."),
    traps=(NOT_RUN, _("Oracle's own accounts are not compared")),
    refs=("DBA_ROLE_PRIVS", "DBA_SYS_PRIVS"),
)
