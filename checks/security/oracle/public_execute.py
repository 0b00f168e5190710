"""Whether every account may run the packages that reach the network and the files of the server."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.oracle_words import NOT_RUN
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.oracle.hardening import PACKAGES, PUBLIC_PACKAGES, PublicPackages
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.oracle.public_execute"
_WANTED: Final = _("PUBLIC may not run it; who needs it was granted it by name")
_NETWORK_AND_FILES: Final = tuple(name for name in PACKAGES if name.startswith("UTL_") or name == "DBMS_LDAP")


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Which packages of SYS PUBLIC must not run; the whole list of CIS is that of the CIS profiles."""

    packages: tuple[str, ...] = limit(
        _NETWORK_AND_FILES, unit="package", source="GB/T 22239-2019 8.1.4.2 d; CIS Oracle 19c 5.1.1: network and files"
    )


def judge(found: Listing[PublicPackages], limits: Layered[PackageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a package that PUBLIC may run, one of each container where it may run none."""
    for one in found.records:
        named = {name.upper() for name in limits.at(one.database).packages}
        granted = [name for name in one.names if name in named]
        for name in granted:
            words = _("every account may run it: EXECUTE is granted to PUBLIC")
            quote = f"grant execute on SYS.{name} to PUBLIC"
            yield failed(ID, scene, f"{one.database}.{name}", words, expected=_WANTED, quote=quote)
        unasked = sorted(named.difference(PACKAGES))
        for name in unasked:
            subject = f"{one.database}.{name}"
            yield unknown(subject, Unseen(subject, Reason.NOT_ASKED))
        if not granted and not unasked:
            words = _("none of {count:number} packages is granted to PUBLIC", count=len(named))
            quote = f"grants of EXECUTE to PUBLIC in all: {one.count}"
            yield Finding(one.database, Level.OK, words, expected=_WANTED, quote=quote)


PUBLIC_EXECUTE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Oracle: packages that PUBLIC may run"),
    needs=PUBLIC_PACKAGES,
    limits=PackageLimits(),
    judge=judge,
    reads=_("dba_tab_privs: EXECUTE to PUBLIC on packages of SYS that reach the network or files"),
    remedy=_("Grant the package to the accounts that need it by name, then revoke it from PUBLIC."),
    card=Card(
        steps=(
            _("See who depends on the package: dba_dependencies, and the programs that call it by name."),
            _("Grant it by name to those accounts first, Oracle’s own components too."),
            _("Revoke it from PUBLIC in a test database, compile invalid objects, then here."),
            _("Patches and upgrades grant it again: look after each of them."),
        ),
        commands=(
            "select owner, name, type from dba_dependencies where referenced_name = '<package>' and owner <> 'SYS';",
            "grant execute on sys.<package> to <account>;",
            "revoke execute on sys.<package> from public;",
            "@?/rdbms/admin/utlrp.sql",
        ),
        risk=_("Procedures of accounts that used the grant of PUBLIC become invalid, Oracle’s own components among them."),
        rollback=_("GRANT EXECUTE ON the package TO PUBLIC again, then utlrp.sql."),
        verify="select table_name from dba_tab_privs where grantee = 'PUBLIC' and privilege = 'EXECUTE' and owner = 'SYS';",
    ),
    traps=(
        NOT_RUN,
        _("Oracle delivers these grants: a database that nobody hardened fails"),
        _("a package of the application with such a name is not SYS’s, and is not judged"),
        _("from 11g on a network access list stands before UTL_HTTP and its like; UTL_FILE has none"),
        _("a package that is not asked after is not inspected, though the limits name it"),
    ),
)
