"""What a database leaves open to every account: schema public, functions with their owner's rights, untrusted languages."""

from collections.abc import Iterator
from functools import reduce
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene, unknown
from collectors.base import Listing
from collectors.facts.postgres.access import SCHEMA_RIGHTS, SchemaRights
from config.limits import Layered
from config.text import Text, _


def judge(found: Listing[SchemaRights], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a database."""
    for one in found.records:
        told = tuple(_told(one))
        yield Finding(
            one.database,
            Level.NOTICE if told else Level.OK,
            told[0] if told else _("nothing is left open to every account"),
            observed=reduce(_and, told) if len(told) > 1 else None,
            expected=_("create on schema public revoked, search_path set in functions with their owner's rights"),
            quote=" ".join((*one.definers[:10], *one.languages)),
        )
    yield from (unknown(one.subject, one) for one in found.unseen)


def _and(some: Text, more: Text) -> Text:
    return _("{some}; {more}", some=some, more=more)


def _told(one: SchemaRights) -> Iterator[Text]:
    if one.definers:
        yield _(
            "{count:number} function(s) run with their owner's rights and look up names where the caller says",
            count=len(one.definers),
        )
    if one.is_public_creatable:
        yield _("every account may create objects in the schema public")
    if one.languages:
        yield _("languages that reach the server's system: {names}", names=one.languages)


SCHEMA_RIGHTS_CHECK: Final = Check(
    id="database.postgres.schema_rights",
    title=_("PostgreSQL: what schemas leave open"),
    area=Area.DB_SECURITY,
    needs=SCHEMA_RIGHTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("rights on the schema public, pg_proc (SECURITY DEFINER without search_path), pg_language, in each database"),
    remedy=_(
        "With the application's people: REVOKE CREATE ON SCHEMA public FROM PUBLIC (first give it to the accounts that "
        "need it), ALTER FUNCTION ... SET search_path = pg_catalog, and ask for what an untrusted language is used."
    ),
    traps=(_("before version 15 the right on public is the default, and an upgrade keeps it"),),
    clause="1.4.3.4",
    refs=("postgresql.org/docs: 5.9.6 Usage Patterns",),
)
