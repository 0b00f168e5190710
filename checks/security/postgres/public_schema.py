"""Whether every account may put objects where all others look names up."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing
from collectors.facts.postgres.access import SCHEMA_RIGHTS, SchemaRights
from config.limits import Layered
from config.text import _

ID: Final = "security.postgres.public_schema"
_WANTED: Final = _("no right CREATE of PUBLIC on the schema public")


def judge(found: Listing[SchemaRights], _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a database."""
    for one in found.records:
        if one.is_public_creatable:
            words = _("every account may create objects in the schema public")
            yield failed(ID, scene, one.database, words, expected=_WANTED)
        else:
            yield Finding(one.database, Level.OK, _("not every account may create objects there"), expected=_WANTED)
    yield from (unknown(one.subject, one) for one in found.unseen)


PUBLIC_SCHEMA: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: the schema public"),
    needs=SCHEMA_RIGHTS,
    limits=NoLimits(),
    judge=judge,
    reads=_("has_schema_privilege of PUBLIC on the schema public, in each database"),
    remedy=_("Take CREATE on the schema public from PUBLIC and give it to the accounts that need it."),
    card=Card(
        steps=(
            _("See which accounts own objects in the schema public: they still need the right."),
            _("Give it to them by name, then take it from PUBLIC, in each database and in template1."),
            _("Run the application’s jobs that make tables once."),
        ),
        commands=(
            "psql -d <database> -c '\\dt public.*'",
            'psql -d <database> -c "grant create on schema public to <account>"',
            'psql -d <database> -c "revoke create on schema public from public"',
        ),
        risk=_("A job that makes tables there by the right of PUBLIC alone fails."),
        rollback=_("GRANT CREATE ON SCHEMA public TO PUBLIC."),
        verify="psql -d <database> -c \"select has_schema_privilege('public', 'public', 'create')\"",
    ),
    traps=(
        _("before version 15 it is the default, and an upgrade keeps it"),
        _("a database whose schema public was dropped has no such right"),
    ),
)
