"""A security check as a run: its scope, the profile of each target, and the limits that the profiles set."""

from dataclasses import replace

from agent.catalogue import Scope
from agent.expected import Wanted
from agent.purposes import OF_SECURITY
from checks.result import Inspection
from checks.security.profiles import rules_of
from config.site import Site


def scope_of_run(one: Inspection) -> Scope:
    """What an inspection looked at."""
    return Scope.SECURITY if one.purpose in OF_SECURITY else Scope.INSPECTION


def with_scope(site: Site, wanted: Wanted, *, is_security: bool) -> tuple[Site, Wanted]:
    """Turn what is wanted into its security check, where it is one: the profiles' limits stand below the operator's."""
    if not is_security:
        return site, wanted
    profiles = {target.id: site.profile_of(target) for target in site.targets}
    rules = tuple(rule for target, profile in profiles.items() for rule in rules_of(profile, target))
    return replace(site, rules=(*rules, *site.rules)), replace(wanted, scope=Scope.SECURITY, profiles=profiles)
