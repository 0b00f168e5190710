"""Which accounts stand above the rights of the database, and whether somebody answers for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing
from collectors.facts.postgres.access import ROLES, Role
from config.limits import Layered, limit
from config.text import _, verbatim

ID: Final = "security.postgres.superusers"
_STRONG: Final = frozenset(
    {"BYPASSRLS", "CREATEROLE", "pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"}
)
_WANTED: Final = _("the account that initdb made, and those that were approved")


@dataclass(frozen=True, slots=True)
class ApprovedLimits:
    """Who was approved."""

    allowed: tuple[str, ...] = limit((), unit="role", source="the operator: accounts whose rights were approved")


def judge(found: Listing[Role], limits: Layered[ApprovedLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding an account that nobody approved, one of those that are in order, and the list of the strong ones."""
    strong = [one for one in found.records if _powers(one)]
    wrong = [one for one in strong if not one.is_bootstrap and one.name not in limits.base.allowed]
    for one in wrong:
        words = _("has the rights {powers}, and nobody approved it", powers=_powers(one))
        if one.is_superuser:
            words = _("is a superuser, and nobody approved it")
        quote = f"{one.name}: {' '.join(_powers(one))}"
        yield failed(ID, scene, one.name, words, expected=_WANTED, quote=quote)
    if not wrong and not found.unseen:
        count = sum(one.count for one in found.records)
        words = _("of {count:number} accounts that may log in none has such rights unapproved", count=count)
        yield Finding("", Level.OK, words, verbatim(" ".join(one.name for one in strong)), _WANTED)
    yield from (unknown(one.subject, one) for one in found.unseen)
    rows = tuple((one.name, " ".join(_powers(one))) for one in strong)
    yield Exhibit(_("Accounts with rights over the whole server"), (_("Account"), _("Rights")), rows)


def _powers(one: Role) -> tuple[str, ...]:
    own = ("SUPERUSER",) if one.is_superuser else ()
    return (*own, *(power for power in one.powers if power in _STRONG))


SUPERUSERS: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: superusers and rights over the whole server"),
    needs=ROLES,
    limits=ApprovedLimits(),
    judge=judge,
    reads=_("pg_roles and the memberships that reach files and programs of the server"),
    remedy=_("Take the right from who does not need it; put those that are approved into allowed of this check’s limits."),
    card=Card(
        steps=(
            _("Ask for each account who uses it and for what; have the customer approve those that stay."),
            _("Give an application its rights on its own schema, then take SUPERUSER, BYPASSRLS, CREATEROLE from it."),
            _("Run the application’s tests, nightly jobs and upgrades once more."),
        ),
        commands=(
            'psql -c "alter role <account> nosuperuser nobypassrls nocreaterole"',
            'psql -c "revoke pg_execute_server_program, pg_read_server_files, pg_write_server_files from <account>"',
        ),
        risk=_("What the application did by that right alone fails: extensions, COPY from files, other schemas."),
        rollback=_("ALTER ROLE with the right that was taken (SUPERUSER)."),
        verify=(
            'psql -c "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles '
            'where rolsuper or rolbypassrls or rolcreaterole"'
        ),
    ),
    traps=(
        _("the account that initdb made is a superuser whatever it is called, and is no finding"),
        _("membership in pg_execute_server_program is as good as the server’s system account"),
        _("roles that may not log in are not listed: whoever is a member may take them on"),
    ),
)
