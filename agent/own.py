"""The catalogue of a site: what is built in, what plug-ins brought, what the operator wrote himself."""

from collections.abc import Mapping, Sequence

from agent.catalogue import Scope, checks_for, every_check
from checks.base import AnyCheck
from checks.custom import custom_check
from checks.nagios import program_check
from checks.result import CatalogueRow, TargetResult
from config.own import CustomCheck, Own, read, written
from config.site import Site, Target


def checks_of(site: Site) -> tuple[AnyCheck, ...]:
    """Every check that this site knows, in the report's order; the operator's own stand last."""
    return (*every_check(), *(_made(one, "{id}", "{address}") for one in site.own))


def checks_on(target: Target, scope: Scope = Scope.INSPECTION) -> tuple[AnyCheck, ...]:
    """The checks of a scope that look at a target; the operator's own belong to the inspection."""
    own = target.own if scope is Scope.INSPECTION else ()
    return (*checks_for(target.platform, scope), *(_made(one, target.id, target.address) for one in own))


def checks_then(one: TargetResult, catalogue: Sequence[CatalogueRow]) -> tuple[AnyCheck, ...]:
    """The checks that a target was inspected with; the operator's own by their definition of that day."""
    own = [read(row.definition) for row in catalogue if row.definition and row.check in one.checks]
    made = (_made(definition, one.target, one.address) for definition in own)
    return (*(check for check in every_check() if check.id in one.checks), *made)


def definitions(owns: Sequence[Own]) -> Mapping[str, str]:
    """By check, how a definition of the operator's own is kept."""
    return {one.check: written(one) for one in owns}


def _made(own: Own, target: str, address: str) -> AnyCheck:
    return custom_check(own) if isinstance(own, CustomCheck) else program_check(own, target, address)
