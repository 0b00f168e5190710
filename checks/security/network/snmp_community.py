"""Communities of SNMP: one that everybody knows, that may write, or that is bounded to no address is an open door."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.device_lines import untold
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import SETTINGS, Community, Settings
from config.limits import Layered
from config.text import _

ID: Final = "security.network.snmp_community"


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a community; one of the device where there is none."""
    for one in found.communities:
        yield _community(one, scene)
    if not found.communities:
        yield Finding("", Level.OK, _("no community is set up"))


def _community(one: Community, scene: Scene) -> Finding:
    expected = _("a name of one’s own, read only, bounded by a list")
    if one.is_factory:
        return failed(
            ID,
            scene,
            one.name,
            _("the name of the factory, which everybody tries first"),
            expected=expected,
            quote=one.line,
        )
    if one.is_writing is None:
        return untold(one.name, _("what this community may do is not known here"))
    if one.is_writing:
        return failed(
            ID, scene, one.name, _("it may write: the whole device can be changed by it"), expected=expected, quote=one.line
        )
    if not one.filters:
        summary = _("any address may ask with it")
        return failed(ID, scene, one.name, summary, expected=expected, quote=one.line, most=Level.WARN)
    summary = _("a name of one’s own, read only, bounded by {name}", name=", ".join(one.filters))
    return Finding(one.name, Level.OK, summary, expected=expected, quote=one.line)


SNMP_COMMUNITY: Final[SecurityCheck] = security_check(
    ID,
    title=_("SNMP communities"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: communities, their rights and lists; names but those of the factory are masked"),
    remedy=_("Change to SNMPv3; until then name read-only communities of one’s own and bound them by a list."),
    card=Card(
        steps=(
            _("Find out which managers ask with which community (their settings, the hits of the list)."),
            _("Make the new community or SNMPv3 user, bounded to the managers, and change the managers to it."),
            _("Take the old community away and save; see that the managers still get answers."),
        ),
        commands=(
            "# Cisco IOS: no snmp-server community <name> / snmp-server community <new> RO 10",
            "# Cisco NX-OS: no snmp-server community <name>",
            "# Huawei, H3C: undo snmp-agent community <name> / snmp-agent community read <new> acl 2000",
        ),
        risk=_("Managers that still ask with the old name get no answer: monitoring goes blind."),
        rollback=_("Set the community again for the time it takes, read only and with a list."),
        verify="show running-config | include community; display current-configuration | include community",
    ),
    traps=(
        _("names are masked before they leave the session; only public and private are told"),
        _("a community that may only be asked from managers’ addresses is no such door: without a list it is a warning"),
    ),
)
