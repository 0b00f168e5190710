"""Whether SNMP proves who asks and encrypts what it tells: versions 1 and 2c do neither."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.devices.settings import SETTINGS, Settings, SnmpGroup
from config.limits import Layered
from config.text import _

ID: Final = "security.network.snmp_v3"
_BROKEN: Final = ("md5", "des", "des56", "3des")


def judge(found: Settings, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on the versions, one a group or user of version 3."""
    if not found.communities and not found.snmp_groups:
        yield Finding("", Level.ABSENT, _("SNMP is not set up"))
        return
    expected = _("SNMPv3 alone, with authentication and encryption")
    if found.communities:
        quote, count = found.communities[0].line, len(found.communities)
        summary = _("{count:number} communities: SNMP v1 or v2c answers, in clear text", count=count)
        yield failed(ID, scene, "versions", summary, expected=expected, quote=quote)
    else:
        yield Finding("versions", Level.OK, _("no community: SNMPv3 alone"), expected=expected)
    for one in found.snmp_groups:
        yield _group(one, scene)


def _group(one: SnmpGroup, scene: Scene) -> Finding:
    expected = _("authPriv with SHA and AES")
    if one.level != "authPriv":
        return failed(
            ID, scene, one.name, _("level {level}: it is not encrypted", level=one.level), expected=expected, quote=one.line
        )
    broken = tuple(name for name in one.ciphers if name.lower() in _BROKEN)
    if broken:
        summary = _("encrypted, with {names} which are held broken today", names=broken)
        return failed(ID, scene, one.name, summary, expected=expected, quote=one.line, most=Level.NOTICE)
    return Finding(one.name, Level.OK, _("authentication and encryption (authPriv)"), expected=expected, quote=one.line)


SNMP_V3: Final[SecurityCheck] = security_check(
    ID,
    title=_("SNMPv3 with authentication and encryption"),
    needs=SETTINGS,
    limits=NoLimits(),
    judge=judge,
    reads=_("the running configuration: communities, and groups and users of SNMPv3 with their level"),
    remedy=_(
        "Make SNMPv3 users at level authPriv with SHA and AES, change the managers to them, and take communities away."
    ),
    card=Card(
        steps=(
            _("Make a group at level priv with a read-only view and a user with SHA and AES."),
            _("Change the managers to it one by one; when none asks by community any more, take communities away; save."),
        ),
        commands=(
            (
                "# Cisco IOS: snmp-server group <group> v3 priv read <view>"
                " / snmp-server user <name> <group> v3 auth sha <secret> priv aes 128 <secret>"
            ),
            (
                "# Cisco NX-OS: snmp-server user <name> network-operator auth sha <secret> priv aes-128 <secret>"
                " / snmp-server globalEnforcePriv"
            ),
            "# Huawei, H3C: snmp-agent sys-info version v3 / snmp-agent group v3 <group> privacy",
        ),
        risk=_("Managers that know no SNMPv3 or have wrong secrets get no answer."),
        rollback=_("Set a bounded read-only community again until the manager is mended."),
        verify="show snmp group; display snmp-agent group; display snmp-agent sys-info version",
    ),
    traps=(
        _("IOS keeps users of SNMPv3 out of its configuration: their ciphers are not seen there"),
        _("a device without SNMP is not asked for its third version"),
    ),
)
