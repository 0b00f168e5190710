"""Filters that let everything pass, and rules that no packet ever reaches."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.rules import covers, is_all
from collectors.facts.devices.settings import SETTINGS, Filter, Rule, Settings
from config.limits import Layered
from config.text import _

ID: Final = "security.network.acl_any_any"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a filter that packets pass, one more where rules of it are never reached, one a filter of no use."""
    applied = [one for one in found.filters if one.applied]
    for one in applied:
        yield _filter(one, found, scene)
        yield from _shadowed(one, scene)
    for one in found.filters:
        if not one.is_used:
            summary = _("the list {name} is used nowhere", name=one.name)
            yield failed(ID, scene, f"unused {one.name}", summary, expected=_("removed"), most=Level.NOTICE)
    if not applied:
        yield Finding("", Level.ABSENT, _("no filter is applied where packets pass"))


def _filter(one: Filter, found: Settings, scene: Scene) -> Finding:
    expected = _("permits what is needed, and denies the rest")
    if not one.rules:
        return untold(one.name, _("the list has no rules that are read here"))
    everything = next((n for n, rule in enumerate(one.rules) if rule.is_permit and is_all(rule)), None)
    if everything is not None:
        is_after_denials = any(not rule.is_permit for rule in one.rules[:everything])
        quote = one.rules[everything].line
        if is_after_denials:
            summary = _("denies some and permits all the rest, at {places}", places=", ".join(one.applied))
            return failed(ID, scene, one.name, summary, expected=expected, quote=quote, most=Level.WARN)
        summary = _("permits everything, at {places}", places=", ".join(one.applied))
        return failed(ID, scene, one.name, summary, expected=expected, quote=quote)
    if found.unmatched == "permit" and not _ends_shut(one):
        summary = _(
            "what no rule fits passes: there is no last rule that denies, at {places}", places=", ".join(one.applied)
        )
        return failed(ID, scene, one.name, summary, expected=expected, quote=one.rules[-1].line, most=Level.WARN)
    return Finding(one.name, Level.OK, _("permits what is named and denies the rest"), expected=expected)


def _ends_shut(one: Filter) -> bool:
    return any(not rule.is_permit and is_all(rule) for rule in one.rules)


def _shadowed(one: Filter, scene: Scene) -> Iterator[Finding]:
    pairs = [(rule, before) for n, rule in enumerate(one.rules) if (before := _before(rule, one.rules[:n]))]
    if not pairs:
        return
    rule, before = pairs[0]
    summary = _("{count:number} rules are never reached: rules before them take all that fits", count=len(pairs))
    quote = f"{rule.line} ⊂ {before.line}"
    yield failed(
        ID, scene, f"shadowed {one.name}", summary, expected=_("removed or moved up"), quote=quote, most=Level.NOTICE
    )


def _before(rule: Rule, earlier: tuple[Rule, ...]) -> Rule | None:
    return next((one for one in earlier if covers(one, rule)), None)


ACL_ANY_ANY: Final[SecurityCheck] = security_check(
    ID,
    title=_("Filters that permit everything, and rules of no use"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: IPv4 filters, and on which interfaces they are applied"),
    remedy=_("Permit what is needed by address and port, deny the rest, and take rules away that are never reached."),
    card=Card(
        steps=(
            _("Learn from the hits of the rules and with the owners of the services what has to pass."),
            _("Write rules for it before the one that permits everything; log for a week what that one passes."),
            _("Turn the last rule into one that denies, in a window in which services are tried; save."),
        ),
        commands=(
            (
                "# Cisco: show access-lists <name>; ip access-list extended <name> / <number> permit tcp <from> <to> eq <p>"
                " / no <number> permit ip any any"
            ),
            (
                "# Huawei, H3C: acl <number> / rule <number> permit tcp source <from> destination <to>"
                " destination-port eq <port> / rule <last> deny ip"
            ),
        ),
        risk=_("What was forgotten in the list stops at once."),
        rollback=_("Put the rule that permits everything back in its place."),
        verify="show access-lists; display acl all",
    ),
    traps=(
        _("a list for addresses of routes, NAT or quality of service filters no packets and is not judged as a filter"),
        _("Huawei and H3C let pass what no rule fits; Cisco denies it"),
        _("a rule with ports, flags or a time range covers none without"),
        _("how often a rule was hit is not asked: a rule that is reached may still be of no use"),
    ),
)
